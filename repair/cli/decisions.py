"""`repair decisions`: summarises a log of decisions, and shows how far its reviewers agree."""

from __future__ import annotations

import click
import msgspec

from repair.cli.decided import read_decisions, skip_damaged_option
from repair.cli.messages import Report, print_bytes, say
from repair.cli.output_paths import APPARATUS, Command, Reads

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair decisions apparatus.json.decisions.jsonl
  repair decisions apparatus.json.decisions.jsonl --apparatus new-crawl.json
  repair decisions apparatus.json.decisions.jsonl --format json
"""


@click.command("decisions", cls=Command, epilog=_EPILOG)
@click.argument("log", type=Reads("the log of decisions"))
@click.option(
    "--apparatus",
    multiple=True,
    type=Reads(APPARATUS),
    help="Say which decisions match an entry of this apparatus, and which do not.",
)
@skip_damaged_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(log: str, apparatus: tuple[str, ...], skip_damaged: bool, format_: str) -> int:
    """Summarise the decisions in LOG: by reviewer and code, agreement between reviewers, conflicts."""
    from repair.read import read_apparatus
    from repair.review import fold, summarise_log
    from repair.review.log_summary import match_log, tell

    report = Report()
    state = fold(read_decisions(log, report, skip_damaged=skip_damaged))
    summary = summarise_log(state)
    matched = match_log(read_apparatus(apparatus, report.error), state) if apparatus else None
    if format_ == "json":
        wire = msgspec.to_builtins(summary) | ({"apparatus": msgspec.to_builtins(matched)} if matched else {})
        print_bytes([msgspec.json.format(msgspec.json.encode(wire)), b"\n"], "json")
    else:
        for line in tell(summary, matched):
            say(line)
    return report.code()
