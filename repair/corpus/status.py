"""Looks at a run from outside: how far it is, and whether its files are unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from repair.corpus.chunks import TEXTS
from repair.corpus.digests import digest_of
from repair.corpus.folder import (
    ASIDE,
    INPUTS,
    LOCK,
    MANIFEST,
    PROGRESS,
    RUN,
    SCRATCH,
    STATE,
    STATS,
    is_locked,
    is_own,
    read_json,
)
from repair.corpus.shards import Finished
from repair.corpus.text_files import TEXTS_FOLDER, listed_texts, text_errors
from repair.errors import OutputError
from repair.interchange import from_json

__all__ = ["finished", "foreign_files", "status", "verify"]

_PASSING: Final = frozenset({LOCK, PROGRESS, SCRATCH, STATE, f"{ASIDE}.part"})  # gone or other at the next moment
_GROWING: Final = (".part", ".tmp")
_SCRATCH: Final = ".repair-"


class _Shard(Struct, frozen=True):
    """A shard that grows or waits to be finished: the length of its parts."""

    number: int
    bytes: dict[str, int]


class _Journal(Struct, frozen=True):
    """What a run has recorded about its files: its manifest if it is done, else its state."""

    files: dict[str, Finished] = {}
    aside: int = 0
    shard: _Shard | None = None
    waiting: tuple[_Shard, ...] = ()


_decoder: Final = msgspec.json.Decoder(_Journal)


def status(folder: str | Path) -> dict[str, Any]:
    """The last progress of a run, with its `state`: running, stopped or done. Raises `OutputError` if there is none."""
    folder = Path(folder)
    about = read_json(folder / RUN, "inputs", "bytes")
    done = (folder / MANIFEST).exists()
    state = "done" if done else "running" if is_locked(folder) else "stopped"
    path = folder / PROGRESS
    progress = read_json(path) if path.exists() else {}
    return {"state": state, "inputs": about["inputs"], "bytes": about["bytes"], **progress}


def finished(folder: str | Path) -> Mapping[str, Finished]:
    """The finished files of a run that its manifest or, before it is done, its state vouches for, by their paths.

    Raises `OutputError` if there is no run, or if neither can be read.
    """
    folder = Path(folder)
    read_json(folder / RUN)
    return _journal(folder).files


def verify(folder: str | Path) -> Iterator[OutputError]:
    """One error for every finished file that is missing or is not what was written, and for every file in the place of
    one that nobody vouches for. What others keep in the folder is no error, see `foreign_files`.

    Of a run that is not done, the shards that are finished so far are checked, and that the others are as long as they
    were. Raises `OutputError` if there is no run, or if its manifest or state cannot be read.
    """
    folder = Path(folder)
    read_json(folder / RUN)
    journal = _journal(folder)
    for name, kept in journal.files.items():
        path = folder / name
        try:
            size, digest = digest_of(path)
        except OSError as error:
            yield OutputError(f"cannot be read: {error.strerror}", where=str(path), hint="make the run again")
            continue
        if (size, digest) != (kept.bytes, kept.sha256):
            what = f"has {size:,} bytes of {kept.bytes:,}" if size != kept.bytes else "has other content"
            yield OutputError(what, where=str(path), hint="make the run again, in a new folder")
        elif name.endswith(TEXTS):
            yield from text_errors(path)
    yield from _short(folder, journal)
    yield from _strays(folder, journal)


def foreign_files(folder: str | Path) -> list[str]:
    """The paths below the folder of a run of what no run writes there, such as a log or a report: it is not checked."""
    names = (str(path.relative_to(folder)) for path in Path(folder).rglob("*") if not path.is_dir())
    return sorted(name for name in names if not is_own(name) and not name.startswith(_SCRATCH))


def _journal(folder: Path) -> _Journal:
    for path in (folder / MANIFEST, folder / STATE):
        try:
            return from_json(_decoder, path.read_bytes())
        except FileNotFoundError:
            continue
        except (OSError, msgspec.MsgspecError) as error:
            hint = "what it vouches for cannot be known any more: make the run again"
            raise OutputError(f"cannot be read: {error}", where=str(path), hint=hint) from None
    return _Journal()


def _short(folder: Path, journal: _Journal) -> Iterator[OutputError]:
    """Errors for parts that are shorter than recorded."""
    shards = [*journal.waiting, *([journal.shard] if journal.shard else [])]
    lengths = {folder / name / f"{s.number:05}.part": size for s in shards for name, size in s.bytes.items()}
    if journal.aside:
        lengths[folder / f"{ASIDE}.part"] = journal.aside
    for path, size in lengths.items():
        length = path.stat().st_size if path.exists() else 0
        # a part is removed as its shard is finished, which may be at this very moment
        if length < size and not (length == 0 and is_locked(folder)):
            yield OutputError(f"has {length:,} bytes of {size:,}", where=str(path), hint="begin again in a new folder")


def _strays(folder: Path, journal: _Journal) -> Iterator[OutputError]:
    done, begun = (folder / MANIFEST).exists(), (folder / STATE).exists()
    known = {*_PASSING, MANIFEST, *journal.files}
    if not done:  # these are written before the manifest, which then vouches for them
        known |= {RUN, INPUTS, *((STATS, ASIDE) if begun else ())}
    waiting = {f"{shard.number:05}" for shard in journal.waiting}
    for name in journal.files:
        if name.endswith(TEXTS) and (shard := folder / name).exists():
            known |= {f"{Path(name).parent}/{TEXTS_FOLDER}/{row['path']}" for row in listed_texts(shard)}
    for path in sorted(path for path in folder.rglob("*") if not path.is_dir()):
        name = str(path.relative_to(folder))
        if name in known or not is_own(name):
            continue
        if not done and (path.suffix in _GROWING or path.name.partition(".")[0] in waiting):
            continue
        if not done and name.split("/")[1:2] == [TEXTS_FOLDER]:  # of a shard that is being finished
            continue
        if done:
            yield OutputError("is not part of the run", where=str(path), hint="move it elsewhere")
        else:
            what = "nobody vouches for it" if begun else f"nobody vouches for it: {MANIFEST} and {STATE} are gone"
            yield OutputError(what, where=str(path), hint="move it elsewhere, or make the run again")
