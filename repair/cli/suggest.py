"""`repair suggest`: the main job. It takes articles and gives every suggestion with a mark and its source."""

from __future__ import annotations

from typing import Any

import click

from repair.cli.analysis import analyse, finder_of, memory_of
from repair.cli.messages import Report, emit, wants_color
from repair.cli.options import (
    archive_options,
    article_options,
    configure,
    detection_options,
    format_option,
    model_options,
    names_option,
    output_option,
    page_options,
    reference_options,
    usable,
)
from repair.cli.output_paths import Command
from repair.cli.progress import ProgressLine
from repair.cli.refetch import refetch_options

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair suggest article.txt --reference copy.txt
  repair suggest articles/*.txt --reference page.html --format diff
  repair suggest old.txt --encoding latin-1 -r new.txt --reference-encoding utf-8
  repair suggest corpus.jsonl --field body --reference copies.jsonl --format json -o apparatus.jsonl
  repair suggest crawl.warc.gz --extractor trafilatura --format json -o apparatus.jsonl
  repair suggest rows.jsonl --url-field url --refetch wayback --date-field date
  repair suggest today.jsonl --names archive.store
  cat article.txt | repair suggest - --no-model
"""


@click.command("suggest", cls=Command, epilog=_EPILOG)
@article_options
@reference_options
@names_option
@page_options
@archive_options
@refetch_options
@format_option("marked")
@output_option
@detection_options
@model_options
def command(references: tuple[str, ...], names: tuple[str, ...], **options: Any) -> int:
    """Find lost text in ARTICLES, recover it from references, and propose the rest.

    ARTICLES are text files, folders, globs, JSONL files, web archives, or - for standard input. References are matched to articles by
    the words they share. Without --min-confidence, json keeps every finding of confidence 0.05 or more, and the other
    formats show those of 0.5 or more.
    """
    from repair.render import Style, renderer

    report = Report()
    config = usable(configure(options), report, predict=True)
    output = options["output"]
    style = Style(color=wants_color(output), min_confidence=config.min_confidence)
    finder = finder_of(references, config, options, report)
    memory = memory_of(names, references, config, options, report)
    with ProgressLine(report, "starting") as line:
        apparatuses = line.counting(
            analyse(config, options, report, finder=finder, memory=memory, predict=True, copies=bool(references))
        )
        emit(line.apart(renderer(options["format_"])(apparatuses, style)), output, options["format_"])
    return report.code()
