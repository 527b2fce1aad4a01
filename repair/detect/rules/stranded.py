"""RG103: function words with nothing to govern, before punctuation, blanks or a word that cannot follow them.

The words come from the language's table. A rule first tries what may follow such a word, at the document's suspects, and
then looks the word up: a search that begins at every word would be several times slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import BLANK, Detector, Document, Sighting, offsets
from repair.detect.foreign import speaks_otherwise
from repair.detect.line_shapes import BLANK_EDGE
from repair.detect.prefilter import AFTER_WORD, BEFORE_MARK, capitals, word_before
from repair.detect.rules.stranded_sound import is_sound, may_refer
from repair.detect.surroundings import is_in_code
from repair.detect.suspect_words import matches_after
from repair.languages.table import Language
from repair.text.patterns import late

__all__ = ["STRANDED"]

_CODE: Final = "RG103"


def _word_rule(
    rule: str,
    words_of: Callable[[Language], frozenset[str]],
    starts: str,
    form: str,
    apart: str = "",
    back: int = 0,
    unless: Callable[[Document, int, str], bool] | None = None,
    prior: float | None = None,
) -> Detector:
    """The detector of words of a table before a pattern that begins with one of `starts`, tried at the document's suspects.

    The word stands right before the match; with `apart`, one of these characters stands between the two. The span is
    the group named `at`, or the place `back` code points before the match. `unless` says whether the word that ends at an
    offset is sound after all.
    """
    keys = (*starts, *(AFTER_WORD + mark for mark in starts))
    pattern = late(form)
    spanned = "at" in pattern.groupindex

    @lru_cache(maxsize=64)
    def written(language: Language) -> frozenset[str]:
        return frozenset(capitals(words_of(language)))

    def detect(document: Document) -> Iterator[Sighting]:
        words = written(document.language) if document.language else frozenset[str]()
        text = document.text
        for match in matches_after(pattern, document, words, is_apart=bool(apart)):
            at = match.start()
            if apart and not (at and text[at - 1] in apart):
                continue
            start, end = match.span("at") if spanned else (at - back, at - back)
            end_of_word = at - 1 if apart else at
            word = word_before(text, end_of_word)
            if word not in words or not document.is_prose_at(start) or is_sound(document, word, end_of_word, match):
                continue
            if (unless is None or not unless(document, end_of_word, word)) and not speaks_otherwise(document, at):
                yield Sighting(start, end, _CODE, rule)

    return Detector(detect, frozenset(keys), prior=prior)


_LOWER_AFTER: Final = late(f"\\.[{BLANK}][a-zß-öø-ÿ]")


def _ends_nothing(text: str, at: int) -> bool:
    """Whether the mark is none that ends anything: an ellipsis, a part of a word such as `.gz`, `.5` or `:name`, or the sign
    that the sentence is about."""
    after = text[at + 1 : at + 2]
    if text[at] == ":" and after.isalnum():
        return True
    if text[at] == "." and text.startswith((".)", ".»", ".”"), at):
        return True  # the sign itself: `after the .)`
    if text[at] == "." and (after.isalnum() or text.startswith(". .", at) or _LOWER_AFTER.match(text, at)):
        return True  # `.gz`, `. . .`, and the sign itself: `with a . at the beginning`
    return after in (".", "-", "/")


def _blank_rule(
    rule: str, words_of: Callable[[Language], frozenset[str]], marks: str, *, spaced: bool = False
) -> Detector:
    """The detector of words of a table before blanks and one of `marks`; the span is the blanks.

    A mark that the language sets off by a blank counts only with `spaced`: for words that can never stand before it.
    """

    def detect(document: Document) -> Iterator[Sighting]:
        if document.language is None:
            return
        words = words_of(document.language)
        sound = "" if spaced else document.spaced
        for start, end in document.blanks_before_marks:
            mark = document.text[end]
            if mark not in marks or mark in sound or _ends_nothing(document.text, end):
                continue
            word = word_before(document.text, start)
            if word.lower() in words and not (len(word) == 1 and word.isupper()):  # that would be a label
                yield Sighting(start, end, _CODE, rule)

    # on real pages 286 of 287 such places with one of `stranding`, 283 of 291 with one of `weak`; 10 places in sound texts
    return Detector(detect, frozenset([BEFORE_MARK]), prior=0.85)


_NEXT: Final = late(r"\w+")


def _links_nothing(document: Document, end: int, word: str) -> bool:
    """Whether the word after the blanks may follow the one that ends at `end`: it is no word that links others."""
    table, match = document.language, _NEXT.search(document.text, end)
    if table is None or match is None:
        return True
    links = table.coordinating | (
        table.after_prepositions if word.lower() in table.prepositions else table.after_articles
    )
    return match[0] not in links or f"{word} {match[0]}".lower() in table.sound_pairs


def _opens_or_is_spaced(document: Document, end: int, word: str) -> bool:
    """Whether the mark after the blank opens a quotation, or is set off by a blank as the language wants it."""
    mark = document.text[end + 1]
    return mark in document.reversed_quotes or mark in document.spaced


def _stands_for_noun(document: Document, end: int, word: str) -> bool:
    """Whether the article or numeral that ends at `end` may stand for a noun: no preposition is before it (`ne ho una`), it
    is compared or repeated (`più di una`, `uno a uno`), or a clause of its own follows (`von dem, was er sagt`)."""
    table, text = document.language, document.text
    before = word_before(text, end - len(word) - 1).lower()
    if table is None or before not in (table.prepositions | table.weak) - table.articles - table.determiners:
        return True
    first = word_before(text, end - len(word) - len(before) - 2).lower()
    if first in table.before_units or not first:
        return True
    if word.lower() not in table.before_units:
        return len(before) == 1 or (text.startswith(",", end) and may_refer(document, end, word))
    after = _NEXT.search(text, end)
    return after is not None and after[0] in table.before_units  # `ein, zwei Stunden`


def _counts_alone(document: Document, end: int, word: str) -> bool:
    """Whether the word before the brackets may stand for a noun (`en installer une (…)`)."""
    table = document.language
    return table is None or word.lower() in table.before_units - table.stranding or _is_parted(document, end, word)


_AFTER_ASIDE: Final = late(f"[{BLANK}]\\([^()\n]{{3,150}}\\)[{BLANK}]([^\\W\\d_]+)")


def _goes_on_amid(document: Document, end: int, word: str) -> bool:
    """Whether what follows the brackets may be what the word before them governs: no verb or link (`con (-3 %) che`)."""
    match, table = _AFTER_ASIDE.match(document.text, end), document.language
    if match is None or table is None or is_in_code(document, end, match.end()):
        return True
    links = table.coordinating | table.joining | table.prepositions | table.after_articles
    if match[1].lower() not in links - table.articles - table.determiners:
        return True
    return _counts_alone(document, end, word)


def _opens_or_is_close(document: Document, end: int, word: str) -> bool:
    """Whether the mark after the blank opens a quotation, or the language sets it off by no blank."""
    text = document.text
    mark = text[end + 1]
    if text[max(0, end - len(word) - 2) : end - len(word)].strip() == "«":
        return True  # a word that is only named
    return mark in document.reversed_quotes or mark not in document.spaced


_LABEL_REACH: Final = 40  # code points
_AMID: Final = late(f"[{BLANK}]\\((?:[^\\W\\d_]{{1,30}}[{BLANK}–-]?){{1,4}}\\)[{BLANK}]([^\\W\\d_]+)")


def _goes_on_after_brackets(document: Document, end: int, word: str) -> bool:
    """Whether the word that ends at `end` governs one after a few words in brackets: `with your (very sensitive) data`."""
    match, table = _AMID.match(document.text, end), document.language
    return match is not None and table is not None and match[1].lower() not in table.common_words


_LABEL: Final = 2  # words before a colon; the beginning of a sentence has more


def _is_label(document: Document, end: int, word: str) -> bool:
    """Whether the words up to `end` are a label that begins its line: `Available from: version 2`."""
    start = document.lines[document.line_at(end)].start
    return end - start < _LABEL_REACH and len(document.text[start:end].split()) <= _LABEL


_FEW_QUOTED: Final = late(r"[“\"«](?:[^\s“\"«»”]+\s){1,2}[^\s“\"«»”]+\Z")


_SAYS_MORE: Final = late(f"[{BLANK}][a-zß-öø-ÿ]|[—–]")


def _quoted_alone(document: Document, end: int, word: str) -> bool:
    """Whether the word that ends at `end` is all that is quoted (`served “with” him`), or a title's last (`"Drive In"`);
    where prepositions are left behind, whether it is the last of few that tell of the next (`the “patent applied for”
    stage`)."""
    text = document.text
    if not text[end - len(word) - 1 : end - len(word)].isspace() or not word.islower():
        return True
    parts = document.language is not None and document.language.parting
    if not parts or not _FEW_QUOTED.search(text, max(0, end - _REACH), end):
        return False
    return _SAYS_MORE.match(text, end + 1) is not None


_LEFT_OUT: Final = late(r"(?P<word>\w+)\s\([^()\n]{1,40}\Z")
_CLAUSE: Final = late(r"[^.!?;:()«»“”\"\n]*\Z")
_REACH: Final = 80  # code points before a preposition in which a word may stand that parts it from what it governs
_NEARBY: Final = 4  # words before it in which others may stand


def _is_parted(document: Document, end: int, word: str) -> bool:
    """Whether the clause that ends with the word puts what it governs before it (`what it is made of`)."""
    if len(word) == 1 and not word_before(document.text, end - 2).islower():
        return True  # a letter: `section A, a.`, `p. a.`
    table = document.language
    if table is None or not table.parting or word in table.articles:
        return False
    optional = _LEFT_OUT.search(document.text, max(0, end - 2 * _REACH), end)
    if optional and document.text.startswith(")", end) and optional["word"].lower() in table.dangling:
        return True  # words that may be left out: `in (subdirectories of) this one`
    clause = _CLAUSE.search(document.text, max(0, end - len(word) - _REACH), end - len(word))
    words = clause[0].lower().split() if clause else []
    return not (table.parting.isdisjoint(words) and table.parting_nearby.isdisjoint(words[-_NEARBY:]))


def _may_close(document: Document, end: int, word: str) -> bool:
    """Whether the clause or sentence may end in the word."""
    table = document.language
    ends = table is not None and document.text[end] == "." and word.lower() in table.closing
    return ends or _is_parted(document, end, word)


_BREAK: Final = late(f"[{BLANK}]*\n[{BLANK}\t]*")


def _stranded_break(document: Document) -> Iterator[Sighting]:
    """A word of the table before a line break with a blank beside it and a small letter or a mark after it, in a line that
    goes on: the source's own line break, and the blanks around a dropped element."""
    table, text = document.language, document.text
    if table is None or document.has_blanks_at_breaks:
        return
    words = table.dangling
    for at in offsets(text, (" \n", "\n ")):
        match = _BREAK.match(text, at)
        if match is None or len(match[0]) > 8:
            continue
        start, end = match.span()
        indent = match[0].rpartition("\n")[2]
        if len(indent) > 1 and text.startswith(indent, text.rfind("\n", 0, start) + 1):
            continue  # an indented paragraph that is wrapped
        if word_before(text, start) in words and text[end : end + 1].islower() and document.is_prose_at(start):
            yield Sighting(start, end, _CODE, "stranded-break")


# a full stop within a word (`il.it`) and an ellipsis do not end a sentence
_END: Final = r"(?!(?<=\.)[\w.])"

STRANDED: Final[dict[str, Detector]] = {
    "stranded": _word_rule("stranded", lambda t: t.stranding, ",;).", f"[,;).]{_END}", prior=0.65),
    "stranded-conjunction": _word_rule("stranded-conjunction", lambda t: t.joining, ";).", f"[;).]{_END}"),
    "stranded-leaning": _word_rule(
        "stranded-leaning", lambda t: t.leaning, ",;).", f"[,;).]{_END}", unless=_may_close, prior=0.6
    ),
    "stranded-coordinator": _word_rule(
        "stranded-coordinator", lambda t: t.coordinating, ";).", f"[;).]{_END}", prior=0.6
    ),
    "stranded-numeral": _word_rule(
        "stranded-numeral", lambda t: t.determiners, ",;).»”", f"[,;).»”]{_END}", unless=_stands_for_noun, prior=0.65
    ),
    "stranded-before-aside": _word_rule(
        "stranded-before-aside",
        lambda t: t.stranding | t.leaning | t.determiners,
        "(",
        f"\\((?=[^()\n]{{0,199}}[^\\W\\d_]{{2}}[{BLANK}][^()\n]{{2,200}}\\)[.,;:])",
        apart=BLANK,
        back=1,
        unless=_counts_alone,
        prior=0.75,
    ),
    # 7 of 7 such places in prose on real pages, 2 in 19 million characters of texts
    "stranded-amid-brackets": _word_rule(
        "stranded-amid-brackets",
        lambda t: t.stranding | t.leaning | t.determiners,
        "(",
        f"\\((?=[^()\n]{{3,150}}\\)[{BLANK}][a-zß-öø-ÿ])",
        apart=BLANK,
        back=1,
        unless=_goes_on_amid,
        prior=0.8,
    ),
    "stranded-colon-quotation": _word_rule(
        "stranded-colon-quotation",
        lambda t: t.stranding | t.leaning,
        ":",
        f':[{BLANK}]?(?=["«“„])',
        unless=_is_label,
        prior=0.6,
    ),
    "stranded-before-quotation": _word_rule(
        "stranded-before-quotation",
        lambda t: (t.leaning if t.parting else t.weak) | t.coordinating | t.stranding,
        ",",
        f',[{BLANK}][«“"„](?=\\w)',
        prior=0.6,
    ),
    "stranded-colon-within": _word_rule(
        "stranded-colon-within",
        lambda t: t.stranding | t.leaning,
        ":",
        f":[{BLANK}](?=[a-zß-öø-ÿ]+[{BLANK}])",
        unless=_is_label,
        prior=0.6,
    ),
    "stranded-closing-phrase": _word_rule(
        "stranded-closing-phrase",
        lambda t: t.stranding | t.leaning | t.coordinating,
        '»”"',
        '[»”"](?!\\w)',
        unless=_quoted_alone,
        prior=0.6,
    ),
    "stranded-blank-closing": _word_rule(
        "stranded-blank-closing",
        lambda t: t.dangling,
        "»”",
        "[»”](?=[\\s,.;:)])",
        apart=BLANK,
        back=1,
        unless=_opens_or_is_spaced,
        prior=0.6,
    ),
    "stranded-spaced-closing": _word_rule(
        "stranded-spaced-closing",
        lambda t: t.stranding,
        "»",
        "»(?=[\\s,.;:)])",
        apart=BLANK,
        back=1,
        unless=_opens_or_is_close,
        prior=0.65,
    ),
    "stranded-sign": _word_rule(
        "stranded-sign",
        lambda t: t.dangling,
        " ",
        f'(?P<at>[{BLANK}]{{2,}}+)(?=[–—/&+→-]|\\*(?![\\w*"“«]))',
        prior=0.6,
    ),
    "stranded-break": Detector(_stranded_break, frozenset([BLANK_EDGE]), prior=0.6),
    "stranded-colon": _word_rule("stranded-colon", lambda t: t.stranding, ":", ":(?!//)"),
    "stranded-closing": _word_rule("stranded-closing", lambda t: t.stranding, '»”"', '[»”"](?!\\w)'),
    "stranded-blank": _blank_rule("stranded-blank", lambda t: t.stranding, ",.;)", spaced=True),
    "stranded-blank-colon": _blank_rule("stranded-blank-colon", lambda t: t.stranding, ":"),
    "stranded-weak-blank": _blank_rule("stranded-weak-blank", lambda t: t.weak | t.joining, ",.;:)"),
    "stranded-elided": _word_rule("stranded-elided", lambda t: t.elided, ",.;:)»”", "[,.;:)»”]", apart="'’"),
    "stranded-elided-blank": _word_rule("stranded-elided-blank", lambda t: t.elided, "'’", f"['’](?P<at>[{BLANK}])"),
    "stranded-doubled-blank": _word_rule(
        "stranded-doubled-blank", lambda t: t.dangling, " ", f"(?P<at>[{BLANK}]{{2,}}+)(?=\\w)"
    ),
    # on real pages 107 of 108 such places, and none on sound ones
    "stranded-doubled-blank-link": _word_rule(
        "stranded-doubled-blank-link",
        lambda t: t.articles | t.prepositions | t.determiners,
        " ",
        f"(?P<at>[{BLANK}]{{2,}}+)(?=\\w)",
        unless=_links_nothing,
        prior=0.95,
    ),
    "stranded-dash": _word_rule("stranded-dash", lambda t: t.stranding, "–—-", "[–—-](?= )", apart=BLANK, back=1),
    "stranded-bracket": _word_rule(
        "stranded-bracket", lambda t: t.stranding, "(", "\\(", apart=BLANK, back=1, unless=_goes_on_after_brackets
    ),
}
