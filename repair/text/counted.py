"""Numbers of things, and times, in the sentences that people read."""

from __future__ import annotations

__all__ = ["counted", "duration"]


def counted(number: int, one: str, many: str = "") -> str:
    """`number` with the noun that fits it: `1 article`, `12,345 articles`; `many` is the plural if it is irregular."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """Minutes and seconds, and hours where there are any."""
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
