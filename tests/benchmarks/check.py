"""How fast `repair check` reads sound text by rules alone: beside `typos` on one core, over processes, from its cache.

Run `python tests/benchmarks/check.py FOLDER` with text files or JSON lines of your own, of which a sample of 20 MB is
made; `pip install typos` gives the peer. Both programs run as they do once installed: Python's are compiled before.
They run in turn, and each figure is the best of its rounds: on a busy machine processor time says more than the clock.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from repair.read import articles

REPAIR = [sys.executable, "-c", "from repair.cli import main; main()", "check", "--no-model", "--format", "concise"]
TYPOS = ["typos", "--isolated", "--format", "brief"]
MB = 1_000_000


class Seconds(NamedTuple):
    """What a run took by the clock, and of the processor in all its processes."""

    wall: float
    cpu: float


def timed(command: Sequence[str | Path]) -> Seconds:
    """Run a program, whatever it finds, and say what it took."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1, 2) or b"error:" in done.stderr:
        sys.exit(f"{command[0]} failed: {done.stderr.decode()[-500:]}")
    return Seconds(wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def in_turn(commands: dict[str, Sequence[str | Path]], rounds: int) -> dict[str, Seconds]:
    """The best of `rounds` for each command, all of them run one after the other in each round."""
    runs: dict[str, list[Seconds]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(timed(command))
    return {name: Seconds(min(s.wall for s in some), min(s.cpu for s in some)) for name, some in runs.items()}


def sample(texts: Sequence[str], folder: Path, size: int) -> int:
    """Write texts over and over, one a file, until `size` bytes are reached; gives the bytes written."""
    folder.mkdir()
    written = 0
    for number, text in enumerate(cycle(texts)):
        if written >= size:
            break
        written += (folder / f"{number:06}.txt").write_bytes(text.encode())
    return written


def pieces(texts: Sequence[str], count: int) -> Iterator[str]:
    """`count` different texts of one to three paragraphs."""
    paragraphs = cycle([p for text in texts for p in text.split("\n") if len(p) > 200])
    for number in range(count):
        yield "\n".join((f"Testo {number}.", *(next(paragraphs) for _ in range(1 + number % 3)))) + "\n"


def against_typos(texts: Sequence[str], folder: Path, size: int, rounds: int) -> None:
    """Throughput on one core."""
    written = sample(texts, folder / "sample", size)
    best = in_turn(
        {
            "typos": [*TYPOS, "-j1", folder / "sample"],
            "repair": [*REPAIR, "--isolated", "--jobs", "1", "--no-cache", folder / "sample"],
        },
        rounds,
    )
    empty = timed([*REPAIR, "--isolated", "--no-cache", next(iter((folder / "sample").iterdir()))])
    for name, took in best.items():
        print(
            f"{name:8} {written / MB / took.cpu:6.1f} MB/s of processor time, {written / MB / took.wall:6.1f} MB/s by the clock"
        )
    print(f"repair reaches {best['typos'].cpu / best['repair'].cpu:.2f} of typos' throughput ({written / MB:.1f} MB)")
    print(f"without the {empty.cpu:.2f} s of its start: {best['typos'].cpu / (best['repair'].cpu - empty.cpu):.2f}")


def many_files(texts: Sequence[str], folder: Path, count: int, jobs: int, rounds: int) -> None:
    """Small files over processes, and from the cache."""
    files = folder / "files"
    files.mkdir()
    for number, text in enumerate(pieces(texts, count)):
        (files / f"{number:06}.txt").write_bytes(text.encode())
    one, several = f"--jobs 1 on {count:,} files", f"--jobs {jobs}"
    best = in_turn(
        {
            one: [*REPAIR, "--isolated", "--jobs", "1", "--no-cache", files],
            several: [*REPAIR, "--isolated", "--jobs", str(jobs), "--no-cache", files],
        },
        rounds,
    )
    cached = [*REPAIR, "--isolated", "--jobs", "1", "--cache-dir", folder / "cache", files]
    best["--jobs 1, filling the cache"] = timed(cached)
    best |= in_turn({"--jobs 1, from the cache": cached}, rounds)
    for name, took in best.items():
        ratio = best[one].wall / took.wall
        print(f"{name:32} {took.wall:6.2f} s, {ratio:4.2f} times as fast; processor {took.cpu:.2f} s")


def main() -> None:
    """Read the texts and run both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", help="text files, folders or JSON lines of sound text")
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    for name in ("REPAIR_NO_CACHE", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        os.environ.pop(name, None)
    texts = [article.text for article in articles(asked.paths, on_error=print)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        timed([*REPAIR, "--isolated", "--no-cache", __file__])  # compiles what it loads
        against_typos(texts, Path(folder), int(asked.megabytes * MB), asked.rounds)
        many_files(texts, Path(folder), asked.files, asked.jobs, asked.rounds)


if __name__ == "__main__":
    main()
