"""Lines of a byte stream, numbered and never longer than a limit.

Only a line feed ends a line: every other line break may be part of a JSON string.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

__all__ = ["BLANKS", "numbered_lines"]

BLANKS: Final = b" \t\r\n"  # what JSON counts as blank
_CHUNK: Final = 1 << 20


def numbered_lines(stream: BinaryIO, limit: int, first: int = 1) -> Iterator[tuple[int, bytes | None]]:
    """Every line with its number, from `first` on, and its line feed; `None` for a line of more than `limit` bytes."""
    number = first - 1
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_CHUNK)
        yield number, None
