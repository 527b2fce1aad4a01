"""The loop of a training: steps, checkpoints and the way back to the last of them, on one device or on many.

`accelerate` puts model and batches on the devices, computes in the precision asked for and adds the gradients of all
processes. A checkpoint is one file of numbers, replaced at once, so a process may be killed at any moment.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from accelerate import Accelerator
from msgspec import Struct
from safetensors import safe_open
from safetensors.torch import save as packed
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, Dataset

from repair.edit import write_atomically
from repair.errors import ModelError
from repair.train.learner import Learner
from repair.train.plan import TrainingPlan
from repair.train.rows import NOTHING, TrainingRow

__all__ = ["LOSSES", "Batch", "StepRows", "TrainingProgress", "collated", "learn"]

LOSSES: Final = ("fill", "gap")
"""The losses of a training, by their names in `TrainingProgress`."""

StepRows = Callable[[int, range], list[TrainingRow]]
"""Makes the rows of a step, those of one of some processes: number `start` of `step`."""

_WARM: Final = 0.04  # share of the training in which the learning rate rises
_LEAST_RATE: Final = 0.01  # of the highest one, at the end
_DECAY: Final = 0.01
_MOMENTS: Final = (0.9, 0.98)
_LONGEST_GRADIENT: Final = 1.0
_GAP_WEIGHT: Final = 2.0  # of the gap head's loss beside that of the fill-in head
_AT_ONCE: Final = 16_384  # pieces that go through the network together
_ALIKE: Final = 0.7  # of the longest row of a batch: shorter ones would be filled up with padding that costs as much
_WORKERS: Final = 8  # processes that make rows for a graphics processor
_SMOOTH: Final = 0.05  # share of the newest step in the smoothed losses


class Batch(Struct, frozen=True):
    """Rows side by side: `ids` and `real` of shape [rows, longest]; the places asked about in the flattened ids, with
    the pieces and classes that are right there."""

    ids: torch.Tensor
    real: torch.Tensor
    fill_at: torch.Tensor
    fill: torch.Tensor
    gap_at: torch.Tensor
    gap: torch.Tensor

    def on(self, device: torch.device) -> Batch:
        """The same on a device."""
        return Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__struct_fields__))


class TrainingProgress(Struct):
    """How far a training has come. `seconds` is the time it took so far.

    `fill` and `gap` are smoothed losses in nats; each is `None` if no row has asked for it yet.
    """

    step: int = 0
    seconds: float = 0.0
    pieces: int = 0
    rate: float = 0.0
    fill: float | None = None
    gap: float | None = None
    done: float = 0.0


def collated(rows: Iterable[TrainingRow], padding: int, *, at_once: int = _AT_ONCE) -> list[Batch]:
    """The rows in batches of like length, of at most about `at_once` pieces with their padding."""
    waiting = sorted(rows, key=lambda row: len(row.ids))
    batches = []
    while waiting:
        longest = len(waiting[-1].ids)
        alike = sum(len(row.ids) >= _ALIKE * longest for row in waiting)
        taken = [waiting.pop() for _ in range(min(alike, max(1, at_once // longest)))]
        ids, fill, gap = (np.full((len(taken), longest), value) for value in (padding, NOTHING, NOTHING))
        real = np.zeros((len(taken), longest), np.int64)
        for i, row in enumerate(taken):
            size = len(row.ids)
            ids[i, :size], fill[i, :size], gap[i, :size], real[i, :size] = row.ids, row.fill, row.gap, 1
        fill_at = np.flatnonzero(fill != NOTHING)
        gap_at = np.flatnonzero(gap != NOTHING)
        parts = (ids, real, fill_at, fill.ravel()[fill_at], gap_at, gap.ravel()[gap_at])
        batches.append(Batch(*map(torch.from_numpy, parts)))
    return batches


class _Steps(Dataset[list[Batch]]):
    """The batches of each step, those of this process."""

    def __init__(self, rows: StepRows, padding: int, place: range) -> None:
        self._rows, self._padding, self._place = rows, padding, place

    def __getitem__(self, step: int) -> list[Batch]:
        return collated(self._rows(step, self._place), self._padding)


class _StepNumbers(Iterable[int]):
    """The numbers of the steps that are left, without end."""

    def __init__(self, first: int) -> None:
        self._next = first

    def __iter__(self) -> Iterator[int]:
        while True:
            yield self._next
            self._next += 1


def learn(
    trainee: Learner,
    plan: TrainingPlan,
    rows: StepRows,
    checkpoint: Path,
    *,
    on_step: Callable[[TrainingProgress], None] = lambda progress: None,
) -> TrainingProgress:
    """Train to the end of the plan, from the checkpoint if there is one; every `plan.save_every` minutes one is written."""
    accelerator = Accelerator(mixed_precision="bf16" if plan.precision == "bfloat16" else "no")
    device = accelerator.device
    loop = _Loop(accelerator, trainee, plan)
    if checkpoint.exists():
        loop.restore(checkpoint)
    place = range(accelerator.process_index, 2**62, accelerator.num_processes)
    steps = DataLoader(
        _Steps(rows, trainee.pieces.padding, place),
        batch_size=None,
        sampler=_StepNumbers(loop.progress.step),
        num_workers=0 if device.type == "cpu" else _WORKERS,
    )
    saved = time.monotonic()
    for batches in steps:
        if loop.over():
            break
        loop.step(batches)
        if (
            not accelerator.is_main_process
        ):  # all have the same weights: the others go on, and wait for it in the next step
            continue
        on_step(loop.progress)
        if time.monotonic() - saved > 60 * plan.save_every:
            loop.save(checkpoint)
            saved = time.monotonic()
    accelerator.wait_for_everyone()
    return loop.progress


class _Loop:
    """A model on its devices, with the optimizer and how far it has come."""

    def __init__(self, accelerator: Accelerator, trainee: Learner, plan: TrainingPlan) -> None:
        self._accelerator, self._trainee, self._plan = accelerator, trainee, plan
        parameters = list(trainee.parameters())
        groups = [
            {"params": [p for p in parameters if p.ndim > 1], "weight_decay": _DECAY},
            {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
        ]
        optimizer = torch.optim.AdamW(groups, lr=plan.rate, betas=_MOMENTS)
        self._model, self._optimizer = accelerator.prepare(trainee.train(), optimizer)
        self.progress = TrainingProgress()
        self._before = 0.0
        self._begun = time.monotonic()

    def over(self) -> bool:
        """Whether the plan is carried out. All processes agree on it."""
        self.progress.seconds = self._before + time.monotonic() - self._begun
        done = torch.tensor(self._plan.done(self.progress.step, self.progress.seconds), device=self._accelerator.device)
        self.progress.done = float(self._accelerator.gather(done.reshape(1))[0])
        return self.progress.done >= 1.0

    def step(self, batches: list[Batch]) -> None:
        """Learn from some batches together."""
        progress, accelerator = self.progress, self._accelerator
        torch.manual_seed(
            self._plan.seed * 1_000_003 + progress.step * accelerator.num_processes + accelerator.process_index
        )
        warm = min(1.0, (progress.done + 1e-3) / _WARM)
        progress.rate = self._plan.rate * warm * max(_LEAST_RATE, 1.0 - progress.done)
        for group in self._optimizer.param_groups:
            group["lr"] = progress.rate
        asked = [[len(batch.fill), len(batch.gap), int(batch.real.sum())] for batch in batches]
        counts = accelerator.reduce(torch.tensor(asked, device=accelerator.device).sum(0), "sum")
        losses = torch.zeros(2, device=accelerator.device)
        for number, batch in enumerate(batches, 1):
            with accelerator.no_sync(self._model) if number < len(batches) else nullcontext():
                losses += self._backward(batch.on(accelerator.device), counts)
        accelerator.clip_grad_norm_(self._model.parameters(), _LONGEST_GRADIENT)
        self._optimizer.step()
        self._optimizer.zero_grad()
        progress.step += 1
        progress.pieces += int(counts[2])
        fill, gap = accelerator.reduce(losses, "sum").tolist()
        progress.fill = _smoothed(progress.fill, fill) if counts[0] else progress.fill
        progress.gap = _smoothed(progress.gap, gap) if counts[1] else progress.gap

    def _backward(self, batch: Batch, counts: torch.Tensor) -> torch.Tensor:
        """The losses (nats) of both heads, as parts of the means over all batches of the step."""
        processes = self._accelerator.num_processes  # which divides what it adds
        fill, gap = self._model(batch.ids, batch.real, batch.fill_at, batch.gap_at)
        # without a place to ask about, the sum is nought and its gradient too
        filled = cross_entropy(fill.float(), batch.fill, reduction="sum") / counts[0].clamp_min(1)
        missed = cross_entropy(gap.float(), batch.gap, ignore_index=NOTHING, reduction="sum") / counts[1].clamp_min(1)
        self._accelerator.backward(processes * (filled + _GAP_WEIGHT * missed))
        return torch.stack((filled, missed)).detach()

    # --- checkpoints -------------------------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """Write a checkpoint: every number that the training depends on."""
        tensors = {f"model.{name}": value.contiguous() for name, value in self._own_state().items()}
        for number, state in self._optimizer.state_dict()["state"].items():
            tensors |= {f"optimizer.{number}.{name}": value.contiguous() for name, value in state.items()}
        progress = self.progress
        metadata = {
            "step": progress.step,
            "seconds": progress.seconds,
            "pieces": progress.pieces,
            "fill": progress.fill,
            "gap": progress.gap,
        }
        write_atomically(path, packed(tensors, metadata={"told": json.dumps(metadata)}))

    def restore(self, path: Path) -> None:
        """Take over everything from a checkpoint. Raises `ModelError` if it cannot be read."""
        try:
            with safe_open(path, framework="pt") as file:
                kept = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no dict
                progress = json.loads(file.metadata()["told"])
        except Exception as error:  # safetensors raises exceptions of its own for a broken file
            raise ModelError(
                "the checkpoint cannot be read", where=str(path), hint="remove it to begin anew"
            ) from error
        own = self._trainee.state_dict()
        model = {name.removeprefix("model."): v for name, v in kept.items() if name.startswith("model.")}
        tied = {name: model[twin] for name, twin in _twins(own).items()}
        self._trainee.load_state_dict(model | tied)
        states: dict[int, dict[str, Any]] = {}
        for name, value in kept.items():
            if name.startswith("optimizer."):
                _, number, key = name.split(".", 2)
                states.setdefault(int(number), {})[key] = value
        self._optimizer.load_state_dict({**self._optimizer.state_dict(), "state": states})
        for name, value in progress.items():
            setattr(self.progress, name, value)
        self._before, self._begun = self.progress.seconds, time.monotonic()

    def _own_state(self) -> dict[str, torch.Tensor]:
        """The weights, each once: heads and embeddings share some."""
        own = self._trainee.state_dict()
        return {name: value for name, value in own.items() if name not in _twins(own)}


def _twins(state: dict[str, torch.Tensor]) -> dict[str, str]:
    """The names of weights that are others' under another name, with the name of those."""
    first: dict[int, str] = {}
    return {name: found for name, value in state.items() if (found := first.setdefault(value.data_ptr(), name)) != name}


def _smoothed(before: float | None, now: float) -> float:
    return now if before is None else before + _SMOOTH * (now - before)
