"""What a dropped element leaves behind inside a paragraph: empty quotes and brackets, orphaned punctuation, placeholders.

RG101, RG102, RG104, RG105 and RG111. Each rule is one narrow form, so that each can be weighed by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from msgspec.structs import replace

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.line_shapes import BLANK_EDGE
from repair.detect.rules.gaps.closing_marks import closes_aside, closes_quotation, is_spaced
from repair.detect.rules.gaps.named_marks import (
    is_argument,
    is_meant,
    is_named_sign,
    is_one_of_two,
    is_quoted,
    is_value,
)
from repair.detect.suspects.prefilter import BEFORE_MARK, DUMMY, NULL, UNDEFINED, word_before
from repair.detect.technical import is_among_signs, speaks_of_code
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, UPPER, late

__all__ = ["GAPS"]

_RESULTS: Final = late(
    r"\b(?:returns?|yields?|gives?|produces?|equals?|restituisce|renvoie|devuelve|retorna|liefert) \Z"
)
"""Verbs before what a program answers."""
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
        if line.shape not in ("code", "table") and not before.strip() and marks % 2 == 0:
            yield Sighting(*match.span(1), "RG101", "empty-quotes-blank")


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


def _is_lone_in_brackets(document: Document, match: re.Match[str]) -> bool:
    """Whether the comma right before the bracket follows the only word within it (`(saying,)`), or square brackets hold what
    an editor put into a sentence, with its comma (`[In Turin,] everybody knew`)."""
    if match["at"]:
        return False
    if match[0][-1] == "]" and _SENTENCE_GOES_ON.match(document.text, match.end()):
        return True
    return _ONE_WORD.search(document.text, max(0, match.start() - _LONGEST_WORD), match.start()) is not None


_LONGEST_WORD: Final = 30  # code points
_ONE_WORD: Final = late(rf"\({LETTER}+\Z")
_SENTENCE_GOES_ON: Final = late(rf" {LETTER}+ ")


_A_NAN: Final = late(r"\bNaNs\b|\b[Aa]n? NaN\b|\b[Nn]ot[ -]a[ -][Nn]umber\b")


def _speaks_of_nan(document: Document) -> bool:
    """Whether the text speaks about what programs call so: `a NaN`, `NaNs`, "not a number"."""
    return _A_NAN.search(document.text) is not None


def _at_line_start(document: Document, match: re.Match[str]) -> bool:
    """A checkbox: brackets that begin a line."""
    return document.lines[document.line_at(match.start())].start == match.start()


def _is_habit(document: Document, mark: str) -> bool:
    """Whether the text sets a blank before `mark` as a rule, as some typography and split tokens do."""
    # a mark with a blank before it is always among the suspects
    if document.starts is not None and len(document.starts.get(mark, ())) < 4:
        return False
    spaced = (
        document.text.count(f" {mark}") + document.text.count(f"\u00a0{mark}") + document.text.count(f"\u202f{mark}")
    )
    return spaced >= 4 and spaced * 2 > document.text.count(mark)


_LOWER_AFTER: Final = late(f"\\.{A_BLANK}(?:{LOWER}|\\.)")  # the sign itself, or a spaced ellipsis


def _is_listed(document: Document, match: re.Match[str]) -> bool:
    return is_among_signs(document, match.start())


_EMOTICON: Final = late(r"[:;]-?[)(DPp|/]|\)[:;]")


def _blanks_by_mark(document: Document) -> dict[str, list[tuple[int, int]]]:
    """Spans of the blanks before marks, by the mark."""
    found: dict[str, list[tuple[int, int]]] = {}
    for start, end in document.blanks_before_marks:
        found.setdefault(document.text[end], []).append((start, end))
    return found


def _blank_rule(rule: str, marks: str) -> Detector:
    """The detector of blanks before one of `marks`; places after punctuation are RG104's."""

    def detect(document: Document) -> Iterator[Sighting]:
        text = document.text
        habits: dict[str, bool] = {}
        spans = document.once(_blanks_by_mark)
        for start, end in chain.from_iterable(spans.get(mark, ()) for mark in marks):
            mark, after = text[end], text[end + 1 : end + 2]
            if mark in document.spaced or not (text[start - 1].isalnum() or text[start - 1] in "»”\"')%€$’"):
                continue
            # ` .com`, ` .5` and ` ?name` are words; ` ...`, ` ?!` and ` :)` are marks of their own
            if mark in ".?!" and (after.isalnum() or (mark == "." and after == ".")):
                continue
            if (mark == "." and _LOWER_AFTER.match(text, end)) or is_among_signs(document, end):
                continue
            if mark == "." and after == "/":
                continue  # `with ./configure`
            if mark in ":;" and (_EMOTICON.match(text, end) or after == mark):
                continue
            if mark == "," and text.startswith(",,", end):
                continue
            if mark not in habits:
                habits[mark] = _is_habit(document, mark)
            if not habits[mark]:
                yield Sighting(start, end, "RG105", rule)

    return Detector(detect, frozenset([BEFORE_MARK]))


def _is_abbreviation(document: Document, match: re.Match[str]) -> bool:
    """Whether the full stop of the match ends an abbreviation."""
    word = re.search(r"[\w.]*$", document.text[max(0, match.start() - 12) : match.start()])
    last = word[0].lower() if word else ""
    known = document.language.abbreviations if document.language else frozenset()
    return last in known | _FIRMS or len(last) < 2 or "." in last or not document.text[match.start() - 1].islower()


_FIRMS: Final = frozenset("inc ltd llc corp co bros srl spa gmbh".split())
"""Abbreviations in the names of firms, which are the same in all languages."""


_BREAK: Final = late(f"(?<=[\\w,)»”])(?:{A_BLANK}{{1,4}}\\n{A_BLANK}{{0,4}}|\\n{A_BLANK}{{1,4}})(?={LOWER}+ {LOWER}+ )")


_INDENTED: Final = 4  # code points of a break and its blanks; with more of them the next line is indented


def _blank_at_break(document: Document) -> Iterator[Sighting]:
    """A blank beside a line break in mid-sentence, in a text whose other lines have none: it stood beside an element."""
    text = document.text
    if document.has_blanks_at_breaks:
        return
    for match in _BREAK.finditer(text):
        if text[match.start() - 1] == "," and match[0][0] != "\n":
            continue  # at the end of an item of a list
        if len(match[0]) <= _INDENTED and document.is_prose_at(match.start()):
            yield Sighting(*match.span(), "RG105", "blank-at-break")


_PLACEHOLDER: Final = late(r"%[sdif](?!\w)")
_NAMED: Final = 4  # so many of them are what the text is about


def _names_placeholders(document: Document) -> bool:
    return speaks_of_code(document) or len(_PLACEHOLDER.findall(document.text)) >= _NAMED


_NULL: Final = late(f"null(?<=[^\\W\\d_A-Z,]{A_BLANK}null)(?={A_BLANK}(?P<next>{LETTER}+|[%€$]))")
_NULL_ALONE: Final = 3
_NUMBERS: Final = frozenset("%€$")


def _null_words(document: Document) -> Iterator[Sighting]:
    """`altri null millimetri`, `held in null on`: before a unit of measure, a month or a sign of money, and between
    prepositions, in a text without code that has the word once or twice."""
    table, text = document.language, document.text
    if table is None or not document.all_words or text.count("null") >= _NULL_ALONE:
        return
    for match in _NULL.finditer(text):
        governing = table.function_words - table.joining
        if word_before(text, match.start() - 1) in governing - table.articles and match["next"] in governing:
            yield Sighting(*match.span(), "RG111", "null-word", (1, 6))
        elif match["next"] in table.units or match["next"] in table.months or match["next"] in _NUMBERS:
            yield Sighting(*match.span(), "RG111", "null-word", (1, 1))


_TYPED: Final = late(rf"[.!?] {{2,3}}{UPPER}")
_TYPIST: Final = 3  # so many doubled blanks between sentences are the author's


def _types_blanks(document: Document) -> bool:
    """Whether the text sets two blanks between sentences, as typewriters did."""
    return len(_TYPED.findall(document.text)) >= _TYPIST


_OPTION: Final = late(r"(?<!\S)--[a-z]{2}")
_FEWEST_OPTIONS: Final = 3


def _names_options(document: Document) -> bool:
    """Whether the text tells of the options of a program, whose values stand in braces (`--out {folder}`)."""
    return sum(1 for _ in islice(_OPTION.finditer(document.text), _FEWEST_OPTIONS)) == _FEWEST_OPTIONS


def _is_face(document: Document, match: re.Match[str]) -> bool:
    """Whether the bracket is the mouth of a face: `:(.`"""
    return document.text[max(0, match.start() - 2) : match.start()] in (" :", " ;", "\u00a0:", ":-", ";-", " =")


GAPS: Final[dict[str, Detector]] = {
    # --- RG101, RG102
    # `""word""` is an escaped quotation mark, `"""` a string of code
    "empty-quotes": pattern_rule(
        "empty-quotes", "RG101", r'"(?<![\w"=\\].)(?P<at>)"(?![\w"])' , starts='"', needles=('""',), unless=is_value
    ),
    "empty-quotes-blank": Detector(_empty_quotes_blank, needles=('"',)),
    # before a word the two marks are one that was typed twice: `“”Good” and “bad”`
    "empty-typographic-quotes": pattern_rule(
        "empty-typographic-quotes", "RG101",
        f"(?:[«“](?={A_BLANK}{{0,3}}[»”])|„(?={A_BLANK}{{0,3}}[“”]))(?P<at>{A_BLANK}{{0,3}})(?!(?<=“)”\\w)",
        starts="«“„", unless=closes_quotation,
    ),
    # 7 of 12 such places on real pages
    "punctuation-in-quotes": pattern_rule(
        "punctuation-in-quotes", "RG101", f"(?:[«“](?={A_BLANK}{{0,2}}[,;.]{A_BLANK}{{0,2}}[»”])|„(?={A_BLANK}{{0,2}}[,;.]{A_BLANK}{{0,2}}[“”]))(?P<at>{A_BLANK}{{0,2}}[,;.]{A_BLANK}{{0,2}})",
        starts="«“„", unless=lambda document, match: closes_quotation(document, match) or is_among_signs(document, match.start())
        or is_one_of_two(document, match),
        prior=0.6,
    ),
    "empty-brackets": pattern_rule(
        "empty-brackets", "RG102", f"\\((?<!\\w!.)(?P<at>{A_BLANK}{{0,3}})\\)(?!\\()", starts="(",  # not a macro: `panic!()`
        unless=is_meant,
    ),
    "empty-square-brackets": pattern_rule(
        "empty-square-brackets", "RG102", f"\\[(?P<at>{A_BLANK}{{0,3}})\\](?!\\()", starts="[", needles=("[]", "[ "),
        unless=lambda document, match: _at_line_start(document, match) or is_value(document, match)
        or is_argument(document, match) or is_quoted(document, match) or is_meant(document, match) or speaks_of_code(document),
    ),
    "punctuation-in-brackets": pattern_rule(
        "punctuation-in-brackets", "RG102", f"\\((?P<at>(?!\\.{{2,}})(?![.–—-]+\\)){A_BLANK}{{0,2}}[,;.–—-]{A_BLANK}?[,;–—-]?{A_BLANK}{{0,2}})\\)",
        starts="(", unless=is_named_sign,
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
    # --- RG105
    "blank-before-comma": _blank_rule("blank-before-comma", ","),
    "blank-before-full-stop": _blank_rule("blank-before-full-stop", "."),
    "blank-before-colon": _blank_rule("blank-before-colon", ":;"),
    "blank-before-question": _blank_rule("blank-before-question", "?!"),
    "blank-before-bracket": _blank_rule("blank-before-bracket", ")]"),
    "blank-after-bracket": pattern_rule(
        "blank-after-bracket", "RG105", f"\\((?<={A_BLANK}\\()(?P<at>{A_BLANK}{{1,2}})(?=\\w)", starts="(", needles=("( ", "(\u00a0"),
    ),
    # between a word and a small letter 753 of 881 such places on real damaged pages; elsewhere, and with no-break
    # blanks, doubled blanks are more often typed: 120 of 241, and 28 times as many in sound text
    "doubled-blank": pattern_rule(
        "doubled-blank", "RG105", f"(?P<at> (?= )(?<=[\\w»”\"’,;].) {{1,8}})(?={LOWER})", starts=" ",
    ),
    "doubled-blank-elsewhere": pattern_rule(
        "doubled-blank-elsewhere", "RG105",
        f"(?P<at>{A_BLANK}(?={A_BLANK})(?<=[\\w»”\"’,;:].)(?!(?<!:.) +{LOWER}){A_BLANK}{{1,8}})(?=[\\w«“\"(])", starts=" ", prior=0.2,
    ),
    # priors: 27 of 41 such places, 31 of 39 and 67 of 116 on real pages
    "doubled-blank-after-mark": pattern_rule(
        "doubled-blank-after-mark", "RG105", f"(?P<at>{A_BLANK}(?={A_BLANK})(?<=[.!?%)…].){A_BLANK}{{1,8}})(?={LOWER})",
        starts=" ", prior=0.65, unless=lambda document, _: document.once(_types_blanks),
    ),
    "doubled-blank-before-sign": pattern_rule(
        "doubled-blank-before-sign", "RG105",
        f"(?P<at>{A_BLANK}(?={A_BLANK})(?<=[\\w,;:»”\")].){A_BLANK}{{1,8}})(?=[–—/→&+-]{A_BLANK})", starts=" ", prior=0.8,
        unless=lambda document, match: "\u00a0" in match["at"],  # a no-break blank keeps a dash in its line
    ),
    "break-before-mark": pattern_rule(
        "break-before-mark", "RG105", f"(?P<at>\\n(?=[{BLANK}\\t,.;:)])(?<=[\\w)»”{BLANK}]\\n)(?:[{BLANK}\\t]{{0,12}}))(?=[,.;:)](?![\\w.]))",
        needles=("\n",), prior=0.6,
    ),
    # 55 of 60 such places on real damaged pages
    "blank-at-break": Detector(_blank_at_break, frozenset([BLANK_EDGE]), prior=0.75),
    # --- RG111
    "template-placeholder": pattern_rule(
        "template-placeholder", "RG111",
        r"\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|\$\{[^{}\n]{1,80}\}|<%[^%\n]{0,80}%>|%\(\w{1,40}\)s",
        starts="{$<%", words=(1, 6),
    ),
    "printf-placeholder": pattern_rule(
        "printf-placeholder", "RG111", r"%(?<=[\s(«“\"']%)(?:\d\$)?[sdif](?!\w)", starts="%", words=(1, 6),
        unless=lambda document, _: document.once(_names_placeholders),
    ),
    "object-placeholder": pattern_rule(
        "object-placeholder", "RG111", r"\[object [A-Z]\w{1,20}\]", needles=("[",), words=(1, 6)
    ),
    "numbered-placeholder": pattern_rule(
        "numbered-placeholder", "RG111", r"\{(?<=[\s(«“].)(?:\d{1,2}|(?!at\}|dot\})[a-z]{2,20}(?:_[a-z]{2,20}){0,3})\}(?![\w{(\[=/.:-]\w)", starts="{",
        unless=lambda document, _: not document.all_words or speaks_of_code(document) or "`" in document.text
        or document.once(_names_options),
        words=(1, 6), prior=0.6,
    ),
    "null-word": Detector(_null_words, frozenset([NULL]), prior=0.7),
    "undefined-word": replace(
        pattern_rule(
            "undefined-word", "RG111", r"[uN](?<!\S.)(?:ndefined|aN)(?=[\s,.;:)])(?!\s+(?:behaviour|behavior|terms?|value)\b)",
            words=(1, 6), unless=lambda document, match: (match[0] == "NaN" and document.once(_speaks_of_nan))
            or _RESULTS.search(document.text, max(0, match.start() - 12), match.start()) is not None,
        ),
        starts=frozenset([UNDEFINED]),
    ),
    "dummy-text": replace(
        pattern_rule("dummy-text", "RG111", r"Lorem ipsum dolor sit amet[^\n.]{0,300}\.?"), starts=frozenset([DUMMY])
    ),
}  # fmt: skip
