"""What is left out of the folders, globs and archives that a user names."""

from __future__ import annotations

import glob
import re
from collections.abc import Callable, Iterable, Sequence
from fnmatch import translate
from itertools import takewhile

__all__ = ["IsExcluded", "excluder", "named_part"]

IsExcluded = Callable[[str, str], bool]
"""Whether a path, or one of the folders that it passes below the second path, is left out."""


def excluder(patterns: Sequence[str]) -> IsExcluded:
    """What tells whether one of the patterns leaves a path out, see `expand`."""
    bare = [pattern.strip("/") for pattern in patterns]
    name = _any_of(pattern for pattern in bare if "/" not in pattern)
    tail = _any_of((pattern for pattern in bare if "/" in pattern), before="(?:.*/)?")

    def is_excluded(path: str, above: str) -> bool:
        ends = [len(path), *(at for at in range(len(above) + 1, len(path)) if path[at] == "/")] if patterns else ()
        parts = (path[:end] for end in ends)
        return any(name.match(part.rpartition("/")[2]) or tail.match(part) for part in parts)

    return is_excluded


def _any_of(patterns: Iterable[str], before: str = "") -> re.Pattern[str]:
    """Matches what one of the patterns does, nothing if there are none."""
    return re.compile("|".join(f"(?s:{before}){translate(pattern)}" for pattern in patterns) or "(?!)")


def named_part(pattern: str) -> str:
    """The folders of a glob before the first that it leaves open."""
    folders = pattern.split("/")
    return "/".join(takewhile(lambda folder: not glob.has_magic(folder), folders))
