"""The cache of findings: one file in a folder, keyed by an article's content and by all that decides its findings. It also
keeps the digests of large files among these, those of a model, as long as such a file is what it was.

An article in the cache need not be read again. Several processes may use the file at once; a damaged entry is ignored,
and a damaged file is replaced. The cache never holds the text of an article.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec

from repair.edit import IGNORED, own_folder
from repair.errors import OutputError
from repair.records import Article, Candidate, Entry, Finding, RuleSource
from repair.workers import digests
from repair.workers.digests import Digest

__all__ = ["MOST_ENTRIES", "Cache", "CachedFindings", "pack", "remove", "unpack"]

CachedFindings = tuple[str, tuple[Entry, ...]]
"""An article's language and its findings as open entries."""

_FILE: Final = "findings.sqlite"
_TAG: Final = "CACHEDIR.TAG"
_MARKS: Final = {
    _TAG: "Signature: 8a477f597d28d172789f06886806bc55\n# What `repair check` found. It is made again if deleted.\n",
    **IGNORED,
}
_DAYS: Final = 30
"""Entries that were not used for so many days are dropped."""
MOST_ENTRIES: Final = 1_000_000
"""Entries that are kept; the oldest are dropped first. One takes about 100 bytes, and 200 for each finding."""
_DAY: Final = 86_400
_PATIENCE: Final = 5.0  # seconds to wait while another process holds the file
_AT_ONCE: Final = 500  # keys in one query: fewer than the lowest limit that SQLite may have
# Errors that a new file cures; a lock or a full disk is not one of them.
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


class _Entry(msgspec.Struct, array_like=True):
    start: int
    end: int
    code: str
    message: str
    confidence: float
    words: tuple[int, int] | None
    detectors: tuple[str, ...]
    fixes: tuple[tuple[str, float, tuple[str, ...]], ...]


class _PackedFindings(msgspec.Struct, array_like=True):
    language: str
    entries: tuple[_Entry, ...]


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(_PackedFindings)


def pack(language: str, entries: Iterable[Entry]) -> bytes:
    """Findings as bytes. The entries are open, and all their candidates follow from rules."""
    return _encoder.encode(_PackedFindings(language, tuple(map(_packed, entries))))


def _packed(entry: Entry) -> _Entry:
    f = entry.finding
    fixes = tuple((c.text, c.score, tuple(_rule(p) for p in c.provenance)) for c in entry.candidates)
    return _Entry(f.start, f.end, f.code, f.message, f.confidence, f.words, f.detectors, fixes)


def _rule(provenance: object) -> str:
    assert isinstance(provenance, RuleSource)  # a check uses neither references nor predictions here
    return provenance.rule


def unpack(data: bytes) -> CachedFindings:
    """The findings that `pack` turned into bytes. Raises `msgspec.MsgspecError` or `RecordError` for other bytes."""
    found = _decoder.decode(data)
    return found.language, tuple(map(_unpacked, found.entries))


def _unpacked(e: _Entry) -> Entry:
    return Entry(
        Finding(e.start, e.end, e.code, e.message, e.confidence, e.words, e.detectors),
        tuple(Candidate(text, score, tuple(map(RuleSource, rules))) for text, score, rules in e.fixes),
    )


class Cache:
    """The cache in `folder`, which is made if it is missing, for one configuration: `setup` gives a digest (up to 64
    bytes) of all that decides the findings besides the article. It is given what digests the files among it.

    Raises `OutputError` if the folder cannot be used. Once open, it raises nothing: an entry that cannot be read counts
    as missing, and one that cannot be written is dropped.
    """

    def __init__(self, folder: str | Path, setup: Callable[[Digest], bytes]) -> None:
        self._folder = Path(folder)
        self._day = int(time.time()) // _DAY
        try:
            own_folder(self._folder, _MARKS, hint="give --cache-dir a folder of its own, or use --no-cache")
            self._database = self._opened()
        except (OSError, sqlite3.Error) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise OutputError(
                f"the cache cannot be used: {reason}", where=str(folder), hint="use --cache-dir or --no-cache"
            ) from None
        self._setup = setup(partial(digests.kept, self._database, self._day))

    def _opened(self) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _DAMAGED:
                raise
            (self._folder / _FILE).unlink(missing_ok=True)
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._folder / _FILE, timeout=_PATIENCE, isolation_level=None)
        try:
            # a power cut may damage entries, which their checksums show
            database.execute("PRAGMA synchronous = OFF")
            database.execute(
                "CREATE TABLE IF NOT EXISTS found (key BLOB PRIMARY KEY, day INTEGER, value BLOB) WITHOUT ROWID"
            )
            database.execute("SELECT key, day, value FROM found LIMIT 1").fetchone()
            digests.make(database)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def key(self, article: Article) -> bytes:
        """The cache key of the article."""
        text = f"{article.language}\n{article.markup}\n{article.text}".encode("utf-8", "surrogatepass")
        return blake2b(text, digest_size=16, key=self._setup).digest()

    def known(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The entries for `keys`, as `pack` made them."""
        kept: dict[bytes, bytes] = {}
        stale: list[tuple[int, bytes]] = []
        with suppress(sqlite3.Error), self._database:
            for at in range(0, len(keys), _AT_ONCE):
                some = keys[at : at + _AT_ONCE]
                query = f"SELECT key, day, value FROM found WHERE key IN ({','.join('?' * len(some))})"
                for key, day, value in self._database.execute(query, some):
                    found = digests.unsealed(key, value)
                    if found is not None:
                        kept[key] = found
                        if day != self._day:
                            stale.append((self._day, key))
            if stale:
                self._database.execute("BEGIN IMMEDIATE")
                self._database.executemany("UPDATE found SET day = ? WHERE key = ?", stale)
        return kept

    def keep(self, found: Mapping[bytes, bytes]) -> None:
        """Store what `pack` made, by key."""
        rows = [(key, self._day, digests.sealed(key, value)) for key, value in found.items()]
        with suppress(sqlite3.Error), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT OR REPLACE INTO found VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Drop old and surplus entries, once a day, and close the file."""
        with suppress(sqlite3.Error), self._database:
            (day,) = self._database.execute("PRAGMA user_version").fetchone()
            if day != self._day:
                self._database.execute("BEGIN IMMEDIATE")
                self._database.execute("DELETE FROM found WHERE day < ?", (self._day - _DAYS,))
                (count,) = self._database.execute("SELECT count(*) FROM found").fetchone()
                oldest = "SELECT key FROM found ORDER BY day LIMIT ?"
                self._database.execute(f"DELETE FROM found WHERE key IN ({oldest})", (max(0, count - MOST_ENTRIES),))
                digests.drop(self._database, before=self._day - _DAYS)
                self._database.execute(f"PRAGMA user_version = {self._day}")
        self._database.close()


def remove(folder: str | Path) -> bool:
    """Remove the cache in `folder`, and the folder if nothing else is in it. Returns whether there was a cache.

    Raises `OutputError` if it may not be removed.
    """
    folder = Path(folder)
    files = [folder / name for name in (_FILE, f"{_FILE}-journal", *_MARKS)]
    if not (folder / _FILE).is_file() or not (folder / _TAG).is_file():
        return False
    try:
        for file in files:
            file.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise OutputError(f"cannot be removed: {error.strerror}", where=str(folder)) from None
    return True
