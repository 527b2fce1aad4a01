"""Apparatuses with the decisions of a log applied: the input of `apply` and of every other edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from repair.cli.messages import Report
from repair.cli.output_paths import Reads
from repair.errors import ApparatusError
from repair.records import Apparatus

if TYPE_CHECKING:
    from repair.review import LogLine, Replayed

__all__ = ["decided", "decisions_options", "read_decisions", "skip_damaged_option", "take_damaged"]

_NAMED: Final = 10  # articles with open entries that are named

skip_damaged_option = click.option(
    "--skip-damaged",
    is_flag=True,
    help="Leave out lines of the log that cannot be read; they are kept in LOG.damaged.",
)


def read_decisions(log: str, report: Report, *, skip_damaged: bool) -> list[LogLine]:
    """The lines of a log of decisions. Raises `ApparatusError` as `take_damaged` does."""
    from repair.review import read_log

    damaged: list[ApparatusError] = []
    lines = read_log(log, damaged.append)
    take_damaged(damaged, report, skip=skip_damaged)
    return lines


def take_damaged(damaged: Sequence[ApparatusError], report: Report, *, skip: bool) -> None:
    """Leave out damaged lines of a log, with a notice for each, if the user asked for it.

    Raises `ApparatusError` otherwise: an edition would lack decisions that somebody made.
    """
    for error in damaged:
        if skip:
            report.notice(f"left out: {error.where}: {error.what}")
        elif error is damaged[-1]:
            raise error
        else:
            report.error(error)


def decisions_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--decisions`, `--reviewer` and `--skip-damaged`, which `decided` reads, together with
    `--min-confidence`."""
    command = skip_damaged_option(command)
    command = click.option(
        "--reviewer", default="", metavar="NAME", help="Reviewer whose decision counts if reviewers disagree."
    )(command)
    return click.option(
        "--decisions",
        type=Reads("the log of decisions"),
        metavar="LOG",
        help="Apply the decisions that `repair review` wrote to LOG.",
    )(command)


def decided(apparatuses: Iterable[Apparatus], options: dict[str, Any], report: Report) -> Iterator[Apparatus]:
    """The apparatuses with the decisions of the log that the options name; without a log, unchanged.

    A decision whose context no longer exists is not applied, and a notice names it. An article on which reviewers
    disagree is reported and left out: the order of lines must not decide between them. An article is also left out if
    the log has decisions on it and none of them finds its place: the log then belongs to another apparatus.
    """
    if not options["decisions"]:
        yield from apparatuses
        return
    from repair.review import entry_in_context, fold, replay_all, told

    log = options["decisions"]
    state = fold(read_decisions(log, report, skip_damaged=options["skip_damaged"]))
    missing, found, still_open = state.articles(), False, _OpenEntries(report)
    for replayed in replay_all(apparatuses, state, reviewer=options["reviewer"]):
        found = True
        missing.discard(replayed.article)
        if replayed.strange:
            continue
        for line in replayed.moved:
            report.notice(
                f"{line.article}: {told(line)} at {entry_in_context(line)} applies to the place most like its own: its code"
                " or the words around it have changed"
            )
        for line in replayed.unmatched:
            report.notice(
                f"{line.article}: {told(line)} at {entry_in_context(line)} does not apply: no entry of the "
                "article has this context; `repair review` lists it, to be given to another entry or dropped"
            )
        article = replayed.apparatus.article.id
        if replayed.unmatched and not replayed.matched:
            what = f"none of its {len(replayed.unmatched)} decisions finds its place in {article}"
            report.error(_other(log, what))
        elif (error := _disputed(replayed)) is not None:
            report.error(error)
        else:
            entries = replayed.apparatus.above(options["min_confidence"]).entries
            still_open.add(article, sum(entry.status == "open" for entry in entries), len(entries))
            yield replayed.apparatus
    still_open.report_rest()
    if found and missing and missing == state.articles():
        report.error(_other(log, f"it has decisions on {_named(missing)}, but none on the given articles"))
    else:
        for article in sorted(missing):
            report.notice(f"{article}: the log has decisions on it, but it is not among the articles")


class _OpenEntries:
    """Reports articles with entries that are still open: the first few by name, all others together."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._named = self._articles = self._left = self._entries = 0

    def add(self, article: str, left: int, entries: int) -> None:
        """Count one article; `left` of its `entries` are open."""
        if not left:
            return
        if self._named < _NAMED:
            self._named += 1
            self._report.notice(f"{article}: {left} of {entries} entries are still open")
            return
        self._articles += 1
        self._left += left
        self._entries += entries

    def report_rest(self) -> None:
        """Report how many entries are open in the articles that were not named."""
        if self._articles:
            rest = f"{self._articles:,} more articles: {self._left:,} of {self._entries:,} entries are still open"
            self._report.notice(f"{rest}; `repair review` shows them")


def _other(log: str, what: str) -> ApparatusError:
    return ApparatusError(
        f"the log belongs to another apparatus: {what}", where=log, hint="name the log that belongs to this apparatus"
    )


def _named(articles: Iterable[str]) -> str:
    first, *more = sorted(articles)
    return f"{first} and {len(more)} more" if more else first


def _disputed(replayed: Replayed) -> ApparatusError | None:
    """The error for entries on which reviewers disagree, `None` if there are none."""
    from repair.review import entry_in_context, told

    if not replayed.conflicts:
        return None
    first = list(replayed.conflicts[0].values())
    return ApparatusError(
        f"reviewers disagree on {len(replayed.conflicts)} of {len(replayed.apparatus.entries)} entries, as at"
        f" {entry_in_context(first[0])}: {'; '.join(map(told, first))}",
        where=replayed.apparatus.article.id,
        hint="settle them in `repair review`, or name the reviewer whose decision counts: --reviewer NAME",
    )
