"""A gap head that reads only where there is something to suspect: a quick reader, or rules, say where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from repair.models.quick import QuickReader
from repair.records import Signal

if TYPE_CHECKING:
    from repair.models.arrays import ArrayReader
    from repair.models.gap_reader import GapReader
    from repair.models.masked import MaskedModel

__all__ = ["MixedReader"]

_SUSPECTED: Final = 0.2  # probability of the quick reader from which the gap head reads the window


class MixedReader(Struct, frozen=True):
    """A model whose gap head reads the windows that `quick` points to."""

    model: MaskedModel | GapReader | ArrayReader
    quick: QuickReader

    @property
    def name(self) -> str:
        """The name of the model,"""
        return self.model.name

    @property
    def device(self) -> str:
        """and the kind of device that it runs on."""
        return self.model.device

    def signals(
        self, texts: Sequence[str], *, near: Sequence[Sequence[int]], batch_size: int = 16
    ) -> list[tuple[Signal, ...]]:
        """What the gap head says where the quick reader suspects a gap, or at the offsets `near` of each text.

        See `MaskedModel.signals`: within the windows that are read, the result is that of reading everything.
        """
        told = self.quick.signals(texts)
        places = [
            (*known, *(s.offset for s in found if s.probability >= _SUSPECTED))
            for known, found in zip(near, told, strict=True)
        ]
        read = [n for n, offsets in enumerate(places) if offsets]
        said: list[tuple[Signal, ...]] = [()] * len(texts)
        found = self.model.signals([texts[n] for n in read], near=[places[n] for n in read], batch_size=batch_size)
        for n, signals in zip(read, found, strict=True):
            said[n] = signals
        return said
