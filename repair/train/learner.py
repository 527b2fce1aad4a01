"""What a training, its folder and its card ask of the network that learns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

import torch
from torch import nn

from repair.models.pieces import Pieces

__all__ = ["Learner"]


class Learner(nn.Module, ABC):
    """A network with one head or two: `fills` says whether it has one that fills in, and `new_head` whether its gap head
    never learned anything."""

    fills: bool
    new_head: bool

    @property
    @abstractmethod
    def pieces(self) -> Pieces:
        """Its tokenizer, as rows are made with it."""

    @property
    @abstractmethod
    def longest(self) -> int:
        """Pieces that it can read at once, markers included."""

    @property
    @abstractmethod
    def architecture(self) -> str:
        """What it is, for a card."""

    @abstractmethod
    def forward(
        self, ids: torch.Tensor, real: torch.Tensor, fill_at: torch.Tensor, gap_at: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores of all pieces at the places `fill_at`, and of the five classes at `gap_at`: numbers into the flattened
        `ids` [rows, pieces]. Where `real` is 0, ids are padding."""

    @abstractmethod
    def save(self, folder: Path) -> None:
        """Write the files of a model folder, with weights in sixteen bits."""
