"""Known findings in a file: what a baseline holds, how a finding is matched with it, and which of its rows are stale.

A finding is matched by its fingerprint and its article, never by a line number. If the file of an article no longer
exists, its rows match any article, so that renaming a file brings no findings back.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, field

from repair.errors import ConfigError
from repair.interchange import from_json
from repair.records import Article

__all__ = ["Baseline", "Known", "known", "read_baseline", "write_baseline"]

FORMAT: Final = 1


class Known(Struct, frozen=True, order=True):
    """One known finding: its article's file relative to the baseline's folder, the id of its row (empty for a file
    or a row without an id), and its fingerprint."""

    path: str
    record: str
    fingerprint: str


class _File(Struct, frozen=True):
    format: int
    findings: list[Known] = field(default_factory=list)


_decoder: Final = msgspec.json.Decoder(_File)


class Baseline:
    """The known findings of one run. Each row allows one finding, so that a second one like it still counts as new."""

    def __init__(self, rows: Iterable[Known], folder: Path) -> None:
        self._folder = folder
        self._left = Counter(rows)
        self._homeless: Counter[str] = Counter()
        self._moved: dict[str, list[Known]] = {}
        for row, count in self._left.items():
            if row.path != "-" and not (folder / row.path).exists():
                self._homeless[row.fingerprint] += count
                self._moved.setdefault(row.fingerprint, []).extend([row] * count)
        self._seen: set[str] = set()
        self._names: dict[str, str] = {}

    def __contains__(self, row: Known) -> bool:
        return self._left[row] > 0

    def take(self, article: Article, fingerprint: str) -> bool:
        """Whether a finding of the article is known; each call uses up one row."""
        row = known(article, fingerprint, self._folder)
        if self._left[row] > 0:
            self._left[row] -= 1
            return True
        if self._homeless[fingerprint] > 0:
            self._homeless[fingerprint] -= 1
            self._left[self._moved[fingerprint].pop()] -= 1
            return True
        return False

    def visit(self, article: Article) -> None:
        """Record that the article was checked: its rows that no finding used are stale."""
        path = article.source.path
        if path not in self._names:
            self._names[path] = _relative(path, self._folder)
            self._seen.add(self._names[path])

    def stale(self) -> list[Known]:
        """Rows that no finding used, though their file was checked or no longer exists; in order."""
        return sorted(
            row
            for row, count in self._left.items()
            for _ in range(count)
            if row.path in self._seen or (row.path != "-" and not (self._folder / row.path).exists())
        )


def known(article: Article, fingerprint: str, folder: Path) -> Known:
    """The row for a finding of the article in a baseline in `folder`."""
    source = article.source
    record = article.id if source.row and article.id != str(source) else ""
    return Known(_relative(source.path, folder), record, fingerprint)


def _relative(path: str, folder: Path) -> str:
    if path in ("", "-"):
        return "-"
    return Path(os.path.relpath(path, folder)).as_posix()


def read_baseline(path: str | Path) -> Baseline:
    """The baseline in a file. Raises `ConfigError` if the file cannot be read or is not a baseline."""
    where, hint = str(path), "write one with `repair check … --write-baseline`"
    try:
        file = from_json(_decoder, Path(path).read_bytes())
    except OSError as error:
        raise ConfigError(f"the baseline cannot be read: {error.strerror}", where=where, hint=hint) from None
    except msgspec.MsgspecError as error:
        raise ConfigError(f"not a baseline: {error}", where=where, hint=hint) from None
    if file.format != FORMAT:
        raise ConfigError(f"baseline format {file.format} is not known here", where=where, hint=hint)
    return Baseline(file.findings, _folder(path))


def write_baseline(rows: Sequence[Known], path: str | Path) -> None:
    """Write known findings to a file, sorted and one a line, so that version control shows what changed in it."""
    from repair.edit import write_atomically

    lines = ",\n".join("  " + msgspec.json.format(msgspec.json.encode(r), indent=0).decode() for r in sorted(rows))
    body = f"[\n{lines}\n]" if rows else "[]"
    write_atomically(path, f'{{"format": {FORMAT}, "findings": {body}}}\n'.encode())


def _folder(path: str | Path) -> Path:
    return Path(os.path.abspath(path)).parent  # noqa: PTH100 -- as given, links not followed
