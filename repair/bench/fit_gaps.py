"""Fitting how sure a gap is: by rules the table of a place by itself, the one that weighs it with the rest of its page, and
the links; and one table that weighs what rules say with what a gap head says.

Each is one table for all languages: what speaks for a loss is much the same in all, and a language alone has too few sites
to tell. Each of the later ones is fitted on confidences that were made without the page's own site, so it corrects what the
one before it believes too firmly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, TypeVar

from repair.bench.fit_links import fit_links
from repair.bench.fit_pages import Page
from repair.bench.regression import Observation, fit_logistic
from repair.detect.rules import DETECTORS
from repair.detect.weighing.features import features, head_features, head_page_features, page_features
from repair.detect.weighing.places import Place
from repair.detect.weighing.weigh import (
    JOINT_TABLE,
    QUICK_TABLE,
    RuleEvidence,
    confidences,
    rule_evidence,
    sure_by_code,
    sure_by_rules,
    sure_by_themselves,
)
from repair.scoring import calibration
from repair.scoring.calibration import Logistic

__all__ = ["CrossValidated", "cross_validated", "cross_validated_head", "fit_gaps", "held_out", "without_rules"]

_FOLDS: Final = 5
_CAP: Final = 4  # places of one code that a page counts for at most
_HEAD_CAP: Final = 12  # the same beside a gap head, whose table has few weights
# A loss counts this much beside a place where none is: on pages of other sites, a finding is then as often right as its
# confidence says.
_LOST: Final = 1.3
_HEAD_LOST: Final = {JOINT_TABLE: 1.3, QUICK_TABLE: 1.0}
_PENALTY: Final = 1.0
_HEAD_PENALTY: Final = 6.0  # sites that a gap head was not trained on are few
_FEWEST: Final = 12  # real pages on which a rule must fire to get a weight; others keep their prior

_Alone = list[dict[str, float]]
_Tables = dict[str, Logistic]
_Answer = TypeVar("_Answer")


class CrossValidated(NamedTuple):
    """What a cross-validation by site gives: for each fold the tables of rules, fitted without it, and for each page how
    sure its gaps are by themselves and the evidence of rules for them on the page, by the tables of its fold."""

    fitted: list[_Tables]
    alone: list[_Alone]
    evidence: list[list[RuleEvidence]]


def fit_gaps(pages: Sequence[Page], by_fold: CrossValidated) -> _Tables:
    """The tables of rules, by name."""
    return {**_fit_alone(pages), **_fit_page(pages, by_fold.alone), **_fit_links(pages, by_fold.evidence)}


def cross_validated(pages: Sequence[Page]) -> CrossValidated:
    """The cross-validation of the tables of rules."""
    alone: list[_Alone] = [[] for _ in pages]
    fitted = []
    for fold in range(_FOLDS):
        fitted.append(_fit_alone([page for page in pages if _fold(page) != fold]))
        with calibration.overridden(fitted[fold]):
            for n, page in enumerate(pages):
                if _fold(page) == fold:
                    gaps = (place for place in _gaps(page)[0] if place.sightings)
                    alone[n] = [sure_by_code(page.document, place) for place in gaps]
    for fold in range(_FOLDS):
        rest = [n for n, page in enumerate(pages) if _fold(page) != fold]
        fitted[fold] |= _fit_page([pages[n] for n in rest], [alone[n] for n in rest])
    evidence = _of_folds(pages, fitted, lambda page: rule_evidence(page.document, _sighted(page)[0]))
    for fold in range(_FOLDS):
        rest = [n for n, page in enumerate(pages) if _fold(page) != fold]
        fitted[fold] |= _fit_links([pages[n] for n in rest], [evidence[n] for n in rest])
    return CrossValidated(fitted, alone, evidence)


def held_out(
    pages: Sequence[Page], by_fold: Sequence[_Tables], *, with_model: bool, by: str = JOINT_TABLE
) -> list[list[float]]:
    """The confidence of each place of each page, gaps or not, by tables that were fitted without the sites of its fold. `by`
    names the table of the reader that has read them."""
    return _of_folds(pages, by_fold, lambda page: confidences(page.document, page.places, with_model=with_model, by=by))


def _of_folds(
    pages: Sequence[Page], by_fold: Sequence[_Tables], ask: Callable[[Page], list[_Answer]]
) -> list[list[_Answer]]:
    """What `ask` gives for each page with the tables of its fold in force."""
    answers: list[list[_Answer]] = [[] for _ in pages]
    for fold, tables in enumerate(by_fold):
        with calibration.overridden(tables):
            for n, page in enumerate(pages):
                if _fold(page) == fold:
                    answers[n] = ask(page)
    return answers


# --- beside a gap head -----------------------------------------------------------------------------------------------


def cross_validated_head(
    pages: Sequence[Page], rules: Sequence[_Tables], name: str = JOINT_TABLE
) -> tuple[_Tables, list[_Tables]]:
    """The table of a place that a reader has read, under its `name`, and for each fold all tables, fitted without it. `rules`
    are the tables of rules by fold."""
    sure = _of_folds(pages, rules, lambda page: sure_by_rules(page.document, _gaps(page)[0]))
    alone = _of_folds(pages, rules, lambda page: sure_by_themselves(page.document, _gaps(page)[0]))
    by_fold = []
    for fold, tables in enumerate(rules):
        rest = [n for n, page in enumerate(pages) if _fold(page) != fold]
        fitted = _fit_head(name, [pages[n] for n in rest], [sure[n] for n in rest], [alone[n] for n in rest])
        by_fold.append({**tables, **fitted})
    return _fit_head(name, pages, sure, alone), by_fold


def _fit_head(
    name: str, pages: Sequence[Page], sure: Sequence[Sequence[float]], alone: Sequence[Sequence[float]]
) -> _Tables:
    rows: list[Observation] = []
    counts: list[float] = []
    for page, by_rules, by_itself in zip(pages, sure, alone, strict=True):
        gaps, right = _gaps(page)
        around = head_page_features(page.document, gaps, by_itself)
        for place, own, others, label in zip(gaps, by_rules, around, right, strict=True):
            most = max(others, key=lambda row: row["kin"])
            rows.append((head_features(page.document, place, own) | most, label))
        counts += _counts(page, gaps, right, cap=_HEAD_CAP, lost=_HEAD_LOST[name])
    return {name: fit_logistic(rows, weights=counts, penalty=_HEAD_PENALTY)}


# --- pages and folds -------------------------------------------------------------------------------------------------


def _fold(page: Page) -> int:
    return sha256(page.host.encode()).digest()[0] % _FOLDS


def _gaps(page: Page) -> tuple[list[Place], list[bool]]:
    """The gaps of a page, and which are right."""
    pairs = [pair for pair in zip(page.places, page.right, strict=True) if pair[0].is_gap]
    return [place for place, _ in pairs], [right for _, right in pairs]


def _sighted(page: Page) -> tuple[list[Place], list[bool]]:
    """The gaps of a page that rules see, and which are right."""
    pairs = [pair for pair in zip(*_gaps(page), strict=True) if pair[0].sightings]
    return [place for place, _ in pairs], [right for _, right in pairs]


def _counts(
    page: Page, gaps: Sequence[Place], right: Sequence[bool], *, cap: int = _CAP, lost: float = 1.0
) -> list[float]:
    """How much each gap of a page counts: a page that has one kind of place everywhere is one observation of it. Losses
    count `lost` times as much."""
    same = Counter(place.code for place in gaps)
    counts = (page.weight * min(1.0, cap / same[place.code]) for place in gaps)
    return [count * (lost if label else 1.0) for count, label in zip(counts, right, strict=True)]


# --- rules -----------------------------------------------------------------------------------------------------------


def _fit_alone(pages: Sequence[Page]) -> _Tables:
    known = Counter(
        rule
        for page in pages
        if page.kind == "page"
        for rule in {s.rule for place in page.places for s in place.sightings}
    )
    rare = [rule for rule in DETECTORS if known[rule] < _FEWEST]
    rows: list[Observation] = []
    counts: list[float] = []
    for page in pages:
        gaps, right = _gaps(page)
        rows += [(features(page.document, place), label) for place, label in zip(gaps, right, strict=True)]
        counts += _counts(page, gaps, right)
    return {"detect-rules": fit_logistic(without_rules(rows, rare), weights=counts, penalty=_PENALTY)}


def without_rules(rows: Iterable[Observation], rules: Iterable[str]) -> list[Observation]:
    """The rows without the features of these rules: they get no weight, and keep their prior."""
    unfitted = {f"rule:{rule}" for rule in rules}
    return [({name: value for name, value in row.items() if name not in unfitted}, label) for row, label in rows]


def _fit_page(pages: Sequence[Page], alone: Sequence[_Alone]) -> _Tables:
    """Real pages alone say how often a place of some confidence is right: made damage has other shares of losses."""
    rows: list[Observation] = []
    counts: list[float] = []
    for page, sure in zip(pages, alone, strict=True):
        if page.kind == "page":
            gaps, right = _gaps(page)
            around = page_features(page.document, gaps, sure)
            rows += [
                (max(parts, key=lambda row: row["own"]), label) for parts, label in zip(around, right, strict=True)
            ]
            counts += _counts(page, gaps, right, lost=_LOST)
    return {"detect-rules-page": fit_logistic(rows, weights=counts, penalty=_PENALTY)}


def _fit_links(pages: Sequence[Page], evidence: Sequence[Sequence[RuleEvidence]]) -> _Tables:
    """Real pages alone, as above."""
    return fit_links(
        (page.host, gap, label)
        for page, gaps in zip(pages, evidence, strict=True)
        if page.kind == "page"
        for gap, label in zip(gaps, _sighted(page)[1], strict=True)
    )
