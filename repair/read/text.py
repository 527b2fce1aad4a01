"""Plain text and Markdown: one file is one article, with every character as it is in the file."""

from __future__ import annotations

from collections.abc import Iterator

from repair.errors import InputError
from repair.read.copy import Copy, Opened, Settings, check_length, whole_text
from repair.read.encoding import decode_text, marked_encoding
from repair.records import Source

__all__ = ["read_text"]


def read_text(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The one text of the source. Line breaks are not translated, a byte-order mark is kept.

    Raises `InputError` if the source is empty, too long, in another encoding, or binary.
    """
    path = opened.path
    data = whole_text(opened, settings)
    encoding = marked_encoding(data, settings.encoding)
    text = decode_text(data, encoding, path)
    nul = text.find("\x00")
    if nul >= 0:
        offset = len(text[:nul].encode(encoding))
        raise InputError(
            f"looks binary: a NUL byte at offset {offset}",
            where=path,
            hint="give text, or name its encoding (--encoding utf-16)",
        )
    check_length(len(text), settings.max_chars, path)
    yield Copy(path, "", text, Source(path, encoding))
