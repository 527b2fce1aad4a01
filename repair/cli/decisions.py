"""`repair decisions`: summarises a log of decisions, and shows how far its reviewers agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from repair.cli.decided import read_decisions, skip_damaged_option
from repair.cli.messages import Report, emit
from repair.cli.options import output_option
from repair.cli.output_paths import APPARATUS, Command, Reads
from repair.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repair.review import Replayed

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair decisions apparatus.json.decisions.jsonl
  repair decisions apparatus.json.decisions.jsonl --apparatus new-crawl.json
  repair decisions apparatus.json.decisions.jsonl --format json
  repair decisions apparatus.json.decisions.jsonl --format csv -o decisions.csv
  repair decisions apparatus.json.decisions.jsonl --apparatus apparatus.json --format truth -o truth.jsonl
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
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "csv", "truth"]),
    default="text",
    show_default=True,
    help="A summary, or every decision as a row for a spreadsheet (csv), or the decided articles of --apparatus as a truth file for `bench --truth` and `train gaps --real`.",
)
@output_option
def command(log: str, apparatus: tuple[str, ...], skip_damaged: bool, format_: str, output: str | None) -> int:
    """Summarise the decisions in LOG: by reviewer and code, agreement between reviewers, conflicts."""
    from repair.read import read_apparatus
    from repair.render.decision_rows import decision_rows
    from repair.review import fold, replay_all, summarise_log
    from repair.review.log_summary import match_log, tell

    report = Report()
    state = fold(read_decisions(log, report, skip_damaged=skip_damaged))
    if format_ == "truth":
        if not apparatus:
            raise ConfigError("a truth file is made of articles", hint="name their apparatus with --apparatus")
        emit(_truth(replay_all(read_apparatus(apparatus, report.error), state), report), output)
        return report.code()
    if format_ == "csv":
        if apparatus:
            raise ConfigError("a table of the decisions is made of the log alone", hint="leave out --apparatus")
        emit(decision_rows(state), output)
        return report.code()
    summary = summarise_log(state)
    matched = match_log(read_apparatus(apparatus, report.error), state) if apparatus else None
    if format_ == "json":
        wire = msgspec.to_builtins(summary) | ({"apparatus": msgspec.to_builtins(matched)} if matched else {})
        emit([msgspec.json.format(msgspec.json.encode(wire)).decode(), "\n"], output, "json")
    else:
        emit((f"{line}\n" for line in tell(summary, matched)), output)
    return report.code()


def _truth(replayed: Iterable[Replayed], report: Report) -> Iterator[str]:
    """The decided articles as rows of a truth file; a notice names each that is left out."""
    from repair.review.truth_rows import truth_row

    for one in replayed:
        row = truth_row(one.apparatus)
        if row is None:
            report.notice(f"{one.apparatus.article.id}: left out, since some of its entries are open or in conflict")
        else:
            yield msgspec.json.encode(row).decode() + "\n"
