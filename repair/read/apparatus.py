"""Reads apparatuses one at a time: from JSON lines, or from the Parquet rows that a corpus run may write."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from repair.errors import InputError, MissingExtra, RepairError
from repair.interchange import decode
from repair.read.byte_lines import BLANKS, numbered_lines
from repair.read.copy import BYTES_PER_CHAR, MAX_CHARS, OnError
from repair.read.paths import expand, opened
from repair.records import Apparatus

__all__ = ["parquet_lines", "read_apparatus"]

_BATCH: Final = 512  # rows of Parquet that are held at once
# an apparatus holds its article's text, perhaps a second time in its row, and its candidates
_LIMIT: Final = 4 * BYTES_PER_CHAR * MAX_CHARS


def read_apparatus(paths: Sequence[str], on_error: OnError) -> Iterator[Apparatus]:
    """The apparatuses in files, folders, globs or `-` (standard input), in order.

    The error of a line that is not an apparatus goes to `on_error` as `ApparatusError` or `InputError`, and the lines
    after it are read; but if it is the first line, the file is not read further, since it must be something else.
    """
    for path in expand(paths, on_error):
        try:
            yield from _read_one(path, on_error)
        except RepairError as error:
            on_error(error)


def _read_one(path: str, on_error: OnError) -> Iterator[Apparatus]:
    """The apparatuses in one file. Raises `RepairError` if its first line is none."""
    known = False
    for number, line in _lines(path):
        where = f"{path}:{number}"
        if line is None:
            on_error(InputError(f"the line is longer than {_LIMIT:,} bytes", where=where))
            continue
        if not line.strip(BLANKS):
            continue
        try:
            apparatus = decode(line, where=where)
        except RepairError as error:
            if not known:
                raise
            on_error(error)
            continue
        known = True
        yield apparatus


def _lines(path: str) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a file with their numbers, `None` for a line that is too long."""
    if path.endswith(".parquet"):
        yield from enumerate(parquet_lines(path), 1)
        return
    with opened(path) as source:
        yield from numbered_lines(source.stream, _LIMIT)


def parquet_lines(path: str) -> Iterator[bytes]:
    """The apparatuses in a Parquet file, each as a line of JSON. Raises `InputError` if it holds anything else."""
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise MissingExtra("reading .parquet needs the library pyarrow", where=path, extra="corpus") from None
    try:
        with parquet.ParquetFile(path) as file:
            if "source" not in file.schema_arrow.names:
                raise InputError("no apparatus in it", where=path, hint="`repair corpus --shards parquet` writes one")
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    row_json = {**_without_nulls(row), "source": msgspec.Raw((row["source"] or "{}").encode())}
                    yield msgspec.json.encode(row_json)
    except (OSError, ValueError) as error:
        raise InputError(f"not a Parquet file: {error}", where=path, hint="run `repair corpus --verify`") from None


def _without_nulls(value: Any) -> Any:
    """The value without the columns that its kind of row does not have."""
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    return list(map(_without_nulls, value)) if isinstance(value, list) else value
