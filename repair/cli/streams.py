"""The standard streams of a command: all three exist, and a failure to write is reported as an error, once.

If a stream is closed when Python starts, Python has no object for it and gives its number to the first file that is
opened. At its end it complains about text that is left in a buffer, and the exit code no longer says how the run went.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING, Final, TextIO

from repair.errors import OutputError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["open_streams"]

_BUFFER: Final = 1 << 16  # bytes
# so that a closed stream fails when it is used
_UNUSABLE: Final = {0: os.O_WRONLY, 1: os.O_RDONLY, 2: os.O_RDONLY}


class _Output(io.FileIO):
    """Standard output or standard error, by number. After a failure, all further output is dropped."""

    def __init__(self, number: int, *, aloud: bool) -> None:
        super().__init__(number, "w", closefd=False)
        self._aloud = aloud
        self._lost = False

    def write(self, data: ReadableBuffer) -> int:
        """Write some bytes. Raises `BrokenPipeError` or `OutputError`, only once, and only if `aloud`."""
        if not self._lost:
            try:
                return super().write(data)
            except OSError as error:
                self._lost = True
                if self._aloud:
                    raise _failed(error) from None
        return memoryview(data).nbytes


def _failed(error: OSError) -> Exception:
    if error.errno == errno.EPIPE:
        return BrokenPipeError("standard output")  # without the number, by which click would make it a code of its own
    what = "is closed" if error.errno == errno.EBADF else f"cannot be written: {error.strerror}"
    return OutputError(
        what, where="standard output", hint="write to a file on a disk with free space, with -o if the command has it"
    )


def open_streams() -> None:
    """Replace Python's streams by ones that report failures."""
    for number, mode in _UNUSABLE.items():
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # it takes the lowest number that is free
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - a number, for the whole run
    sys.stdout = _text(1, sys.stdout, aloud=True)
    sys.stderr = _text(2, sys.stderr, aloud=False)


def _text(number: int, before: TextIO | None, *, aloud: bool) -> io.TextIOWrapper:
    buffered = io.BufferedWriter(_Output(number, aloud=aloud), _BUFFER)
    by_line = not aloud or os.isatty(number)
    if before is None:
        return io.TextIOWrapper(buffered, "utf-8", "backslashreplace", line_buffering=by_line)
    return io.TextIOWrapper(buffered, before.encoding, before.errors, line_buffering=by_line)
