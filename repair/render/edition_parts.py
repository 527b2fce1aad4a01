"""What the editions share: the article cut into plain text and marks, and a suggestion in words.

If findings overlap, one is marked in the text and the others become remarks beside it, so that every edition of an
article marks the same places.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from repair.codes import CODES
from repair.edit import disjoint, take_blanks
from repair.records import MAX_GUESSED, Apparatus, Candidate, Entry
from repair.render.escape import visible
from repair.render.style import Style, extent, printed_score, reported, sources

__all__ = [
    "EditionPart",
    "MarkedEntry",
    "Plain",
    "Remark",
    "alternatives",
    "candidate_in_place",
    "comment",
    "decision",
    "edition_parts",
    "likely_kind",
    "moment",
    "unproposed",
]

_MAX_SHOWN: Final = 40
_TELLING: Final = 3  # guesses, so that what they have in common says something
_MOST: Final = 0.6  # of them


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
    all that its acceptance changes: that of residue has the blanks that go with it.
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
    for number, entry in enumerate(entries):
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


def candidate_in_place(entry: Entry) -> Candidate | None:
    """The candidate that is shown in the text: the accepted one, else the best; `None` if nothing is proposed."""
    return entry.accepted or (entry.candidates[0] if entry.candidates else None)


def alternatives(entry: Entry) -> tuple[Candidate, ...]:
    """The candidates besides the one that is shown, best first."""
    return tuple(c for i, c in enumerate(entry.candidates) if i != (entry.chosen or 0))


def decision(entry: Entry) -> str:
    """The decision and who signed for it on one line, as in `accepted by anna, bruno`."""
    names = visible(", ".join(dict.fromkeys(s.reviewer for s in entry.decided_by)))
    return f"{entry.status} by {names}" if names else entry.status


def moment(date: str) -> str:
    """An ISO 8601 date or time, UTC if no zone is given, as in `2026-03-02T10:20:00Z`; empty for anything else."""
    try:
        found = datetime.fromisoformat(date)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return found.isoformat(timespec="seconds").replace("+00:00", "Z")


def unproposed(entry: Entry, model: str) -> str:
    """What is missing at an entry without a candidate, and why nothing is proposed; `model` names the model that was asked
    about the article, empty if none was."""
    if unknowable := CODES[entry.finding.code].unknowable:
        return unknowable
    if entry.finding.words is not None and entry.finding.words[0] > MAX_GUESSED:
        return f"{extent(entry)}: too many for a guess"
    return f"{extent(entry)}: no proposal" + (", no model was asked" if entry.finding.is_gap and not model else "")


def likely_kind(entry: Entry) -> str:
    """What a gap that only guesses fill is likely to have held, where they agree on that: `a number`, `a name or a place`;
    else empty."""
    texts = [c.text.strip() for c in entry.candidates]
    if len(texts) < _TELLING or any(c.label not in ("guess", "attested guess") for c in entry.candidates):
        return ""
    if all(text[:1].isdecimal() for text in texts):
        return "a number"
    return "a name or a place" if sum(text[:1].isupper() for text in texts) > _MOST * len(texts) else ""


def comment(entry: Entry, style: Style, model: str, *, overlaps: bool = False) -> str:
    """A suggestion on one line, as in `RG103 · reading: copy-2 · 0.96; or " libro" (reading: copy-3 · 0.40)`.

    `model` names the model that was asked about the article, empty if none was.
    """
    best = candidate_in_place(entry)
    if best is None:
        return f"{entry.finding.code} {unproposed(entry, model)}"
    parts = [entry.finding.code, f"{sources(best)} · {printed_score(best.score)}"]
    if likely := likely_kind(entry):
        parts[1:1] = [f"{extent(entry)}, likely {likely}"]
    if overlaps:
        parts[1:1] = ["overlaps", _quoted(best)]
    if entry.status == "accepted":
        parts.append(decision(entry))
    others = alternatives(entry)
    listed = [f"or {_quoted(c)} ({sources(c)} · {printed_score(c.score)})" for c in others[: style.alternatives]]
    if len(others) > style.alternatives:
        listed.append(f"and {len(others) - style.alternatives} more")
    return "; ".join([" · ".join(parts), *listed])


def _quoted(candidate: Candidate) -> str:
    text = candidate.text
    return f'"{visible(text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…")}"'
