"""In which direction a text is written, by its letters. A Word file must say it; browsers find it themselves."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["by_direction", "has_left_to_right", "is_right_to_left"]

_STRONG: Final = {"L": False, "R": True, "AL": True}
# Hebrew, Arabic and the scripts beside them, and the forms of their letters that old character sets had
_RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RUN: Final = re.compile(rf"[{_RIGHT_TO_LEFT}](?:[^\w\n]*[{_RIGHT_TO_LEFT}])*|[^{_RIGHT_TO_LEFT}]+")


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of `text` is of a script that is written from right to left."""
    kinds = map(unicodedata.bidirectional, text)
    return next((_STRONG[kind] for kind in kinds if kind in _STRONG), False)


def has_left_to_right(text: str) -> bool:
    """Whether a letter of `text` is of a script that is written from left to right."""
    return "L" in map(unicodedata.bidirectional, text)


def by_direction(text: str) -> list[str]:
    """`text` cut into runs that are written in one direction. Joined, they are the text."""
    return _RUN.findall(text)
