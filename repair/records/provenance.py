"""Where a candidate's words come from: one record for each kind of source."""

from __future__ import annotations

import math
from typing import Literal

from msgspec import Struct

from repair.errors import RecordError

__all__ = ["Attested", "Emendation", "Prediction", "Provenance", "Reading", "RuleSource", "check_span"]


def check_span(start: int, end: int, what: str) -> None:
    """Raises `RecordError` if `[start, end)` is no span; `what` has it."""
    if not 0 <= start <= end:
        raise RecordError(f"{what} has the span [{start}, {end})", hint="0 <= start <= end must hold")


class Reading(Struct, frozen=True, gc=False):
    """What one reference has at a finding: its span in the reference, and the similarity (0–100) of the words left
    and right of it to those of the article. `element` is the tag that held the words if the reference is HTML."""

    reference: str
    start: int
    end: int
    left: float
    right: float
    element: str = ""

    def __post_init__(self) -> None:
        check_span(self.start, self.end, f"reading of {self.reference}")
        if not (0.0 <= self.left <= 100.0 and 0.0 <= self.right <= 100.0):
            raise RecordError(f"reading of {self.reference} has similarities {self.left}, {self.right}", hint="0–100")


class Prediction(Struct, frozen=True):
    """What a masked language model expects: its log-probability in nats over all `pieces` together.

    `found` says that the words also occur elsewhere: in the article's `text`, or only in a `reference`. The model has
    scored them like any others, and their occurrence elsewhere does not prove that they stood here.
    """

    model: str
    log_prob: float
    pieces: int
    found: Literal["", "text", "reference"] = ""

    def __post_init__(self) -> None:
        if not (self.log_prob <= 0.0 and math.isfinite(self.log_prob)) or self.pieces < 1:
            raise RecordError(f"prediction of {self.model} has log-probability {self.log_prob}, {self.pieces} pieces")


class Attested(Struct, frozen=True):
    """A name or phrase that other articles of a `corpus` have: `count` of them, among them `article`.

    It is a guess with a source. That other articles have the words does not prove that they stood here.
    """

    corpus: str
    article: str
    count: int

    def __post_init__(self) -> None:
        if self.count < 1:
            raise RecordError(
                f"a phrase of {self.corpus} is in {self.count} articles", hint="it must be in one at least"
            )


class RuleSource(Struct, frozen=True, gc=False):
    """A fix that follows from a rule alone, such as the blank after a comma. `rule` is the detector's name."""

    rule: str


class Emendation(Struct, frozen=True):
    """What a reviewer typed, from the words `of` those sources or from nothing. `date` is ISO 8601, empty if not known."""

    reviewer: str
    date: str = ""
    note: str = ""
    of: tuple[Reading | Prediction | Attested | RuleSource, ...] = ()


Provenance = Reading | Prediction | Attested | RuleSource | Emendation
