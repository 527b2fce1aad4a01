"""Where references agree on another spelling of what the article has: `Aahrus` where they read `Aarhus`.

A variant is a typing or recognition error, or an edit. So two references that do not copy each other must agree on it,
and no reference may have the article's spelling. One reference is enough if the article itself uses the reference's
spelling elsewhere. Only a person can accept a variant.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from repair.collate.collation import Collation, Insertion
from repair.collate.damage import stretches
from repair.collate.entries import as_candidates, seen_by_references
from repair.records import Entry, Reading
from repair.text.tokens import Tokens, tokenize

__all__ = ["variants"]

# Most words that a variant spans.
_WORDS: Final = 3
# Share of its letters (0–1) that a spelling must keep; with less it is another word.
_SIMILAR: Final = 0.7
_INDEPENDENT: Final = 2
# Fewest letters that both spellings have.
_LETTERS: Final = 4
# Lowest similarity (0–100) of the words on either side: edited passages differ throughout.
_CONTEXT: Final = 75.0


def variants(
    tokens: Tokens, collations: Sequence[Collation], groups: Sequence[int], entries: Sequence[Entry]
) -> list[Entry]:
    """Findings (RV501) with the other spelling as a candidate, at places that none of `entries` touches."""
    by_place: dict[tuple[int, int], dict[str, list[tuple[int, Reading]]]] = {}
    for group, collation in zip(groups, collations, strict=True):
        for first, last, text, reading in _spellings(collation):
            by_place.setdefault((first, last), {}).setdefault(text, []).append((group, reading))
    counts: Counter[str] | None = None
    starts, reach = _taken(entries)
    made = []
    for (first, last), spellings in by_place.items():
        if any(_reads(collation, first, last) for collation in collations):
            continue
        start, end = tokens.starts[first], tokens.ends[last - 1]
        before = bisect_right(starts, end)
        if before and reach[before - 1] >= start:
            continue
        text, witnesses = max(spellings.items(), key=lambda item: (len({group for group, _ in item[1]}), item[0]))
        if len({group for group, _ in witnesses}) < _INDEPENDENT:
            counts = counts or Counter(tokens.words)
            if last - first > 1 or not _is_at_home(text, tokens.words[first], counts):
                continue
        readings = {other: [(reading, 0.0) for _, reading in by] for other, by in sorted(spellings.items())}
        made.append(Entry(seen_by_references("RV501", start, end), as_candidates(readings)))
    return made


def _taken(entries: Sequence[Entry]) -> tuple[list[int], list[int]]:
    """Where findings start, in order; and for each, the furthest end of all findings up to it."""
    spans = sorted((e.finding.start, e.finding.end) for e in entries)
    return [start for start, _ in spans], list(accumulate((end for _, end in spans), max))


def _reads(collation: Collation, first: int, last: int) -> bool:
    """Whether the reference has the article's words there."""
    return all(partner >= 0 for partner in collation.partners[first:last])


def _is_at_home(text: str, word: str, counts: Counter[str]) -> bool:
    """Whether the article has the other spelling elsewhere, and its own nowhere else."""
    other = tokenize(text).words
    return len(other) == 1 and counts[other[0]] > 0 and counts[word] == 1


def _spellings(collation: Collation) -> Iterator[tuple[int, int, str, Reading]]:
    """Words `first`..`last` of the article (half-open) between two neighbours that the reference has as well, with the
    words that the reference has there, if both are spelled with nearly the same letters."""
    partners, article, there = collation.partners, collation.article, collation.there
    for first, last in stretches(sorted(collation.errors)):
        left, right = partners[first - 1], partners[last]
        if left < 0 or not 0 < right - left - 1 <= _WORDS or last - first > _WORDS:
            continue
        mine, other = "".join(article.words[first:last]), "".join(there.words[left + 1 : right])
        if mine == other or not (mine + other).isalpha() or min(len(mine), len(other)) < _LETTERS:
            continue
        if DamerauLevenshtein.normalized_similarity(mine, other) < _SIMILAR:
            continue
        before, _ = collation.context(Insertion(first, left + 1, right, 0, 0))
        _, after = collation.context(Insertion(last, left + 1, right, 0, 0))
        if min(before, after) >= _CONTEXT:
            start, end = there.starts[left + 1], there.ends[right - 1]
            text = " ".join(collation.reference.text[start:end].split())
            yield first, last, text, Reading(collation.reference.name, start, end, before, after)
