"""What stands around a place: the marks and words beside it, its line, the lines beside this, and the habits of its text.

None of it is evidence that text is missing, so a fitted table may let each of these numbers raise or lower a place.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from repair.detect.document import Document
from repair.detect.line_shapes import Line
from repair.text.patterns import A_BLANK, BLANK, late

__all__ = ["beside_lines", "blanks_at", "goes_on", "in_code", "is_in_code", "within_line"]

_RUN: Final = late(f"{A_BLANK}{{2,}}")
_COLUMN: Final = " " * 4
_SENTENCE_END: Final = late(r"[^\W_][»”\")\]]?[.!?…](?=[\s\"»”]|$)")
_ENDS: Final = frozenset(".!?…:;\"»”)'’")
# An ellipsis apart from the word before it is the author's own; that of a teaser touches it.
_PAUSES: Final = (" …", " ...")
_LONGEST_RUN: Final = 4  # blanks that are counted
_LAST_WORD: Final = 25  # code points of a line's end in which its last word is looked for
_NEAR: Final = 400  # code points of a line, before and after a place, that are looked at
_CODE: Final = "={}[]<>;_#|\\"  # marks that prose hardly has
_NOTE: Final = late(r"\[\d{1,3}\]")  # what prose has: the number of a note or a source
_FEWEST_MARKS: Final = 8  # of these marks around a place, from which on its text is code
_LONG_LINE: Final = 80  # code points from which a line is a paragraph, whose edges tell a habit
# A paragraph that ends below this length (in code points) may be a headline or a lead.
_SHORT: Final = 200
# kinds of characters beside a place, tried in order; the last holds all others
_PAIRED: Final = ("quote", "bracket")
_MARKS: Final = ((",;", "comma"), (".!?:…", "stop"), ("\"«»“”'’‘„", "quote"), ("()[]{}", "bracket"))


class _Habits(NamedTuple):
    """How the long lines of a text are written: the shares (0–1) that end as sentences do and that begin as they do."""

    ended: float
    begun: float


def _habits(document: Document) -> _Habits:
    text = document.text
    lines = [line for line in document.lines if line.end - line.start >= _LONG_LINE]
    ended = sum(text[line.end - 1] in _ENDS for line in lines)
    begun = sum(not text[line.start].islower() for line in lines)
    return _Habits((ended + 0.5) / (len(lines) + 1), (begun + 0.5) / (len(lines) + 1))


def _code_share(document: Document) -> float:
    lines = [line for line in document.lines if line.shape != "blank"]
    return sum(line.shape in ("code", "table") for line in lines) / max(1, len(lines))


def is_in_code(document: Document, start: int, end: int) -> bool:
    """Whether the text around a span is code, or prose about code."""
    return _code_marks(document, start, end) >= _FEWEST_MARKS


def _code_marks(document: Document, start: int, end: int) -> int:
    around = document.text[max(0, start - _NEAR) : end + _NEAR]
    notes = sum(1 for _ in _NOTE.finditer(around)) if "[" in around else 0
    return sum(map(around.count, _CODE)) - 2 * notes


def in_code(document: Document, start: int, end: int) -> dict[str, float]:
    """How much the text around a span and the whole text look like code or tables."""
    return {
        "code_marks": math.log1p(_code_marks(document, start, end)),
        "code_share": document.once(_code_share),
    }


def _kind(text: str, at: int) -> str:
    """What kind of character stands at an offset; `edge` where the line or the text ends."""
    char = text[at : at + 1] if at >= 0 else ""
    if not char or char == "\n":
        return "edge"
    if char.isalpha():
        return "capital" if char.isupper() else "letter"
    if char.isdigit():
        return "digit"
    if char in BLANK:
        return "blank"
    return next((kind for marks, kind in _MARKS if char in marks), "other")


def within_line(document: Document, start: int, end: int, code: str, line: Line) -> dict[str, float]:
    """What stands beside a span within its line."""
    text = document.text
    pause = text.startswith(_PAUSES, end)
    while start > line.start and text[start - 1] in BLANK:
        start -= 1
    while end < line.end and text[end] in BLANK:
        end += 1
    left, right = _kind(text, start - 1), _kind(text, end)
    # what empty marks touch: `print()` is code
    outer_left = _kind(text, start - 2) if left in _PAIRED else "none"
    outer_right = _kind(text, end + 1) if right in _PAIRED else "none"
    near = max(line.start, start - _NEAR), min(line.end, end + _NEAR)
    runs = max(0, sum(1 for _ in _RUN.finditer(text, *near)) - (end - start > 1))
    return {
        f"left:{left}": 1.0,
        f"right:{right}": 1.0,
        f"{code}:{left}:{right}": 1.0,
        f"{code}:outer_left:{outer_left}": 1.0,
        f"{code}:outer_right:{outer_right}": 1.0,
        f"blanks:{min(_LONGEST_RUN, end - start)}": 1.0,
        "runs": math.log1p(runs),
        "runs_share": min(1.0, 10 * runs / max(1, text.count(" ", *near))),
        "columns": float(text.find(_COLUMN, *near) >= 0),
        "before_pause": float(pause),
        "sentences": _holds_sentence_end(text, *near),
        "from_start": math.log1p(start - line.start),
        "to_end": math.log1p(line.end - end),
    }


_OPEN_ENDS: Final = frozenset(("letter", "capital", "digit", "comma"))
_CLOSING: Final = frozenset(",.;:!?)")


def blanks_at(document: Document, start: int, end: int) -> str:
    """The kind of the blanks around a span: none, one, two or more before a word, or some before a mark.

    A gap head speaks up at odd blanks, which some extractors leave wherever an element ends, without losing anything.
    """
    text = document.text
    while start and text[start - 1] in BLANK:
        start -= 1
    while end < len(text) and text[end] in BLANK:
        end += 1
    after = text[end : end + 1]
    if end == start:
        return "none"
    if after in _CLOSING:
        return "mark"
    if end - start > 1 and after.isalnum():
        return "doubled"
    return "single" if end - start == 1 else "other"


def goes_on(document: Document, line: Line, *, at_end: bool) -> bool:
    """Whether the line break at an edge of a line looks like one within a sentence: the line below begins in small letters,
    or the line above ends without a mark that closes anything. One blank line may lie between."""
    text, number = document.text, document.line_at(line.start)
    other = document.beside(number, 1 if at_end else -1, 2)
    if other is None:
        return False
    kind = _kind(text, other.start) if at_end else _kind(text, other.end - 1)
    return kind == "letter" if at_end else kind in _OPEN_ENDS


def beside_lines(document: Document, code: str, line: Line, *, at_end: bool) -> dict[str, float]:
    """What stands at the edge of a line and in the lines beside it."""
    edge = "end" if at_end else "start"
    number = document.line_at(line.start)
    before = document.lines[max(0, number - 2) : number]
    after = document.lines[number + 1 : number + 3]
    beside_code = any(other.shape in ("code", "table") for other in (*before, *after))
    out = {
        "beside_code": float(beside_code),
        # the middle of a sentence alone on its line lost both its head and its tail
        f"orphan:{edge}": float(_is_orphan(document.text, line) and not beside_code),
        f"length:{edge}": math.log1p(line.end - line.start),
    }
    out.update(_end(document, code, line, after) if at_end else _start(document, code, line, before))
    return out


def _end(document: Document, code: str, line: Line, after: tuple[Line, ...]) -> dict[str, float]:
    text, ended = document.text, document.once(_habits).ended
    last = text[max(line.start, line.end - _LAST_WORD) : line.end].split()
    follower = next((other for other in after if other.shape != "blank"), None)
    return {
        "title": float(line.start <= document.first_sentence and follower is not None),
        "short_line": float(line.end - line.start < _SHORT),
        "ended": ended,
        f"{code}:ended": ended,
        f"last:{_kind(text, line.end - 1)}": 1.0,
        "last_capital": float(bool(last) and last[-1][0].isupper()),
        "sentences:end": _holds_sentence_end(text, max(line.start, line.end - _NEAR), line.end),
        f"next:{_kind(text, follower.start) if follower else 'none'}": 1.0,
        "blank_line_after": float(bool(after) and after[0].shape == "blank"),
    }


def _start(document: Document, code: str, line: Line, before: tuple[Line, ...]) -> dict[str, float]:
    text, begun = document.text, document.once(_habits).begun
    previous = next((other for other in reversed(before) if other.shape != "blank"), None)
    return {
        "begun": begun,
        f"{code}:begun": begun,
        f"first:{_kind(text, line.start)}": 1.0,
        "line_ends": float(text.endswith((".", "!", "?", "…"), line.start, line.end)),
        f"previous:{_kind(text, previous.end - 1) if previous else 'none'}": 1.0,
        "blank_line_before": float(bool(before) and before[-1].shape == "blank"),
    }


def _is_orphan(text: str, line: Line) -> bool:
    return line.shape == "prose" and text[line.start].islower() and text[line.end - 1].isalnum()


def _holds_sentence_end(text: str, start: int, end: int) -> float:
    return float(_SENTENCE_END.search(text, start, end) is not None)
