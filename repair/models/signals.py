"""The signals of a gap head for texts, whatever computes the head: texts are cut into windows, the windows of all texts are
read in batches, and the classes of pieces become signals of places."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from repair.models.gap_head import FLOOR, Window, merge, windows
from repair.models.layout import Folded, fold_blanks
from repair.models.pieces import Encoded, Pieces
from repair.records import Signal

__all__ = ["Classify", "signals_of"]

_POOL: Final = 64  # batches' worth of windows that are sorted by length together

Classify = Callable[[Sequence[npt.NDArray[np.int32]], Sequence[tuple[int, int]]], npt.NDArray[np.float32]]
"""The probabilities of the five classes at the pieces `[first, last)` of each row, of shape [rows, most pieces, 5]."""


def signals_of(
    texts: Sequence[str],
    pieces: Pieces,
    classify: Classify,
    *,
    batch_size: int,
    at_once: float,
    near: Sequence[Sequence[int]] | None,
) -> list[tuple[Signal, ...]]:
    """See `MaskedModel.signals`. A batch has at most `batch_size` windows and about `at_once` pieces."""
    texts_folded: list[Folded] = []
    encoded: list[Encoded] = []
    found: list[list[tuple[int, Any]]] = []

    def all_windows() -> Iterator[Window]:
        for number, text in enumerate(texts):
            folded = fold_blanks(text)
            texts_folded.append(folded)
            encoded.append(pieces.encode(folded.text))
            found.append([])
            read = windows(number, len(encoded[-1].ids), pieces.width)
            if near is not None:
                after = sorted(bisect_right(encoded[-1].starts, folded.index(at)) for at in near[number])
                # the signal for an offset comes from the piece that holds it or from the next one
                read = (w for w in read if bisect_left(after, w.first) < bisect_right(after, w.last))
            yield from read

    for batch in _batches(all_windows(), batch_size, at_once):
        rows = [encoded[w.text].ids[w.start : w.end] for w in batch]
        for inner, w in zip(classify(rows, [(w.first - w.start, w.last - w.start) for w in batch]), batch, strict=True):
            inner = inner[: w.last - w.first]
            for i in np.flatnonzero(1.0 - inner[:, 0] >= FLOOR):
                found[w.text].append((int(encoded[w.text].starts[w.first + i]), inner[i]))
    return [merge(folded, places) for folded, places in zip(texts_folded, found, strict=True)]


def _batches(stream: Iterable[Window], size: int, pieces: float) -> Iterator[list[Window]]:
    """Batches of windows of like length, longest first, of at most `size` windows and about `pieces` pieces; only a
    bounded number of windows is held at a time."""
    stream = iter(stream)
    while pool := list(islice(stream, size * _POOL)):
        pool.sort(key=lambda w: w.start - w.end)
        first = 0
        while first < len(pool):
            width = pool[first].end - pool[first].start
            last = first + max(1, int(min(size, pieces / width)))
            yield pool[first:last]
            first = last
