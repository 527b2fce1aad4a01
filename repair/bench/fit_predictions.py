"""Fitting the tables `prediction` and `prediction-found`: how probable it is that a fill-in is the lost text.

    python -m repair.bench.fit_predictions it=SOUND_IT.jsonl en=SOUND_EN.jsonl

Each row of the files has a `text` of sound prose. The first table is fitted on words taken out at any place; their
number is given for half of them. For the second table, four articles in ten are made as for the other tables, sound or
damaged; five have lost names at their first mention, as pages link them, alone or with the words that follow; one has
lost one or two terms nearly everywhere, as pages emphasise them. The model is asked about everything that detection
reports there, false alarms included. Every third article has copies. A third of the texts is kept out of the fit and
measured. Then `repair.bench.fit_scores` puts the scores right on real pages.
"""

from __future__ import annotations

import json
import random
import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import asdict, replace

from repair.bench.damage import Alteration, Damaged
from repair.bench.samples import Sample, samples
from repair.bench.simulated_copies import copies
from repair.config import Config
from repair.detect import detect
from repair.models import FOUND_TABLE, GAP_MODEL, TABLE, Fill, Filler, Query, load
from repair.models.phrases import common_words
from repair.models.query import LOST
from repair.propose import query_of, wants
from repair.records import Article, Entry, Signal
from repair.scoring import calibration
from repair.scoring.calibration import Logistic
from repair.text.tokens import Tokens, tokenize

__all__ = [
    "Asked",
    "Measured",
    "ask",
    "expected_error",
    "fit_rivals",
    "found_queries",
    "main",
    "measure_predictions",
    "scored_by",
]

_Question = tuple[int, Alteration | None, Query]

_ARTICLES: Final = 140  # of each language
_HELD_OUT: Final = 3  # every third source text
_ROUNDS: Final = 40
_STEP: Final = 2.0  # the most that a weight changes in one round
_FREE: Final = 5  # queries about any place of an article with the length given, and as many without it
_FREE_LENGTHS: Final = (1, 1, 1, 1, 2, 3, 4)
_FILLS: Final = 200  # fill-ins of a gap that the fit sees: all that matter
_COPIED: Final = 3
_BINS: Final = 10
_SLACK: Final = 3  # characters between a loss and the finding that is about it
_APART: Final = 12  # characters between two losses
_RECURRING: Final = 0.25  # share of the names met again that may be lost: few that pages link stand elsewhere
_LONGER: Final = 0.5  # share of the names that words after them are lost with
_OFTEN: Final = 4  # occurrences of a term
_KEPT_BLANKS: Final = 0.5  # share of articles in which both blanks about a loss stay
_NAME: Final = re.compile(r"(?<=[\w,] )[A-ZÀ-Ý]\w+(?: (?:[a-z]{2,3} )?[A-ZÀ-Ý]\w+){0,3}")
_AROUND: Final = 40  # characters of either side that are compared
_HELD: Final = 1e12  # a penalty under which a weight stays zero


class Asked(Struct, frozen=True):
    """A query, its fill-ins with whether each is right, the loss it is about, if any, and how many words that had."""

    article: int
    gap: Alteration | None
    query: Query
    words: int
    fills: tuple[tuple[Fill, bool], ...]


def varied(found: Sequence[Sample], signals: Callable[[Sequence[str]], Sequence[tuple[Signal, ...]]]) -> list[Sample]:
    """The articles, six in ten of them damaged in the other two ways."""
    made = []
    for number, sample in enumerate(found):
        damaged = sample.damaged
        if number % 10 > 3:
            losses = (
                _set_apart(sample.sound, number, sample.language) if number % 10 == 9 else _linked(sample.sound, number)
            )
            damaged = _without(sample.sound, losses, number)
        made.append((sample, damaged))
    read = signals([damaged.text for _, damaged in made])
    return [replace(sample, damaged=damaged, signals=mine) for (sample, damaged), mine in zip(made, read, strict=True)]


def _linked(text: str, seed: int) -> list[tuple[int, int]]:
    """Spans of names at their first mention, mostly of such as have no other, half of them with words that follow, and
    of a few other runs of words."""
    rng = random.Random(seed)
    words = tokenize(text)
    counts = Counter(words.words)
    first: dict[str, tuple[int, int]] = {}
    for m in _NAME.finditer(text):
        first.setdefault(m[0].split()[-1], m.span())
    linked = [span for last, span in first.items() if counts[last.casefold()] == 1 or rng.random() < _RECURRING]
    spans = []
    for start, end in rng.sample(linked, min(len(linked), rng.randrange(1, 7))):
        longer = rng.random() < _LONGER
        spans.append((start, max(end, _run(words, bisect_left(words.starts, start), rng)[1]) if longer else end))
    spans += [_run(words, rng.randrange(len(words)), rng) for _ in range(rng.randrange(3))]
    return [(a, b) for a, b in spans if "\n" not in text[a:b]]


def _run(words: Tokens, first: int, rng: random.Random) -> tuple[int, int]:
    """The span of a run of words that begins with word number `first`, as long as what extractors lose."""
    (length,) = rng.choices(range(1, len(LOST) + 1), LOST)
    return words.starts[first], words.ends[min(len(words), first + length) - 1]


def _set_apart(text: str, seed: int, language: str) -> list[tuple[int, int]]:
    """Spans of nearly all occurrences of one or two words that the text often has."""
    rng = random.Random(seed)
    words = tokenize(text)
    common = common_words(language)
    counts = Counter(w for w in words.words if len(w) > 3 and w not in common)
    often = [w for w, n in counts.items() if n >= _OFTEN]
    if not often:
        return []
    # what a text is about is what it sets apart
    terms = set(rng.choices(often, [counts[w] ** 2 for w in often], k=rng.randrange(1, 3)))
    share = rng.uniform(0.4, 0.9)
    return [
        (start, end)
        for word, start, end in zip(words.words, words.starts, words.ends, strict=True)
        if word in terms and rng.random() < share
    ]


def _without(text: str, spans: Iterable[tuple[int, int]], seed: int) -> Damaged:
    """The text without these spans, the blanks about them treated alike."""
    kept_blanks = random.Random(seed).random() < _KEPT_BLANKS
    parts, gaps = [], []
    last = size = 0
    for start, end in sorted(spans):
        if start < last + _APART or not text[:start].strip():
            continue
        after = end + (not kept_blanks and text[end : end + 1] == " " and text[start - 1] == " ")
        parts.append(text[last:start])
        size += start - last
        gaps.append(Alteration(size, size, text[start:after], "name"))
        last = after
    return Damaged("".join((*parts, text[last:])), tuple(gaps))


def found_queries(
    number: int, sample: Sample, config: Config, others: tuple[str, ...] = ()
) -> Iterator[tuple[Alteration | None, Query]]:
    """The questions about what detection reports of one damaged article, with the loss that each is about; `others` are
    texts that have phrases of it."""
    article = Article(str(number), sample.damaged.text, sample.language)
    entries = [e for e in detect(article, sample.signals, config).entries if wants(e, config)]
    near: dict[Alteration, Entry] = {}
    for entry in entries:
        about = [gap for gap in sample.damaged.alterations if _is_near(entry, gap)]
        for gap in about:
            if gap.is_loss and (gap not in near or near[gap].finding.confidence < entry.finding.confidence):
                near[gap] = entry
        if not about:
            yield None, query_of(article, entry, others)
    for gap, entry in near.items():
        yield gap, query_of(article, entry, others)


def _is_near(entry: Entry, gap: Alteration) -> bool:
    return entry.finding.start <= gap.end + _SLACK and entry.finding.end >= gap.start - _SLACK


def free_queries(number: int, sample: Sample) -> Iterator[tuple[Alteration | None, Query]]:
    """Questions about runs of one to four words of one sound article, taken out anywhere."""
    rng = random.Random(number)
    text = sample.sound
    words = tokenize(text)
    for with_length in (True, False) * _FREE:
        length = rng.choice(_FREE_LENGTHS)
        first = rng.randrange(max(1, len(words) - length))
        start, end = words.starts[first], words.ends[first + length - 1]
        if not (text[start - 1 : start] == text[end : end + 1] == " ") or "\n" in text[start:end]:
            continue
        gap = Alteration(start - 1, start - 1, text[start - 1 : end], "words")
        extent = (length, length) if with_length else None
        yield gap, Query(text[: start - 1] + text[end:], gap.start, gap.end, extent, language=sample.language)


def _others(number: int, sample: Sample) -> tuple[str, ...]:
    """Copies of every third article that cannot be aligned with it."""
    if number % _COPIED:
        return ()
    return tuple(_shuffled(copy, number) for copy in copies(sample.sound, number, language=sample.language))


def _shuffled(copy: str, seed: int) -> str:
    """A text that has the copy's words in another order of sentences, as one that could not be aligned."""
    sentences = copy.replace("\n", " ").split(". ")
    random.Random(seed).shuffle(sentences)
    return ". ".join(sentences[: max(1, len(sentences) // 2)])


def ask(
    asked: Sequence[tuple[int, Alteration | None, Query]], model: Filler, config: Config, *, top: int
) -> list[Asked]:
    """What the model answers, judged. Each question has the number of its article and the loss it is about."""
    answers = model.fill([query for _, _, query in asked], top=top, batch_size=config.batch_size)
    out = []
    for (number, gap, query), fill_ins in zip(asked, answers, strict=True):
        judged = tuple((f, gap is not None and restores(query, f, gap)) for f in fill_ins)
        out.append(Asked(number, gap, query, len(gap.replacement.split()) if gap else 0, judged))
    return out


def restores(query: Query, fill: Fill, gap: Alteration) -> bool:
    """Whether the fill-in, put in, gives the words of the sound text."""
    low, high = max(0, min(gap.start, query.start) - _AROUND), max(gap.end, query.end) + _AROUND
    truth = query.text[low : gap.start] + gap.replacement + query.text[gap.end : high]
    mine = query.text[low : query.start] + fill.text + query.text[query.end : high]
    return list(tokenize(truth).words) == list(tokenize(mine).words)


def fit_rivals(
    gaps: Sequence[Sequence[tuple[Mapping[str, float], bool]]], *, penalty: float = 5.0, base: Logistic | None = None
) -> Logistic:
    """Weights by which one of several rivals is right, or none, by Newton's method with an L2 penalty. With a `base`, the
    bias and the weights that it has stay as they are, and only weights of other features are fitted."""
    held = base.weights if base else {}
    names = sorted({name for rivals in gaps for row, _ in rivals for name in row} - held.keys())
    column = {name: i + 1 for i, name in enumerate(names)}
    matrices, answers, given = [], [], []
    for rivals in gaps:
        x = np.zeros((len(rivals), len(names) + 1))
        x[:, 0] = 1.0
        for i, (row, _) in enumerate(rivals):
            for name, value in row.items():
                if name in column:
                    x[i, column[name]] = value
        given.append(np.array([base.log_odds(row) if base else 0.0 for row, _ in rivals]))
        matrices.append(x)
        answers.append(np.array([right for _, right in rivals], float))
    ridge = np.full(len(names) + 1, float(penalty))
    ridge[0] = _HELD if base else 1e-6
    w = np.zeros(len(names) + 1)
    for _ in range(_ROUNDS):
        gradient, hessian = ridge * w, np.diag(ridge)
        for x, y, known in zip(matrices, answers, given, strict=True):
            odds = np.exp(np.clip(x @ w + known, -30, 30))
            p = odds / (1.0 + odds.sum())
            mean = p @ x
            gradient += (p - y / max(1.0, y.sum())) @ x
            hessian += (x * p[:, None]).T @ x - np.outer(mean, mean)
        step = np.linalg.solve(hessian, gradient)
        w -= step * min(1.0, _STEP / np.abs(step).max())
        if np.abs(step).max() < 1e-4:
            break
    return Logistic(round(float(w[0]), 4), {name: round(float(w[column[name]]), 4) for name in names})


class Measured(Struct, frozen=True):
    """Shares of the losses whose words are the first fill-in and among the first five, and how far scores are off."""

    losses: int
    top1: float
    top5: float
    error: float
    error_first: float


def scored_by(table: Logistic, asked: Iterable[Asked]) -> list[Asked]:
    """The answers with the scores that they have by this table."""
    scored = []
    for a in asked:
        scores = table.shares([fill.evidence for fill, _ in a.fills])
        fills = tuple((replace(f, score=s), right) for (f, right), s in zip(a.fills, scores, strict=True))
        scored.append(replace(a, fills=fills))
    return scored


def measure_predictions(asked: Iterable[Asked]) -> Measured:
    """Figures over these losses; `error` is the expected calibration error of all scores, and of the first ones."""
    every = list(asked)
    ranked = [sorted(a.fills, key=lambda f: -f[0].score)[:5] for a in every]
    count = max(1, len(every))
    return Measured(
        losses=len(every),
        top1=sum(bool(r) and r[0][1] for r in ranked) / count,
        top5=sum(any(right for _, right in r) for r in ranked) / count,
        error=expected_error([(f.score, right) for r in ranked for f, right in r]),
        error_first=expected_error([(r[0][0].score, r[0][1]) for r in ranked if r]),
    )


def expected_error(scored: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for score, right in scored:
        bins[min(_BINS - 1, int(score * _BINS))].append((score, right))
    return sum(abs(sum(score for score, _ in b) - sum(right for _, right in b)) for b in bins) / max(1, len(scored))


def _questions(found: Sequence[Sample], config: Config) -> tuple[list[_Question], list[_Question]]:
    """Those about any place, and those about findings."""
    free = [(number, *pair) for number, sample in enumerate(found) for pair in free_queries(number, sample)]
    at_findings = [
        (number, *pair)
        for number, sample in enumerate(found)
        for pair in found_queries(number, sample, config, _others(number, sample))
    ]
    return free, at_findings


def main(arguments: Sequence[str]) -> None:
    """Fit the tables on the files named as `language=path` and write them to the package's data file."""
    texts: Mapping[str, list[str]] = {
        language: [json.loads(line)["text"] for line in Path(path).read_text(encoding="utf-8").splitlines()]
        for language, _, path in (argument.partition("=") for argument in arguments)
    }
    model = load(GAP_MODEL)
    config = Config(min_proposal=0.0)
    kept_out = {language: every[::_HELD_OUT] for language, every in texts.items()}
    fitted_on = {language: [t for i, t in enumerate(every) if i % _HELD_OUT] for language, every in texts.items()}
    found = varied(samples(fitted_on, _ARTICLES), model.signals)
    free, at_findings = (ask(questions, model, config, top=_FILLS) for questions in _questions(found, config))
    tables = {
        name: fit_rivals([[(fill.evidence, right) for fill, right in a.fills] for a in asked])
        for name, asked in ((TABLE, free), (FOUND_TABLE, at_findings))
    }
    held_out = varied(samples(kept_out, _ARTICLES // _HELD_OUT), model.signals)
    with calibration.overridden(tables):
        free, at_findings = (ask(questions, model, config, top=5) for questions in _questions(held_out, config))
    for name, part in (
        ("any place, length told", [a for a in free if a.query.words]),
        ("any place, one word told", [a for a in free if a.query.words == (1, 1)]),
        ("any place, length not told", [a for a in free if not a.query.words]),
        ("findings", at_findings),
        ("findings at losses", [a for a in at_findings if a.gap]),
        ("findings at losses of one word", [a for a in at_findings if a.words == 1]),
    ):
        print(name, {key: round(value, 4) for key, value in asdict(measure_predictions(part)).items()}, file=sys.stderr)
    calibration.save(tables, fitted_on=f"{len(found)} articles of {', '.join(texts)}")


if __name__ == "__main__":
    main(sys.argv[1:])
