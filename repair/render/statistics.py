"""Findings counted by code, for a run that has too many to read them one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from msgspec import Struct

from repair.codes import CODES
from repair.records import Apparatus
from repair.render.findings import in_context, summary
from repair.render.line_numbers import Lines
from repair.render.style import Style, paint, reported

__all__ = ["statistics"]


class _Tally(Struct):
    """What is kept of one code: counts, and a heap of the surest findings as (confidence, -number, report)."""

    findings: int = 0
    articles: int = 0
    confidence: float = 0.0  # the sum over the findings
    surest: list[tuple[float, int, str]] = []


def statistics(apparatuses: Iterable[Apparatus], style: Style, *, examples: int = 0) -> Iterator[str]:
    """A table of the findings that the style shows: a row a code with the number of findings, the number of articles
    that have any, and the mean confidence, most findings first. Then come, in this order of codes, the surest
    `examples` of each as the format `text` shows them (of equally sure ones, the first), and the summary.

    Memory grows with codes and examples, not with articles or findings.
    """
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    damaged = articles = 0
    for apparatus in apparatuses:
        entries = reported(apparatus, style)
        articles += 1
        damaged += bool(entries)
        for code in {entry.finding.code for entry in entries}:
            tallies[code].articles += 1
        lines = Lines(apparatus.article.text) if entries and examples else None
        for entry in entries:
            tally, confidence = tallies[entry.finding.code], entry.finding.confidence
            tally.findings += 1
            tally.confidence += confidence
            if lines and (len(tally.surest) < examples or confidence > tally.surest[0][0]):
                told = in_context(apparatus.article, entry, lines, style)
                heappush(tally.surest, (confidence, -tally.findings, told))
                if len(tally.surest) > examples:
                    heappop(tally.surest)
    ranked = sorted(tallies.items(), key=lambda item: (-item[1].findings, item[0]))
    if ranked:
        yield (
            paint(f"{'code':5} {'findings':>11} {'articles':>11} {'mean confidence':>16}  name", "header", style) + "\n"
        )
    for code, tally in ranked:
        mean = tally.confidence / tally.findings
        name = CODES[code].name
        yield f"{paint(code, 'noted', style)} {tally.findings:11,} {tally.articles:11,} {mean:16.2f}  {name}\n"
    if ranked:
        yield "\n"
    for _, tally in ranked:
        yield from (told for _, _, told in sorted(tally.surest, reverse=True))
    yield summary(sum(tally.findings for _, tally in ranked), damaged, articles)
