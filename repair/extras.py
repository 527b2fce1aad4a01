"""Which libraries an extra brings that a plain installation lacks, and whether and where they are there."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from repair.errors import MissingExtra

__all__ = ["EXTRAS", "WEIGHTS", "folder_of", "has_extra", "is_installed", "require_extra"]

WEIGHTS: Final = "repair_it_en_small"
"""The package that holds the bundled model."""

EXTRAS: Final[dict[str, tuple[str, ...]]] = {
    "model": ("torch", "transformers", "safetensors", "huggingface_hub", "numpy", WEIGHTS),
    "reader": ("safetensors", "tokenizers", "numpy", WEIGHTS),
    "train": ("accelerate", "torch", "transformers", "safetensors", "tokenizers", "numpy"),
    "review": ("starlette", "uvicorn", "jinja2"),
    "tui": ("textual",),
    "web": ("warcio", "httpcore2", "protego"),
}
"""The modules that a feature needs, by the extra of `pip install '.[extra]'` that brings them."""


# what a checkout holds need not be installed
_CHECKOUT: Final = {WEIGHTS: Path(__file__).parent / "models" / "it-en-small"}


def is_installed(library: str) -> bool:
    """Whether a module can be imported; it is looked for, and not loaded."""
    try:
        return folder_of(library) is not None or find_spec(library) is not None
    except ImportError:
        return False


def folder_of(package: str) -> Path | None:
    """The folder of a package, which is looked for and not loaded; `None` where there is no such package."""
    if package in _CHECKOUT and _CHECKOUT[package].is_dir():
        return _CHECKOUT[package]
    try:
        found = find_spec(package)
    except ImportError:
        return None
    return next(map(Path, (found and found.submodule_search_locations) or ()), None)


def has_extra(extra: str) -> bool:
    """Whether all modules of an extra are there."""
    return all(map(is_installed, EXTRAS[extra]))


def require_extra(extra: str, what: str, *, hint: str = "") -> None:
    """Raise `MissingExtra`, which names the modules that `what` needs and that are not there.

    `hint` says what to do; where it is empty, the error says how to install the extra.
    """
    missing = [name for name in EXTRAS[extra] if not is_installed(name)]
    if missing:
        libraries = f"the librar{'ies' if len(missing) > 1 else 'y'} {', '.join(missing)}"
        raise MissingExtra(f"{what} needs {libraries}", extra=extra, hint=hint)
