"""Puts accepted candidates into a text, and takes them out again.

A repair is data that can be replayed backwards: every edit says where it is in the repaired text, what it replaced, and
where its words come from. `apply` checks on each text that undoing it gives the article back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from repair.errors import ApparatusError
from repair.records import Apparatus, Entry, Provenance, Signature

__all__ = ["Applied", "Edit", "apply", "undo"]


class Edit(Struct, frozen=True):
    """One candidate that was put in: the supplied text is `[start, end)` of the repaired text, in code points.

    `original` is what it replaced. `code` is the finding's, `score` (0–1) and `provenance` are the candidate's.
    `decided_by` are the reviewers who accepted it.
    """

    start: int
    end: int
    original: str
    code: str
    score: float
    provenance: tuple[Provenance, ...]
    decided_by: tuple[Signature, ...] = ()


class Applied(Struct, frozen=True):
    """A repaired text and its edits in text order, which never overlap."""

    text: str
    edits: tuple[Edit, ...] = ()


def apply(apparatus: Apparatus) -> Applied:
    """The article with all accepted candidates put in; with none, the article itself.

    Raises `ApparatusError` if accepted entries overlap, or if undoing the result would not give the article back.
    """
    article = apparatus.article
    accepted = [entry for entry in apparatus.entries if entry.status == "accepted"]
    _check_apart(accepted, article.id)
    pieces: list[str] = []
    edits: list[Edit] = []
    cursor = length = 0
    for entry in accepted:
        finding, candidate = entry.finding, entry.accepted
        assert candidate is not None  # an accepted entry always has a chosen candidate: its record checks that
        kept = article.text[cursor : finding.start]
        start = length + len(kept)
        length = start + len(candidate.text)
        pieces += (kept, candidate.text)
        original = article.text[finding.start : finding.end]
        edits.append(
            Edit(start, length, original, finding.code, candidate.score, candidate.provenance, entry.decided_by)
        )
        cursor = finding.end
    pieces.append(article.text[cursor:])
    applied = Applied("".join(pieces), tuple(edits))
    _check_promise(applied, article.text, accepted, article.id)
    return applied


def undo(text: str, edits: Sequence[Edit]) -> str:
    """The article's text: `text` with every edit's original back in its place.

    Raises `ApparatusError` if the edits are not in text order or reach beyond the text.
    """
    pieces: list[str] = []
    cursor = 0
    for edit in edits:
        if not cursor <= edit.start <= edit.end <= len(text):
            raise ApparatusError(
                f"the edit [{edit.start}, {edit.end}) does not fit the text", hint="the sidecar belongs to another text"
            )
        pieces += (text[cursor : edit.start], edit.original)
        cursor = edit.end
    pieces.append(text[cursor:])
    return "".join(pieces)


def _check_apart(accepted: Sequence[Entry], where: str) -> None:
    """Refuse accepted entries that overlap or insert at the very same place: their order would be a guess."""
    for left, right in pairwise(accepted):
        a, b = left.finding, right.finding
        if b.start < a.end or (a.start == b.start == b.end):
            raise ApparatusError(
                f"accepted entries overlap: {a.code} at [{a.start}, {a.end}), {b.code} at [{b.start}, {b.end})",
                where=where,
                hint="accept only one of them",
            )


def _check_promise(applied: Applied, original: str, accepted: Sequence[Entry], where: str) -> None:
    """Check for this text that undoing the repair gives the article back."""
    kept = _outside(original, ((e.finding.start, e.finding.end) for e in accepted))
    if undo(applied.text, applied.edits) != original or kept != _outside(
        applied.text, ((e.start, e.end) for e in applied.edits)
    ):
        raise ApparatusError(
            "undoing the repaired text does not give the article back",
            where=where,
            hint="please report this with the text",
        )


def _outside(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The pieces of `text` before, between and after `spans`."""
    pieces: list[str] = []
    cursor = 0
    for start, end in spans:
        pieces.append(text[cursor:start])
        cursor = end
    pieces.append(text[cursor:])
    return pieces
