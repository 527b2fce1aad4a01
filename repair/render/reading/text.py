"""Reporter `text`: findings for reading in a shell, each with its line shown and its place underlined.

A finding's first line is that of `concise`: `path:line:column CODE message (confidence)`. What follows is indented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repair.records import Apparatus, Article, Candidate, Entry
from repair.render.escape import visible
from repair.render.excerpt import underlined
from repair.render.findings import headline, listed
from repair.render.line_numbers import Lines
from repair.render.style import Style, paint, sources

__all__ = ["render"]

_LONG = 60  # code points of a fix that are shown


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """Each finding that the style shows with its excerpt, then `Found 7 findings in 1 of 1 article.`"""
    return listed(apparatuses, style, lambda article, entry, lines: _finding(article, entry, lines, style))


def _finding(article: Article, entry: Entry, lines: Lines, style: Style) -> str:
    finding = entry.finding
    shown, carets = underlined(article.text, lines.span(finding.start), finding.start, finding.end)
    # a row's text has lines, but none that anybody could go to
    number = "" if article.source.row else str(lines.at(finding.start)[0])
    margin = " " * max(3, len(number))
    bar = paint("|", "comment", style)
    out = [
        headline(article, finding, lines, style),
        f"{margin} {bar}\n",
        f"{paint(number.rjust(len(margin)), 'comment', style)} {bar} {shown}\n",
        f"{margin} {bar} {paint(carets, 'removed' if finding.code.startswith('RG') else 'noted', style)}\n",
    ]
    if entry.candidates:
        out.append(f"{margin} = {_proposal(entry.candidates[0], style)}\n")
    return "".join(out) + "\n"


def _proposal(candidate: Candidate, style: Style) -> str:
    text = visible(candidate.text[:_LONG]) + ("…" if len(candidate.text) > _LONG else "")
    words = paint(f"“{text}”", candidate.label, style)
    return f"{sources(candidate)}: {words} ({candidate.score:.2f})"
