"""Web archives (WARC, and WET with the texts of one): each page as a reference or as an article, with its address and date.

Responses and resources that hold HTML are pages; conversions to plain text are texts. All else that a crawl keeps is
left out and counted by kind: that is no error. A place that is damaged is an error with its byte, and the rest is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from repair.errors import ConfigError, EmptyPage, EmptySource, InputError, MissingExtra
from repair.extras import require_extra
from repair.read.copy import BYTES_PER_CHAR, Copy, Opened, Settings, Unread, check_length
from repair.read.encoding import codec_name
from repair.read.extractors import article_text
from repair.read.html import as_served, decode_page, read_html
from repair.read.warc_records import BrokenRecord, RawRecord, raw_records_of
from repair.records import Row, Source

__all__ = ["BrokenPage", "NoArticle", "PageRecord", "html_pages", "page_records", "read_warc", "rows_of"]

_HTML: Final = frozenset(("text/html", "application/xhtml+xml"))
_PAGES: Final = frozenset(("response", "resource"))
_PASSED_OVER: Final = frozenset(("warcinfo", "request", "metadata"))  # records about other records
_HEADERS: Final = 1 << 16  # bytes of a record that hold its headers
_HINT: Final = "get the whole archive; what stands before this place was read"


class NoArticle(InputError):
    """A record of a web archive that holds no article: a revisit, or a page in which the extractor finds none."""


class BrokenPage(Struct, frozen=True):
    """A place of an archive where no record can be read, and the error that says why."""

    number: int
    offset: int
    error: InputError


class PageRecord(Struct, frozen=True):
    """A record of an archive that may hold a page. `parsed` is the record as the library has it."""

    number: int
    offset: int
    kind: str
    media: str
    charset: str
    parsed: Any

    @property
    def url(self) -> str:
        """Its address."""
        return self._header("WARC-Target-URI").strip("<>")

    @property
    def date(self) -> str:
        """When it was fetched, as ISO 8601."""
        return self._header("WARC-Date")

    @property
    def truncated(self) -> bool:
        """Whether the crawler says that it did not keep all of it."""
        return bool(self._header("WARC-Truncated"))

    def _header(self, name: str) -> str:
        return self.parsed.rec_headers.get_header(name) or ""


def read_warc(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The pages and texts of the archive, in order, each named by its address: references, or articles if the settings
    name an extractor.

    What holds no page goes to `on_left_out` by kind, a page that cannot be read and a damaged place to `on_error`. Raises
    `InputError` if the source is no archive.
    """
    if settings.extractor:
        for found in rows_of(opened, settings):
            if isinstance(found, Copy):
                yield found
            elif isinstance(found.error, NoArticle):
                settings.on_left_out(found.error.what, found.error.where)
            else:
                settings.on_error(found.error)
        return
    for record in page_records(opened, settings, most=settings.max_chars * BYTES_PER_CHAR):
        if isinstance(record, BrokenPage):
            settings.on_error(record.error)
            continue
        where = f"{opened.path}:{record.number}"
        if record.kind == "revisit":
            settings.on_left_out("revisit record", _place(opened, record))
            continue
        try:
            data = _content(record, settings, where, _place(opened, record))
            yield from _references(record, data, where, settings)
        except (EmptySource, EmptyPage):
            settings.on_left_out(EmptyPage.one, _place(opened, record))
        except InputError as error:
            settings.on_error(error)


def rows_of(opened: Opened, settings: Settings) -> Iterator[Copy | Unread]:
    """The articles of the archive, in order, each with the HTML of its page: rows with `id` and `url` (the address),
    `date`, and the number of the record. What could hold an article and gives none comes with the error that says why."""
    for record in page_records(opened, settings, most=settings.max_chars * BYTES_PER_CHAR):
        if isinstance(record, BrokenPage):
            yield Unread(record.error, record.number, is_row=False)
            continue
        where = f"{opened.path}:{record.number}"
        try:
            yield _article(record, where, _place(opened, record), settings, opened.path)
        except InputError as error:
            yield Unread(error, record.number, is_row=False, id=record.url)


def html_pages(opened: Opened, settings: Settings) -> Iterator[tuple[str, str, str]]:
    """The place, the address and the HTML of each page of the archive; what cannot be read goes to `on_error`."""
    for record in page_records(opened, settings, most=settings.max_chars * BYTES_PER_CHAR):
        if isinstance(record, BrokenPage):
            settings.on_error(record.error)
        elif record.media in _HTML and record.kind != "revisit":
            where = f"{opened.path}:{record.number}"
            try:
                data = _content(record, settings, where, _place(opened, record))
            except InputError as error:
                settings.on_error(error)
            else:
                yield where, record.url, decode_page(as_served(data, record.charset), settings.encoding)


def page_records(opened: Opened, settings: Settings, *, most: int = 0) -> Iterator[PageRecord | BrokenPage]:
    """The records that may hold a page, with up to `most` bytes of each, and an error for each damaged place.

    Everything else goes to `on_left_out` by kind. Raises `InputError` if the source is no archive, `MissingExtra` if the
    library for web archives is not installed.
    """
    parse = _parser(opened.path)
    nothing = True
    for raw in raw_records_of(opened.stream, most + _HEADERS, first=opened.first, start=opened.start):
        where = f"{opened.path}:{raw.number}"
        if isinstance(raw, BrokenRecord):
            if nothing and raw.last and opened.first == 1:
                what = f"cannot be read as a web archive: {raw.what} (byte {raw.offset:,})"
                raise InputError(what, where=opened.path, hint=_HINT)
            hint = _HINT if raw.last else "what stands before and after this place was read"
            error = InputError(f"the archive is damaged at byte {raw.offset:,}: {raw.what}", where=where, hint=hint)
            yield BrokenPage(raw.number, raw.offset, error)
            continue
        nothing = False
        record = _record(parse, raw, where)
        if isinstance(record, BrokenPage):
            yield record
        elif kind := _other(record):
            if kind not in _PASSED_OVER:
                settings.on_left_out(kind, _place(opened, record))
        else:
            yield record
    if nothing and opened.first == 1:
        raise EmptySource("holds no records", where=opened.path, hint="remove it, or check how it was made")


def _place(opened: Opened, record: PageRecord) -> str:
    return f"{opened.path}:{record.number}, byte {record.offset:,}"


def _parser(path: str) -> Any:
    """What reads the headers of one record and unpacks its content."""
    try:
        require_extra("web", "reading web archives")
    except MissingExtra as error:
        raise MissingExtra(error.what, where=path, extra="web") from None
    loader: Any = import_module("warcio.recordloader").ArcWarcRecordLoader(verify_http=False)
    reader: Any = import_module("warcio.bufferedreaders").BufferedReader
    return lambda data: loader.parse_record_stream(reader(BytesIO(data)), known_format="warc")


def _record(parse: Any, raw: RawRecord, where: str) -> PageRecord | BrokenPage:
    try:
        parsed = parse(raw.data)
        kind = parsed.rec_type or ""
        headers = parsed.http_headers if kind == "response" else parsed.rec_headers
        named = (headers.get_header("Content-Type") if headers else "") or ""
    except Exception as error:  # the library meets what it does not expect with errors of many kinds
        what = str(error).strip().partition("\n")[0] or type(error).__name__
        error_here = InputError(f"the record at byte {raw.offset:,} cannot be read: {what}", where=where)
        return BrokenPage(raw.number, raw.offset, error_here)
    media, _, parameters = named.partition(";")
    charset = ""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'")
    return PageRecord(raw.number, raw.offset, kind, media.strip().lower(), charset, parsed)


def _other(record: PageRecord) -> str:
    """What a record is that holds no page, in words; empty if it may hold one."""
    kind, media = record.kind, record.media
    if kind in _PASSED_OVER or kind == "revisit":
        return kind if kind != "revisit" else ""
    if kind == "conversion" and media == "text/plain":
        return ""
    if kind not in _PAGES:
        return f"{kind} record" if kind else "record without type"
    status = record.parsed.http_headers.get_statuscode() if record.parsed.http_headers else ""
    if kind == "response" and status.isdigit() and not status.startswith("2"):
        return f"response with status {status}"
    return "" if media in _HTML else media or "without content type"


def _content(record: PageRecord, settings: Settings, where: str, place: str) -> bytes:
    """The record's content, unpacked, if it is no longer than a text may be."""
    if record.truncated:
        settings.on_left_out("cut off when it was fetched, but used", place)
    most = settings.max_chars * BYTES_PER_CHAR
    stream = record.parsed.content_stream()
    pieces: list[bytes] = []
    size = 0
    try:
        while size <= most and (piece := stream.read(1 << 16)):
            pieces.append(piece)
            size += len(piece)
    except Exception as error:  # of a packed or chunked body
        raise InputError(f"the page at byte {record.offset:,} cannot be unpacked: {error}", where=where) from None
    data = b"".join(pieces)
    check_length(len(data) // BYTES_PER_CHAR + (size > most), settings.max_chars, where)
    if record.charset and not _is_in(data, record.charset):
        settings.on_left_out("not in the charset that its server names, but used", place)
    return data


def _is_in(data: bytes, charset: str) -> bool:
    try:
        data.decode(codec_name(charset))
    except (ConfigError, UnicodeError):
        return False
    return True


def _references(record: PageRecord, data: bytes, where: str, settings: Settings) -> Iterator[Copy]:
    if record.media not in _HTML:
        text = data.decode("utf-8", "replace").strip()
        if not text:
            raise EmptyPage("holds no text", where=where)
        yield Copy(where, record.url, text, None, url=record.url, date=record.date)
        return
    for copy in read_html(Opened(where, BytesIO(as_served(data, record.charset))), settings):
        yield replace(copy, id=record.url, url=record.url or copy.url, date=copy.date or record.date)


def _article(record: PageRecord, where: str, place: str, settings: Settings, path: str) -> Copy:
    if record.kind == "revisit":
        raise NoArticle("revisit record", where=place, hint="its page is that of an earlier record")
    data = _content(record, settings, where, place)
    html = ""
    if record.media in _HTML:
        html = decode_page(as_served(data, record.charset), settings.encoding)
        text = article_text(settings.extractor, html, place)
    else:
        text = data.decode("utf-8", "replace").strip()
    if not text:
        raise NoArticle("page without an article" if html else "record without text", where=place)
    check_length(len(text), settings.max_chars, where)
    fields = {"id": record.url, "url": record.url, "date": record.date, "record": record.number, "text": None}
    source = Source(path, "utf-8", Row(record.number, "text", fields))
    return Copy(where, record.url, text, source, url=record.url, date=record.date, html=html)
