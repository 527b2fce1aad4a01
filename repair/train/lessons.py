"""What a teacher says of damaged rows, written down once: a student reads it as often as it likes.

A teacher takes longer for a row than its student takes to learn from it. So its lessons are kept in files of a folder, each
replaced at once: a run that is killed goes on with the next file, and several students may read one folder.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from safetensors.numpy import load_file, save

from repair.edit import write_atomically
from repair.errors import ConfigError, ModelError, OutputError
from repair.train.rows import NOTHING, RowMaker, Stream, TrainingRow

if TYPE_CHECKING:
    from repair.models.masked import MaskedModel

__all__ = ["Lessons"]

_FILE: Final = 65_536  # pieces of a file, if there are so many
_ABOUT: Final = "lessons.json"


class _Rows(Struct, frozen=True):
    """Rows one after the other: `ids` and `gap` of shape [pieces], `said` [pieces, 5], and where each row ends."""

    ids: npt.NDArray[Any]
    gap: npt.NDArray[Any]
    said: npt.NDArray[Any]
    ends: npt.NDArray[Any]


class Lessons:
    """The lessons in a folder: rows of `maker` in the shares of `shares`, of about `pieces` pieces together."""

    def __init__(self, folder: Path, maker: RowMaker, shares: dict[Stream, float], *, seed: int, pieces: int) -> None:
        self._folder, self._maker, self._shares, self._seed = folder, maker, shares, seed
        self._size = min(pieces, _FILE)
        self._files = [folder / f"{number:06}.safetensors" for number in range(max(1, -(-pieces // _FILE)))]

    def open(self, about: dict[str, Any]) -> None:
        """Make the folder, or find lessons in it that `about` describes too. Raises `ConfigError` if it holds others."""
        where = self._folder / _ABOUT
        about = json.loads(
            json.dumps({**about, "shares": self._shares, "seed": self._seed, "longest": self._maker.longest})
        )
        if not where.exists():
            if self._folder.exists() and any(self._folder.iterdir()):
                raise ConfigError(
                    "is not empty and holds no lessons", where=str(self._folder), hint="name another folder"
                )
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OutputError(
                    f"cannot be made: {error.strerror}", where=str(self._folder), hint="name another folder"
                ) from error
            write_atomically(where, json.dumps(about, indent=2).encode())
        kept = json.loads(where.read_bytes())
        different = next((name for name, value in about.items() if kept.get(name) != value), None)
        if different is not None:
            raise ConfigError(
                f"holds lessons with another value of {different} ({kept.get(different)!r}, not {about[different]!r})",
                where=str(self._folder),
                hint="name another folder with --lessons",
            )

    def write(self, teacher: Callable[[], MaskedModel], place: range, tell: Callable[[int, int], None]) -> None:
        """Let the teacher read what it has not read yet: of all files those of `place`. `tell` hears of each, and of how
        many there are."""
        missing = [
            (n, path) for n, path in enumerate(self._files) if n % place.step == place.start and not path.exists()
        ]
        model = teacher() if missing else None
        for number, path in missing:
            assert model is not None
            tell(number, len(self._files))
            write_atomically(path, self._read(model, number))

    def _read(self, teacher: MaskedModel, number: int) -> bytes:
        """The bytes of a file."""
        recipes = self._maker.recipes(self._seed, number, self._size, self._shares)
        rows = [self._maker.row(recipe) for recipe in recipes]
        said = teacher.classes([row.ids for row in rows])
        return save(
            {
                "ids": np.concatenate([row.ids for row in rows]).astype(np.int32),
                "gap": np.concatenate([row.gap for row in rows]).astype(np.int8),
                "said": np.concatenate(said).astype(np.float16),
                "ends": np.cumsum([len(row.ids) for row in rows], dtype=np.int64),
            }
        )

    @cached_property
    def _rows(self) -> _Rows:
        """All of them. Raises `ModelError` if a file cannot be read."""
        parts: list[dict[str, npt.NDArray[Any]]] = []
        for path in self._files:
            try:
                parts.append(load_file(path))
            except Exception as error:  # safetensors raises exceptions of its own for a broken file
                raise ModelError("the lessons cannot be read", where=str(path), hint="remove the file") from error
        sizes = np.cumsum([0, *(len(part["ids"]) for part in parts)])
        ends = [part["ends"] + before for part, before in zip(parts, sizes[:-1], strict=True)]
        ids, gap, said = (np.concatenate([part[name] for part in parts]) for name in ("ids", "gap", "said"))
        return _Rows(ids, gap, said, np.concatenate([[0], *ends]))

    def step(self, step: int, place: range, *, pieces: int) -> list[TrainingRow]:
        """The rows of a step, of about so many pieces together, drawn from all: of them those of process `place.start` of
        `place.step`."""
        rng = random.Random(f"lesson {self._seed} {step}")
        kept = self._rows
        drawn: list[slice] = []
        while pieces > 0:
            number = rng.randrange(len(kept.ends) - 1)
            drawn.append(slice(int(kept.ends[number]), int(kept.ends[number + 1])))
            pieces -= drawn[-1].stop - drawn[-1].start
        return [
            TrainingRow(
                kept.ids[part].astype(np.int64),
                np.full(part.stop - part.start, NOTHING),
                kept.gap[part].astype(np.int64),
                kept.said[part].astype(np.float32),
            )
            for part in drawn[place.start :: place.step] or drawn[:1]
        ]
