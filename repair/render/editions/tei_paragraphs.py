"""The body of the edition `tei`: the article's lines as `<head>`s and `<p>`s, with its marks in their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from repair.detect.line_shapes import Line
from repair.detect.stage import document_of
from repair.records import Article
from repair.render.edition_parts import EditionPart, MarkedEntry, Plain, Remark

__all__ = ["Paragraphs", "title_of"]

_BLANKS: Final = re.compile(r"[ \t\r\n]*")  # what XML lets stand between two elements
_TITLES: Final = ("title", "headline", "titolo")


def title_of(article: Article) -> str:
    """The article's title: that of its row, else its first line if it is a headline, else its id."""
    row = article.source.row
    for name in _TITLES if row else ():
        title = row.fields.get(name) if row else None
        if isinstance(title, str) and title.strip():
            return title.strip()
    lines = _lines(article)
    return article.text[lines[0].start : lines[0].end] if _is_head(lines, 0) else article.id


def _lines(article: Article) -> list[Line]:
    """The lines that are not blank; a hard-wrapped paragraph is one line."""
    return [line for line in document_of(article).lines if line.shape != "blank"]


def _is_head(lines: list[Line], number: int) -> bool:
    """Whether a line is a heading: a headline with something under it."""
    return number + 1 < len(lines) and lines[number].shape == "headline"


class Paragraphs:
    """Cuts one article. `own` gives its text as XML, `between` the blanks between paragraphs; both count its lines, and
    `line` says which one is reached."""

    def __init__(
        self, article: Article, own: Callable[[str], str], between: Callable[[str], str], line: Callable[[], int]
    ) -> None:
        self._lines = _lines(article)
        self._starts = [line.start for line in self._lines]
        self._own, self._between, self._line = own, between, line
        self._out: list[str] = []
        self._open = self._last = ""
        self._in_section = False

    def body(self, pieces: Iterable[EditionPart], marked: Callable[[MarkedEntry | Remark], str]) -> str:
        """All of the article as XML; `marked` gives a mark as XML. A mark may go over several lines, which then are one
        paragraph."""
        at = 0
        for piece in pieces:
            if isinstance(piece, Plain):
                for text in self._cut(piece.text, at):
                    self._plain(text, at)
                    at += len(text)
            else:
                size = len(piece.old) if isinstance(piece, MarkedEntry) else 0
                self._enter(at, size)
                self._out.append(marked(piece))
                at += size
        if not self._out:
            self._enter(at)
        self._leave()
        return "".join(self._out) + ("</div>" if self._in_section else "")

    def _cut(self, text: str, at: int) -> Iterator[str]:
        """The text, which begins at `at`, cut where lines begin and end."""
        end, cursor = at + len(text), at
        number = max(0, bisect_right(self._starts, at) - 1)
        while number < len(self._lines) and self._lines[number].start < end:
            for edge in self._lines[number][:2]:
                if cursor < edge < end:
                    yield text[cursor - at : edge - at]
                    cursor = edge
            number += 1
        if cursor < end:
            yield text[cursor - at :]

    def _at(self, at: int) -> int:
        """The number of the line that `at` is in, or else of the next one."""
        number = bisect_right(self._starts, at) - 1
        return number if number >= 0 and at < self._lines[number].end else number + 1

    def _plain(self, text: str, at: int) -> None:
        number = self._at(at)
        inside = number < len(self._lines) and self._lines[number].start <= at
        if inside or not _BLANKS.fullmatch(text):
            self._enter(at)
            self._out.append(self._own(text))
        elif self._open and not ("\n" in text or "\r" in text):
            self._out.append(self._own(text))
        else:
            self._leave()
            self._out.append(self._between(text))

    def _enter(self, at: int, size: int = 0) -> None:
        """Begin a paragraph at `at`, if none is open, with a mark of `size`: one that covers the line makes no heading."""
        if self._open:
            return
        number = self._at(at)
        self._open = "head" if _is_head(self._lines, number) and at + size < self._lines[number].end else "p"
        if self._open == "head" and self._last == "p":
            self._out.append('</div><div type="section">' if self._in_section else '<div type="section">')
            self._in_section = True
        self._out.append(f'<{self._open}><lb n="{self._line()}"/>')

    def _leave(self) -> None:
        if self._open:
            self._out.append(f"</{self._open}>")
            self._last, self._open = self._open, ""
