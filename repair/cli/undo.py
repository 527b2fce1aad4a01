"""`repair undo`: the article back from its repaired form, byte for byte."""

from __future__ import annotations

import click

from repair.cli.report import Report, check_folder

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair undo repaired.txt -o original.txt
  repair undo repaired.jsonl -o original.jsonl
  repair undo repaired/ -o originals/
"""


@click.command("undo", epilog=_EPILOG)
@click.argument("repaired", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), help="Where the original is written.")
def command(repaired: str, output: str) -> int:
    """Give the original of REPAIRED back with the help of the sidecar that stands beside it.

    REPAIRED is what `apply -o` wrote: a file, a JSONL file, or a folder.
    """
    from repair.cli.editions import undo_editions

    report = Report()
    check_folder(output)
    undo_editions(repaired, output, report)
    return report.code()
