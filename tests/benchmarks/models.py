"""Measures the speed of both heads beside the obvious way to run the same weights, in one run on one machine.

    python tests/benchmarks/models.py                                    # on the texts that ship in fixtures/
    python tests/benchmarks/models.py FILE.jsonl FOLDER ... --sample 40  # on so many texts of one's own
    python tests/benchmarks/models.py --threads 1 2 --precision auto float32

Rows of JSONL files have a `text`; of folders, every .txt and .jsonl file is read. Fill-in is compared with
`pipeline("fill-mask")` in its default form (one text at a time, float32, one mask at the true place of a lost word),
given the same 254 pieces about the gap that the gap head reads; gap detection with the network's own float32 forward
over the same texts in windows of 254 pieces, each 170 after the last, in the order of the texts, in batches of 16.
The ways take turns, a few texts at a time, so that whatever else the machine does falls on all of them. Speeds are per
second of processor time over all threads, that is per core, and on the clock; a ratio is of processor times. Answers
are compared with those of float32: the gap head's probabilities, and the log-probabilities of fill-ins that both ways
give more than one in a hundred.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers

from repair.models import MODELS, Query, load
from repair.models.gap_head import GapHead
from repair.models.layout import fold_blanks

NAME = "it-en-small"
SHIPPED = Path(__file__).parents[2] / "fixtures"
WIDTH, STEP, BATCH = 254, 170, 16
LONGEST = 6000  # characters of a text
TURN = 20  # texts or gaps that a way does before it is the next one's turn
LIKELY = math.log(0.01)


@dataclass(frozen=True)
class Gap:
    """A place in a text that lacks `missing`, which stood there with a blank on either side."""

    text: str
    at: int
    missing: str


@dataclass
class Way:
    """One way to do the work: what it answered, and the seconds it took."""

    run: Callable[[Sequence[Any]], list[Any]]
    answers: list[Any] = field(default_factory=list)
    core: float = 0.0
    clock: float = 0.0


def race(ways: dict[str, Way], work: Sequence[Any]) -> None:
    """Gives all of `work` to every way, in turns."""
    for way in ways.values():
        way.run(work[:2])
    rest = iter(work)
    while part := list(islice(rest, TURN)):
        for way in ways.values():
            core, clock = time.process_time(), time.perf_counter()
            way.answers += way.run(part)
            way.core += time.process_time() - core
            way.clock += time.perf_counter() - clock


def sound(paths: Sequence[Path]) -> list[str]:
    files = [f for p in paths for f in (sorted(p.rglob("*")) if p.is_dir() else [p]) if f.suffix in (".txt", ".jsonl")]
    texts = []
    for file in files:
        content = file.read_text(encoding="utf-8")
        rows = map(json.loads, content.splitlines()) if file.suffix == ".jsonl" else [{"text": content}]
        texts += [fold_blanks(row["text"][:LONGEST]).text.rstrip("\n") for row in rows]
    return texts


def gaps(texts: Sequence[str], count: int, seed: int) -> Iterator[Gap]:
    """Words that stand between blanks, gone together with one of them."""
    rng = random.Random(seed)
    places = [(text, m) for text in texts for m in re.finditer(r"(?<= )\w+(?= )", text)]
    for text, m in rng.sample(places, min(count, len(places))):
        yield Gap(text[: m.start() - 1] + text[m.end() :], m.start() - 1, m[0])


class Plain:
    """The same weights, run as the libraries run them."""

    def __init__(self, device: str) -> None:
        folder = MODELS[NAME].folder
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
        network = transformers.AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32)
        self.network = network.eval().to(device)
        self.pipe: Any = transformers.pipeline(
            "fill-mask", model=self.network, tokenizer=self.tokenizer, device=self.network.device
        )
        self.head: Any = GapHead.read(folder, network.config.hidden_size, self.network.device)

    def prompt(self, gap: Gap) -> str:
        """As many characters on either side as make the model's width."""
        left, right = gap.text[: gap.at], gap.text[gap.at :]
        encoded = self.tokenizer(left + right, add_special_tokens=False, return_offsets_mapping=True).offset_mapping
        place = sum(end <= gap.at for _, end in encoded)
        first = max(0, min(place - WIDTH // 2, len(encoded) - WIDTH))
        last = min(len(encoded), first + WIDTH) - 1
        return f"{left[encoded[first][0] :]} {self.tokenizer.mask_token}{right[: encoded[last][1] - gap.at]}"

    def fill(self, found: Sequence[Gap]) -> list[Any]:
        return [self.pipe(self.prompt(gap)) for gap in found]

    def signals(self, texts: Sequence[str]) -> list[Any]:
        rows = []
        for text in texts:
            ids = self.tokenizer(text + "\n", add_special_tokens=False).input_ids
            starts = [0] if len(ids) <= WIDTH else [*range(0, len(ids) - WIDTH, STEP), len(ids) - WIDTH]
            rows += [[0, *ids[start : start + WIDTH], 2] for start in starts]
        for i in range(0, len(rows), BATCH):
            batch = rows[i : i + BATCH]
            width = max(map(len, batch))
            ids = torch.tensor([row + [1] * (width - len(row)) for row in batch], device=self.network.device)
            with torch.no_grad():
                self.head(self.network.bert(input_ids=ids, attention_mask=(ids != 1).long()).last_hidden_state).cpu()
        return []


def rows(ways: dict[str, Way], size: int) -> Iterator[dict[str, Any]]:
    first = next(iter(ways.values()))
    for name, way in ways.items():
        yield {
            "way": name,
            "per_core_second": round(size / way.core, 2),
            "per_second": round(size / way.clock, 2),
            "ratio": round(first.core / way.core, 2),
        }


def fill_in(plain: Plain, models: dict[str, Any], found: Sequence[Gap]) -> list[dict[str, Any]]:
    """One word: gaps a second."""

    def ours(model: Any) -> Way:
        return Way(lambda part: model.fill([Query(g.text, g.at, g.at, (1, 1)) for g in part]))

    ways = {"pipeline": Way(plain.fill)} | {name: ours(model) for name, model in models.items()}
    race(ways, found)
    table = list(rows(ways, len(found)))
    exact = [{f.text: f for f in fills} for fills in ways["float32"].answers]
    for row in table[1:]:
        off, same = [], 0
        for fills, known in zip(ways[row["way"]].answers, exact, strict=True):
            same += [f.text for f in fills[:1]] == list(known)[:1]
            off += [abs(f.log_prob - known[f.text].log_prob) for f in fills if f.text in known and f.log_prob > LIKELY]
        row |= {"same_first": round(same / len(exact), 4), **distances(off)}
    return table


def detection(plain: Plain, models: dict[str, Any], texts: Sequence[str]) -> list[dict[str, Any]]:
    """The gap head: characters a second."""

    def ours(model: Any) -> Way:
        return Way(lambda part: list(model.signals(part)))

    ways = {"plain forward": Way(plain.signals)} | {name: ours(model) for name, model in models.items()}
    race(ways, texts)
    table = list(rows(ways, sum(map(len, texts))))
    exact = [{s.offset: s.probability for s in signals} for signals in ways["float32"].answers]
    for row in table[1:]:
        off, crossed = [], 0
        for signals, known in zip(ways[row["way"]].answers, exact, strict=True):
            said = {s.offset: s.probability for s in signals}
            for place in said.keys() | known.keys():
                pair = said.get(place, 0.0), known.get(place, 0.0)
                off.append(abs(pair[0] - pair[1]))
                crossed += (pair[0] >= 0.5) != (pair[1] >= 0.5)
        row |= {"crossed_0.5": crossed, **distances(off)}
    return table


def distances(off: Sequence[float]) -> dict[str, float]:
    return {"off_mean": round(float(np.mean(off)), 4), "off_most": round(float(np.max(off)), 4)} if off else {}


def show(title: str, table: Sequence[dict[str, Any]]) -> None:
    columns = list(table[-1])
    print(f"\n{title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for row in table:
        print(f"| {' | '.join(str(row.get(column, '')) for column in columns)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path, default=[SHIPPED / "references", SHIPPED / "sound"])
    parser.add_argument("--sample", type=int, default=0, help="so many of the texts, at random (0: all)")
    parser.add_argument("--gaps", type=int, default=100)
    parser.add_argument("--threads", type=int, nargs="+", default=[1])
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", nargs="+", default=["float32", "bfloat16", "int8"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    a = parser.parse_args()
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    texts = sound(a.texts)
    if a.sample:
        texts = random.Random(a.seed).sample(texts, min(a.sample, len(texts)))
    plain = Plain(a.device)
    figures = []
    for threads in a.threads:
        models = {p: load(NAME, device=a.device, precision=p) for p in dict.fromkeys(["float32", *a.precision])}
        torch.set_num_threads(threads)
        figures.append(
            {
                "threads": threads,
                "gap_head": detection(plain, models, texts),
                "fill_in": fill_in(plain, models, list(gaps(texts, a.gaps, a.seed))),
            }
        )
        if not a.json:
            size = sum(map(len, texts))
            show(
                f"Gap head, characters a second ({len(texts)} texts, {size:,} characters, {threads} threads):",
                figures[-1]["gap_head"],
            )
            show(f"Fill-in of one word, gaps a second ({a.gaps} gaps, {threads} threads):", figures[-1]["fill_in"])
    if a.json:
        json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
