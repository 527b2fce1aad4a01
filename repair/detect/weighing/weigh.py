"""How sure a place is: its evidence, weighed by fitted tables, and the rest of its document.

First the rules say how sure a gap is, and two links say how often that is right on a site that is not known yet. A link
takes no place across even odds: what is shown at 0.5 is what the tables and the priors of rules say. Where a gap head has
read the text, one more table weighs what it says together with the confidence of the rules.

Evidence never counts against what it is evidence of, whatever a table says. The parts of a place's evidence are weighed
one by one, each as if it were the only one, and the place is as sure as the surest of them. So a rule that fires never
lowers a place, and a gap head never takes a place below the confidence that the rules alone give it. The only exception
are the rules that state how seldom they are right where a gap head sees nothing (`OVERRULED`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from repair.codes import CODES
from repair.detect.document import Document, Sighting
from repair.detect.rules import DETECTORS
from repair.detect.weighing.features import (
    features,
    head_features,
    head_page_features,
    link_features,
    page_features,
    prior_features,
    surface_features,
)
from repair.detect.weighing.places import Place, seen, signalled
from repair.detect.weighing.surroundings import is_in_code
from repair.detect.weighing.traces import TRACED, is_traced
from repair.detect.weighing.trust import ALONE, OVERRULED
from repair.scoring.calibration import Logistic, logit, probability, table

__all__ = [
    "JOINT_TABLE",
    "QUICK_TABLE",
    "RuleEvidence",
    "confidences",
    "rule_evidence",
    "sure_beside_head",
    "sure_by_code",
    "sure_by_rules",
    "sure_by_themselves",
]

# At most this many rules of one place are weighed together: more add no evidence, and the combinations would be many.
_TOGETHER: Final = 3
JOINT_TABLE: Final = "detect-model"
"""The table that weighs the signals of a gap head."""
QUICK_TABLE: Final = "detect-quick"
"""The table that weighs those of a quick reader without a gap head: it is more confident than it should be."""

_EVEN: Final = 0.5
_MOST_LENT: Final = 3.0  # log-odds by which the rest of a document raises a gap at most
_ALL_OVER: Final = 3  # likely gaps from which on a document raises any of its doubtful ones


def confidences(document: Document, found: Sequence[Place], *, with_model: bool, by: str = JOINT_TABLE) -> list[float]:
    """The confidence (0–1) of each place. `found` are all places of the document; `with_model` says whether a gap head has
    read it, and `by` which table weighs what it says."""
    gaps = [place for place in found if place.is_gap]
    sure = sure_by_rules(document, gaps)
    if with_model:
        sure = sure_beside_head(document, gaps, sure, by)
    of_gaps = iter(sure)
    return [next(of_gaps) if place.is_gap else _surface(place) for place in found]


# --- rules -----------------------------------------------------------------------------------------------------------


def sure_by_rules(document: Document, gaps: Sequence[Place]) -> list[float]:
    """How sure (0–1) the rules alone are of each gap; 0 where none sees one."""
    of_sighted = iter(rule_evidence(document, [place for place in gaps if place.sightings]))
    return [_linked(next(of_sighted)) if place.sightings else 0.0 for place in gaps]


def sure_by_themselves(document: Document, gaps: Sequence[Place]) -> list[float]:
    """How sure (0–1) the rules are of each gap by itself, whatever else is in the document; 0 where none sees one."""
    return [max(sure_by_code(document, place).values()) if place.sightings else 0.0 for place in gaps]


class RuleEvidence(NamedTuple):
    """What rules say of a gap, in log-odds: by the tables, on its page; and by the prior of each rule whose prior counts."""

    on_page: float
    by_prior: dict[str, float]


def rule_evidence(document: Document, gaps: Sequence[Place]) -> list[RuleEvidence]:
    """What the rules say of each gap that one of them sees."""
    whole = table("detect-rules-page")
    alone = [sure_by_code(document, place) for place in gaps]
    own = [max(map(logit, sure.values())) for sure in alone]
    lent = _lent(own, [value >= 0.0 or _by_itself(whole, value) >= 0.0 for value in own])
    weighed = []
    for place, rows, most in zip(gaps, page_features(document, gaps, alone), lent, strict=True):
        is_prose = not is_in_code(document, place.start, place.end)
        holding = (s for s in place.sightings if (is_prose and s.rule in ALONE) or _is_unfitted(s))
        by_prior = {s.rule: logit(_prior(s)) for s in holding}
        weighed.append(RuleEvidence(max(_on_page(whole, row, most) for row in rows), by_prior))
    return weighed


def _linked(gap: RuleEvidence) -> float:
    """How sure (0–1) the rules are of a gap with this evidence."""
    on_page = _link("detect-rules-link", gap.on_page, link_features(gap.on_page))
    by_prior = (_link("detect-priors-link", value, prior_features(value)) for value in gap.by_prior.values())
    return probability(max([on_page, *by_prior]))


def _link(name: str, log_odds: float, row: Mapping[str, float]) -> float:
    return log_odds if log_odds <= 0.0 else max(0.0, table(name).log_odds(row))


def _on_page(whole: Logistic, row: Mapping[str, float], most: float) -> float:
    by_itself = _by_itself(whole, row["own"])
    return by_itself + min(most, whole.log_odds(row) - by_itself)


def _by_itself(whole: Logistic, own: float) -> float:
    return whole.log_odds({"own": own})


def _lent(own: Sequence[float], likely: Sequence[bool]) -> list[float]:
    """The most, in log-odds, that the document raises each of its gaps. `own` are the log-odds of each by itself.

    A document with one or two gaps that are likely by themselves raises no more doubtful ones than these, and the likeliest
    of them. So doubtful gaps cannot hold each other up, and one loss raises at most one other. A document with more has
    losses all over, and raises any.
    """
    likeliest = sorted(range(len(own)), key=lambda n: (-own[n], n))
    sure = sum(likely)
    raised = set(likeliest if sure >= _ALL_OVER else likeliest[: 2 * sure])
    return [_MOST_LENT if n in raised else 0.0 for n in range(len(own))]


def sure_by_code(document: Document, place: Place) -> dict[str, float]:
    """How sure (0–1) the rules are of a gap by itself, by the codes that the parts of its evidence have."""
    fitted = table("detect-rules")
    sure: dict[str, float] = {}
    for part in _parts(place):
        confidence = fitted.probability(features(document, part))
        sure[part.code] = max(confidence, sure.get(part.code, 0.0))
    for sighting in place.sightings:
        if _is_unfitted(sighting):
            sure[sighting.code] = max(_prior(sighting), sure.get(sighting.code, 0.0))
    return sure


def _parts(place: Place) -> Iterator[Place]:
    """The place with parts of its evidence: up to three rules."""
    by_rule: dict[str, list[Sighting]] = {}
    for sighting in place.sightings:
        if not _is_unfitted(sighting):
            by_rule.setdefault(sighting.rule, []).append(sighting)
    for size in range(1, 1 + min(_TOGETHER, len(by_rule))):
        for rules in combinations(by_rule.values(), size):
            yield seen([sighting for rule in rules for sighting in rule])


def _is_unfitted(sighting: Sighting, by: str = "detect-rules") -> bool:
    """Whether the rule has no weight in the table, so that its prior counts."""
    return f"rule:{sighting.rule}" not in table(by).weights


def _prior(sighting: Sighting) -> float:
    """How sure a rule is if no table was fitted for it."""
    own = DETECTORS[sighting.rule].prior
    return CODES[sighting.code].prior if own is None else own


# --- rules and a gap head --------------------------------------------------------------------------------------------

_BY_ITSELF: Final = {"alone": 1.0}


def sure_beside_head(
    document: Document, gaps: Sequence[Place], by_rules: Sequence[float], by: str = JOINT_TABLE
) -> list[float]:
    """How sure (0–1) each gap is by what the rules alone say of it and what a gap head says that has read the text. The rest
    of the document may raise a gap and never lowers it. `by` names the table that weighs both."""
    fitted = table(by)
    own = []
    for place, sure in zip(gaps, by_rules, strict=True):
        by_sightings = [head_features(document, seen([s], place.signals), sure) for s in place.sightings]
        by_signals = [head_features(document, signalled(document.text, s), 0.0) for s in place.signals]
        own.append(max(fitted.log_odds(row | _BY_ITSELF) for row in (*by_sightings, *by_signals)))
    shown = zip(by_rules, own, strict=True)
    lent = _lent(own, [sure >= _EVEN or value >= 0.0 for sure, value in shown])
    weighed = []
    # the others by themselves: what a rule changes about them must not come back to the place where it fires
    pages = head_page_features(document, gaps, sure_by_themselves(document, gaps))
    for place, sure, value, rows, most in zip(gaps, by_rules, own, pages, lent, strict=True):
        around = max(map(fitted.log_odds, rows)) - fitted.log_odds(_BY_ITSELF)
        confidence = probability(value + max(0.0, min(most, around)))
        if by == JOINT_TABLE and is_traced(document, place):
            confidence = max(confidence, TRACED)
        weighed.append(max(confidence, sure) if any(map(_holds, place.sightings)) else confidence)
    return weighed


def _holds(sighting: Sighting) -> bool:
    """Whether a gap head may not lower the place below the confidence that the rules give it."""
    return sighting.rule not in OVERRULED


# --- places where no text is missing: joins, encoding, residue -------------------------------------------------------


def _surface(place: Place) -> float:
    fitted = table("detect-surface")
    known = [s for s in place.sightings if not _is_unfitted(s, "detect-surface")]
    priors = [_prior(s) for s in place.sightings if s.rule in ALONE or _is_unfitted(s, "detect-surface")]
    parts = [part for size in range(1, 1 + min(_TOGETHER, len(known))) for part in combinations(known, size)]
    return max([*priors, *(fitted.probability(surface_features(part)) for part in parts)])
