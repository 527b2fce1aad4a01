"""Findings counted by code, host, file, confidence or a field of the rows, for a run that has too many to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from typing import Final

from msgspec import Struct

from repair.codes import CODES
from repair.read.nested import shown_fields, steps_to, value_at
from repair.records import Apparatus, Article, Entry
from repair.render.escape import visible
from repair.render.findings import in_context, summary
from repair.render.line_numbers import Lines
from repair.render.style import Style, paint, reported
from repair.text.address import host_of
from repair.text.counted import counted

__all__ = ["BY_CODE", "statistics"]

BY_CODE: Final = "code"

_MOST: Final = 50  # groups that are shown, but for codes
_LONG: Final = 100  # code points of a group's name
_UNKNOWN: Final = "(unknown)"


class _Tally(Struct):
    """What is kept of one group: counts, and a heap of the surest findings as (confidence, -number, report)."""

    findings: int = 0
    articles: int = 0
    confidence: float = 0.0  # the sum over the findings
    surest: list[tuple[float, int, str]] = []


def _host(article: Article, entry: Entry) -> str:
    return host_of(article.url) or _UNKNOWN


def _tenth(article: Article, entry: Entry) -> str:
    tenth = min(9, int(10 * entry.finding.confidence))
    return f"{tenth / 10:.1f}–{tenth / 10 + 0.1:.1f}"


_GROUPS: Final[dict[str, Callable[[Article, Entry], str]]] = {
    BY_CODE: lambda article, entry: entry.finding.code,
    "host": _host,
    "file": lambda article, entry: article.source.path or article.id,
    "confidence": _tenth,
}


def _group(by: str) -> Callable[[Article, Entry], str]:
    """What names the group of a finding; any other name than those above is that of a field."""
    if by in _GROUPS:
        return _GROUPS[by]

    def value(article: Article, entry: Entry) -> str:
        found = value_at(article.source.row.fields, by) if article.source.row else None
        return _UNKNOWN if found is None or found == "" else str(found)

    return value


def statistics(
    apparatuses: Iterable[Apparatus], style: Style, *, examples: int = 0, by: str = BY_CODE
) -> Iterator[str]:
    """A table of the findings that the style shows: a row a group with the number of findings, the number of articles
    that have any, and the mean confidence, most findings first. `by` is what makes a group: the code, the `host` of the
    page, the `file`, a tenth of the `confidence`, or the value of a field of the rows. Then come, in this order of
    groups, the surest `examples` of each as the format `text` shows them (of equally sure ones, the first), and the
    summary.

    Memory grows with groups and examples, not with articles or findings.
    """
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    group = _group(by)
    damaged = articles = 0
    is_there, fields = by in _GROUPS, ""
    for apparatus in apparatuses:
        entries = reported(apparatus, style)
        articles += 1
        damaged += bool(entries)
        if not is_there and (row := apparatus.article.source.row):
            is_there = bool(steps_to(row.fields, by))
            fields = fields or shown_fields(row.fields)
        names = [group(apparatus.article, entry) for entry in entries]
        for name in set(names):
            tallies[name].articles += 1
        lines = Lines(apparatus.article.text) if entries and examples else None
        for entry, name in zip(entries, names, strict=True):
            tally, confidence = tallies[name], entry.finding.confidence
            tally.findings += 1
            tally.confidence += confidence
            if lines and (len(tally.surest) < examples or confidence > tally.surest[0][0]):
                shown = in_context(apparatus.article, entry, lines, style)
                heappush(tally.surest, (confidence, -tally.findings, shown))
                if len(tally.surest) > examples:
                    heappop(tally.surest)
    ranked = sorted(tallies.items(), key=lambda item: (-item[1].findings, item[0]))
    yield from _table(ranked, by, style)
    if not is_there and articles:
        has = f"the first has {visible(fields)}" if fields else "the articles are no rows"
        yield f"No row has a field {visible(_short(by))!r}: {has}. Others to count by are {', '.join(_GROUPS)}.\n\n"
    elif by == "host" and {name for name, _ in ranked} == {_UNKNOWN}:
        yield "No article has an address: --url-field names the field that has it.\n\n"
    for name, tally in ranked[: None if by == BY_CODE else _MOST]:
        if by != BY_CODE and tally.surest:  # a code stands in the first line of each example
            yield paint(f"{visible(_short(name))}:", "header", style) + "\n"
        yield from (shown for _, _, shown in sorted(tally.surest, reverse=True))
    yield summary(sum(tally.findings for _, tally in ranked), damaged, articles)


def _short(name: str) -> str:
    return name if len(name) <= _LONG else f"…{name[1 - _LONG :]}"


def _table(ranked: list[tuple[str, _Tally]], by: str, style: Style) -> Iterator[str]:
    if not ranked:
        return
    shown = [(visible(_short(name)), tally) for name, tally in (ranked if by == BY_CODE else ranked[:_MOST])]
    title = visible(_short(by))
    width = max(5, len(title), *(len(name) for name, _ in shown))
    head = f"{title:{width}} {'findings':>11} {'articles':>11} {'mean confidence':>16}"
    yield paint(f"{head}  name" if by == BY_CODE else head, "header", style) + "\n"
    for name, tally in shown:
        mean = tally.confidence / tally.findings
        more = f"  {CODES[name].name}" if by == BY_CODE else ""
        padded = paint(name, "noted", style) + " " * (width - len(name))
        yield f"{padded} {tally.findings:11,} {tally.articles:11,} {mean:16.2f}{more}\n"
    if len(ranked) > len(shown):
        rest = [tally for _, tally in ranked[len(shown) :]]
        findings = counted(sum(tally.findings for tally in rest), "finding")
        yield f"and {findings} of {counted(len(rest), 'other')}\n"
    yield "\n"
