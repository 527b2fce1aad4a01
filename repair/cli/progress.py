"""A line that says how far a command is: always the same one on a terminal, one now and then elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from shutil import get_terminal_size
from threading import Event, RLock, Thread
from typing import TYPE_CHECKING, Any, Final

from repair.text.counted import counted, duration

if TYPE_CHECKING:
    from repair.cli.messages import Report
    from repair.records import Apparatus

__all__ = ["ProgressLine"]

_FIRST: Final = 1.0  # seconds before anything is shown: a short run needs no progress
_LIVE: Final = 0.25  # seconds between two pictures on a terminal
_CLEAR: Final = "\r\x1b[2K"


class ProgressLine:
    """Shows `text`, which the command changes as it goes on, on standard error; used as a context.

    On a terminal a line is drawn again and again, with the time so far, and vanishes at the end. Elsewhere it is printed
    every `every` seconds, 0: never. What `report` says stands on lines of its own.
    """

    def __init__(self, report: Report, text: str = "", *, every: float = 0.0) -> None:
        self.text = text
        self._report = report
        self._live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._pause = _LIVE if self._live else every
        self._begun = time.monotonic()
        self._ended, self._lock, self._drawn = Event(), RLock(), False
        self._thread = Thread(target=self._draw, daemon=True)

    def __enter__(self) -> ProgressLine:
        self._report.aside = self.aside
        if self._pause:
            self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._report.aside = nullcontext
        self._ended.set()
        if self._pause:
            self._thread.join()
        self._wipe()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While the block runs, such as by printing something, no line stands there."""
        with self._lock:
            self._wipe()
            yield

    def apart(self, chunks: Iterable[Any]) -> Iterator[Any]:
        """The same chunks; while the reader works on one, no line stands there."""
        for chunk in chunks:
            with self.aside():
                yield chunk

    def counting(self, apparatuses: Iterable[Apparatus]) -> Iterator[Apparatus]:
        """The same apparatuses, which the line counts with their findings."""
        findings = 0
        for number, apparatus in enumerate(apparatuses, 1):
            findings += len(apparatus.entries)
            self.text = f"{counted(number, 'article')}, {counted(findings, 'finding')}"
            yield apparatus

    def _draw(self) -> None:
        wait = max(_FIRST, self._pause)
        while not self._ended.wait(wait):
            wait = self._pause
            if not self._lock.acquire(blocking=False):  # its holder may have ended in an error
                continue
            try:
                self._show()
            finally:
                self._lock.release()

    def _show(self) -> None:
        shown = f"{self.text} · {duration(time.monotonic() - self._begun)}"
        width = get_terminal_size().columns - 1
        sys.stderr.write(f"{_CLEAR}{shown[:width]}" if self._live else f"{shown}\n")
        sys.stderr.flush()
        self._drawn = self._live

    def _wipe(self) -> None:
        if self._drawn:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._drawn = False
