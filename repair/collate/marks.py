"""Which punctuation between two words belongs to which of them."""

from __future__ import annotations

import re
from typing import Final

from repair.text.spacing import CLOSING, OPENING, QUOTES

__all__ = ["CLOSES", "OPENS", "are_same", "closing_of", "lost_marks", "marks_between", "own_marks"]

OPENS: Final = OPENING | {'"'}
"""Marks that belong to the word after them."""
CLOSES: Final = (CLOSING | {'"'}) - frozenset(",;:")
"""Marks that belong to the word before them."""

_ANY_CLOSING: Final = re.compile(r"[\"»”)\]]")
_MARK: Final = re.compile(r"[«»“”„(\[\])]")
_CLOSING_OF: Final = {mark: re.compile(f"[{other}]") for mark, other in ("«»", "“”", ("„", "“”"), "()", ("[", r"\]"))}


def closing_of(opened: str) -> re.Pattern[str]:
    """What closes the quotation or bracket that the first of these marks opens; any closing mark if it opens none."""
    found = _MARK.search(opened.partition("\n")[0])
    return _CLOSING_OF.get(found[0], _ANY_CLOSING) if found else _ANY_CLOSING


def own_marks(between: str, have: str, binding: frozenset[str]) -> int:
    """Where the marks that belong to the words begin in `between`, which is read towards the words.

    These are the marks in addition to those that the article has (`have`). If the two disagree, they are only the
    `binding` marks next to the words: opening marks before them, closing marks after them.
    """
    marks = _places(between)
    mine = "".join(have.split())
    if len(mine) <= len(marks) and all(_same(between[at], mark) for at, mark in zip(marks, mine, strict=False)):
        marks = marks[len(mine) :]
    else:
        bound = 0
        while bound < len(marks) and between[marks[-1 - bound]] in binding:
            bound += 1
        marks = marks[len(marks) - bound :]
        # the outer ones may be the article's own after all, followed by others (the next paragraph opens a quote)
        most = range(min(len(marks), len(mine)), 0, -1)
        ours = (k for k in most if all(map(_same, (between[at] for at in marks[:k]), mine[-k:])))
        marks = marks[next(ours, 0) :]
    return marks[0] if marks else len(between)


def lost_marks(left: str, right: str, other: str) -> tuple[int, int] | None:
    """Where in `other`, which a reference has between two words, the marks stand that an article which has `left` and
    `right` there lacks between the two: those of `~` for `("`, `")` and `("~")`. `None` if there are none, if the others are
    not the same, or if a line break is among them: marks in a line of their own are bullets and rules."""
    before, after = "".join(left.split()), "".join(right.split())
    marks = _places(other)
    first, last = len(before), len(marks) - len(after)
    rest = (other[at] for at in (*marks[:first], *marks[last:]))
    if first >= last or "\n" in other or not all(map(_same, rest, before + after)):
        return None
    return marks[first], marks[last - 1] + 1


def marks_between(mine: str, before: str, after: str) -> tuple[int, int] | None:
    """Where in `mine`, which an article has between two words, what a reference has between `before` and `after` belongs: from
    the last mark that is in `before` to the first that is in `after`. `None` if the marks of the two are not the same."""
    if not are_same(mine, before + after):
        return None
    marks, count = _places(mine), len(_places(before))
    return (marks[count - 1] + 1 if count else 0), (marks[count] if count < len(marks) else len(mine))


def are_same(one: str, other: str) -> bool:
    """Whether both have the same marks, whatever blanks they have and of whatever kind their quotation marks are."""
    a, b = "".join(one.split()), "".join(other.split())
    return len(a) == len(b) and all(map(_same, a, b))


def _places(text: str) -> list[int]:
    """Where the marks are, which are not blanks."""
    return [at for at, mark in enumerate(text) if not mark.isspace()]


def _same(a: str, b: str) -> bool:
    return a == b or (a in QUOTES and b in QUOTES)
