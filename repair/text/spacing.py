"""Where blanks belong around supplied words.

A candidate replaces a span, blanks included: these few rules make the result well spaced, whatever supplies the words.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CLOSING", "OPENING", "QUOTES", "fit"]

OPENING: Final = frozenset("([{«“‘„‚‹¿¡")
CLOSING: Final = frozenset(")]}»”’›,.;:!?…%")
QUOTES: Final = frozenset("\"'«»“”„‘’‚‹›")
_APOSTROPHES: Final = frozenset("'’")


def fit(text: str, start: int, end: int, words: str) -> str:
    """`words` with the blanks they need in place of `text[start:end]`.

    `words` has no blanks at its ends. Blanks on either side of the span are used, not doubled.
    """
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    left = "" if before.isspace() or _binds_right(text, start) or words[0] in CLOSING else " "
    right = "" if after.isspace() or _binds_left(text, end) or _ends_elided(words) else " "
    return left + words + right


def _binds_right(text: str, start: int) -> bool:
    """Whether no blank may follow what ends at `start`: an opening mark, or an elided word such as `dell'`."""
    mark = text[start - 1]
    earlier = text[start - 2] if start > 1 else " "
    if mark in _APOSTROPHES:
        return earlier.isalpha() or earlier.isspace()
    return mark in OPENING or (mark in '"/' and (earlier.isspace() or earlier in OPENING))


def _binds_left(text: str, end: int) -> bool:
    """Whether no blank may stand before what begins at `end`: a closing mark."""
    mark = text[end]
    if mark in CLOSING and mark != "’":
        return True
    if mark in "\"'’":  # closing when a blank, a mark or nothing follows it
        return end + 1 >= len(text) or not text[end + 1].isalnum()
    return False


def _ends_elided(words: str) -> bool:
    return words[-1] in _APOSTROPHES and len(words) > 1 and words[-2].isalpha()
