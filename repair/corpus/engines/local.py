"""The local engine: a pool of worker processes on this machine, and the results in the order of the chunks.

A chunk on which a worker dies is done again. If that kills another worker, its records are done one by one to find the
one that is the cause, and that record is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from repair.corpus.chunk_work import Result, refused
from repair.corpus.chunks import Chunk
from repair.corpus.job import Job
from repair.corpus.model_place import Address, ModelPlace
from repair.workers.pool import Pool
from repair.workers.process import ONE_THREAD, Process

__all__ = ["ChunkWorkers"]

_RETRIES: Final = 1


class _ChunkTask(Struct):
    """A chunk in progress. `deaths` is how many workers died on it, `avoid` the records that are known to kill them."""

    chunk: Chunk
    deaths: int = 0
    avoid: frozenset[int] = frozenset()

    def message(self) -> tuple[Chunk, frozenset[int], bool]:
        """The chunk, the records to leave out, and whether the records are done one by one."""
        return self.chunk, self.avoid, self.deaths > _RETRIES

    def died(self, code: int, begun: int | None) -> Result | None:
        """Leave out the record that killed a worker by itself; refuse a chunk that cannot even be read."""
        if self.deaths > _RETRIES:
            if begun is None:
                return refused(self.chunk, f"the process that read it died with {code}, twice")
            self.avoid |= {begun}
        self.deaths += 1
        return None


class ChunkWorkers:
    """`jobs` worker processes for one job, and a process for the model on each device that the configuration names.

    Used as a context; all processes end with it. `replaced` counts the workers that died.
    """

    def __init__(self, job: Job, jobs: int) -> None:
        self._job = job
        self._pool: Pool[_ChunkTask] = Pool(self._start, jobs)
        self._places: list[ModelPlace] = []
        self._started = 0

    @property
    def replaced(self) -> int:
        """How many workers died."""
        return self._pool.replaced

    def __enter__(self) -> ChunkWorkers:
        try:
            if self._job.needs_place:
                config = self._job.config
                for device in config.device.split(","):
                    self._places.append(ModelPlace(replace(config, device=device)))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.__exit__()
        for place in self._places:
            place.end()

    def results(self, chunks: Iterator[Chunk]) -> Iterator[Result]:
        """The results of the chunks, in their order. Few chunks are in memory at a time.

        Raises `RepairError` if the work cannot go on: a store is damaged, or the model's process has died.
        """
        for _, result in self._pool.results(map(_ChunkTask, chunks)):
            yield result

    def _start(self, others: Sequence[Connection]) -> Process:
        """A new worker. It has nothing of this process, so none of the sockets of `others`."""
        self._started += 1
        address: Address | None = None
        if self._places:
            address = self._places[self._started % len(self._places)].address
        return Process("repair.corpus.worker", (self._job, address), ONE_THREAD)
