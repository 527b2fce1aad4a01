"""The library for Zstandard: Python's own where it has one."""

from __future__ import annotations

import importlib
import sys
from typing import Any, Final

from repair.errors import MissingExtra

__all__ = ["ZSTANDARD", "zstandard"]

ZSTANDARD: Final = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
"""The module that packs and unpacks .zst."""


def zstandard(what: str) -> Any:
    """That module. Raises `MissingExtra` if `what` needs it and it is not there."""
    try:
        return importlib.import_module(ZSTANDARD)
    except ImportError:
        raise MissingExtra(f"{what} needs the library {ZSTANDARD}", extra="corpus") from None
