"""Matrix products with fixed weights, in float32, in sixteen-bit floats or in eight-bit integers.

Each is an affine map that stands for a linear layer. What its precision costs in exactness is bounded by tests; sums
of products, norms and activations are computed elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import torch
from torch.nn.functional import linear

from repair.config import Precision

__all__ = ["Product", "product", "quicken"]

# maps hidden states [..., in] to [..., out]
Product = Callable[[torch.Tensor], torch.Tensor]

_SMALLEST: Final = 1e-8  # keeps a scale from being zero
_FAR: Final = 4.0  # times the middle range: an input that ranges further is kept out of the integers,
_FARTHEST: Final = 8  # of so many at most


def product(
    weight: torch.Tensor, bias: torch.Tensor, precision: Precision, ranges: torch.Tensor | None = None
) -> Product:
    """`x @ weight.T + bias`. Takes and gives float32, but with `bfloat16` sixteen bits. Multiplies in float32 too,
    where `precision` is neither `bfloat16` nor `int8`.

    `ranges`, of shape [in], are the largest absolute values seen for each input; eight bits are used better if they are
    known.
    """
    if precision == "bfloat16":
        return _sixteen(weight.bfloat16(), bias.bfloat16())
    return _eight(weight, bias, ranges) if precision == "int8" else lambda x: linear(x, weight, bias)


def _sixteen(weight: torch.Tensor, bias: torch.Tensor) -> Product:
    """On processors with instructions for it, the weights are laid out once as the product reads them; the general way
    does so at every call."""
    operations = torch.ops.mkldnn
    if weight.device.type != "cpu" or not getattr(operations, "_is_mkldnn_bf16_supported", bool)():
        return lambda x: linear(x, weight, bias)
    laid = operations._reorder_linear_weight(weight)

    def run(x: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = operations._linear_pointwise(x, laid, bias, "none", [], "")
        return found

    return run


def _eight(weight: torch.Tensor, bias: torch.Tensor, ranges: torch.Tensor | None) -> Product:
    """Each output of the weights has a scale of its own, and each row of inputs a scale and a middle.

    The few inputs that range much further than the others would leave those hardly any of the 255 steps: they, and the
    rows' middles, go through a small product in float32.
    """
    far = torch.zeros(weight.shape[1], dtype=torch.bool, device=weight.device)
    if ranges is not None:
        least = torch.maximum(ranges.median() * _FAR, ranges.topk(min(_FARTHEST + 1, len(ranges))).values[-1])
        far = ranges > least
    weight_near = weight.masked_fill(far, 0.0)
    scales = weight_near.abs().amax(1).clamp_min(_SMALLEST) / 127
    whole = (weight_near / scales.unsqueeze(1)).round().to(torch.int8).T.contiguous()
    near, apart = (~far).float(), far.nonzero().squeeze(1)
    kept = torch.cat((weight[:, apart].T, (whole.sum(0) * scales).unsqueeze(0))).contiguous()

    def run(x: torch.Tensor) -> torch.Tensor:
        flat = x.reshape(-1, x.shape[-1])
        most = flat * near if len(apart) else flat
        high, low = most.amax(1, keepdim=True), most.amin(1, keepdim=True)
        middle, step = (high + low).div_(2), (high - low).clamp_min_(_SMALLEST).div_(254)
        steps = (most / step).sub_(middle / step).round_().to(torch.int8)
        found = torch._int_mm(steps, whole).float().mul_(step)
        rest = torch.addmm(bias, torch.cat((flat.index_select(1, apart), middle), 1), kept)
        return rest.addcmul_(found, scales).view(*x.shape[:-1], -1)

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
                module.decoder = _Quick(product(decoder.weight.detach(), decoder.bias.detach(), "int8"))
