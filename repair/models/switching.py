"""The gap head of a bundled model, which switches libraries: NumPy reads the first texts, torch all others.

The import of torch takes as long as reading four articles, so a short run is faster without it, and a long run loses little.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Final

from repair.records import Signal

if TYPE_CHECKING:
    from repair.models.query import GapReader

__all__ = ["SwitchingReader"]

_LITTLE: Final = 10_000
"""NumPy loses as much time on so many characters as the import of torch takes."""


class SwitchingReader:
    """A `GapReader` that reads with `first`, and once it has read more than a little, with what `load` gives. Several
    threads may ask it at once."""

    has_gap_head: Final = True

    def __init__(self, first: GapReader, load: Callable[[], GapReader]) -> None:
        self.name: Final = first.name
        self._reader = first
        self._load: Callable[[], GapReader] | None = load
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
            if self._left < 0 and self._load is not None:
                self._reader = self._load()
                self._load = None
            reader = self._reader
        return reader.signals(texts, batch_size=batch_size, near=near)
