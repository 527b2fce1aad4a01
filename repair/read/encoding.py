"""Decodes bytes without loss: a text that is decoded here gives the same bytes when it is encoded again.

This is checked for every text when it is read, since all later steps rely on it. A byte-order mark stays in the text as
U+FEFF.
"""

from __future__ import annotations

import codecs
from typing import Final

from repair.errors import ConfigError, InputError

__all__ = ["codec_name", "decode_text", "marked_encoding"]

# the longer marks first: the mark of UTF-32-LE begins with that of UTF-16-LE
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# what these names mean without a byte-order mark at the head; the plain names would add one
_UNMARKED: Final = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}


def codec_name(encoding: str) -> str:
    """Python's name for a text encoding; raises `ConfigError` if there is none.

    UTF-8 "with signature" is plain UTF-8 here, since the signature stays in the text.
    """
    try:
        "a".encode(encoding)  # refuses codecs that are not for text
        name = codecs.lookup(encoding).name
        return "utf-8" if name == "utf-8-sig" else name
    except (LookupError, ValueError):
        raise ConfigError(
            f"unknown encoding {encoding!r}", hint="use a name such as utf-8, cp1252 or latin-1"
        ) from None


def marked_encoding(data: bytes, encoding: str) -> str:
    """The encoding that the byte-order mark at the head of `data` names, if the user asked for any kind of Unicode."""
    if encoding in ("utf-8", "utf-16", "utf-32"):
        for mark, marked in _MARKS:
            if data.startswith(mark):
                return marked
    return _UNMARKED.get(encoding, encoding)


def decode_text(data: bytes, encoding: str, where: str) -> str:
    """The text in `data`, which gives `data` back when it is encoded again.

    `encoding` is a name from `marked_encoding`. Raises `InputError` if the bytes are not in it, or if encoding the text
    would give other bytes.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        others = "--encoding cp1252 or --encoding latin-1" if encoding == "utf-8" else "--encoding utf-8"
        raise InputError(
            f"not {encoding.upper()}: byte 0x{data[error.start]:02x} at offset {error.start}",
            where=where,
            hint=f"name its encoding, such as {others}",
        ) from None
    if encoding == "utf-8":  # strict UTF-8 always gives the same bytes back
        return text
    try:
        text.encode("utf-8")
        same = text.encode(encoding) == data
    except UnicodeEncodeError:
        same = False
    if not same:
        raise InputError(
            f"reading the file as {encoding} and writing it again would change its bytes",
            where=where,
            hint="convert the file to UTF-8 first",
        )
    return text
