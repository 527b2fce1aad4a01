"""Reporter `concise`: one finding a line, and a summary, for editors that jump to places and for other programs.

A line reads `path:line:column CODE message (confidence)`, line and column from 1. An article that is a row of a JSONL
file has no lines of its own there: `path:row [id] @offset CODE message (confidence)`, the offset in code points from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repair.records import Apparatus
from repair.render.findings import headline, summary
from repair.render.lines import Lines
from repair.render.style import Style, reported

__all__ = ["render"]


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """A line for each finding that the style shows, then `Found 7 findings in 1 of 1 article.`"""
    findings = damaged = articles = 0
    for apparatus in apparatuses:
        entries = reported(apparatus, style)
        articles += 1
        damaged += bool(entries)
        findings += len(entries)
        if entries:
            lines = Lines(apparatus.article.text)
            yield from (headline(apparatus.article, entry.finding, lines, style) for entry in entries)
    yield summary(findings, damaged, articles)
