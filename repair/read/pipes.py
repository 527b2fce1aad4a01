"""Sources without a name that says what they hold: standard input, and pipes that a shell or a user made."""

from __future__ import annotations

import os
import stat
from typing import Final

__all__ = ["STDIN", "is_pipe", "pipe_name"]

STDIN: Final = "-"
_DESCRIPTORS: Final = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")


def is_pipe(path: str) -> bool:
    """Whether the path is standard input, or a pipe or a device whose name has no extension, such as a shell gives to
    `<(…)`: its content alone says what it is, and nobody can read it again."""
    if path == STDIN or path.startswith(_DESCRIPTORS):
        return True
    if "." in path.rpartition("/")[2]:
        return False
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 -- as often as there are files without an extension
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)


def pipe_name(path: str) -> str:
    """What messages call a pipe, empty if the path is none."""
    return "standard input" if path == STDIN else "a pipe" if is_pipe(path) else ""
