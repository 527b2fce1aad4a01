"""Measures both heads beside the obvious way to run the same weights, in one run on one machine.

    python tests/benchmarks/models.py SOUND.jsonl ...                    # both tables as Markdown
    python tests/benchmarks/models.py SOUND.jsonl --gaps 200 --json
    python tests/benchmarks/models.py SOUND.jsonl --threads 1            # per core

Each row of the files has a `text` of sound prose. Gaps are single words, and runs of two to four words, hidden at random
from texts that nothing else is missing from. Fill-in is compared with `pipeline("fill-mask")` in its default form (one
text at a time, float32, one mask at the true place), given the same 254 pieces about the gap that the gap head reads,
and with greedy filling of as many masks as there were pieces; gap detection with the network's own float32 forward over
the same texts in windows of 254 pieces, each 170 after the last, in the order of the texts, in batches of 16. Speeds
are per second of processor time, that is per core.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from rapidfuzz.distance import Levenshtein

from repair.models import MODELS, Query, load
from repair.models.fold import fold
from repair.tokens import tokenize

NAME = "it-en-small"
WIDTH, STEP, BATCH = 254, 170, 16
LONGEST = 3000  # characters of a text


@dataclass(frozen=True)
class Gap:
    """A place in a text that lacks `missing`, which stood there with a blank on either side."""

    text: str
    at: int
    missing: str

    @property
    def sides(self) -> tuple[str, str]:
        return self.text[: self.at], self.text[self.at :]


def sound(paths: Sequence[Path]) -> list[str]:
    texts = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            start = text.rfind("\n", 0, max(1, len(text) // 2)) + 1
            texts.append(fold(text[start : start + LONGEST]).text.rstrip("\n"))
    return [text for text in texts if len(text) > 600]


def gaps(texts: Sequence[str], count: int, low: int, high: int, seed: int) -> Iterator[Gap]:
    """Words that stand between blanks, gone together with one of them."""
    rng = random.Random(seed)
    while count:
        text = rng.choice(texts)
        words = re.compile(rf"(?<= )\w+(?: \w+){{{rng.randrange(low, high + 1) - 1}}}(?= )")
        found = list(words.finditer(text))
        if found:
            m = rng.choice(found)
            count -= 1
            yield Gap(text[: m.start() - 1] + text[m.end() :], m.start() - 1, m[0])


def same(a: str, b: str) -> bool:
    return list(tokenize(a).words) == list(tokenize(b).words)


class Plain:
    """The same weights, run as the libraries run them."""

    def __init__(self) -> None:
        folder = MODELS[NAME].folder
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
        self.network = transformers.AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32).eval()
        self.pipe: Any = transformers.pipeline("fill-mask", model=self.network, tokenizer=self.tokenizer)

    def around(self, gap: Gap, room: int) -> tuple[list[int], list[int]]:
        left, right = (self.tokenizer(side, add_special_tokens=False).input_ids for side in gap.sides)
        n = min(len(left), max(room // 2, room - len(right)))
        return left[len(left) - n :], right[: room - n]

    def prompt(self, gap: Gap) -> str:
        """As many characters on either side as make the model's width."""
        left, right = gap.sides
        encoded = self.tokenizer(left + right, add_special_tokens=False, return_offsets_mapping=True).offset_mapping
        place = sum(end <= gap.at for _, end in encoded)
        first = max(0, min(place - WIDTH // 2, len(encoded) - WIDTH))
        last = min(len(encoded), first + WIDTH) - 1
        return f"{left[encoded[first][0] :]} {self.tokenizer.mask_token}{right[: encoded[last][1] - gap.at]}"

    def greedy(self, gap: Gap, masks: int) -> str:
        """So many masks, filled one after another with the likeliest piece."""
        left, right = self.around(gap, WIDTH - masks)
        ids = [0, *left, *[self.tokenizer.mask_token_id] * masks, *right, 2]
        for place in range(len(left) + 1, len(left) + 1 + masks):
            with torch.inference_mode():
                ids[place] = int(self.network(torch.tensor([ids])).logits[0, place].argmax())
        return str(self.tokenizer.decode(ids[len(left) + 1 : len(left) + 1 + masks])).strip()

    def windows(self, texts: Sequence[str], head: Any) -> float:
        """Seconds that the plain forward of all windows takes."""
        rows = []
        for text in texts:
            ids = self.tokenizer(text + "\n", add_special_tokens=False).input_ids
            starts = [0] if len(ids) <= WIDTH else [*range(0, len(ids) - WIDTH, STEP), len(ids) - WIDTH]
            rows += [[0, *ids[start : start + WIDTH], 2] for start in starts]
        start = clock()
        for i in range(0, len(rows), BATCH):
            batch = rows[i : i + BATCH]
            width = max(map(len, batch))
            ids = torch.tensor([row + [1] * (width - len(row)) for row in batch])
            with torch.no_grad():
                head(self.network.bert(input_ids=ids, attention_mask=(ids != 1).long()).last_hidden_state)
        return clock() - start


def clock() -> float:
    """Seconds of processor time, of all threads: what else a machine is busy with counts nothing. With a GPU, seconds."""
    return time.perf_counter() if torch.cuda.is_available() else time.process_time()


def timed(run: Any) -> tuple[Any, float]:
    start = clock()
    found = run()
    return found, clock() - start


def single(plain: Plain, model: Any, found: Sequence[Gap]) -> dict[str, Any]:
    """One word: the share that is right first and among five, and gaps a second."""
    prompts = [plain.prompt(g) for g in found]
    queries = [Query(g.text, g.at, g.at, (1, 1)) for g in found]
    plain.pipe(prompts[0])
    model.fill(queries[:2])
    theirs, their_time = timed(lambda: [plain.pipe(p) for p in prompts])
    ours, our_time = timed(lambda: model.fill(queries))
    told = [[t["token_str"] for t in row] for row in theirs]
    mine = [[f.text for f in row] for row in ours]
    figures: dict[str, Any] = {"gaps": len(found)}
    for name, answers, seconds in (("pipeline", told, their_time), ("repair", mine, our_time)):
        hits = [[same(a, g.missing) for a in row] for row, g in zip(answers, found, strict=True)]
        figures[name] = {
            "top1": round(statistics.mean(any(h[:1]) for h in hits), 4),
            "top5": round(statistics.mean(any(h[:5]) for h in hits), 4),
            "gaps_per_second": round(len(found) / seconds, 2),
        }
    for key in ("top1", "top5", "gaps_per_second"):
        figures[f"{key}_ratio"] = round(figures["repair"][key] / max(1e-9, figures["pipeline"][key]), 2)
    return figures


def several(plain: Plain, model: Any, found: Sequence[Gap]) -> dict[str, Any]:
    """Two to four words: exact matches, and edits for each character that was lost (no proposal counts as all lost)."""
    pieces = [len(plain.tokenizer(g.missing, add_special_tokens=False).input_ids) for g in found]
    words = [len(tokenize(g.missing)) for g in found]
    told = [plain.greedy(g, n) for g, n in zip(found, pieces, strict=True)]
    filled = model.fill([Query(g.text, g.at, g.at, (n, n)) for g, n in zip(found, words, strict=True)])
    mine = [row[0].text.strip() if row else "" for row in filled]
    return {
        "gaps": len(found),
        **{
            name: {
                "exact": round(statistics.mean(same(a, g.missing) for a, g in zip(answers, found, strict=True)), 4),
                "character_error_rate": round(
                    sum(Levenshtein.distance(a, g.missing) for a, g in zip(answers, found, strict=True))
                    / sum(len(g.missing) for g in found),
                    4,
                ),
            }
            for name, answers in (("greedy", told), ("repair", mine))
        },
    }


def detection(plain: Plain, model: Any, texts: Sequence[str]) -> dict[str, Any]:
    """The gap head: characters a second."""
    exact = load(NAME, device="cpu", precision="float32")
    model.signals(texts[:2])
    theirs = plain.windows(texts, exact._head)
    said, ours = timed(lambda: model.signals(texts))
    plainly = exact.signals(texts)
    far = [
        abs(p.probability - {s.offset: s.probability for s in row}.get(p.offset, 0.0))
        for row, other in zip(said, plainly, strict=True)
        for p in other
    ]
    size = sum(map(len, texts))
    return {
        "texts": len(texts),
        "plain_chars_per_second": round(size / theirs),
        "repair_chars_per_second": round(size / ours),
        "ratio": round(theirs / ours, 2),
        "probability_off_mean": round(float(np.mean(far)), 4),
        "probability_off_most": round(float(np.max(far)), 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--gaps", type=int, default=100, help="of each kind")
    parser.add_argument("--threads", type=int, default=0, help="0: as torch sees fit")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", default="auto", choices=("auto", "float32", "bfloat16", "int8"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    a = parser.parse_args()
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    model = load(NAME, device=a.device, precision=a.precision)
    if a.threads:
        torch.set_num_threads(a.threads)
    texts = sound(a.texts)
    plain = Plain()
    figures = {
        "threads": torch.get_num_threads(),
        "precision": a.precision,
        "one_word": single(plain, model, list(gaps(texts, a.gaps, 1, 1, a.seed))),
        "several_words": several(plain, model, list(gaps(texts, a.gaps, 2, 4, a.seed))),
        "gap_head": detection(plain, model, random.Random(a.seed).sample(texts, min(len(texts), max(8, a.gaps // 4)))),
    }
    if a.json:
        json.dump(figures, sys.stdout)
        return
    one, many, head = figures["one_word"], figures["several_words"], figures["gap_head"]
    print("| one word | top-1 | top-5 | gaps/s |\n|---|---|---|---|")
    for name in ("pipeline", "repair"):
        print(f"| {name} | {one[name]['top1']} | {one[name]['top5']} | {one[name]['gaps_per_second']} |")
    print(f"| ratio | {one['top1_ratio']} | {one['top5_ratio']} | {one['gaps_per_second_ratio']} |\n")
    print("| 2 to 4 words | exact | character error rate |\n|---|---|---|")
    for name in ("greedy", "repair"):
        print(f"| {name} | {many[name]['exact']} | {many[name]['character_error_rate']} |")
    print("\n| gap head | characters/s |\n|---|---|")
    print(f"| plain | {head['plain_chars_per_second']} |\n| repair | {head['repair_chars_per_second']} |")
    print(f"| ratio | {head['ratio']} |")


if __name__ == "__main__":
    main()
