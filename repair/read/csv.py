"""CSV: one record, one text, streamed; a field in quotation marks may hold line breaks.

The first record names the fields. Commas, semicolons and tabs divide them, whichever the first line has most of. A
record's number is that of its first line. `repair apply` writes its row as JSON, since CSV can be written in many ways.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from repair.errors import InputError
from repair.read.copy import BYTES_PER_CHAR, Copy, Opened, Settings, check_length
from repair.read.encoding import decode, marked_encoding
from repair.read.lines import BLANKS, numbered_lines
from repair.records import Row, Source

__all__ = ["Head", "head_of", "raw_records", "read_csv", "record_limit"]

_OTHER_FIELDS: Final = 1 << 20  # bytes that the fields beside the text may take at the least
_DELIMITERS: Final = ",;\t"
_MARK: Final = "\ufeff"


class Head(Struct, frozen=True):
    """A CSV file's first record: the names of its fields, and what divides them."""

    names: tuple[str, ...]
    delimiter: str


def record_limit(settings: Settings) -> int:
    """The longest record that is read, in bytes."""
    return settings.max_chars * BYTES_PER_CHAR + _OTHER_FIELDS


def raw_records(opened: Opened, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Every record with the number of its first line; `None` in place of one of more than `limit` bytes.

    A record ends at the first line break outside quotation marks. Blank lines between records are left out.
    """
    held: list[bytes] = []
    first = size = 0
    inside = False
    for number, line in numbered_lines(opened.stream, limit, opened.first):
        if not inside:
            if line is not None and not line.strip(BLANKS):
                continue
            held, first, size = [], number, 0
        size += limit + 1 if line is None else len(line)
        if size > limit:
            # where the record ends cannot be known any more: reading goes on with the next line
            yield first, None
            inside = False
            continue
        assert line is not None  # its size would be over the limit
        held.append(line)
        inside ^= line.count(b'"') % 2 == 1
        if not inside:
            yield first, held[0] if len(held) == 1 else b"".join(held)
    if inside:
        yield first, b"".join(held)


def head_of(record: bytes, settings: Settings, path: str) -> Head:
    """The names of the fields. Raises `InputError` where the text's is not among them, or one stands twice."""
    encoding = settings.encoding
    if marked_encoding(record, encoding) != encoding or "\n,".encode(encoding) != b"\n,":
        raise InputError("CSV cannot be read in this encoding", where=path, hint="convert the file to UTF-8")
    line = decode(record, encoding, path).removeprefix(_MARK)
    delimiter = max(_DELIMITERS, key=line.count)
    names = tuple(_fields(line, delimiter, len(record), path))
    if len(set(names)) < len(names):
        raise InputError("two fields have the same name", where=path, hint="rename one of them")
    if settings.field not in names:
        shown = ", ".join(repr(name[:40]) for name in names[:12])
        raise InputError(
            f"no field {settings.field!r}; the file has {shown}",
            where=path,
            hint="name the field that holds the text with --field",
        )
    return Head(names, delimiter)


def read_csv(opened: Opened, settings: Settings, head: Head | None = None) -> Iterator[Copy]:
    """The text of every record, in order. `head` is given where the stream begins after it.

    Raises `InputError` where the source is empty, has no field of the text's name, or is in an encoding whose lines are
    not bytes.
    """
    path = opened.path
    limit = record_limit(settings)
    empty = head is None
    for number, record in raw_records(opened, limit):
        where = f"{path}:{number}"
        if head is None:
            if record is None:
                raise InputError(f"the first line is longer than {limit:,} bytes", where=path, hint="is it CSV?")
            check_length(len(record) - _OTHER_FIELDS, settings.max_chars, path)
            head = head_of(record, settings, path)
            continue
        empty = False
        try:
            if record is None:
                raise InputError(
                    f"the record is longer than {limit:,} bytes",
                    where=where,
                    hint="close its quotation mark, or raise the limit with --max-chars",
                )
            yield _copy(decode(record, settings.encoding, where), head, number, path, settings)
        except InputError as error:
            settings.on_error(error)
    if empty:
        raise InputError("holds no records", where=path, hint="remove it, or check how it was made")


def _copy(record: str, head: Head, number: int, path: str, settings: Settings) -> Copy:
    where = f"{path}:{number}"
    values = _fields(record, head.delimiter, len(record), where)
    if len(values) != len(head.names):
        raise InputError(
            f"the record has {len(values)} fields, the first line names {len(head.names)}",
            where=where,
            hint="mend or remove the record",
        )
    fields: dict[str, str] = dict(zip(head.names, values, strict=True))
    text = fields[settings.field]
    check_length(len(text), settings.max_chars, where)
    row = Row(number, settings.field, {**fields, settings.field: None})
    return Copy(
        place=where,
        id="" if settings.id_field is None else fields.get(settings.id_field, ""),
        text=text,
        source=Source(path, settings.encoding, row),
        url=fields.get("url", ""),
        date=fields.get("date", ""),
    )


def _fields(record: str, delimiter: str, limit: int, where: str) -> list[str]:
    # the parser's own limit is one of the process, and must not be lowered under another reader's feet
    if csv.field_size_limit() <= limit:
        csv.field_size_limit(limit + 1)
    try:
        # the lines are given with their breaks, so that those within a field come through as they are
        rows = list(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"broken CSV: {error}", where=where, hint="mend or remove the record") from None
    if len(rows) != 1:
        raise InputError("a line break stands outside quotation marks", where=where, hint="mend the record")
    return rows[0]
