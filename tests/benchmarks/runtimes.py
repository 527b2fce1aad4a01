"""Measures the ways to run the bundled model's gap head on a processor, with its real weights, in one run.

    python tests/benchmarks/runtimes.py                        # on the texts that ship in fixtures/
    python tests/benchmarks/runtimes.py FILE.jsonl --windows 64 --threads 1 2

Windows of 254 pieces go through each way in batches. The ways take turns, so that whatever else the machine does falls on
all of them. Speeds are windows per second of processor time over all threads, that is per core, and on the clock. `off` is
how far the probability of a gap lies from that of float32, on average over the places that either gives at least 0.02, and
at most. Ways whose library is not installed are left out, with a line that says so.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import torch
from models import SHIPPED, sound

from repair.models import MODELS, load
from repair.models.layout import fold_blanks

NAME = "it-en-small"
WIDTH, BATCH = 254, 8
Run = Callable[[torch.Tensor], torch.Tensor]


@dataclass
class Way:
    """A way to run the model: ids [rows, 256] to class probabilities [rows, 256, 5]."""

    run: Run
    answers: list[np.ndarray[Any, Any]] = field(default_factory=list)
    core: float = 0.0
    clock: float = 0.0


def ours(precision: Any) -> Run:
    model = load(NAME, device="cpu", precision=precision)

    def run(ids: torch.Tensor) -> torch.Tensor:
        return model._head(model.encoder(ids)[0].float())

    return run


class Whole(torch.nn.Module):
    """Encoder and gap head as transformers and the card describe them."""

    def __init__(self) -> None:
        super().__init__()
        from transformers import AutoModelForMaskedLM

        folder = MODELS[NAME].folder
        self.bert = AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa").bert
        self.head = load(NAME, device="cpu", precision="float32")._head

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.head(self.bert(input_ids=ids).last_hidden_state.float())


def compiled() -> Run:
    network = torch.compile(Whole().eval(), dynamic=False)

    def run(ids: torch.Tensor) -> torch.Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            return network(ids)

    return run


def onnx(threads: int) -> Run:
    import onnxruntime
    from onnxruntime.quantization import quantize_dynamic

    with TemporaryDirectory() as folder:
        plain, quick = Path(folder) / "plain.onnx", Path(folder) / "quick.onnx"
        axes = {"ids": {0: "rows", 1: "pieces"}}
        example = (torch.ones(2, 16, dtype=torch.long),)
        torch.onnx.export(Whole().eval(), example, str(plain), input_names=["ids"], dynamic_axes=axes, dynamo=False)
        quantize_dynamic(plain, quick, per_channel=True)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = onnxruntime.InferenceSession(str(quick), options, providers=["CPUExecutionProvider"])
    return lambda ids: torch.from_numpy(session.run(None, {"ids": ids.numpy()})[0])


def openvino(precision: str) -> Callable[[int], Run]:
    def made(threads: int) -> Run:
        import openvino as ov

        graph = ov.convert_model(Whole().eval(), example_input=torch.ones(2, 16, dtype=torch.long))
        hints = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1}
        ready = ov.Core().compile_model(graph, "CPU", {**hints, "PERFORMANCE_HINT": "LATENCY"})
        return lambda ids: torch.from_numpy(ready(ids.numpy())[0].astype(np.float32))

    return made


WAYS: dict[str, tuple[str, Callable[[int], Run]]] = {
    "torch float32": ("torch", lambda threads: ours("float32")),
    "torch bfloat16": ("torch", lambda threads: ours("bfloat16")),
    "torch int8": ("torch", lambda threads: ours("int8")),
    "torch compiled, bfloat16": ("torch", lambda threads: compiled()),
    "ONNX Runtime int8": ("onnxruntime", onnx),
    "OpenVINO float32": ("openvino", openvino("f32")),
    "OpenVINO bfloat16": ("openvino", openvino("bf16")),
}


def windows(texts: list[str], number: int) -> list[torch.Tensor]:
    pieces = load(NAME, device="cpu", precision="float32").pieces
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
    arguments.add_argument("--windows", type=int, default=64)
    arguments.add_argument("--threads", type=int, nargs="+", default=[1])
    arguments.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    asked = arguments.parse_args()
    work = windows(sound(asked.paths), asked.windows)
    for threads in asked.threads:
        torch.set_num_threads(threads)
        ways = {}
        for name in asked.ways:
            library, make = WAYS[name]
            if find_spec(library) is None:
                print(f"{name}: {library} is not installed")
                continue
            begun = time.process_time()
            ways[name] = Way(make(threads))
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
