"""Masked language models: fill-in for any of them, the gap head for those that bring one.

Importing this room is cheap; only `load` imports torch and transformers. Input and output are plain text and records,
so that nothing outside this room needs to know about pieces, tensors or windows.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from repair.config import Precision
from repair.errors import ModelError
from repair.extras import require_extra
from repair.models.installed import GAP_MODEL, MODELS, Bundled, all_models, model_named
from repair.models.query import ATTESTED_TABLE, FOUND_TABLE, TABLE, Fill, Filler, Query

if TYPE_CHECKING:
    from repair.models.masked import MaskedModel

__all__ = [
    "ATTESTED_TABLE",
    "FOUND_TABLE",
    "GAP_MODEL",
    "MODELS",
    "TABLE",
    "Bundled",
    "Fill",
    "Filler",
    "Query",
    "all_models",
    "load",
    "model_named",
    "model_place",
]

_HUB_NAME: Final = re.compile(r"[\w.-]{1,96}(?:/[\w.-]{1,96})?", re.ASCII)


def load(name: str, *, device: str = "auto", precision: Precision = "auto") -> MaskedModel:
    """The masked model `name`: an installed one, a folder, or a hub name (`owner/name`), tried in that order.

    A hub name is looked for in the local cache first and fetched only where it is not there and the environment
    allows it (`HF_HUB_OFFLINE`). `device` is `auto`, `cpu`, `cuda` or `cuda:N`; `precision` says what the
    encoder computes in, by default what this processor has instructions for. Raises `ModelError` if nothing of
    that name can be found or read, or if it is not a masked language model, `MissingExtra` if the libraries for
    models are not installed.
    """
    require_extra("model", f"the model {name!r}")
    place, hub = model_place(name)
    # threads that spin while they wait take the time of everything else; it must be said before torch is loaded
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from repair.models.loading import open_model

    return open_model(name, place, hub=hub, device=device, precision=precision)


def model_place(name: str) -> tuple[str, bool]:
    """Where the model `name` is: its folder and `False`, or its hub name and `True`. Raises `ModelError`."""
    if model := model_named(name):
        return str(model.folder), False
    if name and Path(name).is_dir():
        return name, False
    if _HUB_NAME.fullmatch(name) and not name.startswith("."):
        return name, True
    raise ModelError(
        f"there is no model {name!r}", hint=f"use an installed one ({', '.join(all_models())}) or a folder"
    )
