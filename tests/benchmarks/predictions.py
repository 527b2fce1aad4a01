"""Measures fill-ins where no copy speaks, beside the obvious way to ask the same weights, in one run.

    python tests/benchmarks/predictions.py SOUND.jsonl ...               # own texts, damaged here
    python tests/benchmarks/predictions.py TRUTH.jsonl ...               # losses that a truth file lists
    python tests/benchmarks/predictions.py SOUND.jsonl --every 3         # only texts that the tables were not fitted on
    python tests/benchmarks/predictions.py A.jsonl B.jsonl --together --alone --one-word

A row with `gaps` is one of a truth file, and its losses inside paragraphs are asked about, as findings of code RG112
would be; a row with a `text` alone is sound prose, from which single words and runs of two to four are taken at random.
Every gap is asked about at its true place, with the number of words told and not told. One-word gaps are compared with
`pipeline("fill-mask")` and one mask at the true place, longer ones with greedy filling of as many masks as there were
pieces; both are given the punctuation that went with the words and 254 pieces about the gap, and the first also no more
pieces than are read here. The calibration error is of what is proposed: scores of at least the floor, of the first
fill-ins and of the first five, over ten bins of equal width.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers
from rapidfuzz.distance import Levenshtein

from repair.bench.fit_predictions import expected_error
from repair.config import Config
from repair.models import MODELS, Fill, Query, load
from repair.models.context import CONTEXT_PIECES

NAME = "it-en-small"
WIDTH = 254  # pieces that are read about a gap
LONGEST = 3000  # characters that are taken of a sound text
REACH = 40  # characters on either side over which a fill-in is compared with the truth
TOP = 5
CODE = "RG112"  # what a loss that leaves no mark is reported as
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Gap:
    """A place in a text: `replacement` in the place of `text[start:end]` gives back what was lost there."""

    text: str
    start: int
    end: int
    replacement: str
    language: str
    code: str = ""

    @property
    def words(self) -> list[str]:
        return split(self.replacement)

    @property
    def missing(self) -> str:
        """From the first lost word to the last."""
        found = list(WORD.finditer(self.replacement))
        return self.replacement[found[0].start() : found[-1].end()]

    def put(self, fill: str) -> list[str]:
        """The words about the place once a fill-in stands there."""
        low, high = max(0, self.start - REACH), self.end + REACH
        return split(self.text[low : self.start] + fill + self.text[self.end : high])

    def sides(self) -> tuple[str, str]:
        """The sound text up to the first lost word, and from behind the last."""
        before, after = self.replacement.split(self.missing, 1)
        return self.text[: self.start] + before, after + self.text[self.end :]


def split(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


# --- gaps --------------------------------------------------------------------------------------------------------


def read(path: Path, every: int) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines):
            if number % every == 0:
                yield json.loads(line)


def listed(rows: Iterable[dict[str, Any]]) -> Iterator[Gap]:
    """The losses that rows of a truth file list."""
    for row in rows:
        for g in row["gaps"]:
            gap = Gap(row["text"], g["start"], g["end"], g["replacement"], row.get("lang", ""), CODE)
            if g.get("position", "inner") == "inner" and gap.words:
                yield gap


def made(rows: Sequence[dict[str, Any]], count: int, seed: int, language: str) -> Iterator[Gap]:
    """Words that stood between blanks, gone with one of them: as many single ones as runs of two to four."""
    rng = random.Random(seed)
    texts = []
    for row in rows:
        text = row["text"]
        start = text.rfind("\n", 0, max(1, len(text) // 2)) + 1
        texts.append("\n".join(line.strip() for line in text[start : start + LONGEST].splitlines() if line.strip()))
    texts = [text for text in texts if len(text) > 600]
    for number in range(2 * count if texts else 0):
        words = 1 if number < count else rng.randrange(2, 5)
        found: list[re.Match[str]] = []
        while not found:
            text = rng.choice(texts)
            found = list(re.finditer(rf"(?<= )[^\W_]+(?: [^\W_]+){{{words - 1}}}(?= )", text))
        m = rng.choice(found)
        yield Gap(text[: m.start() - 1] + text[m.end() :], m.start() - 1, m.start() - 1, f" {m[0]}", language)


# --- the same weights, run as the libraries run them -----------------------------------------------------------------


class Plain:
    """One mask through the library's own pipeline, or several filled one after another."""

    def __init__(self) -> None:
        folder = MODELS[NAME].folder
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
        self.network = transformers.AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32).eval()
        self.pipe: Any = transformers.pipeline("fill-mask", model=self.network, tokenizer=self.tokenizer)

    def single(self, gap: Gap, width: int) -> list[str]:
        """What the pipeline puts at one mask, with so many pieces of text about it."""
        left, right = gap.sides()
        ends = [
            self.tokenizer(s, add_special_tokens=False, return_offsets_mapping=True).offset_mapping
            for s in (left, right)
        ]
        room = width - 1
        before = min(len(ends[0]), max(room // 2, room - len(ends[1])))
        after = min(len(ends[1]), room - before)
        first = ends[0][len(ends[0]) - before][0] if before else len(left)
        last = ends[1][after - 1][1] if after else 0
        return [t["token_str"] for t in self.pipe(f"{left[first:]}{self.tokenizer.mask_token}{right[:last]}")[:TOP]]

    def greedy(self, gap: Gap) -> str:
        """As many masks as there were pieces, filled from the left with the likeliest piece."""
        left, right = gap.sides()
        before = self.tokenizer(left.rstrip(), add_special_tokens=False).input_ids
        after = self.tokenizer(right, add_special_tokens=False).input_ids
        masks = len(self.tokenizer(gap.missing, add_special_tokens=False).input_ids)
        room = WIDTH - masks
        n = min(len(before), max(room // 2, room - len(after)))
        ids = [0, *before[len(before) - n :], *[self.tokenizer.mask_token_id] * masks, *after[: room - n], 2]
        for place in range(n + 1, n + 1 + masks):
            with torch.inference_mode():
                hidden = self.network.bert(torch.tensor([ids])).last_hidden_state[0, place]
                ids[place] = int(self.network.cls(hidden).argmax())
        return str(self.tokenizer.decode(ids[n + 1 : n + 1 + masks])).strip()


# --- figures -----------------------------------------------------------------------------------------------------


def shares(right: Sequence[Sequence[bool]]) -> dict[str, float]:
    count = max(1, len(right))
    return {
        "top1": round(sum(any(r[:1]) for r in right) / count, 4),
        "top5": round(sum(any(r[:TOP]) for r in right) / count, 4),
    }


def longer(answers: Sequence[str], gaps: Sequence[Gap]) -> dict[str, float]:
    """Exact matches, and edits for each character that was lost (no proposal: all of them)."""
    if not gaps:
        return {}
    edits = sum(Levenshtein.distance(a, g.missing) for a, g in zip(answers, gaps, strict=True))
    return {
        "exact": round(statistics.mean(split(a) == g.words for a, g in zip(answers, gaps, strict=True)), 4),
        "character_error_rate": round(edits / sum(len(g.missing) for g in gaps), 4),
    }


def judged(gap: Gap, fills: Sequence[Fill]) -> list[bool]:
    truth = gap.put(gap.replacement)
    return [gap.put(f.text) == truth for f in fills]


def measured(plain: Plain | None, model: Any, gaps: Sequence[Gap]) -> dict[str, Any]:
    """All figures over these gaps."""
    floor = Config().min_proposal
    single = [g for g in gaps if len(g.words) == 1]
    several = [g for g in gaps if 2 <= len(g.words) <= 4]
    figures: dict[str, Any] = {"one_word": {"gaps": len(single)}, "several_words": {"gaps": len(several)}}
    for told in (True, False):
        name = "repair" if told else "repair, length not told"
        asked = [
            Query(g.text, g.start, g.end, (len(g.words),) * 2 if told else None, code=g.code, language=g.language)
            for g in (*single, *several)
        ]
        fills = model.fill(asked, top=TOP)
        right = [judged(g, f) for g, f in zip((*single, *several), fills, strict=True)]
        figures["one_word"][name] = shares(right[: len(single)])
        best = [f[0].text.strip() if f else "" for f in fills[len(single) :]]
        figures["several_words"][name] = {**longer(best, several), **shares(right[len(single) :])}
        scored = [[(f.score, ok) for f, ok in zip(*pair, strict=True)] for pair in zip(fills, right, strict=True)]
        figures[f"calibration_error, {name}"] = {
            part: {
                "first": round(expected_error([s for row in rows for s in row[:1] if s[0] >= floor]), 4),
                "five": round(expected_error([s for row in rows for s in row if s[0] >= floor]), 4),
                "proposed": sum(bool(row) and row[0][0] >= floor for row in rows),
            }
            for part, rows in (("one_word", scored[: len(single)]), ("several_words", scored[len(single) :]))
        }
    if plain is not None:
        for name, width in (("pipeline", WIDTH), (f"pipeline, {CONTEXT_PIECES} pieces", CONTEXT_PIECES)):
            theirs = shares([[split(t) == g.words for t in plain.single(g, width)] for g in single])
            ours = figures["one_word"]["repair"]
            ratios = {f"{key}_ratio": round(ours[key] / theirs[key], 3) for key in theirs if theirs[key]}
            figures["one_word"][name] = {**theirs, **ratios}
        figures["several_words"]["greedy"] = longer([plain.greedy(g) for g in several], several)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--gaps", type=int, default=200, help="of each kind, made in the texts of each file")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take only rows 0, N, 2 N, … of each file")
    parser.add_argument("--language", default="", help="of the texts, where their rows do not say: it or en")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alone", action="store_true", help="leave the peers out")
    parser.add_argument("--one-word", action="store_true", help="leave the gaps of several words out")
    parser.add_argument("--together", action="store_true", help="figures over all files, not of each")
    a = parser.parse_args()
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    model = load(NAME)
    plain = None if a.alone else Plain()
    found: dict[str, list[Gap]] = {}
    for path in a.files:
        rows = list(read(path, a.every))
        if rows and "gaps" in rows[0]:
            gaps = list(listed(rows))
        else:
            gaps = list(made(rows, a.gaps, a.seed, a.language or path.stem))
        of = found.setdefault("all" if a.together else path.name, [])
        of += [gap for gap in gaps if not a.one_word or len(gap.words) == 1]
    figures = {name: measured(plain, model, gaps) for name, gaps in found.items()}
    json.dump(figures, sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
