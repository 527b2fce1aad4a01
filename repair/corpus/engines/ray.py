"""The Ray engine: the same chunks through the same workers, on the machines of a Ray cluster.

Inputs are cut where they are read, by Ray Data's tasks; an actor holds a pool of workers of its own (and the model,
with a GPU if there are any), so that a record that kills a process is set aside as it is without Ray. A chunk that Ray
loses nevertheless is done again here. The run's own folder keeps the progress, so that a run resumes at any record; the
checkpoints of Ray Data, made for its own writers, cannot do that.
"""

from __future__ import annotations

import importlib
import pickle
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from repair.corpus.chunk_work import Result
from repair.corpus.chunks import Chunk, chunks_of
from repair.corpus.cutters import CUTTERS, Position
from repair.corpus.engines.local import ChunkWorkers
from repair.corpus.inputs import Input
from repair.corpus.job import Job
from repair.errors import MissingExtra, RepairError

if TYPE_CHECKING:
    from repair.corpus.run import Feed

__all__ = ["done_here", "from_ray", "results"]

_HELD: Final = 64  # results that may wait for one that Ray has not given
_ITEM: Final = "item"
_CPUS_A_GPU: Final = 4  # worker processes that keep a GPU busy


def results(feed: Feed, jobs: int, address: str) -> Iterator[Result]:
    """The results of a feed in order. `address` is a cluster's, empty for one that is started on this machine.

    Raises `MissingExtra` without Ray, `RepairError` if the work cannot go on.
    """
    try:
        ray: Any = importlib.import_module("ray")
        data: Any = importlib.import_module("ray.data")
    except ImportError:
        raise MissingExtra("the engine ray needs the library ray", extra="ray") from None
    started = not ray.is_initialized()
    if started:
        local = {} if address else {"num_cpus": max(2, jobs + 1), "include_dashboard": False}
        ray.init(address=address or None, log_to_driver=False, **local)
    try:
        yield from _ordered(from_ray(ray, data, feed, jobs), feed)
    finally:
        if started:
            ray.shutdown()


def from_ray(ray: Any, data: Any, feed: Feed, jobs: int) -> Iterator[Result]:
    """The results as Ray gives them: in order, but for what it lost."""
    items = [pickle.dumps(item) for item in _items(feed)]
    if not items:
        return
    context = data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    context.max_errored_blocks = -1  # what is lost is done again here
    arrow: Any = importlib.import_module("pyarrow")
    gpus = int(ray.cluster_resources().get("GPU", 0)) if feed.job.uses_model else 0
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


def _ordered(found: Iterator[Result], feed: Feed) -> Iterator[Result]:
    """The results with what was lost done again, and with the records before them counted."""
    held: dict[tuple[int, int, int], Result] = {}
    for result in found:
        held[result.before.place] = result
        while feed.output.position.place in held:
            yield _counted(held.pop(feed.output.position.place), feed)
        if len(held) > _HELD:
            yield from done_here(feed)
    while True:
        if feed.output.position.place in held:
            yield _counted(held.pop(feed.output.position.place), feed)
        elif next(feed.chunks(), None) is not None:
            yield from done_here(feed)
        else:
            return


def _counted(result: Result, feed: Feed) -> Result:
    here = feed.output.position
    records = result.after.records - result.before.records
    return replace(result, before=here, after=replace(result.after, records=here.records + records))


def done_here(feed: Feed) -> Iterator[Result]:
    """The chunk at the output's position, done on this machine."""
    with ChunkWorkers(feed.job, 1) as pool:
        yield from pool.results(islice(feed.chunks(), 1))
