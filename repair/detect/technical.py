"""Whether a text speaks about markup and programs: then tags, entities and placeholders in it are what it speaks about."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from repair.detect.document import Document, offsets
from repair.text.patterns import late

__all__ = ["QUOTING", "in_backticks", "is_among_signs", "is_named", "is_named_at", "is_quoted_at", "speaks_of_code"]

QUOTING: Final = frozenset("\"'‘’“”«»„`")
"""Marks that stand around what a text speaks about."""

_FORMATS: Final = ("HTML", "XML", "CSS", "JavaScript", "PHP", "SQL", "LaTeX", "printf", "UTF-8", "Unicode", "xml:lang")
_OFTEN: Final = 3


def speaks_of_code(document: Document) -> bool:
    """Whether the text names formats and programming languages several times. It is looked up once a document."""
    return document.once(_names_formats)


def _names_formats(document: Document) -> bool:
    return sum(map(document.text.count, _FORMATS)) >= _OFTEN


def _backticks(document: Document) -> list[int]:
    return offsets(document.text, "`")


_LONGEST: Final = 80  # code points


def in_backticks(document: Document, at: int) -> bool:
    """Whether the place stands between two backticks of one line, as code does in prose."""
    marks = document.once(_backticks)
    after = bisect_left(marks, at)
    if not after or after == len(marks) or marks[after] - marks[after - 1] > _LONGEST:
        return False
    left, right = marks[after - 1], marks[after]
    line = document.lines[document.line_at(at)]
    if left < line.start or right > line.end:
        return False
    return (after - bisect_left(marks, line.start)) % 2 == 1


def is_quoted_at(text: str, start: int, end: int) -> bool:
    """Whether marks of `QUOTING` stand right around the span."""
    return text[max(0, start - 1) : start] in QUOTING and text[end : end + 1] in QUOTING


def is_named(document: Document, match: re.Match[str]) -> bool:
    """Whether the text mentions the match instead of using it, see `is_named_at`."""
    return is_named_at(document, *match.span())


def is_named_at(document: Document, start: int, end: int) -> bool:
    """Whether the text mentions what stands at the span instead of using it: marks of `QUOTING` or backticks set it off, or
    the text is about formats and programs."""
    return is_quoted_at(document.text, start, end) or speaks_of_code(document) or in_backticks(document, start)


_NO_SIGNS: Final = late(r"[\w\s]")
_SIGNS: Final = 4
_REACH: Final = 12  # code points on either side


def is_among_signs(document: Document, at: int) -> bool:
    """Whether the mark at `at` stands among signs that the text lists: `|, \\, ?, *, <, ", :, >`."""
    text = document.text
    left = re.split(r"\w", text[max(0, at - _REACH) : at])[-1]
    right = re.split(r"\w", text[at : at + _REACH], maxsplit=1)[0]
    return len(set(_NO_SIGNS.sub("", left + right)) - {",", "."}) >= _SIGNS
