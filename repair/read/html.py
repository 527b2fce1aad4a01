"""A page's raw HTML as a reference: the text that a browser would show, and the span of every element in it.

The inline elements matter most here: their words are what extractors drop. Pages are hostile input: nothing is
fetched, no entity is expanded, and a page that the parser cannot finish is an error, not a shorter text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final

from repair.errors import ConfigError, EmptyPage
from repair.read.copy import Copy, Opened, Settings, check_length, whole_text
from repair.read.encoding import codec_name, decode_text, marked_encoding
from repair.read.page_text import PageText, parsed
from repair.records import Source

__all__ = ["as_served", "decode_page", "no_page_text", "read_html", "read_page_source", "shown_text"]

_DECLARED: Final = re.compile(rb"(?:charset|encoding)\s{0,20}=\s{0,20}[\"']?\s{0,20}([A-Za-z0-9_:.-]{2,40})", re.I)
_HEAD: Final = 4096  # bytes in which a page may declare its encoding
# browsers read these as Windows-1252, and pages rely on it
_LATIN: Final = frozenset(("iso8859-1", "ascii"))
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read_html(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The one text of the page, with its elements, and the address and date that the page states.

    Raises `InputError` if the page is too long or nested too deeply, if the parser cannot finish it, or if it holds no
    text. Time is linear.
    """
    data = whole_text(opened, settings)
    page = shown_text(decode_page(data, settings.encoding), opened.path, settings.max_chars)
    yield Copy(opened.path, "", page.text, None, page.elements(), url=page.url, date=page.date)


def shown_text(page: str, where: str, max_chars: int) -> PageText:
    """The text of a page with this source; its elements can be asked for. Raises as `read_html` does."""
    check_length(len(page), max_chars, where)
    seen = parsed(page, where)
    if not seen.text:
        raise no_page_text(where)
    return seen


def read_page_source(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The page's source as one text, with every character as it is in the file, in the encoding that it declares.

    Raises `InputError` if the page is empty, too long or in another encoding.
    """
    path = opened.path
    data = whole_text(opened, settings)
    encoding = marked_encoding(data, next(_encodings(data, settings.encoding), settings.encoding))
    text = decode_text(data, encoding, path)
    check_length(len(text), settings.max_chars, path)
    yield Copy(path, "", text, Source(path, encoding))


def no_page_text(where: str) -> EmptyPage:
    """The error of a page that shows no text."""
    return EmptyPage(
        "holds no text", where=where, hint="check that the saved page holds its text, not only scripts that load it"
    )


def as_served(data: bytes, charset: str) -> bytes:
    """The page as its server declares it: that outranks what it says of itself. One that is valid UTF-8 is UTF-8."""
    try:
        name = codec_name(charset) if charset else ""
    except ConfigError:
        return data  # the name is unknown
    if not name:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return codecs.BOM_UTF8 + data.decode("cp1252" if name == "iso8859-1" else name, "replace").encode(
            "utf-8", "replace"
        )
    return codecs.BOM_UTF8 + data


def decode_page(data: bytes, encoding: str = "utf-8") -> str:
    """The page's text, decoded by its byte-order mark, else as it declares, else as the user said, else
    Windows-1252. A page that declares Windows-1252 or Latin-1 and is valid UTF-8 is read as UTF-8."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    name = next(_encodings(data, encoding), "")
    return data.decode(name) if name else data.decode("cp1252", "replace")


def _encodings(data: bytes, encoding: str) -> Iterator[str]:
    """The encodings that the page is in, of the one that it declares and `encoding`, the likeliest first."""
    found = _DECLARED.search(data, 0, _HEAD)
    declared = _codec(found[1].decode("ascii")) if found else ""
    # tools save pages as UTF-8 and leave the old declaration; text in Windows-1252 is hardly ever valid UTF-8
    for name in dict.fromkeys(("utf-8" if declared == "cp1252" else declared, declared, encoding)):
        if name:
            try:
                data.decode(name)
            except UnicodeError:
                continue
            yield name


def _codec(declared: str) -> str:
    """Python's name for a declared encoding; empty if it is unknown, or if a page in it could not be read so far."""
    try:
        name = codec_name(declared)
    except ConfigError:
        return ""
    if name in _LATIN:
        return "cp1252"
    return "" if name.startswith(("utf-16", "utf-32", "utf-7")) else name
