"""Reporter `grouped`: findings under the name of their file, to read reports on many files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repair.records import Apparatus
from repair.render.escape import visible
from repair.render.findings import place_in_file, summary
from repair.render.line_numbers import Lines
from repair.render.style import Style, paint, reported

__all__ = ["render"]


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """The path, then an indented line `line:column CODE message (confidence)` for each finding, then the summary."""
    findings = damaged = articles = 0
    header = ""
    for apparatus in apparatuses:
        entries = reported(apparatus, style)
        articles += 1
        damaged += bool(entries)
        findings += len(entries)
        lines = Lines(apparatus.article.text) if entries else None
        for entry in entries:
            assert lines is not None
            finding = entry.finding
            path, at = place_in_file(apparatus.article, finding, lines)
            if path != header:
                yield ("\n" if header else "") + paint(path, "header", style) + "\n"
                header = path
            yield (
                f"  {at} {paint(finding.code, 'noted', style)} {visible(finding.message)} ({finding.confidence:.2f})\n"
            )
    yield ("\n" if header else "") + summary(findings, damaged, articles)
