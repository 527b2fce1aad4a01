"""Reporter `jsonl`: one finding a line as a JSON object, for `jq` and for other programs.

Offsets are code points of the text from 0, lines and columns count from 1; a row's text has none, only its `row`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repair.records import Apparatus
from repair.render.escape import json_text
from repair.render.findings import Located, located
from repair.render.style import Style

__all__ = ["render"]


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """A line of JSON for each finding that the style shows."""
    for apparatus in apparatuses:
        for found in located(apparatus, style):
            yield json_text(_object(found)) + "\n"


def _object(found: Located) -> dict[str, object]:
    finding = found.finding
    lines = {"line": found.line, "column": found.column, "end_line": found.end_line, "end_column": found.end_column}
    return {
        "path": found.article.source.path,
        "id": found.article.id,
        **({"row": found.line} if found.row else lines),
        "start": finding.start,
        "end": finding.end,
        "code": finding.code,
        "severity": found.severity,
        "message": finding.message,
        "confidence": round(finding.confidence, 4),
        "words": finding.words,
        "detectors": finding.detectors,
        "fingerprint": found.fingerprint,
        "fixes": [
            {"text": c.text, "kind": c.kind, "score": round(c.score, 4)}
            for c in found.entry.candidates
            if not c.is_guessed
        ],
    }
