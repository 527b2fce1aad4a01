"""Which texts share many shingles with an article: sorted postings, each a shingle's hash and a text's number.

A posting is one 64-bit integer, the upper half of the hash above the number, so that a sorted array of them is the
whole index, in memory or mapped from a file. Counts only propose; the caller compares the texts themselves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repair.collate.shingles import Hashes

__all__ = ["MAX_NUMBER", "Postings", "packed", "proposed"]

Postings = NDArray[np.uint64]

MAX_NUMBER: Final = 2**32 - 1
# a shingle that more texts have is boilerplate: only its first texts are looked up, and it counts after the others
_MAX_TEXTS: Final = 256
_MAX_SHINGLES: Final = 4096
_NUMBER: Final = np.uint64(MAX_NUMBER)


def packed(hashes: Hashes, number: int) -> Postings:
    """The postings of text `number` (0 to 2³²-1), in the order of `hashes`."""
    return (hashes & ~_NUMBER) | np.uint64(number)


def proposed(runs: Sequence[Postings], hashes: Hashes, min_similarity: float) -> list[int]:
    """The numbers of the texts that may have `min_similarity` (0–100) per cent of `hashes`, most promising first.

    `runs` are ascending arrays of postings, their texts' numbers ascending from run to run, so that splitting an index
    into other runs changes nothing. `hashes` are the article's shingles, sampled as the postings are.
    """
    keys = np.unique(hashes & ~_NUMBER)[:_MAX_SHINGLES]  # the smallest hashes are as good a sample as any
    room = np.full(len(keys), _MAX_TEXTS, dtype=np.int64)
    common = np.zeros(len(keys), dtype=np.bool_)
    numbers, shared = [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.int64)]
    for run in runs:
        first = np.searchsorted(run, keys)
        found = np.searchsorted(run, keys | _NUMBER, side="right") - first
        common |= found > room
        taken = np.minimum(found, room)
        room -= taken
        ends = np.cumsum(taken)
        if not len(ends) or not ends[-1]:
            continue
        numbers.append(run[np.repeat(first - (ends - taken), taken) + np.arange(ends[-1])] & _NUMBER)
        shared.append(np.repeat(np.arange(len(keys)), taken))
    texts, places = np.unique(np.concatenate(numbers), return_inverse=True)
    total = np.bincount(places, minlength=len(texts))
    rare = np.bincount(places, weights=~common[np.concatenate(shared)], minlength=len(texts))
    enough = (rare >= _least(len(keys) - int(common.sum()), min_similarity)) | (
        total >= _least(len(keys), min_similarity)
    )
    # Two orders, merged in turn: by rare shingles, so that texts of one template cannot hide the copy among them; and
    # by all shingles, so that foreign texts that share a few rare ones cannot hide a text that was copied often.
    by_rare, by_all = np.lexsort((texts, -total, -rare)), np.lexsort((texts, -total))
    in_turn = np.stack((by_rare, by_all), axis=1).ravel()
    return list(dict.fromkeys(texts[in_turn][enough[in_turn]].tolist()))


def _least(sampled: int, min_similarity: float) -> int:
    """How many of `sampled` shingles a text of that similarity shares, less three standard deviations; at least 1."""
    share = min_similarity / 100.0
    return max(1, math.ceil(share * sampled - 3.0 * math.sqrt(share * (1.0 - share) * sampled)))
