"""The encoder of BERT and similar networks as a few matrix products: the same results as the network, but faster.

Queries, keys and values come from one product; batches without padding need no mask; the last layer is run only for the
requested pieces. On request the products run in sixteen-bit floats or eight-bit integers; sums and norms never do. The
keys and values of a pass can be kept, so that pieces added later cost only their own work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any, Final, Generic, TypeVar

import torch
from msgspec import Struct
from torch.nn.functional import layer_norm, linear, scaled_dot_product_attention

from repair.config import Precision
from repair.models.runtime.quantized import Product, product

__all__ = ["Embedding", "Encoder", "KeysAndValues", "Layer", "Norm", "base_of", "layers_of", "ranges_of"]

# keys and values of each layer, of shape [rows, heads, pieces, size]
KeysAndValues = list[tuple[torch.Tensor, torch.Tensor]]

_FAMILY: Final = ("bert", "camembert", "electra", "roberta", "xlm-roberta")  # one layout under five names
_SAMPLE: Final = 64  # pieces of the self-check, from all over the vocabulary
_TOLERANCE: Final = 1e-3  # of hidden states, which are of the order of 1

P = TypeVar("P")
# makes of weights [out, in] and biases [out] what multiplies by them
Maker = Callable[[torch.Tensor, torch.Tensor], P]


class Norm(Struct, frozen=True):
    """Layer normalisation: `weight` and `bias` of shape [hidden]."""

    weight: torch.Tensor
    bias: torch.Tensor
    epsilon: float

    @classmethod
    def of(cls, module: Any) -> Norm:
        """Reads a network's own."""
        return cls(module.weight.detach(), module.bias.detach(), module.eps)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """`x` [..., hidden], normalised."""
        return layer_norm(x, self.weight.shape, self.weight, self.bias, self.epsilon)


class Layer(Struct, Generic[P], frozen=True):
    """A layer of an encoder: its four products, in the order in which they are run, and its norms."""

    mixed: P  # queries, keys and values side by side
    joined: P
    wide: P
    narrow: P
    after_attention: Norm
    after_layer: Norm


def base_of(network: Any) -> Any:
    """The encoder of a network with a head, as transformers builds it; a network without a head is its own."""
    return getattr(network, network.base_model_prefix, network)


def layers_of(network: Any, make: Maker[P]) -> list[Layer[P]]:
    """The layers of a network, whose products are made in the order in which they are run."""

    def made(*modules: Any) -> P:
        weight, bias = ([getattr(m, name).detach() for m in modules] for name in ("weight", "bias"))
        return make(weight[0], bias[0]) if len(modules) == 1 else make(torch.cat(weight), torch.cat(bias))

    return [
        Layer(
            mixed=made(layer.attention.self.query, layer.attention.self.key, layer.attention.self.value),
            joined=made(layer.attention.output.dense),
            wide=made(layer.intermediate.dense),
            narrow=made(layer.output.dense),
            after_attention=Norm.of(layer.attention.output.LayerNorm),
            after_layer=Norm.of(layer.output.LayerNorm),
        )
        for layer in base_of(network).encoder.layer
    ]


def ranges_of(network: Any) -> list[torch.Tensor] | None:
    """The largest absolute value of each input of each product of a network, of shape [in], in the order of products.

    `None` if the network is built differently: an `Encoder` must give the same results as the network itself.
    """
    config = network.config
    if config.model_type not in _FAMILY:
        return None
    size = min(_SAMPLE, config.max_position_embeddings // 2)
    ids = torch.linspace(0, config.vocab_size - 1, size, device=network.device).long()
    ids = ids[ids != config.pad_token_id].unsqueeze(0)  # some networks do not count padding
    ranges: list[torch.Tensor] = []

    def watched(weight: torch.Tensor, bias: torch.Tensor) -> Product:
        run = product(weight, bias, "float32")

        def watch(x: torch.Tensor) -> torch.Tensor:
            ranges.append(x.flatten(0, -2).abs().amax(0))
            return run(x)

        return watch

    try:
        with torch.inference_mode():
            found, _ = Encoder(network, torch.float32, watched)(ids)
            expected = base_of(network)(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
    except (AttributeError, RuntimeError):  # parts under other names, or of other shapes
        return None
    return ranges if torch.allclose(found, expected, atol=_TOLERANCE) else None


class Embedding:
    """What a network makes of ids before its layers."""

    def __init__(self, network: Any) -> None:
        config, base = network.config, base_of(network)
        embeddings = base.embeddings
        self._words = embeddings.word_embeddings.weight.detach()
        # the first token type is the only one that a text of its own has
        self._places = (embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]).detach()
        self._norm = Norm.of(embeddings.LayerNorm)
        wider = getattr(base, "embeddings_project", None)  # narrow vectors of pieces, which are widened for the layers
        self._wider = None if wider is None else (wider.weight.detach(), wider.bias.detach())
        self._first = config.pad_token_id + 1 if config.model_type not in ("bert", "electra") else 0

    @property
    def device(self) -> torch.device:
        """Where it lies."""
        where: torch.device = self._words.device
        return where

    def __call__(self, ids: torch.Tensor, places: torch.Tensor | None) -> torch.Tensor:
        """States [rows, pieces, hidden] of ids [rows, pieces] at their places, by default one after the other."""
        if places is None:
            places = torch.arange(ids.shape[1], device=ids.device)
        found = self._norm(self._words[ids] + self._places[places + self._first])
        return found if self._wider is None else linear(found, *self._wider)


class Encoder:
    """The encoder of a network at work."""

    def __init__(self, network: Any, dtype: torch.dtype, make: Maker[Product]) -> None:
        self._heads: int = network.config.num_attention_heads
        self._dtype = dtype  # that products take and give
        base = base_of(network)
        self._activation: Product = base.encoder.layer[0].intermediate.intermediate_act_fn
        self._embedded = Embedding(network)
        self._layers = layers_of(network, make)

    @classmethod
    def of(cls, network: Any, precision: Precision) -> Encoder | None:
        """`None` if the network is built differently. What is built as it says needs no test, unless the test's results are
        needed."""
        ranges: Iterable[torch.Tensor | None] | None
        is_known = getattr(network, "is_plain", False) and precision != "int8"
        ranges = repeat(None) if is_known else ranges_of(network)
        if ranges is None:
            return None
        later = iter(ranges)
        dtype = torch.bfloat16 if precision == "bfloat16" else torch.float32
        with torch.inference_mode():
            return cls(network, dtype, lambda weight, bias: product(weight, bias, precision, next(later)))

    @property
    def device(self) -> torch.device:
        """Where it runs."""
        return self._embedded.device

    def __call__(
        self,
        ids: torch.Tensor,
        *,
        seen: torch.Tensor | None = None,
        places: torch.Tensor | None = None,
        asked: torch.Tensor | None = None,
        cache: KeysAndValues | None = None,
        keep: bool = False,
    ) -> tuple[torch.Tensor, KeysAndValues]:
        """Hidden states of `ids` [rows, pieces], and with `keep` the keys and values they came by.

        `places` are the pieces' places in their text, from 0, where they do not simply follow each other. With
        `asked` [rows, n], numbers of pieces, the states are those of these alone, of shape [rows, n, hidden]. With a
        `cache` the pieces see what it holds first and themselves after it. `seen` [rows, 1, pieces or 1, all keys]
        says which; by default all.
        """
        x = self._embedded(ids, places)
        rows = torch.arange(ids.shape[0], device=ids.device).unsqueeze(1)
        kept: KeysAndValues = []
        for number, layer in enumerate(self._layers):
            mixed = layer.mixed(x.to(self._dtype)).view(*ids.shape, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            query, key, value = mixed[0], mixed[1], mixed[2]
            if cache is not None:
                key = torch.cat((cache[number][0], key), 2)
                value = torch.cat((cache[number][1], value), 2)
            if keep:
                kept.append((key, value))
            if asked is not None and number + 1 == len(self._layers):
                # the last states of other pieces are not needed
                x, query = x[rows, asked], query.transpose(1, 2)[rows, asked].transpose(1, 2)
                seen = seen if seen is None or seen.shape[2] == 1 else seen[rows, :, asked].transpose(1, 2)
            found = scaled_dot_product_attention(query, key, value, attn_mask=seen)
            x = layer.after_attention(layer.joined(found.transpose(1, 2).reshape(x.shape)) + x)
            x = layer.after_layer(layer.narrow(self._activation(layer.wide(x.to(self._dtype)))) + x)
        return x, kept
