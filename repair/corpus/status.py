"""Looking at a run from outside: how far it is, and whether what it wrote is still what it wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from repair.corpus.output import MANIFEST, PROGRESS, RUN, STATE, is_locked, read_json
from repair.corpus.shards import digest_of
from repair.errors import OutputError

__all__ = ["status", "verify"]


def status(folder: str | Path) -> dict[str, Any]:
    """What a run last said of itself, and its `state`: running, stopped or done. Raises `OutputError` where none is."""
    folder = Path(folder)
    about = read_json(folder / RUN)
    done = (folder / MANIFEST).exists()
    state = "done" if done else "running" if is_locked(folder) else "stopped"
    path = folder / PROGRESS
    said = read_json(path) if path.exists() else {}
    return {"state": state, "inputs": about["inputs"], "bytes": about["bytes"], **said}


def verify(folder: str | Path) -> Iterator[OutputError]:
    """One error for every finished file that is missing or is not what was written, and for every file beside them.

    Of a run that is not done, the shards that are finished so far are checked. Raises `OutputError` where no run is.
    """
    folder = Path(folder)
    read_json(folder / RUN)
    done = (folder / MANIFEST).exists()
    kept_in = folder / (MANIFEST if done else STATE)
    files: dict[str, Any] = read_json(kept_in)["files"] if kept_in.exists() else {}  # else the run has just begun
    for name, kept in files.items():
        path = folder / name
        try:
            size, digest = digest_of(path)
        except OSError as error:
            yield OutputError(f"cannot be read: {error.strerror}", where=str(path), hint="make the run again")
            continue
        if (size, digest) != (kept["bytes"], kept["sha256"]):
            what = f"has {size:,} bytes of {kept['bytes']:,}" if size != kept["bytes"] else "has other content"
            yield OutputError(what, where=str(path), hint="make the run again, in a new folder")
    if done:
        for path in sorted(folder.glob("*/*")):
            if str(path.relative_to(folder)) not in files:
                yield OutputError("is no part of the run", where=str(path), hint="move it elsewhere")
