"""Putting the scores of predictions right on real pages: what extractors lose is harder to guess than what is taken out.

    python -m repair.bench.fit_scores TRUTH.jsonl... [--signals FILE]

The table `prediction-found`, fitted on damage made from sound prose, says which fill-in is the best of a gap, but is too
sure of it on real pages. The model is asked about all that detection reports in the rows of the truth files, sound rows
and false alarms included, and one slope and one offset are fitted to the log-odds that the table gives: the order of the
fill-ins of a gap stays, their scores change. A second run on the same files changes nothing. It prints how far scores
are off on the half of the hosts that a fit has not seen, before and after.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Final

from msgspec.structs import asdict

from repair.bench.damage import Alteration, Damaged
from repair.bench.fit_predictions import Asked, ask, fit_rivals, found_queries, measure_predictions, scored_by
from repair.bench.samples import Sample
from repair.bench.signals import KeptSignals
from repair.bench.truth import Case, half_of, read_truth
from repair.config import Config
from repair.models import ATTESTED_TABLE, FOUND_TABLE, GAP_MODEL, load
from repair.scoring import calibration
from repair.scoring.calibration import Logistic

__all__ = ["main", "rescaled", "slope_and_offset"]

_FILLS: Final = 200  # fill-ins of a gap that the fit sees: all that matter
_SAID: Final = "said"
_PENALTY: Final = 0.01
"""Of the slope. Two numbers of thousands of gaps need none, but a fit of a few may have no finite one."""


def slope_and_offset(table: Logistic, asked: Sequence[Asked]) -> tuple[float, float]:
    """What the log-odds of the table are to be multiplied by, and what is to be added, so that its scores hold for these
    answers."""
    rivals = [[({_SAID: table.log_odds(fill.evidence)}, right) for fill, right in a.fills] for a in asked]
    fitted = fit_rivals(rivals, penalty=_PENALTY)
    return fitted.weights[_SAID], fitted.bias


def rescaled(table: Logistic, slope: float, offset: float) -> Logistic:
    """The table whose log-odds are those of the given one times the slope, plus the offset."""
    weights = {name: round(slope * weight, 4) for name, weight in table.weights.items()}
    return Logistic(round(slope * table.bias + offset, 4), weights)


def _asked(cases: Sequence[Case], signals: KeptSignals) -> list[Asked]:
    """What the model answers at the findings in these rows."""
    config = Config(min_proposal=0.0)
    read = signals([case.article.text for case in cases])
    questions = []
    for number, (case, signal) in enumerate(zip(cases, read, strict=True)):
        losses = tuple(Alteration(loss.start, loss.end, loss.replacement, loss.kind) for loss in case.losses)
        sample = Sample(case.language, case.sound, Damaged(case.article.text, losses), number, signal)
        questions += [(number, *pair) for pair in found_queries(number, sample, config)]
    return ask(questions, load(GAP_MODEL), config, top=_FILLS)


def _print_figures(name: str, asked: Sequence[Asked], table: Logistic) -> None:
    measured = measure_predictions(scored_by(table, asked))
    figures = {key: round(value, 4) for key, value in asdict(measured).items()}
    print(json.dumps({"of": name, **figures}), file=sys.stderr)


def main(arguments: Sequence[str]) -> None:
    """Fit slope and offset and write the table to the package's data file, or only measure the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="TRUTH.jsonl")
    parser.add_argument("--signals", default="", metavar="FILE", help="keeps what the gap head says of the texts")
    parser.add_argument(
        "--measure", action="store_true", help="fit nothing; say how far the scores are off, file by file"
    )
    a = parser.parse_args(arguments)
    signals, table = KeptSignals(a.signals), calibration.table(FOUND_TABLE)
    files = [list(read_truth(path)) for path in a.files]
    if a.measure:
        for path, cases in zip(a.files, files, strict=True):
            _print_figures(path, _asked(cases, signals), table)
        return
    halves = [
        _asked([case for cases in files for case in cases if half_of(case.host) == half], signals) for half in (0, 1)
    ]
    for half, other in ((0, 1), (1, 0)):
        _print_figures("other hosts, before", halves[half], table)
        _print_figures("other hosts, after", halves[half], rescaled(table, *slope_and_offset(table, halves[other])))
    asked = [*halves[0], *halves[1]]
    slope, offset = slope_and_offset(table, asked)
    # what is added for a name that other articles have grows with the rest, so that the order stays there too
    tables = {
        FOUND_TABLE: rescaled(table, slope, offset),
        ATTESTED_TABLE: rescaled(calibration.table(ATTESTED_TABLE), slope, 0.0),
    }
    calibration.save(tables, fitted_on=f"made damage, and its scores on {len(asked)} findings on real pages")


if __name__ == "__main__":
    main(sys.argv[1:])
