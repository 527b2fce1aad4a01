"""Texts as sets of hashed shingles (runs of a few normalised words), and how much of one set another has.

Hashes depend on the words alone, never on the process, so that they can be kept on disk. What is compared is
containment, not resemblance: an article cut to its first half is wholly contained in the full copy.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repair.text.tokens import tokenize

__all__ = ["SHINGLE_WORDS", "Hashes", "containment", "sampled", "shingle_words", "shingles", "word_hashes"]

Hashes = NDArray[np.uint64]

SHINGLE_WORDS: Final = 4
_MAX_CACHED: Final = 500_000
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
_LAST_SHIFT: Final = np.uint64(31)


class _WordHashes(dict[str, int]):
    """64-bit hashes of words already seen; emptied when it grows past a bound, so that memory stays flat."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MAX_CACHED:
            self.clear()
        digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        hashed = self[word] = int.from_bytes(digest, "little")
        return hashed


_cached: Final = _WordHashes()


def word_hashes(text: str) -> Hashes:
    """The 64-bit hash of every word of `text`, in text order."""
    words = tokenize(text).words
    return np.fromiter(map(_cached.__getitem__, words), dtype=np.uint64, count=len(words))


def shingle_words(words: int) -> int:
    """How many words a shingle has for an article of `words` words: 4, fewer where one lost word would break most."""
    if words >= 24:
        return SHINGLE_WORDS
    return 3 if words >= 8 else min(words, 2)


def shingles(words: Hashes, size: int) -> Hashes:
    """The distinct 64-bit hashes of all runs of `size` words, ascending; empty where there are fewer words."""
    count = len(words) - size + 1
    if count <= 0 or size <= 0:
        return np.empty(0, dtype=np.uint64)
    rolled = words[:count].copy()
    for offset in range(1, size):
        rolled *= _STEP
        rolled += words[offset : offset + count]
    for shift, factor in _MIX:  # the finaliser of splitmix64: every bit of the result depends on every word
        rolled ^= rolled >> shift
        rolled *= factor
    rolled ^= rolled >> _LAST_SHIFT
    return np.unique(rolled)


def sampled(hashes: Hashes, modulus: int) -> Hashes:
    """One in `modulus` (a power of two) of `hashes`; the same ones of every text, so that samples compare."""
    return hashes if modulus == 1 else hashes[(hashes & np.uint64(modulus - 1)) == 0]


def containment(article: Hashes, reference: Hashes) -> float:
    """The share (0–100) of the article's shingles that the reference has too; both ascending and distinct."""
    if not len(article) or not len(reference):
        return 0.0
    places = np.searchsorted(reference, article)
    places[places == len(reference)] = 0
    return 100.0 * int(np.count_nonzero(reference[places] == article)) / len(article)
