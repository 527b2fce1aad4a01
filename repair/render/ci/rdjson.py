"""Reporter `rdjson`: the diagnostic format of reviewdog, with fixes as suggestions.

Its columns count the bytes of UTF-8 from 1. A suggestion is what a rule or a reference says, never a prediction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from repair.codes import Severity
from repair.records import Apparatus
from repair.render.escape import json_text
from repair.render.findings import Located, located
from repair.render.style import Style
from repair.render.unread import TITLE, UnreadInput, unread

__all__ = ["render"]

_SEVERITIES: Final[dict[Severity, str]] = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """One JSON object with all findings that the style shows, and with what could not be read."""
    lead = '{"source": {"name": "repair"}, "diagnostics": [\n'
    for apparatus in apparatuses:
        columns = _Columns(apparatus.article.text)
        for found in located(apparatus, style):
            yield lead + json_text(_diagnostic(found, columns))
            lead = ",\n"
    for error in unread(style):
        yield lead + json_text(_error(error))
        lead = ",\n"
    yield '{"source": {"name": "repair"}, "diagnostics": []}\n' if lead.startswith("{") else "\n]}\n"


def _diagnostic(found: Located, columns: _Columns) -> dict[str, object]:
    if found.row:
        span: dict[str, object] = {"start": {"line": found.line}}
    else:
        span = columns.span(found)
    diagnostic: dict[str, object] = {
        "message": found.message,
        "location": {"path": found.path, "range": span},
        "severity": _SEVERITIES[found.severity],
        "code": {"value": found.finding.code},
    }
    fixes = [c for c in found.entry.candidates if not c.is_guessed]
    if fixes and not found.row:
        diagnostic["suggestions"] = [{"range": span, "text": c.text} for c in fixes]
    return diagnostic


def _error(error: UnreadInput) -> dict[str, object]:
    return {
        "message": error.message,
        "location": {"path": error.path or ".", "range": {"start": {"line": error.line or 1}}},
        "severity": "ERROR",
        "code": {"value": TITLE},
    }


class _Columns:
    """Columns in bytes. Findings come in text order, so that each line is encoded but once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = 0
        self._offset = 0
        self._bytes = 0

    def span(self, found: Located) -> dict[str, object]:
        """The range of a finding in a text of its own."""
        start, end = found.finding.start, found.finding.end
        if found.line != self._line:
            self._line, self._offset, self._bytes = found.line, start - found.column + 1, 0
        self._bytes += self._size(self._offset, start)
        self._offset = start
        last = self._bytes + self._size(start, end)
        if found.end_line != found.line:
            last = self._size(end - found.end_column + 1, end)
        return {
            "start": {"line": found.line, "column": self._bytes + 1},
            "end": {"line": found.end_line, "column": last + 1},
        }

    def _size(self, start: int, end: int) -> int:
        return len(self._text[start:end].encode("utf-8", "surrogatepass"))
