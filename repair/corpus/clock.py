"""The seconds that a worker spends in each stage."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

__all__ = ["StageClock", "timed_stage"]


class StageClock:
    """Seconds by stage; time spent in a stage within another counts for the inner one."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner = [0.0]

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count the time inside for a stage."""
        started = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            self.seconds[stage] += spent - self._inner.pop()  # type: ignore[assignment]
            self._inner[-1] += spent


_TIMED: Final = {"find": "references", "remembered": "names", "signals": "gap head", "fill": "fill-in"}


class _Timed:
    """A finder or model whose work is timed as a stage of its own."""

    def __init__(self, inner: Any, clock: StageClock) -> None:
        self._inner = inner
        self._clock = clock

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        if name not in _TIMED:
            return value

        def timed(*args: Any, **more: Any) -> Any:
            with self._clock(_TIMED[name]):
                return value(*args, **more)

        return timed


def timed_stage(inner: Any, clock: StageClock) -> Any:
    """A finder, a memory or a model that counts its time, `None` for `None`."""
    return None if inner is None else _Timed(inner, clock)
