"""The folder of a training: what it was asked for, its checkpoint, its curve, and in the end the model."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, TextIO

import msgspec
from msgspec import Struct, field
from msgspec.structs import asdict

from repair.bench.truth import Case
from repair.edit import write_atomically
from repair.errors import ConfigError, OutputError
from repair.train.held_out import HeldOut
from repair.train.learner import Learner
from repair.train.loop import LOSSES, TrainingProgress
from repair.train.plan import TrainingPlan
from repair.train.texts import PackedTexts

__all__ = ["Trained", "TrainingFolder", "mark_of_cases"]

_EACH: Final = 20  # steps from one line of the curve to the next


class Trained(Struct, frozen=True):
    """A finished training, and the figures on held-out texts: of the model itself, and before those of its base."""

    progress: TrainingProgress = field(name="told")  # as earlier versions wrote it
    before: HeldOut | None
    after: HeldOut


class TrainingFolder:
    """Keeps all that belongs to a training in `training/` of its folder, and leaves a model folder at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = folder / "training"
        self._plan = self._own / "plan.json"
        self._before = self._own / "before.json"
        self._curve = self._own / "curve.jsonl"
        self._report = self._own / "report.json"
        self.begun = self._own / "begun"
        """A network of random weights that a training begins with."""
        self.checkpoint = self._own / "checkpoint.safetensors"

    def open(self, plan: TrainingPlan, texts: PackedTexts, real: Sequence[Case]) -> None:
        """Make the folder, or find in it the same training. Raises `ConfigError` if it holds anything else."""
        asked = {**asdict(plan), "texts": texts.digest(), "real": mark_of_cases(real)}
        where = str(self._folder)
        if self._plan.exists():
            _check_same(asked, json.loads(self._plan.read_bytes()), where)
            return
        if self._folder.exists() and any(self._folder.iterdir()):
            raise ConfigError("is not empty and holds no training", where=where, hint="name another folder with -o")
        try:
            self._own.mkdir(parents=True)
        except OSError as error:
            raise OutputError(f"cannot be made: {error.strerror}", where=where, hint="name another folder") from error
        write_atomically(self._plan, msgspec.json.format(msgspec.json.encode(asked)))

    def finished(self) -> Trained | None:
        """What the training came to, `None` while it is not at its end."""
        return msgspec.json.decode(self._report.read_bytes(), type=Trained) if self._report.exists() else None

    def begin(self, make: Callable[[], Learner]) -> None:
        """Keep the network that the training begins with, made only once."""
        if self.begun.exists():
            return
        scratch = self._own / "begun.part"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        make().save(scratch)
        scratch.rename(self.begun)

    def before(self, make: Callable[[], HeldOut]) -> HeldOut:
        """The figures from before the training, made only once."""
        if not self._before.exists():
            write_atomically(self._before, msgspec.json.encode(make()))
        return msgspec.json.decode(self._before.read_bytes(), type=HeldOut)

    def recording(self, on_step: Callable[[TrainingProgress], None]) -> Callable[[TrainingProgress], None]:
        """Adds to `on_step` that the curve is written, a line of JSON every few steps."""
        stream: TextIO | None = None

        def record(now: TrainingProgress) -> None:
            nonlocal stream
            if stream is None:
                stream = self._continued(now.step)
            if now.step % _EACH == 0:
                line = {"step": now.step, "seconds": round(now.seconds, 1), "pieces": now.pieces, "rate": now.rate}
                line |= {name: round(loss, 4) for name in LOSSES if (loss := getattr(now, name)) is not None}
                stream.write(json.dumps(line) + "\n")
                stream.flush()
            on_step(now)

        return record

    def _continued(self, step: int) -> TextIO:
        """The curve, without what a run that was killed wrote after its last checkpoint."""
        lines: list[dict[str, Any]] = []
        if self._curve.exists():
            lines = [json.loads(line) for line in self._curve.read_text().splitlines(keepends=True) if line[-1] == "\n"]
        kept = "".join(json.dumps(line) + "\n" for line in lines if line["step"] < step)
        write_atomically(self._curve, kept.encode())
        return self._curve.open("a", encoding="utf-8")

    def finish(self, trainee: Learner, card: str, trained: Trained) -> None:
        """Put the model in its place, and remove what only the training needed. Its report is written last."""
        scratch = self._own / "made"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        trainee.save(scratch)
        for path in sorted(scratch.iterdir()):
            shutil.copymode(self._plan, path)  # some libraries let nobody else read what they write
            path.replace(self._folder / path.name)
        scratch.rmdir()
        write_atomically(self._folder / "README.md", card.encode())
        write_atomically(self._report, msgspec.json.format(msgspec.json.encode(trained)))
        shutil.rmtree(self.begun, ignore_errors=True)
        self.checkpoint.unlink(missing_ok=True)


def mark_of_cases(real: Sequence[Case]) -> str:
    """A fingerprint of cases, in order."""
    return blake2b("\0".join(case.article.text for case in real).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _check_same(asked: dict[str, Any], kept: dict[str, Any], where: str) -> None:
    """Raise `ConfigError` with the first setting that differs. How often checkpoints are written makes no difference."""
    for name, value in asked.items():
        if name != "save_every" and kept.get(name) != value:
            raise ConfigError(
                f"holds a training with another value of {name.replace('_', '-')} ({kept.get(name)!r}, not {value!r})",
                where=where,
                hint="give the same settings and texts to go on, or name another folder with -o",
            )
