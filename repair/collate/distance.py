"""How far two texts are apart, in code points: what it takes to say how well a repair came out.

Kept beside the alignment, since this room alone imports RapidFuzz.
"""

from __future__ import annotations

__all__ = ["distance"]


def distance(a: str, b: str, *, expected: int | None = None) -> int:
    """The Levenshtein distance of two texts: the fewest code points inserted, deleted or replaced.

    `expected` is a guess that changes no result; near the truth, it saves most of the time on long texts.
    """
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(a, b, score_hint=expected)
