"""What a model folder may hold: only data. It is checked before any library opens it.

A folder or a hub model is foreign, and a configuration file can name one. Its settings can ask the libraries to run
code of its own, to fetch compiled kernels or another model, or to open files elsewhere, and weights as a pickle run
whatever they like. Such a folder is refused with the file that asks for it.
"""

from __future__ import annotations

import json
from pathlib import Path, PurePath
from typing import Any, Final

from repair.errors import ModelError

__all__ = ["DATA_FILES", "check_folder"]

DATA_FILES: Final = (
    *("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"),
    *("vocab.txt", "vocab.json", "merges.txt", "sentencepiece.bpe.model", "spiece.model", "tokenizer.model"),
    *("model.safetensors", "model.safetensors.index.json", "model-*-of-*.safetensors"),
)
"""The files of a masked model that are fetched from a hub, as patterns: none of them can hold code."""

_SETTINGS: Final = ("config.json", "tokenizer_config.json")
_INDEX: Final = "model.safetensors.index.json"
_WEIGHTS: Final = ("model.safetensors", _INDEX)
_PICKLES: Final = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
_HARMLESS: Final = (None, "eager", "sdpa")  # ways to compute attention that the libraries bring themselves
# settings that make a library do more than read the folder: what they ask for, and what to do instead
_REFUSED: Final = {
    "auto_map": (
        "asks for code of its own (auto_map), and the code of a model is never run",
        "use a model whose architecture comes with the library transformers",
    ),
    "quantization_config": (
        "asks for another library to unpack its weights (quantization_config)",
        "use the model's weights as floating-point numbers",
    ),
    "transformers_weights": (
        "names another file for its weights (transformers_weights)",
        "call the file of the weights model.safetensors and remove the setting",
    ),
}


def check_folder(folder: Path) -> None:
    """Raises `ModelError`, which names the file, if the folder asks for anything but being read as data."""
    for name in _SETTINGS:
        _check_settings(folder / name, _read(folder / name))
    adapter = folder / "adapter_config.json"
    if adapter.exists():
        raise ModelError(
            "asks for another model to put this one on", where=str(adapter), hint="merge the two and give the result"
        )
    index = _read(folder / _INDEX)
    shards = index.get("weight_map", {}) if isinstance(index, dict) else {}
    for shard in shards.values() if isinstance(shards, dict) else ():
        if not isinstance(shard, str) or PurePath(shard).name != shard or "\\" in shard:
            raise ModelError(
                f"names weights outside of the folder ({str(shard)[:200]!r})",
                where=str(folder / _INDEX),
                hint="put the weights beside this file and name them without a path",
            )
    if not any((folder / name).exists() for name in _WEIGHTS):
        pickle = next((path for path in sorted(folder.glob("*")) if path.suffix in _PICKLES), None)
        if pickle is not None:
            raise ModelError(
                "these weights are a pickle, which can run any code, and it is not opened",
                where=str(pickle),
                hint="save the model as model.safetensors where you trust it (`save_pretrained` of transformers does)",
            )


def _read(path: Path) -> Any:
    """The JSON of a file; `None` if the file does not exist or cannot be read: the library then reports that."""
    try:
        return json.loads(path.read_bytes())
    except RecursionError:
        raise ModelError("is nested too deeply", where=str(path), hint="no model needs that: use another") from None
    except (OSError, ValueError):
        return None


def _check_settings(path: Path, settings: Any) -> None:
    """Refuse a setting that asks for code, at any depth."""
    waiting = [settings]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            for key, inner in value.items():
                if key in _REFUSED and inner is not None:
                    what, hint = _REFUSED[key]
                    raise ModelError(what, where=str(path), hint=hint)
                if key.endswith("_implementation") and inner not in _HARMLESS:
                    raise ModelError(
                        f"asks for a compiled kernel ({key}: {str(inner)[:200]!r}), which is never fetched",
                        where=str(path),
                        hint=f"remove {key} from the file",
                    )
                waiting.append(inner)
