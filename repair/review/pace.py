"""How fast a reviewer decides, by the times in their log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from repair.review.events import LogLine

__all__ = ["IDLE", "pace", "spent"]

# Seconds after which a reviewer was elsewhere: no longer gap between two decisions counts as work.
IDLE: Final = 300.0
_LATE: Final = 60  # acts
_FEWEST: Final = 5


def spent(lines: Sequence[LogLine]) -> float:
    """Seconds that lie between these lines of one reviewer, breaks left out."""
    times = [datetime.fromisoformat(line.when) for line in lines]
    gaps = (max(0.0, (later - earlier).total_seconds()) for earlier, later in pairwise(times))
    return sum(gap for gap in gaps if gap <= IDLE)


def pace(acts: Sequence[LogLine]) -> tuple[float, int] | None:
    """Seconds a decision and entries an hour over the last acts; `None` for too few. Entries that were decided together
    count each."""
    late = [line for line in acts[-_LATE:] if line.decision in ("accept", "emend", "reject")]
    seconds = spent(late)
    if len(late) < _FEWEST or not seconds:
        return None
    each = seconds / (len(late) - 1)
    return each, round(3600 / each)
