"""Where blanks belong around supplied words.

A candidate replaces a span, blanks included: these few rules make the result well spaced, whatever supplies the words.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CLOSING", "OPENING", "QUOTES", "as_tight", "fit", "touches"]

OPENING: Final = frozenset("([{«“‘„‚‹¿¡")
CLOSING: Final = frozenset(")]}»”’›,.;:!?…%")
QUOTES: Final = frozenset("\"'«»“”„‘’‚‹›")
_FOLLOWED: Final = ",;:.!?»)]"  # by a blank
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


def as_tight(words: str, here: tuple[str, int, int], there: tuple[str, int, int]) -> str:
    """`words` in place of the span `here`, which come from the span `there`, without a blank to a mark beside it that both
    texts have, if the other text has none. A span is a text, its start and its end."""
    (text, start, end), (other, first, last) = here, there
    if _is_mark(text[start - 1 : start]) and text[start - 1 : start] == other[first - 1 : first]:
        words = words.lstrip(" ")
    if _is_mark(text[end : end + 1]) and text[end : end + 1] == other[last : last + 1]:
        words = words.rstrip(" ")
    return words


def touches(before: str, words: str, after: str) -> bool:
    """Whether `words` would touch a word beside them, between the texts `before` and `after`: letters meet letters, or a mark
    that a blank follows. Without words, whether the two texts do."""
    left, right = before[-1:] or " ", after[:1] or " "
    first, last = (words[0], words[-1]) if words else (right, left)
    return (first.isalnum() and (left.isalnum() or left in _FOLLOWED)) or (last.isalnum() and right.isalnum())


def _is_mark(character: str) -> bool:
    return bool(character) and not character.isalnum() and not character.isspace()


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
