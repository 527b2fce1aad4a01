"""What a training is asked for. Two runs with one plan and the same texts make the same model."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from repair.errors import ConfigError

__all__ = ["TRAINING_JOBS", "TrainingJob", "TrainingPlan"]

TrainingJob = Literal["fill", "gaps", "reader"]

TRAINING_JOBS: Final[dict[TrainingJob, str]] = {
    "fill": "a fill-in head: words and spans of words are hidden, few or many of them",
    "gaps": "a gap head: texts are damaged as extractors damage pages",
    "reader": "a quick reader: a small network over the pieces around a place, which learns from damaged texts",
}
"""What can be trained."""


class TrainingPlan(Struct, frozen=True):
    """The settings of a training.

    `base` is the model to begin with, or for a reader the one whose pieces it has; empty: a network of random weights,
    with a vocabulary of `vocabulary` pieces made from the texts. `layers` and `width` are those of a new network; a reader
    has no `layers`. The training ends after
    `steps` or `minutes`, whatever comes first; 0 is no limit. Each step reads about `pieces` pieces, and `rate` is the
    highest learning rate. `other` (0–1) is the share of rows that keep up the head that is not trained; `blend` (0–1) is
    how much of the result is the trained weights, the rest being those of the base. `save_every` is in minutes.
    """

    job: TrainingJob
    base: str = "it-en-small"
    steps: int = 0
    minutes: float = 0.0
    layers: int = 4
    width: int = 256
    vocabulary: int = 16_000
    pieces: int = 8_192
    rate: float = 1e-4
    other: float = 0.3
    blend: float = 1.0
    longest: int = 512
    seed: int = 1
    precision: Literal["float32", "bfloat16"] = "float32"
    save_every: float = 5.0

    def __post_init__(self) -> None:
        if not self.steps and not self.minutes:
            raise ConfigError("the training has no end", hint="give --steps or --minutes")
        if self.job == "reader" and not self.base:
            raise ConfigError("a reader has no pieces", hint="name a model with --base")
        if self.width % 32:
            raise ConfigError(f"the width is {self.width}", hint="give a multiple of 32")
        if self.blend < 1.0 and (not self.base or self.job == "reader"):
            raise ConfigError("there are no weights to blend with", hint="--blend needs a --base that goes on learning")

    def done(self, step: int, seconds: float) -> float:
        """The share (0–1) of the training that is over."""
        by_steps = step / self.steps if self.steps else 0.0
        by_time = seconds / (60 * self.minutes) if self.minutes else 0.0
        return min(1.0, max(by_steps, by_time))
