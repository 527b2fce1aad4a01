"""Digests of files, those of large ones kept in the cache as long as such a file is what it was, and the check sums of what
is kept there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

__all__ = ["SETTLED", "Digest", "drop", "file_digest", "kept", "make", "sealed", "unsealed"]

Digest = Callable[[Path], bytes]
"""The digest of a file's content."""

SETTLED: Final = 2.0
"""Seconds: a file that was written later than so long ago may be written again without a new time."""
_LARGE: Final = 1 << 20  # bytes of a file, from which on its digest is kept: smaller ones are read as quickly
_CHECK: Final = 8  # bytes of a check sum


def file_digest(path: Path) -> bytes:
    """The digest of a file's content, in 64 bytes."""
    return blake2b(path.read_bytes()).digest()


def sealed(key: bytes, value: bytes) -> bytes:
    """The value behind a check sum, which shows that it is whole and that of its key (up to 64 bytes)."""
    return _check_sum(key, value) + value


def unsealed(key: bytes, stored: object) -> bytes | None:
    """The value that `sealed` was given with this key, `None` if it is damaged or that of another key."""
    if isinstance(stored, bytes) and stored[:_CHECK] == _check_sum(key, stored[_CHECK:]):
        return stored[_CHECK:]
    return None


def _check_sum(key: bytes, value: bytes) -> bytes:
    return blake2b(value, digest_size=_CHECK, key=key).digest()


def make(database: sqlite3.Connection) -> None:
    """Make the table of digests if it is missing. Raises `sqlite3.Error`, also if there is another table of its name."""
    database.execute(
        "CREATE TABLE IF NOT EXISTS file (path BLOB PRIMARY KEY, state BLOB, day INTEGER, digest BLOB) WITHOUT ROWID"
    )
    database.execute("SELECT path, state, day, digest FROM file LIMIT 1").fetchone()


def kept(database: sqlite3.Connection, day: int, path: Path) -> bytes:
    """The digest of a file, taken anew unless it is kept and the file is the same: of the same size and place on the disk,
    and not written since."""
    from sqlite3 import Error

    state = _state(path)
    if state is None:
        return file_digest(path)
    name = os.fsencode(path.absolute())
    with suppress(Error):
        row = database.execute("SELECT digest FROM file WHERE path = ? AND state = ?", (name, state)).fetchone()
        found = unsealed(state, row[0]) if row else None
        if found is not None:
            database.execute("UPDATE file SET day = ? WHERE path = ? AND day <> ?", (day, name, day))
            return found
    digest = file_digest(path)
    if _state(path) == state:
        with suppress(Error):
            row = (name, state, day, sealed(state, digest))
            database.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", row)
    return digest


def drop(database: sqlite3.Connection, *, before: int) -> None:
    """Drop the digests that nobody asked for since the day `before`."""
    database.execute("DELETE FROM file WHERE day < ?", (before,))


def _state(path: Path) -> bytes | None:
    """A digest that changes whenever somebody writes a large file or puts another one in its place; `None` for a file that
    is small, or that was written just now."""
    found = path.stat()
    written = max(found.st_mtime, found.st_ctime)
    if found.st_size < _LARGE or not written < time.time() - SETTLED:
        return None
    state = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return blake2b(repr(state).encode()).digest()
