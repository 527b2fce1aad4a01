"""A bundled model read from its files without transformers, whose import takes longer than reading an article.

Its modules have the names that transformers gives them, so that weights, heads and encoders find them in either.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any, Final

import torch
from msgspec import Struct
from safetensors.torch import load_file
from torch import nn
from torch.nn.functional import scaled_dot_product_attention

from repair.models.bundle import BundledTokenizer, NetworkConfig, read_config, read_tokenizer

__all__ = ["PlainBert", "read_plain"]

_DECODER: Final = "cls.predictions.decoder"


class _Output(Struct, frozen=True):
    """What a network gives, under the names of transformers."""

    last_hidden_state: torch.Tensor
    logits: torch.Tensor | None = None


def read_plain(folder: Path) -> tuple[PlainBert, BundledTokenizer]:
    """Network, in float32, and tokenizer of a BERT with a fill-in head whose folder came with the package."""
    weights = {name: value.float() for name, value in load_file(folder / "model.safetensors").items()}
    weights[f"{_DECODER}.weight"] = weights["bert.embeddings.word_embeddings.weight"]
    weights[f"{_DECODER}.bias"] = weights["cls.predictions.bias"]
    network = PlainBert(read_config(folder))
    network.load_state_dict(weights, assign=True)
    return network, read_tokenizer(folder)


class _Linear(nn.Linear):
    """Without numbers of its own, which would be drawn for nothing: the weights are read from a file."""

    def reset_parameters(self) -> None:
        """Draw nothing."""


class _Embedding(nn.Embedding):
    """See `_Linear`."""

    def reset_parameters(self) -> None:
        """Draw nothing."""


class PlainBert(nn.Module):
    """A BERT with a fill-in head. It computes as plainly as it can; see `repair.models.runtime.encoder` for speed."""

    base_model_prefix: Final = "bert"
    is_plain: Final = True
    """The parts of its layers are those that `repair.models.runtime.encoder` reads."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.bert = _Base(config)
        self.cls = _part(predictions=_FillIn(config))

    @property
    def device(self) -> torch.device:
        """Where its weights lie."""
        where: torch.device = self.cls.predictions.bias.device
        return where

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> _Output:
        """Hidden states and scores of all pieces, for ids [rows, pieces]; the mask has 0 for padding."""
        hidden = self.bert(input_ids, attention_mask).last_hidden_state
        return _Output(hidden, self.cls(hidden))


class _Base(nn.Module):
    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        width = config.hidden_size
        self.embeddings = _part(
            word_embeddings=_Embedding(config.vocab_size, width),
            position_embeddings=_Embedding(config.max_position_embeddings, width),
            token_type_embeddings=_Embedding(config.type_vocab_size, width),
            LayerNorm=_norm(config),
        )
        self.encoder = _part(layer=nn.ModuleList(_Layer(config) for _ in range(config.num_hidden_layers)))

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> _Output:
        e = self.embeddings
        places = torch.arange(input_ids.shape[1], device=input_ids.device)
        x = e.word_embeddings(input_ids) + e.position_embeddings(places) + e.token_type_embeddings.weight[0]
        seen = None if attention_mask is None else attention_mask.bool()[:, None, None, :]
        x = e.LayerNorm(x)
        for layer in self.encoder.layer:
            x = layer(x, seen)
        return _Output(x)


class _Layer(nn.Module):
    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        width, wide = config.hidden_size, config.intermediate_size
        self._heads = config.num_attention_heads
        own = _part(**{name: _Linear(width, width) for name in ("query", "key", "value")})
        joined = _part(dense=_Linear(width, width), LayerNorm=_norm(config))
        self.attention = _part(self=own, output=joined)
        self.intermediate = _part(dense=_Linear(width, wide), intermediate_act_fn=nn.GELU())
        self.output = _part(dense=_Linear(wide, width), LayerNorm=_norm(config))

    def forward(self, x: torch.Tensor, seen: torch.Tensor | None) -> torch.Tensor:
        own, joined, wide = self.attention.self, self.attention.output, self.intermediate
        query, key, value = (
            m(x).unflatten(2, (self._heads, -1)).transpose(1, 2) for m in (own.query, own.key, own.value)
        )
        found = scaled_dot_product_attention(query, key, value, attn_mask=seen).transpose(1, 2).flatten(2)
        x = joined.LayerNorm(joined.dense(found) + x)
        x = self.output.LayerNorm(self.output.dense(wide.intermediate_act_fn(wide.dense(x))) + x)
        return x


class _FillIn(nn.Module):
    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        width = config.hidden_size
        self.transform = nn.Sequential(OrderedDict(dense=_Linear(width, width), act=nn.GELU(), LayerNorm=_norm(config)))
        self.decoder = _Linear(width, config.vocab_size)
        self.bias = nn.Parameter(torch.empty(config.vocab_size))

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.decoder(self.transform(hidden))
        return scores


def _norm(config: NetworkConfig) -> nn.LayerNorm:
    return nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)


class _Part(nn.Module):
    """Modules under names, which are called one after the other."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for module in self.children():
            x = module(x)
        return x


def _part(**modules: nn.Module) -> Any:
    made = _Part()
    for name, module in modules.items():
        made.add_module(name, module)
    return made
