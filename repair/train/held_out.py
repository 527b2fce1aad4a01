"""What a model knows of texts that it did not learn from."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from msgspec import Struct

from repair.train.learner import Learner
from repair.train.loop import collated
from repair.train.rows import NOTHING, Recipe, RowMaker, Stream, TrainingRow

__all__ = ["FillFigures", "GapFigures", "HeldOut", "measured"]

_ROWS: Final = 96  # of each kind
_LENGTH: Final = 254
_DENSITIES: Final = {"one in a window": 0.0, "an eighth of the words": 0.125}
_AT_ONCE: Final = 4_096
_SHOWN: Final = 0.5  # probability from which a place counts as found


class FillFigures(Struct, frozen=True):
    """Hidden words of one piece: their number, and the share (0–1) that came first and that was among the first five."""

    words: int
    first: float
    five: float


class GapFigures(Struct, frozen=True):
    """Places of missing words: their number, average precision, and precision and recall at a probability of 0.5."""

    losses: int
    average_precision: float
    precision: float
    recall: float


class HeldOut(Struct, frozen=True):
    """Figures by the kind of rows. A head that is not there has none."""

    fill: dict[str, FillFigures]
    gaps: dict[str, GapFigures]


def measured(
    trainee: Learner, maker: RowMaker, *, fills: bool, real: bool, device: torch.device, sixteen: bool = False
) -> HeldOut:
    """The figures of a model on the rows of a maker; with `real` also on those of real damage. The same rows each time.

    Without `fills` the fill-in head is not measured. With `sixteen` the model computes in sixteen-bit floats.
    """
    trainee.to(device).eval()
    longest = min(_LENGTH, maker.longest)
    padding = trainee.pieces.padding

    def rows(stream: Stream, rate: float | None = None) -> list[TrainingRow]:
        return [maker.row(Recipe(stream, longest, f"held out {stream} {n}"), rate=rate) for n in range(_ROWS)]

    streams: dict[str, Stream] = {"simulated damage": "gaps", **({"real damage": "real"} if real else {})}
    with torch.autocast(device.type, torch.bfloat16, enabled=sixteen):
        fill = {
            name: _filled(trainee, rows("fill", rate), padding, device)
            for name, rate in _DENSITIES.items()
            if trainee.fills and fills
        }
        gaps = {
            name: _missed(trainee, rows(stream), padding, device)
            for name, stream in streams.items()
            if not trainee.new_head
        }
    return HeldOut(fill, gaps)


def _filled(trainee: Learner, rows: list[TrainingRow], padding: int, device: torch.device) -> FillFigures:
    ranks: list[npt.NDArray[Any]] = []
    for batch in collated(map(_alone, rows), padding, at_once=_AT_ONCE):
        placed = batch.on(device)
        with torch.inference_mode():
            scores = trainee(placed.ids, placed.real, placed.fill_at, placed.gap_at[:0])[0].float()
            right = scores.gather(1, placed.fill.unsqueeze(1))
            ranks.append((scores > right).sum(1).cpu().numpy())
    rank = np.concatenate(ranks)
    words = max(1, len(rank))
    return FillFigures(len(rank), float((rank == 0).sum()) / words, float((rank < 5).sum()) / words)


def _alone(row: TrainingRow) -> TrainingRow:
    """The row with labels only where a hidden piece has none beside it."""
    hidden = row.fill != NOTHING
    beside = np.zeros_like(hidden)
    beside[1:] |= hidden[:-1]
    beside[:-1] |= hidden[1:]
    return TrainingRow(row.ids, np.where(beside, NOTHING, row.fill), row.gap)


def _missed(trainee: Learner, rows: list[TrainingRow], padding: int, device: torch.device) -> GapFigures:
    said: list[npt.NDArray[Any]] = []
    true: list[npt.NDArray[Any]] = []
    for batch in collated(rows, padding, at_once=_AT_ONCE):
        placed = batch.on(device)
        with torch.inference_mode():
            _, scores = trainee(placed.ids, placed.real, placed.fill_at[:0], placed.gap_at)
            said.append(1.0 - scores.float().softmax(-1)[:, 0].cpu().numpy())
        true.append(batch.gap.numpy() > 0)
    probability, lost = np.concatenate(said), np.concatenate(true)
    count = max(1, int(lost.sum()))
    ranked = lost[np.argsort(-probability, kind="stable")]
    precisions = ranked.cumsum() / np.arange(1, len(ranked) + 1)
    shown = probability >= _SHOWN
    found = int((shown & lost).sum())
    return GapFigures(
        losses=int(lost.sum()),
        average_precision=float(precisions[ranked].sum()) / count,
        precision=found / max(1, int(shown.sum())),
        recall=found / count,
    )
