"""AsciiDoc: the prose of its paragraphs, titles, items and delimited blocks.

It is read line by line. Listings, literal blocks, passthroughs, tables, macros and attributes hold none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.markup.prose import PROGRAM, THING, BlockKind, Mark, Prose, Writer
from repair.markup.rows import SourceLine, rows_of_source, write_paragraph

__all__ = ["asciidoc_prose"]

_CODE_FENCE: Final = re.compile(r"(?:-{4,}|\.{4,}|\+{4,}|[|,:!]={3,}|```.*)$")
_COMMENTS: Final = re.compile(r"/{4,}$")
_FENCE: Final = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--|\+|'{3}|<{3}|-{3}|\*{3})$")
_STEERING: Final = re.compile(
    r":!?[\w-]+!?:(?:\s|$)|\[[^\]]*\]$|\[\[[^\]]*\]\]$|//(?!/)|(?:ifdef|ifndef|ifeval|endif)::\S*\[.*\]$"
)
_OPAQUE_STYLE: Final = re.compile(
    r"\[(?:source|listing|literal|pass|stem|latexmath|asciimath|ditaa|plantuml|mermaid|,)\b"
)
_TITLE: Final = re.compile(r"(?:={1,6}|#{1,6})\s+")
_CAPTION: Final = re.compile(r"\.(?=[^\s.])")
_ANY: Final = re.compile("")
_MACRO: Final = re.compile(r"\w+::\S*\[.*\]$")
_ITEM: Final = re.compile(r"(?:\*{1,6}|-|•|\.{1,6}|\d{1,3}\.|[a-zA-Z]\.|<(?:\d{1,3}|\.)>)\s+(?:\[[ xX*]\]\s+)?")
_TERM: Final = re.compile(r"(?P<term>\S.{0,200}?)(?:::{1,3}|;;)(?:\s+|$)")


def asciidoc_prose(source: str) -> Prose:
    """The prose of a text in AsciiDoc."""
    return _Page(source).prose()


class _Page:
    """A text in AsciiDoc that is read from its first line to its last."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._writer = Writer(source, is_written=True)
        self._rows = rows_of_source(source)
        self._at = 0
        self._opaque = False  # whether the next block is code by its style
        self._defines = False  # whether the next paragraph is the definition of a term

    def prose(self) -> Prose:
        """The prose of all blocks."""
        while row := self._next():
            if not row.text:
                self._at += 1
            else:
                self._block(row)
        return self._writer.prose()

    def _next(self) -> SourceLine | None:
        return self._rows[self._at] if self._at < len(self._rows) else None

    def _block(self, row: SourceLine) -> None:
        """Read the block that begins with the row."""
        if self._fenced(row):
            return
        readers = (
            (_STEERING, self._steering),
            (_FENCE, self._skip),
            (_TITLE, self._title),
            (_CAPTION, self._title),
            (_ANY if self._opaque else _MACRO, self._no_prose),
            (_ITEM, self._item),
            (_TERM, self._term),
            (_ANY, self._no_prose if row.indent else self._paragraph),
        )
        match, read = next((match, read) for pattern, read in readers if (match := pattern.match(row.text)))
        read(row, match)

    def _steering(self, row: SourceLine, match: re.Match[str]) -> None:
        self._opaque = self._opaque or _OPAQUE_STYLE.match(row.text) is not None
        self._skip(row, match)

    def _title(self, row: SourceLine, match: re.Match[str]) -> None:
        self._at += 1
        self._write([row.after(match.end())], "headline")
        if match[0].strip() == "=":
            self._authors()

    def _item(self, row: SourceLine, match: re.Match[str]) -> None:
        self._at += 1
        self._write([row.after(match.end()), *self._until_end()], "item", bullet=row.start)

    def _paragraph(self, row: SourceLine, match: re.Match[str]) -> None:
        self._at += 1
        self._write([row, *self._until_end()], "item" if self._defines else None)
        self._defines = False

    def _fenced(self, row: SourceLine) -> bool:
        """Read a block between two lines of the same signs that holds no prose."""
        is_comment = _COMMENTS.fullmatch(row.text) is not None
        if not (is_comment or _CODE_FENCE.fullmatch(row.text) or (self._opaque and _FENCE.fullmatch(row.text))):
            return False
        self._opaque = False
        closing = "```" if row.text.startswith("```") else row.text
        rows = [row]
        self._at += 1
        while here := self._next():
            rows.append(here)
            self._at += 1
            if here.text == closing:
                break
        last = next(here for here in reversed(rows) if here.text)
        if is_comment:
            self._writer.end = max(self._writer.end, last.end)
        else:
            is_table = row.text.endswith("===")
            self._writer.placeholder(row.start, last.end, THING if is_table else PROGRAM)
        return True

    def _skip(self, row: SourceLine, match: re.Match[str]) -> None:
        self._writer.end = max(self._writer.end, self._rows[self._at].end)
        self._at += 1

    def _authors(self) -> None:
        """The lines under the title of a document: its authors, its revision, its attributes."""
        while (here := self._next()) and here.text and not _STEERING.match(here.text):
            self._at += 1
            self._write([here], "item")

    def _term(self, row: SourceLine, match: re.Match[str]) -> None:
        self._at += 1
        term = SourceLine(row.start, row.start + match.end("term"), row.indent, match["term"])
        self._write([term], "item")
        rest = row.after(match.end())
        if rest.text:
            self._write([rest, *self._until_end()], "item")
        else:
            self._defines = True

    def _until_end(self) -> list[SourceLine]:
        """The rows that go on with the block: to a blank one, or one that begins another block."""
        rows: list[SourceLine] = []
        while (here := self._next()) and here.text:
            if any(one.match(here.text) for one in (_ITEM, _TERM, _STEERING)):
                break
            if _FENCE.fullmatch(here.text) or _CODE_FENCE.fullmatch(here.text):
                break
            rows.append(here)
            self._at += 1
        return rows

    def _write(self, rows: list[SourceLine], kind: BlockKind | None, *, bullet: int | None = None) -> None:
        write_paragraph(self._source, self._writer, rows, _marks, kind, bullet=bullet)

    def _no_prose(self, row: SourceLine, match: re.Match[str]) -> None:
        self._at += 1
        rows = [row, *self._until_end()]
        self._opaque = False
        self._writer.placeholder(rows[0].start, rows[-1].end, THING if _MACRO.match(row.text) else PROGRAM)


# --- what stands in a line -------------------------------------------------------------------------------------------

_APART: Final = r"(?<![\w\\])"
_INLINE: Final = re.compile(
    r"(?P<quoted>\"`(?=\S)(?P<said>[^`]{1,1000})(?<=\S)`\"|'`(?=\S)(?P<named>[^`]{1,1000})(?<=\S)`')"
    r"|(?P<code>``[^`]{1,1000}``|(?<![\w\\`])`(?=\S)[^`]{1,1000}(?<=\S)`(?!\w)|\+{2,3}[^+]{1,1000}\+{2,3}|(?<![\w\\+])\+(?=\S)[^+\n]{1,500}(?<=\S)\+(?!\w))"
    r"|(?P<link>(?:(?:link|xref|mailto):[^\s\[\]]{1,1000}|(?:https?|ftp|irc)://[^\s\[\]<>]{1,1000})\[(?P<words>[^\]]{0,1000})\])"
    r"|(?P<address>(?:https?|ftp)://[^\s<>`]*[^\s<>`.,;:!?)\]\"'])"
    r"|(?P<cross><<[^<>,]{1,200}(?:,\s*(?P<label>[^<>]{1,500}))?>>)"
    r"|(?P<note>footnote(?:ref)?:[\w-]*\[[^\]]{0,2000}\]|\[\[[^\]]{1,200}\]\]|\(\(\([^()]{1,500}\)\)\)|indexterm2?:\[[^\]]{0,500}\])"
    r"|(?P<macro>(?<!\w)[a-z]{2,20}:[^\s\[\]:]{0,500}\[[^\]]{0,1000}\])"
    r"|(?P<attribute>\{[\w-]{1,80}(?::[^{}\n]{0,200})?\})"
    r"|(?P<role>\[[.#%][^\]]{0,200}\](?=[#*_`]))"
    rf"|(?P<strong>\*\*(?=\S)(?P<bold2>[^*]{{1,1000}})(?<=\S)\*\*|{_APART}\*(?=\S)(?P<bold>[^*]{{1,1000}})(?<=\S)\*(?!\w))"
    rf"|(?P<emphasis>__(?=\S)(?P<slanted2>[^_]{{1,1000}})(?<=\S)__|{_APART}_(?=\S)(?P<slanted>[^_]{{1,1000}})(?<=\S)_(?!\w))"
    rf"|(?P<mark>##(?=\S)(?P<marked2>[^#]{{1,1000}})(?<=\S)##|{_APART}#(?=\S)(?P<marked>[^#\n]{{1,500}})(?<=\S)#(?!\w))"
    r"|(?P<break>[ \t]+\+(?=[ \t]*(?:\r?\n|\Z)))"
    r"|(?P<callout><\d{1,3}>)",
    re.S,
)
_SHOWN: Final = {
    "link": ("words",),
    "cross": ("label",),
    "strong": ("bold", "bold2"),
    "emphasis": ("slanted", "slanted2"),
    "mark": ("marked", "marked2"),
}
_HIDDEN: Final = ("note", "role", "break", "callout")
_OUTER: Final = (
    "quoted",
    "code",
    "link",
    "address",
    "cross",
    "note",
    "macro",
    "attribute",
    "role",
    "strong",
    "emphasis",
    "mark",
    "break",
    "callout",
)


def _marks(source: str, start: int, end: int) -> list[Mark]:
    return [mark for match in _INLINE.finditer(source, start, end) for mark in _marks_of(source, match)]


def _marks_of(source: str, match: re.Match[str]) -> Iterator[Mark]:
    start, end = match.span()
    name = next(name for name in _OUTER if match[name] is not None)
    if name == "quoted":
        yield Mark(start, start + 2, "“" if source[start] == '"' else "‘")
        yield Mark(end - 2, end, "”" if source[start] == '"' else "’")
    elif name in _HIDDEN:
        yield Mark(start, end, "", name != "break")
    elif shown := next((group for group in _SHOWN.get(name, ()) if match[group]), None):
        yield Mark(start, match.start(shown))
        yield from _marks(source, *match.span(shown))
        words = match.end(shown)
        if name == "link" and source[words - 1] == "^":  # which opens a window
            words -= 1
        yield Mark(words, end)
    else:
        yield Mark(start, end, PROGRAM if name == "code" else THING, True)
