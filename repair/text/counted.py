"""Numbers of things in the sentences that people read."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, one: str, many: str = "") -> str:
    """`number` with the noun that fits it: `1 article`, `12,345 articles`; `many` is the plural if it is irregular."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
