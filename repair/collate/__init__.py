"""References to readings: which references are copies of an article, and what each has at every finding.

`collate` takes an apparatus and gives it back with readings as candidates, with the references that confirm the
article as it stands, and with findings for words that references have and the article lacks. This room alone imports
RapidFuzz.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import replace
from typing import Final

from repair.codes import CODES
from repair.collate.finders import Finders
from repair.collate.groups import groups
from repair.collate.index import Finder, ReferenceIndex
from repair.collate.readings import Collation, Insertion
from repair.collate.store import Store, is_store
from repair.config import Config
from repair.records import Apparatus, Candidate, Entry, Finding, Reading, Witness
from repair.tokens import Tokens, tokenize

__all__ = ["Finder", "Finders", "ReferenceIndex", "Store", "collate", "is_store"]

# How far (in words) the place of a finding made by the gap head alone may be moved to where a reference has words.
_NEAR: Final = 2
# A reading longer than this is a passage, not words of a sentence.
_LONGEST: Final = 60
_MOVABLE: Final = frozenset({"RG112"})
_AT_END: Final = frozenset({"RG106", "RG109"})
_QUOTED: Final = frozenset({"RG101", "RG102"})
_AT_START: Final = frozenset({"RG107"})


def collate(apparatus: Apparatus, finder: Finder, config: Config) -> Apparatus:
    """The apparatus with what its references say at every finding, and with what they tell beyond."""
    article = apparatus.article
    copies = finder.find(article, config.max_references, config.min_similarity)
    if not copies:
        return apparatus
    tokens = tokenize(article.text)
    collations = [Collation(tokens, reference) for reference, _ in copies]
    entries = [_collated(entry, tokens, collations) for entry in apparatus.entries]
    if config.discover:
        entries += _discovered(tokens, collations, entries)
    entries.sort(key=lambda e: (e.finding.start, e.finding.end))
    witnesses = tuple(
        Witness(reference.name, similarity, round(collation.agreement, 1), group, reference.url)
        for (reference, similarity), collation, group in zip(copies, collations, groups(collations), strict=True)
    )
    return replace(apparatus, entries=tuple(entries), witnesses=witnesses)


def _boundary(tokens: Tokens, start: int, end: int) -> int | None:
    """The number of the first word after the span, `None` where the span holds or cuts a word."""
    after = bisect_left(tokens.starts, end)
    return None if after and tokens.ends[after - 1] > start else after


def _collated(entry: Entry, tokens: Tokens, collations: list[Collation]) -> Entry:
    """One entry with its readings."""
    finding = entry.finding
    if not finding.is_gap or entry.status != "open":
        return entry
    boundary = _boundary(tokens, finding.start, finding.end)
    if boundary is None:
        return entry
    found = [(c, i) for c in collations if (i := _look(c, finding, boundary)) is not None]
    if finding.code in _MOVABLE and not any(i.first < i.last for _, i in found):
        moved = _move(tokens, collations, finding, boundary)
        if moved is not None:
            finding, found = moved
    return _with_readings(replace(entry, finding=finding), found)


def _look(collation: Collation, finding: Finding, boundary: int) -> Insertion | None:
    """What the reference has at the finding; where one neighbour has no partner (a paragraph cut off or beheaded, the
    article's last words), the rest of the reference's paragraph or quotation."""
    insertion = collation.at(boundary)
    if insertion is None or not _fits(insertion):
        if finding.code in _AT_START:
            insertion = collation.at_start(boundary)
        elif finding.code in _AT_END or boundary == len(collation.article):
            insertion = collation.at_end(boundary, quoted=finding.code in _QUOTED)
    return insertion if insertion and _fits(insertion) else None


def _fits(insertion: Insertion) -> bool:
    return insertion.last - insertion.first <= _LONGEST


def _move(
    tokens: Tokens, collations: list[Collation], finding: Finding, boundary: int
) -> tuple[Finding, list[tuple[Collation, Insertion]]] | None:
    """The finding at the nearest place where a reference has words: the gap head is sure of the words, less of the
    place."""
    for distance in range(1, _NEAR + 1):
        for at in (boundary - distance, boundary + distance):
            if not 0 < at < len(tokens):
                continue
            found = [(c, i) for c in collations if (i := c.at(at)) is not None and _fits(i)]
            if any(i.first < i.last for _, i in found):
                start, end = _gap_span(tokens, at)
                return replace(finding, start=start, end=end), found
    return None


def _gap_span(tokens: Tokens, boundary: int) -> tuple[int, int]:
    """The span of a gap before word `boundary`: right after the word before it, all blanks where they are doubled."""
    start = tokens.ends[boundary - 1] if boundary else 0
    end = tokens.starts[boundary] if boundary < len(tokens) else len(tokens.text)
    between = tokens.text[start:end]
    if len(between) > 1 and not between.strip() and "\n" not in between:
        return start, end
    return start, start


def _with_readings(entry: Entry, found: list[tuple[Collation, Insertion]]) -> Entry:
    start, end = entry.finding.start, entry.finding.end
    readings: dict[str, list[Reading]] = {}
    confirming: list[Reading] = []
    for collation, insertion in found:
        text, reading = collation.fill(insertion, start, end)
        if text == collation.article.text[start:end]:
            confirming.append(reading)
        else:
            readings.setdefault(text, []).append(reading)
    candidates = tuple(Candidate(text, 0.0, tuple(witnesses)) for text, witnesses in readings.items())
    return replace(entry, candidates=entry.candidates + candidates, confirmed_by=tuple(confirming))


def _any_within(ordered: list[int], low: int, high: int) -> bool:
    return bisect_left(ordered, low) < bisect_right(ordered, high)


def _discovered(tokens: Tokens, collations: list[Collation], entries: list[Entry]) -> list[Entry]:
    """Findings for words inside a sentence that references have at places where nothing else was found."""
    taken = sorted(
        b for e in entries if e.finding.is_gap and (b := _boundary(tokens, e.finding.start, e.finding.end)) is not None
    )
    places: list[int] = []  # in order
    for collation in collations:
        for insertion in collation.insertions():
            if not _fits(insertion):
                continue
            low, high = insertion.at - insertion.back, insertion.at + insertion.forth
            if not _any_within(taken, low, high) and not _any_within(places, low, high):
                insort(places, insertion.at)
    found = []
    for at in places:
        start, end = _gap_span(tokens, at)
        if "\n" in tokens.text[start : tokens.starts[at]]:
            continue
        here = [(c, i) for c in collations if (i := c.at(at)) is not None and _fits(i)]
        lengths = [i.last - i.first for _, i in here if i.first < i.last]
        finding = Finding(
            start,
            end,
            "RG113",
            CODES["RG113"].meaning,
            0.5,
            (min(lengths), max(lengths)),
            ("collation",),
        )
        found.append(_with_readings(Entry(finding), here))
    return found
