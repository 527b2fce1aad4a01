"""Finding a masked model on disk, in the local cache or on a hub, and reading it.

This module knows the file layout of models and turns whatever goes wrong with it into a `ModelError` that says what to
do. It imports torch, so it is itself imported only by `repair.models.load`; transformers is imported for models that do not
come with the package.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import torch

from repair.config import Precision
from repair.errors import ModelError, first_line
from repair.models import MODELS
from repair.models.folder import DATA_FILES, check_folder
from repair.models.gap_head import GAP_HEAD_FILE, GapHead
from repair.models.masked import MaskedModel
from repair.models.pieces import Pieces
from repair.models.plain import read_plain
from repair.models.runtime.encoder import base_of

__all__ = ["alone", "open_model", "read_network", "use_all_cores"]

_BUNDLED = f"bundled: {', '.join(MODELS)}"
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")


def open_model(name: str, place: str, *, hub: bool, device: str, precision: Precision) -> MaskedModel:
    """The model at `place`, a folder or (with `hub`) a hub name, whatever precision its weights were kept in."""
    use_all_cores()
    where = _device(device)
    network, tokenizer = read_plain(Path(place)) if name in MODELS else read_network(name, place, hub=hub)
    network = network.to(device=where, dtype=torch.float32).eval()
    head = None if hub else GapHead.read(Path(place), network.config.hidden_size, where)
    chosen = _precision(where) if precision == "auto" else precision
    return MaskedModel(name, network, Pieces.of(name, tokenizer, network.config), head, chosen)


def read_network(name: str, place: str, *, hub: bool, unfinished: bool = False) -> tuple[Any, Any]:
    """Network and tokenizer of the model at `place`, a folder or (with `hub`) a hub name, as transformers reads them.

    The fill-in head of an `unfinished` model may be missing: its weights are then random. Raises `ModelError`.
    """
    if hub:
        return _read_from_hub(name, place, unfinished)
    return _read_folder(name, place, unfinished)


def _read_folder(name: str, folder: str, unfinished: bool) -> tuple[Any, Any]:
    try:
        return _read(name, Path(folder), unfinished)
    except ModelError:
        raise
    except Exception as error:  # every library underneath has exceptions of its own for a broken file
        raise ModelError(
            f"the model in this folder cannot be read ({first_line(error)})",
            where=folder,
            hint=f"give a folder with config.json, tokenizer.json and model.safetensors, or a model that is {_BUNDLED}",
        ) from error


def _read_from_hub(name: str, place: str, unfinished: bool) -> tuple[Any, Any]:
    hint = f"use a model that is {_BUNDLED}, a folder, or a hub name `owner/name`"
    try:
        return _read(name, _snapshot(place, local=True), unfinished)
    except ModelError:
        raise
    except Exception as error:  # not in the cache, or not whole in it
        # a name without an owner is far more often a slip than a hub model: it is not asked for on the network
        if "/" not in place:
            raise ModelError(f"there is no model {name!r}, no folder or cached hub model either", hint=hint) from error
        if any(os.environ.get(variable, "").upper() in ("1", "ON", "YES", "TRUE") for variable in _OFFLINE):
            raise ModelError(
                f"model {name!r} is not in the local cache and downloads are switched off",
                hint=f"unset {_OFFLINE[0]}, or {hint}",
            ) from error
    try:
        return _read(name, _snapshot(place, local=False), unfinished)
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(f"model {name!r} cannot be fetched ({first_line(error)})", hint=hint) from error


def _snapshot(place: str, *, local: bool) -> Path:
    """The folder of the local cache that holds the hub model `place`; where not `local`, what it lacks is fetched."""
    import huggingface_hub

    with alone():
        return Path(huggingface_hub.snapshot_download(place, allow_patterns=list(DATA_FILES), local_files_only=local))


def _read(name: str, folder: Path, unfinished: bool) -> tuple[Any, Any]:
    """Network and tokenizer of a folder, from its data alone: no code of its own, no pickle, nothing from elsewhere."""
    check_folder(folder)
    import transformers

    with alone():
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        network, report = transformers.AutoModelForMaskedLM.from_pretrained(
            folder,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            weights_only=True,
            output_loading_info=True,
        )
    missing = sorted(report["missing_keys"])
    if missing and (folder / GAP_HEAD_FILE).is_file():  # a model that only reads, as the folder of a reader holds it
        return base_of(network), tokenizer
    if missing and not unfinished:  # would be filled with random numbers
        raise ModelError(
            f"model {name!r} has no fill-in head: {missing[0]} and {len(missing) - 1} more weights are missing",
            hint=f"use a masked language model; {_BUNDLED}",
        )
    return network, tokenizer


@contextmanager
def alone() -> Iterator[None]:
    """Keeps the libraries from the terminal while they load or save: what matters comes back as an exception, and a question
    to the user would be answered by the article, which is what standard input holds."""
    import transformers

    logging: Any = transformers.utils.logging
    level, bar, answers = logging.get_verbosity(), logging.is_progress_bar_enabled(), sys.stdin
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    sys.stdin = io.StringIO()
    try:
        yield
    finally:
        sys.stdin = answers
        logging.set_verbosity(level)
        if bar:
            logging.enable_progress_bar()


def _device(device: str) -> torch.device:
    if device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    hint = "use auto, cpu, cuda or cuda:N"
    try:
        where = torch.device(device)
    except RuntimeError as error:
        raise ModelError(f"there is no device {device!r}", hint=hint) from error
    if where.type == "cuda" and (where.index or 0) >= torch.cuda.device_count():
        raise ModelError(f"device {device!r} is not there: {torch.cuda.device_count()} GPUs found", hint=hint)
    return where


def _precision(where: torch.device) -> Precision:
    """The quickest that this device computes exactly enough: what a processor has no instructions for gains nothing."""
    if where.type != "cpu":
        return "float32"
    cpu: Any = torch.cpu
    # as quick as eight bits or quicker, and nearer to float32: what is read beside a text hardly changes its result
    if _has(cpu, "_is_amx_tile_supported") or _has(cpu, "_is_avx512_bf16_supported"):
        return "bfloat16"
    return "int8" if _has(cpu, "_is_vnni_supported") else "float32"


def _has(cpu: Any, check: str) -> bool:
    """Whether the processor passes a check of torch; older versions of torch lack some."""
    return hasattr(cpu, check) and bool(getattr(cpu, check)())


_MAKER: Final = os.getpid()


def use_all_cores() -> None:
    """One thread a processor that this process may use; a number set in the environment is left alone, and so is the one
    thread of a process that was forked."""
    if "OMP_NUM_THREADS" not in os.environ and os.getpid() == _MAKER:
        usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        if torch.get_num_threads() != usable:
            torch.set_num_threads(usable)


def _use_one_thread() -> None:
    """For a process that was forked: the threads of its parent are not there, and it would wait for them for ever."""
    torch.set_num_threads(1)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_use_one_thread)
