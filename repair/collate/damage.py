"""What references have where the article is damaged rather than lacking: at a broken character, a joined word, residue.

The words around the damage are found in the reference, and the letters between them are aligned, so that a reading
replaces exactly the span of the finding, also where it cuts a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final

from msgspec.structs import replace
from rapidfuzz.distance import LCSseq, Levenshtein

from repair.codes import CODES
from repair.collate.collation import Collation, Insertion
from repair.collate.entries import as_candidates, seen_by_references
from repair.collate.evidence import sure_of_place
from repair.collate.kinship import touched
from repair.collate.same_text import reading_of_same
from repair.records import Entry, Reading
from repair.text.tokens import Tokens

__all__ = ["damaged_words", "stretches", "with_readings_at_damage"]

# How many damaged words may stand between the span and the next sound word.
_REACH: Final = 6
# Longest span, and longest text of a reference at it, in code points.
_LONGEST: Final = 600
# Similarity (0–100) of the words on one side of the place, at least: a text has few words before its first damage.
_CONTEXT: Final = 75.0
# Most words on either side of a word in other pieces, and most letters that a word loses at once (a ligature).
_PIECES: Final = 4
_LOST: Final = 3
# Similarity (0–100) of the letters around the span, at least.
_ALIKE: Final = 60
# Letters that must be the same on both sides where a reading is cut out of a word; fewer around a span say nothing.
_ENOUGH: Final = 3
_BLANKS: Final = re.compile(r"\s+")
_BLOCKS_BETWEEN: Final = re.compile(r"\n[\s\S]*\n")
_LETTERS: Final = re.compile(r"[^\W_]+")
# What nobody writes: where a page has it, the page is damaged as well.
_BROKEN: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]|&(?:#\w{1,8}|[A-Za-z]{2,8});")
_RAISED: Final = "RE306"
_OFF_THE_LINE: Final = frozenset(("sup", "sub", "a"))  # the number of a note is a link, which a style may raise


def with_readings_at_damage(
    entry: Entry, tokens: Tokens, collations: Sequence[Collation], pages: Sequence[Collation]
) -> Entry:
    """The entry with what references have at its span, if it is open and no reading was found for it as a gap."""
    if entry.status != "open" or entry.confirmed_by or any(c.kind == "reading" for c in entry.candidates):
        return entry
    start, end = entry.finding.start, entry.finding.end
    if written := _as_written(entry, tokens, pages):
        return replace(entry, confirmed_by=written)
    if entry.finding.code.startswith("RS"):
        return _without_residue(entry, tokens, pages)
    mine = tokens.text[start:end]
    family = CODES[entry.finding.code].family
    readings: dict[str, list[tuple[Reading, float]]] = {}
    confirming: list[Reading] = []
    for collation in collations:
        read = _read(collation, start, end, joined=family == "RJ")
        if read is None:
            continue
        text, reading = read
        raised = _raised(entry, collation, reading) if text == mine else None
        if raised is not None:  # the page shows what the rule says
            for candidate in entry.candidates:
                readings.setdefault(candidate.text, []).append((raised, sure_of_place(collation, raised)))
        elif text == mine:
            confirming.append(reading)
        elif not mine.strip() or text.split() != mine.split():
            readings.setdefault(text, []).append((reading, sure_of_place(collation, reading)))
    confirmed = tuple(confirming) if family == "RJ" else ()
    return replace(entry, candidates=entry.candidates + as_candidates(readings), confirmed_by=confirmed)


def _as_written(entry: Entry, tokens: Tokens, pages: Sequence[Collation]) -> tuple[Reading, ...]:
    """Where the pages have the very text of the article at a finding that may be the author's own text."""
    start, end = entry.finding.start, entry.finding.end
    if not CODES[entry.finding.code].written or _BROKEN.search(tokens.text, start, end):
        return ()
    readings = ((page, reading_of_same(page, start, end)) for page in pages)
    return tuple(same for page, same in readings if same is not None and _raised(entry, page, same) is None)


def _raised(entry: Entry, collation: Collation, reading: Reading) -> Reading | None:
    """Where the page has, within the reading, an element that stands above or below the line and holds the number of the entry."""
    if entry.finding.code != _RAISED:
        return None
    mine = collation.article.text[entry.finding.start : entry.finding.end]
    elements, text = collation.reference.elements, collation.reference.text
    low, high = (bisect_left(elements, at, key=attrgetter("start")) for at in (reading.start, reading.end))
    for element in elements[low:high]:
        if element.tag in _OFF_THE_LINE and text[element.start : element.end].strip("[]() ") == mine:
            return replace(reading, start=element.start, end=element.end, element=element.tag)
    return None


def _read(collation: Collation, start: int, end: int, *, joined: bool = False) -> tuple[str, Reading] | None:
    """What the reference has in place of the span, `None` if it does not have the words on both sides of it. What is only
    `joined` lost a blank: whole blocks that a page has there are a loss of their own, or furniture."""
    around = _neighbours(collation, start, end)
    place = _between(collation, *around) if around else _at_edge(collation, start, end)
    if place is None:
        return None
    article = collation.article
    (low, high), (first, last), sides = place
    if max(last - first, high - low) > _LONGEST:
        return None
    if max(sides) < _CONTEXT:
        return None
    blank = "\n" if "\n" in article.text[start:end] else " "
    other = collation.reference.text[first:last]
    if joined and collation.is_page:
        other = _BLOCKS_BETWEEN.sub("\n", other)
    other = _BLANKS.sub(lambda m: blank if "\n" in m[0] else " ", other)
    lead = _BLANKS.match(article.text, low, start), _BLANKS.match(other)
    if lead[0] and lead[1]:  # the same blank, whatever it is made of
        low, other = lead[0].end(), other[lead[1].end() :]
    mine, begin, stop = article.text[low:high], start - low, end - low
    a, b = _mapped(mine, other, begin, stop)
    outside = mine[:begin] + mine[stop:], other[:a] + other[b:]
    if not (
        (_like(*outside) and not (joined and _has_more(*outside)))
        and _fits(mine[:begin], other[:a], other[a:])
        and _fits(mine[stop:], other[b:], other[:b], after=True)
    ):
        return None
    return other[a:b], Reading(collation.reference.name, first, last, *sides)


_Place = tuple[tuple[int, int], tuple[int, int], tuple[float, float]]
"""Spans of the article and of the reference, and the similarities (0–100) of the words before and after them."""


def _between(collation: Collation, left: int, right: int) -> _Place:
    """What lies between two words of the article that the reference has."""
    article, there, partners = collation.article, collation.there, collation.partners
    spans = (article.ends[left], article.starts[right]), (there.ends[partners[left]], there.starts[partners[right]])
    return *spans, _context(collation, left, right)


def _at_edge(collation: Collation, start: int, end: int) -> _Place | None:
    """The rest of the article before or behind a word that the reference has, where the span has the first or last words of
    the article; in the reference it is the rest of the sentence, of a few words."""
    article, there, partners = collation.article, collation.there, collation.partners
    left, right = bisect_left(article.ends, start) - 1, bisect_right(article.starts, end)
    if right == len(partners) and left >= 0 and partners[left] >= 0:
        first = there.ends[partners[left]]
        stop = _SENTENCE_END.search(collation.reference.text, first)
        last = stop.end() if stop else len(collation.reference.text)
        words = bisect_left(there.starts, last) - partners[left] - 1
        before, _ = collation.context(Insertion(left + 1, partners[left] + 1, partners[left] + 1, 0, 0))
        if words <= _REACH:
            return (article.ends[left], max(end, len(article.text.rstrip()))), (first, last), (before, before)
    if left < 0 and right < len(partners) and partners[right] >= 0:
        last = there.starts[partners[right]]
        stops = [
            stop.end() for stop in _SENTENCE_HEAD.finditer(collation.reference.text, max(0, last - _LONGEST), last)
        ]
        first = stops[-1] if stops else 0
        words = partners[right] - bisect_left(there.starts, first)
        _, after = collation.context(Insertion(right, partners[right], partners[right], 0, 0))
        if words <= _REACH:
            low = min(start, len(article.text) - len(article.text.lstrip()))
            return (low, article.starts[right]), (first, last), (after, after)
    return None


# the blanks are looked at from their beginning alone, else a long run of them takes the square of its length
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s|\Z)|(?<!\s)(?=\s*(?:\n|\Z))")
_SENTENCE_HEAD: Final = re.compile(r"[.!?…]\s+|\n\s*")


def _like(mine: str, other: str) -> bool:
    """Whether the letters that stand between the span and its neighbours are mostly those of the reference there: where
    other words stand, letters that happen to be alike are no place."""
    a, b = ("".join(_LETTERS.findall(text.casefold())) for text in (mine, other))
    return len(a) < _ENOUGH or 100 * LCSseq.normalized_similarity(a, b) >= _ALIKE


def _has_more(mine: str, other: str) -> bool:
    """Whether the reference has all the letters that the article has beside the span, and more: words that are missing there,
    and not in the span."""
    a, b = ("".join(_LETTERS.findall(text.casefold())) for text in (mine, other))
    return len(b) > len(a) == LCSseq.similarity(a, b)


def _fits(mine: str, outer: str, inner: str, *, after: bool = False) -> bool:
    """Whether a reading may end where `outer` of the reference meets `inner`, which is the reading: within a word only if
    the article, whose text outside the span is `mine`, has the same letters next to it. `outer` comes before the reading,
    or `after` it."""
    mine, outer, inner = (mine, outer, inner[::-1]) if after else (mine[::-1], outer[::-1], inner)
    rest, letters = _LETTERS.match(outer), _LETTERS.match(mine)
    if not (rest and inner[:1].isalnum()):
        return True
    common = min(_ENOUGH, len(rest[0]), len(letters[0]) if letters else 0)
    return common > 0 and rest[0][:common].casefold() == mine[:common].casefold()


def damaged_words(tokens: Tokens, pages: Sequence[Collation], entries: Sequence[Entry]) -> list[Entry]:
    """Findings for words that the article's page has in other pieces, or with more letters, where `entries` has none:
    joined words (RJ203), words in two pieces (RG108), letters lost (RE305)."""
    taken = touched(tokens, entries)
    damage: dict[tuple[int, int, str], dict[str, list[tuple[Reading, float]]]] = {}
    for collation in pages:
        for first, last in stretches(sorted(collation.errors)):
            left, right = collation.partners[first - 1], collation.partners[last]
            if last - first > _PIECES or not 0 < right - left - 1 <= _PIECES:
                continue
            for here, other in _apart(range(first, last), collation.there.words[left + 1 : right], taken):
                start, end = tokens.starts[here[0]], tokens.ends[here[-1]]
                code = _damage(tokens.words[here[0] : here[-1] + 1], other)
                read = None if not code or _cuts_markup(tokens.text[start:end]) else _read(collation, start, end)
                if read is not None and read[0] and read[0].strip() != tokens.text[start:end]:
                    sure = sure_of_place(collation, read[1])
                    damage.setdefault((start, end, code), {}).setdefault(read[0], []).append((read[1], sure))
    return [
        Entry(seen_by_references(code, start, end), as_candidates(readings))
        for (start, end, code), readings in damage.items()
    ]


def _apart(mine: range, other: Sequence[str], taken: set[int]) -> Iterator[tuple[range, Sequence[str]]]:
    """The words of the article and of the page that are compared: all of them, if none of the article's is in a finding;
    else, if both have as many, the others one by one."""
    if taken.isdisjoint(mine):
        yield mine, other
    elif len(mine) == len(other):
        for number, word in zip(mine, other, strict=True):
            if number not in taken:
                yield range(number, number + 1), [word]


def _cuts_markup(text: str) -> bool:
    """Whether a bracket is opened or closed in the text but not both: it is a piece of a formula or of a link."""
    return any(text.count(opened) != text.count(closed) for opened, closed in ("()", "[]", "{}"))


def _damage(mine: Sequence[str], other: Sequence[str]) -> str:
    """The code of what turned `other` into `mine`; empty if these are simply other words."""
    a, b = "".join(mine), "".join(other)
    if a == b:
        return "RJ203" if len(mine) < len(other) else "RG108"
    lost = len(b) - len(a)
    if 0 < lost <= _LOST * max(1, len(mine)) and len(other) <= len(mine) and LCSseq.similarity(a, b) == len(a):
        return "RE305"
    return ""


def stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The runs of consecutive numbers, half-open."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] > numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1] + 1
            start = at


def _neighbours(collation: Collation, start: int, end: int) -> tuple[int, int] | None:
    """The nearest words before and after the span that the reference has, one after the other."""
    article, partners = collation.article, collation.partners
    left, right = bisect_left(article.ends, start) - 1, bisect_right(article.starts, end)
    before = (at for at in range(left, max(-1, left - _REACH - 1), -1) if partners[at] >= 0)
    after = (at for at in range(right, min(len(partners), right + _REACH + 1)) if partners[at] >= 0)
    left, right = next(before, -1), next(after, -1)
    return (left, right) if left >= 0 and right >= 0 and partners[left] < partners[right] else None


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


def _without_residue(entry: Entry, tokens: Tokens, pages: Sequence[Collation]) -> Entry:
    """The entry with the candidate to take its span out, if the text of a page has none of it."""
    start, end = entry.finding.start, entry.finding.end
    first, last = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
    lacking: list[tuple[Reading, float]] = []
    for collation in pages:
        there = collation.there
        had = [p for p in collation.partners[first:last] if p >= 0]
        if not any(not collation.furniture.holds(there.starts[p], there.ends[p]) for p in had):
            at = there.ends[max(had)] if had else 0
            reading = Reading(collation.reference.name, at, at, 100.0, 100.0)
            lacking.append((reading, sure_of_place(collation, reading)))
    if not lacking or first == last:
        return entry
    return replace(entry, candidates=entry.candidates + as_candidates({"": lacking}))
