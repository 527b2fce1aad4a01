"""The input files of a run, local or at a URL, in a fixed order, each with a stamp that differs between its versions.

They are listed in a file, so that a run over millions of texts need not hold their names in memory, and so that a
resumed run can say which of them has changed.
"""

from __future__ import annotations

import importlib
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from shlex import quote
from typing import Any, BinaryIO, Final, cast

import msgspec
from msgspec import Struct

from repair.corpus.names import namer
from repair.errors import InputError, MissingExtra, OutputError, RepairError
from repair.read import Opened, format_of
from repair.read.archives import archive_of, member_facts, member_stream
from repair.read.excluded import IsExcluded, excluder, named_part
from repair.read.paths import UNPACKERS, UNREADABLE_HINT, RealNames, expand, unpacked_by, unreadable
from repair.read.pipes import pipe_name

__all__ = [
    "Input",
    "UnreadableInput",
    "changed",
    "expanded",
    "listed_inputs",
    "open_input",
    "stored",
    "write_list",
]

_URL: Final = "://"
_HUB: Final = "hf://"
_CARD: Final = "README.md"
_BLOCK: Final = 1 << 20
_STAMPS: Final = (
    "ETag",
    "etag",
    "blob_id",
    "md5Hash",
    "generation",
    "LastModified",
    "last_modified",
    "mtime",
    "updated",
    "created",
)
_decoder: Final = msgspec.json.Decoder(dict[str, Any])


class Input(Struct, frozen=True):
    """One file. `bytes` is its size as it lies there, packed or not; `stamp` differs between its versions. `name` is its
    path below what all sources share."""

    number: int
    path: str
    format: str
    bytes: int
    stamp: str
    name: str = ""


def expanded(sources: Sequence[str], exclude: Sequence[str] = ()) -> Iterator[Input]:
    """The files that `sources` name, each once: files, folders, globs, and URLs of any file system that `fsspec` knows.
    `exclude` are patterns of what is left out, see `repair.read.paths.expand`.

    Raises `InputError` for what is not there or cannot be opened, `MissingExtra` for a URL without fsspec.
    """

    def fail(error: RepairError) -> None:
        raise error

    seen: set[str] = set()
    known_as = RealNames()
    name_of = namer(sources)
    for source in sources:
        if what := pipe_name(source):
            raise InputError(f"{what} cannot be read again", where=source, hint="write it to a file first")
        found = _remote(source, excluder(exclude)) if _URL in source else _local(expand([source], fail, exclude))
        for path, size, stamp in found:
            key = path if _URL in path else known_as(path)
            if key not in seen:  # else two of the sources name it
                yield Input(len(seen), path, format_of(path), size, stamp, name_of(path))
                seen.add(key)


def _local(paths: Iterator[str]) -> Iterator[tuple[str, int, str]]:
    for path in paths:
        if archive_of(path) != path:
            yield path, *member_facts(path)
            continue
        try:
            status = Path(path).stat()
            with Path(path).open("rb"):
                pass
        except OSError as error:
            hint = "check that the file is there and that you may read it, or leave it out"
            raise InputError(f"cannot be opened: {error.strerror}", where=path, hint=hint) from None
        yield path, status.st_size, str(status.st_mtime_ns)


def _remote(url: str, is_excluded: IsExcluded) -> Iterator[tuple[str, int, str]]:
    with _as_input_errors(url):
        system, path = _fsspec().core.url_to_fs(url)
        if any(c in path for c in "*?["):
            found = system.glob(path, detail=True)
        elif system.isdir(path):
            found = system.find(path, detail=True)
        else:
            found = {path: system.info(path)}
        names = [name for name in sorted(found) if not PurePosixPath(name).name.startswith(".")]
        names = [name for name in names if found[name].get("type") != "directory"]
        if url.startswith(_HUB) and len(names) > 1:  # descriptions of the data are no part of it
            names = [name for name in names if PurePosixPath(name).name != _CARD]
        names = [name for name in names if name == path or not is_excluded(name, named_part(path))]
        if not names:
            raise FileNotFoundError
        for name in names:
            info = found[name]
            stamp = next((str(info[key]) for key in _STAMPS if info.get(key)), "")
            yield system.unstrip_protocol(name), int(info.get("size") or 0), stamp


@contextmanager
def _as_input_errors(url: str) -> Iterator[None]:
    """What goes wrong with a URL as an `InputError`. Each file system has errors of its own: none is like another."""
    try:
        yield
    except RepairError:
        raise
    except ImportError as error:
        while isinstance(error.__cause__, ImportError):
            error = error.__cause__
        name = (error.name or "").partition(".")[0]
        what = f"needs the library {name}, which is not installed" if name else f"a library is missing: {error}"
        raise InputError(what, where=url, hint=f"pip install {name}" if name else "install it") from None
    except Exception as error:
        answer = getattr(error.__cause__ or error, "response", None)
        if isinstance(error, PermissionError) or getattr(answer, "status_code", 0) in (401, 403):
            rights = "log in with `hf auth login`, or set HF_TOKEN" if url.startswith(_HUB) else "check your rights"
            raise InputError("access is refused, or nothing is there", where=url, hint=rights) from None
        if isinstance(error, FileNotFoundError):
            raise InputError("no file is there", where=url, hint="check the address") from None
        message = " ".join(str(error).split()) or type(error).__name__
        hint = "check the address, and that the service is there"
        raise InputError(f"cannot be read: {message}", where=url, hint=hint) from None


def _fsspec() -> Any:
    try:
        return importlib.import_module("fsspec")
    except ImportError:
        raise MissingExtra("reading URLs needs the library fsspec", extra="corpus") from None


class UnreadableInput(InputError):
    """An input that cannot be opened, or not be read to its end: the run goes on without it and ends with an error."""


@contextmanager
def open_input(path: str) -> Iterator[tuple[Opened, BinaryIO]]:
    """The file unpacked, and the stream below, whose position says how much of the file has been read.

    If a packed file is truncated, all that can be unpacked is read first. Raises `UnreadableInput`, in that case at the
    end.
    """
    try:
        with _stored(path) as file:
            unpack = UNPACKERS.get(unpacked_by(path, packed=format_of(path) == "warc"))
            if unpack is None:
                yield Opened(path, file), file
                return
            unpacked = _UpToBreak(cast(io.BufferedReader, unpack(file)))
            try:
                yield Opened(path, cast(BinaryIO, io.BufferedReader(unpacked))), file
            except RepairError:
                if unpacked.broken is None:
                    raise
            if unpacked.broken is not None:
                raise unpacked.broken
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableInput(unreadable(error), where=path, hint=UNREADABLE_HINT) from None


def _stored(path: str) -> BinaryIO:
    try:
        return stored(path)
    except InputError as error:
        raise UnreadableInput(error.what, where=error.where, hint=error.hint) from None


class _UpToBreak(io.RawIOBase):
    """A packed file up to the place where it is truncated or damaged: there it ends, and `broken` says why."""

    def __init__(self, unpacked: io.BufferedReader) -> None:
        self._unpacked = unpacked
        self.broken: OSError | EOFError | zlib.error | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.broken is not None:
            return 0
        try:
            data = self._unpacked.read1(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            self.broken = error
            return 0
        buffer[: len(data)] = data
        return len(data)


def stored(path: str) -> BinaryIO:
    """The file at a path or URL, packed as it is. Raises `OSError`, `InputError` for what an archive cannot give."""
    if _URL not in path:
        return Path(path).open("rb") if archive_of(path) == path else member_stream(path)
    with _as_input_errors(path):
        system, name = _fsspec().core.url_to_fs(path)
        return io.BufferedReader(_Remote(system.open(name, "rb"), path), _BLOCK)


class _Remote(io.RawIOBase):
    """A file at a URL, whose errors are those of a file here."""

    def __init__(self, file: BinaryIO, url: str) -> None:
        self._file = file
        self._url = url

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def readinto(self, buffer: Any) -> int:
        try:
            with _as_input_errors(self._url):
                data = self._file.read(len(buffer))
        except InputError as error:
            raise OSError(error.what) from None
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()


def _as_before(listed: Input) -> str:
    """How a file that was copied or touched, and holds what it held, is given its time again."""
    if _URL in listed.path or archive_of(listed.path) != listed.path or not listed.stamp.isdigit():
        return ""
    seconds, fraction = divmod(int(listed.stamp), 10**9)
    return f" (if it holds the same: touch -d @{seconds}.{fraction:09} {quote(listed.path)})"


# --- the list ------------------------------------------------------------------------------------------------------


def write_list(inputs: Iterator[Input], target: Path) -> tuple[int, int]:
    """Writes the inputs as JSON lines; how many they are, and their size in bytes together."""
    from repair.edit import atomically

    count = size = 0
    with atomically(target) as stream:
        for found in inputs:
            stream.write(msgspec.json.encode(found) + b"\n")
            count, size = count + 1, size + found.bytes
    if not count:
        raise InputError("there is no input", hint="name files, folders or URLs")
    return count, size


def listed_inputs(path: Path, first: int = 0) -> Iterator[Input]:
    """The inputs from number `first` on."""
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream):
                if number >= first:
                    yield Input(**_decoder.decode(line))
    except (OSError, msgspec.MsgspecError, TypeError) as error:
        hint = "begin again in a new folder"
        raise OutputError(f"the list of inputs cannot be read: {error}", where=str(path), hint=hint) from None


def changed(before: Path, now: Iterator[Input]) -> str:
    """The first difference between the listed and the present inputs, in words; empty if there is none."""
    for old, new in zip_longest(listed_inputs(before), now):
        if old is None:
            return f"{new.path} was not among the inputs"
        if new is None:
            return f"{old.path} is not among the inputs any more"
        if old.path != new.path:
            return f"input {old.number + 1} was {old.path}, is {new.path}"
        if old.bytes != new.bytes:
            return f"{old.path} had {old.bytes:,} bytes, has {new.bytes:,}"
        if old.stamp != new.stamp:
            return f"{old.path} was written again since{_as_before(old)}"
    return ""
