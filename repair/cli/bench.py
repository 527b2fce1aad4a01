"""`repair bench`: measures the results on a user's own texts, damaged on purpose, or on damage whose truth is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from repair.cli.analysis import articles_asked
from repair.cli.messages import Report, emit, wants_color
from repair.cli.numbers import FloatRange, IntRange
from repair.cli.options import configure, detection_options, model_options, output_option, source_options, usable
from repair.cli.output_paths import ARTICLES, Command, Reads, Writes
from repair.config import Config
from repair.errors import ConfigError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from repair.bench.truth import Case

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair bench articles/
  repair bench sound.jsonl --rate 5 --no-copies --html scores.html
  repair bench --truth truth.jsonl --format json -o scores.json
"""


@click.command("bench", cls=Command, epilog=_EPILOG)
@click.argument("articles", nargs=-1, metavar="[TEXTS]...", type=Reads(ARTICLES))
@click.option(
    "--truth",
    type=Reads("the truth file"),
    metavar="FILE",
    help="Score the damage that this truth file lists, and make none.",
)
@click.option(
    "--seed",
    type=IntRange(min=0),
    default=1,
    show_default=True,
    help="Seed of the damage: the same seed makes the same damage.",
)
@click.option(
    "--rate",
    type=FloatRange(min=0, max=200, min_open=True),
    default=10.0,
    show_default=True,
    help="Approximate number of losses in 1,000 words.",
)
@click.option(
    "--copies/--no-copies", default=True, show_default=True, help="Give each article copies to recover its words from."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Format of the report.",
)
@click.option("--html", type=Writes(dir_okay=False), metavar="FILE", help="Also write a page with plots.")
@output_option
@source_options
@detection_options
@model_options
def command(truth: str | None, html: str | None, **options: Any) -> int:
    """Damage sound TEXTS as extractors do, repair them, and score the result against the truth.

    TEXTS are text files, folders, globs, JSONL files, or - for standard input. They must be sound: a finding of an
    earlier loss counts as a false alarm. Precision and recall are at --min-confidence; all other figures rank all
    findings.
    """
    from repair.bench.measure import measure
    from repair.bench.scoreboard import as_json, as_table

    report = Report()
    if bool(options["articles"]) == (truth is not None):
        raise ConfigError(
            "there is nothing to measure" if truth is None else "texts and --truth exclude each other",
            hint="name sound texts, or a truth file with --truth",
        )
    config = configure({**options, "articles": options["articles"] or (truth,)})
    config = usable(config, report, predict=True)
    # all findings are ranked, including those below the threshold
    config = replace(config, floor=min(config.floor, Config().floor))
    cases = _cases(truth, config, options, report)
    if not cases:
        raise InputError("no text could be read", hint="see the errors above")
    board = measure(cases, config)
    about = _about(truth, config, options)
    color = wants_color(options["output"])
    emit(
        [as_json(board, about) if options["format_"] == "json" else as_table(board, about, color=color)],
        options["output"],
        options["format_"],
    )
    if html is not None:
        from repair.bench.html_report import as_page

        emit([as_page(board, about)], html)
    return report.code()


def _cases(truth: str | None, config: Config, options: dict[str, Any], report: Report) -> Sequence[Case]:
    from repair.bench.truth import made, read_truth

    if truth is not None:
        cases = list(read_truth(truth))
        return cases if options["copies"] else [replace(case, references=()) for case in cases]
    found = articles_asked(config, options, report)
    return list(made(found, seed=options["seed"], rate=options["rate"] / 1000, with_copies=options["copies"]))


def _about(truth: str | None, config: Config, options: dict[str, Any]) -> dict[str, object]:
    """What was measured, in terms of the command line."""
    source = {"truth": truth} if truth else {"texts": " ".join(options["articles"])}
    damage = {} if truth else {"seed": options["seed"], "losses in 1,000 words": options["rate"]}
    model = (config.model if config.predict else "gap head only") if config.use_model else "rules only"
    return {
        **source,
        **damage,
        "copies": "yes" if options["copies"] else "no",
        "model": model,
        **({"reader": config.reader} if config.reader != "auto" and config.use_model else {}),
    }
