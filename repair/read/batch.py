"""Reads articles and references from batches of sources: a bad one is reported, and the rest is read.

Every source is opened, read to its end and closed before the next, and only one text is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from repair.deferred import deferred
from repair.errors import ConfigError, DuplicateId, InputError, RepairError
from repair.markup import ENDINGS, SOURCE_CODE, SOURCE_CODE_ENDINGS
from repair.read.copy import MAX_CHARS, Copy, OnError, OnLeftOut, Reader, Settings
from repair.read.encoding import codec_name
from repair.read.kinds import checked_as_named, format_within
from repair.read.paths import expand, opened, plain_name, suffix
from repair.read.pipes import is_pipe
from repair.read.text import read_text
from repair.records import Article, Reference, Source

__all__ = [
    "AUTO",
    "FORMATS",
    "NO_ARCHIVE",
    "READERS",
    "article_of",
    "articles",
    "format_of",
    "markup_of",
    "page_alone",
    "references",
]


_page_source: Final[Reader] = deferred("repair.read.html", "read_page_source")
READERS: Final[dict[str, Reader]] = {
    "text": read_text,
    "jsonl": deferred("repair.read.jsonl", "read_jsonl"),
    "json": deferred("repair.read.json_documents", "read_json_documents"),
    "html": deferred("repair.read.html", "read_html"),
    "csv": deferred("repair.read.csv", "read_csv"),
    "parquet": deferred("repair.read.parquet", "read_parquet"),
    "arrow": deferred("repair.read.arrow", "read_arrow"),
    "warc": deferred("repair.read.warc", "read_warc"),
}

FORMATS: Final[dict[str, str]] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonlines": "jsonl",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".warc": "warc",
    ".wet": "warc",
}
"""The format of each file extension, after that of a packed file (.gz, .zst, .bz2, .xz) is removed. Any other is text."""


NO_ARCHIVE: Final = "is a web archive, not an article"
"""Why a web archive cannot be read as articles."""

AUTO: Final = "auto"
"""In place of a format: the one that the first bytes show."""

_AS_REFERENCE: Final = "give it as a reference, or extract its text first; `repair check` reads it without references"


def page_alone(where: str) -> InputError:
    """The error for a page of HTML that is to be an article: no text that was taken from it could be written back."""
    return InputError("is an HTML page, so a repaired text cannot be written back", where=where, hint=_AS_REFERENCE)


def format_of(path: str) -> str:
    """The key in `READERS` for a file, by its extension."""
    return FORMATS.get(suffix(plain_name(path)).lower(), "text")


def markup_of(path: str) -> str:
    """The markup language of a text file, by its extension; `SOURCE_CODE` if it holds no prose, empty if it is in none."""
    ending = suffix(plain_name(path)).lower()
    return SOURCE_CODE if ending in SOURCE_CODE_ENDINGS else ENDINGS.get(ending, "")


def articles(
    paths: Sequence[str],
    *,
    on_error: OnError,
    field: str = "text",
    id_field: str | None = "id",
    encoding: str = "utf-8",
    max_chars: int = MAX_CHARS,
    stdin_format: str = AUTO,
    url_field: str = "url",
    date_field: str = "date",
    pages: bool = False,
    extractor: str = "",
    exclude: Sequence[str] = (),
    on_left_out: OnLeftOut | None = None,
) -> Iterator[Article]:
    """The articles in files, folders, globs or `-` (standard input, read as `stdin_format`, by default by
    what it begins with, and unpacked if it is packed; so is a pipe whose name has no extension), in order.

    The id of an article is the `id_field` of its row (`None`: no row has one), else `path:line`; for a text file, its
    path. With `pages`, an HTML page is an article too: its source. A second article with the same id is reported as a
    `DuplicateId`, and has `path:line` in place of its id. `max_chars` is in code points. Every `RepairError` goes to
    `on_error`, and the rest of the batch is read. `url_field` and `date_field` are those of a row with the address and the
    date of its page. `extractor` takes the articles from the pages of web archives, which are an error without it;
    `on_left_out` gets the kind and the place of everything in them that is no article. `exclude` are the patterns of
    files and folders to leave out. Raises `ConfigError` at once for an
    unknown encoding or format. Each id takes about 200 bytes of memory.
    """
    settings = Settings(
        field,
        id_field,
        codec_name(encoding),
        max_chars,
        on_error,
        url_field=url_field,
        date_field=date_field,
        extractor=extractor,
        exclude=tuple(exclude),
    )
    if on_left_out is not None:
        settings = replace(settings, on_left_out=on_left_out)
    _check_format(stdin_format)
    return _articles(paths, settings, stdin_format, pages)


def _articles(paths: Sequence[str], settings: Settings, stdin_format: str, pages: bool) -> Iterator[Article]:
    seen: dict[int, tuple[str, int] | str] = {}  # by a hash of the id, since ids can be long
    for copy in _copies(paths, settings, stdin_format, of_articles=True, pages=pages):
        if copy.source is None:
            settings.on_error(page_alone(copy.place))
            continue
        article = article_of(copy, copy.source)
        # the place is a path and a number, so that all rows of a file share one string
        row = copy.source.row
        place = (copy.source.path, row.number) if row else copy.source.path
        first = seen.setdefault(hash(article.id), place)
        if first != place and format_of(copy.source.path) == "warc":  # one address, crawled twice
            article = replace(article, id=copy.place)
        elif first != place:
            where = first if isinstance(first, str) else f"{first[0]}:{first[1]}"
            settings.on_error(
                DuplicateId(
                    f"the id {article.id[:80]!r} was given already, by {where}",
                    where=copy.place,
                    hint="make the ids unique, or name another field with --id-field",
                )
            )
            article = replace(article, id=copy.place)
        yield article


def article_of(copy: Copy, source: Source) -> Article:
    """The article of a text that was read from `source`."""
    markup = "" if source.row else markup_of(source.path)
    name = copy.id or copy.place
    return Article(name, copy.text, "", source, copy.url, copy.date, markup, copy.html)


def references(
    sources: Sequence[str],
    *,
    on_error: OnError,
    field: str = "text",
    id_field: str = "id",
    encoding: str = "utf-8",
    max_chars: int = MAX_CHARS,
    stdin_format: str = AUTO,
    html_field: str = "",
    url_field: str = "url",
    date_field: str = "date",
    on_left_out: OnLeftOut | None = None,
) -> Iterator[Reference]:
    """The references in `sources`, as `articles` reads them, and pages of HTML. With `html_field`, a row is the page in
    that field, and not its text; `url_field` and `date_field` are those of its address and date. `on_left_out` gets the kind and the place of everything in a web archive that is no page.

    The name of a reference is the id of its row, or for a file its path. If a row has no id, or several rows have the
    same one (as copies of one article may), the name is `path:line`, so that every name means one text.
    """
    settings = Settings(
        html_field or field,
        id_field,
        codec_name(encoding),
        max_chars,
        on_error,
        bool(html_field),
        url_field=url_field,
        date_field=date_field,
    )
    if on_left_out is not None:
        settings = replace(settings, on_left_out=on_left_out)
    _check_format(stdin_format)
    return _references(sources, settings, stdin_format)


def _references(sources: Sequence[str], settings: Settings, stdin_format: str) -> Iterator[Reference]:
    seen: set[int] = set()
    for copy in _copies(sources, settings, stdin_format):
        name = copy.id if copy.id and hash(copy.id) not in seen else copy.place
        seen.add(hash(name))
        row = copy.source.row if copy.source is not None else None
        if row is None or not settings.pages:
            yield Reference(name, copy.text, copy.elements, copy.url, copy.date)
            continue
        from repair.read.page_field import page_in_field

        try:
            yield page_in_field(copy.text, name, url=copy.url, date=copy.date, max_chars=settings.max_chars)
        except RepairError as error:
            settings.on_error(InputError(error.what, where=copy.place, hint=error.hint))


def _copies(
    paths: Sequence[str], settings: Settings, stdin_format: str, *, of_articles: bool = False, pages: bool = False
) -> Iterator[Copy]:
    for path in expand(paths, settings.on_error, settings.exclude):
        try:
            name = stdin_format if is_pipe(path) else format_of(path)
            with opened(path, packed=name == "warc") as source:
                if name == AUTO:
                    name, source = format_within(source)
                if of_articles and name == "warc" and not settings.extractor:
                    raise InputError(NO_ARCHIVE, where=path, hint=_AS_REFERENCE.partition(";")[0])
                reader = READERS[name] if name != "html" or not pages else _page_source
                yield from reader(checked_as_named(source, name, settings.encoding), settings)
        except RepairError as error:
            settings.on_error(error)


def _check_format(name: str) -> None:
    if name not in READERS and name != AUTO:
        raise ConfigError(f"unknown format {name!r}", hint=f"use one of {', '.join([AUTO, *READERS])}")
