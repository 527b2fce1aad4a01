"""`repair undo`: restores the article from its repaired form, byte for byte."""

from __future__ import annotations

from pathlib import Path

import click

from repair.cli.messages import Report
from repair.cli.output_paths import Command, Reads, Writes, also_read, make_results_folder, sidecars
from repair.text.counted import counted

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair undo repaired.txt -o original.txt
  repair undo repaired.jsonl -o original.jsonl
  repair undo repaired/ -o originals/
  repair undo run/repaired/00000.jsonl.zst -o original.jsonl.zst
  repair undo run/ -o originals/
"""


@click.command("undo", cls=Command, epilog=_EPILOG)
@click.argument("repaired", type=Reads("part of what is undone"))
@click.option(
    "-o",
    "--output",
    required=True,
    type=Writes(in_place=("repaired",)),
    help="Where the original is written; a folder is made if missing.",
)
def command(repaired: str, output: str) -> int:
    """Restore the original of REPAIRED from the sidecar beside it.

    REPAIRED is what `apply -o` wrote: a file, a JSONL file, or a folder. Or it is the folder of a `corpus` run, or a
    shard of its repaired corpus, whose records hold their own sidecars. For marked text, use `repair strip`.
    """
    from repair.cli.apply_files import undo_editions
    from repair.corpus.folder import ASIDE
    from repair.corpus.undo import check_outside, run_of, undo_run, undo_shard

    report = Report()
    also_read("sidecar", "the sidecar of what is undone", map(str, sidecars(repaired)))
    run = run_of(repaired)
    if run is not None:
        check_outside(run, output)
        if Path(repaired).is_file():
            undo_shard(repaired, output)
        else:
            make_results_folder(output)
            left = undo_run(repaired, output)
            if left:
                lines = counted(left, "line that is no row stays", "lines that are no rows stay")
                report.notice(f"{lines} in {run / ASIDE}")
        return report.code()
    undo_editions(repaired, output, report)
    return report.code()
