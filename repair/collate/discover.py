"""Losses that only the references show: words missing inside a sentence, and whole passages.

A copy that has more text is no proof by itself, since an edited or longer version has more text as well. So words count
only if the copy has them inside a sentence, and the article has the words on both sides of them too. A passage counts
only with other evidence: a sign of damage in the article at this very place, or two references that do not copy each
other, while no reference has the two neighbours side by side as the article does; or the page that the article was
made from, whose elements tell text from furniture.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from repair.codes import CODES
from repair.collate.gaps import LONGEST, boundary_of, gap_span, with_readings
from repair.collate.passages import FULL_STOP, LONGEST_PASSAGE
from repair.collate.readings import ENDS, Collation, Insertion
from repair.records import Candidate, Entry, Finding, Reading
from repair.text.tokens import Tokens

__all__ = ["missing_edges", "missing_passages", "missing_words"]

# Fewest words of a passage for which references are the only evidence: fewer are a caption or a button.
_PROSE: Final = 8
# Independent references that are needed where the article itself shows no sign of damage.
_INDEPENDENT: Final = 2
# Similarity (0–100) of the words on either side of a passage, at least.
_CONTEXT: Final = 60.0
# The same for words inside a sentence that are blocks of their own in a reference.
_SPLICED: Final = 40.0
_PRIOR: Final = 0.5
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
    found = []
    for at, start, end in places:
        here = [(c, c.within(i, start, end)) for c in collations if (i := c.at(at)) is not None]
        here = [(c, i) for c, i in here if i.last - i.first <= LONGEST]
        lengths = [i.last - i.first for _, i in here if i.first < i.last]
        extent = (min(lengths), max(lengths))
        finding = Finding(start, end, "RG113", CODES["RG113"].meaning, _PRIOR, extent, ("collation",))
        found.append(with_readings(Entry(finding), here))
    return found


def _in_sentence(collation: Collation, insertion: Insertion) -> tuple[int, int] | None:
    """Where in the article the words are missing; `None` if they belong to no sentence of the article."""
    tokens, at = collation.article, insertion.at
    left, right = tokens.ends[at - 1], tokens.starts[at]
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
            start = end = right - len(_opening(between))
    words = collation.within(insertion, start, end)
    if collation.blocks(insertion) != (insertion.last, insertion.first) and (
        collation.is_page or min(collation.context(insertion)) < _SPLICED
    ):
        # blocks of the reference within a sentence: what it has there is furniture, or a word was aligned by chance
        return None
    return (start, end) if 0 < words.last - words.first <= LONGEST else None


def _is_furniture(collation: Collation, words: Insertion) -> bool:
    there = collation.there
    return words.first < words.last and collation.furniture.marked(
        there.starts[words.first], there.ends[words.last - 1]
    )


def missing_edges(tokens: Tokens, parents: Sequence[Collation], entries: Sequence[Entry]) -> list[Entry]:
    """Findings (RG113) for the end and the beginning that paragraphs have in the article's page and lack in the article,
    at places where `entries` has no gap."""
    # a passage that follows a paragraph's lost end is a finding of its own
    taken = set(_boundaries(tokens, [e for e in entries if e.finding.code != "RG114"]))
    places = {entry.finding.start for entry in entries}
    found: dict[int, list[tuple[Collation, Insertion]]] = {}
    edges = [at for at in _line_edges(tokens) if at not in taken]
    for collation in (parent for parent in parents if parent.is_page):
        for place, words in _lost_at(collation, edges):
            if place not in places:
                found.setdefault(place, []).append((collation, words))
    made = []
    for place, here in found.items():
        lengths = [words.last - words.first for _, words in here]
        extent = (min(lengths), max(lengths))
        finding = Finding(place, place, "RG113", CODES["RG113"].meaning, _PRIOR, extent, ("collation",))
        made.append(with_readings(Entry(finding), here))
    return made


def _lost_at(collation: Collation, edges: Iterable[int]) -> Iterator[tuple[int, Insertion]]:
    """What the article has nowhere of the text that the page has at these boundaries."""
    ours = {partner for partner in collation.partners if partner >= 0}
    for at in edges:
        for place, words in _edges(collation, at):
            if ours.isdisjoint(range(words.first, words.last)) and not _is_furniture(collation, words):
                yield place, words


def _line_edges(tokens: Tokens) -> Iterator[int]:
    """The boundaries between words at which a line ends, and the text's first and last."""
    yield 0
    for at in range(1, len(tokens)):
        if "\n" in tokens.text[tokens.ends[at - 1] : tokens.starts[at]]:
            yield at
    yield len(tokens)


def _edges(collation: Collation, at: int) -> Iterator[tuple[int, Insertion]]:
    """What the reference has after the last word of the paragraph that ends at the boundary, and before the first word
    of the one that begins there, in their own blocks; each with its place in the article."""
    tokens = collation.article
    tail = collation.at_end(at)
    if tail and 0 < tail.last - tail.first <= LONGEST and collation.context(tail)[0] >= _CONTEXT:
        yield tokens.ends[at - 1], tail
    head = collation.at_start(at)
    if head and 0 < head.last - head.first <= LONGEST and collation.context(head)[1] >= _CONTEXT:
        left = tokens.ends[at - 1] if at else 0
        yield tokens.starts[at] - len(_opening(tokens.text[left : tokens.starts[at]])), head


def _ends_paragraph(collation: Collation, insertion: Insertion, between: str) -> bool:
    """Whether both texts end a paragraph here, and the words continue its last sentence."""
    leaves, enters = collation.blocks(insertion)
    return (
        ENDS.search(between.partition("\n")[0]) is not None
        and leaves == insertion.last == enters
        and collation.goes_on(insertion)
    )


def _opening(between: str) -> str:
    """The marks that open what comes next: what stands after the last blank, if they are such marks."""
    found = _OPENING.search(between)
    return found[0] if found else ""


def missing_passages(
    tokens: Tokens,
    collations: Sequence[Collation],
    parents: Sequence[Collation],
    groups: Sequence[int],
    entries: Sequence[Entry],
) -> list[Entry]:
    """`entries` with a finding (RG114) for each passage that references have, with evidence, and the article lacks.

    A gap without a reading at the place of a passage is turned into the finding of that passage.
    """
    told: dict[int, list[tuple[int, Collation, Insertion]]] = {}
    for group, collation in zip(groups, collations, strict=True):
        for insertion in collation.insertions:
            passage = _passage(collation, insertion)
            if passage is not None:
                told.setdefault(insertion.at, []).append((group, collation, passage))
    entries = list(entries)
    here: dict[int, int] = {}
    for number, entry in enumerate(entries):
        boundary = boundary_of(tokens, entry.finding.start, entry.finding.end) if entry.finding.is_gap else None
        if boundary is not None:
            here[boundary] = number
    for at, witnesses in told.items():
        confirming = [(c, i) for c in collations if (i := c.at(at)) is not None and i.first == i.last]
        made = _entry(tokens, at, [(c, i) for _, c, i in witnesses], confirming)
        sign = here.get(at)
        if sign is not None:
            seen = entries[sign]
            if _may_lack_a_passage(seen.finding) and not seen.candidates and seen.status == "open":
                detectors = (*seen.finding.detectors, *made.finding.detectors)
                finding = replace(made.finding, confidence=seen.finding.confidence, detectors=detectors)
                entries[sign] = replace(made, finding=finding)
        elif any(c.is_page and c in parents for _, c, _ in witnesses) or (
            not confirming and len({group for group, _, _ in witnesses}) >= _INDEPENDENT
        ):
            shortest = min(passage.last - passage.first for _, _, passage in witnesses)
            if shortest >= _PROSE:
                entries.append(made)
    return entries


def _passage(collation: Collation, insertion: Insertion) -> Insertion | None:
    """The whole sentences or paragraphs among the words that only the reference has; `None` if there are none."""
    leaves, enters = collation.blocks(insertion)
    if leaves < insertion.last or enters > insertion.first:
        passage = Insertion(insertion.at, leaves, enters, 0, 0)
    elif collation.has_whole_sentences(insertion):
        passage = insertion
    else:
        return None
    words = passage.last - passage.first
    if not 1 < words <= LONGEST_PASSAGE or min(collation.context(insertion)) < _CONTEXT:
        return None
    return passage if any(FULL_STOP.search(text) for text in collation.paragraphs(passage)) else None


def _entry(
    tokens: Tokens,
    at: int,
    witnesses: Sequence[tuple[Collation, Insertion]],
    confirming: Sequence[tuple[Collation, Insertion]],
) -> Entry:
    """The finding at the end of what comes before the passage, with a candidate for each text of it."""
    left, right = tokens.ends[at - 1], tokens.starts[at]
    between = tokens.text[left:right]
    ended = between[: len(between) - len(_opening(between))].rstrip()
    place = left + len(ended)
    blank = between[len(ended) :]
    joint = blank[: len(blank) - len(blank.lstrip())].strip(" \t\u00a0") or " "
    below = "\n" in joint and all(
        c.is_page and "\n" in c.around(i)[0] and c.partners[at - 1] < i.first - 1 for c, i in witnesses
    )
    if below:  # the paragraph above lost its end, which comes before the passage
        place = right - len(_opening(between))
    readings: dict[str, list[Reading]] = {}
    for collation, passage in witnesses:
        blocks = collation.paragraphs(passage)
        text = joint.join(blocks) + joint if below else joint + joint.join(blocks)
        readings.setdefault(text, []).append(collation.reading(passage))
    lengths = [passage.last - passage.first for _, passage in witnesses]
    extent = (min(lengths), max(lengths))
    finding = Finding(place, place, "RG114", CODES["RG114"].meaning, _PRIOR, extent, ("collation",))
    candidates = tuple(Candidate(text, 0.0, tuple(by)) for text, by in readings.items())
    return Entry(finding, candidates, confirmed_by=tuple(c.reading(i) for c, i in confirming))


def _may_lack_a_passage(finding: Finding) -> bool:
    """Whether a missing passage explains the finding: only the gap head saw it, or a paragraph was cut off or beheaded."""
    code = CODES[finding.code]
    return code.seen_by == "gap head" or code.edge != ""


def _boundaries(tokens: Tokens, entries: Sequence[Entry]) -> Iterator[int]:
    for entry in entries:
        finding = entry.finding
        if finding.is_gap and (boundary := boundary_of(tokens, finding.start, finding.end)) is not None:
            yield boundary


def _any_within(ordered: Sequence[int], low: int, high: int) -> bool:
    return bisect_left(ordered, low) < bisect_right(ordered, high)
