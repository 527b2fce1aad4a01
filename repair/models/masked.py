"""A masked language model at work: texts in, gap signals and fill-ins out.

All windows of all texts are pooled, sorted by length and run in batches, which gives most of the speed; apart from
rounding, the batches do not change the results.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch

from repair.config import Precision
from repair.errors import ModelError
from repair.models.fill_in import search
from repair.models.gap_head import GapHead
from repair.models.pieces import Pieces
from repair.models.query import Fill, Query
from repair.models.runtime.decoding import Around, CachedTrunk, Trunk, UncachedTrunk, padded
from repair.models.runtime.encoder import Encoder, base_of
from repair.models.runtime.quantized import quicken
from repair.models.signals import signals_of
from repair.models.vocabulary import Vocabulary
from repair.records import Signal

__all__ = ["FILL_IN_HEADS", "MaskedModel"]

FILL_IN_HEADS: Final = {
    "AlbertForMaskedLM": "predictions",
    "BertForMaskedLM": "cls",
    "CamembertForMaskedLM": "lm_head",
    "PlainBert": "cls",
    "RobertaForMaskedLM": "lm_head",
    "XLMRobertaForMaskedLM": "lm_head",
}
"""Where the fill-in head of an architecture is, if it can be run on only some positions."""

_REREAD: Final = 16  # rows that go through a network of another build at once
_CACHED: Final = 512  # pieces whose states a core's cache holds


class MaskedModel:
    """A masked language model, its tokenizer and, where it brings one, its gap head. Made by `repair.models.load`.

    `network` is the model as transformers reads it, `pieces` its tokenizer. `encoder` runs its layers in the chosen
    precision; it is `None` for an architecture that only the network itself can run.
    """

    def __init__(
        self, name: str, network: Any, pieces: Pieces, head: GapHead | None, precision: Precision = "float32"
    ) -> None:
        self.name = name
        self.network = network
        self.pieces = pieces
        self._head = head
        self.encoder = Encoder.of(network, precision)
        self._precision: Precision = precision

    @property
    def _at_once(self) -> float:
        """Pieces that go through the encoder together: on a processor, as many as its cores' caches hold the states of."""
        return _CACHED * torch.get_num_threads() if self.network.device.type == "cpu" else math.inf

    @property
    def device(self) -> str:
        """The kind of device that it runs on: `cpu`, `cuda`, …"""
        kind: str = self.network.device.type
        return kind

    @property
    def has_fill_in(self) -> bool:
        """Whether `fill` can be called: a reader has no head for it."""
        return base_of(self.network) is not self.network

    @property
    def has_gap_head(self) -> bool:
        """Whether `signals` can be called."""
        return self._head is not None

    def signals(
        self, texts: Sequence[str], *, batch_size: int = 16, near: Sequence[Sequence[int]] | None = None
    ) -> list[tuple[Signal, ...]]:
        """See `GapReader.signals`."""
        head = self._gap_head()

        def judge(rows: Sequence[npt.NDArray[np.int32]], asked: Sequence[tuple[int, int]]) -> npt.NDArray[np.float32]:
            with torch.inference_mode():
                classes: npt.NDArray[np.float32] = head(self.hidden(rows, asked)).cpu().numpy()
            return classes

        return signals_of(texts, self.pieces, judge, batch_size=batch_size, at_once=self._at_once, near=near)

    def _gap_head(self) -> GapHead:
        if self._head is None:
            raise ModelError(f"model {self.name!r} has no gap head", hint="detect with rules only, or use it-en-small")
        return self._head

    def fill(self, queries: Sequence[Query], *, top: int = 5, batch_size: int = 16) -> list[list[Fill]]:
        """For each query, in order, up to `top` fill-ins of 1 to 4 words, best first; none where none is any good."""
        if not queries:
            return []

        def rows(pieces: int) -> int:
            return max(1, int(min(batch_size, self._at_once / pieces)))

        with torch.inference_mode():
            return search(queries, top, rows, self.pieces, self.vocabulary, self.trunk)

    def trunk(self, rows: Sequence[Around], masks: int) -> Trunk:
        """The texts around some gaps, read with so many masks in each."""
        p = self.pieces
        if self.encoder is None or type(self.network).__name__ not in FILL_IN_HEADS:
            return UncachedTrunk(self._logits, rows, masks, p.mask)
        return CachedTrunk(self.encoder, self._scores, rows, masks, p.mask, p.padding)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The kind of each piece of the vocabulary."""
        return Vocabulary.of(self.pieces.tokenizer, self.network.config.vocab_size)

    def _scores(self, hidden: torch.Tensor) -> torch.Tensor:
        """Scores of all pieces, of shape [..., vocabulary], from hidden states of shape [..., hidden].

        The vocabulary head costs as much as several layers, so it is run at the masks alone where it can be.
        """
        scores: torch.Tensor = self._fill_in_head(hidden)
        return scores.float()

    @cached_property
    def _fill_in_head(self) -> Any:
        """Made when it is first needed: a check asks for no words."""
        head = getattr(self.network, FILL_IN_HEADS[type(self.network).__name__])
        quicken(head, self._precision)
        return head

    def _logits(self, rows: Sequence[Sequence[int]], positions: Sequence[int]) -> torch.Tensor:
        """Scores of all pieces, of shape [rows, vocabulary], at one position of each row, markers included."""
        found = []
        for start in range(0, len(rows), _REREAD):
            ids, real = padded(rows[start : start + _REREAD], self.pieces.padding, self.network.device)
            attention = torch.ones_like(ids) if real is None else real.long()
            places = torch.tensor(positions[start : start + _REREAD], device=ids.device)
            numbers = torch.arange(len(places), device=ids.device)
            found.append(self.network(input_ids=ids, attention_mask=attention).logits[numbers, places].float())
        return torch.cat(found)

    def hidden(self, rows: Sequence[np.ndarray[Any, Any]], asked: Sequence[tuple[int, int]]) -> torch.Tensor:
        """The encoder's last hidden states of the pieces `[first, last)` of each row, of shape [rows, most, hidden]."""
        p = self.pieces
        ids, real = padded([(*p.head, *row.tolist(), *p.tail) for row in rows], p.padding, self.network.device)
        firsts = torch.tensor([len(p.head) + first for first, _ in asked], device=ids.device).unsqueeze(1)
        most = torch.arange(max(last - first for first, last in asked), device=ids.device)
        at = (firsts + most).clamp_max(ids.shape[1] - 1)  # indices past a row's last piece are not used
        if self.encoder is not None:
            return self.encoder(ids, seen=None if real is None else real[:, None, None, :], asked=at)[0]
        network = base_of(self.network)
        attention = torch.ones_like(ids) if real is None else real.long()
        states: torch.Tensor = network(input_ids=ids, attention_mask=attention).last_hidden_state
        return states[torch.arange(len(rows), device=ids.device).unsqueeze(1), at]
