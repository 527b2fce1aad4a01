"""Whole sentences and paragraphs that references have where the article shows that some are missing.

A rule may see that a passage is gone: what a colon announces, the first item of a list, the beginning of a text. Such a
gap is filled with all that a reference has at its place, block by block, and not with the rest of one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from repair.codes import CODES
from repair.collate.blocks import FULL_STOP
from repair.collate.collation import Collation, Insertion
from repair.collate.entries import as_candidates, extent_of
from repair.collate.evidence import sure_of_words
from repair.records import Candidate, Entry, Finding, Reading
from repair.text.tokens import Tokens, tokenize

__all__ = ["LONGEST_PASSAGE", "is_passage", "with_passages"]

LONGEST_PASSAGE: Final = 2_000
"""A passage of more words than this is another article."""


def is_passage(finding: Finding) -> bool:
    """Whether a rule saw that a passage is missing."""
    code = CODES[finding.code]
    return code.passage and code.seen_by == "rules"


def with_passages(entry: Entry, boundary: int, collations: Sequence[Collation]) -> Entry:
    """The entry with a candidate for each passage that references have before word `boundary`, and confirmed by those
    that have none."""
    found = [(c, i) for c in collations if (i := _look(c, boundary)) is not None]
    speaking = [(c, i) for c, i in found if 0 < i.count <= LONGEST_PASSAGE]
    confirming = tuple(c.reading(i) for c, i in found if not i.count)
    finding = entry.finding
    if not speaking:
        return replace(entry, confirmed_by=confirming)
    made = _candidates(speaking[0][0].article, boundary, finding.start, speaking)
    return replace(
        entry,
        finding=replace(finding, words=extent_of(i for _, i in speaking)),
        candidates=entry.candidates + made,
        confirmed_by=confirming,
    )


def _look(collation: Collation, boundary: int) -> Insertion | None:
    """What the reference has before word `boundary`; before the first word of the article, the paragraphs of prose right
    above it."""
    if boundary:
        return collation.at(boundary)
    last = collation.partners[0] if len(collation.article) else -1
    if last < 0:
        return None
    first = last
    above = collation.paragraphs(Insertion(0, max(0, last - LONGEST_PASSAGE), last, 0, 0)) if last else []
    for paragraph in reversed(above):
        if not FULL_STOP.search(paragraph):
            break
        first -= len(tokenize(paragraph))
    return Insertion(0, max(0, first), last, 0, 0)


def _candidates(
    article: Tokens, boundary: int, place: int, witnesses: Sequence[tuple[Collation, Insertion]]
) -> tuple[Candidate, ...]:
    """A candidate for each text of the passage, to be put in at `place`, with the blank that the article has there on
    its open side: before it, or after it where a line begins."""
    text = article.text
    left, right = article.between(boundary)
    blanks = re.findall(r"\s+", text[left:right])
    joint = max((blank.strip(" \t\u00a0") for blank in blanks), key=len, default="") or (" " if boundary else "\n\n")
    begins = place == 0 or text[place - 1] == "\n"
    readings: dict[str, list[tuple[Reading, float]]] = {}
    for collation, passage in witnesses:
        words = joint.join(collation.paragraphs(passage))
        # the passage may begin in the paragraph before it
        apart = joint if "\n" in collation.around(passage)[0] else " "
        made = collation.reading(passage), sure_of_words(collation, passage)
        readings.setdefault(words + joint if begins else apart + words, []).append(made)
    return as_candidates(readings)
