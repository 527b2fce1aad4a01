"""How a text is laid out for a model, and the way back from the model's offsets to the text's own.

Paragraphs are joined by one line break without blanks around it, since the gap head was trained on nothing else;
characters of no width are left out. Everything else stays as it is, including compatibility forms and doubled blanks.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import Final

from msgspec import Struct

from repair.text.wrapping import wraps

__all__ = ["Folded", "fold_blanks"]

_MAX_BLANKS: Final = 3  # a gap leaves two; the hundreds of an indented table say nothing more
_WIDTHLESS: Final = "\u00ad\u200b-\u200f\u2060\ufeff"
_RUN: Final = re.compile(rf"[\s{_WIDTHLESS}]+")
_NO_WIDTH: Final = re.compile(rf"[{_WIDTHLESS}]+")
_BREAK: Final = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class Folded(Struct, frozen=True):
    """A text as the model reads it: `text[starts[k] : starts[k + 1]]` comes from the original text at `origins[k]`."""

    text: str
    starts: array[int]
    origins: array[int]

    def origin(self, index: int) -> int:
        """Offset in the original text of the character `text[index]`; for a line break, of the run it stands for."""
        k = bisect_right(self.starts, index) - 1
        return self.origins[k] + index - self.starts[k]

    def index(self, origin: int) -> int:
        """Index in the folded text of the first character that stands at or after `origin` in the original one.

        Inverse of `origin` but within a folded run, whose inside gives the end of what stands for it.
        """
        k = bisect_right(self.origins, origin) - 1
        if k < 0:
            return 0
        limit = self.starts[k + 1] if k + 1 < len(self.starts) else len(self.text)
        return min(self.starts[k] + origin - self.origins[k], limit)

    def place(self, index: int) -> int:
        """Offset in the original text of the place before the token at `text[index]`: just after the last character
        that is not a blank, or at the start of the line if the token is its first."""
        text = self.text
        while text[index : index + 1] == " ":
            index += 1
        before = index
        while text[before - 1 : before] == " ":
            before -= 1
        if before == 0 or text[before - 1] == "\n":
            return self.origin(index)
        return self.origin(before - 1) + 1


def fold_blanks(text: str) -> Folded:
    """`text` with every run of white space that holds a line break as one `\\n`, none at its start and one at its end.

    White space of any other kind becomes blanks, three at most; a line break that only wraps a line becomes one. A
    text of white space alone gives an empty one.
    Takes time and memory linear in the length of `text`.
    """
    parts: list[str] = []
    starts, origins = array("q"), array("q")
    size = 0

    def copy(part: str, origin: int) -> None:
        nonlocal size
        if part:
            parts.append(part)
            starts.append(size)
            origins.append(origin)
            size += len(part)

    wrapping = wraps(text)
    last, stop = 0, len(text)  # what is still to be copied
    for run in _RUN.finditer(text):
        start, end = run.span()
        if end == len(text):
            stop = start
        elif start == 0:
            last = end
        elif run[0] != " ":
            copy(text[last:start], last)
            broken = _BREAK.search(run[0])
            if broken and start + broken.start() in wrapping:
                copy(" ", start)
            else:
                copy("\n" if broken else " " * min(len(_NO_WIDTH.sub("", run[0])), _MAX_BLANKS), start)
            last = end
    copy(text[last:stop], last)
    if size:
        copy("\n", stop)
    return Folded("".join(parts), starts, origins)
