"""Function words before a mark where the words, the mark or a number are what the sentence speaks about: `it means “based on”`,
`the - button`, `three of them have two and one has one`."""

from __future__ import annotations

from typing import Final

from repair.detect.document import Document
from repair.detect.rules.stranded.sound import may_refer
from repair.detect.suspects.prefilter import word_before
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, LETTER, LOWER, late

__all__ = [
    "alternates",
    "ends_nothing",
    "is_counted",
    "is_quoted_alone",
    "is_sign",
    "means_words",
    "stands_for_noun",
    "takes_sides",
]

_LOWER_AFTER: Final = late(f"\\.{A_BLANK}{LOWER}")


_NAMED_AFTER: Final = late(f"[,;.:]{A_BLANK}\\((?:{LETTER}+{A_BLANK}?){{1,3}}\\)")


def ends_nothing(text: str, at: int) -> bool:
    """Whether the mark is none that ends anything: an ellipsis, a part of a word such as `.gz`, `.5` or `:name`, or the sign
    that the sentence is about."""
    after = text[at + 1 : at + 2]
    if _NAMED_AFTER.match(text, at):
        return True  # `separated by ; (semicolon)`
    if text.startswith((".)", ".»", ".”", ". ."), at) or _LOWER_AFTER.match(text, at):
        return True  # the sign itself: `after the .)`, `with a . at the beginning`; or `. . .`
    if text[at] in ".:" and after.isalnum():
        return True  # `.gz`, `.5`, `:name`
    return after in (".", "-", "/")


_MEANS: Final = late(
    r"(?<!\w)(?:means?|meaning|meant|significa(?:no|n|ndo)?|signifie(?:nt)?|quiere decir|vuol dire|veut dire|quer dizer"
    r"|bedeute[tn]|heißt|betekent|betekenen),?[ \u00a0](?:\w+[ \u00a0]){0,2}[\"“«„][ \u00a0]?[^\"“”«»„\n]{1,40}\Z"
)
_REACH: Final = 100  # code points


def means_words(text: str, end: int) -> bool:
    """Whether the quoted words that end at `end` are a meaning: `bin means “son of”`."""
    return _MEANS.search(text, max(0, end - _REACH), end) is not None


_FEW_QUOTED: Final = late(r"[\"“«](?:[^\s\"“”«»]+ ){1,3}[^\s\"“”«»]+\Z")
_OTHER_AFTER: Final = late(rf"[\"”»](?:, | ){LETTER}{{1,4}} [\"“«](?:[^\s\"“”«»]+ ){{1,3}}(?P<last>{LETTER}+)[\"”»]")
_OTHER_BEFORE: Final = late(rf"[\"“«](?:[^\s\"“”«»]+ ){{1,3}}(?P<last>{LETTER}+)[\"”»](?:, | ){LETTER}{{1,4}} \Z")


def alternates(document: Document, end: int) -> bool:
    """Whether the few quoted words that end at `end` stand beside others of their kind: `"read from" or "written to"`."""
    text, table = document.text, document.language
    few = _FEW_QUOTED.search(text, max(0, end - _REACH), end)
    if few is None or table is None:
        return False
    others = _OTHER_AFTER.match(text, end), _OTHER_BEFORE.search(text, max(0, few.start() - _REACH), few.start())
    return any(other is not None and other["last"].lower() in table.function_words for other in others)


_TOLD_OF: Final = late(r"[“\"«](?:[^\s“\"«»”]+\s){1,2}[^\s“\"«»”]+\Z")
_SAYS_MORE: Final = late(f"{A_BLANK}{LETTER}|[—–]")


def is_quoted_alone(document: Document, end: int, word: str) -> bool:
    """Whether the word that ends at `end` is all that is quoted (`served “with” him`), or a title's last (`"Drive In"`);
    where prepositions are left behind, whether it is the last of few that tell of the next (`the “patent applied for”
    stage`)."""
    text = document.text
    if not text[end - len(word) - 1 : end - len(word)].isspace() or not word.islower():
        return True
    if means_words(text, end) or alternates(document, end):
        return True
    parts = document.language is not None and document.language.parting
    if not parts or not _TOLD_OF.search(text, max(0, end - _REACH), end):
        return False
    return _SAYS_MORE.match(text, end + 1) is not None


_SIGN_OF: Final = late(
    f"[–—-]{A_BLANK}(?:button|icon|key|sign|symbol|Schaltfläche|Symbol|Taste|Zeichen|knop|teken|toets)\\b"
)
_OTHER_SIGN: Final = late(r"\s[+*/^=<>_~](?=\s)")
_SIGNS_REACH: Final = 40  # code points


def is_sign(text: str, at: int) -> bool:
    """Whether the dash at `at` is a sign that the sentence names: `click the - button`, `_ o ^ invece di -`."""
    return _SIGN_OF.match(text, at) is not None or _OTHER_SIGN.search(text, max(0, at - _SIGNS_REACH), at) is not None


_ARROW: Final = late(f"»{A_BLANK}")


def is_arrow(document: Document, at: int) -> bool:
    """Whether the guillemet at `at` points to what follows, as in the way to a page (`di Anna Verdi in » Cronaca`): a blank
    stands on both its sides, and none opens before it in its line."""
    start = document.lines[document.line_at(at)].start
    return _ARROW.match(document.text, at) is not None and "«" not in document.text[start:at]


_SENTENCE: Final = late(r"[^.!?:;\n]*\Z")
_WORD: Final = late(r"\w+")
_COUNT_REACH: Final = 160  # code points
_ALL: Final = late(r"tutt[aeio]|tod[ao]s?|tou(?:s|t|te|tes)|alle[rs]|all|jede[rs]?|allemaal")


def is_counted(table: Language, text: str, start: int) -> bool:
    """Whether another number or quantity stands in the sentence before the numeral at `start`, which then stands for the
    same noun: `two have three members, the other has one`."""
    sentence = _SENTENCE.search(text, max(0, start - _COUNT_REACH), start)
    words = [word.lower() for word in _WORD.findall(sentence[0])] if sentence else []
    numbers = table.before_units - table.function_words - table.articles - table.determiners
    return any(word in numbers or word.isdigit() or _ALL.fullmatch(word) for word in words)


_OPPOSITES: Final = {
    word: late(f"(?<!\\w){opposite}(?={A_BLANK}?[,.;:!?]|{A_BLANK}(?:et|ou|en|of){A_BLANK})")
    for word, opposite in (("pour", "contre"), ("contre", "pour"), ("voor", "tegen"), ("tegen", "voor"))
} | {"für": late(r"(?<!\w)gegen(?!\w)")}  # which governs a noun as well: `Viele sind für, manche gegen den Plan`
_SIDES_REACH: Final = 80  # code points


def takes_sides(document: Document, end: int, word: str) -> bool:
    """Whether the word that ends at `end` tells how somebody votes: its opposite ends a phrase nearby (`51 pour, 19 contre`)."""
    opposite = _OPPOSITES.get(word.lower())
    if opposite is None:
        return False
    line = document.lines[document.line_at(end)]
    start, stop = max(line.start, end - _SIDES_REACH), min(line.end, end + _SIDES_REACH)
    return opposite.search(document.text, start, stop) is not None


_NEXT_WORD: Final = late(r"\w+")


def stands_for_noun(document: Document, end: int, word: str) -> bool:
    """Whether the article or numeral that ends at `end` may stand for a noun: no preposition is before it (`ne ho una`), it
    is compared or repeated (`più di una`, `uno a uno`), or a clause of its own follows (`von dem, was er sagt`)."""
    table, text = document.language, document.text
    before = word_before(text, end - len(word) - 1).lower()
    if table is None or before not in (table.prepositions | table.weak) - table.articles - table.determiners:
        return True
    first = word_before(text, end - len(word) - len(before) - 2).lower()
    if first in table.before_units or not first:
        return True
    if text[end] == "." and word.lower() in table.before_units and is_counted(table, text, end - len(word)):
        return True
    if word.lower() not in table.before_units:
        return len(before) == 1 or (text.startswith(",", end) and may_refer(document, end, word))
    after = _NEXT_WORD.search(text, end)
    return after is not None and after[0] in table.before_units  # `ein, zwei Stunden`
