"""What is weighed at a place: the evidence for it, the text around it, and the rest of its document.

Each function gives named numbers, which fitted tables weigh under the same names.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from repair.codes import CODES
from repair.detect.document import Document, Sighting
from repair.detect.line_shapes import Line
from repair.detect.weighing.places import SILENT, Place, seen, signalled
from repair.detect.weighing.surroundings import beside_lines, blanks_at, goes_on, in_code, within_line
from repair.scoring.calibration import logit

__all__ = [
    "LIKELY",
    "features",
    "head_features",
    "head_page_features",
    "link_features",
    "page_features",
    "prior_features",
    "surface_features",
]

LIKELY: Final = 0.3
"""A place counts as evidence for others from this confidence on."""
_CLEAR: Final = 0.5  # above this probability of a signal, no other place of its document stands alone
_SURE: Final = 0.7  # from here on a place says that losses on its page leave its trace
_MOST_KIN: Final = 3  # other places with the same trace that count
_KNOT: Final = 1.5  # log-odds at which the slope of a link may change
_SHORTEST: Final = 500  # code points; in a shorter text one gap would be many in a thousand


def features(document: Document, place: Place) -> dict[str, float]:
    """What rules see at a gap, and what stands around it."""
    line = document.lines[document.line_at(place.start)]
    edge = _edge(place, line)
    out = {f"rule:{s.rule}": 1.0 for s in place.sightings}
    if len(out) > 1:
        out["rules_agree"] = 1.0
    out[place.code] = 1.0  # rare rules rely on the weight of their code
    out[f"{line.shape}:{edge}"] = 1.0
    out.update(in_code(document, place.start, place.end))
    if edge == "inside":
        out.update(within_line(document, place.start, place.end, place.code, line))
    else:
        out.update(beside_lines(document, place.code, line, at_end=edge == "end"))
    return out


def _edge(place: Place, line: Line) -> str:
    """Where in its line a gap lies."""
    return "end" if place.end >= line.end else "start" if place.start <= line.start else "inside"


def head_features(document: Document, place: Place, by_rules: float) -> dict[str, float]:
    """What a gap head says of a gap, and how sure (0–1) the rules alone are of it; 0 if none sees it.

    They are few on purpose: the rules' own table weighs what stands around a gap, and is fitted on many more sites.
    """
    line = document.lines[document.line_at(place.start)]
    edge = _edge(place, line)
    signal = place.signal
    strength = logit(max(SILENT / 2, signal.probability if signal else 0.0))
    marks = in_code(document, place.start, place.end)["code_marks"]
    blanks = blanks_at(document, place.start, place.end)
    out = {
        f"blank:{blanks}": 1.0,
        f"signal_at_blank:{blanks}": strength,
        "signal": strength,
        f"in:{document.article.language}": 1.0,  # a gap head is not equally sure in all of its languages
        f"signal_in:{document.article.language}": strength,
        f"signal_at_{edge}": strength,
        "signal_in_code": strength * marks,
        "code_marks": marks,
        edge: 1.0,
        f"line:{line.shape}": 1.0,
    }
    if by_rules:
        out |= {"seen": 1.0, "rules": logit(by_rules), "signal_with_rule": strength}
    else:
        out[f"unseen_at_{edge}"] = 1.0
    if edge != "inside" and goes_on(document, line, at_end=edge == "end"):
        out |= {f"goes_on:{edge}": 1.0, f"signal_goes_on:{edge}": strength}
    if signal:
        out["signal_many_words"] = signal.lengths[2] + signal.lengths[3]
    return out


def head_page_features(
    document: Document, gaps: Sequence[Place], alone: Sequence[float]
) -> list[list[dict[str, float]]]:
    """What the rest of a document says about each of its gaps, beside a gap head, for each trace that a part of its evidence
    has. A gap is no evidence for itself. `alone` is how sure (0–1) the rules are of each by itself.

    An extractor that drops one element leaves the same trace wherever it dropped one. The count has a bound: a page with a
    hundred losses of a kind says no more of the next one than a page with a few.
    """
    by_head = [place.signal.probability if place.signal else 0.0 for place in gaps]
    signals = [probability if probability > _CLEAR else 0.0 for probability in by_head]
    likely = sum(sure >= LIKELY or signal_value > _CLEAR for sure, signal_value in zip(alone, by_head, strict=True))
    traces = [_traces(document, place) for place in gaps]
    surely = [
        mine if max(sure, signal_value) >= _SURE else frozenset[str]()
        for mine, sure, signal_value in zip(traces, alone, by_head, strict=True)
    ]
    kin = Counter(trace for mine in surely for trace in mine)
    thousands = max(len(document.text), _SHORTEST) / 1000
    out = []
    for mine, counted, sure, signal_value, signal in zip(traces, surely, alone, by_head, signals, strict=True):
        around = {
            "other_signals": math.log1p((sum(signals) - signal) / thousands),
            "alone": float(likely == (sure >= LIKELY or signal_value > _CLEAR)),
        }
        others = (min(_MOST_KIN, kin[trace] - (trace in counted)) if trace else 0 for trace in sorted(mine))
        # where a gap head is less sure of single places, those like them on the page say more. Half of it, so that a language
        # differs from the others only as far as its own pages tell
        known = f"kin_in:{document.article.language}"
        out.append([around | {"kin": (alike := math.log1p(count)), known: alike / 2} for count in others])
    return out


def _traces(document: Document, place: Place) -> frozenset[str]:
    """The traces that the parts of a place's evidence are. Another rule that sees the place adds one, and takes none away."""
    parts = (*(seen([s]) for s in place.sightings), *(signalled(document.text, s) for s in place.signals))
    return frozenset(_trace(document, part) for part in parts)


def _trace(document: Document, place: Place) -> str:
    """The edge of a line, or the kind of the blanks there; empty where there are none, as before most marks of any text."""
    edge = _edge(place, document.lines[document.line_at(place.start)])
    blanks = blanks_at(document, place.start, place.end) if edge == "inside" else edge
    return "" if blanks == "none" else blanks


def page_features(
    document: Document, gaps: Sequence[Place], alone: Sequence[Mapping[str, float]]
) -> list[list[dict[str, float]]]:
    """What the rest of a document says about each of its gaps, for each code that a part of its evidence has.

    An extractor that drops one element drops others like it; and what a document does everywhere without losing text is its
    habit. A gap's own confidence never counts as evidence for itself. `gaps` are all gaps of the document; `alone` is the
    confidence (0–1) that each has by itself, by these codes.
    """
    own = [max(sure.values()) for sure in alone]
    likely = sum(c for c in own if c >= LIKELY)
    kin = Counter(place.code for place in gaps)
    unlikely = Counter(place.code for place, c in zip(gaps, own, strict=True) if c < LIKELY)
    likely_edges = Counter(
        (place.code, document.line_at(place.start))
        for place, c in zip(gaps, own, strict=True)
        if CODES[place.code].other_edge and c >= LIKELY
    )
    out = []
    for place, mine, sure in zip(gaps, own, alone, strict=True):
        others = likely - (mine if mine >= LIKELY else 0.0)
        rows = []
        for code, confidence in sure.items():
            is_named = code == place.code
            silent = unlikely[code] - (is_named and mine < LIKELY) if CODES[code].seen_by == "rules" else 0
            same = kin[code] - is_named
            row = {
                "own": logit(confidence),
                "others": math.log1p(others),
                "density": math.log1p(1000 * others / max(len(document.text), _SHORTEST)),
                "alone": float(others == 0.0),
                "habit": math.log1p(silent),
                "unlikely_kin": silent / same if same > 1 else 0.0,
            }
            if other := CODES[
                code
            ].other_edge:  # a paragraph that lost its head and its tail is one loss seen at two places
                is_other = place.code == other and mine >= LIKELY
                row["other_edge"] = float(likely_edges[other, document.line_at(place.start)] > is_other)
            rows.append(row)
        out.append(rows)
    return out


def link_features(log_odds: float) -> dict[str, float]:
    """What rules say of a likely gap on its page, as two pieces of its log-odds."""
    return {"likely": min(log_odds, _KNOT), "sure": max(0.0, log_odds - _KNOT)}


def prior_features(log_odds: float) -> dict[str, float]:
    """What a rule says by its prior."""
    return {"own": log_odds}


def surface_features(sightings: Sequence[Sighting]) -> dict[str, float]:
    """The evidence for a place where no text is missing: joins, encoding, residue."""
    out = {f"rule:{s.rule}": 1.0 for s in sightings}
    out["rules_agree"] = float(len(out) > 1)
    return out
