"""Masked language models: fill-in for any of them, the gap head for those that bring one.

Importing this room is cheap; only `load` imports torch and transformers, and a bundled gap head that reads little does
without them. Input and output are plain text and records,
so that nothing outside this room needs to know about pieces, tensors or windows.
"""

from __future__ import annotations

import os
import re
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from repair.config import FAST, MIXED, Config, Precision
from repair.errors import ModelError
from repair.extras import has_extra, require_extra
from repair.models.installed import GAP_MODEL, MODELS, Bundled, all_models, model_named
from repair.models.query import ATTESTED_TABLE, FOUND_TABLE, TABLE, Fill, Filler, GapReader, Query

if TYPE_CHECKING:
    from repair.models.joint import JointReader
    from repair.models.masked import MaskedModel
    from repair.models.quick import QuickReader

__all__ = [
    "ATTESTED_TABLE",
    "FOUND_TABLE",
    "GAP_MODEL",
    "MODELS",
    "READER_FILE",
    "TABLE",
    "Bundled",
    "Fill",
    "Filler",
    "GapReader",
    "Query",
    "all_models",
    "joint_reader",
    "load",
    "load_quick",
    "load_reader",
    "model_named",
    "model_place",
    "needs_torch",
    "quick_place",
    "reads_quickly",
]

READER_FILE: Final = "reader.safetensors.zst"
GAP_HEAD_FILE: Final = "gap_head.safetensors"
_THREADS: Final = "OPENBLAS_NUM_THREADS"
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
    # threads that spin while they wait take the time of everything else; it must be set before torch is loaded
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from repair.models.loading import open_model

    return open_model(name, place, hub=hub, device=device, precision=precision)


def load_reader(name: str, *, device: str = "auto", precision: Precision = "auto", much: bool = False) -> GapReader:
    """The model `name` for its gap head alone; see `load`.

    A bundled one reads little text with NumPy in float32, which needs no torch. With `much`, torch reads all texts where it
    is installed: there are many, or all must be read in the same way, to the last digit.
    """
    if needs_torch(name, device, precision) or (much and has_extra("model")):
        return load(name, device=device, precision=precision)
    require_extra("reader", f"the model {name!r}")
    _use_one_thread()
    from repair.models.arrays import ArrayReader

    reader = ArrayReader.read(name, MODELS[name].folder)
    if not has_extra("model"):
        return reader
    from repair.models.switching import SwitchingReader

    return SwitchingReader(reader, partial(load, name, device=device, precision=precision))


def needs_torch(name: str, device: str, precision: Precision) -> bool:
    """Whether only torch reads with the model `name` in this way: one of others, on a device or in a precision that is
    named."""
    return name not in MODELS or device not in ("auto", "cpu") or precision not in ("auto", "float32")


def _use_one_thread() -> None:
    """Let NumPy compute with one thread: several would wait for each other for longer than the small products of a reader
    take. It must be set before NumPy is loaded; a NumPy that is loaded, and a number set in the environment, stay."""
    if "numpy" not in sys.modules and _THREADS not in os.environ:
        os.environ[_THREADS] = "1"
        try:
            import_module("numpy")
        finally:
            del os.environ[_THREADS]


def quick_place(name: str) -> Path | None:
    """The folder of the quick reader that a setting names: the bundled one for `fast` and `mixed`; `None` for others."""
    if name in (FAST, MIXED):
        return MODELS[GAP_MODEL].folder
    folder = Path(name)
    return folder if name and (folder / READER_FILE).is_file() and not (folder / GAP_HEAD_FILE).is_file() else None


def reads_quickly(config: Config) -> bool:
    """Whether a quick reader reads the articles, which costs little more than the rules."""
    return config.use_model and config.reader != MIXED and quick_place(config.reader) is not None


def load_quick(name: str) -> QuickReader:
    """The quick reader `name`: `fast` or `mixed` for the bundled one, or a folder. Raises `ModelError` if it cannot be read,
    `MissingExtra` if the libraries for models are not installed."""
    require_extra("reader", f"the reader {name!r}")
    _use_one_thread()
    folder = quick_place(name)
    if folder is None:
        raise ModelError(f"there is no quick reader {name!r}", hint="make one: repair train reader")
    from repair.models.quick import QuickReader

    return QuickReader.read(GAP_MODEL if name in (FAST, MIXED) else name, folder)


def joint_reader(model: GapReader) -> JointReader:
    """The model and the bundled quick reader as one reader. Beside another gap head than the bundled one, which may know
    other languages, the quick reader has no weight: it only says where to read."""
    from repair.models.joint import SHARE, JointReader

    return JointReader(model, load_quick(MIXED), SHARE if model.name == GAP_MODEL else 0.0)


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
