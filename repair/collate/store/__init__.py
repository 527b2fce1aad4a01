"""The reference store: any number of references in a folder on disk, found by the words they share with an article.

A store only grows. A batch of references and its segment of postings become visible together, in one SQLite
transaction. So a process that is killed at any moment leaves a sound store, and others can read while one adds.
`tests/benchmarks/store.py` compares the way the postings are kept with others.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from msgspec import Struct

from repair.collate.arrays import MAX_NUMBER, Numbers, joined, packed, proposed, sampled, shingles
from repair.collate.index import MAX_NAMED, NAME_SEPARATORS, Belonging, choose
from repair.collate.shingles import SHINGLE_WORDS, shingle_words, word_hashes
from repair.collate.store.database import DATABASE, FORMAT, REMAKE, Database, make_store_folder, no_store
from repair.collate.store.names import NAME_TABLES, has_names, keep_names, names_beside, names_in
from repair.collate.store.segments import Segment, due, mapped, merged, sweep_segments, write_segment
from repair.errors import ConfigError, InputError, OutputError
from repair.records import Article, Element, Reference
from repair.text.address import normal_address
from repair.text.names import Mention, Remembered

__all__ = ["BATCH", "Added", "Info", "Store", "is_store"]

_MODULUS: Final = 4  # at 8, a tenth of the articles of 24 words would be missed, to save a sixth of the disk space
BATCH: Final = 2048  # references that become visible together
_SAMPLED: Final = 64  # references that distinguish two stores
_BATCH_CHARS: Final = 16_000_000


class Added(Struct, frozen=True):
    """What `Store.add` did: references that were `new`, and those it already had (`known`)."""

    new: int
    known: int


class Info(Struct, frozen=True):
    """What a store holds: its size on disk, how it samples shingles (one in `modulus`, of `shingle_words` words), and
    how many different `names` it has."""

    path: str
    format: int
    references: int
    bytes: int
    segments: int
    shingle_words: int
    modulus: int
    names: int = 0


class _Row(Struct, frozen=True):
    """A reference prepared outside the transaction; `hashes` are its sampled shingles, `names` the names in it."""

    values: tuple[bytes, bytes, bytes, bytes, bytes, bytes, int | None]
    hashes: Numbers
    names: tuple[Mention, ...]


def is_store(path: str | os.PathLike[str]) -> bool:
    """Whether `path` is a folder that holds a reference store, of any version."""
    return (Path(path) / DATABASE).is_file()


class Store:
    """A reference store on disk; a `Finder`. Open one with `Store.open`.

    One object may be used by many threads, and goes to other processes by pickling or forking.
    """

    def __init__(self, folder: Path, database: Database, modulus: int, corpus: str = "") -> None:
        self.path = folder
        self._corpus = corpus or str(folder)
        self._database = database
        self._modulus = modulus
        self._lock = threading.RLock()
        self._state: tuple[int, int, int] | None = None
        self._runs: dict[Segment, Numbers] = {}

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, create: bool = False, modulus: int = _MODULUS, corpus: str = ""
    ) -> Store:
        """The store at `path`. With `create`, it is made if it does not exist. `corpus` is what its names are said to be from,
        by default the path.

        A new store keeps one in `modulus` (a power of two) of the shingles: a higher modulus makes the store smaller,
        and finds fewer copies of short texts. Raises `InputError` if `path` is not a store or is one of a newer
        version, `OutputError` if none can be made.
        """
        if modulus < 1 or modulus & (modulus - 1):
            raise ConfigError(f"the modulus is {modulus}", hint="it must be a power of two: 1, 2, 4, 8, …")
        folder = Path(path)
        if not is_store(folder):
            if not create:
                raise no_store(folder)
            make_store_folder(folder)
        database = Database(folder)
        try:
            with database.reading():
                settings = database.begin(create, {"modulus": modulus, "shingle_words": SHINGLE_WORDS})
        except BaseException:
            database.close()
            raise
        return cls(folder, database, settings["modulus"], corpus)

    def add(self, references: Iterable[Reference]) -> Added:
        """Adds the references that the store does not have yet: the same name with the same text is added once.

        What was added before an interruption stays; call it again with the same references to add the rest. Raises
        `OutputError` if the disk is full or the store cannot be written.
        """
        with self._lock, self._database.writing(), self._database.transaction():
            sweep_segments(self.path, self._segments())  # what a killed process left, even where nothing is new
            self._database.note_addresses(lambda url: address_number(_text(url)))
            for table in NAME_TABLES:
                self._database.query(table)
        new = known = 0
        for batch in _batches(references):
            with self._lock, self._database.writing():
                added = self._insert([row for row in map(self._prepared, batch) if row])
                self._merge()
            new += added
            known += len(batch) - added
        return Added(new, known)

    def find(
        self, article: Article, limit: int, min_similarity: float, *, url: str = "", date: str = ""
    ) -> list[tuple[Reference, float]]:
        """See `Finder.find`. Only references whose URL begins with `url` and whose date begins with `date` count, such
        as `https://example.org/` and `2024-05`.

        The store keeps one shingle in four. That finds nearly every copy of an article of 24 words or more, and about
        three in four copies of one of 12 words; the others are found by name only. Raises `InputError` if a segment or
        a text is damaged.
        """
        words = word_hashes(article.text)
        size = shingle_words(len(words))
        # a short article is compared by shorter shingles than the store keeps: here one shared shingle is enough
        least = min_similarity if size == SHINGLE_WORDS else 0.0
        beginnings = _bytes(url), _bytes(date)
        with self._lock, self._database.reading():
            return choose(
                shingles(words, size),
                size,
                Belonging(self._addressed(article.url), self._named(article.id) if article.id else ()),
                proposed(self._postings(), sampled(shingles(words, SHINGLE_WORDS), self._modulus), least),
                lambda number: self._load(number, *beginnings),
                limit,
                min_similarity,
            )

    def remembered(self, article: Article, gaps: Sequence[tuple[int, int]], most: int) -> list[tuple[Remembered, ...]]:
        """See `Memory.remembered`. A store that was made before stores kept names has none."""
        with self._lock, self._database.reading():
            if not has_names(self._database):
                return [()] * len(gaps)
            copies = {*self._addressed(article.url), *(self._named(article.id) if article.id else ())}
            return names_beside(self._database, self._corpus, article.text, gaps, copies, most)

    def info(self) -> Info:
        """How many references the store holds, its size and settings."""
        with self._lock, self._database.reading():
            ((references,),) = self._database.query("SELECT COUNT(*) FROM reference")
            names = self._database.query("SELECT COUNT(*) FROM name")[0][0] if has_names(self._database) else 0
            segments = len(self._segments())
            size = sum(map(_size, self.path.iterdir()))
        return Info(str(self.path), FORMAT, references, size, segments, SHINGLE_WORDS, self._modulus, names)

    def digest(self) -> str:
        """A digest of some of the references, evenly spread, and of how many there are: copies of a store have the same,
        whatever their path."""
        with self._lock, self._database.reading():
            ((count, last),) = self._database.query("SELECT COUNT(*), COALESCE(MAX(id), 0) FROM reference")
            digest = hashlib.sha256(b"%d" % count)
            for at in range(_SAMPLED):
                select = "SELECT name, sha256 FROM reference WHERE id >= ? ORDER BY id LIMIT 1"
                for name, sha256 in self._database.query(select, last - last * at // _SAMPLED):
                    digest.update(name + sha256)
        return digest.hexdigest()[:32]

    def close(self) -> None:
        """Closes the files; a later call opens them again."""
        with self._lock:
            self._database.close()
            self._state = None
            self._runs = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return self.info().references

    def __reduce__(self) -> tuple[object, ...]:
        return partial(type(self).open, corpus=self._corpus), (self.path,)

    # --- reading -------------------------------------------------------------------------------------------------

    def _segments(self) -> list[Segment]:
        select = "SELECT first, last, postings, crc FROM segment ORDER BY first"
        return [Segment(*row) for row in self._database.query(select)]

    def _postings(self) -> list[Numbers]:
        """The postings of all segments in the order of their numbers, mapped anew when the store has changed."""
        state = (os.getpid(), *self._database.state())
        while state != self._state:
            segments = self._segments()
            try:
                self._runs = {s: self._runs[s] if s in self._runs else mapped(self.path, s) for s in segments}
                self._state = state
            except FileNotFoundError as error:
                if self._segments() == segments:  # else another process merged it, and the new list shows that
                    raise InputError(
                        "a segment of the store is missing", where=str(error.filename), hint=REMAKE
                    ) from None
        return list(self._runs.values())

    def _named(self, identifier: str) -> list[int]:
        name = _bytes(identifier)
        ranges = [(name, name + b"\0")]
        ranges += [(name + s.encode(), name + chr(ord(s) + 1).encode()) for s in NAME_SEPARATORS]
        select = "SELECT id FROM reference WHERE name >= ? AND name < ? ORDER BY name, id LIMIT ?"
        return [number for low, high in ranges for (number,) in self._database.query(select, low, high, MAX_NAMED)]

    def _addressed(self, url: str) -> list[int]:
        """The references whose address is that of the article's page; none in a store to which an earlier version of
        `repair` alone has added."""
        number = address_number(url)
        if number is None or not self._database.has_addresses():
            return []
        select = "SELECT id FROM reference WHERE address = ? ORDER BY id LIMIT ?"
        return [found for (found,) in self._database.query(select, number, MAX_NAMED)]

    def _load(self, number: int, url_beginning: bytes, date_beginning: bytes) -> Reference | None:
        select = "SELECT name, sha256, url, date, elements, text FROM reference WHERE id = ?"
        rows = self._database.query(select, number)
        if not rows:
            raise self._damaged(f"reference {number}")
        name, sha256, url, date, elements, compressed = rows[0]
        if not (url.startswith(url_beginning) and date.startswith(date_beginning)):
            return None
        try:
            text = zlib.decompress(compressed)
            read = json.loads(zlib.decompress(elements)) if elements else []
        except (zlib.error, ValueError):
            raise self._damaged(f"the text of {_text(name)!r}") from None
        if hashlib.sha256(text).digest() != sha256:
            raise self._damaged(f"the text of {_text(name)!r}")
        return Reference(_text(name), _text(text), tuple(Element(*e) for e in read), _text(url), _text(date))

    def _damaged(self, what: str) -> InputError:
        return InputError(f"{what} is damaged", where=str(self._database.path), hint=REMAKE)

    # --- writing -------------------------------------------------------------------------------------------------

    def _prepared(self, reference: Reference) -> _Row | None:
        """The reference as it is stored, `None` if the store has it."""
        name, text = _bytes(reference.name), _bytes(reference.text)
        sha256 = hashlib.sha256(text).digest()
        if self._database.query("SELECT 1 FROM reference WHERE name = ? AND sha256 = ?", name, sha256):
            return None
        elements = [(element.start, element.end, element.tag) for element in reference.elements]
        return _Row(
            (
                name,
                sha256,
                _bytes(reference.url),
                _bytes(reference.date),
                zlib.compress(json.dumps(elements).encode()) if elements else b"",
                zlib.compress(text),
                address_number(reference.url),
            ),
            sampled(shingles(word_hashes(reference.text), SHINGLE_WORDS), self._modulus),
            names_in(reference),
        )

    def _insert(self, rows: list[_Row]) -> int:
        """Adds the rows and their segment in one transaction; how many were new."""
        if not rows:
            return 0
        insert = (
            "INSERT OR IGNORE INTO reference (name, sha256, url, date, elements, text, address) VALUES (?,?,?,?,?,?,?)"
        )
        runs: list[Numbers] = []
        numbers: list[int] = []
        with self._database.transaction():
            for row in rows:
                number = self._database.insert(insert, *row.values)
                if number is None:  # twice in this batch, or added by another process just now
                    continue
                if number > MAX_NUMBER:
                    raise OutputError("the store is full", where=str(self.path), hint="begin another store")
                numbers.append(number)
                runs.append(packed(row.hashes, number))
                keep_names(self._database, number, row.names)
            if any(map(len, runs)):
                self._list(write_segment(self.path, numbers[0], numbers[-1], [joined(runs)]))
        return len(numbers)

    def _merge(self) -> None:
        """Merges segments until none are due. The old files go only when the new list is safely on disk."""
        while due(self._segments()):
            with self._database.transaction():
                if run := due(self._segments()):  # else another process has merged them
                    one = merged(self.path, run)
                    self._database.query("DELETE FROM segment WHERE first BETWEEN ? AND ?", one.first, one.last)
                    self._list(one)
            with self._database.transaction():
                sweep_segments(self.path, self._segments())

    def _list(self, segment: Segment) -> None:
        insert = "INSERT INTO segment (first, last, postings, crc) VALUES (?,?,?,?)"
        self._database.insert(insert, segment.first, segment.last, segment.postings, segment.crc)


def _batches(references: Iterable[Reference]) -> Iterator[list[Reference]]:
    batch: list[Reference] = []
    chars = 0
    for reference in references:
        batch.append(reference)
        chars += len(reference.text)
        if len(batch) == BATCH or chars >= _BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def address_number(url: str) -> int | None:
    """A number for the normal form of an address, which few others share; `None` if this is no address."""
    address = normal_address(url) if url else ""
    if not address:
        return None
    return int.from_bytes(hashlib.blake2b(_bytes(address), digest_size=8).digest(), signed=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # a segment merged away by another process just now
        return 0


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
