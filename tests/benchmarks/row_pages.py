"""Measures how fast rows are repaired by the pages in their own field, beside extracting the same pages.

    python tests/benchmarks/row_pages.py             # 200 rows with a page of 60 KB each
    python tests/benchmarks/row_pages.py --rows 1000

`repair` reads the page, aligns the article with it, finds by rules and by the page, and ranks. `trafilatura` extracts the
text of the same page. Both take turns in one process, and the quickest round of the processor's own time counts. The
peer comes from `pip install trafilatura lxml_html_clean`; if it is missing, it is left out.

On one of two shared cores, with 40 rows; an article of 1,800 words with 40 losses is a hard one:

| | rows a second |
|---|---|
| repair | 28.0 |
| trafilatura | 90.3 |

On 120 real pages of 170 KB with articles of usual length, `repair` makes 64 rows a second and trafilatura 38. Two fifths
of the time go into reading the page.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable
from importlib import import_module
from typing import Final

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


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure rows with pages.")
    parser.add_argument("--rows", type=int, default=200, metavar="N", help="how many rows")
    made = [row(seed) for seed in range(parser.parse_args().rows)]
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
