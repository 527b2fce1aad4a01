r"""Reporter `marked`: the article with every suggestion marked in its place, in the manner of CriticMarkup.

    insertion       {++ film++}{>>RG103 · reading: copy-2 · 0.96<<}
    replacement     {~~Aahrus~>Aarhus~~}{>>RV501 · reading: copy-2 · 0.91<<}
    removal         {--Leggi anche: il bilancio--}{>>RS401 · rule: residue · 0.88<<}
    no proposal     {>>RG103 gap, 1–3 words: no proposal<<} or why none can be made, after {==the span==} where it is not empty

The best candidate, or the accepted one, stands in place; kind, source and score follow, then other candidates. Where
findings overlap, one is marked and the others are comments beside it. A backslash escapes: before a delimiter or a
backslash it stands for that character, and `\x1b` or `\u202e` is a control character. `strip` gives the article back.

Several articles are divided by lines `=== id ===`, each article's marked text ending in one line break more; `split`
takes them apart. A line of an article that begins with `===` has a backslash before it. Coloured output is for
reading only: `strip` wants it plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from repair.errors import ApparatusError
from repair.records import Apparatus
from repair.render.comments import describe_entry, in_english
from repair.render.edition_parts import MarkedEntry, Plain, Remark, edition_parts
from repair.render.escape import CONTROL_PATTERN, escape_control
from repair.render.marks import MARKS, OPEN, in_place, laid_out
from repair.render.style import Style, paint

__all__ = ["mark", "render", "split", "strip"]

_ESCAPED: Final = re.compile(
    rf"(?P<control>{CONTROL_PATTERN})"
    r"|\\"
    rf"|{OPEN}"
    r"|(?:\+\+|--|~~|==|<<)(?=\})"
    r"|~(?=>)"
    r"|(?:\A|(?<=\n))=(?===)"
)
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))", re.DOTALL)
_HEADER: Final = re.compile(r"^=== (.*) ===\n", re.MULTILINE)


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """One article alone is its marked text and nothing else; several have a header line each."""

    def header(apparatus: Apparatus) -> str:
        return paint(f"=== {_escape_line(apparatus.article.id)} ===", "header", style)

    return laid_out(apparatuses, lambda apparatus: mark(apparatus, style), header)


def mark(apparatus: Apparatus, style: Style) -> str:
    """The article's text with the entries that the style shows."""
    out: list[str] = []
    for piece in edition_parts(apparatus, style):
        if isinstance(piece, Plain):
            out.append(_escape(piece.text))
            continue
        if isinstance(piece, MarkedEntry):
            out.append(in_place(piece.entry, piece.old, _escape, style))
        overlaps = isinstance(piece, Remark)
        comment = _escape_line(describe_entry(piece.entry, style, apparatus.model, in_english, overlaps=overlaps))
        out.append(paint("{>>" + comment + "<<}", "comment", style))
    return "".join(out)


def strip(marked: str) -> str:
    """The article's text from its marked form, whoever wrote the marks. Linear in the length.

    Raises `ApparatusError` if a mark is not closed or a backslash ends the text.
    """
    parts: list[str] = []
    cursor = 0
    for found in MARKS.finditer(marked):
        if found.start() != cursor or found.lastgroup == "unclosed":
            break
        cursor = found.end()
        match found.lastgroup:
            case "cut" | "noted" | "plain":
                parts.append(_unescape(found[found.lastgroup]))
            case "new":
                parts.append(_unescape(found["old"]))
    if cursor != len(marked):
        raise ApparatusError(
            "a mark is not closed, or a backslash stands alone",
            where=f"offset {cursor}",
            hint="in marked text, write a backslash before each {++ {-- {~~ {== {>> that is not a mark",
        )
    return "".join(parts)


def split(marked: str) -> Iterator[tuple[str, str]]:
    """Id and marked text of every article of a marked file of several; of a file of one, that one with an empty id."""
    headers = list(_HEADER.finditer(marked))
    if not headers or headers[0].start():
        yield "", marked
        return
    for header, end in zip(headers, [*(h.start() for h in headers[1:]), len(marked)], strict=True):
        yield _unescape(header[1]), marked[header.end() : end].removesuffix("\n")


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda m: escape_control(m[0]) if m["control"] else "\\" + m[0], text)


def _escape_line(text: str) -> str:
    return _escape(text).replace("\r", "\\x0d").replace("\n", "\\x0a")


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda m: m[3] if m[3] else chr(int(m[1] or m[2], 16)), text)
