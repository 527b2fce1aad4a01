"""Fitting the tables of `repair/scoring/calibration.json`, from which every confidence and the scores of readings come.

    python -m repair.bench.fit --pages TRUTH.jsonl… --html PAGES.jsonl… --sound TEXTS.jsonl… --prose it=PROSE.jsonl en=PROSE.jsonl

`--pages` are truth files (see `repair.bench.truth`) of real pages in any languages: rows that lost text, with all their
losses, and rows that lost nothing. `--html` are the pages that these were made from, as rows with `page`, the name that the
truth has for it, and `html`: with them, what a page says is fitted too (`--parents-only`: nothing else is). `--sound` are texts that lost nothing and are no web pages. `--prose` are sound texts in
a language, from which damage is made: it shows what few real pages have. Rows have `text`, `lang`, and `host` or `source`.

A cross-validation by host says how well the confidences hold on pages of sites that the fit has not seen. With the same
files, and the same gap head or the same `--signals`, the tables are the same.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from repair.bench.damage import Damaged, blemish
from repair.bench.fit_copies import fit_copies
from repair.bench.fit_gaps import cross_validated, cross_validated_head, fit_gaps, held_out, without_rules
from repair.bench.fit_pages import Kind, Page, is_hit, is_incomplete, made_pages, read_pages
from repair.bench.fit_parents import fit_parents, read_html_pages
from repair.bench.fit_report import report
from repair.bench.regression import Observation, fit_logistic
from repair.bench.samples import Sample, made_fewer, samples
from repair.bench.signals import KeptSignals
from repair.bench.truth import Case, read_truth
from repair.detect import JOINT_TABLE, QUICK_TABLE, document_of, sight
from repair.detect.rules import DETECTORS
from repair.detect.weighing.features import surface_features
from repair.detect.weighing.places import places
from repair.models import GAP_MODEL, MODELS
from repair.records import Article
from repair.scoring import calibration
from repair.scoring.calibration import Logistic

__all__ = ["main"]

_ARTICLES: Final = 420  # made of each language
# How much a page counts beside a real one: sound texts and made damage are many, and unlike what extractors give.
_SOUND: Final = 0.3
_MADE: Final = 0.3
_SHOWN: Final = 3  # places of made damage at which a rule must be right to get a weight
# A gap head reads fewer of these, by these factors: it takes long.
_READ_MADE: Final = 4
_READ_TEXTS: Final = 10


def main(arguments: Sequence[str]) -> None:
    """Fit the tables on the files that the arguments name, and write them to the package's data file."""
    options = _options().parse_args(arguments)
    cases = [case for path in options.pages for case in read_truth(path)]
    fitted_on = f"{len(cases)} real pages"
    if options.html:
        pages = read_html_pages(options.html, {case.page for case in cases})
        calibration.save(fit_parents(cases, pages), fitted_on=f"{fitted_on} beside the HTML of {len(pages)}")
    if options.parents_only:
        return
    texts = [case for path in options.sound for case in read_truth(path)]
    made = samples({language: _texts(path) for language, path in options.prose}, _ARTICLES)
    real = read_pages(cases, [()] * len(cases), kind="page", weight=1.0)
    complete = [page for page in real if not is_incomplete(page)]
    print(f"{len(real) - len(complete)} pages left out: their truth misses emptied pairs of marks", file=sys.stderr)
    by_rules = [
        *complete,
        *read_pages(texts, [()] * len(texts), kind="text", weight=_SOUND),
        *made_pages(made, weight=_MADE),
    ]
    by_fold = cross_validated(by_rules)
    print("by rules, by host held out:", file=sys.stderr)
    _report(by_rules, by_fold.fitted, with_model=False)
    tables = {**fit_gaps(by_rules, by_fold), "detect-surface": fit_logistic(_of_shown(_surface_rows(made)))}
    if not options.rules_only:
        of_head = [case for path in options.read for case in read_truth(path)] or cases
        for name, signals in (
            (JOINT_TABLE, KeptSignals(options.signals)),
            (QUICK_TABLE, KeptSignals(options.quick_signals, quick=True)),
        ):
            with_model = _pages_read(signals, of_head, texts, made, options.every)
            fitted, head_by_fold = cross_validated_head(with_model, by_fold.fitted, name)
            print(f"{name}, by host held out:", file=sys.stderr)
            _report(with_model, head_by_fold, with_model=True, by=name)
            tables |= fitted
        with calibration.overridden(tables):
            tables |= fit_copies(made)
    calibration.save(tables, fitted_on=f"{fitted_on}, {len(texts)} sound texts, {len(made)} made articles")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m repair.bench.fit", description="Fit the tables of confidences.")
    parser.add_argument("--pages", nargs="+", default=[], metavar="FILE", help="truth files of real pages")
    parser.add_argument("--html", nargs="+", default=[], metavar="FILE", help="the HTML of these pages")
    parser.add_argument("--parents-only", action="store_true", help="fit only what the HTML of a page says")
    parser.add_argument("--sound", nargs="+", default=[], metavar="FILE", help="sound texts that are no web pages")
    parser.add_argument(
        "--read",
        nargs="+",
        default=[],
        metavar="FILE",
        help="the pages that the gap head reads, of sites that it was not trained on (default: all)",
    )
    parser.add_argument(
        "--prose", nargs="+", default=[], metavar="LANGUAGE=FILE", type=_pair, help="sound texts to make damage from"
    )
    parser.add_argument("--signals", default="", metavar="FILE", help="keep here what the gap head says of the texts")
    parser.add_argument(
        "--quick-signals", default="", metavar="FILE", help="keep here what the quick reader alone says of them"
    )
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="let the gap head read every Nth text only, to save time"
    )
    parser.add_argument("--rules-only", action="store_true", help="fit only the tables that need no gap head")
    return parser


def _pair(argument: str) -> tuple[str, str]:
    language, _, path = argument.partition("=")
    if not path:
        raise argparse.ArgumentTypeError(f"{argument!r} is not LANGUAGE=FILE")
    return language, path


def _texts(path: str) -> list[str]:
    return [case.article.text for case in read_truth(path)]


def _report(
    pages: Sequence[Page], by_fold: Sequence[dict[str, Logistic]], *, with_model: bool, by: str = JOINT_TABLE
) -> None:
    for line in report(pages, held_out(pages, by_fold, with_model=with_model, by=by)):
        print(f"  {line}", file=sys.stderr)


def _pages_read(
    signals: KeptSignals, cases: Sequence[Case], texts: Sequence[Case], made: Sequence[Sample], every: int
) -> list[Page]:
    """The pages that a reader reads, with what it says of them."""
    some = made_fewer(made, every * _READ_MADE)
    read = signals([sample.damaged.text for sample in some])
    lost = [case for case in cases if case.losses][::every]
    sound = [case for case in cases if not case.losses][::every]
    return [
        *_with_signals(lost, signals, kind="page", weight=1.0),
        *_with_signals(sound, signals, kind="page", weight=_SOUND),
        *_with_signals(texts[:: every * _READ_TEXTS], signals, kind="text", weight=_SOUND),
        *made_pages((replace(sample, signals=mine) for sample, mine in zip(some, read, strict=True)), weight=_MADE),
    ]


def _with_signals(cases: Sequence[Case], signals: KeptSignals, *, kind: Kind, weight: float) -> list[Page]:
    """The pages in languages that the gap head knows."""
    known = [case for case in cases if document_of(case.article).article.language in MODELS[GAP_MODEL].languages]
    read = read_pages(known, signals([case.article.text for case in known]), kind=kind, weight=weight)
    return [page for page in read if not is_incomplete(page)]


def _surface_rows(made: Sequence[Sample]) -> list[Observation]:
    """A row for every place of the other families, in texts that were given such damage."""
    rows: list[Observation] = []
    for number, sample in enumerate(made):
        damaged = blemish(sample.sound, number, language=sample.language) if number % 3 else Damaged(sample.sound, ())
        page = document_of(Article("", damaged.text, sample.language))
        for place in places(page, sight(page), ()):
            if not place.is_gap:
                right = is_hit(place.start, place.end, place.code, damaged.alterations) is not None
                rows.append((surface_features(place.sightings), right))
    return rows


def _of_shown(rows: Sequence[Observation]) -> list[Observation]:
    """The rows without the rules that made damage never shows right, if these have a prior, which they keep: where they fire
    in texts that were to be sound, a few slips of authors would decide."""
    right = Counter(name for row, label in rows if label for name in row)
    rare = [rule for rule, by in DETECTORS.items() if by.prior is not None and right[f"rule:{rule}"] < _SHOWN]
    kept = without_rules(rows, rare)
    return [(row, label) for row, label in kept if any(name.startswith("rule:") for name in row)]


if __name__ == "__main__":
    main(sys.argv[1:])
