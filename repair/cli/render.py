"""`repair render`: one analysis, many reports."""

from __future__ import annotations

import click

from repair.cli.options import output_option
from repair.cli.report import Report, check_folder, emit, wants_color

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair render apparatus.jsonl --format marked
  repair render apparatus.jsonl --format diff --min-confidence 0.8 -o repairs.diff
"""


@click.command("render", epilog=_EPILOG)
@click.argument("apparatus", nargs=-1, required=True, metavar="APPARATUS...")
@click.option("--format", "format_", default="marked", show_default=True, help="marked, json, diff or text.")
@click.option("--min-confidence", default=0.5, show_default=True, help="Show findings of at least this confidence.")
@output_option
def command(apparatus: tuple[str, ...], format_: str, min_confidence: float, output: str | None) -> int:
    """Show an APPARATUS, as `suggest --format json` wrote it, in another format."""
    from repair.read import read_apparatus
    from repair.render import Style, renderer

    report = Report()
    render = renderer(format_)
    if output is not None:
        check_folder(output)
    style = Style(color=wants_color(output), min_confidence=min_confidence)
    emit(render(read_apparatus(apparatus, report.error), style), output)
    return report.code()
