"""Measures time for tests. Every test that takes the fixture `stopwatch` carries the mark `timing` and runs apart."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from repair.errors import RepairError

__all__ = ["Stopwatch"]


class Stopwatch:
    """Processor time of this process, so that other processes do not count."""

    def seconds(self, work: Callable[[], object]) -> float:
        """How long the work takes; an error that is raised on purpose ends it."""
        gc.freeze()  # else what other tests left behind is searched for garbage again and again, the longer the work the more
        try:
            start = time.process_time()
            with suppress(RepairError):
                work()
            return time.process_time() - start
        finally:
            gc.unfreeze()

    def check_growth(self, work: Callable[[str], object], made: Callable[[int], str], size: int) -> None:
        """Four times the text takes about four times the time; quadratic time would be sixteen times."""
        small, large = made(size), made(4 * size)
        least, most = float("inf"), float("inf")
        for _ in range(4):  # a measurement may be off: the quickest of each size counts
            least = min(least, *(self.seconds(lambda: work(small)) for _ in range(2)))
            most = min(most, self.seconds(lambda: work(large)))
            ratio = most / max(least, 0.005)
            if ratio < 11:  # more than four, since what fits no cache of the processor costs more
                return
        pytest.fail(f"four times the text took {ratio:.1f} times the time")
