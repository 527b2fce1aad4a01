"""Merges, scores and orders candidates, and revises the confidence of a finding by what its references say.

Readings that would print the same words are one candidate with several witnesses; witnesses that copy each other
count once. Every score and confidence comes from a fitted table.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from repair.codes import CODES
from repair.records import Apparatus, Article, Candidate, Entry, Reading, Witness
from repair.scoring.calibration import logit, table
from repair.text.tokens import tokenize

__all__ = ["rank", "reading_features", "testimony_features", "variant_features"]

# A reading that begins with one of these marks comes from a copy that has lost the words before it.
_STRANDED: Final = frozenset(",.;:!?)")
# The highest score: no copy is beyond doubt.
_CEILING: Final = 0.99


def rank(apparatus: Apparatus) -> Apparatus:
    """The apparatus with equal candidates merged, scores set, candidates best first, and confidences revised."""
    witnesses = {w.name: w for w in apparatus.witnesses}
    entries = tuple(
        e
        if e.status != "open"
        else _variant(e, apparatus.article, witnesses)
        if e.is_variant
        else _ranked(e, witnesses)
        for e in apparatus.entries
    )
    return replace(apparatus, entries=entries)


def _ranked(entry: Entry, witnesses: Mapping[str, Witness]) -> Entry:
    readings = _merged(c for c in entry.candidates if c.kind == "reading")
    others = _merged(c for c in entry.candidates if c.kind != "reading")
    # a candidate's score is so far how sure its words are for being a parent's
    confirmed = _is_confirmed(entry, witnesses)
    by_parent = [0.0 if confirmed else c.score for c in readings]
    scored = [
        replace(c, score=min(_CEILING, _either(_reading_score(entry, c, readings, witnesses), sure)))
        for c, sure in zip(readings, by_parent, strict=True)
    ]
    scored.sort(key=lambda c: (-c.score, -len(c.provenance), c.text))
    finding = entry.finding
    if witnesses and finding.is_gap and (scored or entry.confirmed_by):
        features = testimony_features(entry, scored, witnesses)
        finding = replace(finding, confidence=table("testimony").probability(features))
    elif confirmed:
        finding = replace(finding, confidence=finding.confidence * (1.0 - _CEILING))
    if sure := max(by_parent, default=0.0):
        finding = replace(finding, confidence=_either(finding.confidence, sure))
    others.sort(key=lambda c: (-c.score, c.text))
    return replace(entry, finding=finding, candidates=(*scored, *others))


def _reading_score(
    entry: Entry, candidate: Candidate, rivals: Sequence[Candidate], witnesses: Mapping[str, Witness]
) -> float:
    return table("reading").probability(reading_features(entry, candidate, rivals, witnesses))


def _either(one: float, other: float) -> float:
    """The probability by two kinds of evidence, each of which may be enough."""
    return 1.0 - (1.0 - one) * (1.0 - other)


def _is_confirmed(entry: Entry, witnesses: Mapping[str, Witness]) -> bool:
    """Whether a parent has the article's own text there."""
    return any(r.reference in witnesses and witnesses[r.reference].kind == "parent" for r in entry.confirmed_by)


def _variant(entry: Entry, article: Article, witnesses: Mapping[str, Witness]) -> Entry:
    """A variant with its spellings best first. The finding is as sure as the best of them."""
    words = Counter(tokenize(article.text).words)
    spellings = _merged(entry.candidates)
    fitted = table("variant")
    mine = article.text[entry.finding.start : entry.finding.end]
    scored = [
        replace(c, score=min(_CEILING, fitted.probability(variant_features(mine, c, spellings, words, witnesses))))
        for c in spellings
    ]
    scored.sort(key=lambda c: (-c.score, -len(c.provenance), c.text))
    return replace(entry, finding=replace(entry.finding, confidence=scored[0].score), candidates=tuple(scored))


def _merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Merges candidates of one kind that would print the same words, in the spelling of most witnesses."""
    by_words: dict[tuple[str, tuple[str, ...]], list[Candidate]] = {}
    for candidate in candidates:
        words = tuple(tokenize(candidate.text).words)
        by_words.setdefault((candidate.kind, words or (candidate.text,)), []).append(candidate)
    merged = []
    for same in by_words.values():
        best = max(same, key=lambda c: (len(c.provenance), c.score))
        if len(same) > 1 and isinstance(best.provenance[0], Reading):
            best = replace(best, provenance=tuple(p for c in same for p in c.provenance))
        merged.append(best)
    return merged


def _groups(readings: Iterable[Reading], witnesses: Mapping[str, Witness]) -> set[int]:
    return {witnesses[r.reference].group for r in readings if r.reference in witnesses}


def _readings(candidate: Candidate) -> list[Reading]:
    return [p for p in candidate.provenance if isinstance(p, Reading)]


def reading_features(
    entry: Entry, candidate: Candidate, rivals: Sequence[Candidate], witnesses: Mapping[str, Witness]
) -> dict[str, float]:
    """The evidence for one reading: how well its context fits, which references have it, which have something else."""
    own = _readings(candidate)
    best = max(own, key=lambda r: min(r.left, r.right))
    groups = _groups(own, witnesses)
    rival_groups = set[int]().union(*(_groups(_readings(c), witnesses) for c in rivals if c is not candidate))
    words = len(tokenize(candidate.text))
    longest = max((len(tokenize(c.text)) for c in rivals), default=0)
    agreement = max((witnesses[r.reference].agreement for r in own if r.reference in witnesses), default=0.0)
    code = CODES[entry.finding.code]
    return {
        "worse_side": min(best.left, best.right) / 100,
        "better_side": max(best.left, best.right) / 100,
        "agreement": agreement / 100,
        "groups": math.log(max(1, len(groups))),
        "rivals": float(len(rival_groups - groups)),
        "confirming": float(len(_groups(entry.confirmed_by, witnesses) - groups)),
        "log_words": math.log(max(1, words)),
        "shorter_than_rival": float(words < longest),
        "sentence": float(candidate.text.rstrip().endswith((".", "!", "?")) and words > 6),
        "element": float(any(r.element for r in own)),
        "ragged": float(candidate.text.lstrip()[:1] in _STRANDED),
        "edge": float(code.edge != ""),
        "discovered": float(code.seen_by == "references" and not code.passage),
        "passage": float(code.is_passage_of_references),
    }


def variant_features(
    mine: str, candidate: Candidate, rivals: Sequence[Candidate], words: Counter[str], witnesses: Mapping[str, Witness]
) -> dict[str, float]:
    """The evidence for another spelling of `mine`; `words` counts those of the whole article."""
    own = _readings(candidate)
    groups = _groups(own, witnesses)
    rival_groups = set[int]().union(*(_groups(_readings(c), witnesses) for c in rivals if c is not candidate))
    here, there = tokenize(mine).words, tokenize(candidate.text).words
    return {
        "groups": math.log(max(1, len(groups))),
        "rivals": float(len(rival_groups - groups)),
        "at_home": float(all(words[word] > 0 for word in there)),
        "repeated": float(all(words[word] > 1 for word in here)),
        "worse_side": max(min(r.left, r.right) for r in own) / 100,
        "agreement": max((witnesses[r.reference].agreement for r in own if r.reference in witnesses), default=0.0)
        / 100,
        "letters": math.log(max(1, sum(map(len, here)))),
    }


def testimony_features(
    entry: Entry, readings: Sequence[Candidate], witnesses: Mapping[str, Witness]
) -> dict[str, float]:
    """What the references say about a finding: that words are missing, or that none are. `readings` are scored."""
    confirming = _groups(entry.confirmed_by, witnesses)
    found = _groups((r for c in readings for r in _readings(c)), witnesses)
    discovered = entry.finding.detectors == ("collation",)
    words = len(tokenize(readings[0].text)) if readings else 0
    code = CODES[entry.finding.code]
    return {
        "prior": 0.0 if discovered else logit(entry.finding.confidence),
        "discovered": float(discovered),
        "passage": float(code.is_passage_of_references),
        "reading": float(bool(readings)),
        "score": logit(readings[0].score) if readings else 0.0,
        "log_words": math.log(words) if words else 0.0,
        "more_groups": math.log(len(found)) if found else 0.0,
        "confirming": math.log1p(len(confirming)),
        "confirming_only": float(bool(confirming) and not found),
    }
