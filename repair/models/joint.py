"""A gap head and a quick reader that read together.

They were trained apart and see a place in different ways, so they err at different places, and the mean of both is more
reliable than either alone. The quick reader also says where the gap head need not read at all.
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
"""The weight of the quick reader in the mean of both log-odds, beside the bundled gap head."""

_SUSPECTED: Final = 0.2  # probability of the quick reader from which the gap head reads the window
_SILENT: Final = FLOOR / 2  # taken as the probability of a reader that reports nothing at a place


class JointReader(Struct, frozen=True):
    """A model and the quick reader beside it, which has the weight `share` (0–1) in the mean of both."""

    model: GapReader
    quick: QuickReader
    share: float

    @property
    def name(self) -> str:
        """The name of the model."""
        return self.model.name

    @property
    def device(self) -> str:
        """The kind of device that the model runs on."""
        return self.model.device

    def signals(
        self, texts: Sequence[str], *, near: Sequence[Sequence[int]] | None = None, batch_size: int = 16
    ) -> list[tuple[Signal, ...]]:
        """What both say of each text; see `GapReader.signals`.

        With `near`, offsets into each text, the gap head reads only the windows that hold one of them or a place that the
        quick reader suspects. Where it reads, the result is that of reading everything.
        """
        by_quick = self.quick.signals(texts)
        if near is None:
            by_model = self.model.signals(texts, batch_size=batch_size)
        else:
            by_model = self._where_suspected(texts, by_quick, near, batch_size)
        return [tuple(self._joined(*both)) for both in zip(by_model, by_quick, strict=True)]

    def _where_suspected(
        self,
        texts: Sequence[str],
        by_quick: Sequence[tuple[Signal, ...]],
        near: Sequence[Sequence[int]],
        batch_size: int,
    ) -> list[tuple[Signal, ...]]:
        """The signals of the model, which reads only near these places and those that the quick reader suspects."""
        places = [
            (*known, *(s.offset for s in found if s.probability >= _SUSPECTED))
            for known, found in zip(near, by_quick, strict=True)
        ]
        read = [n for n, offsets in enumerate(places) if offsets]
        by_model: list[tuple[Signal, ...]] = [()] * len(texts)
        found = self.model.signals([texts[n] for n in read], near=[places[n] for n in read], batch_size=batch_size)
        for n, signals in zip(read, found, strict=True):
            by_model[n] = signals
        return by_model

    def _joined(self, by_model: Sequence[Signal], by_quick: Sequence[Signal]) -> Iterator[Signal]:
        """The signals of both, in text order. Where the model reports the place, it says how much is missing."""
        if not self.share:
            yield from by_model
            return
        head, quick = ({s.offset: s for s in signals} for signals in (by_model, by_quick))
        for offset in sorted(head.keys() | quick.keys()):
            first, second = head.get(offset), quick.get(offset)
            log_odds = (1.0 - self.share) * _log_odds(first) + self.share * _log_odds(second)
            lengths = (first or quick[offset]).lengths
            if (both := probability(log_odds)) >= FLOOR:
                yield Signal(offset, both, lengths)


def _log_odds(signal: Signal | None) -> float:
    return logit(signal.probability if signal else _SILENT)
