"""`repair extractors`: what the installed extractors lose of pages, ready to paste into a bug report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from repair.cli.messages import Report, emit
from repair.cli.options import output_option, page_options
from repair.cli.output_paths import Command, Reads
from repair.errors import ConfigError, InputError, RepairError
from repair.read.extractors import EXTRACTORS, require_extractor

if TYPE_CHECKING:
    from repair.bench.extractor_losses import SourcePage
    from repair.read import Opened, Settings

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair extractors page.html
  repair extractors pages/ crawl.warc.gz --extractor trafilatura --extractor readability -o lost.md
  repair extractors rows.jsonl --html-field html
"""
_ROWS: Final = "name the field of the rows that holds the pages with --html-field"


@click.command("extractors", cls=Command, epilog=_EPILOG)
@click.argument("pages", nargs=-1, required=True, metavar="PAGES...", type=Reads("one of the pages"))
@click.option(
    "--extractor",
    "names",
    type=click.Choice(list(EXTRACTORS)),
    multiple=True,
    help="Run this extractor; without it, all that are installed.",
)
@page_options
@output_option
def command(pages: tuple[str, ...], names: tuple[str, ...], html_field: str, url_field: str, output: str | None) -> int:
    """Run the extractors on PAGES (HTML files, folders, globs, web archives, rows with a page), and show what each loses.

    The result is Markdown: for each extractor a table by element and host, and small pages from which it loses the same
    words.
    """
    from repair.bench.extractor_losses import LossTable, losses_of, report_card

    report = Report()
    for name in names:
        require_extractor(name)
    chosen = names or tuple(name for name, extractor in EXTRACTORS.items() if extractor.is_installed)
    if not chosen:
        raise ConfigError("no extractor is installed", hint="pip install '.[web]'")
    tables = [LossTable(name) for name in chosen]
    for page in _pages(pages, html_field, url_field, report):
        for table in tables:
            try:
                table.losses += losses_of(page, table.extractor, report.error)
            except InputError as error:
                report.error(error)
            else:
                table.pages += 1
    if not any(table.pages for table in tables):
        report.error(InputError("no extractor found an article", hint="check that the files hold pages of articles"))
        return report.code()
    emit(report_card(tables), output, "text")
    return report.code()


def _pages(paths: tuple[str, ...], html_field: str, url_field: str, report: Report) -> Iterator[SourcePage]:
    """The pages, each once: several rows may be made from one."""
    seen: set[int] = set()
    for page in _all_pages(paths, html_field, url_field, report):
        if hash(page.html) not in seen:
            seen.add(hash(page.html))
            yield page


def _all_pages(paths: tuple[str, ...], html_field: str, url_field: str, report: Report) -> Iterator[SourcePage]:
    from repair.config import Config
    from repair.read import Settings, format_of
    from repair.read.paths import expand, opened

    most = Config().max_chars
    settings = Settings(html_field, "id", "utf-8", most, report.error, pages=True, url_field=url_field)
    for path in expand(paths, report.error):
        kind = format_of(path)
        try:
            with opened(path, packed=kind == "warc") as source:
                yield from _pages_of(source, kind, settings)
        except RepairError as error:
            report.error(error)


def _pages_of(source: Opened, kind: str, settings: Settings) -> Iterator[SourcePage]:
    """The pages of one file. Raises `InputError` if it holds none."""
    from repair.bench.extractor_losses import SourcePage
    from repair.read import READERS
    from repair.read.html import decode_page
    from repair.read.kinds import checked_as_named, format_within
    from repair.read.page_field import html_in_field
    from repair.read.warc import html_pages

    if kind == "text":  # a saved page may have any name
        kind, source = format_within(source)
    if kind == "warc":
        yield from (SourcePage(*found) for found in html_pages(source, settings))
    elif kind == "html":
        yield SourcePage(source.path, "", decode_page(source.stream.read(settings.max_chars)))
    elif kind == "text" or not settings.field:
        hint = _ROWS if kind != "text" else "give HTML files, web archives, or rows and --html-field"
        raise InputError("is no page of HTML", where=source.path, hint=hint)
    else:
        for row in READERS[kind](checked_as_named(source, kind, settings.encoding), settings):
            yield SourcePage(row.id or row.place, row.url, html_in_field(row.text))
