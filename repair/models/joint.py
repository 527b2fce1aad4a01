"""A gap head and a quick reader that read together.

They learned apart and see a place in different ways, so they err at different places, and the mean of what both say is
surer than either alone. The quick reader also says where the gap head need not read at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from repair.models.gap_head import FLOOR
from repair.models.query import GapReader
from repair.models.quick import QuickReader
from repair.records import Signal
from repair.scoring.calibration import logit, probability

__all__ = ["SHARE", "JointReader"]

SHARE: Final = 0.2
"""What the quick reader's word counts of both, in log-odds, beside the bundled gap head."""

_SUSPECTED: Final = 0.2  # probability of the quick reader from which the gap head reads the window
_SILENT: Final = FLOOR / 2  # what a reader that reports nothing at a place is taken to say


class JointReader(Struct, frozen=True):
    """A model and the quick reader beside it, whose word counts the `share` (0–1) of both."""

    model: GapReader
    quick: QuickReader
    share: float

    @property
    def name(self) -> str:
        """The name of the model,"""
        return self.model.name

    @property
    def device(self) -> str:
        """and the kind of device that it runs on."""
        return self.model.device

    def signals(
        self, texts: Sequence[str], *, near: Sequence[Sequence[int]] | None = None, batch_size: int = 16
    ) -> list[tuple[Signal, ...]]:
        """What both say of each text; see `GapReader.signals`.

        With `near`, offsets into each text, the gap head reads only the windows that hold one of them or a place that the
        quick reader suspects. Where it reads, the result is that of reading everything.
        """
        told = self.quick.signals(texts)
        if near is None:
            said = self.model.signals(texts, batch_size=batch_size)
        else:
            said = self._where_suspected(texts, told, near, batch_size)
        return [tuple(self._joined(mine, other)) for mine, other in zip(said, told, strict=True)]

    def _where_suspected(
        self,
        texts: Sequence[str],
        told: Sequence[tuple[Signal, ...]],
        near: Sequence[Sequence[int]],
        batch_size: int,
    ) -> list[tuple[Signal, ...]]:
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

    def _joined(self, said: Sequence[Signal], told: Sequence[Signal]) -> Iterator[Signal]:
        """The signals of both, in text order. How much is missing says the gap head, where it reports the place."""
        if not self.share:
            yield from said
            return
        head, quick = ({s.offset: s for s in signals} for signals in (said, told))
        for offset in sorted(head.keys() | quick.keys()):
            first, second = head.get(offset), quick.get(offset)
            log_odds = (1.0 - self.share) * _log_odds(first) + self.share * _log_odds(second)
            lengths = (first or quick[offset]).lengths
            if (both := probability(log_odds)) >= FLOOR:
                yield Signal(offset, both, lengths)


def _log_odds(signal: Signal | None) -> float:
    return logit(signal.probability if signal else _SILENT)
