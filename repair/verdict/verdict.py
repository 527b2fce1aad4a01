"""The verdict itself: it marks entries, counts findings, and makes the messages for the end of the run."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path, PurePath
from typing import Final

from msgspec.structs import replace

from repair.config import Policy
from repair.read import format_of
from repair.records import Apparatus, Entry, Suppression
from repair.text.fingerprint import fingerprints
from repair.verdict.baseline import Baseline, Known, known
from repair.verdict.budget import Budget
from repair.verdict.changes import Changes
from repair.verdict.ignores import Ignores

__all__ = ["Verdict"]


class Verdict:
    """Judges the apparatuses of one run, one after the other.

    `root` is the folder that the policy's patterns are relative to, `baseline` the known findings, `changes` the lines
    that the check is about (`None`: all). With `collect`, findings are collected for a new baseline in that folder.
    """

    def __init__(
        self,
        policy: Policy,
        min_confidence: float,
        *,
        root: Path,
        today: date,
        baseline: Baseline | None = None,
        changes: Changes | None = None,
        collect: Path | None = None,
    ) -> None:
        self._min_confidence = min_confidence
        self._ignores = Ignores(policy, root, today)
        self._baseline = baseline
        self._changes = changes
        self._collect = collect
        # fingerprints take as long as all rules together
        self._by_fingerprint = self._ignores.by_fingerprint or baseline is not None or collect is not None
        self.budget = Budget(policy)
        self.collected: list[Known] = []
        self.known = 0
        """How many findings the baseline left out."""

    def through(self, apparatuses: Iterable[Apparatus]) -> Iterator[Apparatus]:
        """The apparatuses, each judged."""
        for apparatus in apparatuses:
            yield self.judged(apparatus)

    def counted(self, apparatuses: Iterable[Apparatus]) -> Iterator[Apparatus]:
        """Counts judged apparatuses against the budgets and passes them on: after fixes, so that a fix is not
        counted."""
        for apparatus in apparatuses:
            self.budget.count([e.finding for e in apparatus.entries if e.suppressed is None])
            yield apparatus

    def judged(self, apparatus: Apparatus) -> Apparatus:
        """One apparatus with the findings that are confident enough; those that something suppresses are marked."""
        apparatus = apparatus.above(self._min_confidence)
        self._ignores.visit(apparatus.article)
        if self._baseline is not None:
            self._baseline.visit(apparatus.article)
        if apparatus.entries:
            lines = _FileLines(apparatus) if self._changes else None
            names = fingerprints(apparatus) if self._by_fingerprint else ("",) * len(apparatus.entries)
            entries = tuple(
                self._marked(apparatus, entry, name, lines)
                for entry, name in zip(apparatus.entries, names, strict=True)
            )
            apparatus = replace(apparatus, entries=entries)
        return apparatus

    def _marked(self, apparatus: Apparatus, entry: Entry, name: str, lines: _FileLines | None) -> Entry:
        article = apparatus.article
        why = self._ignores.why(article, entry.finding.code, name)
        if why is None and self._collect is not None:
            self.collected.append(known(article, name, self._collect))
        if why is None and self._baseline is not None and self._baseline.take(article, name):
            self.known += 1
            why = Suppression("baseline")
        if why is None and self._changes is not None and lines is not None:
            first, last = lines.of(entry)
            if not self._changes.touch(article.source.path, first, last):
                why = Suppression("elsewhere")
        return replace(entry, suppressed=why) if why else entry

    def notes(self, *, complete: bool) -> Iterator[str]:
        """Messages about the lists, at the end of the run. `complete`: everything that they name was checked."""
        if self._baseline is not None:
            stale = self._baseline.stale()
            for row in stale[:_MOST]:
                place = f"{row.path} [{row.record}]" if row.record else row.path
                yield f"the baseline's {row.fingerprint} of {place} is no longer found"
            if stale:
                more = f" and {len(stale) - _MOST} more" if len(stale) > _MOST else ""
                yield f"stale rows in the baseline: {len(stale)}{more and ','}{more}; write it anew to drop them"
        yield from self._ignores.unused(complete=complete)


_MOST: Final = 20  # stale rows that are named
# files for which git says only whether they changed, not in which lines
_NO_LINES: Final = (".gz", ".zst", ".bz2", ".xz", ".parquet")
_ANY_LINE: Final = 1 << 62


class _FileLines:
    """The lines of entries in their file: lines of the text, or for a row, lines of its record."""

    def __init__(self, apparatus: Apparatus) -> None:
        article = apparatus.article
        row = article.source.row
        self._record: tuple[int, int] | None = None
        if PurePath(article.source.path).suffix.lower() in _NO_LINES:
            self._record = (1, _ANY_LINE)
        elif row:
            # a CSV record spans as many lines as its text, a row of JSON lines only one
            more = article.text.count("\n") if format_of(article.source.path) == "csv" else 0
            self._record = (row.number, row.number + more)
        # git ends lines only at line feeds
        self._breaks = [] if self._record else [m.start() for m in re.finditer("\n", article.text)]

    def of(self, entry: Entry) -> tuple[int, int]:
        """First and last line, from 1."""
        if self._record:
            return self._record
        finding = entry.finding
        first = bisect_right(self._breaks, finding.start - 1) + 1
        return first, max(first, bisect_right(self._breaks, finding.end - 1) + 1)
