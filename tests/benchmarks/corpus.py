"""Makes articles with known damage, and measures whole-corpus runs over them.

    python tests/benchmarks/corpus.py make 200000 articles.jsonl             # invented words after Zipf's law
    python tests/benchmarks/corpus.py make 20000 articles.jsonl --text it.txt  # sentences of a text
    python tests/benchmarks/corpus.py measure articles.jsonl --sizes 1000 10000 --jobs 2 --plot growth.svg

`make` is a function of its arguments alone. `measure` runs `repair corpus --no-model` on the first so many articles and
prints a Markdown table: articles a second, peak memory of the run's own process and of all its processes together.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from itertools import accumulate, islice
from pathlib import Path

from repair.bench.damage import damage

CHARS = 2800
LINKING = "di a da in con su per tra il lo la i gli le un una e che non si del della nel alla dal".split()


class Prose:
    """Sentences of invented words after Zipf's law, with Italian function words between them, or sentences of a text."""

    def __init__(self, text: str) -> None:
        rng = random.Random(7)
        self._sentences = [s.strip() + "." for s in text.replace("\n", " ").split(". ") if 20 < len(s) < 400]
        syllables = [a + b for a in "bcdfglmnprstv" for b in "aeiou"]
        self._words = ["".join(rng.choices(syllables, k=rng.randint(3, 4))) for _ in range(30_000)]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))

    def sentence(self, rng: random.Random) -> str:
        if self._sentences:
            return rng.choice(self._sentences)
        words: list[str] = []
        for word in rng.choices(self._words, cum_weights=self._weights, k=rng.randint(5, 18)):
            if words and rng.random() < 0.08:
                words[-1] += ","
            if rng.random() < 0.6:  # as in Italian, two words in five are function words
                words.append(rng.choice(LINKING))
            words.append(word.capitalize() if words and rng.random() < 0.08 else word)
        if rng.random() < 0.12 and len(words) > 9:
            words[4], words[8] = f"«{words[4]}", f"{words[8].rstrip(',')}»"
        return " ".join(words).rstrip(",").capitalize() + "."

    def article(self, number: int) -> str:
        rng = random.Random(number)
        paragraphs: list[str] = []
        size = 0
        while size < CHARS:
            paragraphs.append(" ".join(self.sentence(rng) for _ in range(rng.randint(2, 5))))
            size += len(paragraphs[-1])
        return "\n\n".join(paragraphs)


def make(count: int, target: Path, source: str) -> None:
    """Every second article is damaged, about one loss in 90 words."""
    prose = Prose(source)
    with target.open("w", encoding="utf-8") as stream:
        for number in range(count):
            text = prose.article(number)
            rng = random.Random(-number - 1)
            row = {
                "id": f"a{number:07}",
                "url": f"https://www.sito{rng.randrange(40):02}.example/{number}",
                "date": f"20{rng.randrange(18, 26)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
                "text": damage(text, number).text if number % 2 else text,
            }
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


class Memory(threading.Thread):
    """Watches the resident memory of a process and of all below it, in bytes, until it ends."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self.alone = self.together = 0

    def run(self) -> None:
        while (own := _resident(self._process)) is not None:
            below = subprocess.run(["pgrep", "-P", str(self._process)], capture_output=True, text=True).stdout.split()
            self.alone = max(self.alone, own)
            self.together = max(self.together, own + sum(_resident(int(p)) or 0 for p in below))
            time.sleep(0.25)


def _resident(process: int) -> int | None:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    found = [line.split() for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(found[0][1]) * 1024 if found else None


def measure(
    source: Path, sizes: list[int], jobs: int, options: list[str]
) -> list[tuple[int, float, float, float, str]]:
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            head = Path(folder, "head.jsonl")
            with source.open("rb") as whole, head.open("wb") as part:
                part.writelines(islice(whole, size))
            out = Path(folder, "out")
            command = [sys.executable, "-c", "from repair.cli import main; main()", "corpus", str(head), "--out", str(out), "--jobs", str(jobs), "--quiet", *options]  # fmt: skip
            started = time.perf_counter()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
            memory = Memory(process.pid)
            memory.start()
            assert process.wait() == 0
            seconds = time.perf_counter() - started
            stages = json.loads((out / "progress.json").read_text())["stages"]
            total = sum(stages.values())
            shares = ", ".join(
                f"{name} {spent / total:.0%}" for name, spent in sorted(stages.items(), key=lambda s: -s[1])
            )
            rows.append((size, seconds, memory.alone / 1e6, memory.together / 1e6, shares))
            shutil.rmtree(out)
    return rows


def plot(rows: list[tuple[int, float, float, float, str]]) -> str:
    """Time and memory over the number of articles, as SVG."""
    width, height, edge = 480, 220, 45
    top, slowest = max(row[0] for row in rows), max(row[1] for row in rows)
    largest = max(row[3] for row in rows)

    def points(at: int, most: float) -> str:
        return " ".join(f"{edge + (width - 2 * edge) * row[0] / top:.0f},{height - edge - (height - 2 * edge) * float(row[at]) / most:.0f}" for row in rows)  # fmt: skip

    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">'
        f'<polyline fill="none" stroke="#c2410c" points="{points(1, slowest)}"/>'
        f'<polyline fill="none" stroke="#1d4ed8" points="{points(3, largest)}"/>'
        f'<text x="{edge}" y="16" fill="#c2410c">seconds, up to {slowest:.0f}</text>'
        f'<text x="{edge}" y="30" fill="#1d4ed8">memory of all processes, up to {largest:.0f} MB</text>'
        f'<text x="{width - edge}" y="{height - edge + 16}" text-anchor="end">{top:,} articles</text></svg>'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("count", type=int)
    making.add_argument("target", type=Path)
    making.add_argument("--text", type=Path)
    measuring = commands.add_parser("measure")
    measuring.add_argument("source", type=Path)
    measuring.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, 20_000])
    measuring.add_argument("--jobs", type=int, default=2)
    measuring.add_argument("--plot", type=Path)
    arguments, options = parser.parse_known_args()
    if arguments.command == "make":
        make(arguments.count, arguments.target, arguments.text.read_text(encoding="utf-8") if arguments.text else "")
        return
    rows = measure(arguments.source, arguments.sizes, arguments.jobs, options or ["--no-model"])
    print("| articles | seconds | articles/s | MB, main | MB, all | workers' time |\n|---|---|---|---|---|---|")
    for size, seconds, alone, together, shares in rows:
        print(f"| {size} | {seconds:.1f} | {size / seconds:.0f} | {alone:.0f} | {together:.0f} | {shares} |")
    if arguments.plot:
        arguments.plot.write_text(plot(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
