"""Logistic regression by Newton's method: how the fitted tables are made from labelled rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from repair.scoring.calibration import Logistic

__all__ = ["Observation", "fit_logistic"]

Observation = tuple[Mapping[str, float], bool]
"""Named features, and whether the observation is right."""

_ROUNDS: Final = 50
_EXACT: Final = 1e-5
_SMALLEST_STEP: Final = 1e-4
_FREE: Final = 1e-6  # the penalty on the bias


def fit_logistic(
    rows: Sequence[Observation],
    *,
    weights: Sequence[float] | None = None,
    penalty: float = 0.3,
    expected: Mapping[str, float] | None = None,
    with_bias: bool = True,
) -> Logistic:
    """The table that gives these rows their labels best.

    `weights` says how much each row counts (1 if not given). `penalty` (0 or more) is that of the square of a weight, or of
    how far a weight is from the one that is `expected` of it (0 if not given). Without a bias, a row whose features are 0
    has even odds.
    """
    names = sorted({name for row, _ in rows for name in row})
    column = {name: i + 1 for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, 0] = float(with_bias)
    for i, (row, _) in enumerate(rows):
        for name, value in row.items():
            x[i, column[name]] = value
    y = np.array([label for _, label in rows], float)
    counts = np.ones(len(rows)) if weights is None else np.array(weights, float)
    ridge = np.full(len(names) + 1, penalty)
    ridge[0] = _FREE
    centre = np.array([0.0, *((expected or {}).get(name, 0.0) for name in names)])

    def cost(w: np.ndarray) -> float:
        z = x @ w
        return float((counts * (np.logaddexp(0.0, z) - y * z)).sum() + 0.5 * (ridge * (w - centre) ** 2).sum())

    w = centre.copy()
    least = cost(w)
    for _ in range(_ROUNDS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (counts * (p - y)) + ridge * (w - centre)
        hessian = (x * (counts * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        share = 1.0
        while cost(w - share * step) > least and share > _SMALLEST_STEP:
            share /= 2
        w = w - share * step
        least = cost(w)
        if np.abs(share * step).max() < _EXACT:
            break
    return Logistic(round(float(w[0]), 4), {name: round(float(w[column[name]]), 4) for name in names})
