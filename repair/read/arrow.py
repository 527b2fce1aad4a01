"""Arrow files, as the library `datasets` saves them: one row, one text. Streams and files of Arrow are both read.

Rows are counted from 1, and their other fields are kept as those of Parquet are.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, Final

from repair.errors import EmptySource, InputError, MissingExtra
from repair.read import parquet
from repair.read.copy import Copy, Opened, Settings, without_unread
from repair.read.head import peek

__all__ = ["arrow_batches", "read_arrow"]

_ROWS: Final = 64  # rows that are turned into values at a time
_FILE: Final = b"ARROW1"
_HINT: Final = "check that the file is complete, and an Arrow file"


def read_arrow(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The text of every row, in order. Raises `InputError` if the source is no Arrow file, or lacks the text field."""
    number = opened.first
    for batch in arrow_batches(opened):
        for at in range(0, batch.num_rows, _ROWS):
            rows = parquet.rows_of(batch.slice(at, _ROWS), number + at, opened.path, settings)
            yield from without_unread(rows, settings.on_error)
        number += batch.num_rows
    if number == opened.first:
        raise EmptySource("holds no rows", where=opened.path, hint="remove it, or check how it was made")


def arrow_batches(opened: Opened) -> Iterator[Any]:
    """The record batches of the source, in order. Raises `InputError` if it is no Arrow file, or damaged: the batches
    before that are given; `MissingExtra` without pyarrow."""
    try:
        arrow: Any = importlib.import_module("pyarrow")
    except ImportError:
        raise MissingExtra("reading .arrow needs the library pyarrow", where=opened.path, extra="corpus") from None
    head, stream = peek(opened.stream, len(_FILE))
    if not head:
        raise EmptySource("is empty", where=opened.path, hint="remove it, or check how it was made")
    try:
        if head != _FILE:
            yield from arrow.ipc.open_stream(stream)
            return
        file = arrow.ipc.open_file(stream)
        for number in range(file.num_record_batches):
            yield file.get_batch(number)
    except (arrow.ArrowException, OSError) as error:
        raise InputError(f"not an Arrow file: {error}", where=opened.path, hint=_HINT) from None
