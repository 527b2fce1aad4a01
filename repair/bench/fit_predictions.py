"""Fitting the table `prediction`: how probable it is that a fill-in is the lost text.

    python -m repair.bench.fit_predictions it=SOUND_IT.jsonl en=SOUND_EN.jsonl

Each row of the files has a `text` of sound prose. A third of the texts is damaged as for the other tables, a third
lost names where they are first mentioned, as pages link them, and a third lost one or two terms nearly everywhere, as
pages set them apart. Every loss is asked about both where it is, for what anybody may ask, and if detection sees it, as
detection reports it; of the latter, the mix of losses is made like that of pages. Every third article has copies beside
it. A third of the texts is kept out of the fit and measured.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from repair import calibration
from repair.bench.fit import Sample, fit, samples
from repair.bench.simulate import Damaged, Gap, copies
from repair.config import Config
from repair.detect import detect
from repair.models import GAP_MODEL, TABLE, Fill, Filler, Query, load
from repair.models.phrases import COMMON_WORDS
from repair.propose import query_of, wants
from repair.records import Article, Signal
from repair.tokens import tokenize

__all__ = ["Asked", "Measured", "ask", "expected_error", "main", "measure"]

_ARTICLES: Final = 260  # of each language
_HELD_OUT: Final = 3  # every fourth source text
_FILLS: Final = 100  # fill-ins of a gap that the fit sees: all
_COPIED: Final = 3
_BINS: Final = 10
_SLACK: Final = 3  # characters between a loss and the finding that is about it
# share of inline elements on pages that have so many words or more, up to the next row, and of those whose words stand
# elsewhere in the article too
_LENGTHS: Final = {1: 0.365, 2: 0.27, 4: 0.2, 9: 0.165}
_ELSEWHERE: Final = 0.2
_MOST_WEIGHT: Final = 3.0  # of a rare kind of loss
_APART: Final = 12  # characters between two losses
_OFTEN: Final = 4  # occurrences of a term
_KEPT_BLANKS: Final = 0.5  # share of articles in which both blanks about a loss stay
_NAME: Final = re.compile(r"(?<=[\w,] )[A-ZÀ-Ý]\w+(?: (?:[a-z]{2,3} )?[A-ZÀ-Ý]\w+){0,3}")
_AROUND: Final = 40  # characters of either side that are compared


@dataclass(frozen=True, slots=True)
class Asked:
    """A loss, the query about it, and its fill-ins with whether each is right. `words` is how many were lost."""

    article: int
    gap: Gap
    query: Query
    words: int
    fills: tuple[tuple[Fill, bool], ...]


def varied(found: Sequence[Sample], signals: Callable[[Sequence[str]], Sequence[tuple[Signal, ...]]]) -> list[Sample]:
    """The articles with two thirds of them damaged in the other two ways; those without any loss are left out."""
    made = []
    for number, sample in enumerate(found):
        damaged = sample.damaged
        if number % 3:
            losses = _linked(sample.sound, number) if number % 3 == 1 else _set_apart(sample.sound, number)
            damaged = _without(sample.sound, losses, number)
        if damaged.gaps:
            made.append((sample, damaged))
    read = signals([damaged.text for _, damaged in made])
    return [replace(sample, damaged=damaged, signals=said) for (sample, damaged), said in zip(made, read, strict=True)]


def _linked(text: str, seed: int) -> list[tuple[int, int]]:
    """Spans of names at their first mention, and of a few other runs of words."""
    rng = random.Random(seed)
    first: dict[str, tuple[int, int]] = {}
    for m in _NAME.finditer(text):
        first.setdefault(m[0].split()[-1], m.span())
    words = tokenize(text)
    spans = rng.sample(list(first.values()), min(len(first), rng.randrange(1, 7)))
    for _ in range(rng.randrange(3)):
        at = rng.randrange(len(words))
        spans.append((words.starts[at], words.ends[min(len(words) - 1, at + rng.choice((0, 0, 1, 1, 2, 3, 5)))]))
    return [(a, b) for a, b in spans if "\n" not in text[a:b]]


def _set_apart(text: str, seed: int) -> list[tuple[int, int]]:
    """Spans of nearly all occurrences of one or two words that the text often has."""
    rng = random.Random(seed)
    words = tokenize(text)
    counts = Counter(w for w in words.words if len(w) > 3 and w not in COMMON_WORDS)
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
        gaps.append(Gap(size, size, text[start:after], "name"))
        last = after
    return Damaged("".join((*parts, text[last:])), tuple(gaps))


def queries(number: int, sample: Sample, config: Config) -> Iterator[tuple[Gap, Query]]:
    """The questions about one damaged article: each loss where it is, and as it was found where it was."""
    article = Article(str(number), sample.damaged.text, sample.language)
    found = detect(article, sample.signals, config)
    others: tuple[str, ...] = ()
    if number % _COPIED == 0:
        others = tuple(_shuffled(copy, number) for copy in copies(sample.sound, number, language=sample.language))
    for gap in sample.damaged.gaps:
        if not gap.is_loss:
            continue
        yield gap, Query(article.text, gap.start, gap.end, others=others, language=sample.language)
        near = [
            e
            for e in found.entries
            if e.finding.start <= gap.end + _SLACK and e.finding.end >= gap.start - _SLACK and wants(e, config)
        ]
        if near:
            best = max(near, key=lambda e: e.finding.confidence)
            yield gap, query_of(article, best, others)


def _shuffled(copy: str, seed: int) -> str:
    """A text that has the copy's words in another order of sentences, as one that could not be aligned."""
    sentences = copy.replace("\n", " ").split(". ")
    random.Random(seed).shuffle(sentences)
    return ". ".join(sentences[: max(1, len(sentences) // 2)])


def ask(found: Sequence[Sample], model: Filler, config: Config, *, top: int) -> list[Asked]:
    """Every loss of every article, asked about and judged."""
    asked = [(number, *pair) for number, sample in enumerate(found) for pair in queries(number, sample, config)]
    answers = model.fill([query for _, _, query in asked], top=top, batch_size=config.batch_size)
    out = []
    for (number, gap, query), fill_ins in zip(asked, answers, strict=True):
        judged = tuple((f, restores(query, f, gap)) for f in fill_ins)
        out.append(Asked(number, gap, query, len(gap.replacement.split()), judged))
    return out


def restores(query: Query, fill: Fill, gap: Gap) -> bool:
    """Whether the fill-in, put in, gives the words of the sound text."""
    low, high = max(0, min(gap.start, query.start) - _AROUND), max(gap.end, query.end) + _AROUND
    truth = query.text[low : gap.start] + gap.replacement + query.text[gap.end : high]
    mine = query.text[low : query.start] + fill.text + query.text[query.end : high]
    return list(tokenize(truth).words) == list(tokenize(mine).words)


def balanced(asked: Sequence[Asked]) -> list[Asked]:
    """As many of them as leave shares of lengths, and of words that stand elsewhere in the text, as on real pages."""
    rng = random.Random(0)
    kinds = [(_length(a.words), _stands_elsewhere(a)) for a in asked]
    counts = Counter(kinds)
    wanted = {
        (length, elsewhere): share * (_ELSEWHERE if elsewhere else 1.0 - _ELSEWHERE)
        for length, share in _LENGTHS.items()
        for elsewhere in (False, True)
    }
    weights = {kind: wanted[kind] * len(asked) / count for kind, count in counts.items()}
    most = min(_MOST_WEIGHT, max(weights.values(), default=1.0))
    return [a for a, kind in zip(asked, kinds, strict=True) if rng.random() < weights[kind] / most]


def _length(words: int) -> int:
    return max(low for low in _LENGTHS if low <= max(1, words))


def _stands_elsewhere(asked: Asked) -> bool:
    here = set(tokenize(asked.query.text).words)
    return all(word in here for word in tokenize(asked.gap.replacement).words)


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares of the losses whose words are the first fill-in and among the first five, and how far scores are off."""

    losses: int
    top1: float
    top5: float
    error: float
    error_first: float


def measure(asked: Iterable[Asked]) -> Measured:
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


def main(arguments: Sequence[str]) -> None:
    """Fit the table on the files named as `language=path` and write it to the package's data file."""
    texts: Mapping[str, list[str]] = {
        language: [json.loads(line)["text"] for line in Path(path).read_text(encoding="utf-8").splitlines()]
        for language, _, path in (argument.partition("=") for argument in arguments)
    }
    model = load(GAP_MODEL)
    config = Config(min_proposal=0.0)
    kept_out = {language: every[::_HELD_OUT] for language, every in texts.items()}
    fitted_on = {language: [t for i, t in enumerate(every) if i % _HELD_OUT] for language, every in texts.items()}
    found = varied(samples(fitted_on, _ARTICLES, model.signals), model.signals)
    asked = ask(found, model, config, top=_FILLS)
    asked = [a for a in asked if not a.query.code] + balanced([a for a in asked if a.query.code])
    table = fit([(dict(fill.evidence), right) for a in asked for fill, right in a.fills])
    calibration.override(TABLE, table)
    held_out = varied(samples(kept_out, _ARTICLES // _HELD_OUT, model.signals), model.signals)
    asked = ask(held_out, model, config, top=5)
    for name, part in (
        ("all", asked),
        ("as found", [a for a in asked if a.query.code]),
        ("where it is", [a for a in asked if not a.query.code]),
        ("one word", [a for a in asked if a.words == 1]),
        ("one word, where it is", [a for a in asked if a.words == 1 and not a.query.code]),
    ):
        print(name, {key: round(value, 4) for key, value in asdict(measure(part)).items()}, file=sys.stderr)
    calibration.save({TABLE: table}, fitted_on=f"{len(found)} articles of {', '.join(texts)}")


if __name__ == "__main__":
    main(sys.argv[1:])
