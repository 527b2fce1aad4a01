"""Whether scores are calibrated: of the outcomes with a score of 0.8, about eight in ten should be right.

It gives the expected calibration error over ten bins of equal width, the bins for a reliability plot, and the curve of
risk against coverage: the share that is wrong if only the surest are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from repair.bench.score import MatchedCase, is_right
from repair.records import Entry

__all__ = ["BINS", "Bin", "Outcome", "Reliability", "finding_outcomes", "firsts", "reliability"]

BINS: Final = 10
_POINTS: Final = 200  # of a curve

Outcome = tuple[float, bool]
"""A score (0–1) and whether what it belongs to is right."""


class Bin(Struct, frozen=True):
    """The outcomes with scores of `[low, high)`: how many, their mean score, and the share (0–1) that is right."""

    low: float
    high: float
    count: int
    score: float
    right: float


class Reliability(Struct, frozen=True):
    """How scores and outcomes agree. `error` is the expected calibration error (0–1).

    `curve` has a point (coverage, risk), both 0–1, for each score from the highest on: the share of all that has at
    least this score, and the share of these that is wrong. `area` is the area under it.
    """

    count: int
    error: float
    bins: tuple[Bin, ...]
    curve: tuple[tuple[float, float], ...]
    area: float


def reliability(outcomes: Sequence[Outcome]) -> Reliability:
    """How the scores of some outcomes agree with them; empty bins are left out."""
    binned: list[list[Outcome]] = [[] for _ in range(BINS)]
    for score, right in outcomes:
        binned[min(int(score * BINS), BINS - 1)].append((score, right))
    bins = tuple(
        Bin(n / BINS, (n + 1) / BINS, len(some), _mean(s for s, _ in some), _mean(float(r) for _, r in some))
        for n, some in enumerate(binned)
        if some
    )
    error = sum(b.count * abs(b.score - b.right) for b in bins) / max(len(outcomes), 1)
    curve = _curve(outcomes)
    area, last = 0.0, 0.0
    for coverage, risk in curve:
        area += (coverage - last) * risk
        last = coverage
    return Reliability(len(outcomes), error, bins, _thinned(curve), area)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def _curve(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    ranked = sorted(outcomes, key=lambda o: -o[0])
    points, wrong = [], 0
    for place, (score, right) in enumerate(ranked, 1):
        wrong += not right
        if place == len(ranked) or ranked[place][0] != score:  # equal scores are taken or left together
            points.append((place / len(ranked), wrong / place))
    return points


def _thinned(curve: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    step = max(1, -(-len(curve) // _POINTS))
    return (*curve[:-1:step], *curve[-1:])


# --- what counts as right ----------------------------------------------------------------------------------------


def finding_outcomes(matched: Sequence[MatchedCase]) -> list[Outcome]:
    """Every gap finding with whether it is near a loss that counts; those near only other losses are left out."""
    outcomes = []
    for one in matched:
        for number, entry in enumerate(one.entries):
            near = one.losses_near(number)
            if not near or any(loss.counts for loss in near):
                outcomes.append((round(entry.finding.confidence, 4), bool(near)))
    return outcomes


def firsts(matched: Sequence[MatchedCase], kind: str, *, at_losses: bool = False) -> list[Outcome]:
    """The best candidate of a kind of every gap entry, with whether it is the truth of a loss that the entry is near.

    With `at_losses`, entries near no loss are left out; else what they propose is wrong.
    """
    outcomes = []
    for one in matched:
        for number, entry in enumerate(one.entries):
            near = one.losses_near(number)
            best = _best(entry, kind)
            if best is None or (at_losses and not near):
                continue
            candidate = entry.candidates[best]
            right = any(is_right(one.case.article.text, loss, entry, candidate) for loss in near)
            outcomes.append((round(candidate.score, 4), right))
    return outcomes


def _best(entry: Entry, kind: str) -> int | None:
    numbers = [n for n, c in enumerate(entry.candidates) if c.kind == kind]
    return max(numbers, key=lambda n: (entry.candidates[n].score, -n), default=None)
