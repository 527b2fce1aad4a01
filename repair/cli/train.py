"""`repair train`: makes models from a user's own texts, by the same steps as the bundled ones."""

from __future__ import annotations

import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args

import click

from repair.cli.analysis import articles_asked
from repair.cli.messages import Report, say
from repair.cli.numbers import FloatRange, IntRange
from repair.cli.options import source_options
from repair.cli.output_paths import ARTICLES, MODEL, Command, Reads, Writes
from repair.cli.progress import ProgressLine
from repair.config import Config
from repair.errors import ConfigError
from repair.extras import require_extra
from repair.text.counted import duration
from repair.train.plan import TrainingJob, TrainingPlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from repair.train.loop import TrainingProgress

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair train fill archive/ --base it-en-small --minutes 30 -o models/archive
  repair train gaps archive/ --base models/archive --real damaged.jsonl --minutes 30 -o models/reading
  repair train reader archive/ --real damaged.jsonl --pieces 65536 --rate 2e-3 --minutes 30 -o models/quick
  repair train fill texts.jsonl --new --layers 6 --width 256 --steps 20000 -o models/own
  repair suggest article.txt --model models/archive
"""
_DEFAULTS: Final = TrainingPlan("fill", steps=1)
_Command = TypeVar("_Command", bound="Callable[..., Any]")
_LINES: Final = 10.0  # seconds from one line of progress to the next, where no terminal shows it


def _planned(name: str, kind: IntRange | FloatRange, help: str) -> Callable[[_Command], _Command]:
    """An option for a number of the plan, with the plan's default."""
    default = getattr(_DEFAULTS, name.removeprefix("--").replace("-", "_"))
    return click.option(name, type=kind, default=default, show_default=True, help=help)


@click.command("train", cls=Command, epilog=_EPILOG)
@click.argument("job", metavar="{fill|gaps|reader}", type=click.Choice(get_args(TrainingJob)))
@click.argument("articles", nargs=-1, required=True, metavar="TEXTS...", type=Reads(ARTICLES))
@click.option("-o", "--output", required=True, type=Writes("folder", file_okay=False), help="Folder of the new model.")
@click.option(
    "--base",
    default=_DEFAULTS.base,
    show_default=True,
    metavar="NAME",
    type=Reads(MODEL),
    help="Model to begin with; for a reader, the one whose pieces it has.",
)
@click.option(
    "--new", is_flag=True, help="Begin with random weights and a vocabulary made from TEXTS, not with --base."
)
@click.option("--real", multiple=True, type=Reads("a truth file"), help="Truth file of pages that extractors damaged.")
@click.option("--steps", type=IntRange(min=0), default=0, help="End after so many steps.")
@click.option("--minutes", type=FloatRange(min=0), default=0.0, help="End after so many minutes of training.")
@_planned("--layers", IntRange(1, 48), "Layers of a model that begins with --new.")
@_planned("--width", IntRange(32, 2048), "Its width, or that of a reader: a multiple of 32.")
@_planned("--vocabulary", IntRange(300, 500_000), "Pieces of the vocabulary that --new makes.")
@_planned("--pieces", IntRange(min=64), "Pieces of text that each step reads, on all devices together.")
@_planned("--longest", IntRange(32, 8192), "Pieces of the longest rows.")
@_planned("--rate", FloatRange(min=0, max=0.1, min_open=True), "Highest learning rate.")
@_planned("--other", FloatRange(0, 0.9), "Share of rows that keep up the head that is not trained.")
@_planned(
    "--blend",
    FloatRange(0, 1, min_open=True),
    "Share of the trained weights in the result; the rest are those of --base.",
)
@_planned("--seed", IntRange(min=0), "Seed of all that is drawn.")
@click.option(
    "--bf16", is_flag=True, help="Compute in sixteen-bit floats: quicker on graphics processors and on some others."
)
@_planned("--save-every", FloatRange(min=0), "Minutes from one checkpoint to the next.")
@source_options
def command(job: TrainingJob, output: str, real: tuple[str, ...], **options: Any) -> int:
    """Train a model on TEXTS, which must be sound: files, folders, globs, JSONL files, or - for standard input.

    `fill` teaches a model to fill in hidden words, `gaps` to see where words are missing, and `reader` makes a small
    network that learns the second for corpora. The folder is what --model takes, that of a reader what --reader takes. A training that was stopped or
    killed goes on if the same command is given again. Start it with `accelerate launch -m repair train …` to use several
    devices.
    """
    report = Report()
    plan = _plan(job, options)
    require_extra("train", "training")
    from repair.bench.truth import read_truth
    from repair.train.run import train

    cases = [case for path in real for case in read_truth(path)]
    config = Config(**{name: options[name] for name in ("exclude", "max_chars") if options[name] is not None})
    texts = articles_asked(config, options, report)
    with ProgressLine(report, "reading the texts", every=_LINES) as line:
        made = train(
            plan,
            texts,
            Path(output),
            real=cases,
            command=_written(),
            on_step=_shown_on(line),
            notice=report.notice,
            doing=partial(setattr, line, "text"),
        )
    if made is not None:
        for name, fill in made.after.fill.items():
            say(f"hidden words, {name}: {fill.first:.1%} first, {fill.five:.1%} among five, of {fill.words:,}")
        for name, gaps in made.after.gaps.items():
            say(f"missing words, {name}: average precision {gaps.average_precision:.3f}, of {gaps.losses:,}")
        say(f"{output}: {made.progress.step:,} steps, {made.progress.pieces / 1e6:,.1f} million pieces of text")
    return report.code()


def _plan(job: TrainingJob, options: dict[str, Any]) -> TrainingPlan:
    """The plan that the options ask for. Raises `ConfigError` for options that mean nothing together."""
    if options["new"] and job == "reader":
        raise ConfigError("a reader has the pieces of another model", hint="name it with --base, without --new")
    if _is_given("other") and job == "reader":
        raise ConfigError("a reader has no other head that --other could keep up", hint="leave it out")
    sized = [f"--{name}" for name in ("layers", "width", "vocabulary") if _is_given(name)]
    if sized and not options["new"] and (job != "reader" or sized != ["--width"]):
        raise ConfigError(f"{sized[-1]} is that of the base", hint="leave it out, or begin with --new")
    given = {name: options[name] for name in TrainingPlan.__struct_fields__ if name in options}
    base = "" if options["new"] else options["base"]
    return TrainingPlan(
        **{**given, "job": job, "base": base, "precision": "bfloat16" if options["bf16"] else "float32"}
    )


def _is_given(name: str) -> bool:
    return click.get_current_context().get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def _written() -> str:
    """The command as a user can give it again: with all that was not left to its default."""
    context = click.get_current_context()
    words = ["repair", "train"]
    for parameter in context.command.get_params(context):
        value = context.params.get(parameter.name or "")
        if isinstance(parameter, click.Argument):
            words += value if isinstance(value, tuple) else (str(value),)
        elif _is_given(parameter.name or ""):
            values = value if isinstance(value, tuple) else (value,)
            flag = parameter.opts[-1]
            words += [flag] if isinstance(parameter, click.Option) and parameter.is_flag else []
            words += [] if isinstance(value, bool) else [word for one in values for word in (flag, str(one))]
    return shlex.join(words)


def _shown_on(line: ProgressLine) -> Callable[[TrainingProgress], None]:
    """Shows the progress of a training on a line, with its pace since it went on."""
    from repair.train.loop import LOSSES

    begun: list[tuple[float, int]] = []

    def show(progress: TrainingProgress) -> None:
        begun.append((progress.seconds, progress.pieces)) if not begun else None
        seconds, pieces = progress.seconds - begun[0][0], progress.pieces - begun[0][1]
        parts = [
            f"step {progress.step:,}",
            f"{progress.done:.0%}",
            f"{pieces / seconds:,.0f} pieces/s" if seconds else "",
        ]
        parts += [f"{name} {loss:.3f}" for name in LOSSES if (loss := getattr(progress, name)) is not None]
        left = progress.seconds / progress.done - progress.seconds if progress.done else 0.0
        parts.append(f"{duration(left)} left" if left else "")
        line.text = " · ".join(filter(None, parts))

    return show
