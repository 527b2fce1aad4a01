"""Words joined and words in pieces that only a lexicon tells: RJ203 and RG108.

`joins.py` holds the joins that the marks and capitals show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import BLANK, Detector, Document, Sighting, offsets
from repair.detect.vocabulary import joint, lexicon, neighbours, places_of, strange

__all__ = ["WORD_EDGES"]

_SHORTEST: Final = 5  # letters of two words that stand joined


def _words_joined(document: Document) -> Iterator[Sighting]:
    """`verylong`, `Irecalled`."""
    text = document.text
    found = {word: at for word in strange(document).unknown if len(word) >= _SHORTEST and (at := joint(document, word))}
    for start, end in places_of(document, found):
        at = found[text[start:end]]
        if document.is_prose_at(start):
            yield Sighting(start + at, start + at, "RJ203", "words-joined", None, " ")


_AFTER_NUMBER: Final = re.compile(r"(?<![\w.,:/–-])\d+(?P<at>)(?P<word>[^\W\d_]{4,})(?![\w/-]|\.\w)")


def _number_joined(document: Document) -> Iterator[Sighting]:
    """`2euro`, `15marzo`: a number, and a unit of measure that is written out or a month."""
    table, text = document.language, document.text
    if table is None or not strange(document).numbered:
        return
    for match in _AFTER_NUMBER.finditer(text):
        word = match["word"].lower()
        if (word in table.units or word in table.months) and document.is_prose_at(match.start()):
            yield Sighting(match.start("at"), match.start("at"), "RJ203", "number-joined", None, " ")


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


_REACH: Final = 40  # code points; a longer token is no word
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
    "word-in-pieces": Detector(_word_in_pieces, prior=0.85),
    "drop-cap-apart": Detector(_drop_cap_apart, prior=0.85),
    "hyphen-inside": Detector(_hyphen_inside, prior=0.8),
}
