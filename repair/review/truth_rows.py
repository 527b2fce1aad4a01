"""Decided articles as rows of a truth file: what reviewers found missing is what a detector must find, and the rest is
sound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from repair.codes import CODES
from repair.edit import apply
from repair.records import Apparatus, Entry

__all__ = ["truth_row"]

_EDGES: Final = {"start": "cut_start", "end": "cut_end"}


def truth_row(apparatus: Apparatus) -> Mapping[str, object] | None:
    """The article of an apparatus with decisions as a row of a truth file, `None` if an entry is open: nobody has said
    then whether text is missing there. A gap that was accepted or emended is a loss; rejected entries are sound."""
    if any(entry.status == "open" for entry in apparatus.entries):
        return None
    article = apparatus.article
    accepted = [entry for entry in apparatus.entries if entry.status == "accepted"]
    return {
        "id": article.id,
        "text": article.text,
        "clean_text": apply(apparatus).text,
        "gaps": list(map(_gap, accepted)),
        "lang": article.language,
    }


def _gap(entry: Entry) -> Mapping[str, object]:
    finding, candidate = entry.finding, entry.accepted
    assert candidate is not None  # only accepted entries are given
    code = CODES[finding.code]
    position = _EDGES.get(code.edge, "passage" if finding.code == "RG114" else "inner") if code.is_gap else "blemish"
    return {
        "start": finding.start,
        "end": finding.end,
        "missing": candidate.text.strip(),
        "replacement": candidate.text,
        "kind": finding.code,
        "position": position,
    }
