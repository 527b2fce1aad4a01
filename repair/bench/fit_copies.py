"""Fitting what copies say: the tables of readings, of what references testify about a finding, and of variants.

They are fitted on damage made from sound texts, with copies as other sites have them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from repair.bench.damage import Alteration, mistype
from repair.bench.fit_pages import is_hit
from repair.bench.regression import Observation, fit_logistic
from repair.bench.samples import Sample
from repair.bench.simulated_copies import copies
from repair.collate import ReferenceIndex, collate
from repair.config import Config
from repair.detect import document_of, sight
from repair.detect.weighing.combine import entries
from repair.records import Apparatus, Article, Entry, Reference
from repair.scoring import calibration
from repair.scoring.calibration import Logistic
from repair.scoring.rank import rank, reading_features, testimony_features, variant_features
from repair.text.tokens import tokenize

__all__ = ["fit_copies"]


def fit_copies(found: Sequence[Sample]) -> dict[str, Logistic]:
    """The tables; those of detection that are in force say how sure a finding is before copies are asked."""
    readings, testimony = _collation_rows(found)
    return {
        "reading": fit_logistic(readings),
        "testimony": fit_logistic(testimony),
        "variant": fit_logistic(_variant_rows(found)),
    }


def _collated(sample: Sample, number: int, config: Config) -> Apparatus:
    article = Article("article", sample.damaged.text, sample.language)
    page = document_of(article)
    found = entries(page, sight(page), sample.signals, config.floor)
    made = copies(sample.sound, number, language=sample.language)
    index = ReferenceIndex(Reference(f"copy-{i}", text) for i, text in enumerate(made))
    return collate(Apparatus(article, tuple(found)), index, config)


def _fills(text: str, entry: Entry, candidate: str, gap: Alteration) -> bool:
    """Whether the candidate, put in, gives the words of the sound text."""
    low, high = min(gap.start, entry.finding.start), max(gap.end, entry.finding.end)
    low, high = max(0, low - 40), min(len(text), high + 40)
    truth = text[low : gap.start] + gap.replacement + text[gap.end : high]
    mine = text[low : entry.finding.start] + candidate + text[entry.finding.end : high]
    return list(tokenize(truth).words) == list(tokenize(mine).words)


def _collation_rows(found: Sequence[Sample]) -> tuple[list[Observation], list[Observation]]:
    """Rows of the tables `reading` and `testimony`; the second needs the first to be fitted."""
    config = Config()
    apparatuses = [_collated(sample, number, config) for number, sample in enumerate(found)]
    readings: list[Observation] = []
    for sample, apparatus in zip(found, apparatuses, strict=True):
        witnesses = {w.name: w for w in apparatus.witnesses}
        for entry in (e for e in apparatus.entries if not e.is_variant):
            gap = is_hit(entry.finding.start, entry.finding.end, entry.finding.code, sample.damaged.alterations)
            for candidate in entry.candidates:
                if candidate.kind == "reading":
                    right = gap is not None and _fills(sample.damaged.text, entry, candidate.text, gap)
                    readings.append((reading_features(entry, candidate, entry.candidates, witnesses), right))
    passed = Logistic(0.0, {})  # `rank` asks for these tables; only the scores of readings are used here
    with calibration.overridden({"reading": fit_logistic(readings), "testimony": passed, "variant": passed}):
        ranked = [rank(apparatus) for apparatus in apparatuses]
    testimony: list[Observation] = []
    for sample, apparatus, after_all in zip(found, apparatuses, ranked, strict=True):
        witnesses = {w.name: w for w in apparatus.witnesses}
        for before, after in zip(apparatus.entries, after_all.entries, strict=True):
            scored = [c for c in after.candidates if c.kind == "reading"]
            if before.finding.is_gap and (scored or before.confirmed_by):
                hit = is_hit(before.finding.start, before.finding.end, before.finding.code, sample.damaged.alterations)
                testimony.append((testimony_features(before, scored, witnesses), hit is not None))
    return readings, testimony


def _variant_rows(found: Sequence[Sample]) -> list[Observation]:
    """A row for every other spelling that copies have, where article and copies are mistyped each for itself."""
    rows: list[Observation] = []
    for number, sample in enumerate(found):
        damaged = mistype(sample.sound, number)
        made = [
            mistype(text, number * 41 + i + 1).text
            for i, text in enumerate(copies(sample.sound, number, language=sample.language))
        ]
        index = ReferenceIndex(Reference(f"copy-{i}", text) for i, text in enumerate(made))
        apparatus = collate(Apparatus(Article("article", damaged.text, sample.language)), index, Config())
        witnesses = {w.name: w for w in apparatus.witnesses}
        words = Counter(tokenize(damaged.text).words)
        truth = {(gap.start, gap.end): gap.replacement for gap in damaged.alterations}
        for entry in apparatus.entries:
            if entry.is_variant:
                span = entry.finding.start, entry.finding.end
                for candidate in entry.candidates:
                    features = variant_features(
                        damaged.text[slice(*span)], candidate, entry.candidates, words, witnesses
                    )
                    rows.append((features, truth.get(span) == candidate.text))
    return rows
