"""The network and the gap head of a bundled model, computed with NumPy: for little text, where the import of torch takes
longer than the reading, and for installations that have no torch.

It computes window by window, in float32: its results are those of torch in that precision but for rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from repair.errors import ModelError, first_line
from repair.models import GAP_HEAD_FILE
from repair.models.bundle import read_config, read_tokenizer
from repair.models.pieces import Pieces
from repair.models.signals import signals_of
from repair.records import Signal

__all__ = ["ArrayReader"]

_Floats = npt.NDArray[np.float32]

# of x² in the argument of the tanh that stands for the error function of a GELU; it is off by 3e-5 at most
_GELU: Final = (7.97507870e-01, 3.70056637e-02, -3.51522223e-04)
_GELU_END: Final = 36.0  # x² from which nothing changes


class _Product(Struct, frozen=True):
    """`weight` has the shape [in, out]."""

    weight: _Floats
    bias: _Floats

    def __call__(self, x: _Floats) -> _Floats:
        found: _Floats = x @ self.weight
        found += self.bias
        return found


class _Norm(Struct, frozen=True):
    weight: _Floats
    bias: _Floats
    epsilon: float

    def __call__(self, x: _Floats) -> _Floats:
        found: _Floats = x - x.mean(1, keepdims=True)
        spread = np.einsum("ij,ij->i", found, found) / np.float32(x.shape[1]) + np.float32(self.epsilon)
        found /= np.sqrt(spread)[:, None]
        found *= self.weight
        found += self.bias
        return found


class _Layer(Struct, frozen=True):
    """A layer of the encoder: its four products, in the order in which they are run, and its norms."""

    mixed: _Product
    joined: _Product
    wide: _Product
    narrow: _Product
    after_attention: _Norm
    after_layer: _Norm


class ArrayReader(Struct, frozen=True):
    """A gap head with the methods of a model that reads; it fills in nothing."""

    name: str
    pieces: Pieces
    words: npt.NDArray[np.float16]  # vectors [pieces of the vocabulary, hidden], as they lie in the file
    places: _Floats
    norm: _Norm
    layers: tuple[_Layer, ...]
    heads: int
    head: dict[str, _Floats]

    device: ClassVar = "cpu"
    has_gap_head: ClassVar = True

    @classmethod
    def read(cls, name: str, folder: Path) -> ArrayReader:
        """The bundled model in a folder. Raises `ModelError` if it cannot be read."""
        try:
            config = read_config(folder)
            weights = _Weights(folder)
            base = "bert.embeddings."
            return cls(
                name=name,
                pieces=Pieces.of(name, read_tokenizer(folder), config),
                words=weights.kept(f"{base}word_embeddings.weight"),
                places=weights[f"{base}position_embeddings.weight"] + weights[f"{base}token_type_embeddings.weight"][0],
                norm=weights.norm(f"{base}LayerNorm", config.layer_norm_eps),
                layers=tuple(weights.layer(n, config.layer_norm_eps) for n in range(config.num_hidden_layers)),
                heads=config.num_attention_heads,
                head=weights.head,
            )
        except ModelError:
            raise
        except Exception as error:  # the libraries underneath have exceptions of their own for a broken file
            hint = "install the bundled model again"
            raise ModelError(f"the model cannot be read ({first_line(error)})", where=str(folder), hint=hint) from error

    def signals(
        self, texts: Sequence[str], *, batch_size: int = 16, near: Sequence[Sequence[int]] | None = None
    ) -> list[tuple[Signal, ...]]:
        """See `GapReader.signals`. `batch_size` changes nothing."""
        return signals_of(texts, self.pieces, self._classify, batch_size=1, at_once=1, near=near)

    def _classify(self, rows: Sequence[npt.NDArray[np.int32]], asked: Sequence[tuple[int, int]]) -> _Floats:
        """See `repair.models.signals.Classify`."""
        head, tail = self.pieces.head, self.pieces.tail
        return np.stack(
            [
                self.classes(np.concatenate((head, row, tail)), len(head) + first, len(head) + last)
                for row, (first, last) in zip(rows, asked, strict=True)
            ]
        )

    def classes(self, ids: npt.NDArray[Any], first: int, last: int) -> _Floats:
        """Probabilities of the five classes at the pieces `[first, last)` of a window, of shape [last - first, 5]."""
        w = self.head
        inner = _gelu(self.states(ids)[first:last] @ w["dense.weight"].T + w["dense.bias"])
        return _shares(inner @ w["out.weight"].T + w["out.bias"])

    def states(self, ids: npt.NDArray[Any]) -> _Floats:
        """The encoder's last hidden states of the pieces of a window, of shape [pieces, hidden]."""
        x = self.norm(self.words[ids].astype(np.float32) + self.places[: len(ids)])
        for layer in self.layers:
            query, key, value = layer.mixed(x).reshape(len(x), 3, self.heads, -1).transpose(1, 2, 0, 3)
            scores = query @ key.transpose(0, 2, 1)
            scores *= np.float32(query.shape[2] ** -0.5)
            found = (_shares(scores) @ value).transpose(1, 0, 2).reshape(x.shape)
            x = layer.after_attention(layer.joined(found) + x)
            x = layer.after_layer(layer.narrow(_gelu(layer.wide(x))) + x)
        return x


class _Weights:
    """The numbers of a bundled model, in float32, by their names in the file."""

    def __init__(self, folder: Path) -> None:
        from safetensors import safe_open
        from safetensors.numpy import load_file

        self._open: Any = safe_open(folder / "model.safetensors", framework="np")
        self.head = {name: value.astype(np.float32) for name, value in load_file(folder / GAP_HEAD_FILE).items()}
        """Those of the gap head."""

    def __getitem__(self, name: str) -> _Floats:
        return self.kept(name).astype(np.float32)

    def kept(self, name: str) -> npt.NDArray[np.float16]:
        """What has a name, as the file has it."""
        found: npt.NDArray[np.float16] = self._open.get_tensor(name)
        return found

    def norm(self, name: str, epsilon: float) -> _Norm:
        """The norm of a name."""
        return _Norm(self[f"{name}.weight"], self[f"{name}.bias"], epsilon)

    def layer(self, number: int, epsilon: float) -> _Layer:
        """The layer of a number, from 0."""
        base = f"bert.encoder.layer.{number}."
        own = (f"{base}attention.self.{name}" for name in ("query", "key", "value"))
        return _Layer(
            mixed=self._product(*own),
            joined=self._product(f"{base}attention.output.dense"),
            wide=self._product(f"{base}intermediate.dense"),
            narrow=self._product(f"{base}output.dense"),
            after_attention=self.norm(f"{base}attention.output.LayerNorm", epsilon),
            after_layer=self.norm(f"{base}output.LayerNorm", epsilon),
        )

    def _product(self, *names: str) -> _Product:
        """The product of the linear layers of these names, side by side."""
        weight, bias = (np.concatenate([self[f"{name}.{part}"] for name in names]) for part in ("weight", "bias"))
        return _Product(weight.T, bias)


def _gelu(x: _Floats) -> _Floats:
    """The function x · Φ(x)."""
    square = np.minimum(x * x, np.float32(_GELU_END))
    found: _Floats = square * np.float32(_GELU[2])
    found += np.float32(_GELU[1])
    found *= square
    found += np.float32(_GELU[0])
    found *= x
    np.tanh(found, out=found)
    found += 1
    found *= x
    found *= np.float32(0.5)
    return found


def _shares(scores: _Floats) -> _Floats:
    """Softmax over the last axis; the scores are overwritten."""
    scores -= scores.max(-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(-1, keepdims=True)
    return scores
