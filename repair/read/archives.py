"""ZIP archives, read as folders: the file `inner.txt` in `archive.zip` has the path `archive.zip/inner.txt`.

Nothing is unpacked to disk. Members whose names lead out of the archive, encrypted ones, and those that unpack to a thousand
times their size are refused; all others are read up to the same limits as files.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from repair.errors import EmptySource, InputError
from repair.read.copy import OnError

__all__ = ["SIDECARS", "archive_of", "is_archive", "member_facts", "member_stream", "members"]

SIDECARS: Final = (".repair.json", ".repair.jsonl")
"""How the sidecars that `repair apply` writes are named: they are no articles."""

_ENDING: Final = ".zip"
_LARGE: Final = 100_000_000  # bytes of a member; smaller ones may be packed as tightly as they like
_TIMES: Final = 1000
_HIDDEN: Final = ("__MACOSX",)
_HINT: Final = "check that the archive is whole, and a ZIP archive"


def is_archive(path: str) -> bool:
    """Whether the path is named as an archive."""
    return path[-len(_ENDING) :].lower() == _ENDING


def archive_of(path: str) -> str:
    """The archive that the path leads into, or the path itself if it leads into none."""
    at = path.lower().find(f"{_ENDING}/")
    while at >= 0:
        archive = path[: at + len(_ENDING)]
        if Path(archive).is_file():
            return archive
        at = path.lower().find(f"{_ENDING}/", at + 1)
    return path


def members(path: str, on_error: OnError) -> Iterator[str]:
    """The paths of the files in an archive, or below a folder in one, sorted; those that cannot be read go to
    `on_error`. Hidden files and sidecars are left out, as in folders."""
    archive = archive_of(path)
    below = path[len(archive) + 1 :].rstrip("/")
    try:
        names = sorted(info.filename for info in _opened(archive).infolist() if not info.is_dir())
    except InputError as error:
        on_error(error)
        return
    found = False
    for name in names:
        if below and name != below and not name.startswith(f"{below}/"):
            continue
        parts = name.split("/")
        if (
            any(part.startswith(".") and part != ".." for part in parts)
            or parts[0] in _HIDDEN
            or name.endswith(SIDECARS)
        ):
            continue
        found = True
        if ".." in parts or "" in parts or "\\" in name or ":" in parts[0] or not name.isprintable():
            shown = name.encode("unicode_escape").decode()
            on_error(InputError(f"the name {shown!r} leads out of the archive", where=archive, hint="rename it"))
            continue
        yield f"{archive}/{name}"
    if not found:
        what = f"the archive holds no file {below!r}" if below else "the archive holds no files"
        on_error(InputError(what, where=archive, hint="hidden files are left out"))


def member_facts(path: str) -> tuple[int, str]:
    """How many bytes a member takes in its archive, and a stamp that differs between its versions. Raises
    `InputError`."""
    archive = archive_of(path)
    info = _info(archive, path)
    return info.compress_size, f"{info.CRC:08x} {info.file_size}"


def member_stream(path: str) -> BinaryIO:
    """The unpacked bytes of a member; damage is an `OSError`. Raises `InputError` if the member is not there, encrypted,
    or packed so tightly that it must be made to fill memories."""
    archive = archive_of(path)
    info = _info(archive, path)
    if info.flag_bits & 1:
        raise InputError("is encrypted", where=path, hint="unpack it first")
    if info.file_size > max(_LARGE, _TIMES * info.compress_size):
        times = info.file_size // max(1, info.compress_size)
        raise InputError(f"unpacks to {times:,} times its size", where=path, hint="unpack it first, if you trust it")
    try:
        return cast(BinaryIO, io.BufferedReader(_Member(_opened(archive).open(info))))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise InputError(f"cannot be read: {error}", where=path, hint=_HINT) from None


class _Member(io.RawIOBase):
    """A member of an archive, whose errors are those of files."""

    def __init__(self, member: Any) -> None:
        self._member = member

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with _as_files():
            return int(self._member.seek(offset, whence))

    def tell(self) -> int:
        return int(self._member.tell())

    def readinto(self, buffer: Any) -> int:
        with _as_files():
            data = self._member.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._member.close()
        super().close()


class _as_files:
    """Damage to an archive as the error that damage to a file is."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, zipfile.BadZipFile | zlib.error | NotImplementedError | RuntimeError):
            raise OSError(str(error)) from None


def _info(archive: str, path: str) -> zipfile.ZipInfo:
    try:
        return _opened(archive).getinfo(path[len(archive) + 1 :])
    except KeyError:
        raise InputError("no such file in the archive", where=path, hint="check the path") from None


def _opened(archive: str) -> zipfile.ZipFile:
    try:
        status = os.stat(archive)  # noqa: PTH116 -- as often as there are members
        if not status.st_size:
            raise EmptySource("is empty", where=archive, hint="remove it, or check how it was made")
        return _kept(archive, status.st_mtime_ns, status.st_size, os.getpid())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise InputError(f"cannot be read as a ZIP archive: {reason}", where=archive, hint=_HINT) from None


@lru_cache(maxsize=2)
def _kept(archive: str, modified: int, size: int, process: int) -> zipfile.ZipFile:
    """The archive, opened once for all of its members; a process that is a copy of another opens its own."""
    return zipfile.ZipFile(archive)
