"""Sources to records: articles and references from text, JSON lines and HTML, and apparatuses from JSON lines.

A text is kept exactly as read and can be written back byte for byte. What cannot be read is reported with its place
and what to do about it, and the rest of the batch is read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from repair.read.batch import FORMATS, READERS, articles, format_of, references
from repair.read.copy import Copy, OnError, Opened, Reader, Settings

if TYPE_CHECKING:
    from repair.read.apparatus import read_apparatus
    from repair.read.rows import TextInRow, write_row

__all__ = [
    "FORMATS",
    "READERS",
    "Copy",
    "OnError",
    "Opened",
    "Reader",
    "Settings",
    "TextInRow",
    "articles",
    "format_of",
    "read_apparatus",
    "references",
    "write_row",
]

# what a check of texts has no use for
_LATE: Final = {"TextInRow": "rows", "read_apparatus": "apparatus", "write_row": "rows"}


def __getattr__(name: str) -> object:
    if name in _LATE:
        return getattr(import_module(f"repair.read.{_LATE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
