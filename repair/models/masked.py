"""A masked language model at work: texts in, gap signals and fill-ins out.

All windows of all texts are pooled, sorted by length and run in batches, which is most of the speed; what a batch
holds changes no result beyond rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, Final

import numpy as np
import torch

from repair.errors import ModelError
from repair.models.fill import Row, search
from repair.models.fold import Folded, fold
from repair.models.gap import FLOOR, GapHead, Window, merge, windows
from repair.models.pieces import Encoded, Pieces
from repair.models.query import Fill, Query
from repair.models.vocabulary import Vocabulary
from repair.records import Signal

__all__ = ["MaskedModel"]

# where the fill-in head of an architecture is, if it can be run on some positions alone
_HEADS: Final = {
    "AlbertForMaskedLM": "predictions",
    "BertForMaskedLM": "cls",
    "CamembertForMaskedLM": "lm_head",
    "RobertaForMaskedLM": "lm_head",
    "XLMRobertaForMaskedLM": "lm_head",
}
_POOL: Final = 64  # batches' worth of windows that are sorted by length together


class MaskedModel:
    """A masked language model, its tokenizer and, where it brings one, its gap head. Made by `repair.models.load`."""

    def __init__(self, name: str, network: Any, pieces: Pieces, head: GapHead | None) -> None:
        self.name = name
        self._network = network
        self._pieces = pieces
        self._head = head

    @property
    def has_gap_head(self) -> bool:
        """Whether `signals` can be asked for."""
        return self._head is not None

    def signals(self, texts: Sequence[str], *, batch_size: int = 16) -> list[tuple[Signal, ...]]:
        """For each text, in order, the places where text may be missing, in text order, at most one a place.

        A place with a probability under 0.02 is not reported. Offsets point into the texts as given: just after the
        last character before the gap that is no blank, at the end of a line's text, or at the start of a line.
        `batch_size` is in windows of up to 254 pieces. Raises `ModelError` where the model has no gap head.
        """
        if self._head is None:
            raise ModelError(f"model {self.name!r} has no gap head", hint="detect with rules only, or use it-en-small")
        texts_folded: list[Folded] = []
        encoded: list[Encoded] = []
        found: list[list[tuple[int, Any]]] = []

        def all_windows() -> Iterator[Window]:
            for number, text in enumerate(texts):
                folded = fold(text)
                texts_folded.append(folded)
                encoded.append(self._pieces.encode(folded.text))
                found.append([])
                yield from windows(number, len(encoded[-1].ids), self._pieces.width)

        for batch in _batches(all_windows(), batch_size):
            rows = [encoded[w.text].ids[w.start : w.end] for w in batch]
            with torch.inference_mode():
                classes = self._head(self._hidden(rows)).cpu().numpy()
            for row, w in enumerate(batch):
                inner = classes[row, len(self._pieces.head) + w.first - w.start :][: w.last - w.first]
                for i in np.flatnonzero(1.0 - inner[:, 0] >= FLOOR):
                    found[w.text].append((int(encoded[w.text].starts[w.first + i]), inner[i]))
        return [merge(folded, places) for folded, places in zip(texts_folded, found, strict=True)]

    def fill(self, queries: Sequence[Query], *, top: int = 5, batch_size: int = 16) -> list[list[Fill]]:
        """For each query, in order, up to `top` fill-ins of 1 to 4 words, best first; none where none is any good."""
        if not queries:
            return []
        with torch.inference_mode():
            return search(
                queries, top, self._pieces, self._vocabulary, lambda rows: self._best_pieces(rows, batch_size)
            )

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary.of(self._pieces.tokenizer, self._network.config.vocab_size)

    @cached_property
    def _barred(self) -> dict[str, torch.Tensor]:
        """For each kind of place in a fill-in, minus infinity for the pieces that may not stand there, else 0."""
        return {
            kind: torch.from_numpy(np.where(getattr(self._vocabulary, kind), 0.0, -np.inf).astype(np.float32)).to(
                self._network.device
            )
            for kind in ("spaced", "opening", "inner", "last")
        }

    def _best_pieces(
        self, rows: Sequence[Row], batch_size: int
    ) -> list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
        """The best allowed pieces at each row's mask, and their log-probabilities among all pieces."""
        found: dict[int, tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]] = {}
        order = sorted(range(len(rows)), key=lambda i: -len(rows[i].ids))
        for start in range(0, len(order), batch_size):
            numbers = order[start : start + batch_size]
            batch = [rows[i] for i in numbers]
            logits = self._logits([row.ids for row in batch], [row.position for row in batch])
            log_probs = logits.log_softmax(-1) + torch.stack([self._barred[row.allowed] for row in batch])
            best = log_probs.topk(min(max(row.top for row in batch), log_probs.shape[-1]))
            values, pieces = best.values.cpu().numpy(), best.indices.cpu().numpy()
            for k, i in enumerate(numbers):
                kept = slice(min(rows[i].top, int(np.isfinite(values[k]).sum())))
                found[i] = (pieces[k][kept], values[k][kept])
        return [found[i] for i in range(len(rows))]

    def _logits(self, rows: Sequence[np.ndarray[Any, Any]], positions: Sequence[int]) -> torch.Tensor:
        """Scores of all pieces, of shape [rows, vocabulary], at one position of each row.

        The vocabulary head costs as much as several layers, so it is run at these positions alone where it can be.
        """
        numbers = torch.arange(len(rows), device=self._network.device)
        places = torch.tensor(positions, device=self._network.device) + len(self._pieces.head)
        head = _HEADS.get(type(self._network).__name__)
        if head is None:
            logits: torch.Tensor = self._network(**self._inputs(rows)).logits[numbers, places]
        else:
            logits = getattr(self._network, head)(self._hidden(rows)[numbers, places].unsqueeze(1)).squeeze(1)
        return logits.float()

    def _inputs(self, rows: Sequence[np.ndarray[Any, Any]]) -> dict[str, torch.Tensor]:
        """Ids and attention mask of shape [rows, longest], on the model's device."""
        p = self._pieces
        longest = max(len(row) for row in rows) + len(p.head) + len(p.tail)
        ids = np.full((len(rows), longest), p.padding, np.int64)
        attention = np.zeros((len(rows), longest), np.int64)
        for i, row in enumerate(rows):
            framed = (*p.head, *row.tolist(), *p.tail)
            ids[i, : len(framed)] = framed
            attention[i, : len(framed)] = 1
        device = self._network.device
        return {
            "input_ids": torch.from_numpy(ids).to(device),
            "attention_mask": torch.from_numpy(attention).to(device),
        }

    def _hidden(self, rows: Sequence[np.ndarray[Any, Any]]) -> torch.Tensor:
        """The encoder's last hidden states, of shape [rows, longest, hidden]."""
        encoder = getattr(self._network, self._network.base_model_prefix)
        states: torch.Tensor = encoder(**self._inputs(rows)).last_hidden_state
        return states


def _batches(stream: Iterable[Window], size: int) -> Iterator[list[Window]]:
    """Batches of windows of like length, longest first; only a bounded number of windows is held at a time."""
    stream = iter(stream)
    while pool := list(islice(stream, size * _POOL)):
        pool.sort(key=lambda w: w.start - w.end)
        for i in range(0, len(pool), size):
            yield pool[i : i + size]
