"""The encoder of BERT and its kin as a few matrix products: faster than the network it was read from, equal to it.

Queries, keys and values come from one product, batches without padding need no mask, and on processors the products
run in eight-bit integers where asked for. What a pass computed of a text can be kept, so that pieces that are added
to it later cost no more than themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import torch
from torch.nn.functional import layer_norm, linear, scaled_dot_product_attention

__all__ = ["PRECISIONS", "Cache", "Encoder", "Precision", "product", "quicken"]

Precision = Literal["float32", "bfloat16", "int8"]
PRECISIONS: Final[tuple[Precision, ...]] = ("float32", "bfloat16", "int8")

# maps hidden states [..., in] to [..., out]
Product = Callable[[torch.Tensor], torch.Tensor]
# keys and values of each layer, of shape [rows, heads, pieces, size]
Cache = list[tuple[torch.Tensor, torch.Tensor]]

_FAMILY: Final = ("bert", "camembert", "roberta", "xlm-roberta")  # one layout under four names
_SMALLEST: Final = 1e-8  # keeps a scale from being nought
_TOLERANCE: Final = 1e-3  # of the self-check; hidden states are of the order of 1


def product(weight: torch.Tensor, bias: torch.Tensor, precision: Precision) -> Product:
    """`x @ weight.T + bias`. In eight bits each output of the weights has a scale of its own, and so has each piece."""
    if precision != "int8":
        return lambda x: linear(x, weight, bias)
    scales = weight.abs().amax(1).clamp_min(_SMALLEST) / 127
    whole = (weight / scales.unsqueeze(1)).round().to(torch.int8).T.contiguous()

    def run(x: torch.Tensor) -> torch.Tensor:
        flat = x.reshape(-1, x.shape[-1])
        step = flat.abs().amax(-1, keepdim=True).clamp_min_(_SMALLEST).div_(127)
        found = torch._int_mm((flat / step).round_().to(torch.int8), whole)
        return found.float().mul_(scales).mul_(step).add_(bias).view(*x.shape[:-1], -1)

    return run


class _Quick(torch.nn.Module):
    """A product in the place of a linear layer."""

    def __init__(self, run: Product) -> None:
        super().__init__()
        self._run = run

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self._run(x)


def quicken(head: Any, precision: Precision) -> None:
    """Lets a vocabulary head compute its scores in eight bits where `precision` says so; in sixteen, scores that lie
    close together would become equal."""
    if precision == "int8":
        for module in list(head.modules()):
            decoder = getattr(module, "decoder", None)
            if isinstance(decoder, torch.nn.Linear):
                module.decoder = _Quick(product(decoder.weight.detach(), decoder.bias.detach(), precision))


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: torch.Tensor
    bias: torch.Tensor
    epsilon: float

    @classmethod
    def of(cls, module: Any, dtype: torch.dtype) -> _Norm:
        return cls(module.weight.to(dtype), module.bias.to(dtype), module.eps)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return layer_norm(x, self.weight.shape, self.weight, self.bias, self.epsilon)


@dataclass(frozen=True, slots=True)
class _Layer:
    mixed: Product  # queries, keys and values side by side
    joined: Product
    wide: Product
    narrow: Product
    after_attention: _Norm
    after_layer: _Norm


class Encoder:
    """The encoder of a network, read by `of`. Takes ids, gives last hidden states of shape [rows, pieces, hidden]."""

    def __init__(self, network: Any, precision: Precision) -> None:
        config, base = network.config, getattr(network, network.base_model_prefix)
        self._heads: int = config.num_attention_heads
        self._dtype = torch.bfloat16 if precision == "bfloat16" else torch.float32
        self._activation: Product = base.encoder.layer[0].intermediate.intermediate_act_fn
        embeddings = base.embeddings
        self._words = embeddings.word_embeddings.weight.detach().to(self._dtype)
        # the first token type is the only one that a text of its own has
        self._places = (embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]).to(
            self._dtype
        )
        self._embedded = _Norm.of(embeddings.LayerNorm, self._dtype)
        self._first = config.pad_token_id + 1 if config.model_type != "bert" else 0
        self._layers = [self._layer(layer, precision) for layer in base.encoder.layer]

    @property
    def device(self) -> torch.device:
        """Where it runs."""
        where: torch.device = self._words.device
        return where

    @classmethod
    def of(cls, network: Any, precision: Precision) -> Encoder | None:
        """`None` where the network is built otherwise: this one must give what the network itself gives."""
        if network.config.model_type not in _FAMILY:
            return None
        # pieces that are no padding, which some networks count over
        ids = torch.arange(1, 9, device=network.device).add(network.config.pad_token_id)
        ids = ids.remainder(network.config.vocab_size).unsqueeze(0)
        try:
            with torch.inference_mode():
                found, _ = cls(network, "float32")(ids)
                expected = getattr(network, network.base_model_prefix)(
                    input_ids=ids, attention_mask=torch.ones_like(ids)
                ).last_hidden_state
                if not torch.allclose(found, expected, atol=_TOLERANCE):
                    return None
                return cls(network, precision)
        except (AttributeError, RuntimeError):  # parts under other names, or of other shapes
            return None

    def _layer(self, layer: Any, precision: Precision) -> _Layer:
        attention = layer.attention
        parts = (attention.self.query, attention.self.key, attention.self.value)

        def made(*modules: Any) -> Product:
            weight = torch.cat([m.weight for m in modules]).to(self._dtype)
            return product(weight, torch.cat([m.bias for m in modules]).to(self._dtype), precision)

        return _Layer(
            mixed=made(*parts),
            joined=made(attention.output.dense),
            wide=made(layer.intermediate.dense),
            narrow=made(layer.output.dense),
            after_attention=_Norm.of(attention.output.LayerNorm, self._dtype),
            after_layer=_Norm.of(layer.output.LayerNorm, self._dtype),
        )

    def __call__(
        self,
        ids: torch.Tensor,
        *,
        seen: torch.Tensor | None = None,
        places: torch.Tensor | None = None,
        cache: Cache | None = None,
        keep: bool = False,
    ) -> tuple[torch.Tensor, Cache]:
        """Hidden states (float32) of `ids` [rows, pieces], and with `keep` the keys and values they came by.

        `places` are the pieces' places in their text, from 0, where they do not simply follow each other. With a
        `cache` the pieces see what it holds first and themselves after it. `seen` [rows, 1, pieces or 1, all keys]
        says which; by default all.
        """
        if places is None:
            places = torch.arange(ids.shape[1], device=ids.device)
        x = self._embedded(self._words[ids] + self._places[places + self._first])
        rows, pieces, width = x.shape
        kept: Cache = []
        for number, layer in enumerate(self._layers):
            mixed = layer.mixed(x).view(rows, pieces, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            query, key, value = mixed[0], mixed[1], mixed[2]
            if cache is not None:
                key = torch.cat((cache[number][0], key), 2)
                value = torch.cat((cache[number][1], value), 2)
            if keep:
                kept.append((key, value))
            found = scaled_dot_product_attention(query, key, value, attn_mask=seen)
            x = layer.after_attention(layer.joined(found.transpose(1, 2).reshape(rows, pieces, width)) + x)
            x = layer.after_layer(layer.narrow(self._activation(layer.wide(x))) + x)
        return x.float(), kept
