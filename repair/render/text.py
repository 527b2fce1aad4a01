"""Reporter `text`: one finding a line, and a summary, for reading in a shell and for editors that jump to places.

A line reads `path:line:column CODE message (confidence)`, line and column from 1. An article that is a row of a JSONL
file has no lines of its own there: `path:row [id] @offset CODE message (confidence)`, the offset in code points from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repair.records import Apparatus, Article, Finding
from repair.render.escape import visible
from repair.render.lines import Lines
from repair.render.style import Style, paint, reported

__all__ = ["render", "summary"]


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
            yield from (_line(apparatus.article, entry.finding, lines, style) for entry in entries)
    yield summary(findings, damaged, articles) + "\n"


def summary(findings: int, damaged: int, articles: int) -> str:
    """The report's last line: findings, articles that have any, articles read."""
    read = f"{articles} article{'' if articles == 1 else 's'}"
    if not findings:
        return f"Found no findings in {read}."
    return f"Found {findings} finding{'' if findings == 1 else 's'} in {damaged} of {read}."


def _line(article: Article, finding: Finding, lines: Lines, style: Style) -> str:
    path = visible(article.source.path or article.id)
    row = article.source.row
    if row:
        place = f"{path}:{row.number} [{visible(article.id)}] @{finding.start}"
    else:
        line, column = lines.at(finding.start)
        place = f"{path}:{line}:{column}"
    return (
        f"{paint(place, 'header', style)} {paint(finding.code, 'noted', style)} "
        f"{visible(finding.message)} ({finding.confidence:.2f})\n"
    )
