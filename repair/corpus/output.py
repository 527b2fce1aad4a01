"""The folder of a run, written so that a run that is killed at any moment can continue without a trace.

Results are appended to uncompressed parts. From time to time all parts are flushed to disk, and one small file,
replaced as a whole, records the length of each part and the next record. Anything that a killed run wrote after that is
cut off and done again. A full shard is finished while the next one grows; the same small file lists the finished
shards.
"""

from __future__ import annotations

import errno
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
from msgspec.structs import replace

from repair.corpus.aside import Aside
from repair.corpus.chunk_work import Result
from repair.corpus.chunks import START
from repair.corpus.cutters import Position
from repair.corpus.digests import digest_of
from repair.corpus.folder import (
    ASIDE,
    INPUTS,
    MANIFEST,
    RUN,
    SHARD,
    STATE,
    STATS,
    STREAMS,
    pretty,
    tidied,
)
from repair.corpus.job import FORMAT, Job
from repair.corpus.shards import Finished, finish
from repair.edit import write_atomically
from repair.errors import OutputError
from repair.interchange import from_json

__all__ = ["Output"]

_CHECKPOINT: Final = 2.0  # seconds of work that a killed run has to do again, at the most
_SHARD_BYTES: Final = 1 << 28
_WAITING: Final = 3  # full shards that may wait to be finished


class _Shard(msgspec.Struct):
    """A shard that grows or waits to be finished. `edition` and `shape` are those of its records, `bytes` the length of
    its parts. Editions have the `untouched` records as well, which were set aside."""

    number: int
    edition: str = ""
    shape: str = ""
    articles: int = 0
    untouched: int = 0
    bytes: dict[str, int] = {}


class _State(msgspec.Struct):
    """What is safely on disk, and where the run continues."""

    format: int
    position: Position
    read: int
    shard: _Shard
    aside: int
    waiting: list[_Shard]
    files: dict[str, Finished]
    counts: dict[str, int]


_state: Final = msgspec.json.Decoder(_State)


class Output:
    """What a run writes. Made from the folder as the last run left it; `position` is where the input goes on.

    Raises `OutputError` if the disk is full or the folder cannot be written; the run can then be resumed later.
    """

    def __init__(self, folder: Path, job: Job) -> None:
        self._folder = folder
        self._job = job
        self._parts: dict[str, BinaryIO] = {}
        self._finisher = ThreadPoolExecutor(1)
        self._futures: list[tuple[_Shard, Future[dict[str, Finished]]]] = []
        self._saved = time.monotonic()
        self._whole = True  # whether no result is half added
        self.streams = tuple(name for name in STREAMS if name == "apparatus" or getattr(job, name))
        path = folder / STATE
        if path.exists():
            self._state = self._read(path)
        else:
            self._state = _State(FORMAT, START, 0, _Shard(0), 0, [], {}, {})
        self.counts: Counter[str] = Counter(self._state.counts)
        with self._disk():
            self._cut_back()

    @property
    def position(self) -> Position:
        """Before which record the run goes on."""
        return self._state.position

    @property
    def read(self) -> int:
        """How many bytes of the inputs lie before it."""
        return self._state.read

    def add(self, result: Result) -> None:
        """Append the result of the next chunk."""
        state = self._state
        if result.before != state.position:
            raise OutputError(f"{result.before} does not follow {state.position}", hint="this is a mistake in repair")
        self._whole = False
        with self._disk():
            if any(result.streams.get(name) for name in self.streams):
                self._turn(result)
            aside = b"".join(map(self._aside_line, result.aside))
            if any(result.streams.get(name) for name in self.streams):
                for name in self.streams:
                    data = result.streams.get(name, b"")
                    if not state.shard.bytes.get(name):
                        data = result.heads.get(name, b"") + data
                    self._append(name, data)
                state.shard.articles += result.counts["articles"]
                state.shard.untouched += result.untouched
            self._part("set-aside").write(aside)
            state.aside += len(aside)
            state.position, state.read = result.after, result.read
            self.counts.update(result.counts)
            self._whole = True
            self._collect()
            if time.monotonic() - self._saved >= _CHECKPOINT:
                self._save()

    def _aside_line(self, aside: Aside) -> bytes:
        """What was set aside as a line of JSON, with its place in the shard that grows."""
        if aside.record is not msgspec.UNSET:
            shard = self._state.shard
            aside = replace(aside, shard=shard.number, record=shard.articles + shard.untouched + aside.record)
        return msgspec.json.encode(aside) + b"\n"

    def save(self) -> None:
        """Save everything to disk, unless a result is half added: then the last saved state stays."""
        if self._whole:
            with self._disk():
                self._save()

    def finish(self, stats: Mapping[str, Any]) -> None:
        """Finish the last shard, and write the statistics and the manifest: the run is done."""
        with self._disk():
            if any(self._state.shard.bytes.values()):
                self._close_shard()
            self._collect(wait=True)
            self._save()
            aside = self._folder / ASIDE
            self._close_parts()
            files = dict(self._state.files)
            if self._state.aside:
                done = finish(self._folder / f"{ASIDE}.part", aside, ".jsonl", self.counts["set aside"])
                files[ASIDE] = done
            write_atomically(self._folder / STATS, pretty(stats))
            for name in (RUN, INPUTS, STATS):
                size, digest = digest_of(self._folder / name)
                files[name] = Finished(size, digest, 0)
            manifest = {"format": FORMAT, "files": files}
            write_atomically(self._folder / MANIFEST, pretty(manifest))
            tidied(self._folder)

    def close(self) -> None:
        """Release the files."""
        self._finisher.shutdown(cancel_futures=True)
        try:
            self._close_parts()
        except OSError:
            self._parts.clear()  # what could not be written is not in the state, and is done again

    # --- parts -----------------------------------------------------------------------------------------------------

    def _path(self, name: str, number: int | None = None) -> Path:
        if name == "set-aside":
            return self._folder / f"{ASIDE}.part"
        shard = self._state.shard.number if number is None else number
        return self._folder / name / f"{shard:05}.part"

    def _part(self, name: str) -> BinaryIO:
        if name not in self._parts:
            path = self._path(name)
            path.parent.mkdir(exist_ok=True)
            self._parts[name] = path.open("ab")
        return self._parts[name]

    def _append(self, name: str, data: bytes) -> None:
        self._part(name).write(data)
        self._state.shard.bytes[name] = self._state.shard.bytes.get(name, 0) + len(data)

    def _close_parts(self) -> None:
        while self._parts:
            self._parts.popitem()[1].close()

    def _cut_back(self) -> None:
        """Make the folder match the state: cut parts to their recorded length, and remove unknown files."""
        state = self._state
        known = {self._path("set-aside"): state.aside}
        for shard in (state.shard, *state.waiting):
            known.update((self._path(name, shard.number), size) for name, size in shard.bytes.items())
        for path, size in known.items():
            length = path.stat().st_size if path.exists() else 0
            if length < size:
                what = f"has {length:,} bytes of {size:,}"
                raise OutputError(what, where=str(path), hint="begin again in a new folder")
            if length > size:
                os.truncate(path, size)
        for scratch in self._folder.glob(".repair-*.tmp"):
            scratch.unlink()
        files = {self._folder / name for name in state.files}
        for name in self.streams:
            for path in (self._folder / name).glob("*"):
                own = SHARD.match(path.name) and not path.is_dir()  # a folder of texts is written again
                if own and path not in known and path not in files:
                    path.unlink()
        for shard in state.waiting:
            self._submit(shard)

    # --- shards ----------------------------------------------------------------------------------------------------

    def _turn(self, result: Result) -> None:
        """Begin a new shard where the present one is full, or its records do not go into one file with these."""
        shard = self._state.shard
        kind = (result.edition, result.shape) if len(self.streams) > 1 else ("", "")
        full = (
            shard.articles + shard.untouched >= self._job.shard_records
            or max(shard.bytes.values(), default=0) >= _SHARD_BYTES
        )
        if any(shard.bytes.values()) and (full or (shard.edition, shard.shape) != kind):
            self._close_shard()
        self._state.shard.edition, self._state.shard.shape = kind

    def _close_shard(self) -> None:
        state = self._state
        for name in self._parts.keys() - {"set-aside"}:
            part = self._parts.pop(name)
            part.flush()
            os.fsync(part.fileno())
            part.close()
        full = state.shard
        state.waiting.append(full)
        state.shard = _Shard(full.number + 1)
        self._save()
        self._submit(full)
        while len(self._futures) > _WAITING:
            self._collect(wait=True)

    def _submit(self, shard: _Shard) -> None:
        self._futures.append((shard, self._finisher.submit(self._finished, shard)))

    def _finished(self, shard: _Shard) -> dict[str, Finished]:
        done = {}
        for name in shard.bytes:
            ending = (
                ("jsonl.zst" if self._job.shards == "jsonl" else "parquet")
                if name == "apparatus"
                else shard.edition[1:]
            )
            target = self._folder / name / f"{shard.number:05}.{ending}"
            kind = f"apparatus.{ending}" if name == "apparatus" else shard.edition
            records = shard.articles + (0 if name == "apparatus" else shard.untouched)
            done[f"{name}/{target.name}"] = finish(self._path(name, shard.number), target, kind, records)
        return done

    def _collect(self, *, wait: bool = False) -> None:
        """Record the shards that are finished."""
        while self._futures and (wait or self._futures[0][1].done()):
            shard, future = self._futures.pop(0)
            self._state.files.update(future.result())
            self._state.waiting.remove(shard)
            self._save()
            for name in shard.bytes:
                self._path(name, shard.number).unlink()

    # --- the state -------------------------------------------------------------------------------------------------

    def _read(self, path: Path) -> _State:
        try:
            return from_json(_state, path.read_bytes())
        except (OSError, msgspec.MsgspecError) as error:
            hint = "begin again in a new folder"
            raise OutputError(f"cannot be read: {error}", where=str(path), hint=hint) from None

    def _save(self) -> None:
        for part in self._parts.values():
            part.flush()
            os.fsync(part.fileno())
        self._state.counts = dict(self.counts)
        write_atomically(self._folder / STATE, msgspec.json.encode(self._state))
        self._saved = time.monotonic()

    @contextmanager
    def _disk(self) -> Iterator[None]:
        """The error for a failed write, with what to do about it."""
        try:
            yield
        except (OSError, OutputError) as raised:
            error = raised if isinstance(raised, OSError) else raised.__context__
            if not isinstance(error, OSError):
                raise
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            what = "the disk is full" if full else f"cannot be written: {error.strerror or error}"
            hint = "free some space and run it again" if full else "run it again when it can be"
            hint += ": it goes on where it was"
            raise OutputError(what, where=str(self._folder), hint=hint) from error
