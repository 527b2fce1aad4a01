"""The folder of a run: the names of its files, which of the files there are its own, and the lock that one run holds."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from repair.errors import OutputError
from repair.interchange import from_json

__all__ = [
    "ASIDE",
    "INPUTS",
    "LOCK",
    "MANIFEST",
    "PROGRESS",
    "RUN",
    "SCRATCH",
    "SHARD",
    "STATE",
    "STATS",
    "STREAMS",
    "is_locked",
    "is_own",
    "locked",
    "own_files",
    "pretty",
    "read_json",
    "tidied",
]

RUN: Final = "run.json"
INPUTS: Final = "inputs.jsonl"
STATE: Final = "state.json"
PROGRESS: Final = "progress.json"
STATS: Final = "stats.json"
MANIFEST: Final = "manifest.json"
ASIDE: Final = "set-aside.jsonl"
SCRATCH: Final = f".{PROGRESS}"
"""What is to take the place of the progress."""

LOCK: Final = ".lock"
STREAMS: Final = ("apparatus", "repaired", "marked")
"""What is written in shards, each in a folder of its own."""

SHARD: Final = re.compile(r"\d{5,}\.")
"""How the name of a file of a shard begins."""

_NAMES: Final = (RUN, INPUTS, STATE, PROGRESS, STATS, MANIFEST, ASIDE, f"{ASIDE}.part", LOCK, SCRATCH)
_object: Final = msgspec.json.Decoder(dict[str, Any])


def read_json(path: Path, *needed: str) -> dict[str, Any]:
    """The JSON object in a file of a run. Raises `OutputError` if there is none, or none that has the `needed` keys."""
    try:
        found = from_json(_object, path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        hint = "name the folder that `repair corpus … --out` wrote"
        raise OutputError("no run is here", where=str(path.parent), hint=hint) from None
    except (OSError, msgspec.MsgspecError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise OutputError(f"cannot be read: {reason}", where=str(path), hint="make the run again") from None
    for key in needed:
        if key not in found:
            raise OutputError(f"has no {key!r}", where=str(path), hint="make the run again")
    return found


def is_own(name: str) -> bool:
    """Whether runs write this path below the folder of a run, or it is in a folder of shards, so that a reader of shards
    would take it for one. Every other file there is the user's: a log, a report, notes."""
    return name in _NAMES or name.partition("/")[0] in STREAMS


def own_files(folder: Path) -> Iterator[Path]:
    """The files of a run in its folder, those that are not there yet included."""
    yield from (folder / name for name in _NAMES)
    for name in STREAMS:
        yield from (path for path in (folder / name).rglob("*") if not path.is_dir())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for one run alone. The lock goes with the process, however that ends. Raises `OutputError`."""
    import fcntl

    with (folder / LOCK).open("ab") as stream:
        for left in (2, 1, 0):
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if not left:
                    hint = "wait for it, or look at it with --status"
                    raise OutputError("another run is working here", where=str(folder), hint=hint) from None
                time.sleep(0.1)  # somebody may only have asked for the status
        yield


def is_locked(folder: Path) -> bool:
    """Whether a run is working in the folder now."""
    import fcntl

    try:
        with (folder / LOCK).open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def tidied(folder: Path) -> None:
    """Remove what a run needs only until it is done."""
    for scratch in (folder / f"{ASIDE}.part", folder / STATE, folder / SCRATCH, *folder.glob(".repair-*.tmp")):
        scratch.unlink(missing_ok=True)


def pretty(value: Any) -> bytes:
    """The value as JSON for people too, the same for equal values."""
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=1) + b"\n"
