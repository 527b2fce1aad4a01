"""What the editions share: the article cut into plain text and marks.

If findings overlap, one is marked in the text and the others become remarks beside it, so that every edition of an
article marks the same places.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from repair.edit import blanks_kept, disjoint, take_blanks
from repair.records import Apparatus, Candidate, Entry
from repair.render.style import Style, reported

__all__ = [
    "EditionPart",
    "MarkedEntry",
    "Plain",
    "Remark",
    "alternatives",
    "candidate_in_place",
    "edition_parts",
    "moment",
]


class Plain(Struct, frozen=True):
    """Text of the article that no entry touches."""

    text: str


class MarkedEntry(Struct, frozen=True):
    """An entry in its place. `old` is the article's text there; `number` counts the entries shown, from 1."""

    entry: Entry
    old: str
    number: int


class Remark(Struct, frozen=True):
    """An entry that overlaps the mark before or after it, and so becomes a remark."""

    entry: Entry
    number: int


EditionPart = Plain | MarkedEntry | Remark


def edition_parts(apparatus: Apparatus, style: Style) -> Iterator[EditionPart]:
    """The article in text order. Joining the text of every `Plain` and `MarkedEntry` gives the article back.

    Of overlapping entries the accepted one is the mark, then one with candidates, then the more confident. A mark shows
    all that its acceptance changes, and nothing else: that of residue has the blanks that go with it, and words that come
    in place of a blank leave it where it is.
    """
    text = apparatus.article.text
    entries = take_blanks(replace(apparatus, entries=tuple(reported(apparatus, style))), candidate_in_place).entries
    placed = disjoint(
        entries,
        sorted(
            range(len(entries)),
            key=lambda i: (
                entries[i].status != "accepted",
                not entries[i].candidates,
                -entries[i].finding.confidence,
                i,
            ),
        ),
    )
    cursor = 0
    for number, whole in enumerate(entries):
        entry = _beside_blanks(whole, text) if number in placed else whole
        start, end = entry.finding.start, entry.finding.end
        if start > cursor:
            yield Plain(text[cursor:start])
            cursor = start
        if number in placed:
            yield MarkedEntry(entry, text[start:end], number + 1)
            cursor = end
        else:
            yield Remark(entry, number + 1)
    if cursor < len(text):
        yield Plain(text[cursor:])


def _beside_blanks(entry: Entry, text: str) -> Entry:
    """The entry without the blanks of its span that all its candidates leave where they are."""
    start, end = entry.finding.start, entry.finding.end
    before, after = blanks_kept(text[start:end], [c.text for c in entry.candidates])
    if not before and not after:
        return entry
    candidates = tuple(replace(c, text=c.text[before : len(c.text) - after]) for c in entry.candidates)
    finding = replace(entry.finding, start=start + before, end=end - after)
    return replace(entry, finding=finding, candidates=candidates)


def candidate_in_place(entry: Entry) -> Candidate | None:
    """The candidate that is shown in the text: the accepted one, else the best; `None` if nothing is proposed."""
    return entry.accepted or (entry.candidates[0] if entry.candidates else None)


def alternatives(entry: Entry) -> tuple[Candidate, ...]:
    """The candidates besides the one that is shown, best first."""
    return tuple(c for i, c in enumerate(entry.candidates) if i != (entry.chosen or 0))


def moment(date: str) -> str:
    """An ISO 8601 date or time, UTC if no zone is given, as in `2026-03-02T10:20:00Z`; empty for anything else."""
    try:
        found = datetime.fromisoformat(date)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return found.isoformat(timespec="seconds").replace("+00:00", "Z")
