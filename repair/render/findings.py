"""What the reports of single findings share: the place of each in its file, its name, and the last line.

A report for a program uses `located`; the lines that people read begin with `headline`.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import Final

from msgspec import Struct

from repair.codes import Severity
from repair.records import Apparatus, Article, Candidate, Entry, Finding
from repair.render.comments import describe_sources, in_english
from repair.render.escape import visible
from repair.render.excerpt import snippet, underlined
from repair.render.line_numbers import Lines
from repair.render.style import Style, paint, printed_score, reported
from repair.text.counted import counted
from repair.text.fingerprint import fingerprints

__all__ = ["Located", "headline", "in_context", "listed", "located", "place_in_file", "portable", "summary"]

_LONG: Final = 60  # code points of a fix that are shown


class Located(Struct, frozen=True):
    """One finding with its place in its file.

    Lines and columns count from 1 in code points, the end is exclusive. The text of a JSONL row has no lines of its
    own: `row` is then true, both lines are the row's, and both columns are 0. `path` is that of the file as other tools
    expect it.
    """

    article: Article
    path: str
    entry: Entry
    fingerprint: str
    severity: Severity
    row: bool
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def finding(self) -> Finding:
        """The finding itself."""
        return self.entry.finding

    @property
    def message(self) -> str:
        """Message, confidence and the words around the place on one line, without control characters."""
        finding = self.finding
        words = snippet(self.article.text, finding.start, finding.end)
        record = f"[{visible(self.article.id)}] @{finding.start} " if self.row else ""
        return f"{record}{visible(finding.message)} ({finding.confidence:.2f}): {words}"


def located(apparatus: Apparatus, style: Style, *, silenced: bool = False) -> Iterator[Located]:
    """The findings that the style shows, in text order; with `silenced`, also those that a baseline or the
    configuration suppresses."""
    if not any(_shown(e, style, silenced) for e in apparatus.entries):
        return
    article = apparatus.article
    names = fingerprints(apparatus)
    path = portable(article.source.path, style.root)
    row = article.source.row
    lines = None if row else Lines(article.text)
    for entry, name in zip(apparatus.entries, names, strict=True):
        if not _shown(entry, style, silenced):
            continue
        finding = entry.finding
        severity = style.policy.severity_of(finding.code)
        if row:
            yield Located(article, path, entry, name, severity, True, row.number, 0, row.number, 0)
        elif lines:
            yield Located(
                article, path, entry, name, severity, False, *lines.at(finding.start), *lines.at(finding.end)
            )  # fmt: skip


def _shown(entry: Entry, style: Style, silenced: bool) -> bool:
    if entry.status == "rejected" or (entry.status == "open" and entry.finding.confidence < style.min_confidence):
        return False
    return entry.suppressed is None or (silenced and entry.suppressed.kind != "elsewhere")


def portable(path: str, root: str = "") -> str:
    """A file's path as other tools expect it: relative to the folder `root` (empty: the working folder) where it lies
    below, with slashes."""
    if path in ("", "-"):
        return path
    if root or PurePath(path).is_absolute():
        whole, top = Path(os.path.normpath(Path.cwd() / path)), Path(root or Path.cwd())
        if whole.is_relative_to(top):
            return whole.relative_to(top).as_posix()
    return PurePath(os.path.normpath(path)).as_posix()


def _place(article: Article, finding: Finding, lines: Lines) -> str:
    """Where a finding stands, as `path:line:column`, for a row as `path:row [id] @offset`."""
    return ":".join(place_in_file(article, finding, lines))


def place_in_file(article: Article, finding: Finding, lines: Lines) -> tuple[str, str]:
    """The file of a finding, and where it stands there, as `_place` gives them together."""
    path = visible(article.source.path or article.id)
    if path.lstrip().startswith(":"):
        path = f"./{path}"  # a build server takes such a line for a command
    row = article.source.row
    if row:
        return path, f"{row.number} [{visible(article.id)}] @{finding.start}"
    line, column = lines.at(finding.start)
    return path, f"{line}:{column}"


def headline(article: Article, finding: Finding, lines: Lines, style: Style) -> str:
    """The line `place CODE message (confidence)`, with its line break."""
    return (
        f"{paint(_place(article, finding, lines), 'header', style)} {paint(finding.code, 'noted', style)} "
        f"{visible(finding.message)} ({finding.confidence:.2f})\n"
    )


def in_context(article: Article, entry: Entry, lines: Lines, style: Style) -> str:
    """The headline, then the line of the text with the place underlined, the best candidate and an empty line."""
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
    words = paint(f"“{text}”" if text else "taken out", candidate.label, style)
    return f"{visible(describe_sources(candidate, in_english))}: {words} ({printed_score(candidate.score)})"


def summary(findings: int, damaged: int, articles: int) -> str:
    """The report's last line: findings, articles that have any, articles read."""
    read = counted(articles, "article")
    if not findings:
        return f"Found no findings in {read}.\n"
    return f"Found {counted(findings, 'finding')} in {damaged:,} of {read}.\n"


def listed(
    apparatuses: Iterable[Apparatus],
    style: Style,
    report: Callable[[Article, Entry, Lines], str],
    max_lines: int | None = None,
) -> Iterator[str]:
    """What `report` says of each finding that the style shows, then `Found 7 findings in 1 of 1 article.`

    Once `max_lines` lines are reached, the other findings are counted and not shown.
    """
    findings = damaged = articles = shown = 0
    left = math.inf if max_lines is None else max_lines
    for apparatus in apparatuses:
        entries = reported(apparatus, style)
        articles += 1
        damaged += bool(entries)
        findings += len(entries)
        if entries:
            lines = Lines(apparatus.article.text)
            for entry in entries:
                if left <= 0:
                    break
                lines_shown = report(apparatus.article, entry, lines)
                left -= lines_shown.count("\n")
                shown += 1
                yield lines_shown
    if findings > shown:
        yield f"and {findings - shown:,} more; --statistics counts them by code, -o FILE keeps all\n"
    yield summary(findings, damaged, articles)
