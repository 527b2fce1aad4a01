"""Reporter `gitlab`: a code quality report, which GitLab shows in a merge request."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from repair.codes import Severity
from repair.records import Apparatus
from repair.render.escape import json_text
from repair.render.findings import Located, located
from repair.render.style import Style
from repair.render.unread import TITLE, UnreadInput, unread

__all__ = ["render"]

_SEVERITIES: Final[dict[Severity, str]] = {"error": "major", "warning": "minor", "note": "info"}


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """One JSON array of all findings that the style shows, and of what could not be read. Fingerprints follow content, and
    differ from each other."""
    seen: Counter[object] = Counter()
    lead = "[\n"
    issues = (_issue(found) for apparatus in apparatuses for found in located(apparatus, style))
    for issue in chain(issues, map(_error, unread(style))):
        name = issue["fingerprint"]
        seen[name] += 1
        if seen[name] > 1:
            issue["fingerprint"] = f"{name}-{seen[name]}"
        yield lead + json_text(issue)
        lead = ",\n"
    yield "[]\n" if lead == "[\n" else "\n]\n"


def _name(found: Located) -> str:
    source = found.article.source
    record = found.article.id if source.row and found.article.id != str(source) else ""
    return _digest(found.path, record, found.fingerprint)


def _digest(*parts: str) -> str:
    data = "\x00".join(parts)
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _issue(found: Located) -> dict[str, object]:
    return {
        "description": found.message,
        "check_name": found.finding.code,
        "fingerprint": _name(found),
        "severity": _SEVERITIES[found.severity],
        "location": {
            "path": found.path,
            "lines": {"begin": found.line, "end": found.end_line},
        },
    }


def _error(error: UnreadInput) -> dict[str, object]:
    return {
        "description": error.message,
        "check_name": TITLE,
        "fingerprint": _digest(TITLE, error.path, error.message),
        "severity": "critical",
        "location": {"path": error.path or ".", "lines": {"begin": error.line or 1}},
    }
