"""How sure a place is: its evidence, weighed by fitted tables, and the rest of its document.

Evidence never counts against what it is evidence of, whatever a table says. The parts of a place's evidence are weighed
one by one, each as if it were the only one, and the place is as sure as the surest of them. So a rule that fires never
lowers a place, and a gap head never takes a place below the confidence that the rules alone give it. The only exception
are the rules that state how seldom they are right (`Detector.overruled`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from repair.codes import CODES
from repair.detect.document import Document, Sighting
from repair.detect.features import features, page_features, surface_features
from repair.detect.places import Place, seen, signalled
from repair.detect.rules import ALONE, DETECTORS
from repair.detect.surroundings import is_in_code
from repair.scoring.calibration import Logistic, logit, probability, table

__all__ = ["by_code", "confidences", "table_name"]

# At most this many rules of one place are weighed together: more add no evidence, and the combinations would be many.
_TOGETHER: Final = 3
# A gap head as sure as this is right by itself, in a text that nothing else is wrong with: it saw half of the single
# losses in sound texts, and raised an alarm every fifty thousand characters of them.
_CLEAR: Final = 0.99
_LONE_SIGNAL: Final = 0.55
_MOST_LENT: Final = 3.0  # log-odds by which the rest of a document raises a gap at most


def confidences(document: Document, found: Sequence[Place], *, with_model: bool) -> list[float]:
    """The confidence (0–1) of each place. `found` are all places of the document; `with_model` says whether a gap head has
    read it."""
    gaps = [place for place in found if place.is_gap]
    sure = _weighed(document, gaps, with_model=with_model)
    if with_model:
        sighted = [number for number, place in enumerate(gaps) if place.sightings]
        by_rules = _weighed(document, [gaps[number] for number in sighted], with_model=False)
        for number, confidence in zip(sighted, by_rules, strict=True):
            if any(map(_holds, gaps[number].sightings)):
                sure[number] = max(sure[number], confidence)
    of_gaps = iter(sure)
    return [next(of_gaps) if place.is_gap else _surface(place) for place in found]


def _weighed(document: Document, gaps: Sequence[Place], *, with_model: bool) -> list[float]:
    language = document.article.language
    whole = table(table_name(with_model=with_model) + "-page", language)
    alone = [by_code(document, place, with_model=with_model) for place in gaps]
    weighed = []
    for place, rows, most in zip(gaps, page_features(document, gaps, alone), _lent(whole, gaps, alone), strict=True):
        is_prose = not is_in_code(document, place.start, place.end)
        priors = [_prior(s) for s in place.sightings if (is_prose and s.rule in ALONE) or _is_unfitted(s)]
        priors += [_LONE_SIGNAL for signal in place.signals if with_model and signal.probability >= _CLEAR]
        weighed.append(max([*priors, *(_on_page(whole, row, most) for row in rows)]))
    return weighed


def _on_page(whole: Logistic, row: Mapping[str, float], most: float) -> float:
    by_itself = _by_itself(whole, row["own"])
    return probability(by_itself + min(most, whole.log_odds(row) - by_itself))


def _by_itself(whole: Logistic, own: float) -> float:
    return whole.log_odds({"own": own})


def _lent(whole: Logistic, gaps: Sequence[Place], alone: Sequence[Mapping[str, float]]) -> list[float]:
    """The most, in log-odds, that the document raises each of its gaps.

    A document raises no more doubtful gaps than it has gaps that are likely by themselves, and the likeliest of them. So
    doubtful gaps cannot hold each other up, and one loss raises at most one other. What a gap head alone sees is likely
    only if it would be shown.
    """
    own = [max(map(logit, sure.values())) for sure in alone]
    likeliest = sorted(range(len(own)), key=lambda n: (-own[n], n))
    shown = [_by_itself(whole, value) >= 0.0 for value in own]
    sure = sum(
        is_shown or (bool(place.sightings) and value >= 0.0)
        for place, value, is_shown in zip(gaps, own, shown, strict=True)
    )
    raised = set(likeliest[: 2 * sure])
    return [_MOST_LENT if n in raised else 0.0 for n in range(len(own))]


def _holds(sighting: Sighting) -> bool:
    """Whether a gap head may not lower the place below the confidence that the rules give it."""
    return DETECTORS[sighting.rule].overruled is None


def table_name(*, with_model: bool) -> str:
    """The table that weighs places by themselves; that of the page adds `-page`."""
    return "detect-model" if with_model else "detect-rules"


def by_code(document: Document, place: Place, *, with_model: bool) -> dict[str, float]:
    """The confidence (0–1) of a gap by itself, by the codes that the parts of its evidence have."""
    fitted = table(table_name(with_model=with_model), document.article.language)
    sure: dict[str, float] = {}
    for part in _parts(document, place, with_model=with_model):
        confidence = fitted.probability(features(document, part, with_model=with_model))
        sure[part.code] = max(confidence, sure.get(part.code, 0.0))
    for sighting in place.sightings:
        if _is_unfitted(sighting):
            sure[sighting.code] = max(_prior(sighting), sure.get(sighting.code, 0.0))
    return sure


def _parts(document: Document, place: Place, *, with_model: bool) -> Iterator[Place]:
    """The place with parts of its evidence: up to three rules (with all signals if a model has read the text), and each
    signal by itself."""
    signals = place.signals if with_model else ()
    by_rule: dict[str, list[Sighting]] = {}
    for sighting in place.sightings:
        if not _is_unfitted(sighting):
            by_rule.setdefault(sighting.rule, []).append(sighting)
    for size in range(1, 1 + min(_TOGETHER, len(by_rule))):
        for rules in combinations(by_rule.values(), size):
            yield seen([sighting for rule in rules for sighting in rule], signals)
    for signal in signals:
        yield signalled(document.text, signal)


def _is_unfitted(sighting: Sighting, by: str = "detect-rules") -> bool:
    """Whether a rule has its prior. One that was seen often enough by rules, but not by a gap head too, has the weight of
    its code there."""
    return f"rule:{sighting.rule}" not in table(by).weights


def _prior(sighting: Sighting) -> float:
    """How sure a rule is if no table was fitted for it."""
    own = DETECTORS[sighting.rule].prior
    return CODES[sighting.code].prior if own is None else own


# --- places where no text is missing: joins, encoding, residue -------------------------------------------------------


def _surface(place: Place) -> float:
    fitted = table("detect-surface")
    known = [s for s in place.sightings if not _is_unfitted(s, "detect-surface")]
    priors = [_prior(s) for s in place.sightings if s.rule in ALONE or _is_unfitted(s, "detect-surface")]
    parts = [part for size in range(1, 1 + min(_TOGETHER, len(known))) for part in combinations(known, size)]
    return max([*priors, *(fitted.probability(surface_features(part)) for part in parts)])
