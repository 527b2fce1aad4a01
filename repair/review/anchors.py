"""Finds the place of a decision again where its fingerprint no longer fits, by the words that stood around it.

An article that was crawled again has a changed word here and there. A decision goes to the one place whose surroundings
are much like those it was made in; where two places are about as like, it goes to none, and a person places it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from repair.collate.distance import distance
from repair.review.events import LogLine
from repair.review.views import passage

__all__ = ["CONTEXT_KEPT", "Surroundings", "found_again", "locate", "mark_again", "surroundings"]

# Code points of context on each side that a line of the log keeps.
CONTEXT_KEPT: Final = 40
# How like the surroundings must be (0–1), and by how much the best place must be more like them than the second.
_LIKE: Final = 0.65
_AHEAD: Final = 0.12
_MOST: Final = 200  # places tried for one mark

Surroundings = tuple[str, str, str]
"""The words before a place, those in its span, and those after it."""


def surroundings(text: str, start: int, end: int) -> Surroundings:
    """What stands around the span `[start, end)` of `text`, as a line of the log keeps it."""
    at = passage(text, start, end, CONTEXT_KEPT)
    return at.before, at.span if len(at.span) <= CONTEXT_KEPT else f"{at.span[:CONTEXT_KEPT]}…", at.after


def _recorded(line: LogLine) -> Surroundings | None:
    before, opened, rest = line.context.partition("⟦")
    span, closed, after = rest.rpartition("⟧")
    return (before, span, after) if opened and closed else None


def _like(one: Surroundings, other: Surroundings) -> float:
    """How like two surroundings are, 0–1."""
    span = 1.0 if one[1].split() == other[1].split() else _ratio(one[1], other[1])
    return (
        span
        * (
            _ratio(one[0][-CONTEXT_KEPT:], other[0][-CONTEXT_KEPT:])
            + _ratio(one[2][:CONTEXT_KEPT], other[2][:CONTEXT_KEPT])
        )
        / 2
    )


def _ratio(a: str, b: str) -> float:
    longest = max(len(a), len(b))
    return 1 - distance(a.casefold(), b.casefold()) / longest if longest else 1.0


def found_again(lost: Mapping[str, LogLine], places: Sequence[tuple[str, Surroundings]]) -> dict[str, str]:
    """For the lost entries (a name, a decision on it) the name of the place that each has now, among `places` of entries
    that nobody decided. No two get one place. A place that is seen as another code of its family, by another version or
    with other copies, must have the very surroundings."""
    wishes: dict[str, list[tuple[float, str]]] = {}
    for name, line in lost.items():
        was = _recorded(line)
        if was is not None:
            liked = ((_like(was, here), other) for other, here in places if other[:2] == name[:2])
            wishes[name] = sorted(
                ((like, other) for like, other in liked if like == 1 or other[:5] == name[:5]), reverse=True
            )
    found: dict[str, str] = {}
    while sure := [(best, name) for name, wish in wishes.items() if (best := _best(wish)) is not None]:
        (_, place), name = max(sure)  # the surest first: what it takes, another no longer has to tell apart
        found[name] = place
        del wishes[name]
        wishes = {other: [one for one in wish if one[1] != place] for other, wish in wishes.items()}
    return found


def _best(wish: Sequence[tuple[float, str]]) -> tuple[float, str] | None:
    """The first of the places, where it is like enough and ahead of the second."""
    if not wish or wish[0][0] < _LIKE or (len(wish) > 1 and wish[0][0] - wish[1][0] < _AHEAD):
        return None
    return wish[0]


def mark_again(line: LogLine, text: str) -> int | None:
    """Where a mark made by hand begins in `text`: where it was, or at the one place with surroundings like its own."""
    found, was = line.found, _recorded(line)
    assert found is not None
    size = found.end - found.start
    stands = text[found.start : found.end] == found.text and found.end <= len(text)
    if stands and (was is None or surroundings(text, found.start, found.end) == was):
        return found.start
    if was is None:
        return None
    sought = re.escape(found.text) if found.text else rf"(?<={re.escape(was[0][-1:])})" if was[0] else r"\A"
    starts = sorted((m.start() for m in re.finditer(sought, text)), key=lambda at: abs(at - found.start))[:_MOST]
    scored = sorted(
        ((_like(was, surroundings(text, at, at + size)), -abs(at - found.start), at) for at in starts), reverse=True
    )
    if not scored or scored[0][0] < _LIKE or (len(scored) > 1 and scored[0][0] - scored[1][0] < _AHEAD):
        return None
    return scored[0][2]


def locate(text: str, words: str, near: int | None) -> list[tuple[int, int]]:
    """The spans of `words` in `text`, whatever blanks stand between them; the one nearest to `near` first."""
    parts = words.split()
    if not parts:
        return []
    spans = [m.span() for m in re.finditer(r"\s+".join(map(re.escape, parts)), text)]
    return spans if near is None else sorted(spans, key=lambda span: abs(span[0] - near))
