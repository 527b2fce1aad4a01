"""The layout of a JSONL row: how its line was written, how to write it with another text, and where the text is in it.

Writing a row with its own text always gives its line back byte for byte. If no usual layout does that, the line itself
is kept, and only the string that holds the text is replaced in it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Final

from msgspec.structs import replace

from repair.read.nested import steps_to, with_value
from repair.records import Layout, Row

__all__ = ["LAYOUTS", "TextInRow", "layout_of", "write_row"]

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
    """The layout in which `fields`, text included, give `line`; `raw` if none does.

    `first` is tried before the others: a line without accents fits two layouts, and most likely has that of its
    neighbours.
    """
    for layout in (first, *_ENCODERS):
        if layout != "raw" and _ENCODERS[layout].encode(fields) == line:
            return layout
    return "raw"


def write_row(row: Row, text: str) -> str:
    """The row with `text` as its text, ending included; the rest of it is as it was read.

    With its own text, this is the line exactly as read, blank lines after it included. Raises `ValueError` if the line
    of a `raw` row is not a JSON object with its field.
    """
    if row.layout != "raw":
        return _ENCODERS[row.layout].encode(with_value(row.fields, row.field, text)) + row.ending
    held, start, end = _text_in(row.line, row)
    if held == text:
        return row.line + row.ending
    return row.line[:start] + _encoder(row).encode(text) + row.line[end:] + row.ending


def _encoder(row: Row) -> json.JSONEncoder:
    """The encoder that writes strings as the row does."""
    if row.layout == "raw":
        return _ENCODERS["compact-ascii" if row.line.isascii() else "compact"]
    return _ENCODERS[row.layout]


class TextInRow:
    """Where the characters of a row's text are in its line, and how other text would be written there.

    Time is linear in the line. Raises `ValueError` if the line of a `raw` row is not a JSON object with its field.
    """

    def __init__(self, row: Row, text: str) -> None:
        line = write_row(replace(row, ending=""), text)
        _, start, end = _text_in(line, row)
        self._encoder = _encoder(row)
        # a row may begin with blank lines; columns count from the last line break
        self._first = start + 1 - (line.rfind("\n", 0, start) + 1)
        self._after: list[int] = []  # offsets in the text right after escaped characters
        self._longer = [0]  # how much longer the line is than the text up to there
        for escape in _ESCAPE.finditer(line, start + 1, end - 1):
            self._after.append(escape.start() - start - self._longer[-1])
            self._longer.append(self._longer[-1] + len(escape[0]) - 1)

    def column(self, offset: int) -> int:
        """The column in the line, from 0 and in code points, of the place before the text's code point at `offset`."""
        return self._first + offset + self._longer[bisect_right(self._after, offset)]

    def written(self, text: str) -> str:
        """`text` as it is written within the row's string."""
        return self._encoder.encode(text)[1:-1]


# an escaped character; one beyond U+FFFF is written as two
_ESCAPE: Final = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^u])")


def _text_in(line: str, row: Row) -> tuple[object, int, int]:
    """Value and span of the row's text in `line`, in the last member of each name: JSON readers use the last one."""
    held: tuple[object, int, int] = (None, _skip(line, 0), len(line))
    for step in steps_to(row.fields, row.field) or (row.field,):
        last = None
        for name, value, start, end in _members(line, held[1]):
            if name == step:
                last = (value, start, end)
        if last is None:
            raise ValueError(f"no field {row.field!r} in the row")
        held = last
    return held


def _members(line: str, at: int) -> Iterator[tuple[str | int, object, int, int]]:
    """Name (in a list, number), value and the value's span of every member of the object or list at `at`."""
    number, in_list = 0, line[at : at + 1] == "["
    while line[at : at + 1] in ("{", "[", ","):
        at = _skip(line, at + 1)
        name: str | int = number
        if not in_list:
            if line[at : at + 1] != '"':  # an object without members
                return
            name, at = scanstring(line, at + 1, True)
            at = _skip(line, _skip(line, at) + 1)
        elif line[at : at + 1] == "]":
            return
        value, end = _values.raw_decode(line, at)
        yield name, value, at, end
        number += 1
        at = _skip(line, end)


def _skip(line: str, at: int) -> int:
    while line[at : at + 1] and line[at] in _BLANK:
        at += 1
    return at
