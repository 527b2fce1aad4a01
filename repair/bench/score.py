"""Apparatuses against the truth: which losses were found, how surely, and what was proposed for them.

A finding within a few characters of a loss finds it; of several the surest counts. Confidences and scores are taken as
an apparatus writes them, to four digits, so that scoring a file and scoring a run give the same figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from repair.bench.truth import Case, Loss
from repair.records import Apparatus, Candidate, Entry

__all__ = [
    "Detection",
    "FillCounts",
    "MatchedCase",
    "Part",
    "detection",
    "fills",
    "is_gap",
    "is_right",
    "match_case",
    "ranking",
]

_SLACK: Final = 3  # code points
_REACH: Final = 40  # code points on either side over which a fill-in is compared with the truth
# words as every scorer of such files splits them, whatever the tokens of this version are
_WORD: Final = re.compile(r"[^\W_]+")
_SURE: Final = 0.9


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _confidence(entry: Entry) -> float:
    return round(entry.finding.confidence, 4)


def is_gap(entry: Entry) -> bool:
    """Whether the entry says that the article lacks text, or has another text than it should."""
    return entry.finding.is_gap or entry.is_variant


def is_right(text: str, loss: Loss, entry: Entry, candidate: Candidate) -> bool:
    """Whether the candidate, put in its place, gives the words that the loss put back gives."""
    finding = entry.finding
    low = max(0, min(loss.start, finding.start) - _REACH)
    high = min(len(text), max(loss.end, finding.end) + _REACH)
    truth = text[low : loss.start] + loss.replacement + text[loss.end : high]
    mine = text[low : finding.start] + candidate.text + text[finding.end : high]
    return _words(truth) == _words(mine)


class MatchedCase(Struct, frozen=True):
    """One article's gap entries and its losses: `hits[i]` are the numbers of the entries near `case.losses[i]`."""

    case: Case
    entries: tuple[Entry, ...]
    hits: tuple[tuple[int, ...], ...]

    @property
    def strays(self) -> list[Entry]:
        """The entries that are near no loss at all."""
        used = {number for near in self.hits for number in near}
        return [entry for number, entry in enumerate(self.entries) if number not in used]

    def surest(self, loss: int) -> Entry | None:
        """The entry that finds the loss of that number, `None` if none does."""
        return max((self.entries[number] for number in self.hits[loss]), key=_confidence, default=None)

    def losses_near(self, number: int) -> list[Loss]:
        """The losses that an entry is near."""
        return [loss for loss, near in zip(self.case.losses, self.hits, strict=True) if number in near]


def match_case(case: Case, apparatus: Apparatus) -> MatchedCase:
    """The case with the gap entries of its apparatus. The apparatus must be of the case's text."""
    entries = tuple(entry for entry in apparatus.entries if is_gap(entry))
    hits = tuple(
        tuple(
            number
            for number, entry in enumerate(entries)
            if entry.finding.end >= loss.start - _SLACK and entry.finding.start <= loss.end + _SLACK
        )
        for loss in case.losses
    )
    return MatchedCase(case, entries, hits)


# --- finding -----------------------------------------------------------------------------------------------------


class Part(Struct, frozen=True):
    """A share of the losses or of the findings: how many, and of them how many were found, or are right, at the
    threshold. `average_precision` ranks them among themselves and against all false alarms."""

    count: int
    right: int
    average_precision: float

    @property
    def share(self) -> float:
        """The share that is right, 0 if there are none."""
        return self.right / self.count if self.count else 0.0


class Detection(Struct, frozen=True):
    """How well losses are found. Precision and recall are at the threshold; `best` is the best F1 with its precision,
    recall and confidence. `by_signature` and `by_kind` are parts of the losses, `by_code` of the findings.
    `curve` are the (recall, precision) of the ranking, from the surest on."""

    pages: int
    gaps: int
    average_precision: float
    precision: float
    recall: float
    best: tuple[float, float, float, float]
    by_signature: dict[str, Part]
    by_kind: dict[str, Part]
    by_code: dict[str, Part]
    curve: tuple[tuple[float, float], ...]


class _Ranked(Struct, frozen=True):
    """One place in the ranking: a loss that was found, or a finding near none."""

    confidence: float
    loss: Loss | None
    code: str


def ranking(matched: Sequence[MatchedCase]) -> list[_Ranked]:
    """All losses that count and were found, and all false alarms, surest first; ties in order of the articles."""
    ranked = []
    for one in matched:
        for number, loss in enumerate(one.case.losses):
            entry = one.surest(number)
            if loss.counts and entry is not None:
                ranked.append(_Ranked(_confidence(entry), loss, entry.finding.code))
        ranked += [_Ranked(_confidence(entry), None, entry.finding.code) for entry in one.strays]
    ranked.sort(key=lambda r: -r.confidence)
    return ranked


def _average_precision(ranked: Sequence[_Ranked], total: int) -> float:
    found, precisions = 0, 0.0
    for place, one in enumerate(ranked, 1):
        if one.loss is not None:
            found += 1
            precisions += found / place
    return precisions / max(total, 1)


def detection(matched: Sequence[MatchedCase], threshold: float) -> Detection:
    """How well the losses of all articles are found. `threshold` (0–1) is the least confidence that counts."""
    losses = [loss for one in matched for loss in one.case.losses if loss.counts]
    ranked = ranking(matched)
    curve, found = [], 0
    best = (0.0, 0.0, 0.0, 1.0)
    at = (0.0, 0.0)
    for place, one in enumerate(ranked, 1):
        found += one.loss is not None
        precision, recall = found / place, found / max(len(losses), 1)
        curve.append((recall, precision))
        if precision + recall:
            f1 = 2 * precision * recall / (precision + recall)
            best = max(best, (f1, precision, recall, one.confidence), key=lambda b: b[0])
        if one.confidence >= threshold:
            at = (precision, recall)
    return Detection(
        pages=len(matched),
        gaps=len(losses),
        average_precision=_average_precision(ranked, len(losses)),
        precision=at[0],
        recall=at[1],
        best=best,
        by_signature=_by(losses, ranked, threshold, lambda loss: loss.signature or ("none",)),
        by_kind=_by(losses, ranked, threshold, lambda loss: (loss.kind or "none",)),
        by_code=_by_code(ranked, threshold),
        curve=tuple(curve),
    )


def _by(
    losses: Sequence[Loss], ranked: Sequence[_Ranked], threshold: float, names: Callable[[Loss], Sequence[str]]
) -> dict[str, Part]:
    """Parts of the losses, by name."""
    parts = {}
    for name in sorted({name for loss in losses for name in names(loss)}):
        count = sum(name in names(loss) for loss in losses)
        among = [one for one in ranked if one.loss is None or name in names(one.loss)]
        found = sum(one.loss is not None and one.confidence >= threshold for one in among)
        parts[name] = Part(count, found, _average_precision(among, count))
    return parts


def _by_code(ranked: Sequence[_Ranked], threshold: float) -> dict[str, Part]:
    """Parts of the findings at the threshold, by code; average precision over all findings of the code."""
    parts = {}
    for code in sorted({one.code for one in ranked}):
        among = [one for one in ranked if one.code == code]
        shown = [one for one in among if one.confidence >= threshold]
        right = sum(one.loss is not None for one in shown)
        parts[code] = Part(len(shown), right, _average_precision(among, sum(one.loss is not None for one in among)))
    return parts


# --- filling in --------------------------------------------------------------------------------------------------


class FillCounts(Struct):
    """Counts over the losses that count: what the surest finding at each has to offer.

    `top1`: the first candidate is right, whatever its kind. `single` are losses of one word: of these, whether the
    first or any of the first five predictions is right. `sure_readings` are first readings with a score of 0.9 or more,
    `sure_wrong` those of them that are not the truth.
    """

    gaps: int = 0
    reading_top1: int = 0
    reading_offered: int = 0
    single: int = 0
    prediction_top1: int = 0
    prediction_top5: int = 0
    top1: int = 0
    sure_readings: int = 0
    sure_wrong: int = 0


def fills(matched: Sequence[MatchedCase]) -> FillCounts:
    """What was proposed for the losses of all articles."""
    fill = FillCounts()
    for one in matched:
        for number, loss in enumerate(one.case.losses):
            if loss.counts:
                _count(fill, one, loss, one.surest(number))
    return fill


def _count(fill: FillCounts, matched: MatchedCase, loss: Loss, entry: Entry | None) -> None:
    single = len(_words(loss.missing)) == 1
    fill.gaps += 1
    fill.single += single
    if entry is None:
        return
    text = matched.case.article.text
    ranked = sorted(entry.candidates, key=lambda c: -round(c.score, 4))
    readings = [c for c in ranked if c.kind == "reading"]
    predictions = [c for c in ranked if c.kind == "prediction"]
    if ranked:
        fill.top1 += is_right(text, loss, entry, ranked[0])
    if readings:
        right = is_right(text, loss, entry, readings[0])
        sure = readings[0].score >= _SURE
        fill.reading_offered += 1
        fill.reading_top1 += right
        fill.sure_readings += sure
        fill.sure_wrong += sure and not right
    if single:
        five = [is_right(text, loss, entry, c) for c in predictions[:5]]
        fill.prediction_top1 += five[:1] == [True]
        fill.prediction_top5 += any(five)
