"""A JSONL row's formatting: how a line was written, and the same line written with another text.

Whatever a row looked like, writing it with the text it was read with gives its line back byte for byte. Where no
usual layout does that, the line itself is kept and only the string that holds the text is replaced in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Final

from repair.records import Layout, Row

__all__ = ["LAYOUTS", "layout_of", "write_row"]

_ENCODERS: Final[dict[Layout, json.JSONEncoder]] = {
    "compact": json.JSONEncoder(ensure_ascii=False, separators=(",", ":")),
    "spaced": json.JSONEncoder(ensure_ascii=False),
    "compact-ascii": json.JSONEncoder(separators=(",", ":")),
    "spaced-ascii": json.JSONEncoder(),
}
LAYOUTS: Final[tuple[Layout, ...]] = (*_ENCODERS, "raw")
_values: Final = json.JSONDecoder()
_BLANK: Final = " \t\r\n\ufeff"


def layout_of(line: str, fields: Mapping[str, object], first: Layout) -> Layout:
    """The layout in which `fields`, text included, give `line`; `raw` where none does.

    `first` is tried before the others: a line without any accent fits two layouts, and then is as its neighbours are.
    """
    for layout in (first, *_ENCODERS):
        if layout != "raw" and _ENCODERS[layout].encode(fields) == line:
            return layout
    return "raw"


def write_row(row: Row, text: str) -> str:
    """The row with `text` as its text, ending included; all else in it is as it was read.

    With the text it was read with, this is the line exactly as read, blank lines after it included. Raises
    `ValueError` where a `raw` row's line is no JSON object with its field.
    """
    if row.layout != "raw":
        return _ENCODERS[row.layout].encode({**row.fields, row.field: text}) + row.ending
    held, start, end = _text_in(row.line, row.field)
    if held == text:
        return row.line + row.ending
    encoder = _ENCODERS["compact-ascii" if row.line.isascii() else "compact"]
    return row.line[:start] + encoder.encode(text) + row.line[end:] + row.ending


def _text_in(line: str, field: str) -> tuple[object, int, int]:
    """Value and span of the field's last occurrence in the object on `line`: JSON's readers take the last."""
    last = None
    for name, value, start, end in _members(line):
        if name == field:
            last = (value, start, end)
    if last is None:
        raise ValueError(f"no field {field!r} in the row")
    return last


def _members(line: str) -> Iterator[tuple[str, object, int, int]]:
    """Name, value and the value's span of every member of the object on `line`."""
    at = _skip(line, 0)
    while line[at : at + 1] in ("{", ","):
        at = _skip(line, at + 1)
        if line[at : at + 1] != '"':  # an object without members
            return
        name, at = scanstring(line, at + 1, True)
        start = _skip(line, _skip(line, at) + 1)
        value, at = _values.raw_decode(line, start)
        yield name, value, start, at
        at = _skip(line, at)


def _skip(line: str, at: int) -> int:
    while line[at : at + 1] and line[at] in _BLANK:
        at += 1
    return at
