"""What references have at the gaps that were found without them.

Each reference that covers the place either supplies words or confirms the article as it stands. A gap that only the
gap head saw may move by a word or two to a place where a reference has words: the gap head knows that words are
missing, but is less sure of the place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from msgspec.structs import replace

from repair.codes import CODES
from repair.collate.beside_text import is_note, is_twin_of_unseen, without_unseen
from repair.collate.collation import Collation, Insertion
from repair.collate.entries import as_candidates, extent_of
from repair.collate.evidence import sure_of_place, sure_of_words
from repair.collate.partner_marks import with_partner
from repair.collate.passages import LONGEST_PASSAGE, is_passage, with_passages
from repair.collate.readings import reading_of
from repair.collate.same_text import has_no_words_between
from repair.collate.signs import across_cells, beside_marks, over_named_sign, stands_at
from repair.records import Entry, Finding, Reading
from repair.text.tokens import Tokens

__all__ = ["LONGEST", "boundary_of", "gap_span", "with_readings", "with_readings_at_gap"]

# A reading of more words than this is a passage, not words of a sentence.
LONGEST: Final = 60
# How far (in words) the place of a finding made by the gap head alone may be moved.
_NEAR: Final = 2
# What a blank that hides words is called instead: before a closing quotation mark, and elsewhere.
_BEFORE_MARK: Final = "RG105"
_LOST_WORDS: Final = "RG113"
# A quotation mark that no word follows, with or without a blank before it.
_CLOSING_QUOTE: Final = re.compile(r"[»”’\"'](?!\w)")
# A reference whose coverage and agreement are less than this share (0–1) of those of the closest reference is another
# article of the same template (weather, sport, notices), or another version.
_DISTANT: Final = 0.75
# Share (0–1) of its confidence that a gap keeps where the page has the very text of the article: 13 of 2,112 were losses.
_KEPT: Final = 0.01


def with_readings_at_gap(entry: Entry, tokens: Tokens, collations: list[Collation]) -> Entry:
    """The entry with its readings; unchanged if it is not an open gap, or if its span holds or cuts a word."""
    finding = entry.finding
    if entry.status != "open":
        return entry
    if CODES[finding.code].hides:
        return _uncovered(entry, tokens, collations)
    if not finding.is_gap:
        return entry
    boundary = boundary_of(tokens, finding.start, finding.end)
    if boundary is None:
        return entry
    if CODES[finding.code].unpaired and (paired := with_partner(entry, boundary, collations)) is not None:
        return paired
    if is_passage(finding):
        return with_passages(entry, boundary, collations)
    found = [(c, i) for c in collations if (i := _look(c, finding, boundary)) is not None]
    if _is_movable(finding) and not any(i.count for _, i in found):
        moved = _move(tokens, collations, finding, boundary)
        if moved is not None:
            finding, found = moved
    return with_readings(replace(entry, finding=finding), found)


def _is_movable(finding: Finding) -> bool:
    return CODES[finding.code].seen_by == "gap head"


def _uncovered(entry: Entry, tokens: Tokens, collations: list[Collation]) -> Entry:
    """Turns a blank that was lost or added into the gap that it hides if references have words there: to mend the blank
    alone would hide the loss. Otherwise the entry is unchanged."""
    finding = entry.finding
    boundary = boundary_of(tokens, finding.start, finding.end)
    if boundary is None:
        return entry
    closing = _CLOSING_QUOTE.match(tokens.text, finding.end) is not None
    found = []
    for collation in collations:
        insertion = _inside(collation, boundary, finding.start, finding.end)
        if insertion is None and closing and boundary == len(tokens):
            insertion = collation.at_end(boundary, quoted=True)
        if insertion is not None and _fits(insertion):
            found.append((collation, insertion))
    speaking = [(c, i) for c, i in found if i.count]
    if not speaking or not (closing or all(stands_at(finding, c, i) for c, i in speaking)):
        return entry
    hidden = CODES[_BEFORE_MARK if closing else _LOST_WORDS]
    gap = replace(
        finding,
        code=hidden.code,
        message=hidden.meaning,
        words=extent_of(i for _, i in speaking),
        detectors=(*finding.detectors, "collation"),
    )
    return with_readings(Entry(gap), found)


def boundary_of(tokens: Tokens, start: int, end: int) -> int | None:
    """The number of the first word after the span, `None` if the span holds or cuts a word."""
    after = bisect_left(tokens.starts, end)
    return None if after and tokens.ends[after - 1] > start else after


def gap_span(tokens: Tokens, boundary: int) -> tuple[int, int]:
    """The span of a gap before word `boundary`: empty, right after the word before it; if the blanks there are doubled,
    all of them."""
    start, end = tokens.between(boundary)
    between = tokens.text[start:end]
    if len(between) > 1 and not between.strip() and "\n" not in between:
        return start, end
    return start, start


def with_readings(entry: Entry, found: list[tuple[Collation, Insertion]]) -> Entry:
    """The entry with a candidate for each text of the insertions, and confirmed by the references that have no
    words. Where the page has the very text of the article, no extractor lost any."""
    found = [
        (c, without_unseen(c, i) if c.is_page else i) for c, i in _without_distant(found) if not across_cells(c, i)
    ]
    finding = entry.finding if entry.candidates else beside_marks(over_named_sign(entry.finding, found), found)
    start, end = finding.start, finding.end
    readings: dict[str, list[tuple[Reading, float]]] = {}
    confirming: list[Reading] = []
    is_whole = False
    for collation, insertion in found:
        text, reading = reading_of(collation, insertion, start, end)
        beside = _is_beside_text(collation, insertion)
        is_whole = is_whole or beside or _has_the_same(collation, insertion)
        if beside or text == collation.article.text[start:end]:
            confirming.append(reading)
        else:
            sure = sure_of_words(collation, insertion) if insertion.count else sure_of_place(collation, reading)
            readings.setdefault(text, []).append((reading, sure))
    if is_whole:
        finding = replace(finding, confidence=_KEPT * finding.confidence)
    return replace(
        entry,
        finding=finding,
        candidates=entry.candidates + as_candidates(readings),
        confirmed_by=tuple(confirming),
    )


def _has_the_same(collation: Collation, insertion: Insertion) -> bool:
    """Whether the page that the article was made from has the very text of the article there. Words that it has beside the
    place may be those that are missing (`di Lodi | di Roma`), if they repeat."""
    return collation.is_parent_page and insertion.count == 0 and has_no_words_between(collation, insertion.at)


def _is_beside_text(collation: Collation, insertion: Insertion) -> bool:
    """Whether the page that the article was made from has no text of it there, but what it shows beside it."""
    return (
        collation.is_parent_page
        and insertion.count > 0
        and (is_note(collation, insertion) or is_twin_of_unseen(collation, insertion))
    )


def _without_distant(found: list[tuple[Collation, Insertion]]) -> list[tuple[Collation, Insertion]]:
    """The readings without those of distant references that differ from the closest one: many articles may share a
    template, but each has its own names and figures."""
    speaking = [(c, i) for c, i in found if i.count]
    if len(speaking) < 2:
        return found
    best, its = max(speaking, key=lambda pair: (pair[0].coverage, pair[0].agreement))
    words = best.words_of(its)
    return [
        (c, i)
        for c, i in found
        if c.coverage >= _DISTANT * best.coverage
        or c.agreement >= _DISTANT * best.agreement
        or c.words_of(i) in (words, [])
    ]


def _look(collation: Collation, finding: Finding, boundary: int) -> Insertion | None:
    """What the reference has at the finding. If one neighbour has no partner (the paragraph lost its end or beginning,
    or these are the last words of the article), this is the rest of the reference's paragraph or quotation."""
    edge = CODES[finding.code].edge
    if edge and collation.is_page:  # its blocks say where the paragraph begins and ends
        insertion = collation.at_start(boundary) if edge == "start" else collation.at_end(boundary)
        longest = LONGEST_PASSAGE if collation.is_parent else LONGEST  # which may lack most of a paragraph
        return insertion if insertion and _fits(insertion, longest) else None
    insertion = _inside(collation, boundary, finding.start, finding.end)
    if insertion and _is_movable(finding) and collation.has_whole_sentences(insertion):
        return Insertion(boundary, insertion.first, insertion.first, 0, 0)  # a passage, which is another finding
    if insertion is None:
        code = CODES[finding.code]
        if code.edge == "start":
            insertion = collation.at_start(boundary)
        elif code.edge == "end" or boundary == len(collation.article):
            insertion = collation.at_end(boundary, quoted=code.enclosed)
    return insertion if insertion and _fits(insertion) else None


def _inside(collation: Collation, boundary: int, start: int, end: int) -> Insertion | None:
    """What the reference has before word `boundary` in the sentence of the span, `None` if it is too much."""
    insertion = collation.at(boundary)
    if insertion is None:
        return None
    insertion = collation.within(insertion, start, end)
    return insertion if _fits(insertion) else None


def _fits(insertion: Insertion, longest: int = LONGEST) -> bool:
    return insertion.count <= longest


def _move(
    tokens: Tokens, collations: list[Collation], finding: Finding, boundary: int
) -> tuple[Finding, list[tuple[Collation, Insertion]]] | None:
    """The finding at the nearest place where a reference has words."""
    for distance in range(1, _NEAR + 1):
        for at in (boundary - distance, boundary + distance):
            if not 0 < at < len(tokens):
                continue
            start, end = gap_span(tokens, at)
            found = [(c, i) for c in collations if (i := _inside(c, at, start, end)) is not None]
            if any(i.count for _, i in found):
                return replace(finding, start=start, end=end), found
    return None
