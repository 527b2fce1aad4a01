"""Measures the number formats in which a model's gap head runs on a processor, with its real weights, in one run.

    python tests/benchmarks/runtimes.py                        # on the texts that ship in fixtures/
    python tests/benchmarks/runtimes.py FILE.jsonl --windows 64 --threads 1 2 --reader models/reading

Windows of 254 pieces go through each way in batches. The ways take turns, so that whatever else the machine does falls on
all of them. Speeds are windows per second of processor time over all threads, that is per core, and on the clock. `off` is
how far the probability of a gap lies from that of float32, on average over the places that either gives at least 0.02, and
at most.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import torch
from models import SHIPPED, sound

from repair.models import GAP_MODEL, load
from repair.models.layout import fold_blanks

WIDTH, BATCH = 254, 8
Run = Callable[[torch.Tensor], torch.Tensor]


@dataclass
class Way:
    """A way to run the model: ids [rows, 256] to class probabilities [rows, 256, 5]."""

    run: Run
    answers: list[np.ndarray[Any, Any]] = field(default_factory=list)
    core: float = 0.0
    clock: float = 0.0


def ours(reader: str, precision: Any) -> Run:
    model = load(reader, device="cpu", precision=precision)

    def run(ids: torch.Tensor) -> torch.Tensor:
        return model._head(model.encoder(ids)[0].float())

    return run


WAYS = ("float32", "bfloat16", "int8")


def windows(texts: list[str], number: int) -> list[torch.Tensor]:
    pieces = load(GAP_MODEL, device="cpu", precision="float32").pieces
    rows = []
    for text in texts:
        ids = pieces.encode(fold_blanks(text).text).ids.tolist()
        for start in range(0, len(ids) - WIDTH, WIDTH):
            rows.append([*pieces.head, *ids[start : start + WIDTH], *pieces.tail])
    rows = (rows * (1 + number // max(1, len(rows))))[:number]
    return [torch.tensor(rows[i : i + BATCH]) for i in range(0, len(rows) - BATCH + 1, BATCH)]


def off(exact: Way, way: Way) -> tuple[float, float]:
    known, found = (1 - np.concatenate(w.answers)[..., 0].ravel() for w in (exact, way))
    shown = (known >= 0.02) | (found >= 0.02)
    distance = np.abs(known - found)[shown]
    return float(distance.mean()), float(distance.max())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("paths", nargs="*", type=Path, default=[SHIPPED])
    arguments.add_argument("--reader", default=GAP_MODEL, help="a model of the same pieces")
    arguments.add_argument("--windows", type=int, default=64)
    arguments.add_argument("--threads", type=int, nargs="+", default=[1])
    arguments.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    asked = arguments.parse_args()
    work = windows(sound(asked.paths), asked.windows)
    for threads in asked.threads:
        torch.set_num_threads(threads)
        ways = {}
        for name in asked.ways:
            begun = time.process_time()
            ways[name] = Way(ours(asked.reader, name))
            with torch.inference_mode():
                ways[name].run(work[0])
            print(f"{name}: ready after {time.process_time() - begun:.1f} s of processor time", flush=True)
        with torch.inference_mode():
            for batch in work:
                for way in ways.values():
                    core, clock = time.process_time(), time.perf_counter()
                    way.answers.append(way.run(batch).float().numpy())
                    way.core += time.process_time() - core
                    way.clock += time.perf_counter() - clock
        first = next(iter(ways.values()))
        print(
            f"\n{len(work) * BATCH} windows, {threads} thread(s)\n| way | windows/s a core | on the clock | times | off |"
        )
        print("|---|---|---|---|---|")
        for name, way in ways.items():
            count, (mean, most) = len(work) * BATCH, off(first, way)
            print(
                f"| {name} | {count / way.core:.1f} | {count / way.clock:.1f} | {first.core / way.core:.1f} | {mean:.3f}, {most:.2f} |"
            )


if __name__ == "__main__":
    main()
