"""Words that only the references show to be lost: inside a sentence, and at the edges of paragraphs.

A copy that has more text is no proof by itself, since an edited or longer version has more text as well. So words count
only if the copy has them inside a sentence, and the article has the words on both sides of them too. The end and the
beginning of a paragraph count if the page has them that the article was made from: its elements tell where blocks end.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from repair.collate.collation import ENDS, Collation, Insertion
from repair.collate.entries import extent_of, seen_by_references
from repair.collate.gaps import LONGEST, boundary_of, gap_span, with_readings
from repair.collate.passages import LONGEST_PASSAGE
from repair.records import Entry
from repair.text.tokens import Tokens

__all__ = ["missing_edges", "missing_words", "opening"]

# Similarity (0–100) of the words beside the edge of a paragraph, at least.
_CONTEXT: Final = 60.0
# The same for words inside a sentence that are blocks of their own in a reference.
_SPLICED: Final = 40.0
_OPENING: Final = re.compile(r"(?<=\s)[\"'«“‘„(\[{¿¡–—-]+\Z")


def missing_words(tokens: Tokens, collations: Sequence[Collation], entries: Sequence[Entry]) -> list[Entry]:
    """Findings (RG113) for words inside a sentence that references have at a place where `entries` has no gap."""
    taken = sorted(_boundaries(tokens, entries))
    places: list[tuple[int, int, int]] = []  # boundary, start and end of the span: in order
    for collation in collations:
        for insertion in collation.insertions:
            low, high = insertion.at - insertion.back, insertion.at + insertion.forth
            if _any_within(taken, low, high) or bisect_left(places, (low,)) < bisect_left(places, (high + 1,)):
                continue
            span = _in_sentence(collation, insertion)
            if span is not None:
                insort(places, (insertion.at, *span))
    made = []
    for at, start, end in places:
        here = [(c, c.within(i, start, end)) for c in collations if (i := c.at(at)) is not None]
        here = [(c, i) for c, i in here if i.count <= LONGEST]
        extent = extent_of(i for _, i in here)
        made.append(with_readings(Entry(seen_by_references("RG113", start, end, extent)), here))
    return made


def _in_sentence(collation: Collation, insertion: Insertion) -> tuple[int, int] | None:
    """Where in the article the words are missing; `None` if they belong to no sentence of the article."""
    tokens, at = collation.article, insertion.at
    left, right = tokens.between(at)
    between = tokens.text[left:right]
    if "\n" in between and not _ends_paragraph(collation, insertion, between):
        return None
    start, end = gap_span(tokens, at)
    if ENDS.search(between):
        if collation.has_whole_sentences(insertion):
            return None
        before, _ = collation.around(insertion)
        if ENDS.search(before) and not collation.goes_on(insertion):
            # the reference, too, ends a sentence here: it has the head of the next
            start = end = right - len(opening(between))
    words = collation.within(insertion, start, end)
    if (
        collation.ends(insertion) != (insertion.last, insertion.first)
        and not collation.is_parent_page  # whose words are weighed by themselves
        and (collation.is_page or min(collation.context(insertion)) < _SPLICED)
    ):
        # blocks of the reference within a sentence: what it has there is furniture, or a word was aligned by chance
        return None
    return (start, end) if 0 < words.count <= LONGEST else None


def _is_furniture(collation: Collation, words: Insertion) -> bool:
    return words.count > 0 and collation.is_marked_furniture(words.first, words.last)


def missing_edges(tokens: Tokens, pages: Sequence[Collation], entries: Sequence[Entry]) -> list[Entry]:
    """Findings (RG113) for the end and the beginning that paragraphs have in the article's page and lack in the article,
    at places where `entries` has no gap."""
    # a passage that follows a paragraph's lost end is a finding of its own
    gaps = sorted(e.finding.end for e in entries if e.finding.is_gap and e.finding.code != "RG114")
    places = {entry.finding.start for entry in entries}
    lost: dict[int, list[tuple[Collation, Insertion]]] = {}
    for collation in pages:
        for place, words in _lost_at(collation, dict.fromkeys(tokens.first_words)):
            if place not in places and not _any_within(gaps, *_edge_around(tokens, place)):
                lost.setdefault(place, []).append((collation, words))
    made = []
    for place, here in lost.items():
        extent = extent_of(words for _, words in here)
        made.append(with_readings(Entry(seen_by_references("RG113", place, place, extent)), here))
    return made


def _edge_around(tokens: Tokens, place: int) -> tuple[int, int]:
    """The span of blanks and marks around a place, as far as the line goes."""
    text = tokens.text
    low, high = tokens.between(bisect_left(tokens.starts, place))
    line = text.find("\n", place, high)
    return max(low, text.rfind("\n", 0, place) + 1), high if line < 0 else line


def _lost_at(collation: Collation, edges: Iterable[int]) -> Iterator[tuple[int, Insertion]]:
    """What the article has nowhere of the text that the page has at these boundaries."""
    ours = {partner for partner in collation.partners if partner >= 0}
    for at in edges:
        for place, words in _edges(collation, at):
            if (
                ours.isdisjoint(range(words.first, words.last))
                and not _is_furniture(collation, words)
                and not _stands_there(collation, words)
            ):
                yield place, words


def _stands_there(collation: Collation, words: Insertion) -> bool:
    """Whether the article has these very words before or after the place, aligned with others or with none."""
    article, partners, at = collation.article.words, collation.partners, words.at
    count, mine = words.count, collation.words_of(words)
    before = article[max(0, at - count) : at] == mine and partners[at - 1] != words.first - 1
    return before or (article[at : at + count] == mine and partners[at] != words.last)


def _edges(collation: Collation, at: int) -> Iterator[tuple[int, Insertion]]:
    """What the page has after the last word of the paragraph that ends at the boundary, and before the first word
    of the one that begins there, in their own blocks; each with its place in the article."""
    tokens = collation.article
    tail = collation.at_end(at)
    if (
        tail
        and 0 < tail.count <= LONGEST_PASSAGE
        and (collation.context(tail)[0] >= _CONTEXT or collation.lines.begin_alike(at, tail.first))
    ):
        yield tokens.ends[at - 1], tail
    head = collation.at_start(at)
    if (
        head
        and 0 < head.count <= LONGEST_PASSAGE
        and (collation.context(head)[1] >= _CONTEXT or collation.lines.end_alike(at, head.last))
    ):
        left, right = tokens.between(at)
        yield right - len(opening(tokens.text[left:right])), head


def _ends_paragraph(collation: Collation, insertion: Insertion, between: str) -> bool:
    """Whether both texts end a paragraph here, and the words continue its last sentence."""
    leaves, enters = collation.ends(insertion)
    return (
        ENDS.search(between.partition("\n")[0]) is not None
        and leaves == insertion.last == enters
        and collation.goes_on(insertion)
    )


def opening(between: str) -> str:
    """The marks that open what comes next: what stands after the last blank, if they are such marks."""
    found = _OPENING.search(between)
    return found[0] if found else ""


def _boundaries(tokens: Tokens, entries: Sequence[Entry]) -> Iterator[int]:
    for entry in entries:
        finding = entry.finding
        if finding.is_gap and (boundary := boundary_of(tokens, finding.start, finding.end)) is not None:
            yield boundary


def _any_within(ordered: Sequence[int], low: int, high: int) -> bool:
    return bisect_left(ordered, low) < bisect_right(ordered, high)
