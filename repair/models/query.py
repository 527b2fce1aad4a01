"""The question to a model and its answer: a place in a text, and fill-ins for it.

These are light records without torch, so that the rooms that ask need not load the model's libraries. They rely only on
the protocols `Filler` and `GapReader`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, Protocol

from msgspec import Struct, field

from repair.errors import RecordError
from repair.records import MAX_GUESSED, Signal
from repair.text.names import Remembered

__all__ = [
    "ATTESTED_TABLE",
    "FOUND_TABLE",
    "LOST",
    "MAX_WORDS",
    "TABLE",
    "Fill",
    "Filler",
    "FoundIn",
    "GapReader",
    "Query",
    "piece_weights",
]

MAX_WORDS: Final = MAX_GUESSED

FoundIn = Literal["", "text", "reference"]

TABLE: Final = "prediction"
"""Name of the fitted table that scores fill-ins of any place."""

FOUND_TABLE: Final = "prediction-found"
"""Name of the table for the places of findings, where the lost words are those that extractors drop, or none at all."""

ATTESTED_TABLE: Final = "attested"
"""Name of the table with what is added for a name that other articles have; its other weights are those of `FOUND_TABLE`."""

LOST: Final = (0.365, 0.154, 0.115, 0.058, 0.048, 0.038, 0.029, 0.029)
"""Shares of 1 to 8 words among the inline elements that extractors drop; the rest has more."""

_OUTSIDE: Final = 0.05  # an extent is itself a guess: what lies outside it loses most of its weight, not all
# share of words that are 1, 2 or 3 pieces long, in vocabularies of the usual size
_PIECES: Final = (0.72, 0.19, 0.09)


class Query(Struct, frozen=True):
    """A place to fill: `text[start:end]` is to be replaced. `words` is the gap's extent, low and high, where known.
    `others` are texts that may have the words as well, `remembered` names that other articles have, `code` is that of the finding, `language` an ISO 639-1 code; all
    may be empty. `confidence` (0–1) is how sure the finding is. `number` asks for a number and nothing else."""

    text: str
    start: int
    end: int
    words: tuple[int, int] | None = None
    others: tuple[str, ...] = ()
    code: str = ""
    language: str = ""
    confidence: float = 1.0
    number: bool = False
    remembered: tuple[Remembered, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end <= len(self.text):
            raise RecordError(f"query has the span [{self.start}, {self.end}) in a text of {len(self.text)}")

    def word_weights(self) -> tuple[float, ...]:
        """How probable it is that 1, 2, … `MAX_WORDS` words are missing; what is left to 1 is for longer losses."""
        weights = list(LOST)
        longer = 1.0 - sum(LOST)
        if self.words is not None:
            low, high = self.words
            weights = [w if low <= n <= high else w * _OUTSIDE for n, w in enumerate(weights, 1)]
            longer *= 1.0 if high > len(LOST) else _OUTSIDE
        total = sum(weights) + longer
        return tuple(w / total for w in weights[:MAX_WORDS]) if total else (0.0,) * MAX_WORDS


class Fill(Struct, frozen=True):
    """One fill-in. `text` takes the query's span, blanks included; `log_prob` (nats) is that of all its `pieces`
    together, given their number; `score` is the calibrated probability (0–1) that these words are the lost ones.
    `found` says whether they stand in the `text` too, or only in a `reference`; where neither has them, `remembered` says
    whether other articles do. `evidence` is what the score is of."""

    text: str
    log_prob: float
    pieces: int
    score: float
    found: FoundIn = ""
    evidence: Mapping[str, float] = field(default_factory=dict)
    remembered: Remembered | None = None


class Filler(Protocol):
    """A model that fills gaps."""

    @property
    def name(self) -> str:
        """What the provenance of its fill-ins calls it."""
        ...

    def fill(self, queries: Sequence[Query], *, top: int = 5, batch_size: int = 16) -> list[list[Fill]]:
        """For each query, in order, up to `top` fill-ins, best first."""
        ...


class GapReader(Protocol):
    """A model that reads with a gap head, if it has one."""

    @property
    def name(self) -> str:
        """What a run calls it."""
        ...

    @property
    def device(self) -> str:
        """The kind of device that it runs on: `cpu`, `cuda`, …"""
        ...

    @property
    def has_gap_head(self) -> bool:
        """Whether `signals` can be called."""
        ...

    def signals(
        self, texts: Sequence[str], *, batch_size: int = 16, near: Sequence[Sequence[int]] | None = None
    ) -> list[tuple[Signal, ...]]:
        """For each text, in order, the signals of missing text, in text order, at most one for each place.

        A place with a probability under 0.02 is not reported. Offsets point into the texts as given: just after the
        last character before the gap that is not a blank, at the end of a line's text, or at the start of a line.
        `batch_size` is in windows of up to 254 pieces. With `near`, offsets into each text, only the windows that
        cover one of them are read, and their results are those that reading everything would give there. Raises
        `ModelError` if the model has no gap head.
        """
        ...


def piece_weights(words: int, most: int) -> tuple[float, ...]:
    """How probable it is that so many words make 1, 2, … `most` pieces."""
    shares = [1.0] + [0.0] * most
    for _ in range(words):
        shares = [sum(_PIECES[j] * shares[n - 1 - j] for j in range(len(_PIECES)) if n > j) for n in range(most + 1)]
    return tuple(shares[1:])
