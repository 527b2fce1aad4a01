"""The encoder of a network as a graph in eight-bit integers that ONNX Runtime computes, in the place of `Encoder`.

The graph is written here from the network's own weights and lives in memory, so nothing is exported, stored or fetched.
Where the runtime is not installed, an error names the extra that brings it.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any, Final

import numpy as np
import torch

from repair.errors import ModelError
from repair.models.runtime.encoder import Embedding, KeysAndValues, Layer, Norm, layers_of, ranges_of

__all__ = ["Runtime"]

_OPSET: Final = 20
_FORMAT: Final = 9  # of the file, as far as there were one
_CONTRIBUTED: Final = "com.microsoft"
_ACTIVATIONS: Final = {"gelu": ("Gelu", _CONTRIBUTED), "relu": ("Relu", "")}
_SMALLEST: Final = 1e-8  # keeps a scale from being zero
_FAR: Final = 3.0  # times the middle range: an input that ranges further is kept out of the integers,
_FARTHEST: Final = 16  # of so many at most
_NEVER: Final = -1e4  # what is added to the score of a piece that is not seen

# weights [out, in], biases [out] and the ranges [in] of what is multiplied by them
_Weights = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


class Runtime:
    """See `repair.models.runtime.encoder.AnyEncoder` for what it takes and gives. It runs on processors."""

    def __init__(self, network: Any, ranges: list[torch.Tensor]) -> None:
        later = iter(ranges)
        layers: list[Layer[_Weights]] = layers_of(network, lambda weight, bias: (weight, bias, next(later)))
        self._embedded = Embedding(network)
        self._heads: int = network.config.num_attention_heads
        self._depth = len(layers)
        self._size = network.config.hidden_size // self._heads
        activation = network.config.hidden_act
        if activation not in _ACTIVATIONS:
            raise ModelError(f"the activation {activation!r} has no graph", hint="choose another precision than onnx")
        self._made = partial(_Graph, layers, self._heads, activation)

    @classmethod
    def of(cls, network: Any) -> Runtime | None:
        """`None` if the network is built differently. Raises `ModelError` if ONNX Runtime is not installed."""
        _libraries()
        ranges = ranges_of(network)
        return None if ranges is None else cls(network, ranges)

    @cached_property
    def _open(self) -> Any:
        """For pieces that all see each other, and of which nothing is kept."""
        return _session(self._made(kept=False))

    @cached_property
    def _kept(self) -> Any:
        return _session(self._made(kept=True))

    @property
    def device(self) -> torch.device:
        """Where its ids are expected and its states lie."""
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
        """See `repair.models.runtime.encoder.AnyEncoder`."""
        rows, pieces = ids.shape
        if asked is None:
            asked = torch.arange(pieces).expand(rows, -1)
        given = {"x": self._embedded(ids, places), "asked": asked.unsqueeze(-1)}
        if seen is None and cache is None and not keep:
            (states,) = self._open.run(["hidden"], _arrays(given))
            return torch.from_numpy(states), []
        if cache is None:
            nothing = torch.empty(rows, self._heads, 0, self._size)
            cache = [(nothing, nothing)] * self._depth
        keys = cache[0][0].shape[2] + pieces
        bias = torch.zeros(rows, 1, pieces, keys) if seen is None else _hidden(seen).expand(-1, -1, pieces, -1)
        given["bias"] = bias
        given["bias_asked"] = bias[torch.arange(rows).unsqueeze(1), :, asked].transpose(1, 2)
        for number, (key, value) in enumerate(cache):
            given |= {f"past_key{number}": key, f"past_value{number}": value}
        wanted = ["hidden"]
        if keep:
            wanted += [f"{kind}{number}" for number in range(self._depth) for kind in ("key", "value")]
        states, *kept = map(torch.from_numpy, self._kept.run(wanted, _arrays(given)))
        return states, list(zip(kept[::2], kept[1::2], strict=True))


def _steps() -> int:
    """The largest integer that stands for a weight. Processors without instructions for sums of bytes add pairs of
    products in sixteen bits, which two large ones would overflow: there weights get seven bits."""
    return 127 if getattr(torch.cpu, "_is_vnni_supported", bool)() else 63


def _hidden(seen: torch.Tensor) -> torch.Tensor:
    return torch.where(seen, 0.0, _NEVER)


def _arrays(given: dict[str, torch.Tensor]) -> dict[str, np.ndarray[Any, Any]]:
    return {name: tensor.contiguous().numpy() for name, tensor in given.items()}


def _libraries() -> tuple[Any, Any]:
    try:
        import onnx
        import onnxruntime
    except ImportError as error:
        raise ModelError(
            "ONNX Runtime is not installed", hint="pip install '.[onnx]', or choose another precision than onnx"
        ) from error
    return onnx, onnxruntime


def _session(graph: _Graph) -> Any:
    _, onnxruntime = _libraries()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # workers that spin while they wait take the time of everything else
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph.written(), options, providers=["CPUExecutionProvider"])


class _Graph:
    """Writes the layers down as nodes. A name stands for a tensor of shape [rows, pieces, something]."""

    def __init__(self, layers: list[Layer[_Weights]], heads: int, activation: str, kept: bool) -> None:
        self._onnx, _ = _libraries()
        self._heads, self._activation, self._kept = heads, activation, kept
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._inputs = [self._value("x", "rows", "pieces", layers[0].after_layer.weight.numel())]
        self._inputs.append(self._value("asked", "rows", "n", 1, kind="INT64"))
        self._outputs: list[Any] = []
        if kept:
            self._inputs.append(self._value("bias", "rows", 1, "pieces", "keys"))
            self._inputs.append(self._value("bias_asked", "rows", 1, "n", "keys"))
        x = "x"
        for number, layer in enumerate(layers):
            x = self._layer(number, layer, x, last=number + 1 == len(layers))
        self._nodes.append(self._onnx.helper.make_node("Identity", [x], ["hidden"]))
        self._outputs.insert(0, self._value("hidden", "rows", "n", layers[0].after_layer.weight.numel()))

    def written(self) -> bytes:
        """The whole model as ONNX Runtime reads it."""
        helper = self._onnx.helper
        graph = helper.make_graph(self._nodes, "encoder", self._inputs, self._outputs, self._constants)
        sets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIBUTED, 1)]
        model: bytes = helper.make_model(graph, opset_imports=sets, ir_version=_FORMAT).SerializeToString()
        return model

    def _value(self, name: str, *shape: str | int, kind: str = "FLOAT") -> Any:
        return self._onnx.helper.make_tensor_value_info(name, getattr(self._onnx.TensorProto, kind), shape)

    def _constant(self, array: Any) -> str:
        name = f"c{len(self._constants)}"
        self._constants.append(self._onnx.numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def _add(self, kind: str, *inputs: str, of: str = "", outputs: int = 1, **attributes: Any) -> list[str]:
        names = [f"t{len(self._nodes)}_{i}" for i in range(outputs)]
        self._nodes.append(self._onnx.helper.make_node(kind, inputs, names, domain=of, **attributes))
        return names

    def _layer(self, number: int, layer: Layer[_Weights], x: str, *, last: bool) -> str:
        mixed = self._product(x, layer.mixed)
        query, key, value = self._add("Split", mixed, outputs=3, axis=2, num_outputs=3)
        if last:  # the last states of other pieces are not needed
            (query,), (x,) = (self._add("GatherND", of, "asked", batch_dims=1) for of in (query, x))
        bias = ""
        if self._kept:
            key, value = (self._all(number, kind, of, layer) for kind, of in (("key", key), ("value", value)))
            bias = "bias_asked" if last else "bias"
        inputs = [query, key, value, "", "", bias] if bias else [query, key, value]
        (found,) = self._add("MultiHeadAttention", *inputs, of=_CONTRIBUTED, num_heads=self._heads)
        x = self._normed(x, self._product(found, layer.joined), layer.after_attention)
        kind, where = _ACTIVATIONS[self._activation]
        (wide,) = self._add(kind, self._product(x, layer.wide), of=where)
        return self._normed(x, self._product(wide, layer.narrow), layer.after_layer)

    def _all(self, number: int, kind: str, own: str, layer: Layer[_Weights]) -> str:
        """Keys or values of shape [rows, heads, keys, size]: those of earlier passes and then those of this one."""
        size = layer.after_layer.weight.numel() // self._heads
        past, kept = f"past_{kind}{number}", f"{kind}{number}"
        self._inputs.append(self._value(past, "rows", self._heads, "past", size))
        self._outputs.append(self._value(kept, "rows", self._heads, "pieces", size))
        (apart,) = self._add("Reshape", own, self._constant(np.array([0, 0, self._heads, size])))
        self._nodes.append(self._onnx.helper.make_node("Transpose", [apart], [kept], perm=[0, 2, 1, 3]))
        (every,) = self._add("Concat", past, kept, axis=2)
        return every

    def _normed(self, x: str, added: str, norm: Norm) -> str:
        weight, bias = (self._constant(part.numpy()) for part in (norm.weight, norm.bias))
        (found,) = self._add("SkipLayerNormalization", x, added, weight, bias, of=_CONTRIBUTED, epsilon=norm.epsilon)
        return found

    def _product(self, x: str, weights: _Weights) -> str:
        """Each output of the weights has a scale of its own, and all inputs one together.

        The few inputs that range much further than the others would leave those hardly any of the 255 steps: they go
        through a small product in float32.
        """
        weight, bias, ranges = weights
        least = torch.maximum(ranges.median() * _FAR, ranges.topk(min(_FARTHEST + 1, len(ranges))).values[-1])
        far = ranges > least
        scales = weight.masked_fill(far, 0.0).abs().amax(1).clamp_min(_SMALLEST) / _steps()
        whole = (weight.masked_fill(far, 0.0) / scales.unsqueeze(1)).round().to(torch.int8).T
        constants = [
            self._constant(part.numpy()) for part in (whole, scales, torch.zeros(len(bias), dtype=torch.int8), bias)
        ]
        if not far.any():
            (found,) = self._add("DynamicQuantizeMatMul", x, *constants, of=_CONTRIBUTED)
            return found
        # far inputs are set to zero: leaving them out would take the runtime longer than the product
        (near,) = self._add("Mul", x, self._constant((~far).float().numpy()))
        (found,) = self._add("DynamicQuantizeMatMul", near, *constants, of=_CONTRIBUTED)
        (apart,) = self._add("Gather", x, self._constant(far.nonzero().squeeze(1).numpy()), axis=2)
        (rest,) = self._add("MatMul", apart, self._constant(weight[:, far].T.numpy()))
        (total,) = self._add("Add", found, rest)
        return total
