"""Shards: what a run has appended so far becomes a file, a pure function of these bytes.

A shard's parts are plain while it grows, so that they can be cut back to any record. When it is full they are written
beside, packed, and moved.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import importlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import msgspec
from msgspec import Struct

from repair.errors import InputError, MissingExtra
from repair.read.apparatus import parquet_lines
from repair.read.paths import UNPACKERS
from repair.text.zstandard import zstandard

__all__ = ["FINISHERS", "Finished", "digest_of", "finish", "read_lines"]

_BLOCK: Final = 1 << 20
_GROUP: Final = 512  # apparatuses in a row group of Parquet


class Finished(Struct, frozen=True):
    """A file that is done: its size in bytes, its SHA-256, and the number of its records."""

    bytes: int
    sha256: str
    records: int


def finish(part: Path, target: Path, kind: str, records: int) -> Finished:
    """Make `target` from `part` by the finisher `kind`. The part stays. Raises `OSError`, as where the disk is full."""
    scratch = target.with_name(target.name + ".tmp")
    try:
        with part.open("rb") as source, scratch.open("wb") as stream:
            FINISHERS[kind](source, stream)
            stream.flush()
            os.fsync(stream.fileno())
        size, digest = digest_of(scratch)
        scratch.replace(target)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
    return Finished(size, digest, records)


def digest_of(path: Path) -> tuple[int, str]:
    """Size in bytes and hexadecimal SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


# --- finishers -----------------------------------------------------------------------------------------------------


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while block := source.read(_BLOCK):
        target.write(block)


def _plain(source: BinaryIO, target: BinaryIO) -> None:
    _copy(source, target)


def _gzip(source: BinaryIO, target: BinaryIO) -> None:
    with gzip.GzipFile("", "wb", 6, target, mtime=0) as packed:  # the same bytes whenever it is written
        _copy(source, cast(BinaryIO, packed))


def _bzip2(source: BinaryIO, target: BinaryIO) -> None:
    with bz2.BZ2File(target, "wb") as packed:
        _copy(source, cast(BinaryIO, packed))


def _xz(source: BinaryIO, target: BinaryIO) -> None:
    import lzma  # not every Python is built with it

    with lzma.LZMAFile(target, "wb") as packed:
        _copy(source, cast(BinaryIO, packed))


def _zstd(source: BinaryIO, target: BinaryIO) -> None:
    # one frame: many readers stop after the first, and would silently lose the rest
    with zstandard("writing .zst").ZstdFile(target, "wb", level=3) as packed:
        _copy(source, packed)


def _apparatus_parquet(source: BinaryIO, target: BinaryIO) -> None:
    """Apparatuses as rows: spans, codes and candidates in columns of their own, the input's row as JSON."""
    arrow, parquet = _arrow(), importlib.import_module("pyarrow.parquet")
    schema = _apparatus_schema(arrow)
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for line in source:
            row = msgspec.json.decode(line)
            row["source"] = msgspec.json.encode(row["source"]).decode()
            rows.append(row)
            if len(rows) == _GROUP:
                writer.write_table(arrow.Table.from_pylist(rows, schema=schema))
                rows = []
        writer.write_table(arrow.Table.from_pylist(rows, schema=schema))


def _rows_parquet(source: BinaryIO, target: BinaryIO) -> None:
    """A chain of Arrow streams, all of one schema, as one Parquet file."""
    arrow, parquet = _arrow(), importlib.import_module("pyarrow.parquet")
    writer: Any = None
    while source.read(1):
        source.seek(-1, io.SEEK_CUR)
        table = arrow.ipc.open_stream(source).read_all()
        if writer is None:
            writer = parquet.ParquetWriter(target, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()


FINISHERS: Final[dict[str, Callable[[BinaryIO, BinaryIO], None]]] = {
    "apparatus.jsonl.zst": _zstd,
    "apparatus.parquet": _apparatus_parquet,
    ".jsonl": _plain,
    ".jsonl.gz": _gzip,
    ".jsonl.zst": _zstd,
    ".jsonl.bz2": _bzip2,
    ".jsonl.xz": _xz,
    ".csv": _plain,
    ".csv.gz": _gzip,
    ".csv.zst": _zstd,
    ".csv.bz2": _bzip2,
    ".csv.xz": _xz,
    ".parquet": _rows_parquet,
}
"""How a part becomes a file: shards of apparatus by their format, records by the ending of their edition."""


def _arrow() -> Any:
    try:
        return importlib.import_module("pyarrow")
    except ImportError:
        raise MissingExtra("writing Parquet needs the library pyarrow", extra="corpus") from None


def _apparatus_schema(arrow: Any) -> Any:
    text, whole, number = arrow.string(), arrow.int64(), arrow.float64()
    reading = {"reference": text, "start": whole, "end": whole, "left": number, "right": number, "element": text}
    # one of the four kinds a row; what the others have is null
    provenance = arrow.struct(
        {
            "kind": text,
            **reading,
            "model": text,
            "log_prob": number,
            "pieces": whole,
            "found": text,
            "rule": text,
            "reviewer": text,
            "date": text,
            "note": text,
        }.items()
    )
    candidate = arrow.struct({"text": text, "score": number, "provenance": arrow.list_(provenance)}.items())
    suggestion = {
        "start": whole,
        "end": whole,
        "code": text,
        "message": text,
        "confidence": number,
        "words": arrow.list_(whole),
        "detectors": arrow.list_(text),
        "status": text,
        "chosen": whole,
        "candidates": arrow.list_(candidate),
        "decided_by": arrow.list_(arrow.struct({"reviewer": text, "date": text, "note": text}.items())),
        "confirmed_by": arrow.list_(arrow.struct({"kind": text, **reading}.items())),
    }
    witness = {"name": text, "similarity": number, "agreement": number, "group": whole, "url": text}
    return arrow.schema(
        {
            "format": whole,
            "id": text,
            "sha256": text,
            "language": text,
            "length": whole,
            "text": text,
            "suggestions": arrow.list_(arrow.struct(suggestion.items())),
            "witnesses": arrow.list_(arrow.struct(witness.items())),
            "model": text,
            "source": text,
        }.items()
    )


# --- reading again -------------------------------------------------------------------------------------------------


def read_lines(path: Path) -> Iterator[bytes]:
    """The apparatuses in a shard of either format, each as a line of JSON. Raises `InputError`."""
    try:
        if path.suffix == ".parquet":
            yield from parquet_lines(str(path))
            return
        with path.open("rb") as stream:
            unpack = UNPACKERS.get(path.suffix)
            yield from unpack(stream) if unpack else stream
    except (OSError, ValueError) as error:
        raise InputError(f"the shard cannot be read: {error}", where=str(path), hint="run with --verify") from None
