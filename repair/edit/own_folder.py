"""Folders that belong to `repair` alone, as its caches do: marked before anything else is written, so that a folder of
something else is never filled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from repair.errors import OutputError

__all__ = ["IGNORED", "own_folder"]

IGNORED: Final = {".gitignore": "*\n"}
"""The mark by which version control leaves a folder alone."""


def own_folder(folder: Path, marks: Mapping[str, str], *, hint: str) -> None:
    """Make the folder if it is missing, and the files in `marks` in it, by name and content.

    The first of them says whose folder this is. Raises `OutputError` with `hint` if the folder holds files and lacks that
    one, and `OSError` if it cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    held = {path.name for path in folder.iterdir()}
    if held and next(iter(marks)) not in held:
        raise OutputError(f"the folder holds other files ({min(held)!r})", where=str(folder), hint=hint)
    for name, content in marks.items():
        if name not in held:
            (folder / name).write_text(content, encoding="ascii")
