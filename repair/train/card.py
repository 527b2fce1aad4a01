"""The card of a trained model: what made it, from what, and what it reaches on texts that it did not learn from."""

from __future__ import annotations

from collections.abc import Iterator

from repair import __version__
from repair.train.folder import Trained
from repair.train.held_out import HeldOut
from repair.train.learner import Learner
from repair.train.plan import TRAINING_JOBS, TrainingPlan
from repair.train.texts import PackedTexts

__all__ = ["card"]


def card(name: str, command: str, plan: TrainingPlan, trainee: Learner, texts: PackedTexts, trained: Trained) -> str:
    """The card in Markdown."""
    progress = trained.progress
    parameters = sum(p.numel() for p in trainee.parameters())
    made = {
        "architecture": f"{trainee.architecture}, {parameters / 1e6:.1f} million parameters",
        "heads": "reads alone"
        if plan.job == "reader"
        else "gap head"
        if not trainee.fills
        else "fill-in"
        if trainee.new_head
        else "fill-in and gap head",
        "pieces of" if plan.job == "reader" else "began as": plan.base
        or "random weights, with a vocabulary made from the texts",
        "texts": f"{len(texts):,} texts, {texts.size / 1e6:.1f} MB, fingerprint {texts.digest()}",
        "training": f"{progress.step:,} steps, {progress.pieces / 1e6:.1f} million pieces, {progress.seconds / 60:.1f} minutes, "
        f"seed {plan.seed}{'' if plan.blend == 1 else f', blended {plan.blend:.2f} with the base'}",
    }
    parts = [
        f"# {name}",
        f"Made by `repair` {__version__}: {TRAINING_JOBS[plan.job]}.",
        f"```sh\n{command}\n```",
        "\n".join(("| | |\n|---|---|", *(f"| {what} | {value} |" for what, value in made.items()))),
        "## On texts held out from the training",
        "\n".join(_figures(trained.before, trained.after)),
        "A predicted word is a hint for a person; it is not evidence of what an article said. The licence of the texts may "
        "bind whoever passes the model on: add it here.",
    ]
    return "\n\n".join(parts) + "\n"


def _figures(before: HeldOut | None, after: HeldOut) -> Iterator[str]:
    if before is not None:
        yield "Before the arrow stand the figures of the base.\n"
    if after.fill:
        yield "| hidden words of one piece | number | first right | among five |\n|---|---|---|---|"
    for name, figures in after.fill.items():
        was = before.fill.get(name) if before else None
        first, five = (_change(getattr(was, k, None), getattr(figures, k)) for k in ("first", "five"))
        yield f"| {name} | {figures.words} | {first} | {five} |"
    if after.gaps:
        yield "\n| places where words are missing | number | average precision | precision at 0.5 | recall at 0.5 |"
        yield "|---|---|---|---|---|"
    for name, found in after.gaps.items():
        old = before.gaps.get(name) if before else None
        shown = [
            _change(getattr(old, k, None), getattr(found, k)) for k in ("average_precision", "precision", "recall")
        ]
        yield f"| {name} | {found.losses} | {' | '.join(shown)} |"


def _change(before: float | None, after: float) -> str:
    return f"{after:.3f}" if before is None else f"{before:.3f} → {after:.3f}"
