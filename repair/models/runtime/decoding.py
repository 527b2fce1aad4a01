"""Reads the text around some masks once, so that a fill-in for the masks later costs only its own pieces.

The states of the text stay those it has around the masks; only the pieces put in see each other. The result differs by
a few tenths of a nat from reading the whole text again for each fill-in, at a hundredth of the work. With a network
that is not built like BERT, everything is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import torch
from msgspec import Struct

from repair.models.runtime.encoder import Encoder, KeysAndValues

__all__ = ["Around", "Branch", "CachedTrunk", "Trunk", "TrunkMaker", "UncachedTrunk", "padded"]


class Around(Struct, frozen=True):
    """The pieces left and right of a gap, the model's own markers at the ends included."""

    left: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many pieces these are."""
        return len(self.left) + len(self.right)


class Branch(Struct, frozen=True):
    """A fill-in under way at gap number `row`: its first pieces are `chosen`, of `pieces` in all."""

    row: int
    chosen: tuple[int, ...]
    pieces: int


class Trunk(Protocol):
    """Several gaps with so many masks in each, read by a model."""

    def masked(self) -> torch.Tensor:
        """Log-probabilities (nats) at the masks, of shape [rows, masks, vocabulary]."""
        ...

    def after(self, branches: Sequence[Branch]) -> torch.Tensor:
        """Log-probabilities of the piece that follows those chosen, of shape [branches, vocabulary]."""
        ...


class TrunkMaker(Protocol):
    """What makes trunks: the masks' number is the same in all rows."""

    def __call__(self, rows: Sequence[Around], masks: int) -> Trunk:
        """Read these rows together."""
        ...


def padded(rows: Sequence[Sequence[int]], padding: int, device: Any) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Ids of shape [rows, longest], and a mask of those that are not padding: `None` if there is no padding."""
    longest = max(map(len, rows))
    ids = np.full((len(rows), longest), padding, np.int64)
    real = np.zeros((len(rows), longest), np.bool_)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = row
        real[i, : len(row)] = True
    seen = None if real.all() else torch.from_numpy(real).to(device)
    return torch.from_numpy(ids).to(device), seen


# hidden states [n, hidden] to scores of all pieces [n, vocabulary]
VocabularyHead = Callable[[torch.Tensor], torch.Tensor]


class CachedTrunk:
    """A trunk over an encoder, which keeps the keys and values of the text."""

    def __init__(
        self, encoder: Encoder, head: VocabularyHead, rows: Sequence[Around], masks: int, mask: int, padding: int
    ) -> None:
        self._encoder, self._head, self._rows, self._mask, self._padding = encoder, head, rows, mask, padding
        ids, real = padded([(*r.left, *(mask,) * masks, *r.right) for r in rows], padding, encoder.device)
        self._starts = torch.tensor([len(r.left) for r in rows], device=ids.device)
        at = self._starts.unsqueeze(1) + torch.arange(masks, device=ids.device)
        self._at_masks, self._cache = encoder(
            ids, seen=None if real is None else real[:, None, None, :], asked=at, keep=True
        )
        # a fill-in sees the text without the masks that it replaces
        seen = torch.ones_like(ids, dtype=torch.bool) if real is None else real.clone()
        self._seen = seen.scatter_(1, at, False)

    def masked(self) -> torch.Tensor:
        """See `Trunk`."""
        return self._head(self._at_masks).log_softmax(-1)

    def after(self, branches: Sequence[Branch]) -> torch.Tensor:
        """See `Trunk`."""
        lines: list[list[int]] = [[] for _ in self._rows]
        groups: list[list[int]] = [[] for _ in self._rows]
        inner: list[list[int]] = [[] for _ in self._rows]
        asked: list[list[int]] = [[] for _ in self._rows]
        nth = []
        for number, branch in enumerate(branches):
            line = lines[branch.row]
            nth.append(len(asked[branch.row]))
            asked[branch.row].append(len(line) + len(branch.chosen))
            line += (*branch.chosen, *(self._mask,) * (branch.pieces - len(branch.chosen)))
            groups[branch.row] += [number] * branch.pieces
            inner[branch.row] += range(branch.pieces)
        busy = [row for row, line in enumerate(lines) if line]
        device = self._starts.device
        ids, _ = padded([lines[row] for row in busy], self._padding, device)
        group, _ = padded([groups[row] for row in busy], -1, device)
        place, _ = padded([inner[row] for row in busy], 0, device)
        at, _ = padded([asked[row] for row in busy], 0, device)
        rows = torch.tensor(busy, device=device)
        own = group.unsqueeze(1) == group.unsqueeze(2)
        text = self._seen[rows].unsqueeze(1).expand(-1, ids.shape[1], -1)
        every = len(busy) == len(self._rows)
        cache: KeysAndValues = self._cache if every else [(k[rows], v[rows]) for k, v in self._cache]
        hidden, _ = self._encoder(
            ids,
            seen=torch.cat((text, own), -1).unsqueeze(1),
            places=self._starts[rows].unsqueeze(1) + place,
            asked=at,
            cache=cache,
        )
        line_of = {row: i for i, row in enumerate(busy)}
        found = hidden[[line_of[b.row] for b in branches], nth]
        return self._head(found).log_softmax(-1)


class UncachedTrunk:
    """A trunk over any masked model: it keeps nothing, and every branch is a row of its own."""

    def __init__(
        self,
        logits: Callable[[Sequence[Sequence[int]], Sequence[int]], torch.Tensor],
        rows: Sequence[Around],
        masks: int,
        mask: int,
    ) -> None:
        self._logits, self._rows, self._masks, self._mask = logits, rows, masks, mask

    def masked(self) -> torch.Tensor:
        """See `Trunk`."""
        every = [(row, place) for row in range(len(self._rows)) for place in range(self._masks)]
        lines = [(*r.left, *(self._mask,) * self._masks, *r.right) for r in self._rows]
        found = self._logits([lines[row] for row, _ in every], [len(self._rows[row].left) + p for row, p in every])
        return found.log_softmax(-1).view(len(self._rows), self._masks, -1)

    def after(self, branches: Sequence[Branch]) -> torch.Tensor:
        """See `Trunk`."""
        lines = []
        for b in branches:
            around = self._rows[b.row]
            lines.append((*around.left, *b.chosen, *(self._mask,) * (b.pieces - len(b.chosen)), *around.right))
        places = [len(self._rows[b.row].left) + len(b.chosen) for b in branches]
        return self._logits(lines, places).log_softmax(-1)
