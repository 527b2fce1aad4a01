r"""Reporter `marked`: the article with every suggestion marked in its place, in the manner of CriticMarkup.

    insertion       {++ film++}{>>RG103 · reading: copy-2 · 0.96<<}
    replacement     {~~Aahrus~>Aarhus~~}{>>RV501 · reading: copy-2 · 0.91<<}
    removal         {--Leggi anche: il bilancio--}{>>RS401 · rule: residue · 0.88<<}
    no proposal     {>>RG103 gap, 1–3 words: no proposal<<}, after {==the span==} where it is not empty

The best candidate, or the accepted one, stands in place; kind, source and score follow, then other candidates. Where
findings overlap, one is marked and the others are comments beside it. A backslash escapes: before a delimiter or a
backslash it stands for that character, and `\x1b` or `\u202e` is a control character. `strip` gives the article back.

Several articles are divided by lines `=== id ===`, each article's marked text ending in one line break more; `split`
takes them apart. A line of an article that begins with `===` has a backslash before it. Coloured output is for
reading only: `strip` wants it plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from repair.apply import disjoint
from repair.errors import ApparatusError
from repair.records import Apparatus, Candidate, Entry
from repair.render.escape import CONTROL, escape_control, visible
from repair.render.style import Style, extent, paint, reported, sources

__all__ = ["mark", "render", "split", "strip"]

_OPEN: Final = r"\{(?=\+\+|--|~~|==|>>)"
_ESCAPED: Final = re.compile(
    rf"(?P<control>{CONTROL})"
    r"|\\"
    rf"|{_OPEN}"
    r"|(?:\+\+|--|~~|==|<<)(?=\})"
    r"|~(?=>)"
    r"|(?:\A|(?<=\n))=(?===)"
)


def _body(name: str, close: str) -> str:
    return rf"(?P<{name}>(?:\\.|(?!{close})[^\\])*+){close}"


_MARKS: Final = re.compile(
    r"\{\+\+" + _body("put", r"\+\+\}")
    + r"|\{--" + _body("cut", r"--\}")
    + r"|\{~~" + _body("old", r"~>") + _body("new", r"~~\}")
    + r"|\{==" + _body("noted", r"==\}")
    + r"|\{>>" + _body("comment", r"<<\}")
    + rf"|(?P<unclosed>{_OPEN})"
    + r"|(?P<plain>(?:\\.|[^\\{])++|\{)",
    re.DOTALL,
)  # fmt: skip
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))", re.DOTALL)
_HEADER: Final = re.compile(r"^=== (.*) ===\n", re.MULTILINE)
_MAX_SHOWN: Final = 40


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """One article alone is its marked text and nothing else; several have a header line each."""
    iterator = iter(apparatuses)
    first, second = next(iterator, None), next(iterator, None)
    if first is not None and second is None:
        yield mark(first, style)
    elif first is not None and second is not None:
        for apparatus in chain((first, second), iterator):
            header = f"=== {_escape_line(apparatus.article.id)} ==="
            yield f"{paint(header, 'header', style)}\n{mark(apparatus, style)}\n"


def mark(apparatus: Apparatus, style: Style) -> str:
    """The article's text with the entries that the style shows."""
    text = apparatus.article.text
    entries = reported(apparatus, style)
    placed = disjoint(entries, _precedence(entries))
    pieces: list[str] = []
    cursor = 0
    for number, entry in enumerate(entries):
        start, end = entry.finding.start, entry.finding.end
        in_place = number in placed
        if start > cursor:  # an entry that overlaps the mark before it begins earlier
            pieces.append(_escape(text[cursor:start]))
            cursor = start
        if in_place:
            pieces.append(_in_place(entry, text[start:end], style))
            cursor = end
        pieces.append(paint("{>>" + _comment(entry, in_place, style) + "<<}", "comment", style))
    pieces.append(_escape(text[cursor:]))
    return "".join(pieces)


def strip(marked: str) -> str:
    """The article's text from its marked form, whoever wrote the marks. Linear in the length.

    Raises `ApparatusError` where a mark is not closed or a backslash ends the text.
    """
    pieces: list[str] = []
    cursor = 0
    for found in _MARKS.finditer(marked):
        if found.start() != cursor or found.lastgroup == "unclosed":
            break
        cursor = found.end()
        match found.lastgroup:
            case "cut" | "noted" | "plain":
                pieces.append(_unescape(found[found.lastgroup]))
            case "new":
                pieces.append(_unescape(found["old"]))
    if cursor != len(marked):
        raise ApparatusError(
            "a mark is not closed, or a backslash stands alone",
            where=f"offset {cursor}",
            hint="in marked text, write a backslash before any of {++ {-- {~~ {== {>> that is no mark",
        )
    return "".join(pieces)


def split(marked: str) -> Iterator[tuple[str, str]]:
    """Id and marked text of every article of a marked file of several; of a file of one, that one with an empty id."""
    headers = list(_HEADER.finditer(marked))
    if not headers or headers[0].start():
        yield "", marked
        return
    for header, end in zip(headers, [*(h.start() for h in headers[1:]), len(marked)], strict=True):
        yield _unescape(header[1]), marked[header.end() : end].removesuffix("\n")


def _precedence(entries: Sequence[Entry]) -> list[int]:
    """Which entries take their place first: accepted, then those with candidates, then the more confident."""
    return sorted(
        range(len(entries)),
        key=lambda i: (
            entries[i].status != "accepted",
            not entries[i].candidates,
            -entries[i].finding.confidence,
            i,
        ),
    )


def _shown(entry: Entry) -> Candidate | None:
    """The candidate that stands in place: the accepted one, or else the best."""
    return entry.accepted or (entry.candidates[0] if entry.candidates else None)


def _in_place(entry: Entry, old: str, style: Style) -> str:
    shown = _shown(entry)
    if shown is None:
        return paint("{==" + _escape(old) + "==}", "noted", style) if old else ""
    if not old:
        return paint("{++" + _escape(shown.text) + "++}", shown.kind, style)
    if not shown.text:
        return paint("{--" + _escape(old) + "--}", "removed", style)
    removed = paint("{~~" + _escape(old) + "~>", "removed", style)
    return removed + paint(_escape(shown.text) + "~~}", shown.kind, style)


def _comment(entry: Entry, in_place: bool, style: Style) -> str:
    shown = _shown(entry)
    if shown is None:
        return _escape_line(f"{entry.finding.code} {extent(entry)}: no proposal")
    parts = [entry.finding.code, f"{sources(shown)} · {shown.score:.2f}"]
    if entry.status == "accepted":
        parts.append("accepted")
    others = [c for i, c in enumerate(entry.candidates) if i != (entry.chosen or 0)]
    if not in_place:
        parts[1:1] = ["overlaps", _quoted(shown)]
    listed = [f"or {_quoted(c)} ({sources(c)} · {c.score:.2f})" for c in others[: style.alternatives]]
    if len(others) > style.alternatives:
        listed.append(f"and {len(others) - style.alternatives} more")
    return _escape_line("; ".join([" · ".join(parts), *listed]))


def _quoted(candidate: Candidate) -> str:
    text = candidate.text
    shown = text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
    return f'"{visible(shown)}"'


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda m: escape_control(m[0]) if m["control"] else "\\" + m[0], text)


def _escape_line(text: str) -> str:
    return _escape(text).replace("\r", "\\x0d").replace("\n", "\\x0a")


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda m: m[3] if m[3] else chr(int(m[1] or m[2], 16)), text)
