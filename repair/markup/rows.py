"""The lines of a source in a markup language that is read line by line, and the paragraphs that are made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from repair.markup.prose import BlockKind, Mark, Writer, kept_apart

__all__ = ["Inline", "SourceLine", "rows_of_source", "write_paragraph"]

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")


class SourceLine(NamedTuple):
    """A line of the source without the blanks at its edges: `source[start:end]` is `text`. `indent` are the blanks before
    it; a blank line has an empty text."""

    start: int
    end: int
    indent: int
    text: str

    def after(self, size: int) -> SourceLine:
        """The row without its first `size` characters and the blanks after them."""
        text = self.text[size:].lstrip()
        return SourceLine(self.end - len(text), self.end, self.indent + len(self.text) - len(text), text)


Inline = Callable[[str, int, int], list[Mark]]
"""What gives the marks in a span of a source."""


def rows_of_source(source: str) -> list[SourceLine]:
    """All lines of the source. A byte-order mark is no part of the first one."""
    rows, at = [], int(source.startswith("\ufeff"))
    while at < len(source):
        match = _LINE.match(source, at)
        assert match is not None  # the pattern matches anywhere
        line = match[0].rstrip()
        text = line.lstrip()
        indent = len(line) - len(text)
        rows.append(SourceLine(at + indent, at + len(line), indent, text))
        at = match.end()
    return rows


def write_paragraph(
    source: str,
    writer: Writer,
    rows: Sequence[SourceLine],
    inline: Inline,
    kind: BlockKind | None = None,
    *,
    bullet: int | None = None,
    extra: Sequence[Mark] = (),
) -> None:
    """Write the paragraph that stands in some rows. `bullet` is where the mark of an item begins before it; `extra` are marks besides those that `inline` gives."""
    rows = [row for row in rows if row.text]
    if not rows:
        return
    start, end = rows[0].start, rows[-1].end
    breaks = [Mark(one.end, other.start, " ") for one, other in pairwise(rows)]
    marks = kept_apart([*inline(source, start, end), *breaks, *extra])
    if not writer.shows_word(start, end, marks):
        writer.without_words(start, end, marks)
        return
    if bullet is None:
        writer.block(start, kind)
    else:
        writer.item(bullet, start)
    writer.marked(start, end, marks)
