"""The gap head: for each piece, the probability that text is missing just before it, and roughly how much.

A text is read in overlapping windows; each place is judged in the window where it lies furthest from the edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from repair.errors import ModelError
from repair.models import GAP_HEAD_FILE
from repair.records import Signal

if TYPE_CHECKING:
    import torch

    from repair.models.layout import Folded

__all__ = ["CLASSES", "FLOOR", "GAP_HEAD_FILE", "GapHead", "Window", "merge", "windows"]

FLOOR: Final = 0.02  # probability below which a place is not reported
CLASSES: Final = 5  # nothing missing; 1, 2–3, 4–8, 9 or more words missing
_STEP: Final = 198 / 254  # the next window begins this share of a window further on


class Window(Struct, frozen=True):
    """Pieces `[start, end)` of text number `text`; the window's results are used for its pieces `[first, last)`."""

    text: int
    start: int
    end: int
    first: int
    last: int


def windows(text: int, pieces: int, width: int) -> Iterator[Window]:
    """As few windows of at most `width` pieces over a text of so many `pieces` as overlap by a fifth: all equally
    wide, since one that is cut short would be filled up with what others have read."""
    overlap = width - max(1, int(width * _STEP))
    number = max(1, -(-(pieces - overlap) // (width - overlap)))
    size = -(-(pieces + overlap * (number - 1)) // number)
    starts = [(pieces - size) * i // max(1, number - 1) for i in range(number)]
    ends = [start + size for start in starts]
    first = 0
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        # as far from the end of this window as from the start of the next
        last = pieces if i == number - 1 else (starts[i + 1] + end + 1) // 2
        if last > first:
            yield Window(text, start, end, first, last)
        first = last


class GapHead(Struct, frozen=True):
    """Two linear layers over the encoder's last hidden state, with an exact GELU between them."""

    weights: dict[str, torch.Tensor]

    @classmethod
    def read(cls, folder: Path, hidden: int, device: torch.device) -> GapHead | None:
        """The gap head beside a model in `folder`, `None` if it has none."""
        from safetensors.torch import load_file

        path = folder / GAP_HEAD_FILE
        if not path.is_file():
            return None
        shapes = {
            "dense.weight": (hidden, hidden),
            "dense.bias": (hidden,),
            "out.weight": (CLASSES, hidden),
            "out.bias": (CLASSES,),
        }
        try:
            weights = {key: value.to(device).float() for key, value in load_file(path).items()}
        except Exception as error:  # safetensors raises exceptions of its own for a broken file
            raise ModelError("the gap head cannot be read", where=str(path), hint="copy the file again") from error
        if {key: tuple(value.shape) for key, value in weights.items()} != shapes:
            raise ModelError("the gap head does not fit the model", where=str(path), hint="remove or replace it")
        return cls(weights)

    def __call__(self, hidden: torch.Tensor) -> torch.Tensor:
        """Probabilities of shape [..., 5] from hidden states of shape [..., hidden]."""
        from torch.nn.functional import gelu, linear

        w = self.weights
        inner = gelu(linear(hidden, w["dense.weight"], w["dense.bias"]))
        return linear(inner, w["out.weight"], w["out.bias"]).softmax(-1)


def merge(folded: Folded, found: list[tuple[int, Any]]) -> tuple[Signal, ...]:
    """Signals in text order from (index in the folded text, five class probabilities); of several that fall on one
    place, such as the pieces of a doubled blank, the strongest."""
    best: dict[int, Signal] = {}
    for index, classes in found:
        lengths = [float(p) for p in classes[1:]]
        total = sum(lengths)
        offset = folded.place(index)
        if offset not in best or best[offset].probability < total:
            a, b, c, d = (p / total for p in lengths)
            best[offset] = Signal(offset, min(1.0, total), (a, b, c, d))
    return tuple(best[offset] for offset in sorted(best))
