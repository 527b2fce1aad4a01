"""The local engine: worker processes, each with one chunk at a time, and the results in the order of the chunks.

A worker that dies is replaced and its chunk is done again. If that kills another worker, its records are done one by
one to find the one that is the cause, and that record is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from repair.corpus.chunk_work import Result, refused
from repair.corpus.chunks import Chunk
from repair.corpus.job import Job
from repair.corpus.model_place import Address, ModelPlace
from repair.errors import ModelError, RepairError
from repair.workers.process import ONE_THREAD, Process

__all__ = ["Pool"]

_AHEAD: Final = 4  # results for each worker that may wait for the result of an earlier chunk
_RETRIES: Final = 1
_STILLBORN: Final = 3  # workers in a row that die before they are ready


class _Task(Struct):
    """A chunk in progress. `deaths` is how many workers died on it, `begun` the record that the worker is at."""

    number: int
    chunk: Chunk
    deaths: int = 0
    avoid: frozenset[int] = frozenset()
    begun: int | None = None

    @property
    def alone(self) -> bool:
        """Whether records are done one by one."""
        return self.deaths > _RETRIES


class _Seat(Struct):
    """A place for a worker. `task` is what the worker works on; `ready` is whether it has reported that it can."""

    process: Process
    ready: bool = False
    task: _Task | None = None


class Pool:
    """`jobs` worker processes for one job, and a process for the model on each device that the configuration names.

    Used as a context; all processes end with it. `replaced` counts the workers that died.
    """

    def __init__(self, job: Job, jobs: int) -> None:
        self._job = job
        self._jobs = jobs
        self._places: list[ModelPlace] = []
        self._seats: list[_Seat] = []
        self._started = 0
        self._stillborn = 0
        self.replaced = 0

    def __enter__(self) -> Pool:
        try:
            if self._job.uses_model:
                config = self._job.config
                for device in config.device.split(","):
                    self._places.append(ModelPlace(replace(config, device=device)))
            self._seats = [self._seat() for _ in range(self._jobs)]
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        for seat in self._seats:
            seat.process.end()
        for place in self._places:
            place.end()

    def results(self, chunks: Iterator[Chunk]) -> Iterator[Result]:
        """The results of the chunks, in their order. Few chunks are in memory at a time.

        Raises `RepairError` if the work cannot go on: a store is damaged, or the model's process has died.
        """
        again: list[_Task] = []
        done: dict[int, Result] = {}
        taken = given = 0
        exhausted = False
        while True:
            # results go out before work is handed in: one late result may be what kept the workers waiting
            while given in done:
                yield done.pop(given)
                given += 1
            for seat in self._seats:
                if not seat.ready or seat.task is not None:
                    continue
                if not again and not exhausted and taken - given < self._jobs * _AHEAD:
                    chunk = next(chunks, None)
                    if chunk is None:
                        exhausted = True
                    else:
                        again.append(_Task(taken, chunk))
                        taken += 1
                if again:
                    self._send(seat, again.pop(0))
            if exhausted and given == taken:
                return
            for connection in wait([seat.process.connection for seat in self._seats]):
                seat = next(seat for seat in self._seats if seat.process.connection is connection)
                assert isinstance(connection, Connection)
                task = seat.task
                if (result := self._heard(seat, again)) is not None and task is not None:
                    done[task.number] = result

    def _seat(self) -> _Seat:
        self._started += 1
        address: Address | None = None
        if self._places:
            address = self._places[self._started % len(self._places)].address
        return _Seat(Process("repair.corpus.worker", (self._job, address), ONE_THREAD))

    def _send(self, seat: _Seat, task: _Task) -> None:
        seat.task, task.begun = task, None
        try:
            seat.process.connection.send((task.chunk, task.avoid, task.alone))
        except OSError:
            return  # it has died: its connection reports that next

    def _heard(self, seat: _Seat, again: list[_Task]) -> Result | None:
        """Handle a message of a worker: a result, or a fault."""
        try:
            kind, said = seat.process.connection.recv()
        except (EOFError, OSError):
            return self._died(seat, again)
        match kind:
            case "ready":
                seat.ready, self._stillborn = True, 0
            case "begins":
                assert seat.task is not None  # it was sent one
                seat.task.begun = said
            case "done":
                seat.task = None
                result: Result = said
                return result
            case "model gone":
                raise ModelError("the model's process has died", hint="check whether memory ran out, and run it again")
            case _:
                raise said
        return None

    def _died(self, seat: _Seat, again: list[_Task]) -> Result | None:
        code, task, ready = seat.process.end(), seat.task, seat.ready
        self.replaced += 1
        self._stillborn += not ready
        if self._stillborn > _STILLBORN * self._jobs:
            raise RepairError(f"worker processes end with {code} as they start", hint="check whether memory ran out")
        fresh = self._seat()
        seat.process, seat.ready, seat.task = fresh.process, False, None
        if task is None:
            return None
        if task.alone:
            if task.begun is None:  # not even read
                return refused(task.chunk, "WorkerDied", f"the process that read it died with {code}, twice")
            task.avoid |= {task.begun}
        task.deaths += 1
        again.insert(0, task)
        return None
