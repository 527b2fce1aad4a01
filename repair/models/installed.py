"""The models that are installed: the one that belongs to this project, and those that other distributions bring.

A distribution brings a model by an entry point of the group `repair.models`, whose value is the package that holds its
files. Nothing of the package is run: it is a folder of data, like any model folder.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Final

from msgspec import Struct

from repair.errors import ModelError
from repair.extras import WEIGHTS, folder_of

__all__ = ["GAP_MODEL", "MODELS", "Bundled", "all_models", "model_named"]

_GROUP: Final = "repair.models"


class Bundled(Struct, frozen=True):
    """A model that is installed as a package. `languages` are ISO 639-1 codes, none where it does not say which it
    knows; `size` is in bytes on disk."""

    folder: Path
    languages: tuple[str, ...]
    licence: str
    description: str
    size: int
    gap_head: bool


MODELS: Final[dict[str, Bundled]] = {
    "it-en-small": Bundled(
        folder=folder_of(WEIGHTS) or Path(WEIGHTS),
        languages=("it", "en"),
        licence="MIT",
        description="BERT of 34 million parameters with a fill-in head and a gap head, trained for this project",
        size=78_000_000,
        gap_head=True,
    ),
}

GAP_MODEL: Final = "it-en-small"
"""The bundled model whose gap head reads articles if the chosen model has none."""


def all_models() -> dict[str, Bundled]:
    """Every installed model by its name. Raises `ModelError` where a package has no model that can be described."""
    return {entry.name: _described(entry) for entry in entry_points(group=_GROUP)} | MODELS


@cache
def model_named(name: str) -> Bundled | None:
    """The installed model of a name. Raises `ModelError` if its package has no model that can be described."""
    if name in MODELS:
        return MODELS[name]
    return next(map(_described, entry_points(group=_GROUP, name=name)), None)


def _described(entry: EntryPoint) -> Bundled:
    """What a distribution says of its model: `languages` in its `config.json`, the rest in its own metadata."""
    folder = folder_of(entry.module)
    try:
        if folder is None:
            raise FileNotFoundError(f"there is no package {entry.module}")
        languages = json.loads((folder / "config.json").read_bytes()).get("languages", [])
        if not all(isinstance(language, str) for language in languages):
            raise ValueError("`languages` is no list of ISO 639-1 codes")
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ModelError(
            f"the model {entry.name!r} cannot be read ({str(error)[:200]})",
            where=entry.module,
            hint="install its distribution again, or remove it",
        ) from error
    about = entry.dist.metadata.json if entry.dist else {}
    return Bundled(
        folder=folder,
        languages=tuple(languages),
        licence=str(about.get("license_expression") or about.get("license") or "licence unknown"),
        description=str(about.get("summary", "")),
        size=sum(file.stat().st_size for file in folder.iterdir() if file.is_file()),
        gap_head=(folder / "gap_head.safetensors").is_file(),
    )
