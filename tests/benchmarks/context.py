"""Measures how much of the text around a gap is worth reading: fill-ins with contexts of several sizes.

    python tests/benchmarks/context.py it=IT.jsonl en=EN.jsonl --pieces 64 128 220 --gaps 300
    python tests/benchmarks/context.py it=IT.jsonl en=EN.jsonl --words 2 4

Each row of the files has a `text` of sound prose. Runs of so many words between blanks, of one unless told, are taken out
at random, with one of the blanks, from every third text: the others may have been used to fit the tables. The same gaps
are asked about with each size, their number of words told, and a fill-in is right if it is the words, whatever their
capitals. The last two columns say in how many gaps the first
fill-in is right with this size and wrong with the first size, and the other way round.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

from repair.models import GAP_MODEL, Query, context, load
from repair.text.tokens import tokenize

LONGEST = 6000  # characters of a text
HELD_OUT = 3
TOP = 5


def gaps(path: Path, language: str, count: int, seed: int, lengths: tuple[int, int]) -> list[tuple[Query, str]]:
    """Questions about lost words, each with the words."""
    texts = [json.loads(line)["text"][:LONGEST] for line in path.read_text(encoding="utf-8").splitlines()][::HELD_OUT]
    rng = random.Random(seed)
    found = []
    while len(found) < count:
        text = rng.choice(texts)
        words = tokenize(text)
        n = rng.randrange(len(words))
        size = lengths[0] if lengths[0] == lengths[1] else rng.randint(*lengths)
        start, end = words.starts[n], words.ends[min(n + size, len(words)) - 1]
        lost = text[start:end]
        if (
            text[start - 1 : start] == text[end : end + 1] == " "
            and len(lost.split(" ")) == len(tokenize(lost)) == size
        ):
            query = Query(text[: start - 1] + text[end:], start - 1, start - 1, (size, size), language=language)
            found.append((query, lost.casefold()))
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("texts", nargs="+", metavar="LANGUAGE=FILE")
    arguments.add_argument("--pieces", type=int, nargs="+", default=[64, 128, 220])
    arguments.add_argument("--gaps", type=int, default=300, help="of each language")
    arguments.add_argument("--words", type=int, nargs=2, default=[1, 1], metavar=("LOW", "HIGH"))
    arguments.add_argument("--seed", type=int, default=5)
    asked = arguments.parse_args()
    model = load(GAP_MODEL)
    print("| language | pieces | first | among five | ms of processor time a gap | gained | lost |")
    print("|---|---|---|---|---|---|---|")
    for language, _, path in (name.partition("=") for name in asked.texts):
        work = gaps(Path(path), language, asked.gaps, asked.seed, tuple(asked.words))
        before: list[bool] = []
        for pieces in asked.pieces:
            context.CONTEXT_PIECES = context.WIDE_PIECES = pieces  # type: ignore[misc]
            begun = time.process_time()
            answers = model.fill([query for query, _ in work], top=TOP)
            spent = time.process_time() - begun
            right = [
                [f.text.strip().casefold() == word for f in fills]
                for fills, (_, word) in zip(answers, work, strict=True)
            ]
            first = [bool(r) and r[0] for r in right]
            before = before or first
            gained, lost = (
                sum(a > b for a, b in zip(*pair, strict=True)) for pair in ((first, before), (before, first))
            )
            print(
                f"| {language} | {pieces} | {sum(first) / len(work):.3f} | {sum(map(any, right)) / len(work):.3f} | "
                f"{1000 * spent / len(work):.0f} | {gained} | {lost} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
