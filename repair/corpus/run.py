"""A run from its sources to its folder: inputs cut into chunks, an engine that does them, and an output that keeps them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from repair.corpus.aside import FAILED
from repair.corpus.chunk_work import Result, Worker
from repair.corpus.chunks import Chunk, chunks_of, settings_of
from repair.corpus.engines.local import ChunkWorkers
from repair.corpus.folder import (
    ASIDE,
    INPUTS,
    MANIFEST,
    PROGRESS,
    RUN,
    SCRATCH,
    STATS,
    locked,
    pretty,
    read_json,
    tidied,
)
from repair.corpus.inputs import Input, changed, expanded, listed_inputs, write_list
from repair.corpus.job import Job, differences, with_moved
from repair.corpus.needs import check_needs
from repair.corpus.output import Output
from repair.corpus.progress import ProgressDisplay, Snapshot, progress_of
from repair.edit import sweep_scratch, write_atomically
from repair.errors import ConfigError, InputError, OutputError
from repair.text.counted import counted

__all__ = ["ENGINES", "Engine", "Feed", "Means", "Plan", "plan", "run"]

_HOPELESS: Final = 1000  # records: if none of the first ones can be used, the run stops


class Means(Struct, frozen=True):
    """The means of a run, which do not change its output.

    `jobs` is the number of workers, 0 for one a core. `ray_address` is that of a Ray cluster, empty for one of its own.
    """

    jobs: int = 0
    ray_address: str = ""

    @property
    def workers(self) -> int:
        """How many workers there are to be."""
        return self.jobs or os.cpu_count() or 1


_ALONE: Final = Means()


class Feed(Struct):
    """What an engine is to do: the inputs from the one on in which `output` stands. The engine counts the workers that it
    `replaced`, and the chunks that were lost elsewhere and `done_again` on this machine."""

    inputs: Callable[[], Iterator[Input]]
    job: Job
    output: Output
    replaced: int = field(default=0)
    done_again: int = field(default=0)

    def chunks(self) -> Iterator[Chunk]:
        """The chunks from the output's position on."""
        return chunks_of(self.inputs(), self.job, self.output.position)


Engine = Callable[[Feed, Means], Iterator[Result]]
"""Does the chunks of a feed and gives their results in order."""


def _local(feed: Feed, means: Means) -> Iterator[Result]:
    with ChunkWorkers(feed.job, means.workers) as pool:
        for result in pool.results(feed.chunks()):
            feed.replaced = pool.replaced
            yield result


def _ray(feed: Feed, means: Means) -> Iterator[Result]:
    from repair.corpus.engines.ray import results

    return results(feed, means.workers, means.ray_address)


ENGINES: Final[dict[str, Engine]] = {"local": _local, "ray": _ray}
"""Where the work is done, by name."""


class Plan(Struct, frozen=True):
    """What a run would do: number and size of its inputs by format, and what their first records show."""

    inputs: dict[str, int]
    bytes: int
    first: tuple[str, ...]
    articles: int
    damaged: int
    set_aside: int
    reason: str


def plan(sources: Sequence[str], job: Job, *, engine: str = "local") -> Plan:
    """What a run over `sources` would find, judged by its first chunk; nothing is written.

    The model is not loaded, and no page is fetched: damage is what rules see. Raises `RepairError` for what would stop the run at once, such as a
    library that is not installed.
    """
    check_needs(sources, job, engine)
    found = list(expanded(sources, job.config.exclude))
    formats: dict[str, int] = {}
    for each in found:
        formats[each.format] = formats.get(each.format, 0) + 1
    rules = replace(job, config=replace(job.config, use_model=False), refetch=None)
    chunk = next(chunks_of(iter(found), rules), None)
    if chunk is None:
        raise InputError("there is no input", hint="name files, folders or URLs")
    result = Worker(rules).run(chunk)
    lines = result.streams["apparatus"].splitlines()[:3]
    first = tuple(str(msgspec.json.decode(line)["id"]) for line in lines)
    counts = result.counts
    size = sum(each.bytes for each in found)
    return Plan(formats, size, first, counts["articles"], counts["damaged"], counts["set aside"], result.reason)


def run(
    sources: Sequence[str],
    folder: str | Path,
    job: Job,
    *,
    engine: str = "local",
    means: Means = _ALONE,
    progress: ProgressDisplay | None = None,
    max_errors: int | None = None,
) -> dict[str, Any]:
    """Do the job on all records of `sources`, write the output to `folder`, and return the statistics.

    If the folder holds an unfinished run of the same job on the same inputs, that run continues. `max_errors` is how
    many records may be set aside before the run stops, `None` for any number. The statistics count the inputs that
    could not be read (`set_aside_at`, `input`). Raises `ConfigError` or `InputError`, with the difference, if the
    folder belongs to another job or the inputs have changed; `OutputError` if another run is working in it, or the disk
    is full; `MissingExtra` if a required library is not installed. After every error the run can be started again.
    """
    if engine not in ENGINES:
        raise ConfigError(f"unknown engine {engine!r}", hint=f"use one of {', '.join(ENGINES)}")
    settings_of(job)  # an unknown encoding is an error before anything is written
    check_needs(sources, job, engine)
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_own(folder)  # before a lock is left in it
    except OSError as error:
        raise OutputError(f"cannot be used: {error.strerror}", where=str(folder), hint="name another folder") from None
    with locked(folder):
        job, total = _begin(sources, folder, job)
        if (folder / MANIFEST).exists():
            tidied(folder)
            with progress or progress_of("quiet"):
                return read_json(folder / STATS)
        output = Output(folder, job)
        with closing(output), progress or progress_of("quiet") as shown:
            feed = Feed(lambda: listed_inputs(folder / INPUTS, output.position.input), job, output)
            watch = _Watch(folder, feed, total, shown)
            try:
                for result in ENGINES[engine](feed, means):
                    output.add(result)
                    watch.saw(result)
                    _check_errors(output, folder, max_errors, result.reason)
            except BaseException:
                output.save()
                raise
            stats = _stats(output)
            output.finish(stats)
            watch.finished()
    return stats


def _begin(sources: Sequence[str], folder: Path, job: Job) -> tuple[Job, int]:
    """Prepare the folder for this job on these inputs, or check that it belongs to them. Returns the job, with the stores
    that were moved meanwhile, and the inputs' bytes."""
    if not (folder / RUN).exists():
        described = job.described()
        _check_own(folder)
        sweep_scratch(folder)
        count, size = write_list(expanded(sources, job.config.exclude), folder / INPUTS)
        about = {"sources": list(sources), "inputs": count, "bytes": size, "job": described}
        write_atomically(folder / RUN, pretty(about))
        return job, size
    before = read_json(folder / RUN, "job")
    job = with_moved(job, before["job"])
    described = msgspec.json.decode(msgspec.json.encode(job.described()))
    if found := list(differences(before["job"], described)):
        job.check_references()  # a store that is gone differs from what it was, and the same options do not help then
        more = f" (and {len(found) - 3} more)" if len(found) > 3 else ""
        raise ConfigError(
            f"the run in this folder has another configuration: {'; '.join(found[:3])}{more}",
            where=str(folder),
            hint="give the same options, or another folder",
        )
    if difference := changed(folder / INPUTS, expanded(sources, job.config.exclude)):
        raise InputError(
            f"the run in this folder has other inputs: {difference}",
            where=str(folder),
            hint="put the input back, or name another folder",
        )
    return job, int(before["bytes"])


def _check_own(folder: Path) -> None:
    """Refuse a folder that holds anything but a run, or the remains of one that was stopped before it began."""
    if (folder / RUN).exists():
        return
    own = {".lock", INPUTS}
    others = [path.name for path in folder.iterdir() if path.name not in own and not path.name.startswith(".repair-")]
    if others:
        what = f"the folder holds other files ({others[0]!r})"
        raise OutputError(what, where=str(folder), hint="name a new or an empty folder")
    if (folder / INPUTS).exists():
        next(listed_inputs(folder / INPUTS), None)  # raises if it is not the list of a run


def _check_errors(output: Output, folder: Path, most: int | None, reason: str) -> None:
    aside, records = output.counts["set aside"], output.counts["records"]
    if most is not None and aside > most:
        what = f"{counted(aside, 'record')} set aside, more than {most:,}; one of them: {reason}"
        hint = "look there; --on-error skip, without --max-errors or with a higher one, goes on"
        raise InputError(what, where=str(folder / f"{ASIDE}.part"), hint=hint)
    if aside == records >= _HOPELESS:
        raise InputError(f"none of the first {records:,} records can be used: {reason}", hint="check the options")


def _stats(output: Output) -> dict[str, Any]:
    """What came of all records, by what it is counted by."""
    groups = {"code": "codes", "language": "languages", "best": "best_candidates"}
    groups |= {"set aside at": "set_aside_at", "left out": "left_out", "reason": "set_aside_for"}
    stats: dict[str, Any] = {
        name.replace(" ", "_"): output.counts[name]
        for name in (
            *("records", "articles", "damaged", "findings", "characters", "with references", "set aside"),
            *("not rows", "repaired", "edits", "unread pages"),
        )
    }
    for prefix, name in groups.items():
        found = {key.removeprefix(f"{prefix} "): n for key, n in output.counts.items() if key.startswith(f"{prefix} ")}
        stats[name] = dict(sorted(found.items()))
    return stats


class _Watch:
    """Keeps the snapshot of a run, and shows and stores it now and then."""

    def __init__(self, folder: Path, feed: Feed, total: int, progress: ProgressDisplay) -> None:
        self._path = folder / PROGRESS
        self._feed = feed
        self._progress = progress
        self._started = time.monotonic()
        self._stored = 0.0
        self._articles, self._read = feed.output.counts["articles"], feed.output.read
        self._snapshot = Snapshot(total=total)

    def saw(self, result: Result) -> None:
        """A result was added to the output."""
        self._snapshot.stages.update(result.seconds)
        self._update()
        self._progress.show(self._snapshot)
        if time.monotonic() - self._stored >= 1.0:
            self._store()

    def finished(self) -> None:
        """The run is done."""
        self._snapshot.done = True
        self._update()
        self._snapshot.read = self._snapshot.total
        self._snapshot.reasons = _stats(self._feed.output)["set_aside_for"]
        self._store()
        self._progress.show(self._snapshot, last=True)

    def _update(self) -> None:
        shot, output = self._snapshot, self._feed.output
        shot.articles, shot.damaged = output.counts["articles"], output.counts["damaged"]
        shot.findings, shot.set_aside = output.counts["findings"], output.counts["set aside"]
        shot.not_rows, shot.failed = output.counts["not rows"], output.counts[f"set aside at {FAILED}"]
        shot.read = output.read
        shot.seconds = time.monotonic() - self._started
        shot.fresh, shot.fresh_read = shot.articles - self._articles, shot.read - self._read
        shot.workers_replaced, shot.done_again = self._feed.replaced, self._feed.done_again

    def _store(self) -> None:
        self._stored = time.monotonic()
        scratch = self._path.with_name(SCRATCH)
        with suppress(OSError):  # only for people who watch the run; the output reports a full disk
            scratch.write_bytes(pretty(self._snapshot.described()))
            scratch.replace(self._path)
