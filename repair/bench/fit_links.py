"""Fitting the links: how often what rules say of a gap is right on a site that is not known yet.

One link is for what the tables say, one for the priors of rules. Sites differ: on most, nearly all that rules show is lost;
a few have a habit that looks like losses, all over. So each site counts once, however many places it has: in the link of
the priors, once for each rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from repair.bench.regression import Observation, fit_logistic
from repair.detect.weighing.features import link_features, prior_features
from repair.detect.weighing.weigh import RuleEvidence
from repair.scoring.calibration import Logistic

__all__ = ["fit_links"]

_PENALTY: Final = 2.0

_Row = tuple[str, Observation]
"""A site, or a site and a rule; and the features of a gap, with whether it is right."""


def fit_links(gaps: Iterable[tuple[str, RuleEvidence, bool]]) -> dict[str, Logistic]:
    """The links, by name. `gaps` are the site of each gap, what rules say of it by tables that do not know the site, and
    whether it is right. Those below even odds are left out: a link does not change them."""
    by_tables: list[_Row] = []
    by_priors: list[_Row] = []
    for host, gap, right in gaps:
        prior, rule = max(((value, rule) for rule, value in gap.by_prior.items()), default=(0.0, ""))
        if prior > max(0.0, gap.on_page):
            by_priors.append((f"{host} {rule}", (prior_features(prior), right)))
        elif gap.on_page > 0.0:
            by_tables.append((host, (link_features(gap.on_page), right)))
    return {
        "detect-rules-link": _fit(by_tables, {"likely": 1.0, "sure": 1.0}),
        "detect-priors-link": _fit(by_priors, {"own": 1.0}),
    }


def _fit(rows: Sequence[_Row], slopes: Mapping[str, float]) -> Logistic:
    """A link that never falls, and that has these slopes, which leave what rules say as it is unless the data show otherwise."""
    places = Counter(site for site, _ in rows)
    fitted = fit_logistic(
        [row for _, row in rows],
        weights=[1 / places[site] for site, _ in rows],
        penalty=_PENALTY,
        expected=slopes,
        with_bias=False,
    )
    rising = {name: max(0.0, fitted.weights.get(name, slope)) for name, slope in slopes.items()}
    return Logistic(0.0, {**fitted.weights, **rising})
