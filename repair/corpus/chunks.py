"""Cuts inputs into chunks: runs of records that are small enough for a worker, always cut at the same places.

A cutter only looks for the ends of records; the workers read them. Every chunk says at which record it begins and at
which the next one begins, so that cutting can continue from there.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from repair.corpus.cutters import BYTES, CUTTERS, RECORDS, Position, Slice, elements_in, ipc_read, ipc_written
from repair.corpus.inputs import Input, open_input
from repair.corpus.job import Job
from repair.errors import EmptySource, InputError, RepairError
from repair.read import Opened, Settings
from repair.read.byte_lines import BLANKS
from repair.read.csv import CsvHeader, raw_records
from repair.read.kinds import checked_as_named
from repair.read.paths import plain_name, suffix, unpacked_by

__all__ = ["START", "TEXTS", "Chunk", "chunks_of", "settings_of"]

START: Final = Position()

TEXTS: Final = ".texts.jsonl"
"""The edition of texts from files of their own, which become files again."""

_WRITTEN: Final = {"json": "jsonl"}  # in which format rows are written that are read from another


class Chunk(Struct, frozen=True):
    """Records that belong together: `data` of one input from its line (row, element) `first` on, or the texts at `paths`,
    which are called `names` in an edition. Of a web archive, `extent` is the span of bytes instead of the `data`.

    `whole` is whether the input ends where it ought to, in case that it ends here. `edition` is the format in which its
    repaired records are written, `shape` differs between records that cannot stand in one file of that format, since their
    fields are others. `head` is what a CSV file's first record says. Where the input cannot be read, or a line is too long
    to be held, `refused` says why, and so where it is `empty`, which is not an error. `read` is how many bytes of all inputs
    have been read after it, counted as stored (packed).
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
    names: tuple[str, ...] = ()
    extent: tuple[int, int] = (0, 0)
    head: CsvHeader | None = None
    whole: bool = True
    refused: RepairError | None = None
    empty: bool = False
    read: int = 0

    @property
    def where(self) -> str:
        """The place of its first record, for messages."""
        return self.paths[0] if self.paths else f"{self.path}:{self.first}"

    @property
    def raw(self) -> bytes:
        """Its records as they stand in the input; commas between elements are not kept."""
        if self.format != "json":
            return self.data
        return b"\n".join(element.data or b"" for element in elements_in(self.data))


def settings_of(job: Job) -> Settings:
    """How the job's inputs are read; errors of records are raised by the reader."""
    from repair.read.encoding import codec_name

    def fail(error: RepairError) -> None:
        raise error

    # msgspec leaves out what is its default by identity, and a name that came from another process is another object:
    # what is written must not depend on where it is written
    field = sys.intern(job.field)
    return Settings(
        field,
        job.id_field,
        codec_name(job.encoding),
        job.config.max_chars,
        fail,
        url_field=job.url_field,
        date_field=job.date_field,
        extractor=job.extractor,
    )


def chunks_of(inputs: Iterator[Input], job: Job, start: Position = START) -> Iterator[Chunk]:
    """The chunks of `inputs`, whose first is the one that `start` stands in."""
    settings = settings_of(job)
    position, quota = start, _Quota(job, start.records)
    texts: list[Input] = []
    size = 0
    for found in inputs:
        if texts and (found.format in CUTTERS or len(texts) >= RECORDS or size + found.bytes > BYTES):
            yield (chunk := _texts(texts, position))
            position, texts, size = chunk.after, [], 0
        if quota.full:
            break
        if found.format not in CUTTERS:  # a file is one record
            texts.append(found)
            size += found.bytes
            quota.take(1)
            continue
        for chunk in _rows(found, job, settings, position, quota):
            yield chunk
            position = chunk.after
    if texts:
        yield _texts(texts, position)


class _Quota:
    """How many of the records of a run are to be taken yet, after the first `done`."""

    def __init__(self, job: Job, done: int) -> None:
        self._job = job
        self._next = 0
        self._left = job.limit
        self.full = False
        if job.limit:
            self.take(done)

    def take(self, count: int) -> int:
        """Take those of the next `count` records that are in the sample; after how many of them there are enough."""
        if not self._job.limit:
            return count
        for at in range(count):
            self._left -= self._job.takes(self._next)
            self._next += 1
            if not self._left:
                self.full = True
                return at + 1
        return count


def _texts(found: list[Input], before: Position) -> Chunk:
    size = before.bytes + sum(each.bytes for each in found)
    after = Position(found[-1].number + 1, 0, 0, size, before.records + len(found))
    paths, names = tuple(each.path for each in found), tuple(each.name for each in found)
    return Chunk(before, after, "text", "", TEXTS, paths=paths, names=names, read=size)


def _edition(found: Input, piece: Slice) -> str:
    """The ending of the files in which the repaired records of an input are written."""
    if found.format in ("parquet", "arrow"):
        return f".{found.format}"
    if found.format == "warc":
        return ".jsonl"
    name, packing = piece.format or found.format, unpacked_by(found.path)
    if name == "csv" and suffix(plain_name(found.path)).lower() == ".tsv":
        return f".tsv{packing}"
    return f".{_WRITTEN.get(name, name)}{packing}"


def _rows(found: Input, job: Job, settings: Settings, start: Position, quota: _Quota) -> Iterator[Chunk]:
    """The chunks of one input whose records are rows. After the last of them stands the next input."""
    done = Position(found.number + 1, 0, 0, start.bytes + found.bytes)
    position = start
    waiting: Chunk | None = None  # the last one is known as such only when there is none after it
    try:
        with open_input(found.path) as (source, below):
            source = checked_as_named(source, found.format, settings.encoding)
            for piece in CUTTERS[found.format](source, below, settings, start):
                if waiting is not None:
                    yield waiting
                    position = waiting.after
                if quota.full:
                    return
                if (job.repaired or job.marked) and job.column in piece.names:
                    what = f"the file has a field {job.column!r} already"
                    raise InputError(what, where=found.path, hint="name another one with --column, in a new folder")
                if (wanted := quota.take(piece.count)) < piece.count:
                    piece = _shortened(piece.format or found.format, piece, wanted)
                waiting = Chunk(
                    before=position,
                    after=Position(found.number, piece.line, piece.offset, start.bytes, position.records + piece.count),
                    format=piece.format or found.format,
                    path=found.path,
                    edition=_edition(found, piece),
                    shape=piece.shape,
                    first=piece.first,
                    data=piece.data,
                    extent=piece.extent,
                    head=piece.head,
                    refused=piece.refused,
                    read=start.bytes + min(found.bytes, below.tell()),
                )
    except RepairError as error:
        if waiting is not None:
            yield replace(waiting, whole=False)
            position = waiting.after
        quota.take(1)
        after = replace(done, records=position.records + 1)
        empty = isinstance(error, EmptySource)
        yield Chunk(position, after, found.format, found.path, "", refused=error, empty=empty, read=done.bytes)
    else:
        if waiting is not None:
            yield replace(waiting, after=replace(done, records=waiting.after.records), read=done.bytes)


def _shortened(name: str, piece: Slice, wanted: int) -> Slice:
    """The piece with its first records alone; nothing is cut after it."""
    if piece.refused:
        return piece
    if name == "parquet":
        table = ipc_read(piece.data).slice(0, wanted)
        return replace(piece, data=ipc_written(table), count=wanted)
    if name == "json":
        return replace(piece, data=msgspec.msgpack.encode(elements_in(piece.data)[:wanted]), count=wanted)
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
