"""Apparatuses with the decisions of a log on them: what `apply` and every other edition begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from repair.cli.paths import Reads
from repair.cli.report import Report
from repair.errors import ApparatusError
from repair.records import Apparatus

__all__ = ["decided", "decisions_options"]


def decisions_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--decisions` and `--reviewer`, which `decided` reads, together with `--min-confidence`."""
    command = click.option(
        "--reviewer", default="", metavar="NAME", help="Whose decision holds where reviewers of the log disagree."
    )(command)
    return click.option(
        "--decisions",
        type=Reads("the log of decisions"),
        metavar="LOG",
        help="Take the decisions that `repair review` wrote to LOG.",
    )(command)


def decided(apparatuses: Iterable[Apparatus], options: dict[str, Any], report: Report) -> Iterator[Apparatus]:
    """The apparatuses with the decisions of the log that the options name; without one, as they are.

    A decision whose context is not there any more is not applied, and a notice says which. An article whose reviewers
    disagree is reported and left out: nobody may be overruled by the order of lines.
    """
    if not options["decisions"]:
        yield from apparatuses
        return
    from repair.review import fold, located, read_log, replay_all, told

    state = fold(read_log(options["decisions"], report.notice))
    missing = state.articles()
    for replayed in replay_all(apparatuses, state, reviewer=options["reviewer"]):
        missing.discard(replayed.article)
        for line in replayed.unmatched:
            report.notice(
                f"{line.article}: {told(line)} at {located(line)} does not apply: its context is not in the article any more"
            )
        if replayed.conflicts:
            first = list(replayed.conflicts[0].values())
            report.error(
                ApparatusError(
                    f"reviewers disagree on {len(replayed.conflicts)} of {len(replayed.apparatus.entries)} entries, as at"
                    f" {located(first[0])}: {'; '.join(map(told, first))}",
                    where=replayed.apparatus.article.id,
                    hint="settle them in `repair review`, or say whose decision holds: --reviewer NAME",
                )
            )
            continue
        entries = replayed.apparatus.above(options["min_confidence"]).entries
        if left := sum(entry.status == "open" for entry in entries):
            report.notice(f"{replayed.apparatus.article.id}: {left} of {len(entries)} entries are still open")
        yield replayed.apparatus
    for article in sorted(missing):
        report.notice(f"{article}: the log has decisions on it, but it is not among the articles")
