"""CSV: one record, one text, streamed; a field in quotation marks may hold line breaks.

The first record names the fields. Commas, semicolons and tabs divide them, whichever the first line has most of. A
record's number is that of its first line. `repair apply` writes its row as JSON, since CSV can be written in many ways.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from repair.errors import InputError
from repair.read.copy import BYTES_PER_CHAR, Copy, Opened, Settings, Unread, check_length, reported
from repair.read.encoding import decode, marked_encoding
from repair.read.lines import BLANKS, numbered_lines
from repair.records import Row, Source

__all__ = ["Head", "head_of", "raw_records", "read_csv", "record_limit", "rows_of", "written"]

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
    """Every record with the number of its first line; `None` in place of a line of more than `limit` bytes.

    A record ends at the first line break that an even number of quotation marks stands before, and at the latest with
    the line that takes it over the limit. Where a mark stands amid a field it is several, which `rows_of` tells apart.
    Blank lines between records are left out.
    """
    held: list[bytes] = []
    first = size = 0
    inside = False
    for number, line in numbered_lines(opened.stream, limit, opened.first):
        if line is None:
            if inside:
                yield first, b"".join(held)
            yield number, None
            inside = False
            continue
        if not inside:
            if not line.strip(BLANKS):
                continue
            held, first, size = [], number, 0
        size += len(line)
        held.append(line)
        # where a record over the limit ends cannot be known any more: reading goes on with the next line
        inside = inside ^ (line.count(b'"') % 2 == 1) and size <= limit
        if not inside:
            yield first, held[0] if len(held) == 1 else b"".join(held)
    if inside:
        yield first, b"".join(held)


def written(values: Iterable[str], delimiter: str) -> str:
    """The fields as one record, with a line feed at its end, which `rows_of` reads as the same fields again."""
    stream = io.StringIO()
    # with this ending the writer puts fields with either kind of line break in quotation marks
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerow(values)
    return stream.getvalue().removesuffix("\r\n") + "\n"


def head_of(record: bytes, settings: Settings, path: str) -> Head:
    """The names of the fields. Raises `InputError` where the text's is not among them, or one stands twice."""
    encoding = settings.encoding
    if marked_encoding(record, encoding) != encoding or "\n,".encode(encoding) != b"\n,":
        raise InputError("CSV cannot be read in this encoding", where=path, hint="convert the file to UTF-8")
    line = decode(record, encoding, path).removeprefix(_MARK)
    delimiter = max(_DELIMITERS, key=line.count)
    first, *others = _parts(line, delimiter, 1)
    if first.broken or others:
        what = first.broken or "a line break stands outside quotation marks"
        raise InputError(what, where=path, hint="mend the first line")
    names = first.values
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


def read_csv(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The text of every record, in order.

    Raises `InputError` where the source is empty, has no field of the text's name, or is in an encoding whose lines are
    not bytes.
    """
    return reported(rows_of(opened, settings), settings.on_error)


def rows_of(opened: Opened, settings: Settings, head: Head | None = None, *, held: int = 0) -> Iterator[Copy | Unread]:
    """What every record gives, in order. `head` is given where the stream begins after it. Records over the limit of a
    text come with their bytes up to `held` of them. Raises `InputError` as `read_csv` does."""
    path = opened.path
    limit = record_limit(settings)
    empty = head is None
    for number, record in raw_records(opened, max(limit, held)):
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
                hint = "raise the limit with --max-chars"
                raise InputError(f"the line is longer than {limit:,} bytes", where=where, hint=hint)
            text = decode(record, settings.encoding, where)
        except InputError as error:
            yield Unread(error, number, is_row=False, raw=record or b"")
            continue
        for part in _parts(text, head.delimiter, number):
            yield _row(part, head, path, settings, broken_off=not (opened.whole or part.text.endswith("\n")))
    if empty:
        raise InputError("holds no records", where=path, hint="remove it, or check how it was made")


class _Part(Struct, frozen=True):
    """A record as it is written, the number of its first line, and its fields, or why they cannot be told."""

    number: int
    text: str
    values: tuple[str, ...] = ()
    broken: str = ""


def _parts(record: str, delimiter: str, number: int) -> Iterator[_Part]:
    """The records that a piece of CSV holds: one, unless a quotation mark stands amid a field."""
    # the parser's own limit is one of the process, and must not be lowered under another reader's feet
    if csv.field_size_limit() <= len(record):
        csv.field_size_limit(len(record) + 1)
    source = io.StringIO(record, newline="\n")
    held: list[str] = []

    def lines() -> Iterator[str]:
        for line in source:
            held.append(line)
            yield line

    # the lines are given with their breaks, so that those within a field come through as they are
    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    try:
        for values in reader:
            if values:
                yield _Part(number, "".join(held), tuple(values))
            number += len(held)
            held.clear()
    except csv.Error as error:
        yield _Part(number, "".join(held) + source.read(), broken=f"broken CSV: {error}")


def _row(part: _Part, head: Head, path: str, settings: Settings, *, broken_off: bool) -> Copy | Unread:
    where = f"{path}:{part.number}"
    what, hint = part.broken, "mend or remove the record"
    if part.broken.endswith("unexpected end of data"):
        hint = "close its quotation mark"
    elif len(part.values) != len(head.names) and not what:
        what = f"the record has {len(part.values)} fields, the first line names {len(head.names)}"
    elif broken_off and not what:
        what, hint = "the file breaks off in this record", "get the whole file"
    raw = part.text.encode(settings.encoding)
    if what:
        return Unread(InputError(what, where=where, hint=hint), part.number, is_row=False, raw=raw)
    try:
        return _copy(part, head, where, path, settings)
    except InputError as error:
        fields = dict(zip(head.names, part.values, strict=True))
        identifier = fields.get(settings.id_field or "", "")
        return Unread(error, part.number, is_row=True, raw=raw, id=identifier, values=part.values)


def _copy(part: _Part, head: Head, where: str, path: str, settings: Settings) -> Copy:
    fields: dict[str, str] = dict(zip(head.names, part.values, strict=True))
    text = fields[settings.field]
    check_length(len(text), settings.max_chars, where)
    row = Row(part.number, settings.field, {**fields, settings.field: None})
    return Copy(
        place=where,
        id="" if settings.id_field is None else fields.get(settings.id_field, ""),
        text=text,
        source=Source(path, settings.encoding, row),
        url=fields.get("url", ""),
        date=fields.get("date", ""),
    )
