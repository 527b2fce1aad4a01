"""RG107: sentences and short paragraphs that begin with a finite verb in small letters: their subject is gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.line_shapes import SMALL_START
from repair.detect.suspects.finite_verbs import is_finite
from repair.text.patterns import LETTER, UPPERS, late

__all__ = ["HEADLESS"]

_SMALL: Final = late(rf"\. (?<=[^\W\d_{UPPERS}]\. )(?=(?P<word>[^\W\d_{UPPERS}]+) [^\W\d_{UPPERS}])")
_LAST: Final = late(rf"{LETTER}+\Z")
_WORD: Final = late(rf"({LETTER}+) [^\W\d_{UPPERS}]")
_SHORTEST: Final = 4  # letters of a word before a full stop; a shorter one may be an abbreviation
_OFTEN: Final = 4  # so many sentences in small letters are how the author writes
_ENDS: Final = '.!?…»”"'
_LEAST: Final = 20  # code points of a paragraph


def _headless_sentence(document: Document) -> Iterator[Sighting]:
    """`The keeper was hurt. stopped twice. was happy with it.`"""
    table, text = document.language, document.text
    if table is None:
        return
    found = list(_SMALL.finditer(text))
    if len(found) >= _OFTEN:
        return
    for match in found:
        before = _LAST.search(text[max(0, match.start() - 20) : match.start()])
        if match["word"] not in table.finite or before is None or len(before[0]) < _SHORTEST:
            continue
        if before[0].lower() not in table.abbreviations and document.is_prose_at(match.start()):
            yield Sighting(match.end(), match.end(), "RG107", "headless-sentence")


def _headless_paragraph(document: Document) -> Iterator[Sighting]:
    """A paragraph that begins so and ends as a sentence does, at the head of the text or after one that ends so too."""
    table, text = document.language, document.text
    small = document.kinds.get(SMALL_START, ())
    if table is None or len(small) >= _OFTEN:
        return
    for number in small:
        line, before = document.lines[number], document.beside(number, -1)
        word = _WORD.match(text, line.start)
        if (
            word is None
            or not (word[1] in table.finite or is_finite(table, word[1]))
            or line.end - line.start < _LEAST
            or text[line.end - 1] not in _ENDS
        ):
            continue
        if before is None or (before.shape == "prose" and text[before.end - 1] in _ENDS):
            yield Sighting(line.start, line.start, "RG107", "headless-paragraph")


HEADLESS: Final[dict[str, Detector]] = {
    # in 12 million characters of sound texts one, a slip
    "headless-sentence": Detector(_headless_sentence, needles=(". ",), prior=0.8),
    # on real pages 21 of 21 such paragraphs; none in 12 million characters of sound texts
    "headless-paragraph": Detector(_headless_paragraph, frozenset([SMALL_START]), prior=0.9),
}
