"""Measures the reference store on synthetic copies, beside other ways to find candidates by shared shingles.

    python tests/benchmarks/store.py 20000                      # the comparison, as a Markdown table
    python tests/benchmarks/store.py 200000 --engines store-4   # the store alone, as large as it gets here
    python tests/benchmarks/store.py 20000 --text novel.txt --json

Copies are made of invented words that follow Zipf's law, or of short runs of words of a given text; every second one
carries one of twenty boilerplate paragraphs. For each share, articles are made that have that share of their words from
one copy and the rest from nowhere: 100 % is the first 60 % of a copy (a truncated article), 50 % and 20 % are the beginning
of one. An article counts as found when its copy is among the first 12 at a minimal similarity of 15. Segments and the
SQLite table keep the same sampled shingles; every engine's candidates are compared with the article by their texts.

On two shared cores (peak memory includes mapped files; LSH Ensemble keeps its index in memory and cannot grow):

| engine | copies | copies/s | index MB | texts MB | recall 100/50/20 % | lookup ms, median (99 %) | peak MB |
|---|---|---|---|---|---|---|---|
| store-4 | 20000 | 2147 | 17.9 | 34.1 | 1 / 1 / 1 | 1.6 (1.9) | 121 |
| store-8 | 20000 | 2160 | 8.9 | 34.1 | 1 / 1 / 1 | 1.6 (3.0) | 121 |
| store-16 | 20000 | 2279 | 4.5 | 34.1 | 1 / 1 / 0.995 | 1.3 (2.5) | 121 |
| sqlite-table-4 | 20000 | 1060 | 32.0 | 32.6 | 1 / 1 / 1 | 2.6 (7.1) | 121 |
| lsh-ensemble | 20000 | 616 | 115.7 | 32.6 | 1 / 1 / 0.94 | 1.6 (2.6) | 2143 |
| store-4 | 200000 | 1176 | 179.0 | 340.3 | 1 / 1 / 1 | 2.4 (4.5) | 256 |
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Protocol

from repair.collate.arrays import containment, sampled, shingles
from repair.collate.index import choose
from repair.collate.shingles import word_hashes
from repair.collate.store import Store
from repair.records import Article, Reference

WORDS = 430
SHARES = (100, 50, 20)
LIMIT = 12
MIN_SIMILARITY = 15.0


class Corpus:
    """Copies by number: the same number gives the same text, so that none need be kept."""

    def __init__(self, count: int, source: str) -> None:
        self.count = count
        self.seconds = self.cpu = 0.0  # spent on making copies, which is no part of what is measured
        self._source = source.split()
        rng = random.Random(1)
        self._words = [
            "".join(rng.choice("bcdfglmnprstv") + rng.choice("aeiou") for _ in range(rng.randint(1, 5)))
            for _ in range(50_000)
        ]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))
        self._boilerplate = [" ".join(self.words(rng, 40)) for _ in range(20)]

    def words(self, rng: random.Random, count: int) -> list[str]:
        if not self._source:
            return rng.choices(self._words, cum_weights=self._weights, k=count)
        words: list[str] = []
        while len(words) < count:
            start = rng.randrange(len(self._source))
            words += self._source[start : start + rng.randint(3, 12)]
        return words[:count]

    def copy(self, number: int) -> str:
        rng = random.Random(number + 1_000)
        text = " ".join(self.words(rng, WORDS))
        return f"{text}\n\n{rng.choice(self._boilerplate)}" if number % 2 else text

    def copies(self) -> Iterator[Reference]:
        for number in range(self.count):
            started, cpu = time.perf_counter(), time.process_time()
            copy = Reference(f"copy-{number:07}", self.copy(number))
            self.seconds += time.perf_counter() - started
            self.cpu += time.process_time() - cpu
            yield copy

    def article(self, number: int, share: int) -> str:
        words = self.copy(number).split()
        if share == 100:
            return " ".join(words[: len(words) * 6 // 10])
        kept = WORDS * share // 100
        return " ".join(words[:kept] + self.words(random.Random(-number - 1), WORDS - kept))


Found = list[tuple[Reference, float]]


class Engine(Protocol):
    """One way to keep and find the copies."""

    def build(self, corpus: Corpus, folder: Path) -> None: ...
    def find(self, article: Article) -> Found: ...
    def index_bytes(self) -> int: ...
    def text_bytes(self) -> int: ...


class Segments:
    """The store itself: sorted segments of sampled shingles, mapped into memory."""

    def __init__(self, modulus: int) -> None:
        self._modulus = modulus

    def build(self, corpus: Corpus, folder: Path) -> None:
        self._folder = folder
        with Store.open(folder, create=True, modulus=self._modulus) as store:
            store.add(corpus.copies())
        self._store = Store.open(folder)

    def find(self, article: Article) -> Found:
        return self._store.find(article, LIMIT, MIN_SIMILARITY)

    def index_bytes(self) -> int:
        return sum(path.stat().st_size for path in self._folder.glob("*.postings"))

    def text_bytes(self) -> int:
        return self._store.info().bytes - self.index_bytes()


class _Texts:
    """Texts kept as the store keeps them, for engines that are an index only."""

    def _open(self, folder: Path) -> sqlite3.Connection:
        folder.mkdir()
        self._texts_path = folder / "texts.sqlite"
        self._texts = sqlite3.connect(self._texts_path)
        self._texts.execute("PRAGMA page_size = 16384")
        self._texts.execute("CREATE TABLE text (id INTEGER PRIMARY KEY, name TEXT, text BLOB)")
        return self._texts

    def _keep(self, number: int, reference: Reference) -> None:
        self._texts.execute(
            "INSERT INTO text VALUES (?,?,?)", (number, reference.name, zlib.compress(reference.text.encode()))
        )

    def _load(self, number: int) -> Reference:
        ((name, text),) = self._texts.execute("SELECT name, text FROM text WHERE id = ?", (number,)).fetchall()
        return Reference(name, zlib.decompress(text).decode())

    def text_bytes(self) -> int:
        return self._texts_path.stat().st_size


class SqliteTable(_Texts):
    """An inverted index as rows of a clustered SQLite table."""

    def __init__(self, modulus: int) -> None:
        self._modulus = modulus

    def build(self, corpus: Corpus, folder: Path) -> None:
        texts = self._open(folder)
        self._path = folder / "index.sqlite"
        self._index = sqlite3.connect(self._path)
        self._index.execute("CREATE TABLE posting (hash INTEGER, id INTEGER, PRIMARY KEY (hash, id)) WITHOUT ROWID")
        rows: list[tuple[int, int]] = []
        for number, reference in enumerate(corpus.copies()):
            self._keep(number, reference)
            kept = sampled(shingles(word_hashes(reference.text), 4), self._modulus)
            rows += [(int(key), number) for key in kept >> 32]
            if number % 2048 == 2047:
                self._flush(rows)
                texts.commit()
        self._flush(rows)
        texts.commit()

    def _flush(self, rows: list[tuple[int, int]]) -> None:
        self._index.executemany("INSERT OR IGNORE INTO posting VALUES (?,?)", sorted(rows))
        self._index.commit()
        rows.clear()

    def find(self, article: Article) -> Found:
        wanted = shingles(word_hashes(article.text), 4)
        keys = [int(key) for key in sampled(wanted, self._modulus) >> 32]
        counts: dict[int, int] = {}
        for key in keys:
            for (number,) in self._index.execute("SELECT id FROM posting WHERE hash = ? LIMIT 256", (key,)):
                counts[number] = counts.get(number, 0) + 1
        least = max(1, len(keys) * MIN_SIMILARITY / 200)
        likely = sorted((number for number, n in counts.items() if n >= least), key=lambda number: -counts[number])
        return choose(wanted, 4, [], likely, self._load, LIMIT, MIN_SIMILARITY)

    def index_bytes(self) -> int:
        return self._path.stat().st_size


class Ensemble(_Texts):
    """datasketch's LSH Ensemble, in memory: MinHash signatures in partitions of like size; nothing can be added later."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        from datasketch import MinHashLSHEnsemble

        texts = self._open(folder)
        self._ensemble = MinHashLSHEnsemble(threshold=MIN_SIMILARITY / 100, num_perm=128, num_part=16)
        entries = []
        for number, reference in enumerate(corpus.copies()):
            self._keep(number, reference)
            entries.append((number, *self._signature(shingles(word_hashes(reference.text), 4))))
        texts.commit()
        self._ensemble.index(entries)

    @staticmethod
    def _signature(hashes: object) -> tuple[object, int]:
        from datasketch import MinHash

        minhash = MinHash(num_perm=128, hashfunc=lambda value: value)
        minhash.update_batch([int(key) for key in hashes >> 32])  # type: ignore[operator,attr-defined]
        return minhash, len(hashes)  # type: ignore[arg-type]

    def find(self, article: Article) -> Found:
        wanted = shingles(word_hashes(article.text), 4)
        found: Found = []
        for number in self._ensemble.query(*self._signature(wanted)):
            reference = self._load(number)
            similarity = containment(wanted, shingles(word_hashes(reference.text), 4))
            if similarity >= MIN_SIMILARITY:
                found.append((reference, similarity))
        return sorted(found, key=lambda pair: -pair[1])[:LIMIT]

    def index_bytes(self) -> int:
        return len(pickle.dumps(self._ensemble))


ENGINES: dict[str, Callable[[], Engine]] = {
    "store-4": lambda: Segments(4),
    "store-8": lambda: Segments(8),
    "store-16": lambda: Segments(16),
    "sqlite-table-4": lambda: SqliteTable(4),
    "lsh-ensemble": Ensemble,
}


def measured(name: str, corpus: Corpus, folder: Path, articles: int) -> dict[str, float | str]:
    """One row of the table."""
    engine = ENGINES[name]()
    corpus.seconds = corpus.cpu = 0.0
    started, cpu = time.perf_counter(), time.process_time()
    engine.build(corpus, folder)
    built = time.perf_counter() - started - corpus.seconds
    spent = time.process_time() - cpu - corpus.cpu
    row: dict[str, float | str] = {
        "engine": name,
        "copies": corpus.count,
        "copies/s": round(corpus.count / built),
        "CPU ms a copy": round(1e3 * spent / corpus.count, 3),
        "index MB": round(engine.index_bytes() / 1e6, 1),
        "texts MB": round(engine.text_bytes() / 1e6, 1),
    }
    started = time.perf_counter()
    engine.find(Article("", corpus.article(0, 100)))
    row["first lookup ms"] = round(1e3 * (time.perf_counter() - started), 1)
    rng = random.Random(2)
    times: list[float] = []
    for share in SHARES:
        hits = 0
        for number in rng.sample(range(corpus.count), min(articles, corpus.count)):
            article = Article("", corpus.article(number, share))
            started = time.perf_counter()
            found = engine.find(article)
            times.append(1e3 * (time.perf_counter() - started))
            hits += any(reference.name == f"copy-{number:07}" for reference, _ in found)
        row[f"recall {share} %"] = round(hits / min(articles, corpus.count), 4)
    row["lookup ms (median)"] = round(statistics.median(times), 2)
    row["lookup ms (99 %)"] = round(sorted(times)[len(times) * 99 // 100], 2)
    row["peak MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
    return row


def main() -> None:
    """Prints one row an engine, as a Markdown table or as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("copies", type=int, help="how many copies are made")
    parser.add_argument("--engines", default=",".join(ENGINES), help="some of " + ", ".join(ENGINES))
    parser.add_argument("--text", type=Path, help="a text whose words the copies are made of")
    parser.add_argument("--folder", type=Path, help="where the stores are made, and deleted again")
    parser.add_argument("--articles", type=int, default=400, help="articles looked up for each share")
    parser.add_argument("--json", action="store_true", help="JSON lines")
    options = parser.parse_args()
    corpus = Corpus(options.copies, options.text.read_text(encoding="utf-8") if options.text else "")
    scratch = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        for place, name in enumerate(options.engines.split(",")):
            row = measured(name, corpus, scratch / name, options.articles)
            if options.json:
                print(json.dumps(row), flush=True)
                continue
            if place == 0:
                print("| " + " | ".join(row) + " |")
                print("|---" * len(row) + "|")
            print("| " + " | ".join(map(str, row.values())) + " |", flush=True)
            shutil.rmtree(scratch / name)
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    sys.exit(main())
