"""Parquet: one row, one text, read in small batches so that a file of any size fits in memory.

The other fields are kept as JSON can hold them: times in ISO 8601, bytes in base64, decimals as text. Rows are counted
from 1.
"""

from __future__ import annotations

import base64
import importlib
import io
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from repair.errors import EmptySource, InputError, MissingExtra, NoText
from repair.read.copy import Copy, Opened, Settings, Unread, check_length, without_unread
from repair.read.nested import column_of, shown_fields, value_at, with_value, words_at
from repair.records import Row, Source

__all__ = ["check_names", "open_parquet", "read_parquet", "rows_of"]

_ROWS: Final = 64  # rows that are in memory at a time
_OUT_OF_RANGE: Final = "'<value out of range"  # how Arrow writes a time that it cannot write
_HINT: Final = "check that the file is complete, and a Parquet file"


def read_parquet(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The text of every row, in order. Raises `InputError` if the source is not a Parquet file, or lacks the text
    field.

    The index is at the end of the file, so it cannot be read from a pipe.
    """
    path = opened.path
    stream = opened.stream
    if not stream.seekable():
        raise InputError("Parquet cannot be read from a pipe", where=path, hint="give the file itself")
    if not stream.seek(0, io.SEEK_END):
        raise EmptySource("is empty", where=path, hint="remove it, or check how it was made")
    file = open_parquet(stream, path)
    number = opened.first
    arrow: Any = importlib.import_module("pyarrow")
    try:
        for batch in file.iter_batches(batch_size=_ROWS):
            yield from without_unread(rows_of(batch, number, path, settings), settings.on_error)
            number += batch.num_rows
    except (arrow.ArrowException, OSError) as error:
        raise InputError(f"cannot be read: {error}", where=path, hint=_HINT) from None
    if number == opened.first:
        raise EmptySource("holds no rows", where=path, hint="remove it, or check how it was made")


def open_parquet(stream: Any, path: str) -> Any:
    """The Parquet file in `stream`. Raises `InputError` if it is not one, `MissingExtra` without pyarrow."""
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise MissingExtra("reading .parquet needs the library pyarrow", where=path, extra="corpus") from None
    arrow: Any = importlib.import_module("pyarrow")
    try:
        return parquet.ParquetFile(stream, pre_buffer=False)
    except (arrow.ArrowException, OSError) as error:
        raise InputError(f"not a Parquet file: {error}", where=path, hint=_HINT) from None


def check_names(schema: Any, field: str, path: str) -> None:
    """Raise `InputError` if a table of this Arrow schema lacks the column of the text field, or has more than one."""
    names = schema.names
    field = column_of(names, field)
    if names.count(field) == 1:
        return
    shown = shown_fields({column.name: _inside(column.type) for column in schema})
    what = f"two fields are called {field!r}" if field in names else f"no field {field!r}; the file has {shown}"
    raise InputError(what, where=path, hint="name the field that holds the text with --field")


def _inside(kind: Any) -> object:
    """The fields of a struct, `None` for any other type."""
    arrow: Any = importlib.import_module("pyarrow")
    return {inner.name: _inside(inner.type) for inner in kind} if arrow.types.is_struct(kind) else None


def rows_of(batch: Any, first: int, path: str, settings: Settings) -> Iterator[Copy | Unread]:
    """The result of every row of an Arrow record batch or table; the first one has the number `first`.

    Raises `InputError` if the text field is missing.
    """
    check_names(batch.schema, settings.field, path)
    rows: Iterator[tuple[Mapping[str, Any], str]]
    try:
        rows = ((fields, "") for fields in batch.to_pylist())
    except (ValueError, OverflowError):
        columns, unreadable = _columns(batch)
        if unreadable:  # a row is broken: the others are read without it
            rows = (_row(batch.slice(at, 1)) for at in range(batch.num_rows))
        else:
            rows = ((dict(zip(columns, row, strict=True)), "") for row in zip(*columns.values(), strict=True))
    for number, (fields, broken) in enumerate(rows, first):
        where = f"{path}:{number}"
        try:
            if broken:
                what = f"the value of field {broken!r} does not match its type"
                raise InputError(what, where=where, hint="correct or remove the row")
            yield _copy(fields, number, where, path, settings)
        except InputError as error:
            kept = {name: _plain(value) for name, value in fields.items()}
            yield Unread(error, number, is_row=True, id=_id(kept, settings), fields=kept)


def _row(batch: Any) -> tuple[Mapping[str, Any], str]:
    """The readable fields of the one row of a batch, and the first that is not: bytes may not be UTF-8."""
    columns, broken = _columns(batch)
    return {name: value for name, (value,) in columns.items()}, broken


def _columns(batch: Any) -> tuple[dict[str, list[Any]], str]:
    """The values of the columns that can be read, and the name of the first that cannot."""
    found, broken = {}, ""
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            found[name] = _values(column)
        except (ValueError, OverflowError):
            broken = broken or name
    return found, broken


def _values(column: Any) -> list[Any]:
    """The values of a column; times that Python cannot hold, of nanoseconds or of a distant year, as Arrow writes them.

    Raises `ValueError` or `OverflowError` for what cannot be read.
    """
    try:
        values: list[Any] = column.to_pylist()
    except (ValueError, OverflowError) as error:
        arrow: Any = importlib.import_module("pyarrow")
        if (written := _with_times_written(arrow, column.type)) == column.type:
            raise
        try:
            values = column.cast(written).to_pylist()
        except (arrow.ArrowException, NotImplementedError):
            raise error from None
        if _OUT_OF_RANGE in repr(values):
            raise
    return values


def _with_times_written(arrow: Any, kind: Any) -> Any:
    """The type with strings in place of times, at any depth of lists."""
    if arrow.types.is_list(kind) or arrow.types.is_large_list(kind):
        return arrow.list_(_with_times_written(arrow, kind.value_type))
    return arrow.string() if arrow.types.is_temporal(kind) else kind


def _copy(fields: Mapping[str, Any], number: int, where: str, path: str, settings: Settings) -> Copy:
    text = value_at(fields, settings.field)
    if settings.pages and isinstance(text, bytes):
        text = _plain(text)
    if not isinstance(text, str):
        kind = "empty" if text is None else f"no string ({type(text).__name__})"
        hint = "name the field that holds the text with --field"
        raise (NoText if text is None else InputError)(f"field {settings.field!r} is {kind}", where=where, hint=hint)
    check_length(len(text), settings.max_chars, where)
    column = column_of(list(fields), settings.field)
    kept = {name: None if name == settings.field else _plain(value) for name, value in fields.items()}
    if column != settings.field:
        kept = with_value(kept, settings.field, None)
    return Copy(
        place=where,
        id=_id(kept, settings),
        text=text,
        source=Source(path, row=Row(number, settings.field, kept)),
        url=words_at(kept, settings.url_field),
        date=words_at(kept, settings.date_field),
    )


def _id(kept: Mapping[str, object], settings: Settings) -> str:
    identifier = None if settings.id_field is None else value_at(kept, settings.id_field)
    return "" if identifier is None else str(identifier)


def _plain(value: Any) -> object:
    """The value as JSON can hold it."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case bytes():
            return base64.b64encode(value).decode("ascii")
        case dict():
            return {str(name): _plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()
        case _:
            return str(value)
