"""Known findings in a file: what a baseline holds, how a finding is matched with it, and which of its rows are stale.

A finding is matched within its record by its fingerprint, else by the words of its line on both sides, else by enough words
on one side; never by a line number. What is left then may have moved here from another record, or from a file that no
longer exists, with the same words on both sides: so renaming a file or an id brings no finding back.
"""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, field

from repair.errors import ConfigError, OutputError
from repair.interchange import from_json
from repair.records import Article
from repair.text.fingerprint import Sides
from repair.verdict.relative_path import relative_path

__all__ = ["Baseline", "Known", "check_replaceable", "known", "read_baseline", "write_baseline"]

FORMAT: Final = 2

_ENOUGH: Final = 3  # words that name a place from one side alone
_EITHER: Final = 5  # words on both sides together that name a place in another record


class Known(Struct, frozen=True, order=True):
    """One known finding: its article's file relative to the baseline's folder, the id of its row (empty for a file
    or a row without an id), its fingerprint, and its sides (empty in a baseline of format 1, which had none)."""

    path: str
    record: str
    fingerprint: str
    left: str = ""
    right: str = ""


class _File(Struct, frozen=True):
    format: int
    findings: list[Known] = field(default_factory=list)


_decoder: Final = msgspec.json.Decoder(_File)

_Key = tuple[str, ...]


class _Group:
    """Rows by the keys that find them. Each row is taken once."""

    def __init__(self) -> None:
        self._rows: defaultdict[_Key, deque[int]] = defaultdict(deque)

    def add(self, number: int, row: Known) -> None:
        """Add the row of that number in the baseline."""
        self._rows["whole", row.fingerprint].append(number)
        if row.left:
            self._rows["both", row.left, row.right].append(number)
            self._rows["left", row.left].append(number)
            self._rows["right", row.right].append(number)

    def taken(self, key: _Key, free: bytearray) -> int | None:
        """The first free row that has this key, which is then no longer free."""
        rows = self._rows.get(key)
        while rows:
            number = rows[0]
            if free[number]:
                free[number] = False
                return number
            rows.popleft()
        return None


class Baseline:
    """The known findings of one run. Each row allows one finding, so that a second one like it still counts as new."""

    def __init__(self, rows: Iterable[Known], folder: Path) -> None:
        self._folder = folder
        self._rows = list(rows)
        self._free = bytearray(b"\x01" * len(self._rows))
        self._records: defaultdict[tuple[str, str], _Group] = defaultdict(_Group)
        self._elsewhere = _Group()
        there: dict[str, bool] = {}
        for number, row in enumerate(self._rows):
            self._records[row.path, row.record].add(number, row)
            if row.path not in there:
                there[row.path] = row.path == "-" or (folder / row.path).exists()
            if row.record or not there[row.path]:
                self._elsewhere.add(number, row)
        self._gone = {path for path, exists in there.items() if not exists}
        self._seen: set[str] = set()
        self._names: dict[str, str] = {}

    def take(self, article: Article, found: Sequence[tuple[str, Sides]]) -> list[bool]:
        """Which findings of the article are known, given the fingerprint and the sides of each; each uses up one row."""
        place = known(article, "", None, self._folder)
        own = self._records.get((place.path, place.record), _Group())
        taken = [False] * len(found)
        for group, keys in (
            (own, _whole),
            (own, _both),
            (own, _one),
            (self._elsewhere, _whole),
            (self._elsewhere, _far),
        ):
            for number, (name, beside) in enumerate(found):
                if not taken[number]:
                    taken[number] = any(group.taken(key, self._free) is not None for key in keys(name, beside))
        return taken

    def visit(self, article: Article) -> None:
        """Record that the article was checked: its rows that no finding used are stale."""
        path = article.source.path
        if path not in self._names:
            self._names[path] = relative_path(path, self._folder)
            self._seen.add(self._names[path])

    def stale(self) -> list[Known]:
        """Rows that no finding used, though their file was checked or no longer exists; in order."""
        return sorted(
            row
            for row, free in zip(self._rows, self._free, strict=True)
            if free and (row.path in self._seen or row.path in self._gone)
        )


def _whole(name: str, beside: Sides) -> tuple[_Key, ...]:
    return (("whole", name),)


def _both(name: str, beside: Sides) -> tuple[_Key, ...]:
    return (("both", beside.left, beside.right),)


def _one(name: str, beside: Sides) -> Iterator[_Key]:
    if beside.left_words >= _ENOUGH:
        yield "left", beside.left
    if beside.right_words >= _ENOUGH:
        yield "right", beside.right


def _far(name: str, beside: Sides) -> tuple[_Key, ...]:
    return _both(name, beside) if beside.left_words + beside.right_words >= _EITHER else ()


def known(article: Article, fingerprint: str, beside: Sides | None, folder: Path) -> Known:
    """The row for a finding of the article, with its sides, in a baseline in `folder`."""
    source = article.source
    record = article.id if source.row and article.id != str(source) else ""
    left, right = ("", "") if beside is None else (beside.left, beside.right)
    return Known(relative_path(source.path, folder), record, fingerprint, left, right)


def read_baseline(path: str | Path) -> Baseline:
    """The baseline in a file. Raises `ConfigError` if the file cannot be read or is not a baseline."""
    where, hint = str(path), "write one with `repair check … --write-baseline`"
    try:
        file = from_json(_decoder, Path(path).read_bytes())
    except OSError as error:
        raise ConfigError(f"the baseline cannot be read: {error.strerror}", where=where, hint=hint) from None
    except msgspec.MsgspecError as error:
        raise ConfigError(f"not a baseline: {error}", where=where, hint=hint) from None
    if file.format not in (1, FORMAT):
        raise ConfigError(f"baseline format {file.format} is not known here", where=where, hint=hint)
    return Baseline(file.findings, _folder(path))


def check_replaceable(path: str | Path) -> None:
    """Raise `OutputError` if a file stands at `path` that is no baseline: a slip may have put an article there."""
    target = Path(path)
    try:
        if target.is_file() and target.stat().st_size:
            read_baseline(target)
    except ConfigError as error:
        hint = "write to another file, or remove this one first"
        raise OutputError(f"is no baseline and is not replaced: {error.what}", where=str(path), hint=hint) from None


def write_baseline(rows: Sequence[Known], path: str | Path) -> None:
    """Write known findings to a file, sorted and one a line, so that version control shows what changed in it."""
    from repair.edit import write_atomically

    lines = ",\n".join("  " + msgspec.json.format(msgspec.json.encode(r), indent=0).decode() for r in sorted(rows))
    body = f"[\n{lines}\n]" if rows else "[]"
    write_atomically(path, f'{{"format": {FORMAT}, "findings": {body}}}\n'.encode())


def _folder(path: str | Path) -> Path:
    return Path(os.path.abspath(path)).parent  # noqa: PTH100 -- as given, links not followed
