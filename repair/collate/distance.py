"""How far two texts are apart, in code points: the measure of how good a repair is.

It is here because only this room imports RapidFuzz.
"""

from __future__ import annotations

__all__ = ["distance"]


def distance(a: str, b: str, *, expected: int | None = None) -> int:
    """The Levenshtein distance of two texts: the fewest code points inserted, deleted or replaced.

    `expected` is a guess that changes no result; a good guess saves most of the time on long texts.
    """
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(a, b, score_hint=expected)
