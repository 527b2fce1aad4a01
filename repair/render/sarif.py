"""Reporter `sarif`: SARIF 2.1.0 for code scanning, with every code as a rule, fixes as replacements, and what a baseline
or the configuration silences as suppressed.

A row of a JSONL file is one line there, so that its findings point at the line and name record and offset; its text
stands in the file as an escaped string, for which SARIF knows no replacement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from repair import __version__
from repair.codes import CODES, FAMILIES, Code
from repair.records import Apparatus, Candidate
from repair.render.escape import json_text, visible
from repair.render.findings import Located, located, portable
from repair.render.style import Style, sources

__all__ = ["render"]

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_INDEX: Final = {code: number for number, code in enumerate(CODES)}


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """One log with one run. A baseline in force gives every result its state."""
    rules = ",\n".join("      " + json_text(_rule(code, style)) for code in CODES.values())
    yield (
        f'{{"$schema": {json_text(SCHEMA)}, "version": "2.1.0", "runs": [{{\n'
        f'  "tool": {{"driver": {{"name": "repair", "semanticVersion": {json_text(__version__)}, "rules": [\n'
        f'{rules}\n  ]}}}},\n  "columnKind": "unicodeCodePoints",\n'
        f'  "newlineSequences": ["\\r\\n", "\\n", "\\r"],\n  "results": ['
    )
    lead = "\n"
    for apparatus in apparatuses:
        for found in located(apparatus, style, silenced=True):
            yield lead + json_text(_result(found, style))
            lead = ",\n"
    yield "\n]}]}\n"


def _rule(code: Code, style: Style) -> dict[str, Any]:
    help = f"{code.meaning}. Cause: {code.cause}. Found in: {code.bad} Not found in: {code.good}"
    markdown = (
        f"{code.meaning}.\n\n**Cause:** {code.cause}.\n\n"
        f"**Found in:** {_code(code.bad)}\n\n**Not found in:** {_code(code.good)}\n\n"
        f'To silence it: `ignore = ["{code.code}"]` in `[tool.repair]`.'
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


def _result(found: Located, style: Style) -> dict[str, Any]:
    finding, article = found.finding, found.article
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": _INDEX[finding.code],
        "level": found.severity,
        "rank": round(100 * finding.confidence, 2),
        "message": {"text": found.message},
        "locations": [_location(found)],
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
        reason = silenced.reason or "known: it stands in the baseline"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    fixes = [c for c in found.entry.candidates if c.kind != "prediction"]
    if fixes and not found.row:
        # the format wants them all different
        result["fixes"] = [_fix(found, c) for c in {(sources(c), c.text): c for c in fixes}.values()]
    return result


def _location(found: Located) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(found), "region": _region(found)}}
    if found.row:
        location["logicalLocations"] = [{"name": visible(found.article.id), "kind": "element"}]
    return location


def _region(found: Located) -> dict[str, int]:
    if found.row:
        return {"startLine": found.line}
    return {
        "startLine": found.line,
        "startColumn": found.column,
        "endLine": found.end_line,
        "endColumn": found.end_column,
    }


def _artifact(found: Located) -> dict[str, str]:
    path = portable(found.article.source.path or found.article.id)
    if PurePosixPath(path).is_absolute():
        return {"uri": "file://" + quote(path, errors="surrogatepass")}
    return {"uri": quote(path, errors="surrogatepass"), "uriBaseId": "%SRCROOT%"}


def _fix(found: Located, candidate: Candidate) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(found), "insertedContent": {"text": candidate.text}}
    return {
        "description": {"text": sources(candidate)},
        "artifactChanges": [{"artifactLocation": _artifact(found), "replacements": [replacement]}],
    }
