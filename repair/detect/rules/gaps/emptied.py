"""Marks that a dropped element leaves behind inside a paragraph: empty quotes and brackets, marks that stand together (RG101, RG102,
RG104).

Each rule is one narrow form, so that each can be weighed by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.rules.gaps.closing_marks import closes_aside, closes_quotation, is_spaced
from repair.detect.rules.gaps.named_marks import (
    is_argument,
    is_list_of_program,
    is_meant,
    is_named_sign,
    is_one_of_two,
    is_quoted,
    is_value,
    says_empty,
)
from repair.detect.suspects.prefilter import BEFORE_MARK
from repair.detect.technical import is_among_signs, speaks_of_code
from repair.text.patterns import A_BLANK, BLANK, LETTER, late

__all__ = ["EMPTIED"]


# --- quotes and brackets ----------------------------------------------------------------------------------------------

_EMPTY_QUOTES_BLANK: Final = late(f'"({A_BLANK}{{1,3}})"(?!\\w)')


def _empty_quotes_blank(document: Document) -> Iterator[Sighting]:
    """`" "` where the first mark opens: an even number of marks stands before it in its line."""
    text = document.text
    if not _EMPTY_QUOTES_BLANK.search(text) or ('" "' not in text and '"\u00a0"' not in text):
        return
    counted = marks = 0
    for match in _EMPTY_QUOTES_BLANK.finditer(text):
        line = document.lines[document.line_at(match.start())]
        if counted < line.start:
            counted, marks = line.start, 0
        marks += text.count('"', counted, match.start())
        counted = match.start()
        before = text[match.start() - 1 : match.start()]
        if says_empty(document, match):
            continue
        if line.shape not in ("code", "table") and not before.strip() and marks % 2 == 0:
            yield Sighting(*match.span(1), "RG101", "empty-quotes-blank")


_WORD: Final = late(rf"{LETTER}+")
_NEAR: Final = 80  # code points
_SPOKEN: Final = (5, 25)  # words of a quoted clause
_BEFORE: Final = 4  # words before a quotation among which the verb of saying stands
_LAST_WORDS: Final = late(r"[^.!?…;:\n]*:?\s*[\"«“„]\Z")
_SAID_AFTER: Final = late(rf"{A_BLANK}{{0,3}}[\"»”“],?((?:{A_BLANK}{LETTER}+){{1,3}})")


def _of_speech(detector: Detector) -> Detector:
    """A rule for empty quotation marks that also tells where somebody's speech stood: a clause, which nobody can guess."""

    def see(document: Document) -> Iterator[Sighting]:
        return (replace(s, words=_SPOKEN) if _is_speech(document, s) else s for s in detector.see(document))

    return replace(detector, see=see)


def _is_speech(document: Document, quotation: Sighting) -> bool:
    """Whether a verb of saying stands right before the quotation, or a few words before it where a name ends these
    (`ha riferito a Trump ""`, not `ha detto che la ""`), or right after it (`"", ha spiegato`)."""
    table, text = document.language, document.text
    if table is None:
        return False
    verbs = table.sayings - table.answering
    before = _LAST_WORDS.search(text, max(0, quotation.start - _NEAR), quotation.start)
    words = _WORD.findall(before[0])[-_BEFORE:] if before else []
    if words and (words[-1][0].isupper() or words[-1] in verbs) and not verbs.isdisjoint(words):
        return True
    after = _SAID_AFTER.match(text, quotation.end)
    return after is not None and not verbs.isdisjoint(_WORD.findall(after[1]))


_AND_OTHERS: Final = late(f'{A_BLANK}({LETTER}+){A_BLANK}[«“„"]')


def _is_mentioned(document: Document, match: re.Match[str]) -> bool:
    """Whether the text speaks of the mark itself: `"," and "."`."""
    others = _AND_OTHERS.match(document.text, match.end())
    return others is not None and document.language is not None and others[1] in document.language.joining


def _at_line_start(document: Document, match: re.Match[str]) -> bool:
    """A checkbox: brackets that begin a line."""
    return document.lines[document.line_at(match.start())].start == match.start()


def _is_face(document: Document, match: re.Match[str]) -> bool:
    """Whether the bracket is the mouth of a face: `:(.`"""
    return document.text[max(0, match.start() - 2) : match.start()] in (" :", " ;", "\u00a0:", ":-", ";-", " =")


# --- marks that stand together ----------------------------------------------------------------------------------------


def _is_listed(document: Document, match: re.Match[str]) -> bool:
    return is_among_signs(document, match.start())


_CELL: Final = late(r",,\w")
_CELLS: Final = 3  # commas without a blank in one token


def _is_empty_cell(document: Document, match: re.Match[str]) -> bool:
    """Whether the commas enclose an empty cell of a row of data (`1,,0,false,true`)."""
    text = document.text
    if not _CELL.match(text, match.start()):
        return False
    token = (
        text[max(0, match.start() - 40) : match.start()].split(" ")[-1]
        + text[match.start() : match.start() + 40].split(" ")[0]
    )
    return token.count(",") > _CELLS


_LONGEST_WORD: Final = 30  # code points
_ONE_WORD: Final = late(rf"\({LETTER}+\Z")
_SENTENCE_GOES_ON: Final = late(rf" {LETTER}+ ")


def _is_lone_in_brackets(document: Document, match: re.Match[str]) -> bool:
    """Whether the comma right before the bracket follows the only word within it (`(saying,)`), or square brackets hold what
    an editor put into a sentence, with its comma (`[In Turin,] everybody knew`)."""
    if match["at"]:
        return False
    if match[0][-1] == "]" and _SENTENCE_GOES_ON.match(document.text, match.end()):
        return True
    return _ONE_WORD.search(document.text, max(0, match.start() - _LONGEST_WORD), match.start()) is not None


_FIRMS: Final = frozenset("inc ltd llc corp co bros srl spa gmbh".split())
"""Abbreviations in the names of firms, which are the same in all languages."""


def _is_abbreviation(document: Document, match: re.Match[str]) -> bool:
    """Whether the full stop of the match ends an abbreviation."""
    word = re.search(r"[\w.]*$", document.text[max(0, match.start() - 12) : match.start()])
    last = word[0].lower() if word else ""
    known = document.language.abbreviations if document.language else frozenset()
    return last in known | _FIRMS or len(last) < 2 or "." in last or not document.text[match.start() - 1].islower()


_OPENED: Final = late(r"\([^()\n]{1,80}\Z")


def _outside_brackets(document: Document, match: re.Match[str]) -> bool:
    return not _OPENED.search(document.text, max(0, match.start() - 81), match.start())


_CLAUSE: Final = late(r"[^.!?…\n]{1,80}\Z")
# 20 of 21 such places on real pages
_STOP_APART: Final = late(f':(?<=[^\\W_]:){A_BLANK}\\.(?!\\S)|:(?<=[^\\W_][»”")\\]]:){A_BLANK}\\.(?!\\S)')


def _is_no_speech(document: Document, match: re.Match[str]) -> bool:
    """Whether no word for speaking stands shortly before the colon, and no blank stands before a full stop that ends a line or
    a sentence (`sul disco: . Poi`)."""
    if _STOP_APART.match(document.text, match.start()):
        return False
    clause = _CLAUSE.search(document.text, max(0, match.start() - 80), match.start())
    sayings = document.language.sayings if document.language else frozenset[str]()
    return clause is None or sayings.isdisjoint(_WORD.findall(clause[0].lower())[-7:])


def _quoted(inner: str) -> str:
    """The pattern of a typographic mark that opens, and of all that is quoted: `inner`, before a mark that closes."""
    return f"(?:[«“](?={inner}[»”])|„(?={inner}[“”]))(?P<at>{inner})"


_ABBREVIATED: Final = late(
    r"\((?:[Tt]el|[Ff]ax|[Cc]ell?|[Cc]od|[Nn]r?|[Pp]{1,2}|[Pp]agg?|[Pp]ágs?|[Aa]rtt?|[Vv]ol|[Ff]ig|[Tt]ab|[Cc]ap|[Cc]fr|[Ee]d|[Vv]gl|Abb|[Nn]um)\.?\Z"
)


def _abbreviations_in_brackets(document: Document) -> Iterator[Sighting]:
    """`la segreteria (tel. ) ogni mattina`: an abbreviation that a number should follow."""
    text = document.text
    for start, end in document.blanks_before_marks:
        if text[end : end + 1] == ")" and _ABBREVIATED.search(text, max(0, start - 8), start):
            yield Sighting(start, end, "RG102", "abbreviation-in-brackets", (1, 2))


EMPTIED: Final[dict[str, Detector]] = {
    # --- RG101
    # `""word""` is an escaped quotation mark, `"""` a string of code
    "empty-quotes": _of_speech(pattern_rule(
        "empty-quotes", "RG101", r'"(?<![\w"=\\].)(?P<at>)"(?![\w"])' , starts='"', needles=('""',),
        unless=lambda document, match: is_value(document, match) or says_empty(document, match),
    )),
    "empty-quotes-blank": _of_speech(Detector(_empty_quotes_blank, needles=('"',))),
    # before a word the two marks are one that was typed twice: `“”Good” and “bad”`
    "empty-typographic-quotes": _of_speech(pattern_rule(
        "empty-typographic-quotes", "RG101",
        _quoted(f"{A_BLANK}{{0,3}}") + r"(?!(?<=“)”\w)",
        starts="«“„", unless=lambda document, match: closes_quotation(document, match) or says_empty(document, match),
    )),
    # 7 of 12 such places on real pages
    "punctuation-in-quotes": pattern_rule(
        "punctuation-in-quotes", "RG101", _quoted(f"{A_BLANK}{{0,2}}[,;.]{A_BLANK}{{0,2}}"),
        starts="«“„", unless=lambda document, match: closes_quotation(document, match) or is_among_signs(document, match.start())
        or is_one_of_two(document, match),
        prior=0.6,
    ),
    "quotation-of-a-comma": pattern_rule(
        "quotation-of-a-comma", "RG101", f"\"(?<![^\\s(].)(?P<at>{A_BLANK}?),\"(?={A_BLANK}{LETTER})",
        needles=('"',), unless=_is_mentioned, prior=0.75,
    ),
    # --- RG102
    "empty-brackets": pattern_rule(
        "empty-brackets", "RG102", f"\\((?<!\\w!.)(?P<at>{A_BLANK}{{0,3}})\\)(?!\\()", starts="(",  # not a macro: `panic!()`
        unless=is_meant,
    ),
    "empty-square-brackets": pattern_rule(
        "empty-square-brackets", "RG102", f"\\[(?P<at>{A_BLANK}{{0,3}})\\](?!\\()", starts="[", needles=("[]", "[ "),
        unless=lambda document, match: _at_line_start(document, match) or is_value(document, match)
        or is_argument(document, match) or is_quoted(document, match) or is_meant(document, match) or speaks_of_code(document)
        or is_list_of_program(document),
    ),
    "punctuation-in-brackets": pattern_rule(
        "punctuation-in-brackets", "RG102", f"\\((?P<at>(?!\\.{{2,}})(?![.–—-]+\\)){A_BLANK}{{0,2}}[,;.–—-]{A_BLANK}?[,;–—-]?{A_BLANK}{{0,2}})\\)",
        starts="(", unless=is_named_sign,
    ),
    "punctuation-in-square-brackets": pattern_rule(
        "punctuation-in-square-brackets", "RG102", f"\\[(?<![^\\s(].)(?P<at>{A_BLANK}?[,;–][{BLANK},;–]{{0,6}})\\]", starts="[", prior=0.9,
    ),
    "abbreviation-in-brackets": Detector(_abbreviations_in_brackets, frozenset([BEFORE_MARK]), prior=0.85),
    "brackets-half-emptied": pattern_rule(
        "brackets-half-emptied", "RG102", f"\\((?<={LETTER}{A_BLANK}.)(?P<at>(?={A_BLANK}?[;,]){A_BLANK}?[;,]|{A_BLANK}?–(?={A_BLANK}\\d{{4}}\\)))(?=[^()\\n]{{0,120}}\\d)", starts="(",
        prior=0.85,
    ),
    # --- RG104
    # `,,word` opens a quotation in some typography
    "doubled-comma": pattern_rule(
        "doubled-comma", "RG104", f",(?<![,\\s],)(?P<at>{A_BLANK}{{0,3}}),(?!,)", starts=",", unless=_is_empty_cell,
    ),
    "comma-full-stop": pattern_rule(
        "comma-full-stop", "RG104", f",(?<!,,)(?P<at>{A_BLANK}{{0,2}})[.;:](?![.\\w)(-])",
        starts=",", unless=_is_listed,
    ),
    "comma-blank-exclamation": pattern_rule(
        "comma-blank-exclamation", "RG104", f",(?<={LETTER},)(?P<at>{A_BLANK}{{1,2}})[!?](?![\\w(=!?])", starts=",",
        needles=tuple(f",{blank}{mark}" for blank in (" ", "  ") for mark in "!?"), prior=0.8,
    ),
    "full-stop-blank-comma": pattern_rule(
        "full-stop-blank-comma", "RG104", f"[.!?](?P<at>{A_BLANK}{{1,2}})[,;:](?![,\\w)(-])",
        starts=".!?", unless=is_spaced,
    ),
    "full-stop-comma": pattern_rule(
        "full-stop-comma", "RG104", r"\.(?<!\.\.)(?P<at>)[,;:](?![\w,])", starts=".", needles=(".,", ".;", ".:"),
        unless=_is_abbreviation,
    ),
    "colon-punctuation": pattern_rule(
        "colon-punctuation", "RG104", f"[:;](?P<at>{A_BLANK}{{0,2}})[,.](?![.\\w)(-])",
        starts=":;", unless=_is_listed,
    ),
    "dash-punctuation": pattern_rule(
        "dash-punctuation", "RG104", f"[–—-](?<=\\s.)(?P<at>{A_BLANK}{{0,2}})[.;:](?![.\\w)(-])",
        starts="–—-", unless=closes_aside,
    ),
    "dash-blank-comma": pattern_rule(
        "dash-blank-comma", "RG104", f"[–—-](?<=\\s.)(?P<at>{A_BLANK}{{1,2}}),(?!,)",
        starts="–—-", needles=("– ,", "— ,", "- ,"), prior=0.35,
    ),
    "doubled-full-stop": pattern_rule(
        "doubled-full-stop", "RG104", r"\.(?<=[\w»”\")]\.)(?P<at>)\.(?![.\w/\\])", starts=".", needles=("..",),
    ),
    "doubled-full-stop-blank": pattern_rule(
        "doubled-full-stop-blank", "RG104", f"\\.(?<![.\\s]\\.)(?P<at>{A_BLANK}{{1,3}})\\.(?![.\\w/]|{A_BLANK}\\.)",
        starts=".", prior=0.65,
    ),
    "punctuation-after-opening": pattern_rule(
        "punctuation-after-opening", "RG104", f"[(«“\\[](?P<at>{A_BLANK}{{0,2}})[,;.](?![.\\w«“]|{A_BLANK}{{0,2}}[)\\]»”])",
        starts="(«“[", unless=lambda document, match: closes_quotation(document, match) or is_among_signs(document, match.start())
        or _is_face(document, match),
    ),
    "comma-before-bracket": pattern_rule(
        "comma-before-bracket", "RG104", f",(?<!\\(,)(?P<at>{A_BLANK}{{0,2}})[)\\]](?![)\\]])", starts=",", prior=0.67, unless=_is_lone_in_brackets,
    ),
    # the way through a menu whose words are gone (`File → Save as`): all 83 such places on real pages
    "emptied-path": pattern_rule(
        "emptied-path", "RG104", f"→(?<![^\\W_]→)(?P<at>{A_BLANK}{{0,3}})(?=[→,.;:)]|\\n(?![\"«“])|\\Z)", needles=("→",), prior=0.8,
        unless=lambda document, match: "←" in document.text[max(0, match.start() - 12) : match.start()],  # keys that are named
    ),
    "item-emptied": pattern_rule(
        "item-emptied", "RG104", f"{A_BLANK}(?<={LETTER},{A_BLANK}){A_BLANK}{{1,2}}(?=(?:and|or|e|ed|o|und|oder|et|ou|y){A_BLANK}{LETTER})",
        starts=" ", prior=0.75,
    ),
    "place-lost": pattern_rule(
        "place-lost", "RG104", f",(?P<at>{A_BLANK}{{1,2}})[–—](?={A_BLANK}?{LETTER})",
        needles=(", –", ", —", ",  –", ",  —"), unless=_outside_brackets, prior=0.9,
    ),
    "label-without-text": pattern_rule(
        "label-without-text", "RG104", f":(?<={LETTER}.)(?P<at>{A_BLANK}{{0,2}})[,;)]", starts=":",
        needles=(":,", ": ,", ":;", ": ;", ":)", ": )", ":\u00a0,", ":\u00a0;", ":\u00a0)"), unless=_outside_brackets, prior=0.9,
    ),
    "speech-emptied": pattern_rule(
        "speech-emptied", "RG104", f":(?P<at>{A_BLANK}{{0,2}})[.,;](?![\\w.])", starts=":", unless=_is_no_speech, prior=0.9,
    ),
}  # fmt: skip
