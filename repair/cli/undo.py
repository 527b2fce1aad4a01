"""`repair undo`: the article back from its repaired form, byte for byte."""

from __future__ import annotations

from pathlib import Path

import click

from repair.cli.report import Report, check_folder

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair undo repaired.txt -o original.txt
  repair undo repaired.jsonl -o original.jsonl
  repair undo repaired/ -o originals/
  repair undo run/repaired/00000.jsonl.zst -o original.jsonl.zst
  repair undo run/ -o originals/
"""


@click.command("undo", epilog=_EPILOG)
@click.argument("repaired", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), help="Where the original is written.")
def command(repaired: str, output: str) -> int:
    """Give the original of REPAIRED back with the help of the sidecar that stands beside it.

    REPAIRED is what `apply -o` wrote: a file, a JSONL file, or a folder. Or it is the folder of a `corpus` run, or a shard
    of its repaired corpus, whose records hold their sidecars themselves. What is marked goes back with `repair strip`.
    """
    from repair.cli.editions import undo_editions
    from repair.corpus.undo import run_of, undo_run, undo_shard

    report = Report()
    check_folder(output)
    if run_of(repaired) is not None:
        (undo_shard if Path(repaired).is_file() else undo_run)(repaired, output)
        return report.code()
    undo_editions(repaired, output, report)
    return report.code()
