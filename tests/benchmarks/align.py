"""Measures how fast an article is aligned with a copy of it, beside other ways to align two texts.

    python tests/benchmarks/align.py                     # the peers, then growth from 1 KB to 1 MB, as Markdown tables
    python tests/benchmarks/align.py --plot growth.svg   # growth drawn as well
    python tests/benchmarks/align.py --text novel.txt    # sentences of a given text instead of invented ones

The pair of the first table is 433 words with six of them lost, tokenising included for everyone. `collation` is all
that `repair` does with a pair: spans, context, every insertion with its words. Peers take turns with `repair`, several
rounds of each, and the quickest round of the processor's own time counts, so that other work on the machine does not.
`difflib` gets words, `edlib` a code point for each different word, CollateX its own tokens. Peers come from
`pip install edlib collatex levenshtein`; one that is missing is left out.

On one of two shared cores:

| 433 words, 6 lost | pairs a second | `repair` is quicker by |
|---|---|---|
| repair | 4,289.5 | 1.0 × |
| repair, collation | 2,172.1 | 2.0 × |
| difflib on words | 934.6 | 4.6 × |
| edlib on words | 1,685.7 | 2.5 × |
| CollateX | 1.3 | 3395.6 × |

| text | ms a pair | µs a KB |
|---|---|---|
| 1 KB | 0.10 | 82 |
| 4 KB | 0.40 | 98 |
| 16 KB | 1.99 | 124 |
| 60 KB | 15.54 | 259 |
| 250 KB | 73.27 | 293 |
| 1,000 KB | 345.40 | 345 |
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

from corpus import Prose

from repair.collate.align import align
from repair.collate.collation import Collation
from repair.records import Reference
from repair.text.tokens import tokenize

WORDS, LOST = 433, 6
SIZES = (1_000, 4_000, 16_000, 60_000, 250_000, 1_000_000)
ROUNDS, SECONDS = 7, 0.25


def pair(prose: Prose, *, words: int = 0, chars: int = 0) -> tuple[str, str]:
    """A copy of so many words or code points, and an article that lost every seventieth word of it."""
    rng = random.Random(5)
    sentences: list[str] = []
    size = 0
    while size < (words or chars):
        sentences.append(prose.sentence(rng))
        size += len(sentences[-1].split()) if words else len(sentences[-1]) + 1
    copy = " ".join(sentences).split(" ")[: words or None]
    lost = set(range(31, len(copy), 70))
    return " ".join("" if n in lost else word for n, word in enumerate(copy)), " ".join(copy)


def seconds(run: Callable[[], object]) -> float:
    """Processor time of one call: the mean of a round of calls that takes about a quarter of a second."""
    started = time.process_time()
    run()
    calls = max(1, int(SECONDS / max(time.process_time() - started, 1e-6)))
    started = time.process_time()
    for _ in range(calls):
        run()
    return (time.process_time() - started) / calls


def peers(article: str, copy: str) -> dict[str, Callable[[], object]]:
    """What is compared, by name."""

    def ours() -> object:
        return align(tokenize(article).words, tokenize(copy).words)

    def collation() -> object:
        told = Collation(tokenize(article), Reference("copy", copy))
        return [told.fill(i, told.article.ends[i.at - 1], told.article.ends[i.at - 1]) for i in told.insertions]

    runs: dict[str, Callable[[], object]] = {"repair": ours, "repair, collation": collation}

    import difflib

    def with_difflib() -> object:
        a, b = tokenize(article).words, tokenize(copy).words
        return difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()

    runs["difflib on words"] = with_difflib
    try:
        import edlib

        def with_edlib() -> object:
            a, b = tokenize(article).words, tokenize(copy).words
            codes = {word: chr(0x4E00 + n) for n, word in enumerate(dict.fromkeys([*a, *b]))}
            return edlib.align("".join(map(codes.__getitem__, a)), "".join(map(codes.__getitem__, b)), task="path")

        runs["edlib on words"] = with_edlib
    except ImportError:
        print("edlib is not installed and left out")
    try:
        import collatex

        def with_collatex() -> object:
            collation = collatex.Collation()
            collation.add_plain_witness("article", article)
            collation.add_plain_witness("copy", copy)
            return collatex.collate(collation)

        runs["CollateX"] = with_collatex
    except ImportError:
        print("CollateX is not installed and left out")
    return runs


def compare(prose: Prose) -> None:
    """The table of peers."""
    article, copy = pair(prose, words=WORDS)
    runs = peers(article, copy)
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(ROUNDS):
        for name, run in runs.items():
            best[name] = min(best[name], seconds(run))
    print(f"\n| {len(copy.split())} words, {LOST} lost | pairs a second | `repair` is quicker by |\n|---|---|---|")
    for name, took in best.items():
        print(f"| {name} | {1 / took:,.1f} | {took / best['repair']:.1f} × |")


def grow(prose: Prose) -> list[tuple[int, float]]:
    """The table of sizes: code points of a text, and milliseconds a pair."""
    rows = []
    print("\n| text | ms a pair | µs a KB |\n|---|---|---|")
    for size in SIZES:
        article, copy = pair(prose, chars=size)
        took = min(seconds(lambda a=article, b=copy: align(tokenize(a).words, tokenize(b).words)) for _ in range(3))
        rows.append((len(copy), took * 1000))
        print(f"| {len(copy) / 1000:,.0f} KB | {took * 1e3:,.2f} | {took * 1e9 / len(copy):,.0f} |")
    return rows


def plot(rows: list[tuple[int, float]]) -> str:
    """Time over size on logarithmic axes, beside a straight line of slope one, as SVG."""
    from math import log10

    width, height, edge = 480, 260, 45
    low, high = log10(rows[0][0]), log10(rows[-1][0])
    floor, top = log10(rows[0][1]), log10(max(rows[-1][1], rows[0][1] * 10 ** (high - low)))

    def point(size: float, took: float) -> str:
        x = edge + (width - 2 * edge) * (log10(size) - low) / (high - low)
        return f"{x:.0f},{height - edge - (height - 2 * edge) * (log10(took) - floor) / (top - floor):.0f}"

    linear = f"{point(*rows[0])} {point(rows[-1][0], rows[0][1] * rows[-1][0] / rows[0][0])}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">'
        f'<polyline fill="none" stroke="#9ca3af" stroke-dasharray="4" points="{linear}"/>'
        f'<polyline fill="none" stroke="#c2410c" points="{" ".join(point(*row) for row in rows)}"/>'
        f'<text x="{edge}" y="16" fill="#c2410c">milliseconds a pair, {rows[0][1]:.2f} to {rows[-1][1]:,.0f}</text>'
        f'<text x="{edge}" y="30" fill="#6b7280">dashed: in proportion to the size</text>'
        f'<text x="{edge}" y="{height - edge + 16}">{rows[0][0] / 1000:.0f} KB</text>'
        f'<text x="{width - edge}" y="{height - edge + 16}" text-anchor="end">{rows[-1][0] / 1000:,.0f} KB</text></svg>'
    )


def main() -> None:
    """Run both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--text", type=Path, help="take sentences from this file")
    parser.add_argument("--plot", type=Path, help="draw growth into this SVG file")
    options = parser.parse_args()
    prose = Prose(options.text.read_text(encoding="utf-8") if options.text else "")
    compare(prose)
    rows = grow(prose)
    if options.plot:
        options.plot.write_text(plot(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
