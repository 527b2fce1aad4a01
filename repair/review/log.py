"""The decisions log on disk: lines are only ever added, by any number of reviewers and processes.

A line is written in one piece under a lock, and flushed to the disk before it is reported as saved. A line that cannot
be read was either cut off by a crash, and then never reported as saved, or damaged later: the log does not show which.
It stays where it is, its bytes are also kept beside the log, and every reader gets an error.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from repair.edit import append_whole, appending, unwritten
from repair.errors import ApparatusError, InputError, OutputError, RecordError
from repair.review.events import LogLine, decode_line, encode_line

__all__ = ["Log", "damaged_path", "log_path", "read_log"]

# Bytes of one line: an emendation, a note and the provenance of a well attested reading fit many times.
_MAX_LINE: Final = 4_000_000

_LINE: Final = re.compile(rb'"decision":|\{"format":\d+,"id":"')

_BEGIN: Final = b'{"format":'
_TORN: Final = 20  # bytes, below which a crash left too little of a line to tell it by more than its beginning

OnDamage = Callable[[ApparatusError], None]


def log_path(apparatus: str | Path) -> Path:
    """The path of the log of an apparatus: `<apparatus>.decisions.jsonl`."""
    path = Path(apparatus)
    return path.with_name(f"{path.name}.decisions.jsonl")


def damaged_path(log: str | Path) -> Path:
    """Where the lines of a log that cannot be read are kept: `<log>.damaged`."""
    path = Path(log)
    return path.with_name(f"{path.name}.damaged")


class Log:
    """One log, followed as it grows. `on_damage` is called for every line that cannot be read, after its bytes are
    kept."""

    def __init__(self, path: str | Path, on_damage: OnDamage) -> None:
        self.path = Path(path)
        self.on_damage = on_damage
        self._offset = 0
        self._number = 0
        self._ended = True

    def append(self, lines: Sequence[LogLine]) -> None:
        """Add `lines` in one piece; they are on the disk when this returns. Raises `OutputError` if they are not.

        What a crash left without its line feed gets one first, so that it can spoil no line but its own.
        """
        data = b"".join(map(encode_line, lines))
        try:
            new = not self.path.exists()
            with appending(self.path) as descriptor:
                size = os.fstat(descriptor).st_size
                if size and os.pread(descriptor, 1, size - 1) != b"\n":
                    data = b"\n" + data
                if not append_whole(descriptor, data):
                    raise OutputError("the disk is full", where=str(self.path), hint="make room and decide again")
                os.fsync(descriptor)
            if new:
                _sync_folder(self.path.parent)
        except OSError as error:
            raise OutputError(
                f"the decision is not saved: {error.strerror}", where=str(self.path), hint="check disk and permissions"
            ) from None

    def follow(self) -> Iterator[LogLine]:
        """The lines that were added since the last call, by anyone. A log that does not exist yet has none.

        A last line without its line feed is left for later: it may still be being written.
        """
        for data in self._new():
            if data.endswith(b"\n"):
                line = self._decode(data)
                self._offset += len(data)
                if line is not None:
                    yield line

    def read(self) -> Iterator[LogLine]:
        """Like `follow`, but also takes a complete last line without its line feed, since nobody is writing it now."""
        yield from self.follow()
        if not self.path.exists():
            return
        with unwritten(self.path):
            yield from self.follow()
            for data in self._new():
                line = self._decode(data)
                self._offset += len(data)
                if line is not None:
                    yield line

    def _decode(self, data: bytes) -> LogLine | None:
        if self._ended or data != b"\n":  # which else ends the line before
            self._number += 1
        self._ended = data.endswith(b"\n")
        where = f"{self.path}:{self._number}"
        if len(data) > _MAX_LINE:
            raise ApparatusError(f"the line is longer than {_MAX_LINE:,} bytes", where=where, hint="the log was edited")
        if not data.strip():
            return None
        try:
            return decode_line(data)
        except RecordError as error:
            kept = self._keep_aside(data)
            self.on_damage(
                ApparatusError(
                    f"a line of the log cannot be read: {error.what}",
                    where=where,
                    hint=f"its bytes are kept in {kept}: put the line right or remove it, or leave it out: --skip-damaged",
                )
            )
        except ApparatusError as error:
            raise ApparatusError(error.what, where=where, hint=error.hint) from None
        return None

    def _keep_aside(self, data: bytes) -> Path:
        """Keep the bytes of a line beside the log, once."""
        path = damaged_path(self.path)
        try:
            with appending(path) as descriptor:
                with path.open("rb") as stream:
                    kept = stream.read()
                if data.rstrip(b"\n") not in kept.split(b"\n"):
                    os.write(descriptor, data if kept.endswith(b"\n") or not kept else b"\n" + data)
                    os.fsync(descriptor)
        except OSError as error:
            raise OutputError(
                f"a damaged line of the log cannot be kept: {error.strerror}",
                where=str(path),
                hint="copy the log to a folder that can be written",
            ) from None
        return path

    def _new(self) -> Iterator[bytes]:
        try:
            with self.path.open("rb") as stream:
                if stream.seek(0, os.SEEK_END) < self._offset:
                    raise ApparatusError(
                        "the log became shorter", where=str(self.path), hint="it is only ever added to; open it again"
                    )
                stream.seek(self._offset)
                while data := stream.readline(_MAX_LINE + 1):
                    yield data
        except FileNotFoundError:
            return
        except OSError as error:
            raise InputError(
                f"cannot be read: {error.strerror}", where=str(self.path), hint="check its permissions"
            ) from None


def read_log(path: str | Path, on_damage: OnDamage) -> list[LogLine]:
    """All lines of the log at `path` that can be read, in order; `on_damage` is called for the others.

    Raises `InputError` if there is no log or the file is none, and `OutputError` if a damaged line cannot be kept beside
    it.
    """
    if not Path(path).is_file():
        raise InputError(
            "no such decisions log", where=str(path), hint="`repair review` writes one beside an apparatus"
        )
    if not _looks_like_log(Path(path)):
        what = "is no log of decisions: no line of it was written by `repair review`"
        raise InputError(what, where=str(path), hint="name the file that ends in .decisions.jsonl")
    return list(Log(path, on_damage).read())


def _looks_like_log(path: Path) -> bool:
    """Whether the file is empty or any of its lines, be it damaged, was once a line of a log. Nothing is kept beside a
    file that never was one."""
    try:
        with path.open("rb") as stream:
            empty = True
            while line := stream.readline(_MAX_LINE):
                torn = len(line) < _TORN and _BEGIN.startswith(line[: len(_BEGIN)])
                if torn or _LINE.search(line):
                    return True
                empty = empty and not line.strip()
            return empty
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), hint="check its permissions") from None


def _sync_folder(folder: Path) -> None:
    """Force the entry of a new file to the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
