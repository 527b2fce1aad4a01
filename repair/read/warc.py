"""Web archives (WARC, and WET with the texts of one): each page as a reference, with its address and date.

Responses and resources that hold HTML are pages; conversions to plain text are texts. All else that a crawl keeps is
left out, and told by kind: that is no error.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from typing import Any, Final

from msgspec.structs import replace

from repair.errors import ConfigError, InputError, MissingExtra
from repair.extras import require_extra
from repair.read.copy import BYTES_PER_CHAR, Copy, Opened, Settings, check_length
from repair.read.encoding import codec_name
from repair.read.html import read_html

__all__ = ["read_warc"]

_HTML: Final = frozenset(("text/html", "application/xhtml+xml"))
_PAGES: Final = frozenset(("response", "resource"))
_PASSED_OVER: Final = frozenset(("warcinfo", "request", "metadata"))  # records about other records
_UTF8: Final = b"\xef\xbb\xbf"
_HINT: Final = "get the whole archive; what stands before this place was read"


def read_warc(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The pages and texts of the archive, in order, each named by its address.

    What holds no page goes to `on_left_out` by kind, a page that cannot be read to `on_error`. Raises `InputError` if the
    source is no archive, or is damaged or cut off: the records before that place are given.
    """
    for number, record in enumerate(_records(opened), 1):
        where = f"{opened.path}:{number}"
        kind, media, charset = _kind(record)
        if kind in _PASSED_OVER:
            continue
        if media not in _HTML and not (kind == "conversion" and media == "text/plain"):
            settings.on_left_out(f"{kind} record" if kind not in _PAGES else media or "without content type")
            continue
        if record.rec_headers.get_header("WARC-Truncated"):
            settings.on_left_out("cut off when it was fetched, but used")
        data = _payload(record, settings.max_chars * BYTES_PER_CHAR, where)
        try:
            check_length(len(data) // BYTES_PER_CHAR, settings.max_chars, where)
            yield from _copies(record, data, media, charset, where, settings)
        except InputError as error:
            if "no text" in error.what:
                settings.on_left_out("page without text")
            else:
                settings.on_error(error)


class _Pieces:
    """A stream that gives what it has unpacked before it reads on: the end of a cut-off archive comes after what stands
    before it."""

    def __init__(self, stream: Any) -> None:
        self._read: Final = getattr(stream, "read1", stream.read)
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self._read(size)
        self._at += len(piece)
        return piece

    def tell(self) -> int:
        return self._at


def _records(opened: Opened) -> Iterator[Any]:
    try:
        require_extra("web", "reading web archives")
    except MissingExtra as error:
        raise MissingExtra(error.what, where=opened.path, extra="web") from None
    library: Any = import_module("warcio.archiveiterator")
    broken: tuple[type[Exception], ...] = (
        import_module("warcio.exceptions").ArchiveLoadFailed,
        import_module("warcio.statusandheaders").StatusAndHeadersParserException,
        ValueError,
        AttributeError,  # a record without the headers that it must have
    )
    archive, number = None, 0
    while True:
        try:
            with contextlib.redirect_stderr(io.StringIO()):  # the library prints what it then counts
                archive = archive or library.ArchiveIterator(_Pieces(opened.stream))
                record = next(archive, None)
        except broken as error:
            what = str(error).strip().partition("\n")[0]
            raise InputError(f"cannot be read as a web archive: {what}", where=opened.path, hint=_HINT) from None
        if archive.err_count:
            what = f"record {number} does not end where it says"
            raise InputError(f"the archive is damaged: {what}", where=opened.path, hint=_HINT)
        if record is None:
            break
        number += 1
        yield record
    if not number:
        raise InputError("holds no records", where=opened.path, hint="remove it, or check how it was made")


def _kind(record: Any) -> tuple[str, str, str]:
    """The type of a record, its media type and its charset; both are empty if it names none."""
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    named = (headers.get_header("Content-Type") if headers else "") or ""
    media, _, parameters = named.partition(";")
    charset = ""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'")
    return record.rec_type, media.strip().lower(), charset


def _payload(record: Any, most: int, where: str) -> bytes:
    """The record's content, unpacked, up to a little more than `most` bytes."""
    stream = record.content_stream()
    pieces: list[bytes] = []
    size = 0
    while size <= most + BYTES_PER_CHAR and (piece := stream.read(1 << 16)):
        pieces.append(piece)
        size += len(piece)
    if size <= most and getattr(record.raw_stream, "limit", 0) > 0:
        raise InputError("the archive ends inside this record", where=where, hint=_HINT)
    return b"".join(pieces)


def _copies(record: Any, data: bytes, media: str, charset: str, where: str, settings: Settings) -> Iterator[Copy]:
    headers = record.rec_headers
    url, date = headers.get_header("WARC-Target-URI") or "", headers.get_header("WARC-Date") or ""
    url = url.strip("<>")
    if media not in _HTML:
        text = data.decode("utf-8", "replace").strip()
        if not text:
            raise InputError("holds no text", where=where)
        yield Copy(where, url, text, None, url=url, date=date)
        return
    for copy in read_html(Opened(where, BytesIO(_declared(data, charset))), settings):
        yield replace(copy, id=url, url=url or copy.url, date=copy.date or date)


def _declared(data: bytes, charset: str) -> bytes:
    """The page as its server declares it: that outranks what it says of itself. One that is valid UTF-8 is UTF-8."""
    try:
        name = codec_name(charset) if charset else ""
    except ConfigError:
        return data  # of a name that nobody knows
    if not name:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _UTF8 + data.decode("cp1252" if name == "iso8859-1" else name, "replace").encode("utf-8", "replace")
    return _UTF8 + data
