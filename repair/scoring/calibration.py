"""Fitted coefficients that turn evidence into probabilities.

Each table is a logistic regression over named features, fitted by `python -m repair.bench.fit` on real pages, sound texts
and made damage, and shipped as data, so that a confidence of 0.8 is right about eight times in ten. No table is edited by
hand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

__all__ = ["Logistic", "logit", "overridden", "probability", "save", "table"]

_LIMIT = 12.0  # logits beyond this are certainty to six digits; a bound keeps exp() and sums finite


def logit(probability: float) -> float:
    """Log-odds of a probability, bounded to ±12."""
    if probability <= 0.0:
        return -_LIMIT
    if probability >= 1.0:
        return _LIMIT
    return max(-_LIMIT, min(_LIMIT, math.log(probability / (1.0 - probability))))


def probability(log_odds: float) -> float:
    """The probability (0–1) that log-odds stand for; those beyond ±12 count as ±12."""
    return 1.0 / (1.0 + math.exp(-max(-_LIMIT, min(_LIMIT, log_odds))))


class Logistic(Struct, frozen=True):
    """A logistic regression: `bias` and one weight for each feature; an unknown feature counts as zero."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """Probability (0–1) of an observation given as feature values."""
        return probability(self.log_odds(features))

    def shares(self, rivals: Sequence[Mapping[str, float]]) -> list[float]:
        """Probability of each of some observations that exclude each other; the rest up to 1 is the probability of
        none."""
        odds = [math.exp(max(-2 * _LIMIT, min(_LIMIT, self.log_odds(features)))) for features in rivals]
        total = 1.0 + sum(odds)
        return [value / total for value in odds]

    def log_odds(self, features: Mapping[str, float]) -> float:
        """The bias and the weighted features together."""
        get = self.weights.get
        # exact, so that the order of the features, which differs from process to process, changes no digit
        return self.bias + math.fsum([get(name, 0.0) * value for name, value in features.items()])


_PATH: Final = Path(__file__).with_name("calibration.json")


def _shipped() -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = json.loads(_PATH.read_bytes())["tables"]
    return tables


@cache
def _tables() -> dict[str, Logistic]:
    return {name: Logistic(row["bias"], row["weights"]) for name, row in _shipped().items()}


def table(name: str) -> Logistic:
    """The shipped table of that name."""
    return _tables()[name]


@contextmanager
def overridden(tables: Mapping[str, Logistic]) -> Iterator[None]:
    """Use these tables within the context, and afterwards those that were in force before it."""
    before = dict(_tables())
    _tables().update(tables)
    try:
        yield
    finally:
        _tables().clear()
        _tables().update(before)


def save(tables: Mapping[str, Logistic], *, fitted_on: str) -> None:
    """Replace the shipped tables of these names."""
    fitted = {
        name: {"fitted_on": fitted_on, "bias": fit.bias, "weights": dict(fit.weights)} for name, fit in tables.items()
    }
    data = {"format": 1, "tables": dict(sorted({**_shipped(), **fitted}.items()))}
    _PATH.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
