"""Turns the places of a document into findings: one finding a place, with one calibrated confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from repair.codes import CODES
from repair.detect.document import Document, Sighting
from repair.detect.weighing.places import Place, places
from repair.detect.weighing.weigh import JOINT_TABLE, confidences
from repair.records import Candidate, Entry, Finding, RuleSource, Signal

__all__ = ["entries"]

_RESIDUE: Final = "RS"
_LENGTHS: Final = ((1, 1), (2, 3), (4, 8), (9, 25))


def entries(
    document: Document,
    sightings: Iterable[Sighting],
    signals: Sequence[Signal] | None,
    floor: float,
    by: str = JOINT_TABLE,
) -> list[Entry]:
    """The findings of a document as open entries, in text order, without those below `floor`.

    `signals` is `None` if no gap head has read the text; `by` names the table that weighs what it says.
    """
    found = places(document, sightings, signals or ())
    sure = confidences(document, found, with_model=signals is not None, by=by)
    return [_entry(place, confidence) for place, confidence in zip(found, sure, strict=True) if confidence >= floor]


def _entry(place: Place, confidence: float) -> Entry:
    code = place.code
    detectors = tuple(dict.fromkeys(s.rule for s in place.sightings)) + (("gap-head",) if place.signal else ())
    words = next((extent for s in place.sightings if (extent := s.words or CODES[s.code].extent)), None)
    if words is None and place.signal and place.is_gap and not CODES[code].edge:
        words = _extent(place.signal)
    fix = next((s for s in place.sightings if s.code == code and s.fix is not None), None)
    if fix is None and code.startswith(_RESIDUE):
        fix = replace(place.sightings[0], fix="")  # to take it out
    finding = Finding(place.start, place.end, code, CODES[code].meaning, confidence, words, detectors)
    candidates = (Candidate(fix.fix, confidence, (RuleSource(fix.rule),)),) if fix and fix.fix is not None else ()
    return Entry(finding, candidates)


def _extent(signal: Signal) -> tuple[int, int]:
    """The fewest length classes that together hold 70 % of the probability, as a range of words."""
    best = max(range(4), key=signal.lengths.__getitem__)
    low = high = best
    share = signal.lengths[best]
    while share < 0.7:
        below = signal.lengths[low - 1] if low else -1.0
        above = signal.lengths[high + 1] if high < 3 else -1.0
        if below >= above:
            low -= 1
        else:
            high += 1
        share += max(below, above)
    return _LENGTHS[low][0], _LENGTHS[high][1]
