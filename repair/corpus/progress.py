"""How a run shows its progress: a live table in a terminal, plain lines elsewhere, JSON lines, or nothing."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Final, Protocol, TextIO

from msgspec import Struct, field
from msgspec.structs import asdict

from repair.text.counted import counted, duration

__all__ = ["PROGRESS_DISPLAYS", "ProgressDisplay", "Snapshot", "line", "progress_of", "reasons"]

_LIVE: Final = 0.2  # seconds between two pictures in a terminal
_LINES: Final = 5.0  # seconds between two lines elsewhere
_REASONS: Final = 10  # that are listed


class Snapshot(Struct):
    """The progress of a run. `not_rows` of the items `set_aside` are lines that are not rows; `failed` is the number of
    inputs that could not be read. `read` and `total` are bytes of the inputs. `seconds` is the time since the last
    start, in which `fresh` articles were processed and `fresh_read` bytes were read. `done_again` is how many batches were
    lost on other machines and done on this one. `stages` is the workers' time by
    stage, `reasons` is how many items were set aside for what."""

    articles: int = 0
    damaged: int = 0
    findings: int = 0
    set_aside: int = 0
    not_rows: int = 0
    failed: int = 0
    read: int = 0
    total: int = 0
    seconds: float = 0.0
    fresh: int = 0
    fresh_read: int = 0
    workers_replaced: int = 0
    done_again: int = 0
    done: bool = False
    stages: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Articles a second in this run."""
        return self.fresh / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that the rest will take at this pace, `None` while that is unknown."""
        if self.done:
            return 0.0
        return (self.total - self.read) * self.seconds / self.fresh_read if self.fresh_read > 0 else None

    def described(self) -> dict[str, Any]:
        """All of it as JSON can hold it."""
        rest = None if self.left is None else round(self.left, 1)
        stages = {name: round(seconds, 2) for name, seconds in sorted(self.stages.items())}
        values = {**asdict(self), "seconds": round(self.seconds, 2), "stages": stages}
        return {**values, "rate": round(self.rate, 1), "left": rest}


def line(snapshot: Snapshot) -> str:
    """The snapshot on one line."""
    share = snapshot.damaged / snapshot.articles if snapshot.articles else 0.0
    parts = [
        counted(snapshot.articles, "article"),
        f"{snapshot.rate:,.0f}/s",
        f"{share:.1%} damaged",
        f"{snapshot.set_aside:,} set aside",
        f"{min(1.0, snapshot.read / snapshot.total) if snapshot.total else 1.0:.0%} read",
    ]
    if snapshot.left is not None and not snapshot.done:
        parts.append(f"{duration(snapshot.left)} left")
    if snapshot.failed:
        parts.append(f"{snapshot.failed:,} unreadable")
    if snapshot.workers_replaced:
        parts.append(f"{counted(snapshot.workers_replaced, 'worker')} replaced")
    if snapshot.done_again:
        parts.append(f"{counted(snapshot.done_again, 'lost batch', 'lost batches')} done again here")
    return " · ".join(parts)


def reasons(counts: Mapping[str, int]) -> Iterator[str]:
    """A line for each of the most frequent reasons for which items were set aside."""
    ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    for reason, count in ordered[:_REASONS]:
        yield f"{count:,} set aside: {reason}"
    if rest := ordered[_REASONS:]:
        yield f"{sum(count for _, count in rest):,} set aside for {counted(len(rest), 'other reason')}"


def stages_line(snapshot: Snapshot) -> str:
    """What share of the workers' time each stage has had."""
    total = sum(snapshot.stages.values()) or 1.0
    return " · ".join(f"{name} {seconds / total:.0%}" for name, seconds in snapshot.stages.most_common())


class ProgressDisplay(Protocol):
    """Shows snapshots; used as a context."""

    def __enter__(self) -> ProgressDisplay:
        """Begin."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End, and leave the terminal as it was."""
        ...

    def show(self, snapshot: Snapshot, *, last: bool = False) -> None:
        """Show where the run is; `last` is shown in any case."""
        ...


class _Quiet:
    """Shows nothing."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = time.monotonic()

    def __enter__(self) -> _Quiet:
        return self

    def __exit__(self, *error: object) -> None:
        return

    def show(self, snapshot: Snapshot, *, last: bool = False) -> None:
        """Nothing."""


class _Plain(_Quiet):
    """A line now and then."""

    def show(self, snapshot: Snapshot, *, last: bool = False) -> None:
        """A line, if the last one is some seconds old."""
        if last or time.monotonic() - self._shown >= _LINES:
            self._shown = time.monotonic()
            print(self._line(snapshot), file=self._stream, flush=True)

    def _line(self, snapshot: Snapshot) -> str:
        return line(snapshot)


class _Json(_Plain):
    """A JSON object now and then, one a line."""

    def _line(self, snapshot: Snapshot) -> str:
        return json.dumps(snapshot.described())


class _Rich(_Quiet):
    """A bar and two lines that stay where they are."""

    def __enter__(self) -> _Rich:
        from rich.console import Console
        from rich.live import Live

        self._live = Live(console=Console(file=self._stream), auto_refresh=False, transient=True)
        self._live.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._live.stop()

    def show(self, snapshot: Snapshot, *, last: bool = False) -> None:
        """Draws the picture again, a few times a second."""
        if not last and time.monotonic() - self._shown < _LIVE:
            return
        self._shown = time.monotonic()
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        total = max(snapshot.total, 1)
        picture = Table.grid()
        picture.add_row(ProgressBar(total=total, completed=min(snapshot.read, total), width=60))
        picture.add_row(Text(line(snapshot)))
        picture.add_row(Text(stages_line(snapshot), style="dim"))
        self._live.update(picture, refresh=True)
        if last:
            self._live.console.print(Text(line(snapshot)))


PROGRESS_DISPLAYS: Final[dict[str, Callable[[TextIO], ProgressDisplay]]] = {
    "rich": _Rich,
    "plain": _Plain,
    "json": _Json,
    "quiet": _Quiet,
}
"""How progress is shown, by name."""


def progress_of(name: str) -> ProgressDisplay:
    """The progress of that name on standard error; `auto` is `rich` in a terminal, else `plain`."""
    if name == "auto":
        name = "rich" if sys.stderr.isatty() else "plain"
    return PROGRESS_DISPLAYS[name](sys.stderr)
