"""CSV: one record, one text, streamed; a field in quotation marks may hold line breaks.

The first record names the fields. The delimiter is the comma, the semicolon or the tab, whichever the first line has
most of; in a `.tsv` file the tab. The number of a record is that of its first line. `repair apply` writes its row as JSON, since CSV can be
written in many ways.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from repair.errors import EmptySource, InputError
from repair.read.byte_lines import BLANKS, numbered_lines
from repair.read.copy import (
    OTHER_FIELDS,
    Copy,
    Opened,
    Settings,
    Unread,
    check_length,
    row_limit,
    row_too_long,
    without_unread,
)
from repair.read.encoding import decode_text, marked_encoding
from repair.read.paths import plain_name, suffix
from repair.records import Row, Source

__all__ = ["CsvHeader", "csv_record", "head_of", "raw_records", "read_csv", "rows_of"]

_DELIMITERS: Final = ",;\t"
_MARK: Final = "\ufeff"
_QUOTED: Final = re.compile(rb'[^"]*+(?:""[^"]*+)*+')  # a field in quotation marks, up to the closing mark


class CsvHeader(Struct, frozen=True):
    """A CSV file's first record: the names of its fields, their delimiter, the line break after it, and whether a
    byte-order mark stands before it."""

    names: tuple[str, ...]
    delimiter: str
    ending: str = "\n"
    mark: bool = False


def raw_records(opened: Opened, limit: int, delimiter: str = "") -> Iterator[tuple[int, bytes | None]]:
    """Every record with the number of its first line; `None` in place of a line of more than `limit` bytes.

    A record ends at the first line break outside quotation marks, and at the latest with the line that takes it over
    the limit: its end cannot be known then, and reading goes on with the next line. A quotation mark inside a field is
    an ordinary character; without a `delimiter`, as for the first record, any mark opens or closes. Blank lines between
    records are left out.
    """
    held: list[bytes] = []
    first = size = 0
    inside = False
    divides = delimiter.encode()
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
        inside = _ends_inside(line, inside, divides) and size <= limit
        if not inside:
            yield first, held[0] if len(held) == 1 else b"".join(held)
    if inside:
        yield first, b"".join(held)


def _ends_inside(line: bytes, inside: bool, delimiter: bytes) -> bool:
    """Whether a line ends inside quotation marks, given whether it began inside them."""
    if b'"' not in line:
        return inside
    if not delimiter:
        return inside ^ (line.count(b'"') % 2 == 1)
    at = 0 if inside else 1 if line.startswith(b'"') else _opened(line, delimiter, 0)
    while at >= 0:
        closed = _QUOTED.match(line, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if closed == len(line):
            return True
        at = _opened(line, delimiter, closed + 1)
    return False


def _opened(line: bytes, delimiter: bytes, start: int) -> int:
    """Where the next field in quotation marks begins, after its mark; -1 if there is none."""
    at = line.find(delimiter + b'"', start)
    return at if at < 0 else at + 2


def csv_record(values: Iterable[str], head: CsvHeader) -> str:
    """The fields as one record of a file that begins with `head`; `rows_of` reads it as the same fields again."""
    stream = io.StringIO()
    # with this ending the writer quotes fields with either kind of line break
    csv.writer(stream, delimiter=head.delimiter, lineterminator="\r\n").writerow(values)
    return stream.getvalue().removesuffix("\r\n") + head.ending


def head_of(record: bytes, settings: Settings, path: str) -> CsvHeader:
    """The names of the fields. Raises `InputError` if the text field is not among them, or a name occurs twice."""
    encoding = settings.encoding
    if marked_encoding(record, encoding) != encoding or "\n,".encode(encoding) != b"\n,":
        raise InputError("CSV cannot be read in this encoding", where=path, hint="convert the file to UTF-8")
    text = decode_text(record, encoding, path)
    line = text.removeprefix(_MARK)
    named_tabs = "\t" in line and suffix(plain_name(path)).lower() == ".tsv"
    delimiter = "\t" if named_tabs else max(_DELIMITERS, key=line.count)
    names = _fields(line, delimiter, path)
    if len(set(names)) < len(names):
        raise InputError("two fields have the same name", where=path, hint="rename one of them")
    if settings.field not in names:
        shown = ", ".join(repr(name[:40]) for name in names[:12])
        raise InputError(
            f"no field {settings.field!r}; the file has {shown}",
            where=path,
            hint="name the field that holds the text with --field",
        )
    return CsvHeader(names, delimiter, "\r\n" if line.endswith("\r\n") else "\n", line != text)


def read_csv(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The text of every record, in order.

    Raises `InputError` if the source is empty, lacks the text field, or is in an encoding in which a line break is not
    one byte.
    """
    return without_unread(rows_of(opened, settings), settings.on_error)


def rows_of(
    opened: Opened, settings: Settings, head: CsvHeader | None = None, *, held: int = 0
) -> Iterator[Copy | Unread]:
    """The result of every record, in order. `head` must be given if the stream begins after it. Records over the limit
    of a text come with their bytes, at most `held` of them. Raises `InputError` as `read_csv` does."""
    path = opened.path
    limit = max(row_limit(settings), held)
    empty = head is None
    first = opened.first
    if head is None:
        number, record = next(raw_records(opened, limit), (0, b""))
        if record is None:
            raise InputError(f"the first line is longer than {limit:,} bytes", where=path, hint="is it CSV?")
        if record:
            check_length(len(record) - OTHER_FIELDS, settings.max_chars, path)
            head = head_of(record, settings, path)
            first = number + record.count(b"\n")
    if head is not None:
        for number, record in raw_records(Opened(path, opened.stream, first), limit, head.delimiter):
            empty = False
            yield _row(number, record, head, path, settings, whole=opened.whole)
    if empty:
        raise EmptySource("holds no records", where=path, hint="remove it, or check how it was made")


def _row(
    number: int, record: bytes | None, head: CsvHeader, path: str, settings: Settings, *, whole: bool
) -> Copy | Unread:
    where = f"{path}:{number}"
    values: tuple[str, ...] = ()
    try:
        if record is None:
            raise row_too_long("the record", settings, where)
        if not (whole or record.endswith(b"\n")):
            raise InputError("the file ends inside this record", where=where, hint="get the whole file")
        found = _fields(decode_text(record, settings.encoding, where), head.delimiter, where)
        if len(found) != len(head.names):
            how_many = "fewer" if len(found) < len(head.names) else "more"
            what = f"the record has {how_many} fields than the first line names: {len(found)}, not {len(head.names)}"
            raise InputError(what, where=where, hint="correct or remove the record")
        values = found
        return _copy(number, values, head, where, path, settings, ended=record.endswith(b"\n"))
    except InputError as error:
        fields = dict(zip(head.names, values, strict=False))
        identifier = fields.get(settings.id_field or "", "")
        return Unread(error, number, bool(values), record or b"", identifier, values)


def _copy(
    number: int,
    values: tuple[str, ...],
    head: CsvHeader,
    where: str,
    path: str,
    settings: Settings,
    *,
    ended: bool,
) -> Copy:
    fields: dict[str, str] = dict(zip(head.names, values, strict=True))
    text = fields[settings.field]
    check_length(len(text), settings.max_chars, where)
    row = Row(number, settings.field, {**fields, settings.field: None}, ending="\n" if ended else "")
    return Copy(
        place=where,
        id="" if settings.id_field is None else fields.get(settings.id_field, ""),
        text=text,
        source=Source(path, settings.encoding, row),
        url=fields.get(settings.url_field, ""),
        date=fields.get(settings.date_field, ""),
    )


def _fields(record: str, delimiter: str, where: str) -> tuple[str, ...]:
    # the parser's limit holds for the whole process: it must not be lowered while another reader relies on it
    if csv.field_size_limit() <= len(record):
        csv.field_size_limit(len(record) + 1)
    try:
        # the lines keep their breaks, so that breaks within a field stay as they are
        rows = list(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        unclosed = str(error) == "unexpected end of data"
        hint = "close its quotation mark" if unclosed else "correct or remove the record"
        raise InputError(f"broken CSV: {error}", where=where, hint=hint) from None
    if len(rows) != 1:
        raise InputError("a line break is outside quotation marks", where=where, hint="correct the record")
    return tuple(rows[0])
