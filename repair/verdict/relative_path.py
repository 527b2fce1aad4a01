"""The path of a checked file as the configuration and the baseline name it."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["relative_path"]


def relative_path(path: str, folder: Path) -> str:
    """The path relative to `folder`, with slashes; `-` for standard input."""
    return "-" if path in ("", "-") else Path(os.path.relpath(path, folder)).as_posix()
