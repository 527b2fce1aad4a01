"""Words joined and words in pieces that only a lexicon tells: RJ203 and RG108.

`joins.py` holds the joins that the marks and capitals show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import BLANK, Detector, Document, Sighting, matches, offsets
from repair.detect.prefilter import CAPITAL
from repair.detect.vocabulary import is_function_word, joint, lexicon, neighbours, opening_joint, places_of, strange

__all__ = ["WORD_EDGES"]

_REACH: Final = 40  # code points; a longer token is no word
_OPENS: Final = re.compile(f'(?:\\n|[.!?…]["”»’]?[{BLANK}]+)["“«]?\\Z|[“«]\\Z')


def _words_joined(document: Document) -> Iterator[Sighting]:
    """`verylong`, `Irecalled`, and where a sentence begins `Wereceived`."""
    text, odd = document.text, strange(document)
    found = {word: at for word in odd.joined if (at := joint(document, word))}
    openings = {word: at for word in odd.openings if (at := opening_joint(document, word))}
    for start, end in places_of(document, found | openings):
        word = text[start:end]
        at = found.get(word) or (
            openings[word] if not start or _OPENS.search(text[max(0, start - _REACH) : start]) else 0
        )
        if at and document.is_prose_at(start):
            yield Sighting(start + at, start + at, "RJ203", "words-joined", None, " ")


_AFTER_NUMBER: Final = re.compile(r"(?<![\w.,:/–-])\d+(?P<at>)(?P<word>[^\W\d_]{2,})(?![\w/-]|\.\w)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
_OF_NUMBERS: Final = frozenset("st nd rd th er ers ern".split())
"""Endings of numbers."""


def _number_joined(document: Document) -> Iterator[Sighting]:
    """`2euro`, `15marzo`, `2021on`: a number, and a unit of measure that is written out, or a month; a year and a function
    word."""
    table, text = document.language, document.text
    if table is None or not strange(document).numbered:
        return
    for match in _AFTER_NUMBER.finditer(text):
        word, at = match["word"].lower(), match.start("at")
        year = _YEAR.search(text, match.start(), at) and word not in _OF_NUMBERS and is_function_word(document, word)
        if (year or word in table.units or word in table.months) and document.is_prose_at(at):
            yield Sighting(at, at, "RJ203", "number-joined", None, " ")


_CAPITALISED: Final = re.compile(r"[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]{2,}(?![\w-])")
_SMALL_BEFORE: Final = re.compile(r"(?<![\w-])[^\W\d_A-ZÀ-Þ]{2,}\Z")


def _month_joined(document: Document) -> Iterator[Sighting]:
    """`inMarch`: a function word and a month."""
    table, text = document.language, document.text
    if table is None:
        return
    for match in matches(_CAPITALISED, document, CAPITAL):
        at = match.start()
        before = _SMALL_BEFORE.search(text[max(0, at - _REACH) : at])
        if (
            before
            and match[0].lower() in table.months
            and is_function_word(document, before[0])
            and document.is_prose_at(at)
        ):
            yield Sighting(at, at, "RJ203", "month-joined", None, " ")


def _is_torn(document: Document, first: str, second: str) -> bool:
    """Whether the two are a common word together and one of them is no word, or a frequent word and one is rare."""
    known, odd = lexicon(document), strange(document)
    if known is None or not second.islower():
        return False
    whole = first.lower() + second
    if first in odd.unknown or second in odd.unknown:
        return known.is_common(whole)
    return (first in odd.pieces or second in odd.pieces) and known.is_frequent(whole)


def _word_in_pieces(document: Document) -> Iterator[Sighting]:
    """`sec ond`: two pieces that are a word together."""
    text = document.text
    for left, right in neighbours(document):
        if _is_torn(document, text[left[0] : left[1]], text[right[0] : right[1]]):
            yield Sighting(left[1], right[0], "RG108", "word-in-pieces", None, "")


_DROP_CAP: Final = re.compile(f"(?P<cap>[^\\W\\d_a-z])(?P<at>[{BLANK}]{{1,3}}|\\r?\\n{{1,2}})(?P<rest>[^\\W\\d_A-Z]+)")


_VOWELS: Final = "aàáeéèioóuúyæøö"
"""What is a word of one letter in some language."""


def _drop_cap_apart(document: Document) -> Iterator[Sighting]:
    """`N el 1968` at the beginning of a paragraph."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    for line in document.lines:
        if line.end - line.start > 1 and not text[line.start + 1].isspace():
            continue
        match = _DROP_CAP.match(text, line.start)
        if match is None or not match["cap"].isupper():
            continue
        capital, rest = match["cap"].lower(), match["rest"]
        if not (capital in _VOWELS and known.is_common(rest)) and known.is_frequent(capital + rest):
            yield Sighting(*match.span("at"), "RG108", "drop-cap-apart", None, "")


_LEFT: Final = re.compile(r"(?<![\w-])[^\W\d_]{2,}\Z")
_RIGHT: Final = re.compile(r"[^\W\d_]{2,}(?![\w-])")


def _hyphen_inside(document: Document) -> Iterator[Sighting]:
    """`impor-tant`: the hyphen of a line's end that was kept."""
    text, odd = document.text, strange(document)
    for at in offsets(text, "-") if odd.unknown or odd.pieces else ():
        left, right = _LEFT.search(text[max(0, at - _REACH) : at]), _RIGHT.match(text, at + 1)
        if left and right and _is_torn(document, left[0], right[0]) and document.is_prose_at(at):
            yield Sighting(at, at + 1, "RG108", "hyphen-inside", None, "")


WORD_EDGES: Final[dict[str, Detector]] = {
    "words-joined": Detector(_words_joined, prior=0.7),
    "number-joined": Detector(_number_joined, prior=0.7),
    "month-joined": Detector(_month_joined, frozenset([CAPITAL]), prior=0.85),
    "word-in-pieces": Detector(_word_in_pieces, prior=0.85),
    "drop-cap-apart": Detector(_drop_cap_apart, prior=0.85),
    "hyphen-inside": Detector(_hyphen_inside, prior=0.8),
}
