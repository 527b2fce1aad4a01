"""A training from texts to a model folder. Started again with the same settings, it goes on where it stood."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Final
from zlib import crc32

import torch
from accelerate import PartialState

from repair.bench.truth import Case
from repair.errors import ModelError
from repair.models.loading import use_all_cores
from repair.records import Article
from repair.train.card import card
from repair.train.folder import Trained, TrainingFolder
from repair.train.held_out import HeldOut, measured
from repair.train.learner import Learner
from repair.train.loop import StepRows, TrainingProgress, learn
from repair.train.plan import TrainingPlan
from repair.train.quick import QuickTrainee, thinned
from repair.train.rows import RowMaker, Stream
from repair.train.texts import PackedTexts, divided
from repair.train.trainee import Trainee, from_nothing

__all__ = ["Trained", "train"]

_HELD_SITES: Final = 5  # real damage of one site in so many is held out
_REAL: Final = 0.2  # share of the damaged rows that are real, where there are any
_LEARNED: Final = (
    4  # a reader learns from one text in so many; in the others it is counted how common runs of pieces are
)
_SAMPLE: Final = 20_000_000  # bytes of text that a vocabulary is made from


def train(
    plan: TrainingPlan,
    articles: Iterable[Article],
    folder: Path,
    *,
    real: Sequence[Case] = (),
    command: str = "",
    on_step: Callable[[TrainingProgress], None] = lambda progress: None,
    notice: Callable[[str], None] = lambda text: None,
    doing: Callable[[str], None] = lambda text: None,
) -> Trained | None:
    """Train as the plan says and write the model to `folder`: weights, tokenizer, card, and `training/` with the curve.

    A folder that holds a training of the same plan and texts goes on from its last checkpoint, if it has not ended. Of several
    processes that train together, the first gets the result. Raises `ConfigError` if a folder holds anything else, `InputError` if
    the texts are too few, `ModelError` if the base cannot be used. `on_step` is called after every step, `doing` with what
    goes on before and after them.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # rows are made in processes
    use_all_cores()
    state = PartialState(cpu=not torch.cuda.is_available())
    torch.manual_seed(plan.seed)  # a gap head may be new
    base = Trainee.of(plan.base) if plan.base else None
    if base is not None and not base.fills and plan.job == "fill":
        hint = "train its gap head, or name another base"
        raise ModelError(f"the model {plan.base!r} has no fill-in head that could go on learning", hint=hint)
    texts, held = divided(articles, seed=plan.seed)
    real, real_held = _by_site(real)
    place = TrainingFolder(folder)
    if state.is_main_process:
        place.open(plan, texts, real)
    state.wait_for_everyone()
    if (trained := place.finished()) is not None:
        notice(f"{folder} holds this training already, finished")
        return trained if state.is_main_process else None
    counted = texts
    if plan.job == "reader":
        texts, counted = texts.split(_LEARNED)
    if state.is_main_process and (base is None or plan.job == "reader"):
        doing("making a network to begin with")
        place.begin(lambda: _new(plan, counted, base))
    state.wait_for_everyone()
    trainee = _begun(plan, place, base)
    pieces, longest = trainee.pieces, min(plan.longest, trainee.longest)
    maker, held_maker = (RowMaker(*some, pieces, longest=longest) for some in ((texts, real), (held, real_held)))
    shares = _shares(plan, trainee, bool(real))
    kinds = ", ".join(f"{share:.0%} {stream}" for stream, share in shares.items())
    notice(f"{len(texts):,} texts to learn from, {len(held):,} held out; rows: {kinds}")

    def figures(model: Learner) -> HeldOut:
        doing("measuring on the held-out texts")
        sixteen = plan.precision == "bfloat16"
        return measured(
            model,
            held_maker,
            fills=plan.job != "reader",
            real=bool(real_held),
            device=state.device,
            sixteen=sixteen,
        )

    rows: StepRows = partial(maker.step, seed=plan.seed, pieces=plan.pieces, shares=shares)
    if plan.job == "reader":
        rows = thinned(rows, plan.seed)
    before = None
    if state.is_main_process and base is not None:
        before = place.before(lambda: figures(base))
    progress = learn(trainee, plan, rows, place.checkpoint, on_step=place.recording(on_step))
    if not state.is_main_process:
        return None
    trainee.new_head = trainee.new_head and "gaps" not in shares
    if plan.blend < 1.0 and isinstance(trainee, Trainee):
        trainee.cpu().blended(Trainee.of(plan.base), plan.blend)
    trained = Trained(progress, before, figures(trainee))
    place.finish(trainee.cpu(), card(folder.name, command, plan, trainee, texts, trained), trained)
    return trained


def _begun(plan: TrainingPlan, place: TrainingFolder, base: Trainee | None) -> Learner:
    """What the training begins with."""
    if base is None:
        return Trainee.of(str(place.begun))
    return QuickTrainee.of(base, place.begun) if plan.job == "reader" else base


def _new(plan: TrainingPlan, texts: PackedTexts, base: Trainee | None) -> Learner:
    if base is not None:
        return QuickTrainee.new(base, texts, width=plan.width)

    def lines() -> Iterable[str]:
        size = 0
        for number in range(len(texts)):
            if size > _SAMPLE:
                return
            text = texts[number]
            size += len(text)
            yield from text.split("\n")

    return from_nothing(lines(), layers=plan.layers, width=plan.width, vocabulary=plan.vocabulary)


def _shares(plan: TrainingPlan, trainee: Learner, real: bool) -> dict[Stream, float]:
    """The shares of the kinds of rows. A head that is not trained is kept up, if there is one."""
    damaged = 1.0 - plan.other if plan.job != "fill" else 0.0 if trainee.new_head else plan.other
    damaged = damaged if trainee.fills else 1.0
    shares: dict[Stream, float] = {"fill": 1.0 - damaged}
    shares |= {"gaps": damaged * (1 - _REAL), "real": damaged * _REAL} if real else {"gaps": damaged}
    return {stream: share for stream, share in shares.items() if share > 0}


def _by_site(cases: Sequence[Case]) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
    """Cases to learn from, and those of the sites that are held out."""
    held = [case for case in cases if crc32(case.host.encode()) % _HELD_SITES == 0]
    if len(held) == len(cases):
        return tuple(cases), ()
    return tuple(case for case in cases if crc32(case.host.encode()) % _HELD_SITES), tuple(held)
