"""A small corpus of this project's own prose, in every format that corpora come in, and what a run made of it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from cli_runner import DAMAGED, SOUND

from repair.config import Config
from repair.corpus import ENGINES, Accept, Job, Means, run
from repair.corpus.chunk_work import Result, Worker
from repair.corpus.progress import ProgressDisplay
from repair.corpus.run import Feed
from repair.corpus.shards import read_lines
from repair.corpus.undo import undo_run

pytest.importorskip("pyarrow", reason="the library for Parquet is not installed: pip install '.[corpus]'")

import pyarrow as pa
import pyarrow.parquet as pq

JOINED = "La fontana è del Settecento,restaurata due volte,e si vede dalla strada.\n"
FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "csv", "csv.gz", "parquet")
RULES = Config(use_model=False)
JOB = Job(config=RULES)
FULL = Job(config=RULES, repaired=True, marked=True, accept=Accept(rules=True), shard_records=100)


def run_here(
    sources: list[Path] | list[str], out: Path, job: Job, progress: ProgressDisplay | None = None
) -> dict[str, Any]:
    """A run in this process, for tests that make many: what comes out does not depend on where it is done."""

    def here(feed: Feed, means: Means) -> Iterator[Result]:
        return map(Worker(feed.job).run, feed.chunks())

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ENGINES, "here", here)
        return run([str(source) for source in sources], out, job, engine="here", progress=progress)


def undone(out: Path, back: Path) -> list[Path]:
    """The originals of the repaired corpus of a run, in order."""
    undo_run(out, back)
    return sorted(back.iterdir())


def rows(count: int) -> list[dict[str, Any]]:
    """Every third row is damaged; no two texts are the same."""
    return [
        {
            "id": f"n{number}",
            "url": f"https://www.sito{number % 3}.example/{number}",
            "text": f"Notizia numero {number}, con una virgola e «virgolette».\n{DAMAGED + JOINED if number % 3 == 0 else SOUND}",
            "note": f'una nota, con "virgolette" ed è {number}',
        }
        for number in range(count)
    ]


def write(folder: Path, name: str, found: list[dict[str, Any]]) -> Path:
    """The rows in a file of that format."""
    path = folder / f"corpus.{name}"
    if name == "parquet":
        pq.write_table(pa.Table.from_pylist(found), path, row_group_size=70)
        return path
    if name == "arrow":
        table = pa.Table.from_pylist(found)
        with pa.ipc.new_stream(path, table.schema) as stream:
            stream.write_table(table, max_chunksize=70)
        return path
    if name.startswith("json."):
        data = json.dumps(found, indent=1).encode()
    elif name == "json":
        data = ("[" + ",\n".join(map(json.dumps, found)) + "]\n").encode()
    elif name.startswith(("csv", "tsv")):
        plain = folder / "plain.csv"
        with plain.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, found[0], delimiter="\t" if name.startswith("tsv") else ",")
            writer.writeheader()
            writer.writerows(found)
        data = plain.read_bytes()
        plain.unlink()
    else:
        data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found).encode()
    packed = {"gz": gzip.compress, "zst": zstandard.compress}.get(name.rpartition(".")[2])
    path.write_bytes(packed(data) if packed else data)
    return path


def digests(folder: Path) -> dict[str, str]:
    """All that a run wrote, but for what says how long it took."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("progress.json", ".lock")
    }


def apparatuses(folder: Path) -> list[dict[str, Any]]:
    """All apparatuses of a run, in order."""
    return [json.loads(line) for path in sorted((folder / "apparatus").iterdir()) for line in read_lines(path)]


def found_in(said: list[dict[str, Any]]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Ids, and places and codes of what was found."""
    return [(a["id"], [(s["start"], s["code"]) for s in a["suggestions"]]) for a in said]


def set_aside(folder: Path) -> list[dict[str, str]]:
    path = folder / "set-aside.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
