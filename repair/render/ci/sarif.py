"""Reporter `sarif`: SARIF 2.1.0 for code scanning, with every code as a rule, fixes as replacements, and findings that
a baseline or the configuration leaves out as suppressed.

A row of JSON lines is one line of its file: findings point at the characters of its escaped text, and replacements
are escaped as the line is. Of other rows only the line is known, since they can be written in many ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from repair import __version__
from repair.codes import CODES, FAMILIES, Code
from repair.read import TextInRow, format_of
from repair.read.paths import unpacked_by
from repair.records import Apparatus, Article, Candidate
from repair.render.comments import describe_sources, in_english
from repair.render.escape import json_text, visible
from repair.render.findings import Located, located, portable
from repair.render.style import Style
from repair.render.unread import UnreadInput, unread

__all__ = ["render"]

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_INDEX: Final = {code: number for number, code in enumerate(CODES)}


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """One log with one run. A baseline in force gives every result its state. What could not be read is a
    notification of the run."""
    rules = ",\n".join("      " + json_text(_rule(code, style)) for code in CODES.values())
    yield (
        f'{{"$schema": {json_text(SCHEMA)}, "version": "2.1.0", "runs": [{{\n'
        f'  "tool": {{"driver": {{"name": "repair", "semanticVersion": {json_text(__version__)}, "rules": [\n'
        f'{rules}\n  ]}}}},\n  "columnKind": "unicodeCodePoints",\n'
        f'  "newlineSequences": ["\\r\\n", "\\n", "\\r"],\n  "results": ['
    )
    lead = "\n"
    for apparatus in apparatuses:
        written: TextInRow | None = None
        for found in located(apparatus, style, silenced=True):
            written = written or _written(apparatus.article)
            yield lead + json_text(_result(found, style, written))
            lead = ",\n"
    notifications = [_notification(error) for error in unread(style)]
    run = {"executionSuccessful": False, "toolExecutionNotifications": notifications}
    yield f'\n],\n  "invocations": [{json_text(run)}]}}]}}\n' if notifications else "\n]}]}\n"


def _rule(code: Code, style: Style) -> dict[str, Any]:
    help = f"{code.meaning}. Cause: {code.cause}. Found in: {code.bad} Not found in: {code.good}"
    markdown = (
        f"{code.meaning}.\n\n**Cause:** {code.cause}.\n\n"
        f"**Found in:** {_code(code.bad)}\n\n**Not found in:** {_code(code.good)}\n\n"
        f'To ignore it: `ignore = ["{code.code}"]` in `[tool.repair]`.'
    )
    return {
        "id": code.code,
        "name": "".join(part.capitalize() for part in code.name.split("-")),
        "shortDescription": {"text": code.meaning},
        "fullDescription": {"text": f"{code.meaning}: {code.cause}"},
        "help": {"text": help, "markdown": markdown},
        "defaultConfiguration": {"level": style.policy.severity_of(code.code)},
        "properties": {"tags": [FAMILIES[code.code[:2]].partition(":")[0]]},
    }


def _code(text: str) -> str:
    return f"`` {text} ``"


def _written(article: Article) -> TextInRow | None:
    """The article's text within its row of JSON lines; `None` if it stands in no such row."""
    row, path = article.source.row, article.source.path
    if row is None or unpacked_by(path) or (path != "-" and format_of(path) != "jsonl"):
        return None  # the lines of a packed file have no columns that an editor could go to
    try:
        return TextInRow(row, article.text)
    except ValueError:  # an apparatus from elsewhere, with a line that is no row
        return None


def _result(found: Located, style: Style, written: TextInRow | None) -> dict[str, Any]:
    finding, article = found.finding, found.article
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": _INDEX[finding.code],
        "level": found.severity,
        "rank": round(100 * finding.confidence, 2),
        "message": {"text": found.message},
        "locations": [_location(found, written)],
        "partialFingerprints": {"repair/v1": found.fingerprint},
        "properties": {
            "id": article.id,
            "start": finding.start,
            "end": finding.end,
            "confidence": round(finding.confidence, 4),
            "detectors": finding.detectors,
        },
    }
    if finding.words:
        result["properties"]["words"] = finding.words
    silenced = found.entry.suppressed
    if style.baseline:
        result["baselineState"] = "unchanged" if silenced and silenced.kind == "baseline" else "new"
    if silenced:
        reason = silenced.reason or "known: it is in the baseline"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    fixes = [c for c in found.entry.candidates if not c.is_guessed]
    if fixes and (written or not found.row):
        # the format wants them all different
        result["fixes"] = [_fix(found, c, written) for c in {(_sources(c), c.text): c for c in fixes}.values()]
    return result


def _notification(error: UnreadInput) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(error.path)}
    if error.line:
        place["region"] = {"startLine": error.line}
    located = {"locations": [{"physicalLocation": place}]} if error.path else {}
    return {"level": "error", "message": {"text": error.message}, **located}


def _location(found: Located, written: TextInRow | None) -> dict[str, Any]:
    place = {"artifactLocation": _artifact(_file(found)), "region": _region(found, written)}
    location: dict[str, Any] = {"physicalLocation": place}
    if found.row:
        location["logicalLocations"] = [{"name": visible(found.article.id), "kind": "element"}]
    return location


def _region(found: Located, written: TextInRow | None) -> dict[str, int]:
    if written:
        start, end = written.column(found.finding.start), written.column(found.finding.end)
        return {"startLine": found.line, "startColumn": start + 1, "endLine": found.line, "endColumn": end + 1}
    if found.row:
        return {"startLine": found.line}
    return {
        "startLine": found.line,
        "startColumn": found.column,
        "endLine": found.end_line,
        "endColumn": found.end_column,
    }


def _file(found: Located) -> str:
    return found.path or portable(found.article.id)


def _artifact(path: str) -> dict[str, str]:
    if PurePosixPath(path).is_absolute():
        return {"uri": "file://" + quote(path, errors="surrogatepass")}
    return {"uri": quote(path, errors="surrogatepass"), "uriBaseId": "%SRCROOT%"}


def _fix(found: Located, candidate: Candidate, written: TextInRow | None) -> dict[str, Any]:
    text = written.written(candidate.text) if written else candidate.text
    replacement = {"deletedRegion": _region(found, written), "insertedContent": {"text": text}}
    return {
        "description": {"text": _sources(candidate)},
        "artifactChanges": [{"artifactLocation": _artifact(_file(found)), "replacements": [replacement]}],
    }


def _sources(candidate: Candidate) -> str:
    return visible(describe_sources(candidate, in_english))
