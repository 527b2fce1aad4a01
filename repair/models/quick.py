"""A reader for corpora: at each piece it looks at the pieces around it alone, and at how common they are together.

It is a network of three small layers over a window of pieces, computed with NumPy, so that neither torch nor a large
model is loaded. A text's result depends on nothing else that is read: texts are computed one by one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from repair.errors import ModelError, first_line
from repair.models import READER_FILE
from repair.models.gap_head import CLASSES, FLOOR, merge
from repair.models.layout import fold_blanks
from repair.models.ngrams import COUNTED, RUNS, commonness
from repair.models.pieces import Pieces
from repair.records import Signal
from repair.text.zstandard import zstandard

__all__ = ["AFTER", "BEFORE", "FACTS", "LOG_STEP", "QuickReader", "packed_reader"]

BEFORE: Final = 6
"""Pieces that it sees before a place,"""
AFTER: Final = 6
"""and after it."""
FACTS: Final = 2 * len(RUNS)
"""Numbers of a piece besides its vector: how common each run is that ends with it, and whether it is one at all."""
LOG_STEP: Final = 1 / 6
"""What a step of how common a run is counts for."""

_AT_ONCE: Final = 2_048  # pieces
_FORMAT: Final = "1"
_PACKING: Final = 12  # the level of Zstandard

_Floats = npt.NDArray[np.float32]


class QuickReader(Struct, frozen=True):
    """A reader with the methods of a model that reads. `weights` are its layers, `tables` the common runs of pieces."""

    name: str
    pieces: Pieces
    weights: dict[str, _Floats]
    tables: dict[str, npt.NDArray[np.uint8]]

    device: ClassVar = "cpu"

    @classmethod
    def read(cls, name: str, folder: Path) -> QuickReader:
        """The reader in a folder. Raises `ModelError`."""
        path = folder / READER_FILE
        hint = "copy the folder again, or make a reader: repair train reader"
        try:
            from safetensors.numpy import load

            data = zstandard("a quick reader").decompress(path.read_bytes())
            found = load(data)
            about = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])["__metadata__"]
            pieces = Pieces.alone(folder, padding=int(about["padding"]), unknown=int(about["unknown"]))
        except Exception as error:  # the libraries underneath have exceptions of their own for a broken file
            raise ModelError(f"the reader cannot be read ({first_line(error)})", where=str(path), hint=hint) from error
        tables = {run: found.pop(f"runs.{run}", np.zeros(0, np.uint8)) for run in RUNS}
        weights = {key: value.astype(np.float32) for key, value in found.items()}
        if about.get("format") != _FORMAT or not _fit(weights, tables, pieces):
            raise ModelError("the reader is none of this version", where=str(path), hint=hint)
        return cls(name, pieces, weights, tables)

    def signals(self, texts: Sequence[str], *, batch_size: int = 16) -> list[tuple[Signal, ...]]:
        """See `GapReader.signals`. `batch_size` changes nothing."""
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> tuple[Signal, ...]:
        folded = fold_blanks(text)
        encoded = self.pieces.encode(folded.text)
        classes = self.classes(encoded.ids)
        found = np.flatnonzero(1.0 - classes[:, 0] >= FLOOR)
        return merge(folded, [(int(encoded.starts[i]), classes[i]) for i in found])

    def classes(self, ids: npt.NDArray[Any]) -> _Floats:
        """Probabilities of the five classes of a gap head at each piece, of shape [pieces, 5]."""
        edge = self.pieces.padding
        ids = np.concatenate((np.full(BEFORE, edge), ids, np.full(AFTER, edge)))
        said = commonness(self.tables, ids, edge)
        vectors = np.concatenate(
            (self.weights["emb.weight"][ids], said * np.float32(LOG_STEP), said == 0), axis=1, dtype=np.float32
        )
        seen = np.lib.stride_tricks.sliding_window_view(vectors, BEFORE + AFTER, axis=0)[:-1]
        parts = [self._layers(seen[at : at + _AT_ONCE]) for at in range(0, len(seen), _AT_ONCE)]
        return np.concatenate([np.empty((0, CLASSES), np.float32), *parts])

    def _layers(self, seen: _Floats) -> _Floats:
        w = self.weights
        window = seen.transpose(0, 2, 1).reshape(len(seen), -1)
        inner = np.maximum(window @ w["f1.weight"].T + w["f1.bias"], 0)
        scores = np.maximum(inner @ w["f2.weight"].T + w["f2.bias"], 0) @ w["out.weight"].T + w["out.bias"]
        scores += inner @ w["skip.weight"].T
        scores = np.exp(scores - scores.max(1, keepdims=True))
        found: _Floats = scores / scores.sum(1, keepdims=True)
        return found


def packed_reader(
    weights: dict[str, _Floats], tables: dict[str, npt.NDArray[np.uint8]], *, padding: int, unknown: int
) -> bytes:
    """The file of a reader, weights in sixteen bits."""
    from safetensors.numpy import save

    found: dict[str, Any] = {name: value.astype(np.float16) for name, value in weights.items()}
    found |= {f"runs.{run}": table for run, table in tables.items()}
    about = {"format": _FORMAT, "padding": str(padding), "unknown": str(unknown)}
    data: bytes = zstandard("a quick reader").compress(save(found, metadata=about), _PACKING)
    return data


def _fit(weights: dict[str, _Floats], tables: dict[str, npt.NDArray[np.uint8]], pieces: Pieces) -> bool:
    """Whether weights and tables have the shapes that belong together."""
    shapes = {name: value.shape for name, value in weights.items()}
    vocabulary, size = shapes.get("emb.weight", (0, 0))
    wide, narrow = len(weights.get("f1.bias", ())), len(weights.get("f2.bias", ()))
    return (
        vocabulary >= pieces.tokenizer.get_vocab_size()
        and shapes
        == {
            "emb.weight": (vocabulary, size),
            "f1.weight": (wide, (BEFORE + AFTER) * (size + FACTS)),
            "f1.bias": (wide,),
            "f2.weight": (narrow, wide),
            "f2.bias": (narrow,),
            "skip.weight": (CLASSES, wide),
            "out.weight": (CLASSES, narrow),
            "out.bias": (CLASSES,),
        }
        and all(len(tables[run]) == COUNTED[run] for run in RUNS)
    )
