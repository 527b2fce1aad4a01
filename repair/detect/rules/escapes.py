"""Escapes of other formats that were left in a text (RE304): quoted-printable, JSON and URLs, each with what it stands for.

Programmers write about escapes too: in code, and between quotation marks, nothing is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, matches_from
from repair.detect.rules.joins import is_address

__all__ = ["LEFT_ESCAPES"]

_LETTER: Final = r"[^\W\d_]"
_QUOTING: Final = frozenset("`\"'‘’«»/")


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether the text talks about the escape."""
    return text[start - 1 : start] in _QUOTING and text[end : end + 1] in _QUOTING if start else False


_QP: Final = re.compile(r"=[0-9A-F]{2}(?:(?:=\r?\n)?=[0-9A-F]{2})*")
_SOFT: Final = re.compile(r"=(?<=\w=)\r?\n")


def _plain(raw: bytes) -> str | None:
    """What the bytes stand for if they are letters, marks or blanks that ASCII lacks."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() or text == "\u00a0" else None


def _runs(document: Document) -> list[tuple[int, int, str]]:
    """Spans of quoted-printable runs, and what they stand for."""
    found = []
    for match in matches(_QP, document, "="):
        raw = bytes.fromhex(match[0].replace("=", "").replace("\n", "").replace("\r", ""))
        plain = _plain(raw) if raw[0] > 127 else None
        if plain is not None and not is_address(document, match):
            found.append((*match.span(), plain))
    return found


def _quoted_printable(document: Document) -> Iterator[Sighting]:
    """`perch=C3=A9`; in such a text also the line breaks that mail programs put in (`gra=`)."""
    found = document.once(_runs)
    yield from (Sighting(start, end, "RE304", "quoted-printable", None, plain) for start, end, plain in found)
    if found:
        for match in matches(_SOFT, document, "="):
            yield Sighting(*match.span(), "RE304", "quoted-printable", None, "")


_JSON: Final = re.compile(r"\\u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*")


def _json_letters(document: Document) -> Iterator[Sighting]:
    r"""`citt\u00e0`."""
    text = document.text
    for match in matches(_JSON, document, "\\"):
        start, end = match.span()
        units = bytes.fromhex(match[0].replace("\\u", ""))
        plain = units.decode("utf-16-be", "replace")
        if "\ufffd" in plain or not document.is_prose_at(start) or _is_quoted(text, start, end):
            continue
        if plain.isprintable() or plain.isspace():
            yield Sighting(start, end, "RE304", "json-letters", None, plain)


_BREAKS: Final = re.compile(
    r"\\(?:(?:r\\n|n)(?:(?:\\r)?\\n)*)(?:(?<=[.!?…»”\":;,]\\n)|(?<=[.!?…:;,] \\n)|(?<=\\n\\n)|(?<=\\r\\n)|(?<=[^\W\d_]{2}\\n))(?=[A-ZÀ-Þ«“\"\s–—]|$)"
)
_REACH: Final = 60  # code points in which a path begins
_PATH: Final = re.compile(r"(?:\b[A-Za-z]:|[\\/])\S*\Z")


def _json_breaks(document: Document) -> Iterator[Sighting]:
    r"""`chiusa.\nDomani`: a line break that was written out, after a word or mark and before a sentence."""
    text = document.text
    for match in matches(_BREAKS, document, "\\"):
        start, end = match.span()
        before = text[max(0, start - _REACH) : start].replace("\\n", " ").split(" ")[-1]
        if document.is_prose_at(start) and not _is_quoted(text, start, end) and not _PATH.search(before):
            yield Sighting(start, end, "RE304", "json-breaks", None, "\n" * match[0].count("\\n"))


_MARKS: Final = re.compile(
    f"\\\\[\"'](?:(?<=[\\s(]..)(?=\\w)|(?<=[\\w.,!?…]..)(?![\\w\"'])|(?<={_LETTER}\\\\')(?={_LETTER}))"
)


def _json_marks(document: Document) -> Iterator[Sighting]:
    r"""`ha detto \"no\"`, `l\'auto`."""
    for match in matches(_MARKS, document, "\\"):
        if document.is_prose_at(match.start()):
            yield Sighting(match.start(), match.start() + 1, "RE304", "json-marks", None, "")


_PERCENT: Final = re.compile(r"%(?:[89A-F][0-9A-F]%)+[89AB][0-9A-F]|%20(?<=\w...)(?=\w)")


def _percent(document: Document) -> Iterator[Sighting]:
    """`citt%C3%A0`, outside an address."""
    for match in matches_from(_PERCENT, document, "%"):
        plain = _plain(bytes.fromhex(match[0].replace("%", "")))
        if plain is not None and document.is_prose_at(match.start()) and not is_address(document, match):
            yield Sighting(*match.span(), "RE304", "percent-letters", None, plain)


LEFT_ESCAPES: Final[dict[str, Detector]] = {
    "quoted-printable": Detector(_quoted_printable, frozenset("="), prior=0.95),
    "json-letters": Detector(_json_letters, frozenset("\\"), prior=0.9),
    "json-breaks": Detector(_json_breaks, frozenset("\\"), prior=0.8),
    "json-marks": Detector(_json_marks, frozenset("\\"), prior=0.7),
    "percent-letters": Detector(_percent, needles=("%",), prior=0.8),
}
