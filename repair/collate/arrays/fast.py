"""Shingles and postings with NumPy: each function gives what that of `plain` gives, and says there what it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from repair.collate.arrays.plain import MAX_NUMBER, MAX_SHINGLES, MAX_TEXTS, MIX, STEP, Numbers, least

__all__ = [
    "bytes_of",
    "containment",
    "joined",
    "numbers",
    "numbers_in",
    "packed",
    "place_of",
    "proposed",
    "sampled",
    "shingles",
]

_NUMBER: Final = np.uint64(MAX_NUMBER)
_STEP: Final = np.uint64(STEP)
_MIX: Final = tuple((np.uint64(shift), np.uint64(factor)) for shift, factor in MIX)


def numbers(found: Iterable[int], count: int) -> Numbers:
    """See `plain.numbers`."""
    return np.fromiter(found, dtype=np.uint64, count=count)


def shingles(words: Numbers, size: int) -> Numbers:
    """See `plain.shingles`."""
    count = len(words) - size + 1
    if count <= 0 or size <= 0:
        return np.empty(0, dtype=np.uint64)
    rolled = words[:count].copy()
    for offset in range(1, size):
        rolled *= _STEP
        rolled += words[offset : offset + count]
    for shift, factor in _MIX:
        rolled ^= rolled >> shift
        rolled *= factor
    return np.unique(rolled)


def sampled(hashes: Numbers, modulus: int) -> Numbers:
    """See `plain.sampled`."""
    return hashes if modulus == 1 else hashes[(hashes & np.uint64(modulus - 1)) == 0]


def containment(article: Numbers, reference: Numbers) -> float:
    """See `plain.containment`."""
    if not len(article) or not len(reference):
        return 0.0
    places: Any = np.searchsorted(reference, article)
    places[places == len(reference)] = 0
    return 100.0 * int(np.count_nonzero(reference[places] == article)) / len(article)


def packed(hashes: Numbers, number: int) -> Numbers:
    """See `plain.packed`."""
    return (hashes & ~_NUMBER) | np.uint64(number)


def joined(runs: Iterable[Numbers]) -> Numbers:
    """See `plain.joined`."""
    together = np.concatenate([np.empty(0, dtype=np.uint64), *runs])
    together.sort()
    return together


def place_of(bound: int, run: Numbers) -> int:
    """See `plain.place_of`."""
    return int(np.searchsorted(run, np.uint64(bound)))


def bytes_of(run: Numbers) -> bytes:
    """See `plain.bytes_of`."""
    data: bytes = run.astype("<u8", copy=False).tobytes()
    return data


def numbers_in(data: Any, offset: int) -> Numbers:
    """See `plain.numbers_in`."""
    return np.frombuffer(data, dtype="<u8", offset=offset)


def proposed(runs: Sequence[Numbers], hashes: Numbers, min_similarity: float) -> list[int]:
    """See `plain.proposed`."""
    keys = np.unique(hashes & ~_NUMBER)[:MAX_SHINGLES]
    room = np.full(len(keys), MAX_TEXTS, dtype=np.int64)
    common = np.zeros(len(keys), dtype=np.bool_)
    texts_found, shared = [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.int64)]
    for run in runs:
        first = np.searchsorted(run, keys)
        found = np.searchsorted(run, keys | _NUMBER, side="right") - first
        common |= found > room
        taken = np.minimum(found, room)
        room -= taken
        ends = np.cumsum(taken)
        if not len(ends) or not ends[-1]:
            continue
        texts_found.append(run[np.repeat(first - (ends - taken), taken) + np.arange(ends[-1])] & _NUMBER)
        shared.append(np.repeat(np.arange(len(keys)), taken))
    texts, places = np.unique(np.concatenate(texts_found), return_inverse=True)
    total = np.bincount(places, minlength=len(texts))
    rare = np.bincount(places, weights=~common[np.concatenate(shared)], minlength=len(texts))
    enough = (rare >= least(len(keys) - int(common.sum()), min_similarity)) | (
        total >= least(len(keys), min_similarity)
    )
    by_rare, by_all = np.lexsort((texts, -total, -rare)), np.lexsort((texts, -total))
    in_turn = np.stack((by_rare, by_all), axis=1).ravel()
    return list(dict.fromkeys(texts[in_turn][enough[in_turn]].tolist()))
