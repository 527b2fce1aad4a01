"""What references have where the article is damaged rather than lacking: at a broken character, a joined word, residue.

The words around the damage are found in the reference, and the letters between them are aligned, so that a reading
replaces exactly the span of the finding, also where it cuts a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace
from rapidfuzz.distance import Levenshtein

from repair.collate.readings import Collation, Insertion
from repair.records import Candidate, Entry, Reading
from repair.text.tokens import Tokens

__all__ = ["at_place"]

# How many damaged words may stand between the span and the next sound word.
_REACH: Final = 6
# Longest span, and longest text of a reference at it, in code points.
_LONGEST: Final = 600
# Similarity (0–100) of the words around the place, at least.
_CONTEXT: Final = 50.0
_BLANKS: Final = re.compile(r"\s+")


def at_place(entry: Entry, tokens: Tokens, collations: Sequence[Collation], parents: Sequence[Collation]) -> Entry:
    """The entry with what references have at its span, if it is open and no reading was found for it as a gap."""
    if entry.status != "open" or entry.confirmed_by or any(c.kind == "reading" for c in entry.candidates):
        return entry
    start, end = entry.finding.start, entry.finding.end
    if entry.finding.code.startswith("RS"):
        return _without_residue(entry, tokens, parents)
    mine = tokens.text[start:end]
    readings: dict[str, list[Reading]] = {}
    for collation in collations:
        found = _read(collation, start, end)
        if found is None:
            continue
        text, reading = found
        if text != mine:
            readings.setdefault(text, []).append(reading)
    candidates = tuple(Candidate(text, 0.0, tuple(by)) for text, by in readings.items())
    return replace(entry, candidates=entry.candidates + candidates)


def _read(collation: Collation, start: int, end: int) -> tuple[str, Reading] | None:
    """What the reference has in place of the span, `None` if it does not have the words on both sides of it."""
    around = _neighbours(collation, start, end)
    if around is None:
        return None
    left, right = around
    article, there, partners = collation.article, collation.there, collation.partners
    low = article.ends[left] if left >= 0 else 0
    high = article.starts[right] if right < len(article) else len(article.text)
    first = there.ends[partners[left]] if left >= 0 else there.starts[partners[right]]
    last = there.starts[partners[right]] if right < len(article) else there.ends[partners[left]]
    if not 0 <= last - first <= _LONGEST or high - low > _LONGEST or (left < 0 and start) or right >= len(article):
        return None
    sides = _context(collation, left, right)
    if min(sides) < _CONTEXT or collation.furniture.holds(first, last):
        return None
    blank = "\n" if "\n" in article.text[start:end] else " "
    other = _BLANKS.sub(lambda m: blank if "\n" in m[0] else " ", collation.reference.text[first:last])
    a, b = _mapped(article.text[low:high], other, start - low, end - low)
    return other[a:b], Reading(collation.reference.name, first, last, *sides)


def _neighbours(collation: Collation, start: int, end: int) -> tuple[int, int] | None:
    """The nearest words before and after the span that the reference has, one after the other."""
    article, partners = collation.article, collation.partners
    left, right = bisect_left(article.ends, start) - 1, bisect_right(article.starts, end)
    lowest, highest = left - _REACH, right + _REACH
    while left >= 0 and partners[left] < 0:
        left -= 1
    while right < len(partners) and partners[right] < 0:
        right += 1
    if left < max(0, lowest) or right > min(highest, len(partners) - 1) or partners[left] >= partners[right]:
        return None
    return left, right


def _context(collation: Collation, left: int, right: int) -> tuple[float, float]:
    before, _ = collation.context(Insertion(left + 1, collation.partners[left] + 1, collation.partners[right], 0, 0))
    _, after = collation.context(Insertion(right, collation.partners[left] + 1, collation.partners[right], 0, 0))
    return before, after


def _mapped(mine: str, other: str, start: int, end: int) -> tuple[int, int]:
    """Where `other` has what `mine` has at `start`..`end`, with what it has in addition at the edges of the span."""
    a, b = 0, len(other)
    for op in Levenshtein.opcodes(mine, other):
        if op.src_start < start <= op.src_end:
            a = op.dest_start + min(start - op.src_start, op.dest_end - op.dest_start)
        if op.src_start <= end < op.src_end:
            b = op.dest_start + min(end - op.src_start, op.dest_end - op.dest_start)
            break
    return a, max(a, b)


def _without_residue(entry: Entry, tokens: Tokens, parents: Sequence[Collation]) -> Entry:
    """The entry with the candidate to take its span out, if the text of a page has none of it."""
    start, end = entry.finding.start, entry.finding.end
    first, last = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
    lacking = []
    for collation in parents:
        if not collation.is_page:
            continue
        there = collation.there
        had = [p for p in collation.partners[first:last] if p >= 0]
        if not any(not collation.furniture.holds(there.starts[p], there.ends[p]) for p in had):
            at = there.ends[max(had)] if had else 0
            lacking.append(Reading(collation.reference.name, at, at, 100.0, 100.0))
    if not lacking or first == last:
        return entry
    return replace(entry, candidates=(*entry.candidates, Candidate("", 0.0, tuple(lacking))))
