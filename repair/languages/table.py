"""The columns of a language's table: what each holds, and which rule reads it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Language"]


@dataclass(frozen=True, slots=True)
class Language:
    """What the rules need to know of one language. Words are in lower case; each rule reads its own column."""

    code: str
    """ISO 639-1 code."""
    name: str
    """Name in English."""
