"""`repair render`: one analysis, many reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

import click

from repair.cli.decided import decided, decisions_options
from repair.cli.messages import Report, checkout, emit, wants_color
from repair.cli.options import format_option, output_option, unit_option
from repair.cli.output_paths import APPARATUS, ARTICLES, Command, Reads, also_read
from repair.config import Config
from repair.records import Apparatus

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair render apparatus.jsonl --format marked
  repair suggest article.txt --format json | repair render - --format text
  repair render apparatus.jsonl --format diff --min-confidence 0.8 -o repairs.diff
  repair render apparatus.json --decisions apparatus.json.decisions.jsonl --format tei -o edition.xml
"""


@click.command("render", cls=Command, epilog=_EPILOG)
@click.argument("apparatus", nargs=-1, required=True, metavar="APPARATUS...", type=Reads(APPARATUS))
@format_option("marked")
@unit_option("--min-confidence", Config().min_confidence, "Show findings of at least this confidence (0–1).")
@decisions_options
@click.option(
    "--language",
    type=click.Choice(["it", "en"]),
    help="Language of the words that an edition adds (html, docx, tei, leiden, criticmarkup).  [default: that of its first article]",
)
@output_option
def command(
    apparatus: tuple[str, ...],
    format_: str,
    min_confidence: float,
    language: str | None,
    output: str | None,
    **options: Any,
) -> int:
    """Show an APPARATUS, as `suggest --format json` wrote it, in another format; - is standard input."""
    from repair.read import read_apparatus
    from repair.render import FOR_BUILD_SERVERS, Style, renderer

    report = Report()
    report.keeps = format_ in FOR_BUILD_SERVERS
    style = Style(
        color=wants_color(output),
        min_confidence=min_confidence,
        language=language or "",
        signed=bool(options["decisions"]),
        root=checkout(),
        unread=report.kept,
    )
    options["min_confidence"] = min_confidence
    found = _sparing_sources(decided(read_apparatus(apparatus, report.error), options, report))
    first = list(islice(found, 1))
    if first or report.kept or not report.errors:  # an existing edition is not replaced by an empty one
        emit(renderer(format_)(chain(first, found), style), output, format_)
    return report.code()


def _sparing_sources(apparatuses: Iterable[Apparatus]) -> Iterator[Apparatus]:
    """The apparatuses, after a check that the report would not replace the file of an article."""
    for apparatus in apparatuses:
        also_read("article", ARTICLES, [apparatus.article.source.path])
        yield apparatus
