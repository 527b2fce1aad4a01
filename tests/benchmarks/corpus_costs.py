"""What whole corpora cost: articles a second of four kinds of runs, and machine hours for ten million articles.

    python tests/benchmarks/corpus_costs.py                  # sizes that take some minutes
    python tests/benchmarks/corpus_costs.py --scale 0.1
    python tests/benchmarks/corpus_costs.py --text prose.txt    # sentences of a text instead of invented words

Every second article has lost its links. The kinds are: rules alone; with a store of a copy of each article; with the page
of each article in its row, of 30 KB; with the model, which reads and fills in. It prints a Markdown table. The time is
that of the processors, of the run's own process and its workers without their start, so that other work on the machine changes it little;
machine hours are those of a machine with `--cores` cores that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from corpus import Prose

_MANY: Final = 10_000_000
_PAGE: Final = 30_000  # characters
_FEW: Final = 10
_KINDS: Final[dict[str, tuple[int, tuple[str, ...]]]] = {
    "rules": (10_000, ("--no-model",)),
    "with a store": (4_000, ("--no-model", "--references", "copies.store")),
    "with pages": (1_500, ("--no-model", "--html-field", "html")),
    "with the quick reader, `--model none`": (4_000, ("--model", "none")),
    "with the quick reader and fill-ins": (120, ()),
    "with `--reader mixed --model none`": (120, ("--model", "none", "--reader", "mixed")),
    "with `--reader full --model none`": (60, ("--model", "none", "--reader", "full")),
    "with `--reader full` and fill-ins": (60, ("--reader", "full")),
}


def article(prose: Prose, number: int, *, page: bool) -> tuple[dict[str, str], str]:
    """A row, and its text before it lost every word in a link."""
    rng = random.Random(number)
    kept, whole, blocks = [], [], []
    for paragraph in prose.article(number).split("\n\n"):
        words = paragraph.split(" ")
        at = rng.randrange(2, max(3, len(words) - 2))
        whole.append(paragraph)
        kept.append(" ".join((*words[:at], *words[at + 1 :])) if number % 2 else paragraph)
        blocks.append(f"<p>{' '.join((*words[:at], f'<a href=/{at}>{words[at]}</a>', *words[at + 1 :]))}</p>")
    row = {"id": f"a{number}", "text": "\n\n".join(kept)}
    if page:
        html = f"<html><body><article>{''.join(blocks)}</article><footer><ul>"
        items = (f"<li><a href=/s/{n}>Sezione {n}</a></li>" for n in range(_PAGE))
        while len(html) < _PAGE:
            html += next(items)
        row["html"] = f"{html}</ul></footer></body></html>"
    return row, "\n\n".join(whole)


def spent(command: list[str], folder: Path) -> float:
    """Seconds of processor time of a command and of all processes below it."""
    before = os.times()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def measured(kind: str, count: int, options: tuple[str, ...], text: str) -> float:
    """Seconds of processor time an article."""
    prose = Prose(text)
    repair = [sys.executable, "-c", "from repair.cli import main; main()"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "articles.jsonl").open("w") as rows, (folder / "copies.jsonl").open("w") as copies:
            for number in range(count):
                row, whole = article(prose, number, page=kind == "with pages")
                rows.write(json.dumps(row) + "\n")
                copies.write(json.dumps({"id": f"copy-{number}", "text": whole}) + "\n")
        if "copies.store" in options:
            subprocess.run([*repair, "index", "copies.jsonl", "-o", "copies.store"], check=True, cwd=folder)
        run = [*repair, "corpus", "articles.jsonl", "--jobs", "2", "--isolated", "--quiet", *options]
        few = spent([*run, "--out", "few", "--limit", str(_FEW)], folder)  # what a start costs is no part of it
        return (spent([*run, "--out", "all"], folder) - few) / (count - _FEW)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0, help="of the numbers of articles")
    parser.add_argument("--cores", type=int, default=16)
    parser.add_argument(
        "--text",
        type=Path,
        help="prose; the words of the articles are invented without it, which the lexicon does not know",
    )
    parser.add_argument("--only", nargs="*", choices=list(_KINDS), default=list(_KINDS))
    a = parser.parse_args()
    text = a.text.read_text(encoding="utf-8") if a.text else ""
    print(
        f"| | articles | articles a second and core | machine hours for 10 million, {a.cores} cores |\n|---|---|---|---|"
    )
    for kind in a.only:
        count, options = _KINDS[kind]
        count = max(20, int(count * a.scale))
        seconds = measured(kind, count, options, text)
        print(f"| {kind} | {count:,} | {1 / seconds:,.1f} | {_MANY * seconds / a.cores / 3600:,.1f} |", flush=True)


if __name__ == "__main__":
    main()
