"""Cuts inputs into chunks: runs of records that are small enough for a worker, always cut at the same places.

A cutter only looks for the ends of records; the workers read them. Every chunk says at which record it begins and at
which the next one begins, so that cutting can continue from there.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, BinaryIO, Final

from msgspec import Struct
from msgspec.structs import replace

from repair.corpus.inputs import Input, open_input, packing_of
from repair.corpus.job import Job
from repair.errors import InputError, RepairError
from repair.read import Opened, Settings
from repair.read.byte_lines import BLANKS, numbered_lines
from repair.read.csv import CsvHeader, head_of, raw_records, record_limit
from repair.read.jsonl import check_lines
from repair.read.parquet import check_names, open_parquet

__all__ = ["CUTTERS", "START", "Chunk", "Position", "chunks_of", "ipc_read", "ipc_written", "settings_of"]

# A chunk is one batch of the pipeline: enough articles for a model to sort by length.
_RECORDS: Final = 128
_BYTES: Final = 384_000
_SKIPPED: Final = 1 << 20
_FILES: Final = frozenset({"text", "html", "warc"})  # formats in which a file is one record
_HELD: Final = 1 << 26  # a longer line is never held in memory, and so it is missing from the output


class Position(Struct, frozen=True):
    """The place before a record: how many inputs are done, and of the next one how many lines (or rows) and bytes,
    unpacked. `bytes` is the size of the inputs that are done, `records` counts those of the whole run."""

    input: int = 0
    line: int = 0
    offset: int = 0
    bytes: int = 0
    records: int = 0

    @property
    def place(self) -> tuple[int, int, int]:
        """The place alone, without what lies before it."""
        return self.input, self.line, self.offset


START: Final = Position()


class Chunk(Struct, frozen=True):
    """Records that belong together: `data` of one input from its line (or row) `first` on, or the texts at `paths`.

    `whole` is whether the input ends where it ought to, in case that it ends here. `edition` is the format in which its repaired records are written, `shape` differs between records that cannot stand
    in one file of that format, since their fields are others. `head` is what a CSV file's first record says.
    Where the input cannot be read, or a line is too long to be held, `refused` says why, and so where it is `empty`, which
    is not an error. `read` is how many bytes of all inputs have been read after it, counted as stored (packed).
    """

    before: Position
    after: Position
    format: str
    path: str
    edition: str
    shape: str = ""
    first: int = 1
    data: bytes = b""
    paths: tuple[str, ...] = ()
    head: CsvHeader | None = None
    whole: bool = True
    refused: RepairError | None = None
    empty: bool = False
    read: int = 0

    @property
    def where(self) -> str:
        """The place of its first record, for messages."""
        return self.paths[0] if self.paths else f"{self.path}:{self.first}"


class _Piece(Struct, frozen=True):
    """What a cutter gives: records from line `first` on, the line and offset after them, and how many they are."""

    first: int
    line: int
    offset: int
    count: int
    data: bytes = b""
    shape: str = ""
    head: CsvHeader | None = None
    names: Sequence[str] = ()
    refused: RepairError | None = None


class _Empty(InputError):
    """The input holds no records."""


def _empty(what: str, path: str) -> _Empty:
    return _Empty(what, where=path, hint="remove it, or check how it was made")


Cutter = Callable[[Opened, BinaryIO, Settings, Position], Iterator[_Piece]]


def settings_of(job: Job) -> Settings:
    """How the job's inputs are read; errors of records are raised by the reader."""
    from repair.read.encoding import codec_name

    def fail(error: RepairError) -> None:
        raise error

    # msgspec leaves out what is its default by identity, and a name that came from another process is another object:
    # what is written must not depend on where it is written
    field = sys.intern(job.field)
    limit = job.config.max_chars
    return Settings(field, job.id_field, codec_name(job.encoding), limit, fail, url_field=job.url_field)


def chunks_of(inputs: Iterator[Input], job: Job, start: Position = START) -> Iterator[Chunk]:
    """The chunks of `inputs`, whose first is the one that `start` stands in."""
    settings = settings_of(job)
    position = start
    texts: list[Input] = []
    size = 0
    for found in inputs:
        if texts and (found.format not in _FILES or len(texts) >= _RECORDS or size + found.bytes > _BYTES):
            yield (chunk := _texts(texts, position))
            position, texts, size = chunk.after, [], 0
        if _full(position, job, len(texts)):
            break
        if found.format in _FILES:
            texts.append(found)
            size += found.bytes
            continue
        for chunk in _rows(found, job, settings, position):
            yield chunk
            position = chunk.after
    if texts:
        yield _texts(texts, position)


def _full(position: Position, job: Job, waiting: int = 0) -> bool:
    return bool(job.limit) and position.records + waiting >= job.limit


def _texts(found: list[Input], before: Position) -> Chunk:
    size = before.bytes + sum(each.bytes for each in found)
    after = Position(found[-1].number + 1, 0, 0, size, before.records + len(found))
    return Chunk(before, after, "text", "", ".jsonl", paths=tuple(each.path for each in found), read=size)


def _rows(found: Input, job: Job, settings: Settings, start: Position) -> Iterator[Chunk]:
    """The chunks of one input whose records are rows. After the last of them stands the next input."""
    packing = "" if found.format == "parquet" else packing_of(found.path)
    done = Position(found.number + 1, 0, 0, start.bytes + found.bytes)
    position = start
    waiting: Chunk | None = None  # the last one is known as such only when there is none after it
    try:
        with open_input(found.path) as (source, below):
            for piece in CUTTERS[found.format](source, below, settings, start):
                if waiting is not None:
                    yield waiting
                    position = waiting.after
                if _full(position, job):
                    return
                if (job.repaired or job.marked) and job.column in piece.names:
                    what = f"the file has a field {job.column!r} already"
                    raise InputError(what, where=found.path, hint="name another one with --column, in a new folder")
                if job.limit and job.limit - position.records < piece.count:
                    piece = _shortened(found.format, piece, job.limit - position.records)
                waiting = Chunk(
                    before=position,
                    after=Position(found.number, piece.line, piece.offset, start.bytes, position.records + piece.count),
                    format=found.format,
                    path=found.path,
                    edition=f".{found.format}{packing}",
                    shape=piece.shape,
                    first=piece.first,
                    data=piece.data,
                    head=piece.head,
                    refused=piece.refused,
                    read=start.bytes + min(found.bytes, below.tell()),
                )
    except RepairError as error:
        if waiting is not None:
            yield replace(waiting, whole=False)
            position = waiting.after
        after = replace(done, records=position.records + 1)
        empty = isinstance(error, _Empty)
        yield Chunk(position, after, found.format, found.path, "", refused=error, empty=empty, read=done.bytes)
    else:
        if waiting is not None:
            yield replace(waiting, after=replace(done, records=waiting.after.records), read=done.bytes)


def _shortened(name: str, piece: _Piece, wanted: int) -> _Piece:
    """The piece with its first records alone; nothing is cut after it."""
    if piece.refused:
        return piece
    if name == "parquet":
        table = ipc_read(piece.data).slice(0, wanted)
        return replace(piece, data=ipc_written(table), count=wanted)
    if name == "csv":
        assert piece.head  # every piece of CSV has it
        records = raw_records(Opened("", io.BytesIO(piece.data)), len(piece.data), piece.head.delimiter)
        return replace(piece, data=b"".join(r for _, (_, r) in zip(range(wanted), records, strict=False) if r), count=wanted)  # fmt: skip
    lines = io.BytesIO(piece.data)
    kept = []
    while wanted:
        kept.append(lines.readline())
        wanted -= bool(kept[-1].strip(BLANKS))
    return replace(piece, data=b"".join(kept), count=sum(bool(line.strip(BLANKS)) for line in kept))


# --- the formats ---------------------------------------------------------------------------------------------------


def _skip(stream: BinaryIO, offset: int) -> None:
    """Go on `offset` bytes from the beginning; a packed stream is read up to there."""
    if stream.seekable():
        stream.seek(offset)
        return
    while offset > 0:
        data = stream.read(min(offset, _SKIPPED))
        if not data:
            raise InputError("is shorter than it was", hint="begin again in a new folder")
        offset -= len(data)


def _cut_jsonl(source: Opened, below: BinaryIO, settings: Settings, start: Position) -> Iterator[_Piece]:
    """Lines, with the blank ones after a row in its chunk, as the reader gives them to the row."""
    _skip(source.stream, start.offset)
    counted = _Counted(source.stream, start)
    held: list[bytes] = []
    first, size, count = start.line + 1, 0, 0
    line, offset = start.line, start.offset
    for number, content in numbered_lines(counted, _HELD, first):  # type: ignore[arg-type]
        if number == 1 and content is not None:
            check_lines(content, settings.encoding, source.path)
        blank = content is not None and not content.strip(BLANKS)
        if held and (content is None or (not blank and (count >= _RECORDS or size >= _BYTES)) or size > _HELD):
            if count:
                yield _Piece(first, line, offset, count, b"".join(held))
            held, size, count, first = [], 0, 0, number
        line, offset = counted.lines, counted.bytes
        if content is None:
            yield _Piece(number, line, offset, 1, refused=_too_long(source.path, number))
            first = number + 1
            continue
        held.append(content)
        size += len(content)
        count += not blank
    if count:
        yield _Piece(first, line, offset, count, b"".join(held))
    elif held and first == 1:
        raise _empty("holds nothing but blank lines", source.path)
    elif not line:
        raise _empty("is empty", source.path)


class _Counted:
    """A stream of which lines are read, with the number of lines and bytes before the next one."""

    def __init__(self, stream: BinaryIO, start: Position) -> None:
        self._stream = stream
        self.lines, self.bytes = start.line, start.offset

    def readline(self, limit: int = -1) -> bytes:
        line = self._stream.readline(limit)
        self.bytes += len(line)
        self.lines += line.endswith(b"\n")
        return line


def _too_long(path: str, number: int) -> InputError:
    what = f"the line is longer than {_HELD:,} bytes and is left out"
    return InputError(what, where=f"{path}:{number}", hint="divide it, and run again in a new folder")


def _cut_csv(source: Opened, below: BinaryIO, settings: Settings, start: Position) -> Iterator[_Piece]:
    """Records, each chunk with what the file's first record says."""
    limit = max(record_limit(settings), _HELD)
    counted = _Counted(source.stream, START)
    found = raw_records(Opened(source.path, counted), limit)  # type: ignore[arg-type]
    number, record = next(found, (0, None))
    if not number:
        raise _empty("is empty", source.path)
    if record is None:
        raise InputError("the first line is too long for CSV", where=source.path, hint="check how it was made")
    head = head_of(record, settings, source.path)
    shape = _digest(repr(head).encode())
    if start.offset:
        _skip(source.stream, start.offset - (0 if source.stream.seekable() else counted.bytes))
        counted = _Counted(source.stream, start)
    rest = Opened(source.path, counted, counted.lines + 1)  # type: ignore[arg-type]
    found = raw_records(rest, limit, head.delimiter)
    held: list[bytes] = []
    size = 0
    line = begin = counted.lines
    first, offset = begin + 1, counted.bytes
    for number, record in found:
        if held and (record is None or len(held) >= _RECORDS or size >= _BYTES):
            yield _Piece(first, line, offset, len(held), b"".join(held), shape, head, head.names)
            held, size = [], 0
        if record is None:
            # the reader goes on with the next line, so that this is where what is cut next begins
            line, offset = counted.lines, counted.bytes
            yield _Piece(number, line, offset, 1, names=head.names, refused=_too_long(source.path, number))
            continue
        # blank lines between records keep their place, so that the numbers after them are right
        held.append(b"\n" * (number - line - 1) + record if held else record)
        if len(held) == 1:
            first = number
        line, offset = counted.lines, counted.bytes
        size += len(record)
    if held:
        yield _Piece(first, line, offset, len(held), b"".join(held), shape, head, head.names)
    elif line == begin and not start.offset:
        raise _empty("holds no records", source.path)


def _cut_parquet(source: Opened, below: BinaryIO, settings: Settings, start: Position) -> Iterator[_Piece]:
    """Rows as Arrow batches, read one batch at a time."""
    if not source.stream.seekable():
        raise InputError("a packed Parquet file cannot be read", where=source.path, hint="unpack it first")
    if not source.stream.seek(0, os.SEEK_END):
        raise _empty("is empty", source.path)
    file = open_parquet(source.stream, source.path)
    names = file.schema_arrow.names
    check_names(names, settings.field, source.path)
    arrow: Any = importlib.import_module("pyarrow")
    shape = _digest(file.schema_arrow.remove_metadata().serialize().to_pybytes())
    row = 0
    try:
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if row + rows <= start.line:  # done before: not even read
                row += rows
                continue
            for batch in file.iter_batches(batch_size=_RECORDS, row_groups=[group]):
                done = max(0, min(start.line - row, batch.num_rows))
                row += done
                rest = batch.slice(done)
                # a batch of long texts is cut until each piece is small
                step = rest.num_rows if rest.nbytes <= _BYTES else max(1, _BYTES * rest.num_rows // rest.nbytes)
                for at in range(0, rest.num_rows, max(1, step)):
                    part = rest.slice(at, step)
                    yield _Piece(row + 1, row + part.num_rows, 0, part.num_rows, ipc_written(part), shape, names=names)
                    row += part.num_rows
    except (arrow.ArrowException, OSError) as error:
        raise InputError(f"cannot be read: {error}", where=source.path, hint="check that the file is whole") from None
    if not row:
        raise _empty("holds no rows", source.path)


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()


def ipc_written(batch: Any) -> bytes:
    """An Arrow table or record batch as a stream of its own."""
    arrow: Any = importlib.import_module("pyarrow")
    sink = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(sink, batch.schema) as writer:
        writer.write(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def ipc_read(data: bytes) -> Any:
    """The Arrow table in a stream."""
    arrow: Any = importlib.import_module("pyarrow")
    return arrow.ipc.open_stream(data).read_all()


CUTTERS: Final[dict[str, Cutter]] = {"jsonl": _cut_jsonl, "csv": _cut_csv, "parquet": _cut_parquet}
"""How inputs of rows are cut, by format; in the other formats a file is one record."""
