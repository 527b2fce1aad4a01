"""How readings become candidates, and what references show a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from repair.codes import CODES
from repair.collate.collation import Insertion
from repair.records import Candidate, Finding, Reading

__all__ = ["as_candidates", "extent_of", "seen_by_references"]

_PRIOR: Final = 0.5  # before `rank` has weighed the readings


def seen_by_references(code: str, start: int, end: int, extent: tuple[int, int] | None = None) -> Finding:
    """A finding that references alone show. `extent` is the least and the most number of words that are missing."""
    return Finding(start, end, code, CODES[code].meaning, _PRIOR, extent, ("collation",))


def extent_of(insertions: Iterable[Insertion]) -> tuple[int, int]:
    """The least and the most words that any of the insertions has, of those that have any."""
    counts = [insertion.count for insertion in insertions if insertion.count]
    return min(counts), max(counts)


def as_candidates(readings: Mapping[str, Sequence[tuple[Reading, float]]]) -> tuple[Candidate, ...]:
    """A candidate for each text. Beside each reading stands how sure it is (0–1) for being a parent's, 0 if it is a
    sibling's: the surest of a text is the score of its candidate, until `rank` has weighed all of them."""
    return tuple(
        Candidate(text, max(sure for _, sure in by), tuple(reading for reading, _ in by))
        for text, by in readings.items()
    )
