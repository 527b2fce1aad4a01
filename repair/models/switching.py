"""The gap head of a bundled model for runs that may be brief: NumPy reads the first texts, torch all others.

The import of torch takes as long as reading four articles. Whoever reads more has lost little by then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Final

from repair.records import Signal

if TYPE_CHECKING:
    from repair.models.query import GapReader

__all__ = ["BriefReader"]

_LITTLE: Final = 10_000
"""Characters that take NumPy as much longer than torch as the import of torch takes."""


class BriefReader:
    """A `GapReader` that reads with `first`; `opened` loads the one that reads when more than a little is read. Several
    threads may ask it at once."""

    has_gap_head: Final = True

    def __init__(self, first: GapReader, opened: Callable[[], GapReader]) -> None:
        self.name: Final = first.name
        self._reader = first
        self._opened: Callable[[], GapReader] | None = opened
        self._left = _LITTLE
        self._lock = Lock()

    @property
    def device(self) -> str:
        """The kind of device that reads now."""
        return self._reader.device

    def signals(
        self, texts: Sequence[str], *, batch_size: int = 16, near: Sequence[Sequence[int]] | None = None
    ) -> list[tuple[Signal, ...]]:
        """See `GapReader.signals`."""
        with self._lock:
            self._left -= sum(map(len, texts))
            if self._left < 0 and self._opened is not None:
                self._reader = self._opened()
                self._opened = None
            reader = self._reader
        return reader.signals(texts, batch_size=batch_size, near=near)
