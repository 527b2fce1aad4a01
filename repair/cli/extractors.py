"""`repair extractors`: what the installed extractors lose of pages, ready to paste into a bug report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from repair.cli.messages import Report, emit
from repair.cli.options import output_option
from repair.cli.output_paths import Command, Reads
from repair.errors import ConfigError, InputError, RepairError
from repair.read.extractors import EXTRACTORS, require_extractor

if TYPE_CHECKING:
    from repair.bench.extractor_losses import SourcePage

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair extractors page.html
  repair extractors pages/ crawl.warc.gz --extractor trafilatura --extractor readability -o lost.md
"""


@click.command("extractors", cls=Command, epilog=_EPILOG)
@click.argument("pages", nargs=-1, required=True, metavar="PAGES...", type=Reads("one of the pages"))
@click.option(
    "--extractor",
    "names",
    type=click.Choice(list(EXTRACTORS)),
    multiple=True,
    help="Run this extractor; without it, all that are installed.",
)
@output_option
def command(pages: tuple[str, ...], names: tuple[str, ...], output: str | None) -> int:
    """Run the extractors on PAGES (HTML files, folders, globs, web archives), and show what each loses.

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
    for page in _pages(pages, report):
        for table in tables:
            try:
                table.losses += losses_of(page, table.extractor, report.error)
            except InputError as error:
                report.error(error)
            else:
                table.pages += 1
    emit(report_card(tables), output, "text")
    return report.code()


def _pages(paths: tuple[str, ...], report: Report) -> Iterator[SourcePage]:
    from repair.bench.extractor_losses import SourcePage
    from repair.config import Config
    from repair.read import Settings, format_of
    from repair.read.html import decode_page
    from repair.read.paths import expand, opened
    from repair.read.warc import html_pages

    settings = Settings("", None, "utf-8", Config().max_chars, report.error)
    for path in expand(paths, report.error):
        archive = format_of(path) == "warc"
        try:
            with opened(path, packed=archive) as source:
                if archive:
                    yield from (SourcePage(*found) for found in html_pages(source, settings))
                else:
                    yield SourcePage(path, "", decode_page(source.read(settings.max_chars)))
        except RepairError as error:
            report.error(error)
