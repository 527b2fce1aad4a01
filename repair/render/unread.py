"""What could not be read, as the reports for build servers tell it: a file, perhaps a line, and the error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from repair.render.escape import visible
from repair.render.findings import portable
from repair.render.style import Style

__all__ = ["TITLE", "UnreadInput", "unread"]

TITLE: Final = "unread"
"""What such an error is called where a finding has its code."""

_PLACE: Final = re.compile(r"(.*?)(?::([1-9]\d{0,8}))?(?::[1-9]\d{0,8})?", re.DOTALL)


class UnreadInput(Struct, frozen=True):
    """An input, or a record of one, that could not be read. The line counts from 1; 0: not known."""

    path: str
    line: int
    message: str


def unread(style: Style) -> Iterator[UnreadInput]:
    """What could not be read so far: ask when all apparatuses have come."""
    for error in style.unread:
        found = _PLACE.fullmatch(error.where)
        assert found  # whatever it is, it is a path at least
        path, line = found.groups(default="0")
        message = visible(f"{error.what}; {error.hint}" if error.hint else error.what)
        yield UnreadInput(portable(path, style.root), int(line), message)
