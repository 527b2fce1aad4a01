"""Which references copy each other, so that they count as one witness.

Two references count as one if they are nearly the same text throughout, surroundings included, or if they share
errors: words that both lack or change and a third copy has. What the article alone has is no error of any copy: it may
be the article's own, and says nothing about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import LCSseq

from repair.collate.collation import Collation

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
    errors = [{at for at in c.errors if any(other.partners[at] >= 0 for other in collations)} for c in collations]
    for number, collation in enumerate(collations):
        kin = (
            other
            for other in range(number)
            if _are_alike(collations[other], collation) or _share(errors[other], errors[number])
        )
        out.append(next((out[other] for other in kin), number))
    return out


def _share(one: set[int], other: set[int]) -> bool:
    shared = len(one & other)
    return shared >= _SHARED and shared >= _SHARED_SHARE * len(one | other)


def _are_alike(one: Collation, other: Collation) -> bool:
    a, b = one.there.words, other.there.words
    if len(a) == len(b) and a == b:
        return True
    if max(len(a), len(b)) > _COMPARED or min(len(a), len(b)) < _IDENTICAL * max(len(a), len(b)):
        return False
    return LCSseq.normalized_similarity(a, b, score_cutoff=_IDENTICAL) >= _IDENTICAL
