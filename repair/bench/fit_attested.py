"""Fitting the table `attested`: what it is worth that other articles of a corpus have a name that may be missing here.

    python -m repair.bench.fit_attested TRUTH.jsonl ... --names STORE

The model is asked about losses of one to four words within the sentences of the truth files, at their places, half of
the times with the number of words. It remembers the names of all texts of the files, as they are, and of the stores; no
page attests its own words, in whatever form. With `--measure` nothing is fitted: losses of one word, their number told, are measured
with and without the memory.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from msgspec.structs import asdict, replace

from repair.bench.damage import Alteration
from repair.bench.fit_predictions import Asked, ask, fit_rivals, measure_predictions, scored_by
from repair.bench.truth import Case, Loss, half_of, read_truth
from repair.collate import Memories, Memory, Store
from repair.config import Config
from repair.models import ATTESTED_TABLE, FOUND_TABLE, GAP_MODEL, Filler, Query, load
from repair.propose import MAX_REMEMBERED
from repair.records import MAX_GUESSED, Article, Reference
from repair.scoring import calibration
from repair.scoring.calibration import Logistic
from repair.text.tokens import tokenize

__all__ = ["main", "questions"]

_CODE: Final = "RG112"  # what a loss that leaves no mark is reported as
_FILLS: Final = 200  # fill-ins of a gap that the fit sees: all that matter
_TOP: Final = 5

_Place = tuple[Article, Loss]


def questions(
    places: Sequence[_Place], memory: Memory | None, *, told: float
) -> list[tuple[int, Alteration | None, Query]]:
    """What the model is asked about each loss; a share `told` (0–1) of them with the number of words."""
    rng = random.Random(1)
    asked: list[tuple[int, Alteration | None, Query]] = []
    for number, (article, loss) in enumerate(places):
        names = memory.remembered(article, [(loss.start, loss.end)], MAX_REMEMBERED)[0] if memory else ()
        words = len(tokenize(loss.replacement))
        extent = (words, words) if rng.random() < told else None
        query = Query(
            article.text, loss.start, loss.end, extent, code=_CODE, language=article.language, remembered=names
        )
        asked.append((number, Alteration(loss.start, loss.end, loss.replacement, "words"), query))
    return asked


def _places(cases: Iterable[Case], most: int, words: int = MAX_GUESSED) -> list[_Place]:
    """Up to `most` losses of at most `words` words within sentences."""
    found = [
        (replace(case.article, id=case.page or case.article.id, language=case.language), loss)
        for case in cases
        for loss in case.losses
        if loss.counts and 1 <= len(tokenize(loss.replacement)) <= words
    ]
    return random.Random(1).sample(found, min(len(found), most))


def _remember(store: Store, files: Iterable[Sequence[Case]]) -> None:
    """The texts as they are, damaged, each under the name of its page: no page attests its own words."""
    store.add(
        Reference(f"{case.page}#{case.article.id}", case.article.text, url=case.host)
        for cases in files
        for case in cases
    )


def _fitted(asked: Sequence[Asked]) -> Logistic:
    rivals = [[(fill.evidence, right) for fill, right in a.fills] for a in asked]
    fitted = fit_rivals(rivals, base=calibration.table(FOUND_TABLE))
    return Logistic(0.0, {name: w for name, w in fitted.weights.items() if name.startswith(ATTESTED_TABLE)})


def _scored(asked: Iterable[Asked], table: Logistic) -> list[Asked]:
    """The answers with the scores that they have by this table, added to that of findings."""
    found = calibration.table(FOUND_TABLE)
    return scored_by(Logistic(found.bias, {**found.weights, **table.weights}), asked)


def _print_figures(name: str, asked: Sequence[Asked]) -> None:
    for words, part in (("one word", [a for a in asked if a.words == 1]), ("all", asked)):
        figures = {key: round(value, 4) for key, value in asdict(measure_predictions(part)).items()}
        print(json.dumps({"of": name, "words": words, **figures}), file=sys.stderr)


def _measure(files: Sequence[tuple[str, Sequence[Case]]], memory: Memory, model: Filler) -> None:
    """One-word losses of each file, their number of words told, with and without the memory."""
    for name, cases in files:
        places = _places(cases, sys.maxsize, words=1)
        for told in (None, memory):
            asked = ask(questions(places, told, told=1.0), model, Config(), top=_TOP)
            _print_figures(f"{name}, {'with' if told else 'without'} memory", asked)


def _fit(files: Sequence[Sequence[Case]], most: int, memory: Memory, model: Filler) -> Logistic:
    """The table fitted on the files; what it would be worth on the other half of the hosts is printed."""
    halves = []
    for half in (0, 1):
        parts = ([case for case in cases if half_of(case.host) == half] for cases in files)
        places = [place for cases in parts for place in _places(cases, most // 2)]
        halves.append(ask(questions(places, memory, told=0.5), model, Config(), top=_FILLS))
    nothing = Logistic(0.0, {"attested": -30.0})
    for half, other in ((0, 1), (1, 0)):
        _print_figures("held out, no name of others taken", _scored(halves[half], nothing))
        _print_figures("held out", _scored(halves[half], _fitted(halves[other])))
    return _fitted([*halves[0], *halves[1]])


def main(arguments: Sequence[str]) -> None:
    """Fit the table and write it to the package's data file, or measure it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="TRUTH.jsonl")
    parser.add_argument("--corpus", nargs="*", default=[], metavar="TRUTH.jsonl", help="more texts of the same corpus")
    parser.add_argument("--names", nargs="*", default=[], metavar="STORE", help="stores of other texts")
    parser.add_argument("--losses", type=int, default=400, help="of each file that the model is asked about in a fit")
    parser.add_argument("--measure", action="store_true")
    a = parser.parse_args(arguments)
    files = [list(read_truth(path)) for path in a.files]
    model = load(GAP_MODEL)
    with TemporaryDirectory() as folder, Store.open(f"{folder}/names", create=True) as own:
        _remember(own, [*files, *(list(read_truth(path)) for path in a.corpus)])
        memory = Memories([own, *map(Store.open, a.names)])
        if a.measure:
            _measure(list(zip(a.files, files, strict=True)), memory, model)
            return
        table = _fit(files, a.losses, memory, model)
    calibration.save({ATTESTED_TABLE: table}, fitted_on=f"losses of {', '.join(Path(path).stem for path in a.files)}")


if __name__ == "__main__":
    main(sys.argv[1:])
