"""Which references copy each other, so that they count as one witness.

Two references count as one if they are nearly the same text throughout, surroundings included, or if they share
errors: places where both lack or change the same words of the article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import LCSseq

from repair.collate.readings import Collation

__all__ = ["groups"]

# Near identity: at least this share (0–1) of the words, in order.
_IDENTICAL: Final = 0.985
# Above this many words only equality counts as identity; comparing every pair would cost too much.
_COMPARED: Final = 8_000
# Shared errors: at least this many, and at least this share of all errors of the two.
_SHARED: Final = 3
_SHARED_SHARE: Final = 0.6


def groups(collations: Sequence[Collation]) -> list[int]:
    """The group number of each collation: the number of the first reference that it copies, or its own."""
    out: list[int] = []
    for number, collation in enumerate(collations):
        kin = (other for other in range(number) if _copies(collations[other], collation))
        out.append(next((out[other] for other in kin), number))
    return out


def _copies(one: Collation, other: Collation) -> bool:
    a, b = one.there.words, other.there.words
    if len(a) == len(b) and a == b:
        return True
    if max(len(a), len(b)) <= _COMPARED and min(len(a), len(b)) >= _IDENTICAL * max(len(a), len(b)):
        cutoff = _IDENTICAL
        if LCSseq.normalized_similarity(a, b, score_cutoff=cutoff) >= cutoff:
            return True
    shared = len(one.errors & other.errors)
    return shared >= _SHARED and shared >= _SHARED_SHARE * len(one.errors | other.errors)
