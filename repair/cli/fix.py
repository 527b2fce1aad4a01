"""How `repair check` makes fixes: it writes them file by file, or shows them as a diff."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from msgspec.structs import replace

from repair.config import Config
from repair.edit import apply, sweep_scratch
from repair.errors import DiskFullError, RepairError
from repair.read import OnError
from repair.records import Apparatus, Entry
from repair.verdict.fixes import fixed, write_fixes
from repair.verdict.holding import holding

__all__ = ["Fixer"]


class Fixer:
    """Accepts the fixes of each apparatus. `unsafe` adds fixes that change words, but never predictions."""

    def __init__(self, config: Config, *, unsafe: bool) -> None:
        self._config = config
        self._unsafe = unsafe
        self._swept: set[Path] = set()
        self.fixes = self.articles = self.left_out = 0
        """How many fixes were made, in how many articles, and how many were left out since they would not hold."""

    def accepted(self, apparatus: Apparatus) -> Apparatus:
        """The apparatus with only its fixes that hold, all accepted."""
        wanted = fixed(
            apparatus,
            unsafe=self._unsafe,
            trusted=self._config.trusted_score,
            min_confidence=self._config.min_confidence,
        )
        done = holding(wanted, self._config)
        entries = _accepted(done)
        self.left_out += len(_accepted(wanted)) - len(entries)
        self.fixes += len(entries)
        self.articles += bool(entries)
        return replace(done, entries=entries)

    def shown(self, apparatuses: Iterable[Apparatus]) -> Iterator[Apparatus]:
        """The fixes alone, for a diff."""
        return map(self.accepted, apparatuses)

    def written(self, apparatuses: Iterable[Apparatus], on_error: OnError) -> Iterator[Apparatus]:
        """Writes the fixes to their files, and gives the apparatuses with the findings that are left in the new texts.

        A file that cannot be written goes to `on_error`, and its findings stay.
        """
        for path, group in groupby(apparatuses, key=lambda a: a.article.source.path):
            # the rows of a file are written together; for rows without fixes, only their place in the report is kept
            pending = [(apparatus, self._fixed(apparatus)) for apparatus in group]
            changed = [(before.article, after.article.text) for before, after in pending if after is not before]
            try:
                if changed:
                    self._sweep(path)
                    write_fixes(path, changed)
            except DiskFullError:  # what follows would not fit either
                raise
            except RepairError as error:
                on_error(error)
                for before, after in pending:
                    self.fixes -= len(before.entries) - len(after.entries)
                    self.articles -= after is not before
                    yield before
            else:
                yield from (after for _, after in pending)

    def _sweep(self, path: str) -> None:
        """Remove files that killed runs left in the folder of a file, once for each folder."""
        folder = Path(os.path.realpath(path)).parent
        if folder not in self._swept:
            self._swept.add(folder)
            sweep_scratch(folder)

    def _fixed(self, apparatus: Apparatus) -> Apparatus:
        done = self.accepted(apparatus)
        if not done.entries:
            return apparatus
        text = apply(done).text
        return Apparatus(
            replace(apparatus.article, text=text),
            tuple(_left(apparatus.entries, done.entries)),
            apparatus.witnesses,
            apparatus.model,
        )


def _accepted(apparatus: Apparatus) -> tuple[Entry, ...]:
    return tuple(entry for entry in apparatus.entries if entry.status == "accepted")


def _left(entries: Iterable[Entry], fixes: Iterable[Entry]) -> Iterator[Entry]:
    """The entries that are not fixes and touch none, with their spans moved to the fixed text."""
    waiting = list(fixes)
    taken = {(e.finding.start, e.finding.end, e.finding.code) for e in waiting}
    at = shift = 0
    for entry in entries:
        finding = entry.finding
        if (finding.start, finding.end, finding.code) in taken:
            continue
        while at < len(waiting) and waiting[at].finding.end <= finding.start:
            shift += _growth(waiting[at])
            at += 1
        if at < len(waiting) and waiting[at].finding.start < finding.end:
            # the fix lies within this finding, which may have changed: the next run looks at it
            continue
        moved = replace(finding, start=finding.start + shift, end=finding.end + shift)
        yield replace(entry, finding=moved)


def _growth(fix: Entry) -> int:
    candidate = fix.accepted
    assert candidate is not None  # only accepted entries are fixes
    return len(candidate.text) - (fix.finding.end - fix.finding.start)
