"""JSON lines: one row, one text, streamed, with all that is needed to write the row again as it was.

A row that cannot be used is reported with its line and left out; the rows after it are read. Blanks after a row and
blank lines belong to the row before them; those at the head of the file belong to its first row.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from repair.errors import EmptySource, InputError, NoText
from repair.read.byte_lines import BLANKS, numbered_lines
from repair.read.copy import Copy, Opened, Settings, Unread, check_length, row_limit, row_too_long, without_unread
from repair.read.encoding import decode_text, marked_encoding
from repair.read.nested import rows_within, shown_fields, steps_to, value_at, with_value, words_at
from repair.read.rows import layout_of, write_row
from repair.records import Layout, Row, Source

__all__ = ["check_lines", "read_jsonl", "row_read", "row_unread", "rows_of"]

_DEEPEST: Final = 500  # nested objects and arrays; a row is written again inside a few more of them
_MARK: Final = "\ufeff"


def read_jsonl(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The text of every row, in order.

    Raises `InputError` if the source is empty, is one JSON document, or is in an encoding in which a line break is not
    one byte.
    """
    return without_unread(_lines_only(opened, settings), settings.on_error)


def _lines_only(opened: Opened, settings: Settings) -> Iterator[Copy | Unread]:
    """The rows, unless the first line shows that the file is one document: then one error, not one for each line."""
    for found in rows_of(opened, settings):
        if isinstance(found, Unread) and found.number == 1 and _begins_document(found.raw):
            what, hint = "is one JSON document, not JSON lines", "give it a name that ends in .json"
            raise InputError(what, where=opened.path, hint=hint)
        yield found


def rows_of(opened: Opened, settings: Settings, *, held: int = 0) -> Iterator[Copy | Unread]:
    """The result of every row, in order. Rows over the limit of a text come with their bytes, at most `held` of them.

    Raises `InputError` if the source is empty or in an encoding in which a line break is not one byte.
    """
    path, encoding = opened.path, settings.encoding
    layout: Layout = "compact"
    limit = row_limit(settings)
    number = 0
    for number, lead, line, ending in _rows(opened, max(limit, held)):
        where = f"{path}:{number}"
        if number == 1 and line is not None:
            check_lines(line, encoding, path)
        try:
            if line is None or len(line) > limit:
                raise row_too_long("the line", settings, where)
            text = decode_text(line, encoding, where)
            copy, layout = row_read(text, lead, ending, number, layout, path, settings)
        except InputError as error:
            yield row_unread(error, number, lead.encode() + (line or b""), ending, settings)
        else:
            yield copy
    if not number:
        raise EmptySource("is empty", where=path, hint="remove it, or check how it was made")


def check_lines(line: bytes, encoding: str, path: str) -> None:
    """Raise `InputError` if the first line shows that lines cannot be found in this encoding."""
    if marked_encoding(line, encoding) != encoding or "\n{".encode(encoding) != b"\n{":
        raise InputError("JSON lines cannot be read in this encoding", where=path, hint="convert the file to UTF-8")


def _begins_document(line: bytes) -> bool:
    content = line.removeprefix(codecs.BOM_UTF8).strip()
    return content.startswith(b"[") or content == b"{"


def row_unread(error: InputError, number: int, line: bytes, ending: str, settings: Settings) -> Unread:
    """A line that gives no text. It counts as a row if Python's own reader accepts it as JSON."""
    raw = line + ending.encode()
    identifier = ""
    try:
        text = line.decode(settings.encoding).removeprefix(_MARK)
        value = json.loads(text, parse_int=str, parse_float=str)  # as numbers they may be too long
    except RecursionError:  # nested too deeply for any reader here, so nobody can say that it is broken
        is_row = True
    except ValueError:
        is_row = False
    else:
        is_row = True
        found = (
            value_at(value, settings.id_field) if isinstance(value, dict) and settings.id_field is not None else None
        )
        identifier = found if isinstance(found, str) and found.isprintable() else ""
    return Unread(error, number, is_row, raw, identifier)


def _rows(opened: Opened, limit: int) -> Iterator[tuple[int, str, bytes | None, str]]:
    """Number, blanks before, content and ending of every row; `None` for a row over the limit.

    Only the first row has blanks before it; all others belong to the ending of the row before.
    """
    held: tuple[int, str, bytes | None] | None = None
    lead = ""
    endings: list[bytes] = []
    blanks = 0
    for number, line in numbered_lines(opened.stream, limit, opened.first):
        content = line if line is None else line.rstrip(BLANKS)
        if content == b"" and line is not None:
            endings.append(line)
            blanks += len(line)
            if blanks > limit:
                raise InputError("too many blank lines in a row", where=f"{opened.path}:{number}")
            continue
        ending = b"".join(endings).decode("ascii")
        if held is None:
            lead = ending
        else:
            yield (*held, ending)
        held, lead = (number, lead, content), ""
        endings, blanks = [b"" if line is None or content is None else line[len(content) :]], 0
    if held is not None:
        yield (*held, b"".join(endings).decode("ascii"))
    elif endings:
        raise EmptySource("holds nothing but blank lines", where=opened.path, hint="check how it was made")


def row_read(
    line: str, lead: str, ending: str, number: int, layout: Layout, path: str, settings: Settings
) -> tuple[Copy, Layout]:
    """The row on a line, and its layout; `layout` is that of the row before it. `lead` are the blanks before it, `ending`
    what follows it. Raises `InputError` if it gives no text."""
    where = f"{path}:{number}"
    body = line.removeprefix(_MARK) if number == 1 else line
    fields = _fields(body, len(line) - len(body), where, settings.field)
    text = value_at(fields, settings.field)
    if not isinstance(text, str):
        raise _no_text(fields, settings.field, where)
    check_length(len(text), settings.max_chars, where)
    row_id = "" if settings.id_field is None else _id(fields, settings.id_field, where)
    kept = with_value(fields, settings.field, None)
    try:
        found = "raw" if lead or body != line else layout_of(line, fields, layout)
        row = Row(number, settings.field, kept, found, lead + line if found == "raw" else "", ending)
        same = found != "raw" or write_row(row, text) == lead + line + ending
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        same = False
    if not same:
        raise InputError("the row could not be written back as it was read", where=where, hint="simplify its fields")
    copy = Copy(
        place=where,
        id=row_id,
        text=text,
        source=Source(path, settings.encoding, row),
        url=words_at(fields, settings.url_field),
        date=words_at(fields, settings.date_field),
    )
    return copy, layout if found == "raw" else found


def _fields(line: str, shift: int, where: str, field: str) -> dict[str, Any]:
    """The object on the line. `shift` is the number of characters before it, which count for the column of an error;
    `field` is that of the text."""
    try:
        row = msgspec.json.decode(line)
        is_json = True
    except (msgspec.MsgspecError, RecursionError):
        row, is_json = _lenient_json(line, shift, where), False
    if not isinstance(row, dict):
        hint = "convert it with jq -c '.[]'" if isinstance(row, list) else "each line must be a JSON object"
        raise InputError(f"the row is {_kind(row)}, not an object", where=where, hint=hint)
    if line.count("{") + line.count("[") > _DEEPEST and _depth(row) > _DEEPEST:
        raise InputError("the row is nested too deeply", where=where, hint="correct or remove the line")
    return row if is_json else _strict_json(row, field, where)


_LONE: Final = re.compile("[\ud800-\udfff]")


def _lenient_json(line: str, shift: int, where: str) -> Any:
    """The value of a line that is JSON but for numbers that JSON does not have (`NaN`, `1e999`) and lone surrogates. Some
    programs write both. The line of such a row is kept, so nothing is lost. Raises `InputError` with the column for a line
    that is not even that."""
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        what, where = f"broken JSON: {error.msg}", f"{where}:{error.colno + shift}"
    except RecursionError:
        what = "the row is nested too deeply"
    except ValueError as error:
        what = f"broken JSON: {error}"
    raise InputError(what, where=where, hint="correct or remove the line") from None


def _strict_json(row: dict[str, Any], field: str, where: str) -> dict[str, Any]:
    """The row as strict JSON has it: with nothing for numbers that are none, and with U+FFFD for lone surrogates. Raises
    `InputError` if the text has any."""
    text = value_at(row, field)
    if isinstance(text, str) and _LONE.search(text):
        what = "the text holds a lone surrogate (\\ud800 to \\udfff)"
        raise InputError(what, where=where, hint="correct or remove the line")
    valid: dict[str, Any] = _without_invalid(row)
    return valid


def _without_invalid(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_without_invalid(name): _without_invalid(inner) for name, inner in value.items()}
    return list(map(_without_invalid, value)) if isinstance(value, list) else value


def _depth(value: object) -> int:
    """How deeply objects and arrays are nested."""
    depth, level = 0, [value]
    while level := [v for v in level if isinstance(v, dict | list)]:
        depth += 1
        level = [inner for v in level for inner in (v.values() if isinstance(v, dict) else v)]
    return depth


def _no_text(fields: dict[str, Any], field: str, where: str) -> InputError:
    if steps_to(fields, field):
        what = f"field {field!r} is {_kind(value_at(fields, field))}, not a string"
    else:
        what = f"no field {field!r}; the row has {shown_fields(fields)}"
    hint = "name the field that holds the text with --field"
    if rows := rows_within(fields):
        hint += f"; if the rows are in {rows!r}, take them out first: jq -c '.{rows}[]'"
    lacks = value_at(fields, field) is None
    return (NoText if lacks else InputError)(what, where=where, hint=hint)


def _id(fields: dict[str, Any], field: str, where: str) -> str:
    value = value_at(fields, field)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise InputError(
        f"field {field!r} is {_kind(value)}, neither string nor number",
        where=where,
        hint="name the field that holds the id with --id-field",
    )


def _kind(value: object) -> str:
    """The JSON name of the value's type."""
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")
