"""Rows that a model learns from: texts with hidden words, and damaged texts with the places where words are missing.

Each row has its own random numbers, which come from the seed, the step and its place in the step: so a training goes on
anywhere, in any number of processes, with the rows that it would have had.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from repair.bench.damage import Damaged, blemish, damage
from repair.bench.elements import extracted
from repair.bench.furniture import NAME, furnish, styled
from repair.bench.truth import Case
from repair.models.layout import fold_blanks
from repair.models.pieces import Encoded, Pieces
from repair.text.tokens import tokenize
from repair.train.texts import PackedTexts, TextPart

__all__ = ["NOTHING", "Recipe", "RowMaker", "Stream", "TrainingRow"]

Stream = Literal["fill", "gaps", "real"]
_Ids = npt.NDArray[np.int64]

NOTHING: Final = -1
"""The label of a piece that is not asked about."""

_SHORTEST: Final = 16  # pieces of a row
_RATES: Final = (0.004, 0.28)  # share of the pieces that are hidden
_SPANS: Final = (1,) * 62 + (2,) * 16 + (3,) * 9 + (4,) * 5 + (5,) * 3 + (6, 6, 7, 8, 9)
_LINKS: Final = (2,) * 8 + (3,) * 6 + (4,) * 3 + (5, 5, 6)
_NAMED: Final = 0.22  # share of what is hidden that is a name,
_LINKED: Final = 0.12  # and a run of words as links have it
_HIDDEN: Final = 0.97  # share of hidden pieces that become a mask; the others stay, and must be known all the same
_SHORT_WORD: Final = 3
_SOUND: Final = 0.3  # share of the damaged rows that lost nothing
_PAGES: Final = 0.5  # share of the others that lost one kind of element all over
_KNOWN: Final = ("inner", "cut_end", "cut_start")  # positions of losses that a reader without copies can see
_SAMPLE: Final = 20


class TrainingRow(Struct, frozen=True):
    """Pieces with the model's markers. `fill` has the piece that stands behind a mask, `gap` the class of the gap head,
    `NOTHING` where none is asked for; all of shape [pieces]."""

    ids: _Ids
    fill: _Ids
    gap: _Ids


class Recipe(Struct, frozen=True):
    """A row to be made: its kind, its greatest length in pieces, and the seed of its random numbers."""

    stream: Stream
    length: int
    seed: str


class RowMaker:
    """Makes rows of a tokenizer's pieces from texts and from cases of real damage. `longest` is in pieces."""

    def __init__(self, texts: PackedTexts, real: Sequence[Case], pieces: Pieces, *, longest: int) -> None:
        self._texts, self._real, self._pieces = texts, tuple(real), pieces
        self.longest = longest - len(pieces.head) - len(pieces.tail)
        rng = random.Random(0)
        sample = [texts.passage(rng, 1_000).text for _ in range(_SAMPLE)]
        self._size = sum(map(len, sample)) / max(1, sum(len(pieces.encode(text).ids) for text in sample))

    def recipes(self, seed: int, step: int, pieces: int, shares: dict[Stream, float]) -> list[Recipe]:
        """The rows of a step, of about so many `pieces` together. `shares` are those of the kinds of rows."""
        rng = random.Random(f"{seed} {step}")
        made: list[Recipe] = []
        while pieces > 0:
            length = round(math.exp(rng.uniform(math.log(_SHORTEST), math.log(self.longest))))
            stream = rng.choices(list(shares), list(shares.values()))[0]
            made.append(Recipe(stream, length, f"{seed} {step} {len(made)}"))
            pieces -= length
        return made

    def step(
        self, step: int, place: range, *, seed: int, pieces: int, shares: dict[Stream, float]
    ) -> list[TrainingRow]:
        """The rows of a step for one process: number `place.start` of `place.step` processes."""
        recipes = self.recipes(seed, step, pieces, shares)
        # a process without a row would not take part in the sum of the gradients
        return [self.row(recipe) for recipe in recipes[place.start :: place.step] or recipes[:1]]

    def row(self, recipe: Recipe, *, rate: float | None = None) -> TrainingRow:
        """The row of a recipe. `rate` (0–1) is the share of pieces to hide, drawn if it is `None`."""
        rng = random.Random(recipe.seed)
        while True:
            match recipe.stream:
                case "fill":
                    row = self._hidden(rng, recipe.length, rate)
                case "gaps":
                    row = self._damaged(rng, recipe.length)
                case _:
                    row = self._happened(rng, recipe.length)
            if row is not None:
                return row

    # --- hidden words ----------------------------------------------------------------------------------------------

    def _hidden(self, rng: random.Random, length: int, rate: float | None) -> TrainingRow | None:
        passage = self._passage(rng, length)
        text = fold_blanks(passage.text).text
        encoded = self._pieces.encode(text)
        size = min(length, len(encoded.ids) - (not passage.whole))
        masked = _masked(text, _cut(encoded, size), rng, rate)
        if not masked.any():
            return None
        ids = encoded.ids[:size].astype(np.int64)
        labels = np.where(masked, ids, NOTHING)
        kept = np.array([rng.random() >= _HIDDEN for _ in range(size)])
        return self._framed(np.where(masked & ~kept, self._pieces.mask, ids), labels, np.full(size, NOTHING))

    # --- missing words ---------------------------------------------------------------------------------------------

    def _damaged(self, rng: random.Random, length: int) -> TrainingRow | None:
        passage = self._passage(rng, length)
        text, seed = passage.text, rng.getrandbits(32)
        if rng.random() < 0.5:
            text = styled(text, seed)
        if rng.random() < 0.6:
            text = furnish(text, seed, language=passage.language)
        if rng.random() < _SOUND:
            lost = blemish(text, seed, language=passage.language) if rng.random() < 0.4 else Damaged(text, ())
        elif rng.random() < _PAGES:
            lost = extracted(text, rng)
        else:
            lost = damage(text, seed, rate=1 / rng.choice((50, 110)), language=passage.language)
        marks = [(a.start, _kind(a.replacement, known=a.is_loss and a.kind != "passage")) for a in lost.alterations]
        # damage that loses no words is none of the gap head's business, but it may look like a loss
        marks = [m for m, a in zip(marks, lost.alterations, strict=True) if a.is_loss or a.kind.startswith("RG")]
        return self._read(lost.text, marks, length, whole=passage.whole)

    def _happened(self, rng: random.Random, length: int) -> TrainingRow | None:
        """A part of a page that an extractor damaged."""
        case = rng.choice(self._real)
        text = case.article.text
        size = int(length * self._size)
        places = [loss.start for loss in case.losses] if rng.random() < 0.6 else []
        at = rng.choice(places) if places else rng.randrange(max(1, len(text)))
        start = max(0, at - rng.randrange(size + 1))
        start = text.find(" ", start) + 1 if start else 0
        end = start + int(size * 1.3)
        part = text[start:end].rstrip()
        marks = [
            (loss.start - start, _kind(loss.missing, known=loss.position in _KNOWN))
            for loss in case.losses
            if start < loss.start <= start + len(part)
        ]
        return self._read(part, marks, length, whole=end >= len(text))

    def _read(self, text: str, marks: Sequence[tuple[int, int]], length: int, *, whole: bool) -> TrainingRow | None:
        folded = fold_blanks(text)
        encoded = self._pieces.encode(folded.text)
        classes = np.zeros(len(encoded.ids), np.int64)
        for offset, kind in marks:
            at = int(np.searchsorted(encoded.ends, folded.index(offset), "right"))
            if at < len(classes):
                classes[at] = max(classes[at], kind) if classes[at] >= 0 else kind
        size = min(length, len(encoded.ids) - (not whole))
        if size < 2:
            return None
        ids = encoded.ids[:size].astype(np.int64)
        return self._framed(ids, np.full(size, NOTHING), classes[:size])

    # --- both ------------------------------------------------------------------------------------------------------

    def _passage(self, rng: random.Random, length: int) -> TextPart:
        return self._texts.passage(rng, max(40, int(length * self._size * rng.uniform(0.9, 1.3))))

    def _framed(self, ids: _Ids, fill: _Ids, gap: _Ids) -> TrainingRow:
        head, tail = (np.array(marks, np.int64) for marks in (self._pieces.head, self._pieces.tail))
        before, after = (np.full(len(marks), NOTHING) for marks in (head, tail))
        return TrainingRow(
            *(np.concatenate(p) for p in ((head, ids, tail), (before, fill, after), (before, gap, after)))
        )


def _kind(words: str, *, known: bool) -> int:
    """The class of a loss of these words: by their number, `NOTHING` if there is none to be seen."""
    count = len(tokenize(words)) if known else 0
    return NOTHING if count == 0 else 1 if count == 1 else 2 if count <= 3 else 3 if count <= 8 else 4


def _cut(encoded: Encoded, size: int) -> Encoded:
    return Encoded(encoded.ids[:size], encoded.starts[:size], encoded.ends[:size])


def _masked(text: str, encoded: Encoded, rng: random.Random, rate: float | None) -> npt.NDArray[np.bool_]:
    """Which pieces are hidden: whole words, and runs of words with what stands between them."""
    masked = np.zeros(len(encoded.ids), np.bool_)
    words = tokenize(text)
    if not len(words) or not len(masked):
        return masked
    starts, ends = np.array(words.starts), np.array(words.ends)
    last = encoded.ends - 1
    word: npt.NDArray[Any] = np.searchsorted(starts, last, "right") - 1
    inside = (word >= 0) & (last < ends[np.maximum(word, 0)])
    there = np.unique(word[inside])
    if not len(there):
        return masked
    read = int(encoded.ends[-1])
    names = [match.span() for match in NAME.finditer(text) if match.end() <= read]
    share = math.exp(rng.uniform(*map(math.log, _RATES))) if rate is None else rate
    wanted = max(1, round(share * len(masked)))
    for _ in range(4 * wanted + 8):
        if masked.sum() >= wanted:
            break
        chance = rng.random()
        if chance < _NAMED and names:
            first, end = rng.choice(names)
        else:
            begun = int(rng.choice(there))
            if chance >= _NAMED + _LINKED and ends[begun] - starts[begun] <= _SHORT_WORD and rng.random() < 0.5:
                continue
            count = rng.choice(_LINKS if chance < _NAMED + _LINKED else _SPANS)
            first, end = int(starts[begun]), int(ends[min(begun + count, int(there[-1]) + 1) - 1])
        if "\n" not in text[first:end]:
            masked |= (last >= first) & (encoded.ends <= end) & (last < end)
    return masked
