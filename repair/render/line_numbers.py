"""Lines and columns of places in a text, counted from 1 in code points as editors and CI systems do."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

__all__ = ["Lines"]

_BREAK: Final = re.compile(r"\n|\r\n?")
_LINE_FEED: Final = re.compile(r"\n")  # alone it is found several times as fast


class Lines:
    """The line starts of one text. A line ends at a line feed, a carriage return or both together."""

    def __init__(self, text: str) -> None:
        self._text = text
        breaks = _BREAK if "\r" in text else _LINE_FEED
        self._starts = [0, *(m.end() for m in breaks.finditer(text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the place before the code point at `offset` (from 0)."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, offset: int) -> tuple[int, int]:
        """The span of the line that holds `offset`, without its line break."""
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        while end > start and self._text[end - 1] in "\r\n":
            end -= 1
        return start, end
