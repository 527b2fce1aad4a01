"""Regular expressions: the characters that most of them name, those of several words, and those compiled when first used.

Compiling one takes as long as searching a short text with it, and most runs need few of those that a module has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, cast

__all__ = ["ANY_BLANK", "A_BLANK", "BLANK", "LETTER", "LOWER", "LOWERS", "UPPER", "UPPERS", "any_of", "late"]

BLANK: Final = " \u00a0\u2007\u2009\u202f"
"""The blanks within a line, for use in a character class."""
A_BLANK: Final = f"[{BLANK}]"
"""A pattern of one blank within a line."""
LETTER: Final = r"[^\W\d_]"
"""A pattern of one letter of any script."""
LOWERS: Final = "a-zß-öø-ÿ"
"""The small letters of the languages of western Europe, for use in a character class."""
UPPERS: Final = "A-ZÀ-ÖØ-Þ"
"""The capitals of the same languages, for use in a character class."""
LOWER: Final = f"[{LOWERS}]"
"""A pattern of one of these small letters."""
UPPER: Final = f"[{UPPERS}]"
"""A pattern of one of these capitals."""
ANY_BLANK: Final = "(?:[ \u00a0]|\u2007(?=)|\u2009(?=)|\u202f(?=))"
"""The same as `A_BLANK`, for phrases of many words. A class of these blanks takes five times as long to compile, since
Python draws a map of all characters for it; the empty look-aheads keep it from making a class of the branches."""


class _Late:
    """Becomes what the compiled pattern is, attribute by attribute."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Asked once for each attribute, which is then the object's own."""
        value = getattr(re.compile(*self._source), name)
        setattr(self, name, value)
        return value


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, compiled when it is first used. A pattern that is no regular expression raises only then."""
    return cast(re.Pattern[str], _Late(pattern, flags))


def any_of(words: Iterable[str]) -> str:
    """The source of a pattern of any of the words, the longest first; of none, it matches nothing."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) or "(?!)"
