"""Shards: what a run has appended so far becomes a file, a pure function of these bytes.

A shard's parts are plain while it grows, so that they can be cut back to any record. When it is full they are written
beside, packed, and moved.
"""

from __future__ import annotations

import importlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
from msgspec import Struct

from repair.corpus.chunks import TEXTS
from repair.corpus.digests import digest_of
from repair.corpus.packers import PACKERS
from repair.corpus.text_files import TEXTS_FOLDER, unfolded
from repair.errors import InputError, MissingExtra
from repair.read.apparatus import parquet_lines
from repair.read.paths import UNPACKERS

__all__ = ["FINISHERS", "Finished", "finish", "read_lines"]

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


# --- finishers -----------------------------------------------------------------------------------------------------


def _texts(source: BinaryIO, target: BinaryIO) -> None:
    unfolded(source, target, Path(target.name).parent / TEXTS_FOLDER)


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


def _tables(source: BinaryIO) -> Iterator[Any]:
    """The tables of a chain of Arrow streams, all of one schema."""
    arrow = _arrow()
    while source.read(1):
        source.seek(-1, io.SEEK_CUR)
        yield arrow.ipc.open_stream(source).read_all()


def _rows_parquet(source: BinaryIO, target: BinaryIO) -> None:
    parquet = importlib.import_module("pyarrow.parquet")
    _written(source, lambda schema: parquet.ParquetWriter(target, schema, compression="zstd"))


def _rows_arrow(source: BinaryIO, target: BinaryIO) -> None:
    _written(source, lambda schema: _arrow().ipc.new_stream(target, schema))


def _written(source: BinaryIO, writer_of: Callable[[Any], Any]) -> None:
    writer: Any = None
    for table in _tables(source):
        writer = writer or writer_of(table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


FINISHERS: Final[dict[str, Callable[[BinaryIO, BinaryIO], None]]] = {
    "apparatus.jsonl.zst": PACKERS[".zst"],
    "apparatus.parquet": _apparatus_parquet,
    **{f".{kind}{ending}": pack for kind in ("jsonl", "csv", "tsv") for ending, pack in PACKERS.items()},
    ".parquet": _rows_parquet,
    ".arrow": _rows_arrow,
    TEXTS: _texts,
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
