"""A quick reader in training: the layers of `repair.models.quick`, in torch, over the pieces of another model.

Nearly all places of a text are easily seen to be sound, so only some of them are asked about. The scores are corrected by
that share, so that they stay those of a whole text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from msgspec.structs import replace
from torch import nn
from torch.nn.functional import pad, relu

from repair.edit import write_atomically
from repair.models import READER_FILE
from repair.models.gap_head import CLASSES
from repair.models.layout import fold_blanks
from repair.models.ngrams import COUNTED, commonness, tables_of_runs
from repair.models.pieces import Pieces
from repair.models.quick import AFTER, BEFORE, FACTS, LOG_STEP, QuickReader, packed_reader
from repair.train.learner import Learner
from repair.train.loop import StepRows
from repair.train.rows import NOTHING, TrainingRow
from repair.train.texts import PackedTexts
from repair.train.trainee import Trainee

__all__ = ["QuickTrainee", "thinned"]

_SIZE: Final = 80  # numbers of a piece's vector
_NARROW: Final = 64  # of the second layer
_SPREAD: Final = 0.5  # of the numbers of a vector at the beginning
_ASKED: Final = 0.1  # share of the sound places that are asked about
_MOST_COUNTED: Final = 30_000_000  # pieces whose runs are counted
_LONGEST: Final = 8_192  # pieces of a row


class QuickTrainee(Learner):
    """A quick reader with the methods that the loop and the measuring ask of a trainee. It has no fill-in head."""

    def __init__(self, tokenizer: Any, pieces: Pieces, vocabulary: int, width: int) -> None:
        super().__init__()
        self.tokenizer = tokenizer
        # a row has no markers: before and after it stands padding, as before and after a text
        self._pieces = replace(pieces, head=(), tail=())
        self.fills, self.new_head = False, False
        self.emb = nn.Embedding(vocabulary, _SIZE)
        self.f1 = nn.Linear((BEFORE + AFTER) * (_SIZE + FACTS), width)
        self.f2 = nn.Linear(width, _NARROW)
        self.skip = nn.Linear(width, CLASSES, bias=False)
        self.out = nn.Linear(_NARROW, CLASSES)
        self.runs: dict[str, npt.NDArray[np.uint8]] = {run: np.zeros(size, np.uint8) for run, size in COUNTED.items()}

    @classmethod
    def new(cls, base: Trainee, texts: PackedTexts, *, width: int) -> QuickTrainee:
        """One of random layers over the pieces of `base`. Its vectors of pieces begin as those of the base, in the
        directions in which these differ most. How common runs of pieces are is counted in the texts."""
        made = cls(deepcopy(base.tokenizer), base.pieces, base.network.config.vocab_size, width)
        vectors = base.network.get_input_embeddings().weight.detach().float()
        vectors = vectors / vectors.std(1, keepdim=True).clamp_min(1e-6)
        vectors = vectors - vectors.mean(0)
        short = vectors @ torch.linalg.eigh(vectors.T @ vectors).eigenvectors[:, -_SIZE:]
        with torch.no_grad():
            made.emb.weight[:, : short.shape[1]] = short * (_SPREAD / short.std())
        made.runs = tables_of_runs(np.concatenate(list(_pieces_of(texts, made.pieces))), made.pieces.padding)
        return made

    @classmethod
    def of(cls, base: Trainee, folder: Path) -> QuickTrainee:
        """The reader that `save` wrote to a folder, over the pieces of `base`."""
        read = QuickReader.read(str(folder), folder)
        vocabulary, width = len(read.weights["emb.weight"]), len(read.weights["f1.bias"])
        made = cls(deepcopy(base.tokenizer), base.pieces, vocabulary, width)
        made.load_state_dict({name: torch.from_numpy(value) for name, value in read.weights.items()})
        with torch.no_grad():
            made.out.bias[0] += math.log(_ASKED)
        made.runs = read.tables
        return made

    @property
    def pieces(self) -> Pieces:
        """Those of the base."""
        return self._pieces

    @property
    def longest(self) -> int:
        """There is no limit but memory."""
        return _LONGEST

    @property
    def architecture(self) -> str:
        """What it is, for a card."""
        return (
            f"a window of {BEFORE + AFTER} pieces, {self.emb.num_embeddings:,} vectors of {_SIZE}, layers of "
            f"{self.f1.out_features} and {_NARROW}; weights in float16"
        )

    def forward(
        self, ids: torch.Tensor, real: torch.Tensor, fill_at: torch.Tensor, gap_at: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """See `Learner.forward`. While it learns, the scores are those among the places that are asked about."""
        ids = pad(ids.masked_fill(real == 0, self.pieces.padding), (BEFORE, AFTER - 1), value=self.pieces.padding)
        row, column = gap_at // real.shape[1], gap_at % real.shape[1]
        first = row * ids.shape[1] + column
        seen = first.unsqueeze(1) + torch.arange(BEFORE + AFTER, device=ids.device)
        flat = ids.flatten()
        common = torch.from_numpy(commonness(self.runs, flat.cpu().numpy(), self.pieces.padding)).to(ids.device)[seen]
        vectors = self.emb(flat[seen])
        window = torch.cat((vectors, common * LOG_STEP, common == 0), 2).flatten(1)
        inner = relu(self.f1(window))
        scores: torch.Tensor = self.out(relu(self.f2(inner))) + self.skip(inner)
        if not self.training:
            scores = scores - scores.new_tensor([math.log(_ASKED), *[0.0] * (CLASSES - 1)])
        return inner[:0], scores

    def save(self, folder: Path) -> None:
        """Write the reader and its tokenizer, as `--reader` takes the folder."""
        weights = {name: value.cpu().float().numpy().copy() for name, value in self.state_dict().items()}
        weights["out.bias"][0] -= math.log(_ASKED)
        packed = packed_reader(weights, self.runs, padding=self.pieces.padding, unknown=self.pieces.unknown)
        write_atomically(folder / READER_FILE, packed)
        self.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"), pretty=False)


def thinned(rows: StepRows, seed: int) -> StepRows:
    """The rows of each step, asked about all their losses and only some of the places that are sound."""
    return partial(_thinned, rows, seed)


def _thinned(rows: StepRows, seed: int, step: int, place: range) -> list[TrainingRow]:
    draw = np.random.default_rng((seed, step, place.start))
    return [
        replace(row, gap=np.where((row.gap == 0) & (draw.random(len(row.gap)) >= _ASKED), NOTHING, row.gap))
        for row in rows(step, place)
    ]


def _pieces_of(texts: PackedTexts, pieces: Pieces) -> Iterator[npt.NDArray[Any]]:
    """The pieces of the texts, with padding after each."""
    count = 0
    for number in range(len(texts)):
        ids = pieces.encode(fold_blanks(texts[number]).text).ids
        yield np.append(ids, pieces.padding)
        count += len(ids)
        if count >= _MOST_COUNTED:
            return
