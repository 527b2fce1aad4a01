"""`repair check`: findings only, for an editor or a pipeline that must not let damaged articles in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from msgspec.structs import replace

from repair.cli.analysis import analyse, finder_of
from repair.cli.facts import Facts
from repair.cli.messages import CLEAN, Report, checkout, emit, is_terminal, wants_color
from repair.cli.numbers import IntRange
from repair.cli.options import (
    archive_options,
    article_options,
    cache_folder,
    configure,
    detection_options,
    format_option,
    loaded_for,
    output_option,
    page_options,
    reference_options,
    speed_options,
    usable,
)
from repair.cli.output_paths import Command
from repair.cli.policy import policy_of, policy_options
from repair.cli.progress import ProgressLine
from repair.cli.refetch import refetch_options
from repair.config import Config
from repair.records import Apparatus
from repair.text.counted import counted

if TYPE_CHECKING:
    from repair.cli.fix import Fixer
    from repair.verdict import Verdict

__all__ = ["command"]

_MAX_LINES: Final = 200  # of findings on a terminal, which does not keep many more

_EPILOG = """\b
Examples:
  repair check articles/
  repair check corpus.jsonl --select RG,RJ2 --ignore RG107
  repair check articles/ --no-model --format json -o findings.jsonl
  repair check articles/ --write-baseline known.json
  repair check articles/ --baseline known.json --format sarif -o repair.sarif
  repair check articles/ --diff-from origin/main --max-damaged 0.5%
  repair check corpus.jsonl --no-model --top 3
  repair check corpus.jsonl --no-model --by host
  repair check articles/ --no-model --fix
  cat article.txt | repair check -

Exit codes: 0 no findings, or no more than allowed; 1 findings; 2 error.
"""


@click.command("check", cls=Command, epilog=_EPILOG)
@article_options
@reference_options
@page_options
@archive_options
@refetch_options
@format_option("text")
@output_option
@click.option("--statistics", is_flag=True, help="Count the findings by code instead of listing them.")
@click.option(
    "--top",
    type=IntRange(1),
    metavar="N",
    help="Count as --statistics does, and show the N surest of each group.",
)
@click.option(
    "--by",
    metavar="NAME",
    help="Count as --statistics does, but by host, file or confidence, or by a field of the rows, not by code.",
)
@detection_options
@policy_options
@speed_options
@click.option("--fix", is_flag=True, help="Write fixes that change no word into the files.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff, also fixes that change words: readings, never predictions.",
)
@click.option("--diff", is_flag=True, help="Show what would be fixed, and write nothing.")
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 2 also for rows without text, texts without a word, pages without text, empty files, files that are no text, JSON called a text, and ids that occur twice.",
)
def command(**options: Any) -> int:
    """Report where ARTICLES lost text, without repairing anything unless asked to.

    A finding's line reads path:line:column CODE message (confidence). Findings of less than --min-confidence are in no
    report. Fixes are written in place and cannot be undone: use version control, or use `repair apply` instead.
    """
    from datetime import date

    from repair.render import FOR_BUILD_SERVERS
    from repair.verdict import Changes, Verdict, check_replaceable, read_baseline, write_baseline

    options["statistics"] = bool(options["statistics"] or options["top"] or options["by"])
    _check_together(options)
    report = Report()
    # a diff and a baseline say nothing about what could not be read
    report.keeps = options["format_"] in FOR_BUILD_SERVERS and not (options["diff"] or options["write_baseline"])
    loaded = loaded_for(options)
    config = usable(configure(options, loaded), report)
    if not (options["cache_dir"] or options["no_cache"]):
        options["cache_dir"] = cache_folder(loaded, "findings")
    policy = policy_of(options, loaded.policy)
    if known_to := options["write_baseline"]:
        check_replaceable(known_to)
    verdict = Verdict(
        policy,
        config.min_confidence,
        root=loaded.root,
        today=date.today(),
        baseline=read_baseline(policy.baseline) if policy.baseline and not known_to else None,
        changes=Changes(options["diff_from"]) if options["diff_from"] else None,
        collect=Path(known_to).absolute().parent if known_to else None,
    )
    facts = Facts(report, strict=options["strict"], named=options["articles"])
    finder = finder_of(options["references"], config, options, report)
    options["pages"] = finder is None  # a page's source has no copies
    if finder is None:  # no reference can raise a confidence here, so findings below the threshold are not needed
        config = replace(config, floor=max(config.floor, config.min_confidence))
    with ProgressLine(report, "starting") as line:
        looked_at = analyse(config, options, report, finder=finder, copies=bool(options["references"]), facts=facts)
        found = facts.judged(verdict.through(line.counting(looked_at)))
        if known_to:
            for _ in found:
                pass
            facts.report_counts()
            write_baseline(verdict.collected, known_to)
            report.notice(f"{counted(len(verdict.collected), 'known finding')} written to {known_to}")
            return report.code()
        return _reported(found, verdict, line, facts, report, config, options)


def _reported(
    found: Iterator[Apparatus],
    verdict: Verdict,
    line: ProgressLine,
    facts: Facts,
    report: Report,
    config: Config,
    options: dict[str, Any],
) -> int:
    """Print the findings, or make or show the fixes; gives the exit code."""
    policy = verdict.policy
    if options["fix"] or options["diff"]:
        from repair.cli.fix import Fixer

        fixer = Fixer(config, unsafe=options["unsafe_fixes"])
        if options["diff"]:
            _show(fixer.shown(found), "diff", options, config.min_confidence, line)
            facts.report_counts()
            _say_left_out(fixer, report)
            return report.code(findings=fixer.fixes > 0)
        found = fixer.written(found, report.error)
    shown = verdict.counted(found)
    style = {"policy": policy, "baseline": bool(policy.baseline), "unread": report.kept}
    _show(_whole(shown, options["format_"]), options["format_"], options, config.min_confidence, line, **style)
    facts.report_counts()
    if options["fix"] and fixer.fixes:
        report.notice(f"fixes written: {fixer.fixes}, in articles: {fixer.articles}")
    if options["fix"]:
        _say_left_out(fixer, report)
    _conclude(verdict, report, options)
    if report.errors:
        return report.code()
    return CLEAN if policy.exit_zero else report.code(findings=bool(verdict.budget.exceeded()))


def _show(
    apparatuses: Iterable[Apparatus],
    name: str,
    options: dict[str, Any],
    min_confidence: float,
    line: ProgressLine,
    **more: Any,
) -> None:
    from repair.render import Style, renderer
    from repair.render.statistics import BY_CODE, statistics

    output = options["output"]
    capped = _MAX_LINES if output is None and is_terminal() else None
    style = Style(color=wants_color(output), min_confidence=min_confidence, max_lines=capped, root=checkout(), **more)
    render = (
        partial(statistics, examples=options["top"] or 0, by=options["by"] or BY_CODE)
        if options["statistics"]
        else renderer(name)
    )
    emit(line.apart(render(apparatuses, style)), output, name)


def _say_left_out(fixer: Fixer, report: Report) -> None:
    if fixer.left_out:
        report.notice(f"fixes not made, since they would bring new findings: {fixer.left_out}; their findings stay")


def _whole(apparatuses: Iterable[Apparatus], name: str) -> Iterator[Apparatus]:
    """The apparatuses as a format needs them: json writes all that an apparatus holds, and so must hold what counts."""
    for apparatus in apparatuses:
        if name in ("json", "apparatus"):
            yield replace(apparatus, entries=tuple(e for e in apparatus.entries if e.suppressed is None))
        else:
            yield apparatus


def _conclude(verdict: Verdict, report: Report, options: dict[str, Any]) -> None:
    """Print what was left out and why, which budgets are exceeded, and which list entries are no longer needed."""
    if verdict.known:
        report.notice(f"known findings left out by the baseline: {verdict.known}")
    if verdict.budget.is_set:
        exceeded = verdict.budget.exceeded()
        for over in exceeded:
            report.notice(f"over budget: {over}")
        if verdict.budget.is_spent and not exceeded:
            report.notice("within budget: so many findings are allowed")
    partial = options["diff_from"] or options["select"] or options["ignore"]
    complete = not partial and any(Path(path).is_dir() for path in options["articles"])
    for note in verdict.notes(complete=complete):
        report.notice(note)


def _check_together(options: dict[str, Any]) -> None:
    """Refuse options that contradict each other, before any work is done."""
    if options["unsafe_fixes"] and not (options["fix"] or options["diff"]):
        raise click.UsageError("--unsafe-fixes needs --fix or --diff")
    if options["fix"] and options["diff"]:
        raise click.UsageError("--fix and --diff exclude each other: give one of them")
    if options["write_baseline"] and (options["fix"] or options["diff"] or options["diff_from"]):
        raise click.UsageError("--write-baseline cannot be combined with --fix, --diff or --diff-from")
    if options["statistics"] and options["format_"] != "text":
        raise click.UsageError(
            f"--statistics, --top and --by work with --format text only, not with {options['format_']}"
        )
    if options["statistics"] and (options["diff"] or options["write_baseline"]):
        raise click.UsageError("--statistics, --top and --by cannot be combined with --diff or --write-baseline")
