"""Turns sources into records: articles and references from text, JSON lines and HTML, apparatuses from JSON lines.

A text is kept exactly as read and can be written back byte for byte. An input that cannot be read is reported with its
place and what to do about it, and the rest of the batch is read.
"""

from __future__ import annotations

from repair.read.apparatus import read_apparatus
from repair.read.batch import AUTO, FORMATS, NO_ARCHIVE, READERS, article_of, articles, format_of, markup_of, references
from repair.read.copy import Copy, OnError, Opened, Reader, Settings
from repair.read.rows import TextInRow, write_row

__all__ = [
    "AUTO",
    "FORMATS",
    "NO_ARCHIVE",
    "READERS",
    "Copy",
    "OnError",
    "Opened",
    "Reader",
    "Settings",
    "TextInRow",
    "article_of",
    "articles",
    "format_of",
    "markup_of",
    "read_apparatus",
    "references",
    "write_row",
]
