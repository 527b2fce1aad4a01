"""Which libraries an extra brings that a plain installation lacks, and whether they are there."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from repair.errors import MissingExtra

__all__ = ["EXTRAS", "has_extra", "is_installed", "require_extra"]

EXTRAS: Final[dict[str, tuple[str, ...]]] = {
    "model": ("torch", "transformers", "safetensors", "huggingface_hub", "numpy"),
    "train": ("accelerate", "torch", "transformers", "safetensors", "tokenizers", "numpy"),
    "review": ("starlette", "uvicorn", "jinja2"),
    "tui": ("textual",),
    "web": ("warcio",),
}
"""The modules that a feature needs, by the extra of `pip install '.[extra]'` that brings them."""


def is_installed(library: str) -> bool:
    """Whether a module can be imported; it is looked for, and not loaded."""
    try:
        return find_spec(library) is not None
    except ImportError:
        return False


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
