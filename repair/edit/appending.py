"""Files that several processes add to: one at a time, and readers see no half-written line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

__all__ = ["append_whole", "appending", "unwritten"]


@contextmanager
def appending(path: str | Path) -> Iterator[int]:
    """A descriptor that appends to `path`, locked against all other processes."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    try:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)  # which gives the lock back


def append_whole(descriptor: int, data: bytes) -> bool:
    """Append all of `data`, or nothing where the disk has no room for it: half a line would be taken for one. Whether it is
    there."""
    end = os.fstat(descriptor).st_size
    if os.write(descriptor, data) == len(data):
        return True
    os.ftruncate(descriptor, end)
    return False


@contextmanager
def unwritten(path: str | Path) -> Iterator[BinaryIO]:
    """The file at `path` for reading, while nobody appends to it."""
    with Path(path).open("rb") as stream:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_SH)
        yield stream
