"""Cutters look for the ends of records in an input, one for each format whose inputs hold many. Workers read the records."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, BinaryIO, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from repair.errors import EmptySource, InputError, RepairError
from repair.read import Opened, Settings
from repair.read.arrow import arrow_batches
from repair.read.byte_lines import BLANKS, numbered_lines
from repair.read.copy import row_limit
from repair.read.csv import CsvHeader, head_of, raw_records
from repair.read.json_documents import opened_document
from repair.read.json_elements import UNENDED, JsonElement
from repair.read.jsonl import check_lines
from repair.read.parquet import check_names, open_parquet
from repair.read.warc import page_records

__all__ = ["BYTES", "CUTTERS", "RECORDS", "Position", "Slice", "elements_in", "ipc_read", "ipc_written"]

# A chunk is one batch of the pipeline: enough articles for a model to sort by length.
RECORDS: Final = 128
BYTES: Final = 384_000
_SKIPPED: Final = 1 << 20
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


class Slice(Struct, frozen=True):
    """What a cutter gives: records from line `first` on, the line and offset after them, and how many they are. `format`
    is theirs, if it is not that of the input."""

    first: int
    line: int
    offset: int
    count: int
    data: bytes = b""
    shape: str = ""
    head: CsvHeader | None = None
    names: Sequence[str] = ()
    refused: RepairError | None = None
    extent: tuple[int, int] = (0, 0)
    format: str = ""


def _empty(what: str, path: str) -> EmptySource:
    return EmptySource(what, where=path, hint="remove it, or check how it was made")


Cutter = Callable[[Opened, BinaryIO, Settings, Position], Iterator[Slice]]


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


def _cut_jsonl(source: Opened, below: BinaryIO, settings: Settings, start: Position) -> Iterator[Slice]:
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
        if held and (content is None or (not blank and (count >= RECORDS or size >= BYTES)) or size > _HELD):
            if count:
                yield Slice(first, line, offset, count, b"".join(held))
            held, size, count, first = [], 0, 0, number
        line, offset = counted.lines, counted.bytes
        if content is None:
            yield Slice(number, line, offset, 1, refused=_too_long(source.path, number))
            first = number + 1
            continue
        held.append(content)
        size += len(content)
        count += not blank
    if count:
        yield Slice(first, line, offset, count, b"".join(held))
    elif held and first == 1:
        raise _empty("holds nothing but blank lines", source.path)
    elif not line:
        raise _empty("is empty", source.path)


class _Counted:
    """A stream that is read by lines, with the number of lines and bytes before the next one."""

    def __init__(self, stream: BinaryIO, start: Position) -> None:
        self._stream = stream
        self.lines, self.bytes = start.line, start.offset

    def readline(self, limit: int = -1) -> bytes:
        line = self._stream.readline(limit)
        self.bytes += len(line)
        self.lines += line.endswith(b"\n")
        return line


def _too_long(path: str, number: int, record: str = "the line") -> InputError:
    what = f"{record} is longer than {_HELD:,} bytes and is left out"
    return InputError(what, where=f"{path}:{number}", hint="divide it, and run again in a new folder")


def _cut_csv(source: Opened, below: BinaryIO, settings: Settings, start: Position) -> Iterator[Slice]:
    """Records, each chunk with what the file's first record says."""
    limit = max(row_limit(settings), _HELD)
    counted = _Counted(source.stream, Position())
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
        if held and (record is None or len(held) >= RECORDS or size >= BYTES):
            yield Slice(first, line, offset, len(held), b"".join(held), shape, head, head.names)
            held, size = [], 0
        if record is None:
            # the reader goes on with the next line, so that this is where what is cut next begins
            line, offset = counted.lines, counted.bytes
            yield Slice(number, line, offset, 1, names=head.names, refused=_too_long(source.path, number))
            continue
        # blank lines between records keep their place, so that the numbers after them are right
        held.append(b"\n" * (number - line - 1) + record if held else record)
        if len(held) == 1:
            first = number
        line, offset = counted.lines, counted.bytes
        size += len(record)
    if held:
        yield Slice(first, line, offset, len(held), b"".join(held), shape, head, head.names)
    elif line == begin and not start.offset:
        raise _empty("holds no records", source.path)


def _cut_parquet(source: Opened, below: BinaryIO, settings: Settings, start: Position) -> Iterator[Slice]:
    """Rows as Arrow batches, read one batch at a time."""
    if not source.stream.seekable():
        raise InputError("a packed Parquet file cannot be read", where=source.path, hint="unpack it first")
    if not source.stream.seek(0, os.SEEK_END):
        raise _empty("is empty", source.path)
    file = open_parquet(source.stream, source.path)
    names = file.schema_arrow.names
    check_names(file.schema_arrow, settings.field, source.path)
    arrow: Any = importlib.import_module("pyarrow")
    shape = _digest(file.schema_arrow.remove_metadata().serialize().to_pybytes())
    row = 0
    try:
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if row + rows <= start.line:  # done before: not even read
                row += rows
                continue
            for batch in file.iter_batches(batch_size=RECORDS, row_groups=[group]):
                done = max(0, min(start.line - row, batch.num_rows))
                row += done
                rest = batch.slice(done)
                # a batch of long texts is cut until each piece is small
                step = rest.num_rows if rest.nbytes <= BYTES else max(1, BYTES * rest.num_rows // rest.nbytes)
                for at in range(0, rest.num_rows, max(1, step)):
                    part = rest.slice(at, step)
                    yield Slice(row + 1, row + part.num_rows, 0, part.num_rows, ipc_written(part), shape, names=names)
                    row += part.num_rows
    except (arrow.ArrowException, OSError) as error:
        raise InputError(f"cannot be read: {error}", where=source.path, hint="check that the file is whole") from None
    if not row:
        raise _empty("holds no rows", source.path)


def _cut_warc(source: Opened, below: BinaryIO, settings: Settings, start: Position) -> Iterator[Slice]:
    """Spans of an archive, each with the records of it that may hold an article; a worker reads them again."""
    if not source.stream.seekable():
        raise InputError("an archive packed like this cannot be read", where=source.path, hint="unpack it first")
    source.stream.seek(0, os.SEEK_END)
    end = source.stream.tell()
    if not end:
        raise _empty("is empty", source.path)
    source.stream.seek(start.offset)
    opened = Opened(source.path, source.stream, start.line + 1, start=start.offset)
    first, offset, count = start.line + 1, start.offset, 0
    for record in page_records(opened, settings):
        if count >= RECORDS:
            if record.offset <= offset:
                what = "the archive is packed as a whole, not record by record"
                raise InputError(what, where=source.path, hint="unpack it first")
            span = (offset, record.offset)
            yield Slice(first, record.number - 1, record.offset, count, extent=span)
            first, offset, count = record.number, record.offset, 0
        count += 1
    if count:
        yield Slice(first, record.number, end, count, extent=(offset, end))


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


def _cut_arrow(source: Opened, below: BinaryIO, settings: Settings, start: Position) -> Iterator[Slice]:
    """Rows as Arrow batches, read one batch at a time; what follows a place in a stream is only found by reading it."""
    row, shape = 0, ""
    for batch in arrow_batches(source):
        if not shape:
            check_names(batch.schema, settings.field, source.path)
            shape = _digest(batch.schema.remove_metadata().serialize().to_pybytes())
        names = batch.schema.names
        done = max(0, min(start.line - row, batch.num_rows))
        row += done
        rest = batch.slice(done)
        step = RECORDS if rest.nbytes <= BYTES else max(1, min(RECORDS, BYTES * rest.num_rows // rest.nbytes))
        for at in range(0, rest.num_rows, step):
            part, first = rest.slice(at, step), row + 1
            row += part.num_rows
            yield Slice(first, row, 0, part.num_rows, ipc_written(part), shape, names=names, format="parquet")
    if not row:
        raise _empty("holds no rows", source.path)


def _cut_json(source: Opened, below: BinaryIO, settings: Settings, start: Position) -> Iterator[Slice]:
    """Elements of a document; JSON lines where the file holds these."""
    document, found = opened_document(source, _HELD, number=start.line + 1, offset=start.offset, skip=_skip)
    if document is None:
        for piece in _cut_jsonl(found, below, settings, start):
            yield replace(piece, format="jsonl")
        return
    held: list[JsonElement] = []
    size = 0
    last = start.line
    for element in document:
        data = element.data
        ended = element.wrong == UNENDED
        if held and (ended or data is None or len(held) >= RECORDS or size >= BYTES):
            yield _of_elements(held)
            held, size = [], 0
        if ended:
            what, hint = f"{UNENDED}: the file ends at byte {element.start:,}", "get the whole file, and run again"
            raise InputError(what, where=source.path, hint=hint)
        last = element.number
        if data is None:
            refused = _too_long(source.path, last, f"the element at byte {element.start:,}")
            yield Slice(last, last, element.end, 1, refused=refused)
        else:
            held.append(element)
            size += len(data)
    if held:
        yield _of_elements(held)
    elif not last:
        raise _empty("holds no elements", source.path)


def _of_elements(held: Sequence[JsonElement]) -> Slice:
    first, last = held[0].number, held[-1]
    return Slice(first, last.number, last.end, len(held), msgspec.msgpack.encode(held))


def elements_in(data: bytes) -> list[JsonElement]:
    """The elements of a piece of a JSON document."""
    return _elements.decode(data)


_elements: Final = msgspec.msgpack.Decoder(list[JsonElement])


CUTTERS: Final[dict[str, Cutter]] = {
    "jsonl": _cut_jsonl,
    "json": _cut_json,
    "csv": _cut_csv,
    "parquet": _cut_parquet,
    "arrow": _cut_arrow,
    "warc": _cut_warc,
}
"""How inputs of rows are cut, by format; in the other formats a file is one record."""
