"""Whether fixes hold: a fix holds if its finding is gone from the new text, and the rules see nothing new near it.

The rules read the new text. A fix that does not hold is left out, and its finding stays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from msgspec.structs import replace

from repair.config import Config
from repair.detect.document import Sighting
from repair.detect.stage import look
from repair.edit import Edit, apply
from repair.records import Apparatus, Entry

__all__ = ["holding"]

_ROUNDS: Final = 8  # leaving out one fix can make others fail; after so many rounds no fix is made
_NEAR: Final = 40  # code points
_REACH: Final = 3  # sightings within so many code points mean one place


def holding(apparatus: Apparatus, config: Config) -> Apparatus:
    """The apparatus with only those entries accepted that hold when they are put in; the others are open again.

    An entry holds if no rule sees anything new in the new text within 40 code points of it. A new sighting farther away
    is a finding of its own. Time is linear in the article.
    """
    before = look(apparatus.article, config).in_source if _accepted(apparatus) else ()
    for _ in range(_ROUNDS):
        accepted = _accepted(apparatus)
        if not accepted:
            return apparatus
        applied = apply(apparatus)
        after = look(replace(apparatus.article, text=applied.text), config).in_source
        failing = _failing(accepted, applied.edits, before, after)
        if not failing:
            return apparatus
        apparatus = _reopened(apparatus, [accepted[number] for number in failing])
    return _reopened(apparatus, _accepted(apparatus))


def _accepted(apparatus: Apparatus) -> list[Entry]:
    return [entry for entry in apparatus.entries if entry.status == "accepted"]


def _reopened(apparatus: Apparatus, entries: Sequence[Entry]) -> Apparatus:
    gone = {id(entry) for entry in entries}
    return replace(apparatus, entries=tuple(e.reopen() if id(e) in gone else e for e in apparatus.entries))


def _failing(
    fixes: Sequence[Entry], edits: Sequence[Edit], before: Sequence[Sighting], after: Sequence[Sighting]
) -> set[int]:
    """Numbers of the fixes with a new sighting near them; of several near fixes, the nearest counts."""
    known = set(_moved(fixes, before))
    starts = [edit.start for edit in edits]
    failing: set[int] = set()
    for sighting in after:
        if (sighting.rule, sighting.start, sighting.end) in known:
            continue
        at = bisect_right(starts, sighting.start)
        beside = [number for number in (at - 1, at) if 0 <= number < len(edits)]
        distance, number = min((_distance(edits[n], sighting), n) for n in beside)
        if distance <= _NEAR:
            failing.add(number)
    return failing


def _distance(edit: Edit, sighting: Sighting) -> int:
    return max(edit.start - sighting.end, sighting.start - edit.end, 0)


def _moved(fixes: Sequence[Entry], before: Sequence[Sighting]) -> Iterator[tuple[str, int, int]]:
    """Rule and span of the earlier sightings, with the spans moved to the new text. Those that the fixes were made for,
    and those that end within a fix, are left out."""
    starts = [fix.finding.start for fix in fixes]
    ends = [fix.finding.end for fix in fixes]
    growth = [0, *accumulate(_growth(fix) for fix in fixes)]

    def places(offset: int) -> list[int]:
        """The two possible new positions of an offset: before and after a text that was put in there."""
        first, last = bisect_left(ends, offset), bisect_right(ends, offset)
        if first < len(starts) and starts[first] < offset:
            first += 1
        return [offset + growth[number] for number in range(first, last + 1)]

    for sighting in before:
        near = range(bisect_left(ends, sighting.start - _REACH), bisect_right(starts, sighting.end + _REACH))
        if any(sighting.rule in fixes[number].finding.detectors for number in near):
            continue
        yield from ((sighting.rule, start, end) for start in places(sighting.start) for end in places(sighting.end))


def _growth(fix: Entry) -> int:
    candidate = fix.accepted
    assert candidate is not None  # only accepted entries are fixes
    return len(candidate.text) - (fix.finding.end - fix.finding.start)
