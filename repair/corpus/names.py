"""Names of input files below the folder that all sources share: under these, texts are written again."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

__all__ = ["namer"]

_URL = "://"


def namer(sources: Sequence[str]) -> Callable[[str], str]:
    """What names the files of these sources: by the path below the folder that they share, or where there is none, by
    the whole path. No name leads out of the folder that it is looked up in."""
    bases = [_base(source) for source in sources]
    kinds = {base.partition(_URL)[0] if _URL in base else "" for base in bases}
    shared = os.path.commonpath([_whole(base) for base in bases]) if len(kinds) == 1 and bases else ""
    prefix = f"{shared.rstrip('/')}/" if shared else ""

    def name(path: str) -> str:
        whole = _whole(path)
        below = whole[len(prefix) :] if prefix and whole.startswith(prefix) else whole
        return "/".join(part for part in below.split("/") if part not in ("", ".", ".."))

    return name


def _base(source: str) -> str:
    """The folder of a source: itself, the one of a file, or the one that a pattern begins with."""
    if glob.has_magic(source) and not (_URL not in source and Path(source).exists()):
        parts = source.split("/")
        fixed = next(n for n, part in enumerate(parts) if glob.has_magic(part))
        return "/".join(parts[:fixed]) or ("/" if source.startswith("/") else ".")
    if _URL in source:
        is_folder = source.endswith("/") or not PurePosixPath(source).suffix
        return source.rstrip("/") if is_folder else source.rpartition("/")[0]
    return source if Path(source).is_dir() else str(Path(source).parent)


def _whole(path: str) -> str:
    """The path from the root of its file system on."""
    if _URL in path:
        return "/" + path.partition(_URL)[2].lstrip("/")
    return os.path.abspath(path)  # noqa: PTH100 -- a `Path` does not resolve "..", and links are not followed
