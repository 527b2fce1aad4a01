"""Merges the findings at one place of the article: a loss is one finding, and put in as its page has it.

Two rules may see one loss, or a rule and the page: at the end of a line and at the beginning of the next, or in empty
quotation marks and before them. Each alone gets the words of the page there, and an article that took both would have them
twice. Where two elements were lost side by side, the article keeps the comma between them, which the page has among
their words: then the words take the place of the marks as well. And a gap head may point a word or two beside a gap that
a rule or a reference shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace
from rapidfuzz.distance import Postfix, Prefix

from repair.codes import CODES
from repair.collate.collation import Collation
from repair.collate.gaps import boundary_of
from repair.records import Entry, Reading
from repair.text.spacing import QUOTES
from repair.text.tokens import Tokens, tokenize

__all__ = ["merge_at_place"]

_QUOTE: Final = '"'


def merge_at_place(tokens: Tokens, pages: Sequence[Collation], entries: Sequence[Entry]) -> list[Entry]:
    """The entries in text order: each loss once, with the marks that its page has there. `tokens` are those of the
    article, `pages` the collations with the pages that it was made from."""
    entries = _with_marks_of_page(tokens, pages, _each_loss_once(tokens, entries))
    return sorted(_beside_gap_head(entries), key=lambda e: (e.finding.start, e.finding.end))


def _each_loss_once(tokens: Tokens, entries: Sequence[Entry]) -> list[Entry]:
    """The entries without those whose reading is, at least in part, that of another gap at their place: the one with the
    most words stays, and of two with as many the one that more than references show. It is as sure as the surest."""
    here: dict[tuple[int, bool], list[int]] = {}
    for number, entry in enumerate(entries):
        if entry.finding.is_gap and entry.status == "open" and any(_readings(entry)):
            boundary = _boundary(tokens, entry)
            if boundary is not None:
                here.setdefault((boundary, CODES[entry.finding.code].passage), []).append(number)
    kept = dict(enumerate(entries))
    for numbers in here.values():
        if len(numbers) == 1:
            continue
        stay: list[int] = []
        for number in sorted(numbers, key=lambda each: _weight(entries[each])):
            lead = next((other for other in stay if _overlap(entries[number], entries[other])), None)
            if lead is None:
                stay.append(number)
                continue
            kept[lead] = _as_sure(kept[lead], kept.pop(number).finding.confidence)
    return list(kept.values())


def _as_sure(entry: Entry, confidence: float) -> Entry:
    """The entry with at least this confidence."""
    return replace(entry, finding=replace(entry.finding, confidence=max(entry.finding.confidence, confidence)))


def _weight(entry: Entry) -> tuple[int, int, int]:
    """What an entry is ordered by, the one that tells most first."""
    code = CODES[entry.finding.code]
    words = max(len(tokenize(c.text)) for c in entry.candidates if c.kind == "reading")
    return -words, code.precedence, entry.finding.start


def _readings(entry: Entry) -> Iterator[Reading]:
    return (by for candidate in entry.candidates for by in candidate.provenance if isinstance(by, Reading))


def _overlap(one: Entry, other: Entry) -> bool:
    return any(
        a.reference == b.reference and max(a.start, b.start) < min(a.end, b.end)
        for a in _readings(one)
        for b in _readings(other)
    )


def _with_marks_of_page(tokens: Tokens, pages: Sequence[Collation], entries: Sequence[Entry]) -> list[Entry]:
    """The entries that alone have a candidate at their place, which is the page's words inside a line, changed so that the
    marks and blanks around these are the page's as well, if need be in place of the article's; the others as they are."""
    by_name = {collation.reference.name: collation for collation in pages}
    boundaries = [_boundary(tokens, entry) if entry.candidates else None for entry in entries]
    alone = Counter(boundaries)
    return [
        _with_marks(entry, tokens, by_name, at) if at is not None and alone[at] == 1 else entry
        for entry, at in zip(entries, boundaries, strict=True)
    ]


def _boundary(tokens: Tokens, entry: Entry) -> int | None:
    return boundary_of(tokens, entry.finding.start, entry.finding.end)


def _with_marks(entry: Entry, tokens: Tokens, pages: Mapping[str, Collation], at: int) -> Entry:
    finding, readings = entry.finding, list(_readings(entry))
    if not finding.is_gap or entry.status != "open" or len(entry.candidates) != 1 or len(readings) != 1:
        return entry
    collation = pages.get(readings[0].reference)
    if collation is None or not 0 < at < len(tokens):
        return entry
    left, right = collation.partners[at - 1], collation.partners[at]
    if not 0 <= left < right - 1:
        return entry
    low, high = tokens.between(at)
    first, last = collation.there.ends[left], collation.there.starts[right]
    mine, other = tokens.text[low:high], collation.reference.text[first:last]
    start, end, words = finding.start - low, finding.end - low, entry.candidates[0].text
    if "\n" in mine or "\n" in other or tokenize(words).words != collation.there.words[left + 1 : right]:
        return entry
    a, b = _folded(mine), _folded(other)
    if _folded(mine[:start] + words + mine[end:]) == b or not _is_within(a.replace(" ", ""), b):
        return entry
    head = Prefix.similarity(a, b)
    tail = min(Postfix.similarity(a, b), len(a) - head, len(b) - head)
    if CODES[finding.code].seen_by == "rules":  # which found the span
        head, tail = min(head, start), min(tail, len(a) - end)
    reading = replace(readings[0], start=first + head, end=last - tail)
    return replace(
        entry,
        finding=replace(finding, start=low + head, end=high - tail),
        candidates=(replace(entry.candidates[0], text=other[head : len(other) - tail], provenance=(reading,)),),
    )


def _beside_gap_head(entries: Sequence[Entry]) -> Iterable[Entry]:
    """The entries without those of a gap head that references place where another gap is."""
    here: dict[int, list[int]] = {}
    for number, entry in enumerate(entries):
        if entry.finding.is_gap and entry.candidates:
            here.setdefault(entry.finding.start, []).append(number)
    kept = dict(enumerate(entries))
    for numbers in here.values():
        lead = min(numbers, key=lambda number: CODES[entries[number].finding.code].precedence)
        surest = max(entries[number].finding.confidence for number in numbers)
        for number in numbers:
            if number != lead and CODES[entries[number].finding.code].seen_by == "gap head":
                del kept[number]
                kept[lead] = _as_sure(kept[lead], surest)
    return kept.values()


def _folded(text: str) -> str:
    """The text with one blank and one quotation mark for all kinds of them, as long as it was."""
    return "".join(" " if each.isspace() else _QUOTE if each in QUOTES else each for each in text)


def _is_within(marks: str, text: str) -> bool:
    """Whether the text has all the marks, in their order."""
    rest = iter(text)
    return all(mark in rest for mark in marks)
