"""Measures how fast rows are repaired by the pages in their own field, beside extracting the same pages.

    python tests/benchmarks/row_pages.py             # 200 rows with a page of 60 KB each
    python tests/benchmarks/row_pages.py --rows 1000
    python tests/benchmarks/row_pages.py rows.jsonl   # real rows, with `text` and `html`

`repair` reads the page, aligns the article with it, finds by rules and by the page, and ranks. `trafilatura` extracts the
text of the same page. Both take turns in one process, and the quickest round of the processor's own time counts. The
peer comes from `pip install trafilatura lxml_html_clean`; if it is missing, it is left out.

The figures stand in the guide. An article of 1,800 words with 40 losses, as made here, is a hard one.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import time
from collections.abc import Callable
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Final

from repair.cli.main import _GARBAGE
from repair.config import Config
from repair.pipeline import Stages
from repair.records import Article, Row, Source
from repair.row_pages import RowPages

_ROUNDS: Final = 3
_BYTES: Final = 60_000
_WORDS: Final = (
    "il traghetto parte ogni mattina dal molo vecchio con qualsiasi tempo e il comandante lo guida da undici anni mentre in"
    " inverno la biglietteria resta chiusa per tutti i passeggeri del lunedì che comprano a bordo"
).split()


def row(seed: int) -> tuple[str, str]:
    """An article that lost its links, and its page: menus and teasers around forty paragraphs."""
    rng = random.Random(seed)
    kept, blocks = [], []
    for _ in range(40):
        words = [f"{rng.choice(_WORDS)}{rng.randrange(90) or ''}" for _ in range(45)]
        at = rng.randrange(5, 40)
        kept.append(" ".join((*words[:at], *words[at + 2 :])).capitalize() + ".")
        linked = (*words[:at], f"<a href='/{seed}'>{words[at]} {words[at + 1]}</a>", *words[at + 2 :])
        blocks.append(f"<p class='text'>{' '.join(linked).capitalize()}.</p>")
    page = f"<html><body><article><h1>Titolo {seed}</h1>{''.join(blocks)}</article>"
    number = 0
    while len(page) < _BYTES:
        number += 1
        item = (
            f"<li class='menu-item'><a href='/s/{number}'><span>Sezione {number}</span> {rng.choice(_WORDS)}</a></li>"
        )
        page += f"<nav class='menu'><ul>{item * 3}</ul></nav>"
    return "\n\n".join(kept), f"{page}</body></html>"


def read(path: str, most: int) -> list[tuple[str, str]]:
    """The first rows of a file."""
    with Path(path).open(encoding="utf-8") as lines:
        return [(each["text"], each["html"]) for each in map(json.loads, islice(lines, most))]


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure rows with pages.")
    parser.add_argument("--rows", type=int, default=200, metavar="N", help="how many rows")
    parser.add_argument("source", nargs="?", metavar="FILE", help="JSON lines with text and html")
    options = parser.parse_args()
    gc.set_threshold(*_GARBAGE)  # as the commands do
    made = [row(seed) for seed in range(options.rows)] if options.source is None else read(options.source, options.rows)
    articles = [
        Article(str(n), text, source=Source("rows", row=Row(n, "text", {"html": html})))
        for n, (text, html) in enumerate(made)
    ]

    def fail(error: Exception) -> None:
        raise error

    def repaired() -> int:
        return sum(len(a.entries) for a in Stages(Config(), RowPages("html", on_error=fail)).run(articles))

    work: dict[str, Callable[[], object]] = {"repair": repaired}
    try:
        extract = import_module("trafilatura").extract
        work["trafilatura"] = lambda: [extract(html) for _, html in made]
    except ImportError:
        print("trafilatura is missing, and left out")
    best = dict.fromkeys(work, float("inf"))
    for _ in range(_ROUNDS):
        for name, each in work.items():
            best[name] = min(best[name], seconds(each))
    print("| | rows a second |\n|---|---|")
    for name, spent in best.items():
        print(f"| {name} | {len(made) / spent:,.1f} |")
    if "trafilatura" in best:
        print(f"`repair` makes {best['trafilatura'] / best['repair']:.2f} times as many rows")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
