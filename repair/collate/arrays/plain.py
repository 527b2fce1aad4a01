"""Shingles and postings with the standard library alone: what each function gives, `fast` gives too, in less time.

A posting is one 64-bit integer, the upper half of a shingle's hash above a text's number, so that a sorted array of
them is a whole index, in memory or mapped from a file.
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Final, TypeAlias

__all__ = [
    "MAX_NUMBER",
    "MAX_SHINGLES",
    "MAX_TEXTS",
    "MIX",
    "STEP",
    "Numbers",
    "bytes_of",
    "containment",
    "joined",
    "least",
    "numbers",
    "numbers_in",
    "packed",
    "place_of",
    "proposed",
    "sampled",
    "shingles",
]

Numbers: TypeAlias = Any
"""An array of unsigned 64-bit integers: `array.array`, a `memoryview`, or an array of NumPy's."""

MAX_NUMBER: Final = 2**32 - 1
# a shingle that more texts have is boilerplate: only its first texts are looked up, and it counts after the others
MAX_TEXTS: Final = 256
MAX_SHINGLES: Final = 4096
STEP: Final = 0x9E3779B97F4A7C15
# shift and factor of each round of splitmix64's finaliser, then its last shift
MIX: Final = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))
_ALL: Final = 2**64 - 1


def numbers(found: Iterable[int], count: int) -> Numbers:
    """The `count` numbers of an iterable."""
    return array("Q", found)


def shingles(words: Numbers, size: int) -> Numbers:
    """The distinct 64-bit hashes of all runs of `size` word hashes, ascending; empty if there are fewer words."""
    if size <= 0 or len(words) < size:
        return array("Q")
    first_out = pow(STEP, size, 2**64)
    rolled = 0
    found = []
    for coming, going in zip(words, chain([0] * size, words), strict=False):
        rolled = (rolled * STEP + coming - going * first_out) & _ALL
        found.append(rolled)
    return array("Q", sorted(set(map(_mixed, found[size - 1 :]))))


def _mixed(hashed: int) -> int:
    """The hash with every bit depending on every word."""
    for shift, factor in MIX:
        hashed = (hashed ^ (hashed >> shift)) * factor & _ALL
    return hashed


def sampled(hashes: Numbers, modulus: int) -> Numbers:
    """One in `modulus` (a power of two) of `hashes`; the same ones of every text, so that samples compare."""
    return hashes if modulus == 1 else array("Q", (h for h in hashes if not h & (modulus - 1)))


def containment(article: Numbers, reference: Numbers) -> float:
    """The share (0–100) of the article's shingles that the reference has too; both ascending and distinct."""
    return 100.0 * len(set(article).intersection(reference)) / len(article) if len(article) else 0.0


def packed(hashes: Numbers, number: int) -> Numbers:
    """The postings of text `number` (0 to 2³²-1), in the order of `hashes`."""
    return array("Q", ((h & ~MAX_NUMBER) | number for h in hashes))


def joined(runs: Iterable[Numbers]) -> Numbers:
    """All numbers of all runs, ascending."""
    return array("Q", sorted(chain.from_iterable(runs)))


def place_of(bound: int, run: Numbers) -> int:
    """How many numbers of an ascending run are less than `bound`."""
    return bisect_left(run, bound)


def bytes_of(run: Numbers) -> bytes:
    """The numbers, eight bytes each, little-endian."""
    if sys.byteorder == "big":
        run = array("Q", run)
        run.byteswap()
    return bytes(memoryview(run).cast("B"))


def numbers_in(data: Any, offset: int) -> Numbers:
    """The numbers that `bytes_of` wrote, from the byte `offset` of a buffer on; nothing is copied."""
    run = memoryview(data)[offset:].cast("Q")
    if sys.byteorder == "big":
        swapped = array("Q", run)
        swapped.byteswap()
        return swapped
    return run


def proposed(runs: Sequence[Numbers], hashes: Numbers, min_similarity: float) -> list[int]:
    """The numbers of the texts that may have `min_similarity` (0–100) per cent of `hashes`, most promising first.

    `runs` are ascending arrays of postings, their texts' numbers ascending from run to run, so that splitting an index
    into other runs changes nothing. `hashes` are the article's shingles, sampled as the postings are. Counts only
    propose; the caller compares the texts themselves.
    """
    keys = sorted({h & ~MAX_NUMBER for h in hashes})[:MAX_SHINGLES]  # the smallest hashes are as good a sample as any
    total: Counter[int] = Counter()
    rare: Counter[int] = Counter()
    common = 0
    places = [0] * len(runs)
    for key in keys:
        texts: list[int] = []
        found = 0
        for number, run in enumerate(runs):
            first = bisect_left(run, key, places[number])
            places[number] = last = bisect_right(run, key | MAX_NUMBER, first)
            found += last - first
            texts += run[first : min(last, first + MAX_TEXTS - len(texts))]
        texts = [text & MAX_NUMBER for text in texts]
        total.update(texts)
        if found > MAX_TEXTS:
            common += 1
        else:
            rare.update(texts)
    least_rare, least_total = least(len(keys) - common, min_similarity), least(len(keys), min_similarity)
    # Two orders, merged in turn: by rare shingles, so that texts of one template cannot hide the copy among them; and
    # by all shingles, so that foreign texts that share a few rare ones cannot hide a text that was copied often.
    by_rare = sorted(total, key=lambda text: (-rare[text], -total[text], text))
    by_all = sorted(total, key=lambda text: (-total[text], text))
    in_turn = chain.from_iterable(zip(by_rare, by_all, strict=True))
    return list(dict.fromkeys(t for t in in_turn if rare[t] >= least_rare or total[t] >= least_total))


def least(sampled: int, min_similarity: float) -> int:
    """How many of `sampled` shingles a text of that similarity shares, less three standard deviations; at least 1."""
    share = min_similarity / 100.0
    return max(1, math.ceil(share * sampled - 3.0 * math.sqrt(share * (1.0 - share) * sampled)))
