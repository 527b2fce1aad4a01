"""What the configuration ignores: codes by path and by record, single findings by fingerprint; and which of these
entries are no longer needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fnmatch import translate
from functools import lru_cache, partial
from pathlib import Path

from repair.config import Policy, longest
from repair.records import Article, Suppression
from repair.verdict.relative_path import relative_path

__all__ = ["Ignores"]


class Ignores:
    """The lists of one policy. Patterns of paths are relative to `root`; one without a slash matches only file names.

    `today` decides which fingerprints are still ignored.
    """

    def __init__(self, policy: Policy, root: Path, today: date) -> None:
        self._paths = {_pattern(p): (p, codes) for p, codes in policy.ignore_paths.items()}
        self._records = {_pattern(p): (p, codes) for p, codes in policy.ignore_records.items()}
        self._findings = {f.fingerprint: f for f in policy.ignore_findings if f.until is None or today <= f.until}
        self._expired = [f for f in policy.ignore_findings if f.until is not None and today > f.until]
        self._met: set[tuple[str, str]] = set()
        self._used: set[tuple[str, str]] = set()
        self._relative = lru_cache(maxsize=1)(partial(relative_path, folder=root))

    @property
    def by_fingerprint(self) -> bool:
        """Whether any finding is ignored by its fingerprint."""
        return bool(self._findings)

    def why(self, article: Article, code: str, fingerprint: str) -> Suppression | None:
        """Why a finding of this code and fingerprint is ignored in the article, `None` if it is not."""
        found = None
        for kind, pattern, codes in self._matching(article):
            if longest(code, codes) is not None:
                self._used.add((kind, pattern))
                found = Suppression("config", f"{kind} = {pattern}")
        if fingerprint in self._findings:
            self._used.add(("ignore-findings", fingerprint))
            found = Suppression("config", self._findings[fingerprint].reason)
        return found

    def visit(self, article: Article) -> None:
        """Record that the article was checked."""
        if self._paths or self._records:
            self._met.update((kind, pattern) for kind, pattern, _ in self._matching(article))

    def _matching(self, article: Article) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        if self._paths:
            path = self._relative(article.source.path)
            yield from _matches("ignore-paths", self._paths, path)
        if self._records:
            yield from _matches("ignore-records", self._records, article.id)

    def unused(self, *, complete: bool) -> Iterator[str]:
        """What should be removed from the lists, each as a sentence. Without `complete` only some articles were
        checked, so that a pattern that matched none of them, or a fingerprint, may still be needed for others."""
        for ignored in self._expired:
            yield f"ignore-findings: {ignored.fingerprint} ended on {ignored.until} ({ignored.reason})"
        for kind, table in (("ignore-paths", self._paths), ("ignore-records", self._records)):
            for pattern, _ in table.values():
                if (kind, pattern) not in self._used and (complete or (kind, pattern) in self._met):
                    yield f"{kind}: {pattern!r} matches no finding"
        if complete:
            for fingerprint in self._findings:
                if ("ignore-findings", fingerprint) not in self._used:
                    yield f"ignore-findings: {fingerprint} matches no finding"


_Table = Mapping[re.Pattern[str], tuple[str, tuple[str, ...]]]


def _matches(kind: str, table: _Table, name: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for compiled, (pattern, codes) in table.items():
        if compiled.match(name) or ("/" not in pattern and compiled.match(name.rpartition("/")[2])):
            yield kind, pattern, codes


def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile(translate(glob))
