"""Fitting the tables of `repair/scoring/calibration.json` on damage made from sound texts.

    python -m repair.bench.fit it=SOUND_IT.jsonl en=SOUND_EN.jsonl

Each row of the files has a `text` of sound prose. The texts are cut to the size of articles, given the furniture of
pages, damaged and copied, all from fixed seeds, so that the same texts give the same tables.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from msgspec import Struct

from repair.bench.damage import Alteration, Damaged, blemish, damage, mistype
from repair.bench.furniture import furnish, styled
from repair.bench.simulated_copies import copies
from repair.collate import ReferenceIndex, collate
from repair.config import Config
from repair.detect import Document, document_of, sight
from repair.detect.combine import entries
from repair.detect.features import features, page_features, surface_features
from repair.detect.places import Place, places
from repair.detect.weigh import by_code
from repair.models import GAP_MODEL, load
from repair.records import Apparatus, Article, Entry, Reference, Signal
from repair.scoring import calibration
from repair.scoring.calibration import Logistic
from repair.scoring.rank import rank, reading_features, testimony_features, variant_features
from repair.text.tokens import tokenize

__all__ = ["Sample", "fit_logistic", "fit_tables", "main", "samples"]

# Sizes of articles in code points, drawn in turn.
_SIZES: Final = (900, 1800, 2600, 3600, 5200)
_PARTS: Final = 3
_SLACK: Final = 3
_ARTICLES: Final = 420  # of each language
_UNDAMAGED: Final = 2  # every second article is sound
_RATE: Final = 1 / 130
_Row = tuple[dict[str, float], bool]


class Sample(Struct, frozen=True):
    """A damaged article with its sound text, its losses and what the gap head says of it."""

    language: str
    sound: str
    damaged: Damaged
    signals: tuple[Signal, ...]


def samples(texts: Mapping[str, Iterable[str]], limit: int, signals: Callable[[Sequence[str]], Any]) -> list[Sample]:
    """At most `limit` articles of each language, made from its texts."""
    made: list[tuple[str, str, Damaged]] = []
    for language, sources in texts.items():
        for number, sound in enumerate(_articles(sources, limit)):
            furnished = furnish(styled(sound, number), number, language=language)
            damaged = (
                damage(furnished, number, rate=_RATE, language=language)
                if number % _UNDAMAGED
                else Damaged(furnished, ())
            )
            made.append((language, furnished, damaged))
    read = signals([d.text for _, _, d in made])
    return [Sample(*m, s) for m, s in zip(made, read, strict=True)]


def _articles(sources: Iterable[str], limit: int) -> Iterable[str]:
    """Texts cut at paragraphs to the sizes of articles, a few from each source so that all kinds take part."""
    found = 0
    for number, text in enumerate(sources):
        paragraphs = [p for p in text.split("\n") if p.strip()]
        for part in range(_PARTS):
            size = _SIZES[(number + part) % len(_SIZES)]
            taken: list[str] = []
            while paragraphs and sum(map(len, taken)) < size:
                taken.append(paragraphs.pop(0))
            if taken and found < limit:
                found += 1
                yield "\n".join(taken)


def _is_hit(start: int, end: int, code: str, gaps: Iterable[Alteration]) -> Alteration | None:
    """The damage that a finding is about: near it, and of its family."""
    for gap in gaps:
        family = "RG" if gap.is_loss else gap.kind[:2]
        if code[:2] == family and end >= gap.start - _SLACK and start <= gap.end + _SLACK:
            return gap
    return None


def fit_logistic(rows: Sequence[_Row], *, penalty: float = 0.3, rounds: int = 30) -> Logistic:
    """Logistic regression by Newton's method with an L2 penalty on the weights."""
    names = sorted({name for row, _ in rows for name in row})
    column = {name: i + 1 for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, 0] = 1.0
    for i, (row, _) in enumerate(rows):
        for name, value in row.items():
            x[i, column[name]] = value
    y = np.array([label for _, label in rows], float)
    ridge = np.full(len(names) + 1, penalty)
    ridge[0] = 1e-6
    w = np.zeros(len(names) + 1)
    for _ in range(rounds):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + ridge * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return Logistic(round(float(w[0]), 4), {name: round(float(w[column[name]]), 4) for name in names})


def _fit_detection(name: str, found: Sequence[Sample], *, with_model: bool) -> dict[str, Logistic]:
    """The table for places as each stands for itself, and the one that weighs them with the rest of their page."""
    pages: list[tuple[Document, list[Place], list[bool]]] = []
    rows: list[_Row] = []
    for sample in found:
        page = document_of(Article("", sample.damaged.text, sample.language))
        here = places(page, sight(page), sample.signals if with_model else ())
        gaps = [place for place in here if place.is_gap]
        right = [_is_right(place, sample.damaged) for place in gaps]
        rows += [
            (features(page, place, with_model=with_model), label) for place, label in zip(gaps, right, strict=True)
        ]
        pages.append((page, gaps, right))
    calibration.override(name, fit_logistic(rows))
    weighed: list[_Row] = []
    for page, gaps, right in pages:
        alone = [by_code(page, place, with_model=with_model) for place in gaps]
        for parts, label in zip(page_features(page, gaps, alone), right, strict=True):
            weighed.append((max(parts, key=lambda row: row["own"]), label))
    return {name: calibration.table(name), f"{name}-page": fit_logistic(weighed)}


def _surface_rows(found: Sequence[Sample]) -> list[_Row]:
    """A row for every place of the other families, in texts that were given such damage."""
    rows = []
    for number, sample in enumerate(found):
        damaged = blemish(sample.sound, number, language=sample.language) if number % 3 else Damaged(sample.sound, ())
        page = document_of(Article("", damaged.text, sample.language))
        rows += [
            (surface_features(place.sightings), _is_right(place, damaged))
            for place in places(page, sight(page), ())
            if not place.is_gap
        ]
    return rows


def _is_right(place: Place, damaged: Damaged) -> bool:
    return _is_hit(place.start, place.end, place.code, damaged.alterations) is not None


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


def _collation_rows(found: Sequence[Sample]) -> tuple[list[_Row], list[_Row]]:
    """Rows of the tables `reading` and `testimony`; the second needs the first to be fitted and in force."""
    config = Config()
    apparatuses = [_collated(sample, number, config) for number, sample in enumerate(found)]
    readings: list[_Row] = []
    for sample, apparatus in zip(found, apparatuses, strict=True):
        witnesses = {w.name: w for w in apparatus.witnesses}
        for entry in (e for e in apparatus.entries if not e.is_variant):
            gap = _is_hit(entry.finding.start, entry.finding.end, entry.finding.code, sample.damaged.alterations)
            for candidate in entry.candidates:
                if candidate.kind == "reading":
                    right = gap is not None and _fills(sample.damaged.text, entry, candidate.text, gap)
                    readings.append((reading_features(entry, candidate, entry.candidates, witnesses), right))
    calibration.override("reading", fit_logistic(readings))
    for name in ("testimony", "variant"):
        calibration.override(name, Logistic(0.0, {}))  # `rank` asks for it; only the scores of readings are used here
    testimony: list[_Row] = []
    for sample, apparatus in zip(found, apparatuses, strict=True):
        witnesses = {w.name: w for w in apparatus.witnesses}
        for before, after in zip(apparatus.entries, rank(apparatus).entries, strict=True):
            scored = [c for c in after.candidates if c.kind == "reading"]
            if before.finding.is_gap and (scored or before.confirmed_by):
                hit = _is_hit(before.finding.start, before.finding.end, before.finding.code, sample.damaged.alterations)
                testimony.append((testimony_features(before, scored, witnesses), hit is not None))
    return readings, testimony


def _variant_rows(found: Sequence[Sample]) -> list[_Row]:
    """A row for every other spelling that copies have, where article and copies are mistyped each for itself."""
    rows: list[_Row] = []
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


def main(arguments: Sequence[str]) -> None:
    """Fit every table on the files named as `language=path` and write them to the package's data file."""
    texts = {}
    for argument in arguments:
        language, _, path = argument.partition("=")
        with Path(path).open(encoding="utf-8") as stream:
            texts[language] = [json.loads(line)["text"] for line in stream]
    found = samples(texts, _ARTICLES, load(GAP_MODEL).signals)
    tables = fit_tables(found)
    calibration.save(tables, fitted_on=f"{len(found)} articles of {', '.join(texts)}")
    print({name: len(t.weights) for name, t in tables.items()}, file=sys.stderr)


def fit_tables(found: Sequence[Sample]) -> dict[str, Logistic]:
    """Every table, fitted in order and put in force, since the later ones build on the earlier."""
    tables: dict[str, Logistic] = {}
    for name, with_model in (("detect-model", True), ("detect-rules", False)):
        tables.update(_fit_detection(name, found, with_model=with_model))
    tables["detect-surface"] = fit_logistic(_surface_rows(found))
    for name, fitted in tables.items():
        calibration.override(name, fitted)
    readings, testimony = _collation_rows(found)
    tables["reading"] = fit_logistic(readings)
    tables["testimony"] = fit_logistic(testimony)
    tables["variant"] = fit_logistic(_variant_rows(found))
    for name in ("testimony", "variant"):
        calibration.override(name, tables[name])
    return tables


if __name__ == "__main__":
    main(sys.argv[1:])
