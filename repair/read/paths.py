"""Opens the sources that paths, folders, globs and `-` name, in a fixed order and one at a time.

Folders are read sorted by name, without hidden files, the sidecars that `repair apply` writes, and what the user
excludes; a folder that a link leads back to is not read twice. Packed files are unpacked while they are read, and a ZIP archive is a folder.
"""

from __future__ import annotations

import glob
import io
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Final, cast

from repair.errors import InputError, MissingExtra
from repair.read.archives import SIDECARS, archive_of, is_archive, member_stream, members
from repair.read.copy import OnError, Opened
from repair.read.excluded import IsExcluded, excluder, named_part
from repair.read.head import forward_only
from repair.read.kinds import packing_within
from repair.read.pipes import STDIN, is_pipe
from repair.text.zstandard import zstandard

__all__ = [
    "UNPACKERS",
    "UNREADABLE_HINT",
    "RealNames",
    "expand",
    "opened",
    "plain_name",
    "suffix",
    "unpacked_by",
    "unreadable",
]

_URL: Final = "://"
_BLOCK: Final = 1 << 17
_PACKED: Final = 1 << 11  # packed bytes that are unpacked at once: a hostile file can make 2**15 times as many of them
UNREADABLE_HINT: Final = "check that the file is there, complete, and that you may read it"
"""What to do about a file that cannot be read to its end."""
_SAVED: Final = ("dataset_info.json", "dataset_dict.json")  # by which a folder that `datasets` saved is known


def expand(paths: Sequence[str], on_error: OnError, exclude: Sequence[str] = ()) -> Iterator[str]:
    """The files that `paths` name, each once, by whatever name or link: files, folders with all below, globs, and `-` for
    standard input.

    `exclude` are patterns of what is left out of folders, globs and archives: the name of a file or folder, or with a `/`
    its path, as it is found or below any of its folders. `*` stands for anything, `/` too. A file that is named itself is
    read all the same.
    """
    seen: set[str] = set()
    known_as = RealNames()
    is_excluded = excluder(exclude)
    for path in paths:
        for file in _with_members(_expand_one(path, on_error, is_excluded), on_error, is_excluded):
            if "\x00" in file or not _is_text(file):
                name = os.fsencode(file).decode("utf-8", "backslashreplace")
                on_error(InputError("the file's name is not UTF-8", where=name, hint="rename it"))
                continue
            key = known_as(file)
            if key not in seen:
                seen.add(key)
                yield file


class RealNames:
    """Gives the real name of a file, which all its paths and links share. The real name of the last folder is kept: files
    mostly come folder by folder, and resolving each would take as long as reading it."""

    def __init__(self) -> None:
        self._folder = ""
        self._real = os.path.realpath("")

    def __call__(self, path: str) -> str:
        """The real name of the file at `path`; standard input keeps its own."""
        if path == STDIN:
            return path
        if os.path.islink(path):  # noqa: PTH114 -- a `Path` for each file would take as long as opening it
            return os.path.realpath(path)
        folder, slash, name = path.rpartition("/")
        if folder + slash != self._folder:
            self._folder, self._real = folder + slash, os.path.realpath(folder + slash)
        return os.path.join(self._real, name)  # noqa: PTH118


def _with_members(files: Iterator[str], on_error: OnError, is_excluded: IsExcluded) -> Iterator[str]:
    """The files, those in an archive in place of it."""
    for file in files:
        if is_archive(file):
            yield from (member for member in members(file, on_error) if not is_excluded(member, file))
        else:
            yield file


def _is_text(name: str) -> bool:
    """Whether the name can be written as UTF-8; bytes that are not text are lone surrogates in it."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _expand_one(path: str, on_error: OnError, is_excluded: IsExcluded) -> Iterator[str]:
    try:
        if path == STDIN or (path and Path(path).exists() and not Path(path).is_dir()):
            yield path
        elif path and Path(path).is_dir():
            yield from _walk(path, on_error, is_excluded)
        elif archive_of(path) != path:
            yield from (member for member in members(path, on_error) if not is_excluded(member, path))
        elif glob.has_magic(path) and _URL not in path:
            yield from _expand_glob(path, on_error, is_excluded)
        else:
            on_error(_missing(path))
    except (OSError, ValueError) as error:
        on_error(InputError(f"cannot be read: {_reason(error)}", where=path.replace("\x00", "\\x00")))


def _missing(path: str) -> InputError:
    if _URL in path:
        hint = "use `repair corpus`, which reads URLs, or fetch the file first"
        return InputError("is a URL, and only files are read here", where=path, hint=hint)
    return InputError("no such file or folder", where=path, hint="check the path")


def _expand_glob(pattern: str, on_error: OnError, is_excluded: IsExcluded) -> Iterator[str]:
    found = _matches(pattern)
    if not found:
        on_error(InputError("no file matches", where=pattern, hint="check the pattern, and quote it in a shell"))
    above = named_part(pattern)
    for name in found:
        if is_excluded(name, above):
            continue
        if Path(name).is_dir():
            yield from _walk(name, on_error, is_excluded)
        else:
            yield name


def _matches(pattern: str) -> list[str]:
    """What the glob names, sorted; hidden files only if the pattern itself names them. `**` does not follow links to
    folders, since they may lead in circles."""
    path = PurePath(pattern)
    base = Path(path.anchor or ".")
    found = base.glob(str(path.relative_to(path.anchor) if path.anchor else path))
    hidden = any(_is_hidden(part) for part in path.parts)
    return sorted(str(name) for name in found if hidden or not any(_is_hidden(part) for part in name.parts))


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name not in (".", "..")


def _of_data_set(name: str) -> bool:
    """Whether a file in a folder that `datasets` saved says something of the data, and holds none or a copy of it."""
    return name in (*_SAVED, "state.json") or (name.startswith("cache-") and name.endswith(".arrow"))


def _walk(folder: str, on_error: OnError, is_excluded: IsExcluded) -> Iterator[str]:
    """All files below `folder`, depth first, sorted by name. It uses a stack, not recursion, since trees can be
    deep. A link to a file or folder that is read here anyway is left out: its name would take the place of the real one."""
    root = os.path.realpath(folder)
    entered: set[tuple[int, int]] = set()
    stack = [(folder, False)]
    found = 0
    while stack:
        path, is_file = stack.pop()
        try:
            if is_file:
                found += 1
                yield path
                continue
            if not Path(path).is_dir():
                if Path(path).is_file():  # not a pipe or a device, which may never end
                    found += 1
                    yield path
                elif Path(path).is_symlink():
                    on_error(InputError("the link leads nowhere", where=path, hint="remove or correct it"))
                continue
            status = Path(path).stat()
            if (status.st_dev, status.st_ino) in entered:
                continue
            entered.add((status.st_dev, status.st_ino))
            with os.scandir(path) as entries:
                names = sorted(
                    (e.name, e.is_file(follow_symlinks=False))
                    for e in entries
                    if not _is_hidden(e.name) and not e.name.endswith(SIDECARS) and not _leads_within(e, root)
                )
            if any(name in _SAVED for name, _ in names):
                names = [(name, is_file) for name, is_file in names if not _of_data_set(name)]
            inside = str(PurePath(path, "x"))[:-1]
            stack.extend(
                (inside + name, is_file) for name, is_file in reversed(names) if not is_excluded(inside + name, path)
            )
        except OSError as error:
            on_error(
                InputError(f"cannot be read: {_reason(error)}", where=path, hint="check that you may read the folder")
            )
    if not found:
        on_error(
            InputError(
                "the folder holds no files",
                where=folder,
                hint="hidden files, sidecars and what is excluded are left out",
            )
        )


def _leads_within(entry: os.DirEntry[str], root: str) -> bool:
    """Whether an entry is a link to something below the folder `root` that is read there."""
    if not entry.is_symlink():
        return False
    target = os.path.realpath(entry.path)
    if target == root:
        return True
    below = target.removeprefix(root.rstrip("/") + "/")
    hidden = any(map(_is_hidden, below.split("/"))) or below.endswith(SIDECARS)
    return below != target and not hidden and Path(target).exists()


# --- packed files --------------------------------------------------------------------------------------------------


def _gzip(stream: BinaryIO) -> BinaryIO:
    import gzip

    return cast(BinaryIO, gzip.GzipFile(fileobj=stream))


def _bzip2(stream: BinaryIO) -> BinaryIO:
    import bz2

    return cast(BinaryIO, bz2.BZ2File(stream))


def _xz(stream: BinaryIO) -> BinaryIO:
    import lzma

    class Unpacked(lzma.LZMAFile):
        """Tells damage by an `OSError`, as the other unpackers do."""

        def read(self, size: int | None = -1) -> bytes:
            try:
                return super().read(size)
            except lzma.LZMAError as error:
                raise OSError(str(error)) from None

    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, Unpacked(stream)), _BLOCK))


def _zstd(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Zstandard(stream, zstandard("reading .zst")), _BLOCK))


class _Zstandard(io.RawIOBase):
    """Unpacks frames of Zstandard one after the other. A truncated frame is an `EOFError`, as with gzip (the library's
    own reader takes it for the end); other errors are `OSError`, also as with gzip."""

    def __init__(self, stream: BinaryIO, library: Any) -> None:
        self._stream = stream
        self._library = library
        self._frame: Any = None  # no frame has begun
        self._packed = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            self._packed = self._packed or self._stream.read(_PACKED)
            if not self._packed:
                if self._frame is not None:
                    raise EOFError("the file ends before the end of its Zstandard frame")
                return 0
            self._unpack()
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _unpack(self) -> None:
        if self._frame is None:
            self._frame = self._library.ZstdDecompressor()
        try:
            self._ready = memoryview(self._frame.decompress(self._packed))
        except self._library.ZstdError as error:
            raise OSError(str(error)) from None
        self._packed = self._frame.unused_data if self._frame.eof else b""
        if self._frame.eof:
            self._frame = None


UNPACKERS: Final[dict[str, Callable[[BinaryIO], BinaryIO]]] = {
    ".gz": _gzip,
    ".zst": _zstd,
    ".bz2": _bzip2,
    ".xz": _xz,
}


def plain_name(path: str) -> str:
    """The name without the extension that says how the file is packed."""
    name = path.rpartition("/")[2]
    ending = suffix(name)
    return name[: -len(ending)] if ending.lower() in UNPACKERS else name


def suffix(path: str) -> str:
    """The extension of a file's name with its dot, empty if it has none; like `PurePath.suffix`, but faster."""
    name = path.rpartition("/")[2]
    at = name.rfind(".")
    return name[at:] if 0 < at < len(name) - 1 else ""


def unpacked_by(path: str, *, packed: bool = False) -> str:
    """The key in `UNPACKERS` for a file, empty if it is read as it is. With `packed`, a file of gzip is read as it is too."""
    ending = suffix(path).lower()
    return "" if ending not in UNPACKERS or (packed and ending == ".gz") else ending


@contextmanager
def opened(path: str, *, packed: bool = False) -> Iterator[Opened]:
    """The source at `path`, unpacked; with `packed`, one that gzip packed is left as it is. Errors while it is open and
    read are raised as `InputError`."""
    try:
        if is_pipe(path):
            with nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb") as pipe:
                packing, stream = packing_within(cast(BinaryIO, pipe))
                unpack = UNPACKERS.get(unpacked_by(f"-{packing}", packed=packed))
                yield Opened(path, forward_only(unpack(stream)) if unpack else stream)
            return
        if archive_of(path) != path:
            with member_stream(path) as member:
                unpack = UNPACKERS.get(unpacked_by(path, packed=packed))
                yield Opened(path, unpack(member) if unpack and _holds_anything(member) else member)
            return
        with open(path, "rb") as file:  # noqa: PTH123 -- a `Path` for each file would take as long as opening it
            unpack = UNPACKERS.get(unpacked_by(path, packed=packed))
            yield Opened(path, unpack(file) if unpack and _holds_anything(file) else file)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(unreadable(error), where=path, hint=UNREADABLE_HINT) from None
    except MissingExtra as error:
        raise MissingExtra(error.what, where=path, hint=error.hint) from None


def _holds_anything(stream: BinaryIO) -> bool:
    """Whether the stream holds a byte: an empty file is empty, whatever its name says of how it is packed."""
    return bool(cast(io.BufferedReader, stream).peek(1))


def unreadable(error: Exception) -> str:
    """Why a file cannot be read to its end, as the clause of an error."""
    if isinstance(error, EOFError):
        return "the packed file is truncated: its end is missing"
    return f"cannot be read: {_reason(error)}"


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
