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
from repair.read.archives import archive_of
from repair.read.paths import UNPACKERS
from repair.records import Apparatus, Entry, Suppression
from repair.text.fingerprint import fingerprints, sides
from repair.text.tokens import tokenize
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
        self.policy = policy
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
            apparatus = replace(apparatus, entries=tuple(self._marked(apparatus)))
        return apparatus

    def _marked(self, apparatus: Apparatus) -> Iterator[Entry]:
        """The entries, each with the reason that leaves it out, if there is one."""
        article, entries = apparatus.article, apparatus.entries
        names = fingerprints(apparatus) if self._by_fingerprint else ("",) * len(entries)
        why = [self._ignores.why(article, e.finding.code, name) for e, name in zip(entries, names, strict=True)]
        judged = [number for number, reason in enumerate(why) if reason is None]
        if judged and (self._collect is not None or self._baseline is not None):
            tokens = tokenize(article.text)
            found = [(names[number], sides(tokens, entries[number].finding)) for number in judged]
            if self._collect is not None:
                self.collected += [known(article, name, beside, self._collect) for name, beside in found]
            if self._baseline is not None:
                taken = self._baseline.take(article, found)
                self.known += sum(taken)
                for number, is_known in zip(judged, taken, strict=True):
                    why[number] = Suppression("baseline") if is_known else None
        lines = _FileLines(apparatus) if self._changes else None
        for entry, reason in zip(entries, why, strict=True):
            if reason is None and self._changes is not None and lines is not None:
                first, last = lines.of(entry)
                if not self._changes.touch(archive_of(article.source.path), first, last):
                    reason = Suppression("elsewhere")
            yield replace(entry, suppressed=reason) if reason else entry

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
_NO_LINES: Final = (*UNPACKERS, ".parquet", ".arrow", ".json")
_ANY_LINE: Final = 1 << 62


class _FileLines:
    """The lines of entries in their file: lines of the text, or for a row, lines of its record."""

    def __init__(self, apparatus: Apparatus) -> None:
        article = apparatus.article
        row = article.source.row
        self._record: tuple[int, int] | None = None
        path = article.source.path
        if PurePath(path).suffix.lower() in _NO_LINES or archive_of(path) != path:
            self._record = (1, _ANY_LINE)
        elif row:
            # a CSV record spans as many lines as all its fields together, a row of JSON lines only one
            values = (article.text, *row.fields.values()) if format_of(path) == "csv" else ()
            more = sum(value.count("\n") for value in values if isinstance(value, str))
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
