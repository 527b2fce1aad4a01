"""RG106 on pages that were cut all over: an extractor that drops what follows the first element of one paragraph drops it
of all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.line_shapes import OPEN_END, Line
from repair.detect.rules.gaps.paragraph_edges import ends_stranded, has_inner_end, open_ended
from repair.text.patterns import LETTER, LOWERS, late

__all__ = ["CUT_PAGES"]

_SURE: Final = 2  # lines that are surely cut off, at least
_FEWEST: Final = 0.05  # of the paragraphs
_PROSE: Final = 5  # paragraphs, at least
_SENTENCE: Final = 30  # code points of a line that may be a sentence
_LABEL: Final = 20  # code points; what is shorter may be a label
_LONG: Final = 120  # code points; a headline is seldom longer


def _cut_all_over(document: Document) -> tuple[list[Line], int]:
    """On a page where several lines end in a word that must be followed by others: the lines that end openly, and how many
    paragraphs there are. No lines on any other page."""
    if document.language is None:
        return [], 0
    ends = [line for line in document.once(open_ended) if _begins_anew(document, line.end)]
    sure = sum(_is_surely_cut(document, line) for line in ends)
    paragraphs = sum(line.shape == "prose" for line in document.lines)
    return (ends, paragraphs) if sure >= max(_SURE, _FEWEST * paragraphs) else ([], paragraphs)


def _cut_like_others(document: Document) -> Iterator[Sighting]:
    """A paragraph that ends in a word, on a page where several others end in a word that must be followed by more."""
    for line in document.once(_cut_all_over)[0]:
        if line.shape != "prose" or _is_entry(document.text, line):
            continue
        if line.end - line.start >= _LONG or has_inner_end(document, line):
            yield Sighting(line.end, line.end, "RG106", "cut-like-others")


_WORD: Final = late(rf"{LETTER}{{4,}}")


def _is_entry(text: str, line: Line) -> bool:
    """Whether the line is a heading with its number, or one of a list: it ends in a number (`Version 2 is out! May 4, 2013`),
    or in the last of several names."""
    if text[line.start].isdigit() or text[line.end - 1].isdigit():
        return True
    words = _WORD.findall(text, line.start, line.end)
    return "," in text[line.start : line.end] and all(word[0].isupper() for word in words)


_FIRST: Final = late(f"{LETTER}+")
_LAST: Final = late(f"(?<![\\w-])({LETTER}{{2,}})\\Z")


def _short_like_others(document: Document) -> Iterator[Sighting]:
    """A line as short as a headline that begins with a function word, or ends in a preposition or an auxiliary, on such a
    page. Where there are few paragraphs, the lines may be verses."""
    ends, paragraphs = document.once(_cut_all_over)
    table, text = document.language, document.text
    if table is None or paragraphs < _PROSE:
        return
    # where prepositions are left behind, headlines end in them too
    governing = table.auxiliaries if table.parting else table.auxiliaries | table.weak
    for line in ends:
        if line.shape == "prose" or line.end - line.start < _LABEL or not text[line.end - 1].isalpha():
            continue
        first, last = _FIRST.match(text, line.start), _LAST.search(text, max(line.start, line.end - _LABEL), line.end)
        opens = line.end - line.start >= _SENTENCE and first and first[0].lower() in table.common_words
        if opens or (last and last[1] in governing):
            yield Sighting(line.end, line.end, "RG106", "short-like-others")


def _is_surely_cut(document: Document, line: Line) -> bool:
    """An apostrophe at the end of a word is how songs write."""
    return line.end - line.start >= _LABEL and document.text[line.end - 1] not in "'’" and ends_stranded(document, line)


_SENTENCE_HEAD: Final = late(f"[\"'“„«‹‘¿¡]?[^\\W\\d_{LOWERS}]|[\"'“„«‹‘¿¡]\\d")


def _begins_anew(document: Document, end: int) -> bool:
    """Whether a sentence may begin below the line that ends at `end`, or nothing stands there."""
    below = document.beside(document.line_at(max(0, end - 1)), 1)
    return below is None or _SENTENCE_HEAD.match(document.text, below.start) is not None


_MOST: Final = 40  # code points of a label
_ENDS: Final = (",", ":")


def _labels_alone(document: Document) -> Iterator[Sighting]:
    """Labels that end in a comma or a colon, one below the other to the end of a text that ends in a comma: of each the
    list is gone that stood behind it."""
    text = document.text
    if not text.rstrip().endswith(","):
        return
    run: list[Line] = []
    for line in reversed(document.lines):
        if line.shape == "blank":
            continue
        if line.end - line.start > _MOST or not text.endswith(_ENDS, line.start, line.end):
            break
        if not text[line.start].isupper() or text.count(",", line.start, line.end) > 1:
            break
        run.append(line)
    for line in reversed(run[1:]):
        yield Sighting(line.end, line.end, "RG106", "labels-alone")


CUT_PAGES: Final[dict[str, Detector]] = {
    # on real pages 35 of 39 such paragraphs, 4 in pages that lost nothing, 6 in 9 million characters of texts
    "cut-like-others": Detector(_cut_like_others, frozenset([OPEN_END]), prior=0.75),
    # on real pages 13 of 18 such lines, 2 in 9 million characters of texts
    "short-like-others": Detector(_short_like_others, frozenset([OPEN_END]), prior=0.65),
    # on real pages 12 of 12 such labels
    "labels-alone": Detector(_labels_alone, frozenset([OPEN_END]), prior=0.8),
}
