"""Texts as sets of hashed shingles (runs of a few normalised words): the hashes of words, and how long a run is.

Hashes depend on the words alone, never on the process, so that they can be kept on disk. What is compared is
containment, not resemblance: an article cut to its first half is wholly contained in the full copy.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from repair.collate.arrays import Numbers, numbers
from repair.text.tokens import tokenize

__all__ = ["SHINGLE_WORDS", "shingle_words", "word_hashes"]

SHINGLE_WORDS: Final = 4
_MAX_CACHED: Final = 500_000


class _WordHashes(dict[str, int]):
    """64-bit hashes of words already seen; emptied when it grows past a bound, so that memory stays flat."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MAX_CACHED:
            self.clear()
        digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        hashed = self[word] = int.from_bytes(digest, "little")
        return hashed


_cached: Final = _WordHashes()


def word_hashes(text: str) -> Numbers:
    """The 64-bit hash of every word of `text`, in text order."""
    words = tokenize(text).words
    return numbers(map(_cached.__getitem__, words), len(words))


def shingle_words(words: int) -> int:
    """How many words a shingle has for an article of `words` words: 4, fewer where one lost word would break most."""
    if words >= 24:
        return SHINGLE_WORDS
    return 3 if words >= 8 else min(words, 2)
