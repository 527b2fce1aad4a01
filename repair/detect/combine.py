"""Sightings of rules and signals of the gap head, made into findings: one a place, with one calibrated confidence.

What several detectors see at one place is one finding with the most specific code; how much each of them counts comes
out of a fitted table, one for runs with the gap head and one for rules alone.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from repair.calibration import logit, table
from repair.codes import CODES
from repair.detect.lines import Line
from repair.detect.page import BLANK, Page, Sighting
from repair.records import Candidate, Entry, Finding, RuleSource, Signal

__all__ = ["Place", "entries", "features", "page_features", "places", "surface_features"]

# Most specific first: where several rules see one place, the first of these names it.
_SPECIFIC: Final = (
    "RG111", "RE301", "RE302", "RE303", "RG101", "RG102", "RG109", "RG108", "RG103", "RG104", "RG105", "RG107", "RG106",
    "RG110", "RJ201", "RJ203", "RJ202", "RS401", "RS402", "RG112",
)  # fmt: skip
_RANK: Final = {code: rank for rank, code in enumerate(_SPECIFIC)}
# Findings that say what stands in the text rather than what lacks: they do not merge with gaps beside them.
_OWN_PLACE: Final = ("RE", "RS", "RJ202")
# How far (in code points) a signal may lie from a rule's span and still mean the same place.
_REACH: Final = 3
# A place counts as evidence for others from this confidence on.
_LIKELY: Final = 0.3
# A paragraph that ends below this length (in code points) may be a headline or a lead.
_SHORT: Final = 200
_EDGES: Final = ("RG106", "RG107")
# An ellipsis apart from the word before it is an author's; that of a teaser touches it.
_PAUSES: Final = (" …", " ...")
_LENGTHS: Final = ((1, 1), (2, 3), (4, 8), (9, 25))
# Below this the gap head says nothing about a place.
_SILENT: Final = 0.02


class Place(Struct, frozen=True):
    """One place of the text and all that speaks for it. `signal` is the strongest signal there, `code` the most specific
    code that was seen."""

    start: int
    end: int
    sightings: tuple[Sighting, ...]
    signal: Signal | None
    code: str


def places(page: Page, sightings: Iterable[Sighting], signals: Sequence[Signal]) -> list[Place]:
    """The places of a page in text order. Text within residue is no article, so signals there are dropped."""
    gaps = []
    own: dict[tuple[int, int, str], list[Sighting]] = {}
    for s in sightings:
        if s.code.startswith(_OWN_PLACE):
            own.setdefault((s.start, s.end, s.code), []).append(s)
        else:
            gaps.append(s)
    found = [Place(start, end, tuple(same), None, code) for (start, end, code), same in own.items()]
    residue = sorted((p.start, p.end) for p in found if p.code.startswith(("RS", "RE301")))
    free = [s for s in signals if not _within(residue, s.offset)]
    offsets = [s.offset for s in free]
    used: set[int] = set()
    gaps.sort(key=lambda s: (s.start, s.end, _RANK[s.code], s.rule))
    at = 0
    while at < len(gaps):
        same = [gaps[at]]
        end = gaps[at].end
        while at + len(same) < len(gaps) and _one_place(page.text, end, gaps[at + len(same)].start):
            same.append(gaps[at + len(same)])
            end = max(end, same[-1].end)
        at += len(same)
        lead = min(same, key=lambda s: (_RANK[s.code], s.start))
        if _within(residue, lead.start) and lead.code != "RG111":
            continue
        near = range(bisect_left(offsets, same[0].start - _REACH), bisect_left(offsets, end + _REACH + 1))
        used.update(near)
        strongest = max((free[i] for i in near), key=lambda s: s.probability, default=None)
        found.append(Place(lead.start, lead.end, tuple(same), strongest, lead.code))
    for i, signal in enumerate(free):
        if i not in used and signal.probability >= _SILENT:
            start, end = _span(page.text, signal.offset)
            found.append(Place(start, end, (), signal, "RG112"))
    found.sort(key=lambda p: (p.start, p.end, p.code))
    return found


def _one_place(text: str, end: int, start: int) -> bool:
    """Whether only blanks and a mark or two lie between two spans."""
    return start <= end or (start - end <= _REACH and not any(c.isalnum() or c == "\n" for c in text[end:start]))


def _within(spans: list[tuple[int, int]], offset: int) -> bool:
    at = bisect_left(spans, (offset + 1, 0)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]


def _span(text: str, offset: int) -> tuple[int, int]:
    """The span of a gap at `offset`: a run of doubled blanks is all in it, a single blank stays after it."""
    end = offset
    while end < len(text) and text[end] in BLANK:
        end += 1
    return (offset, end) if end - offset > 1 and end < len(text) and text[end] != "\n" else (offset, offset)


def features(page: Page, place: Place, *, with_model: bool) -> dict[str, float]:
    """What the fitted table weighs at one place."""
    text = page.text
    line = page.lines[page.line_at(place.start)]
    out = {f"rule:{s.rule}": 1.0 for s in place.sightings}
    at_end, at_start = place.end >= line.end, place.start <= line.start
    edge = "end" if at_end else "start" if at_start else "inside"
    out[f"{line.shape}:{edge}"] = 1.0
    if place.sightings:  # rare rules lean on what holds for their code
        out[place.code] = 1.0
        out[f"{place.code}:{page.article.language}"] = 1.0
    if at_end or at_start:
        index = page.line_at(place.start)
        around = (*page.lines[max(0, index - 2) : index], *page.lines[index + 1 : index + 3])
        beside_code = any(other.shape in ("code", "table") for other in around)
        out["beside_code"] = float(beside_code)
        # the middle of a sentence alone on its line lost both its head and its tail
        out[f"orphan:{edge}"] = float(_is_orphan(text, line) and not beside_code)
    if at_end and not at_start:
        out["title"] = float(_is_title(page, line))
        out["short_line"] = float(line.end - line.start < _SHORT)
    if len({s.rule for s in place.sightings}) > 1:
        out["rules_agree"] = 1.0
    if with_model:
        strength = logit(max(_SILENT / 2, place.signal.probability if place.signal else 0.0))
        out["signal"] = strength
        if place.sightings:
            out["signal_with_rule"] = strength
        else:
            out["signal_alone"] = 1.0
            out[f"signal_at_{edge}"] = strength
        if place.signal:
            out["signal_many_words"] = place.signal.lengths[2] + place.signal.lengths[3]
    if not place.sightings and not (at_end or at_start):
        blanks = text[place.start : place.end]
        out["doubled_blank"] = float(len(blanks) > 1)
        follower = text[place.end : place.end + 2].lstrip()[:1]
        out["before_mark"] = float(bool(follower) and not follower.isalnum())
        out["before_pause"] = float(text.startswith(_PAUSES, place.end))
        out["from_start"] = math.log1p(place.start - line.start)
        out["before_capital"] = float(follower.isupper())
        out["after_mark"] = float(place.start > 0 and not text[place.start - 1].isalnum())
    return out


def surface_features(place: Place) -> dict[str, float]:
    """What the fitted table weighs at a place where no text is missing: joins, encoding, residue."""
    out = {f"rule:{s.rule}": 1.0 for s in place.sightings}
    out["rules_agree"] = float(len(out) > 1)
    return out


def _is_orphan(text: str, line: Line) -> bool:
    return line.shape == "prose" and text[line.start].islower() and text[line.end - 1].isalnum()


def _is_title(page: Page, line: Line) -> bool:
    """Whether the line stands above the text's first paragraph, as headlines do."""
    return line.start <= _first_end(page)


@lru_cache(maxsize=1)
def _first_end(page: Page) -> int:
    """Where the first line begins that ends as a sentence does; the text's length where none does."""
    ends = (line.start for line in page.lines if line.shape != "blank" and page.text[line.end - 1] in ".!?…")
    return next(ends, len(page.text))


def page_features(found: Sequence[Place], confidences: Sequence[float], page: Page) -> list[dict[str, float]]:
    """What the rest of a page says of each of its places: an extractor that drops one element drops more like it, and
    what a page does everywhere without losing anything is its habit.

    `confidences` are those of all places `found` where text may be missing, as each stands for itself.
    """
    likely = sum(c for c in confidences if c >= _LIKELY)
    kin = Counter(place.code for place in found)
    unlikely = Counter(place.code for place, c in zip(found, confidences, strict=True) if c < _LIKELY)
    edges = [
        (place.code, page.line_at(place.start), c >= _LIKELY)
        for place, c in zip(found, confidences, strict=True)
        if place.code in _EDGES
    ]
    likely_edges = {(code, line) for code, line, counts in edges if counts}
    out = []
    for place, own in zip(found, confidences, strict=True):
        others = likely - (own if own >= _LIKELY else 0.0)
        code = place.code
        silent = unlikely[code] if code != "RG112" else 0
        row = {
            "own": logit(own),
            "others": math.log1p(others),
            "density": math.log1p(1000 * others / max(len(page.text), 500)),
            "alone": float(others == 0.0),
            "habit": math.log1p(silent),
            "unlikely_kin": silent / kin[code] if kin[code] > 2 else 0.0,
        }
        if code in _EDGES:  # a paragraph that lost its head and its tail is one loss seen at two places
            other = _EDGES[1 - _EDGES.index(code)]
            row["other_edge"] = float((other, page.line_at(place.start)) in likely_edges)
        out.append(row)
    return out


def entries(page: Page, sightings: Iterable[Sighting], signals: Sequence[Signal] | None, floor: float) -> list[Entry]:
    """The findings of a page as open entries, in text order, those under `floor` left out.

    `signals` is `None` where no gap head has read the text.
    """
    name = "detect-rules" if signals is None else "detect-model"
    found = places(page, sightings, signals or ())
    gaps = [p for p in found if p.code.startswith("RG")]
    alone = [table(name).probability(features(page, p, with_model=signals is not None)) for p in gaps]
    together = map(table(f"{name}-page").probability, page_features(gaps, alone, page))
    out = []
    for place in found:
        if place.code.startswith("RG"):
            confidence = next(together)
        else:
            confidence = table("detect-surface").probability(surface_features(place))
        if confidence >= floor:
            out.append(_entry(place, confidence))
    return out


def _entry(place: Place, confidence: float) -> Entry:
    code = place.code
    detectors = tuple(dict.fromkeys(s.rule for s in place.sightings)) + (("gap-head",) if place.signal else ())
    words = next((s.words for s in place.sightings if s.words), None)
    if words is None and place.signal and code.startswith("RG") and code not in ("RG106", "RG107", "RG109"):
        words = _extent(place.signal)
    fix = next((s for s in place.sightings if s.code == code and s.fix is not None), None)
    finding = Finding(place.start, place.end, code, CODES[code].meaning, confidence, words, detectors)
    candidates = (Candidate(fix.fix, confidence, (RuleSource(fix.rule),)),) if fix and fix.fix is not None else ()
    return Entry(finding, candidates)


def _extent(signal: Signal) -> tuple[int, int]:
    """The fewest length classes that hold 70 % of the probability, as words."""
    best = max(range(4), key=signal.lengths.__getitem__)
    low = high = best
    share = signal.lengths[best]
    while share < 0.7:
        below = signal.lengths[low - 1] if low else -1.0
        above = signal.lengths[high + 1] if high < 3 else -1.0
        if below >= above:
            low -= 1
        else:
            high += 1
        share += max(below, above)
    return _LENGTHS[low][0], _LENGTHS[high][1]
