"""reStructuredText: the prose of its paragraphs, titles, items, definitions and notes.

It is read line by line, by indents and by how lines begin. Directives that are not known to hold prose hold none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.markup.prose import PROGRAM, THING, BlockKind, Mark, Prose, Writer
from repair.markup.rows import SourceLine, rows_of_source, write_paragraph
from repair.markup.templates import TEMPLATE_TAG, is_template

__all__ = ["rst_prose"]

_DIRECTIVE: Final = re.compile(r"\.\.\s+(?:\|[^|]{1,80}\|\s+)?([\w.+-]+(?::[\w.+-]+)*)\s?::(?:\s+|$)")
_TARGET: Final = re.compile(r"(?:\.\.\s+_[^:]{0,200}:|__(?:\s|$))")
_NOTE: Final = re.compile(r"\.\.\s+\[[^\]]{1,80}\]\s+")
_EXPLICIT: Final = re.compile(r"\.\.(?:\s|$)")
_OF_PROSE: Final = frozenset(
    "admonition attention caution danger error hint important note tip warning seealso todo topic sidebar epigraph highlights"
    " pull-quote compound container rubric glossary versionadded versionchanged versionremoved deprecated deprecated-removed"
    " dropdown tab tab-item tab-set grid grid-item grid-item-card card details collapse".split()
)
_RULE: Final = re.compile(r"([!-/:-@\[-`{-~])\1{2,}$")
_BORDER: Final = re.compile(r"=+(?: +=+)+$")
_CODE: Final = re.compile(r"\+[-=]{2}|>>>")
_OF_CODE: Final = ("literal", "role", "other")
_IS_THING: Final = re.compile(
    r"\+[-=]{2}|\.\.\s+(?:\|[^|]*\|\s+)?(?:image|figure|[\w-]*table|math|toctree|contents|raw|meta|only)\s?::"
)
_BULLET: Final = re.compile(r"(?:[-*+•‣⁃]|\(?(?:\d{1,3}|#|[a-zA-Z]|[ivxlc]{1,5})\)|(?:\d{1,3}|#)\.)(?:\s+|$)")
_NAMES: Final = ("rst", "rest")
_LETTERED: Final = re.compile(r"(?:[A-Za-z]|[ivxlcIVXLC]{1,5})\.\s")
_FIELD: Final = re.compile(r":(?![:\s])(?:\\.|[^\\:]|:(?!\s|$)){1,120}(?<!\s):(?:\s+|$)")
_OPTION: Final = re.compile(r"(?:-\w|--\w[\w-]*|/[A-Z])(?:(?:, |[ =])\S+)*(?:\s{2,}|$)")
_LINE_BLOCK: Final = re.compile(r"\|(?:\s+|$)")


def rst_prose(source: str) -> Prose:
    """The prose of a text in reStructuredText."""
    return _Page(source).prose()


class _Page:
    """A text in reStructuredText that is read from its first line to its last."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._writer = Writer(source, _NAMES, is_written=True)
        self._rows = rows_of_source(source)
        self._marks = _marks_of_template if is_template(source) else _marks
        self._at = 0
        self._defines = False  # whether the next paragraph is the definition of a term

    def prose(self) -> Prose:
        """The prose of all blocks."""
        while self._at < len(self._rows):
            if self._rows[self._at].text:
                self._block(self._rows[self._at])
            else:
                self._at += 1
        return self._writer.prose()

    def _block(self, row: SourceLine) -> None:
        """Read the block that begins with the row."""
        if self._title(row):
            return
        readers = (
            (_EXPLICIT, self._explicit),
            (_TARGET, self._explicit),
            (_BORDER, self._simple_table),
            (_CODE, self._code),
            (_LINE_BLOCK, self._line),
            (_BULLET, self._item),
            (_FIELD, self._field),
            (_OPTION, self._code),
        )
        for pattern, read in readers:
            if match := pattern.match(row.text):
                read(row, match)
                return
        self._paragraph(row)

    def _code(self, row: SourceLine, match: re.Match[str]) -> None:
        self._no_prose(self._until_blank())

    def _line(self, row: SourceLine, match: re.Match[str]) -> None:
        self._at += 1
        self._write([row.after(match.end())], "item")

    def _field(self, row: SourceLine, match: re.Match[str]) -> None:
        self._at += 1
        self._write([row.after(match.end()), *self._deeper(row.indent)], "item")

    def _next(self, ahead: int = 1) -> SourceLine | None:
        at = self._at + ahead
        return self._rows[at] if at < len(self._rows) else None

    def _title(self, row: SourceLine) -> bool:
        """A title with a line under it, and perhaps one over it; a line alone parts two sections."""
        below = self._next()
        if _RULE.match(row.text) and not _BORDER.match(row.text):
            under = self._next(2)
            if below and under and below.text and under.text == row.text:
                self._write([below], "headline")
                self._at += 3
                return True
            if not below or not below.text:
                self._at += 1
                return len(row.text) > 3 or row.text[0] not in ".:"
            return False
        is_under = below and below.text and _RULE.match(below.text) and below.indent == row.indent
        if is_under and below and (len(below.text) >= min(4, len(row.text)) and below.text != "::"):
            self._write([row], "headline")
            self._at += 2
            return True
        return False

    def _explicit(self, row: SourceLine, begun: re.Match[str]) -> None:
        """A directive, a target, a note or a comment."""
        if match := _DIRECTIVE.match(row.text):
            if match[1].rpartition(":")[2].lower() not in _OF_PROSE:
                self._no_prose([row, *self._body(row)])
                return
            self._at += 1
            if match.end() < len(row.text):
                self._write([row.after(match.end()), *self._deeper(row.indent)], "item")
            return
        if match := _NOTE.match(row.text):
            self._at += 1
            self._write([row.after(match.end()), *self._deeper(row.indent)], None)
            return
        if _TARGET.match(row.text):
            self._at += 1
            self._deeper(row.indent)
            return
        body = self._body(row)
        if body:  # a comment is not shown
            self._writer.end = max(self._writer.end, body[-1].end)

    def _item(self, row: SourceLine, match: re.Match[str]) -> None:
        self._at += 1
        rows = [row.after(match.end()), *self._deeper(row.indent, until_bullet=True)]
        self._write(rows, "item", bullet=row.start)

    def _paragraph(self, row: SourceLine) -> None:
        below = self._next()
        if below and below.text and below.indent > row.indent:  # a term, and its definition below
            self._at += 1
            hangs = _LETTERED.match(row.text)
            self._write([row, *(self._deeper(row.indent) if hangs else ())], "item")
            self._defines = not hangs
            return
        rows = [row]
        self._at += 1
        while (here := self._next(0)) and here.text and here.indent == row.indent and not _EXPLICIT.match(here.text):
            rows.append(here)
            self._at += 1
        self._write(rows, "item" if self._defines else None)
        self._defines = False

    def _write(self, rows: list[SourceLine], kind: BlockKind | None, *, bullet: int | None = None) -> None:
        """Write a paragraph; the indented lines after one that ends in two colons are code."""
        rows = [row for row in rows if row.text]
        if not rows:
            return
        last = rows[-1]
        if not last.text.endswith("::"):
            write_paragraph(self._source, self._writer, rows, self._marks, kind, bullet=bullet)
            return
        at = self._at
        indent = min(row.indent for row in rows)
        if last.text != "::" or len(rows) > 1:
            hidden = Mark(last.end - 1, last.end)
            if last.text == "::":
                hidden = Mark(rows[-2].end, last.end)
            elif last.text.endswith(" ::"):
                hidden = Mark(last.end - 3, last.end)
            write_paragraph(self._source, self._writer, rows, self._marks, kind, bullet=bullet, extra=[hidden])
        self._at = at
        code = [row for row in self._indented(indent) if row.text]
        if code:
            self._writer.placeholder(code[0].start, code[-1].end)

    # --- spans of rows ---------------------------------------------------------------------------------------------

    def _indented(self, indent: int) -> list[SourceLine]:
        """The following rows that are blank or stand deeper than `indent`."""
        rows = []
        while (here := self._next(0)) and (not here.text or here.indent > indent):
            rows.append(here)
            self._at += 1
        return rows

    def _body(self, row: SourceLine) -> list[SourceLine]:
        """All of a directive or comment after its first row, without blank rows at its end."""
        self._at += 1
        rows = self._indented(row.indent)
        while rows and not rows[-1].text:
            rows.pop()
        return rows

    def _deeper(self, indent: int, *, until_bullet: bool = False) -> list[SourceLine]:
        """The rows that go on with a paragraph: not blank, and deeper than `indent`."""
        rows = []
        while (here := self._next(0)) and here.text and here.indent > indent:
            begins = _BULLET.match(here.text) if until_bullet else _FIELD.match(here.text)
            if begins:
                break
            rows.append(here)
            self._at += 1
        return rows

    def _until_blank(self) -> list[SourceLine]:
        rows = []
        while (here := self._next(0)) and here.text:
            rows.append(here)
            self._at += 1
        return rows

    def _simple_table(self, row: SourceLine, match: re.Match[str]) -> None:
        """A table between borders of `=`: to the border before a blank row, the second or the third one."""
        rows: list[SourceLine] = []
        borders = 0
        while here := self._next(0):
            if borders > 1 and not here.text and _BORDER.match(rows[-1].text):
                break
            rows.append(here)
            borders += bool(_BORDER.match(here.text))
            self._at += 1
        self._no_prose(rows)

    def _no_prose(self, rows: list[SourceLine]) -> None:
        rows = [row for row in rows if row.text]
        is_thing = _IS_THING.match(rows[0].text) or _BORDER.match(rows[0].text)
        self._writer.placeholder(rows[0].start, rows[-1].end, THING if is_thing else PROGRAM)
        if self._at < len(self._rows) and self._rows[self._at] is rows[0]:
            self._at += 1


# --- what stands in a line -------------------------------------------------------------------------------------------

_BEFORE: Final = r"(?<![^\s'\"(\[{<‘“’«¡¿\-/:])"
_AFTER: Final = r"(?![^\s'\")\]}>’”»\-/:.,;!?\\])"
_INLINE: Final = re.compile(
    rf"(?P<literal>{_BEFORE}``(?=\S)(?:[^`]|`(?!`)){{1,2000}}``)"
    r"|(?P<role>:[\w:.+-]{1,60}:`(?:[^`\\]|\\.){1,500}`)"
    r"|(?P<named>(?<![^\s(]):[a-zA-Z][\w-]{0,60}:(?![^\s),.;]))"
    r"|(?P<link>`(?P<words>[^`<>\\]{1,500}?)\s*<[^`<>]{1,1000}>`__?)"
    rf"|(?P<reference>{_BEFORE}`[^`\\<>]{{1,300}}`__?)"
    rf"|(?P<other>{_BEFORE}`(?=\S)(?:[^`\\]|\\.){{1,500}}`(?::[\w:.+-]{{1,60}}:)?)"
    rf"|(?P<note>{_BEFORE}\[(?:\d+|[#*]\w*|[A-Za-z][\w.-]*)\]_)"
    rf"|(?P<put>{_BEFORE}\|(?=[^\s|])[^|\n]{{1,80}}(?<=\S)\|_{{0,2}})"
    rf"|(?P<strong>{_BEFORE}\*\*(?=\S)(?P<bold>[^*]{{1,1000}}?)(?<=\S)\*\*{_AFTER})"
    rf"|(?P<emphasis>{_BEFORE}\*(?=[^\s*])(?P<slanted>[^*]{{1,1000}}?)(?<=\S)\*{_AFTER})"
    r"|(?P<name>(?<![\w`])[^\W_](?:[^\W_]|[-.+_:](?=[^\W_])){0,100}(?P<mark>__?)(?![\w`]))"
    r"|(?P<address><[^<>\s]+>|(?:https?|ftp)://[^\s<>`]*[^\s<>`.,;:!?)\]\"'])"
    r"|(?P<escape>\\(?:\s|(?=.)))",
    re.S,
)

_PAIRS: Final = frozenset(("''", '""', "()", "[]", "{}", "<>", "‘’", "“”", "«»"))


def _marks(source: str, start: int, end: int) -> list[Mark]:
    matches = _INLINE.finditer(source, start, end)
    return [mark for match in matches if not _is_quoted(source, match) for mark in _marks_of(match)]


def _marks_of_template(source: str, start: int, end: int) -> list[Mark]:
    tags = (Mark(*match.span(), THING, True) for match in TEMPLATE_TAG.finditer(source, start, end))
    return [*_marks(source, start, end), *tags]


def _is_quoted(source: str, match: re.Match[str]) -> bool:
    """Whether the sign that begins the match stands between quotation marks or brackets, so that it is only mentioned."""
    sign = re.match(r"[*`|]*", match[0])
    after = match.start() + len(sign[0] if sign else "")
    return after > match.start() > 0 and source[match.start() - 1] + source[after : after + 1] in _PAIRS


def _marks_of(match: re.Match[str]) -> Iterator[Mark]:
    start, end = match.span()
    name = _outer(match)
    match name:
        case "link":
            yield Mark(start, match.start("words"))
            yield Mark(match.end("words"), end)
        case "reference":
            yield Mark(start, start + 1)
            yield Mark(start + match[0].rindex("`"), end)
        case "note":
            yield Mark(start, end, "", True)
        case "strong":
            yield Mark(start, match.start("bold"))
            yield Mark(match.end("bold"), end)
        case "emphasis":
            yield Mark(start, match.start("slanted"))
            yield Mark(match.end("slanted"), end)
        case "name":
            yield Mark(match.start("mark"), end)
        case "escape":
            yield Mark(start, end)
        case _:
            yield Mark(start, end, PROGRAM if name in _OF_CODE else THING, True)


_OUTER: Final = (
    "literal",
    "role",
    "named",
    "link",
    "reference",
    "other",
    "note",
    "put",
    "strong",
    "emphasis",
    "name",
    "address",
    "escape",
)


def _outer(match: re.Match[str]) -> str:
    return next(name for name in _OUTER if match[name] is not None)
