"""`repair report`: what a corpus run found, as a page or as JSON."""

from __future__ import annotations

import click

from repair.cli.options import output_option
from repair.cli.report import emit

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair report run/ -o report.html
  repair report run/ --by section --by author -o report.html
  repair report run/ --format json
"""


@click.command("report", epilog=_EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option(
    "--format",
    "format_",
    type=click.Choice(["html", "json"]),
    default="html",
    show_default=True,
    help="One page that needs nothing else, or JSON.",
)
@click.option("--by", "fields", multiple=True, metavar="FIELD", help="Group by this field of the rows too.")
@output_option
def command(folder: str, format_: str, fields: tuple[str, ...], output: str | None) -> int:
    """Show what the run in DIR found: damage by code, host, date and element, with the worst hosts and examples.

    DIR is the folder that `repair corpus --out` wrote. Of a run that is not done, the finished shards are shown.
    """
    from repair.corpus.page import REPORTS
    from repair.corpus.summary import summarise

    emit([REPORTS[format_](summarise(folder, fields))], output)
    return 0
