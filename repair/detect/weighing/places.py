"""The places of a document: groups of rule sightings and gap-head signals that mean the same place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from repair.codes import CODES
from repair.detect.document import Document, Sighting, within
from repair.records import Signal
from repair.text.patterns import BLANK

__all__ = ["SILENT", "Place", "places", "seen", "signalled"]

# How far (in code points) a signal may lie from a rule's span and still mean the same place.
_REACH: Final = 3
SILENT: Final = 0.02
"""Signals of the gap head below this probability are ignored."""


class Place(Struct, frozen=True):
    """One place of the text and all its evidence: the sightings of rules, and the signals of the gap head.

    `code` is the most specific code of its sightings, and the span is that of the sighting with this code.
    """

    start: int
    end: int
    code: str
    sightings: tuple[Sighting, ...] = ()
    signals: tuple[Signal, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether text may be missing here."""
        return CODES[self.code].is_gap

    @property
    def signal(self) -> Signal | None:
        """The strongest signal, `None` if the gap head has none here or has not read the text."""
        return max(self.signals, key=lambda s: s.probability, default=None)


def seen(sightings: Sequence[Sighting], signals: Sequence[Signal] = ()) -> Place:
    """The place of one or more sightings that belong together."""
    lead = min(sightings, key=lambda s: (CODES[s.code].precedence, s.start))
    return Place(lead.start, lead.end, lead.code, tuple(sightings), tuple(signals))


def signalled(text: str, signal: Signal) -> Place:
    """The place of a signal that no rule shares: its span takes in a run of doubled blanks, but not a single blank."""
    start = end = signal.offset
    while end < len(text) and text[end] in BLANK:
        end += 1
    if end - start < 2 or end == len(text) or text[end] == "\n":
        end = start
    return Place(start, end, "RG112", signals=(signal,))


def places(document: Document, sightings: Iterable[Sighting], signals: Sequence[Signal]) -> list[Place]:
    """The places of a document in text order. Residue does not belong to the article, so signals within it are dropped."""
    gaps = []
    own: dict[tuple[int, int, str], list[Sighting]] = {}
    for s in sightings:
        if CODES[s.code].own_place:
            own.setdefault((s.start, s.end, s.code), []).append(s)
        else:
            gaps.append(s)
    found = [seen(same) for same in own.values()]
    residue = sorted((p.start, p.end) for p in found if CODES[p.code].covers)
    free = [s for s in signals if not within(residue, s.offset)]
    offsets = [s.offset for s in free]
    used: set[int] = set()
    gaps.sort(key=lambda s: (s.start, s.end, CODES[s.code].precedence, s.rule))
    at = 0
    while at < len(gaps):
        same = [gaps[at]]
        end = gaps[at].end
        while at + len(same) < len(gaps) and _one_place(document.text, end, gaps[at + len(same)].start):
            same.append(gaps[at + len(same)])
            end = max(end, same[-1].end)
        at += len(same)
        near = range(bisect_left(offsets, same[0].start - _REACH), bisect_left(offsets, end + _REACH + 1))
        place = seen(same, [free[i] for i in near])
        if within(residue, place.start) and not CODES[place.code].always_shown:
            continue
        used.update(near)
        found.append(place)
    for i, signal in enumerate(free):
        if i not in used and signal.probability >= SILENT:
            found.append(signalled(document.text, signal))
    found.sort(key=lambda p: (p.start, p.end, p.code))
    return found


def _one_place(text: str, end: int, start: int) -> bool:
    """Whether only blanks and a mark or two lie between two spans."""
    return start <= end or (start - end <= _REACH and not any(c.isalnum() or c == "\n" for c in text[end:start]))
