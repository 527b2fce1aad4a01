"""`repair apply`: puts accepted candidates into the text, and writes a sidecar to undo it."""

from __future__ import annotations

from typing import Any

import click

from repair.cli.decided import decisions_options
from repair.cli.messages import Report
from repair.cli.options import unit_option
from repair.cli.output_paths import APPARATUS, Command, Reads, Writes, sidecars
from repair.config import Config

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair apply apparatus.json --accept readings -o repaired.txt
  repair apply apparatus.jsonl --accept readings --accept rules --min-score 0.9 -o repaired.jsonl
  repair apply apparatus.jsonl --accept readings -o repaired/
  repair apply apparatus.json --decisions apparatus.json.decisions.jsonl -o edition.txt
"""


@click.command("apply", cls=Command, epilog=_EPILOG)
@click.argument("apparatus", nargs=-1, required=True, metavar="APPARATUS...", type=Reads(APPARATUS))
@click.option(
    "--accept",
    multiple=True,
    type=click.Choice(["readings", "rules"]),
    help="Accept the best reading, or the fix of a rule, for every open entry. Only a person can accept variants.",
)
@click.option(
    "--accept-predictions",
    is_flag=True,
    help="Accept predictions of a model where there is nothing better. The text is then no longer the author's own.",
)
@unit_option("--min-score", 0.0, "Accept candidates of at least this score (0–1).")
@unit_option("--min-confidence", Config().min_confidence, "Accept only at findings of at least this confidence (0–1).")
@decisions_options
@click.option(
    "-o",
    "--output",
    type=Writes(beside=sidecars, prints=True),
    help="A file for one article; for many, a folder (made if missing) or a .jsonl file.",
)
def command(output: str | None, **options: Any) -> int:
    """Write the repaired text of every article in APPARATUS, with a sidecar that records what was supplied where.

    Decisions in the apparatus or in the log of --decisions are kept. Without --accept only these are applied, and an
    article without decisions is written unchanged. Without -o, or with -o -, the text goes to standard output, without
    a sidecar.
    """
    from repair.cli.apply_files import write_editions

    report = Report()
    write_editions(output, options, report)
    return report.code()
