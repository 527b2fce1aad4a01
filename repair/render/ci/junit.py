"""Reporter `junit`: JUnit XML, one suite an article and one failed case a finding, for servers that read test results.

Neither times nor host names are in it: the same findings give the same report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repair.codes import CODES
from repair.records import Apparatus
from repair.render.escape import xml_text
from repair.render.findings import Located, located
from repair.render.style import Style
from repair.render.unread import TITLE, UnreadInput, unread

__all__ = ["render"]


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """The document. An article without findings is a suite with one case that passed, what could not be read one with an
    error."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="repair">\n'
    for apparatus in apparatuses:
        cases = list(located(apparatus, style))
        name = xml_text(str(apparatus.article.source) or apparatus.article.id or "article")
        yield (
            f'  <testsuite name="{name}" tests="{max(1, len(cases))}" failures="{len(cases)}" errors="0" skipped="0">\n'
        )
        yield from (_case(found, name) for found in cases)
        if not cases:
            yield f'    <testcase name="no findings" classname="{name}"/>\n'
        yield "  </testsuite>\n"
    yield from map(_error, unread(style))
    yield "</testsuites>\n"


def _error(error: UnreadInput) -> str:
    name = xml_text(error.path or "input")
    at = f" {error.line}" if error.line else ""
    return (
        f'  <testsuite name="{name}" tests="1" failures="0" errors="1" skipped="0">\n'
        f'    <testcase name="{TITLE}{at}" classname="{name}">\n'
        f'      <error type="{TITLE}" message="{xml_text(error.message)}">{xml_text(error.message)}</error>\n'
        f"    </testcase>\n  </testsuite>\n"
    )


def _case(found: Located, name: str) -> str:
    finding = found.finding
    at = f"@{finding.start}" if found.row else f"{found.line}:{found.column}"
    return (
        f'    <testcase name="{finding.code} {at}" classname="{name}">\n'
        f'      <failure type="{finding.code} {CODES[finding.code].name}" message="{xml_text(finding.message)}">'
        f"{xml_text(found.severity)}: {xml_text(found.message)}</failure>\n"
        f"    </testcase>\n"
    )
