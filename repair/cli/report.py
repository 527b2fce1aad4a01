"""`repair report`: what a corpus run found, as a page or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from repair.cli.messages import Report, emit
from repair.cli.options import output_option
from repair.cli.output_paths import Command, Reads

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair report run/ -o report.html
  repair report run/ --by section --by author -o report.html
  repair report run/ --format json
"""


def _files(folder: str) -> Iterable[Path]:
    """The files of a run. Other files in its folder, such as an earlier report, may be replaced."""
    from repair.corpus.folder import own_files

    return own_files(Path(folder)) if Path(folder).is_dir() else [Path(folder)]


@click.command("report", cls=Command, epilog=_EPILOG)
@click.argument("folder", metavar="DIR", type=Reads("part of the run", files=_files))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["html", "json"]),
    default="html",
    show_default=True,
    help="One self-contained page, or JSON.",
)
@click.option("--by", "fields", multiple=True, metavar="FIELD", help="Also group by this field of the rows.")
@output_option
def command(folder: str, format_: str, fields: tuple[str, ...], output: str | None) -> int:
    """Show what the run in DIR found: damage by code, host, date and element, with the worst hosts and examples.

    DIR is the folder that `repair corpus --out` wrote. If the run is not done, the report covers the finished shards.
    """
    from repair.corpus.report import REPORTS
    from repair.corpus.summary import summarise_corpus

    report = Report()
    summary = summarise_corpus(folder, fields)
    if not summary.whole.articles:
        report.notice(
            f"{folder}: no article is in the report" + ("" if summary.done else ": no shard is finished so far")
        )
    else:
        for name in fields:
            if not summary.knows(name):
                report.notice(f"no row has a field {name!r}")
    emit([REPORTS[format_](summary)], output, format_)
    return report.code()
