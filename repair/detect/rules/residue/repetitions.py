"""RS402: what stands twice because the page was read twice: paragraphs, runs of paragraphs, sentences, pull quotes.

Sound texts repeat themselves as well: steps of instructions, headings, refrains, figures of speech. So a paragraph
counts only right after itself, and elsewhere only as one of several that return together at length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.line_shapes import REPEATED, Line
from repair.text.patterns import late

__all__ = ["REPETITIONS"]

_CODE: Final = "RS402"
_NEAR: Final = 3  # lines above
_ENDS: Final = frozenset('.!?…”»"')


def _paragraphs(document: Document) -> list[Line]:
    return [line for line in document.lines if line.shape != "blank"]


def _repeated(document: Document) -> Iterator[Sighting]:
    """A paragraph of whole sentences right after itself; several copies that follow each other are one sighting."""
    return _together(_copies(document), "repeated-paragraph")


def _copies(document: Document) -> Iterator[tuple[int, int, int]]:
    text, lines = document.text, document.lines
    for number in document.kinds.get(REPEATED, ()):
        line = lines[number]
        before = document.beside(number, -1, _NEAR)
        paragraph = text[line.start : line.end]
        if before and text[before.start : before.end] == paragraph and paragraph[-1] in _ENDS:
            yield before.end, line.start, line.end


def _together(copies: Iterable[tuple[int, int, int]], rule: str) -> Iterator[Sighting]:
    """One sighting for all copies that follow each other; each copy is the end of what it repeats, its start and its end."""
    start, last = -1, -1
    for before, at, end in copies:
        if before != last and start >= 0:
            yield Sighting(start, last, _CODE, rule)
        start, last = (start if before == last else at), end
    if start >= 0:
        yield Sighting(start, last, _CODE, rule)


# --- runs of paragraphs ----------------------------------------------------------------------------------------------

_RUN: Final = 3  # paragraphs
_RUN_LENGTH: Final = 600  # code points; in sound texts hardly any shorter run is the copy of a page


def _repeated_run(document: Document) -> Iterator[Sighting]:
    """Several paragraphs that return together, as a whole text does that a page holds twice."""
    if REPEATED not in document.kinds:
        return
    text, lines = document.text, _paragraphs(document)
    paragraphs = [text[line.start : line.end] for line in lines]
    first: dict[str, int] = {}
    number = 0
    while number < len(lines):
        earlier = first.setdefault(paragraphs[number], number)
        end = number + 1
        if earlier < number:
            while (
                end < len(lines)
                and end - number + earlier < number
                and paragraphs[end] == paragraphs[end - number + earlier]
            ):
                end += 1
            length = sum(map(len, paragraphs[number:end]))
            prose = all(line.shape not in ("code", "table") for line in lines[number:end])
            if end - number >= _RUN and length >= _RUN_LENGTH and prose:
                yield Sighting(lines[number].start, lines[end - 1].end, _CODE, "repeated-run")
        number = end


# --- sentences -------------------------------------------------------------------------------------------------------

_STOP: Final = ". "
_SENTENCE: Final = 25  # code points; shorter sentences are repeated for effect
_QUOTE: Final = 50
_LONGEST: Final = 300
_AFTER: Final = ("", ".", "\n")
_MARKS: Final = '"“”«»„ '


_SENTENCE_HEADS: Final = late(f"\\. (?=(.{{{_SENTENCE}}}))", re.DOTALL)
_LINE_HEADS: Final = [re.compile(f"\n{marks}(?=(.{{{_SENTENCE}}}))", re.DOTALL) for marks in ("", f"[{_MARKS}]++")]
"""How lines begin, with and without marks."""


def _has_twins(document: Document) -> bool:
    """Whether a sentence begins as another or as a line does. In few sound texts one does."""
    text = document.text
    heads = _SENTENCE_HEADS.findall(text)
    first = {text[:_SENTENCE], text.lstrip(_MARKS)[:_SENTENCE]}
    kept = set(heads)
    return (
        len(kept) < len(heads)
        or not kept.isdisjoint(first)
        or any(not kept.isdisjoint(pattern.findall(text)) for pattern in _LINE_HEADS)
    )


def _repeated_sentence(document: Document) -> Iterator[Sighting]:
    """A sentence right after itself; several copies that follow each other are one sighting."""
    return _together(_twins(document), "repeated-sentence")


def _twins(document: Document) -> Iterator[tuple[int, int, int]]:
    text = document.text
    if not document.once(_has_twins):
        return
    at = 0
    for one, other in pairwise(text.split(_STOP)):
        at += len(one) + len(_STOP)
        sentence = one[one.rfind("\n") + 1 :]
        if len(sentence) < _SENTENCE or not other.startswith(sentence) or other[len(sentence) :][:1] not in _AFTER:
            continue
        if document.is_prose_at(at):
            stop = text.startswith(".", at + len(sentence))
            yield at - 1, at, at + len(sentence) + stop


def _pull_quote(document: Document) -> Iterator[Sighting]:
    """A paragraph that is a sentence from the middle of another paragraph."""
    if not document.once(_has_twins):
        return
    text = document.text
    for start, end, shape in document.lines:
        if not _QUOTE <= end - start <= _LONGEST or text[end - 1] not in _ENDS:
            continue
        first = text[start:end].strip(_MARKS).partition(_STOP)[0].rstrip(".")
        if len(first) >= _QUOTE and first in document.once(_later_sentences) and shape in ("prose", "headline"):
            yield Sighting(start, end, _CODE, "pull-quote")


def _later_sentences(document: Document) -> frozenset[str]:
    """What stands between full stops with a blank after them, but for the first."""
    return frozenset(document.text.split(_STOP)[1:])


# --- captions --------------------------------------------------------------------------------------------------------

_WORDS: Final = 3  # of a line; shorter ones are called out twice
_ROLLS: Final = 2  # lines of a text that return
_MOST: Final = 8 / 3  # lines for each one that returns; where all do, two


def _rolling(document: Document) -> Iterator[Sighting]:
    """`we will look\\nwe will look\\nat the roof`: captions that roll show each line a second time, below the one before it."""
    text = document.text
    if text.count("\n") < 2 * _ROLLS:
        return
    lines = text.split("\n")
    twins = [number for number, (one, other) in enumerate(pairwise(lines), 1) if one == other and one[:1].islower()]
    rolled = [number for number in twins if lines[number].count(" ") >= _WORDS - 1 and lines[number][-1] not in _ENDS]
    if len({lines[number] for number in rolled}) < _ROLLS or not _rolls_on(lines, rolled):
        return
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for number in rolled:
        start = starts[number]
        if document.is_prose_at(start) and number + 1 < len(lines):
            yield Sighting(start, starts[number + 1], _CODE, "caption-rolled", None, "")


def _rolls_on(lines: list[str], rolled: list[int]) -> bool:
    """Whether most lines between the first and the last that return do so, as where captions roll: a song sings few twice."""
    return _MOST * len(rolled) > rolled[-1] - rolled[0] + 2


REPETITIONS: Final[dict[str, Detector]] = {
    "repeated-paragraph": Detector(_repeated, frozenset([REPEATED])),
    "repeated-run": Detector(_repeated_run, frozenset([REPEATED]), prior=0.8),
    "caption-rolled": Detector(_rolling, needles=("\n",), prior=0.85),
    "repeated-sentence": Detector(_repeated_sentence, prior=0.8),
    # in sound texts 9 of 10 are steps that a recipe or a manual says twice
    "pull-quote": Detector(_pull_quote, prior=0.4),
}
