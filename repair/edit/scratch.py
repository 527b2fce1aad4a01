"""Replaces files in one step, with a scratch file in the same folder that no other process uses.

A scratch file is locked while its process lives. One without a lock was left by a killed process, and the next run that
writes into the folder removes it.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from repair.errors import DiskFullError, OutputError

__all__ = ["atomically", "sweep_scratch", "write_atomically"]

_NAME: Final = (".repair-", ".tmp")
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_HINTS: Final = {
    errno.EFBIG: "raise the limit on the size of files (ulimit -f)",
    **dict.fromkeys(_FULL, "free some space and run it again"),
}


@contextmanager
def atomically(path: str | Path) -> Iterator[BinaryIO]:
    """A stream whose content replaces the file at `path` when the block ends without an exception, and is dropped
    otherwise.

    A link is followed, and the permissions and the owner of a file are kept; a device or pipe is written to directly.
    Raises `OutputError`, or `DiskFullError` if the disk is full.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                yield stream
            return
        if target.exists() and not os.access(target, os.W_OK):  # a rename would ignore the permissions
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with _scratch(target.parent) as (scratch, stream):
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            if target.exists():
                _keep_mode(scratch, target)
            if sys.platform == "win32":  # there an open file cannot be renamed; elsewhere the lock is held until it is
                stream.close()
            scratch.replace(target)
    except OSError as error:
        kind = DiskFullError if error.errno in _FULL else OutputError
        hint = _HINTS.get(error.errno or 0, "check the folder and its permissions")
        raise kind(f"cannot write: {error.strerror or error}", where=str(path), hint=hint) from error


def write_atomically(path: str | Path, data: bytes) -> None:
    """Write `data` so that `path` holds either its old content or all of `data`, never a part. Raises `OutputError`."""
    with atomically(path) as stream:
        stream.write(data)


def sweep_scratch(folder: str | Path) -> None:
    """Remove the scratch files in `folder` whose processes have ended; those that are being written stay."""
    if sys.platform == "win32":
        return
    import fcntl

    with suppress(OSError), os.scandir(folder) as entries:  # if it cannot be read, writing will report that
        names = [e.name for e in entries if e.name.startswith(_NAME[0]) and e.name.endswith(_NAME[1]) and _is_own(e)]
        for name in names:
            scratch = Path(folder, name)
            with suppress(OSError), scratch.open("r+b") as stream:  # locked by its process, or owned by another user
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                scratch.unlink()


def _is_own(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


@contextmanager
def _scratch(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new scratch file, locked for this process. It is removed when the block ends, unless it was renamed."""
    while True:
        path = folder / os.urandom(8).hex().join(_NAME)
        try:
            with path.open("xb") as stream:
                if not _held(stream):
                    continue
                yield path, stream
                return
        finally:
            path.unlink(missing_ok=True)


def _held(stream: BinaryIO) -> bool:
    """Lock a new scratch file; `False` if another process removed it, as left behind, before it was locked."""
    if sys.platform != "win32":
        import fcntl

        with suppress(OSError):  # a file system without locks: no other process can lock the file either, so it stays
            fcntl.flock(stream, fcntl.LOCK_EX)
    return os.fstat(stream.fileno()).st_nlink > 0


def _keep_mode(scratch: Path, target: Path) -> None:
    """Give the scratch file the permissions of the file that it will replace, and its owner if that is allowed."""
    status, own = target.stat(), scratch.stat()
    if sys.platform != "win32" and (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        with suppress(PermissionError):  # only root may change the owner of a file
            os.chown(scratch, status.st_uid, status.st_gid)
    scratch.chmod(status.st_mode & 0o7777)
