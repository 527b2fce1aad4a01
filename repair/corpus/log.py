"""The log of a run in a file: when it began, how far it was, what was set aside and why, and how it ended."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from repair.corpus.progress import ProgressDisplay, Snapshot, line, reasons
from repair.errors import OutputError

__all__ = ["RunLog"]

_LINES: Final = 30.0  # seconds between two lines on the progress


class RunLog:
    """A progress that also writes to a file, at whose end it begins. Every line begins with the time in UTC.

    Entering it raises `OutputError` if the file cannot be opened: by then the run has made its folder, in which the file
    may lie. An error that ends the run is its last line.
    """

    def __init__(self, path: str | Path, shown: ProgressDisplay) -> None:
        self._path = Path(path)
        self._shown = shown
        self._said = 0.0
        self._shows = False

    def say(self, text: str) -> None:
        """Write one line."""
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(f"{now} {' '.join(text.split())}\n")

    def __enter__(self) -> Self:
        try:
            self.say("begin")
        except OSError as error:
            raise OutputError(
                f"cannot be written: {error.strerror}", where=str(self._path), hint="name another file"
            ) from None
        self._shown.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shown.__exit__(kind, error, trace)
        if error is not None:
            self.say(f"stopped: {error or type(error).__name__}")
        elif not self._shows:
            self.say("done before: there was nothing to do")

    def show(self, snapshot: Snapshot, *, last: bool = False) -> None:
        """Shows it, and writes a line if the last one is half a minute old."""
        self._shown.show(snapshot, last=last)
        self._shows = True
        if last or time.monotonic() - self._said >= _LINES:
            self._said = time.monotonic()
            self.say(line(snapshot))
        if last:
            for reason in reasons(snapshot.reasons):
                self.say(reason)
            self.say("done")
