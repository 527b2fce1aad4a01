"""The Ray engine: the same chunks through the same workers, on the machines of a Ray cluster.

Inputs are cut where they are read, by Ray Data's tasks; an actor holds a pool of workers of its own (and the model,
with a GPU if there are any), so that a record that kills a process is set aside as it is without Ray. What Ray loses
nevertheless, as where an object store and its disk are full, is done again here; where Ray does nothing at all, the run
ends with the reason, since a machine alone would take long for the work of many. The run's own folder keeps the progress, so that a run resumes at any record; the
checkpoints of Ray Data, made for its own writers, cannot do that.
"""

from __future__ import annotations

import importlib
import logging
import os
import pickle
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from repair.corpus.chunk_work import Result
from repair.corpus.chunks import Chunk, chunks_of
from repair.corpus.cutters import CUTTERS, Position
from repair.corpus.engines.local import ChunkWorkers
from repair.corpus.inputs import Input
from repair.corpus.job import Job
from repair.errors import ConfigError, MissingExtra, RepairError

if TYPE_CHECKING:
    from repair.corpus.run import Feed

__all__ = ["MOST_HELD", "from_ray", "results"]

MOST_HELD: Final = 64
"""How many results may wait for one that Ray has not given."""
_ITEM: Final = "item"
_CPUS_A_GPU: Final = 4  # worker processes that keep a GPU busy
_PATIENCE: Final = 5.0  # seconds in which a cluster answers
_HINT: Final = (
    "check the cluster, and that `repair` is installed on all its machines; the same command, or one with --engine local,"
    " goes on where it was"
)


def results(feed: Feed, jobs: int, address: str) -> Iterator[Result]:
    """The results of a feed in order. `address` is a cluster's, empty for one that is started on this machine.

    Raises `MissingExtra` without Ray, `ConfigError` if no cluster is at the address, `RepairError` if the work cannot go
    on.
    """
    try:
        ray: Any = importlib.import_module("ray")
        data: Any = importlib.import_module("ray.data")
    except ImportError:
        raise MissingExtra("the engine ray needs the library ray", extra="ray") from None
    for handler in (logger := logging.getLogger(data.__name__)).handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setLevel(logging.CRITICAL)  # Ray keeps a file of all of it; standard error is the run's
    faults = _Faults(logging.ERROR)
    logger.addHandler(faults)
    try:
        with _cluster(ray, address, jobs):
            yield from _ordered(from_ray(ray, data, feed, jobs), feed, min(jobs, os.cpu_count() or 1), faults)
    except ray.exceptions.RayError as error:
        raise RepairError(f"Ray cannot go on: {_last_line(error)}", hint=_HINT) from None
    finally:
        logger.removeHandler(faults)


class _Faults(logging.Handler):
    """Keeps the last line of the last exception that Ray logs and goes on after: why it lost something."""

    last = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            self.last = _last_line(record.exc_info[1])


def _last_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


@contextmanager
def _cluster(ray: Any, address: str, jobs: int) -> Iterator[None]:
    """The cluster that this process is connected to; else that of the address, or one of its own, until the end."""
    if ray.is_initialized():
        yield
        return
    local = {} if address else {"num_cpus": max(2, jobs + 1), "include_dashboard": False}
    hint = "check that it runs there; without --ray-address, one is started on this machine"
    host, _, port = address.rpartition(":")
    try:
        if host and port.isdigit() and "://" not in address:
            socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()  # Ray itself tries for minutes
        ray.init(address=address or "local", log_to_driver=False, logging_level=logging.ERROR, **local)
    except (OSError, RuntimeError, ValueError, OverflowError) as error:
        message = str(error).strip().partition("\n")[0]
        if not address:
            raise RepairError(f"Ray does not start: {message}", hint="use --engine local") from None
        raise ConfigError(f"no Ray cluster answers: {message}", where=address, hint=hint) from None
    try:
        yield
    finally:
        ray.shutdown()


def from_ray(ray: Any, data: Any, feed: Feed, jobs: int) -> Iterator[Result]:
    """The results as Ray gives them: in order, but for what it lost."""
    items = [pickle.dumps(item) for item in _items(feed)]
    if not items:
        return
    context = data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = context.print_on_execution_start = False
    context.max_errored_blocks = -1  # what is lost is done again here
    arrow: Any = importlib.import_module("pyarrow")
    gpus = int(ray.cluster_resources().get("GPU", 0)) if feed.job.needs_place else 0
    # an actor with a GPU has several workers, that its model may have something to do; else each is one worker
    size, inside = (gpus, _CPUS_A_GPU) if gpus else (jobs, 1)
    table = arrow.table({_ITEM: arrow.array(items, arrow.large_binary())})
    step = -(-len(items) // (jobs * 8))
    results = (
        data.from_arrow([table.slice(at, step) for at in range(0, len(items), step)])
        .map_batches(_cut, batch_size=1, batch_format="pyarrow", fn_args=(feed.job,), num_cpus=0.25)
        .map_batches(
            _Actor,
            fn_constructor_args=(feed.job, inside),
            batch_size=inside * 2 if gpus else 1,
            batch_format="pyarrow",
            compute=data.ActorPoolStrategy(size=size),
            num_cpus=0.5 if not gpus else inside,
            num_gpus=1 if gpus else 0,
        )
    )
    for batch in results.iter_batches(batch_size=None, batch_format="pyarrow"):
        for packed in batch.column(_ITEM):
            result = pickle.loads(packed.as_py())
            if isinstance(result, RepairError):
                raise result
            yield result


def _items(feed: Feed) -> Iterator[Chunk | tuple[Input, Position]]:
    """What the first tasks get: an input to cut from a position on, or a chunk of texts, which is only a list of names.

    With a limit everything is cut here, since it counts the records of all inputs.
    """
    if feed.job.limit:
        yield from feed.chunks()
        return
    start = feed.output.position
    texts: list[Input] = []
    begin = start
    for found in feed.inputs():
        if found.format not in CUTTERS:
            texts.append(found)
            continue
        for chunk in chunks_of(iter(texts), feed.job, begin):
            yield chunk
            begin = chunk.after
        texts = []
        yield found, begin
        begin = Position(found.number + 1, 0, 0, begin.bytes + found.bytes)
    yield from chunks_of(iter(texts), feed.job, begin)


def _cut(batch: Any, job: Job) -> Iterator[Any]:
    """Inputs to chunks, one table each."""
    arrow: Any = importlib.import_module("pyarrow")
    for packed in batch.column(_ITEM):
        item = pickle.loads(packed.as_py())
        chunks = iter([item]) if isinstance(item, Chunk) else chunks_of(iter([item[0]]), job, item[1])
        for chunk in chunks:
            yield arrow.table({_ITEM: arrow.array([pickle.dumps(chunk)], arrow.large_binary())})


class _Actor:
    """Chunks to results, by a pool of workers that lives as long as the actor."""

    def __init__(self, job: Job, jobs: int) -> None:
        self._pool = ChunkWorkers(job, jobs)
        self._pool.__enter__()

    def __call__(self, batch: Any) -> Any:
        arrow: Any = importlib.import_module("pyarrow")
        chunks = [pickle.loads(packed.as_py()) for packed in batch.column(_ITEM)]
        try:
            done: list[Any] = list(self._pool.results(iter(chunks)))
        except RepairError as error:
            done = [error]  # an exception would be taken for a block that is lost
        return arrow.table({_ITEM: arrow.array(map(pickle.dumps, done), arrow.large_binary())})


def _ordered(found: Iterator[Result], feed: Feed, jobs: int, faults: _Faults) -> Iterator[Result]:
    """The results with what was lost done again, and with the records before them counted."""
    held: dict[tuple[int, int, int], Result] = {}
    result = None
    for result in found:
        held[result.before.place] = result
        yield from _next(held, feed)
        if len(held) > MOST_HELD:
            yield from _done_here(held, feed, jobs)
            yield from _next(held, feed)
    while next(feed.chunks(), None) is not None:
        if result is None:
            raise RepairError(f"Ray has done nothing: {faults.last or 'it says no reason'}", hint=_HINT)
        yield from _done_here(held, feed, jobs)
        yield from _next(held, feed)


def _next(held: dict[tuple[int, int, int], Result], feed: Feed) -> Iterator[Result]:
    """The results that follow the output's position."""
    while feed.output.position.place in held:
        result, here = held.pop(feed.output.position.place), feed.output.position
        records = result.after.records - result.before.records
        yield replace(result, before=here, after=replace(result.after, records=here.records + records))


def _done_here(held: dict[tuple[int, int, int], Result], feed: Feed, jobs: int) -> Iterator[Result]:
    """The chunks from the output's position to the next result, done on this machine."""
    with ChunkWorkers(feed.job, jobs) as pool:
        for result in pool.results(takewhile(lambda chunk: chunk.before.place not in held, feed.chunks())):
            feed.done_again += 1
            yield result
