"""Runs the real pipeline over cases whose truth is known, and measures its results.

The copies of all cases are together, as in an archive: the pipeline has to find which belongs to which article.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from repair.bench.reliability import Reliability, finding_outcomes, firsts, reliability
from repair.bench.score import Detection, FillCounts, MatchedCase, detection, fills, is_gap, match_case
from repair.bench.truth import Case
from repair.collate import ReferenceIndex
from repair.collate.distance import distance
from repair.config import Config
from repair.edit import apply, decide
from repair.pipeline import Stages, prepare
from repair.records import Apparatus, Article

__all__ = ["ErrorRates", "Scoreboard", "Speed", "measure", "score"]


class ErrorRates(Struct, frozen=True):
    """Character error rates against the text with all losses put back: edits (code points) a code point of it.

    `readings` and `predictions` are after accepting, as `repair apply` does, the best reading, or else the best
    prediction, of every finding at the threshold.
    """

    before: float
    readings: float
    predictions: float


class Speed(Struct, frozen=True):
    """Articles and code points a second of wall time, the loading of models left out."""

    articles: float
    chars: float


class Scoreboard(Struct, frozen=True):
    """Everything measured in one run. `threshold` is the confidence (0–1) from which a finding counts.

    `false_alarms` are gap findings at the threshold in 10,000 code points of sound text, `None` if none was read.
    `reliability` has a row for findings, readings and predictions, and one each for readings and predictions at the
    losses alone.
    """

    threshold: float
    detection: Detection
    fill: FillCounts
    errors: ErrorRates
    reliability: dict[str, Reliability]
    false_alarms: float | None
    speed: Speed | None


def measure(cases: Sequence[Case], config: Config) -> Scoreboard:
    """Run the pipeline over all cases and over their sound texts, and score it.

    Everything above `config.floor` is ranked; `config.min_confidence` is the threshold. Raises `ModelError`.
    """
    references = [reference for case in cases for reference in case.references]
    stages = prepare(config, ReferenceIndex(references) if references else None)
    before = time.perf_counter()
    apparatuses = list(stages.run(case.article for case in cases))
    seconds = time.perf_counter() - before
    alone = Stages(config, None, stages.reader)
    sound = list(alone.run(Article(case.article.id, case.sound) for case in cases))
    chars = sum(len(case.article.text) for case in cases)
    speed = Speed(len(cases) / seconds, chars / seconds) if cases else None
    return replace(score(cases, apparatuses, config.min_confidence, sound=sound), speed=speed)


def score(
    cases: Sequence[Case],
    apparatuses: Sequence[Apparatus],
    threshold: float,
    *,
    sound: Iterable[Apparatus] | None = None,
) -> Scoreboard:
    """The scoreboard of one apparatus a case, in order; `sound` are those of the cases' sound texts."""
    matched = [match_case(case, apparatus) for case, apparatus in zip(cases, apparatuses, strict=True)]
    return Scoreboard(
        threshold,
        detection(matched, threshold),
        fills(matched),
        _error_rates(cases, apparatuses, threshold),
        _reliabilities(matched),
        None if sound is None else _false_alarms(cases, sound, threshold),
        None,
    )


def _reliabilities(matched: Sequence[MatchedCase]) -> dict[str, Reliability]:
    return {
        "findings": reliability(finding_outcomes(matched)),
        "readings": reliability(firsts(matched, "reading")),
        "predictions": reliability(firsts(matched, "prediction")),
        "readings at losses": reliability(firsts(matched, "reading", at_losses=True)),
        "predictions at losses": reliability(firsts(matched, "prediction", at_losses=True)),
    }


def _false_alarms(cases: Sequence[Case], sound: Iterable[Apparatus], threshold: float) -> float:
    alarms = sum(
        is_gap(entry) and round(entry.finding.confidence, 4) >= threshold
        for apparatus in sound
        for entry in apparatus.entries
    )
    return alarms / max(sum(len(case.sound) for case in cases), 1) * 1e4


def _error_rates(cases: Sequence[Case], apparatuses: Sequence[Apparatus], threshold: float) -> ErrorRates:
    edits = [0, 0, 0]
    size = 0
    for case, apparatus in zip(cases, apparatuses, strict=True):
        truth = case.restored
        size += len(truth)
        expected = sum(len(loss.replacement) + loss.end - loss.start for loss in case.losses)
        read = decide(apparatus, readings=True, min_confidence=threshold)
        texts = (
            case.article.text,
            apply(read).text,
            apply(decide(read, predictions=True, min_confidence=threshold)).text,
        )
        for number, text in enumerate(texts):
            edits[number] += distance(text, truth, expected=expected)
    before, readings, predictions = (count / max(size, 1) for count in edits)
    return ErrorRates(before, readings, predictions)
