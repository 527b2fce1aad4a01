"""Worker processes that each do one task at a time, and the answers in the order of the tasks.

A worker that dies is replaced; the task that it died on says what happens next: it is done again, or has an answer of its
own. Workers send pairs: `ready`, `begins` with a number of the worker's choice, `done` with the answer, `error` with an
exception.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, Protocol, TypeVar

from msgspec import Struct

from repair.errors import RepairError
from repair.workers.process import Forked, Process

__all__ = ["Pool", "Task", "WorkerProcess"]

_AHEAD: Final = 4  # answers for each worker that may wait for the answer to an earlier task
_STILLBORN: Final = 3  # workers in a row that die before they are ready, for each worker

WorkerProcess = Process | Forked


class Task(Protocol):
    """What a worker is asked to do."""

    def message(self) -> object:
        """What the worker is sent, `None` if there is nothing to do."""
        ...

    def died(self, code: int, begun: int | None) -> Any:
        """The answer after a worker died on the task, `None` to do it again.

        `code` is the exit code of the worker, `begun` the number that it last sent with `begins` for this task. Raises
        `RepairError` to give up.
        """
        ...


_T = TypeVar("_T", bound=Task)


class _Numbered(Struct, Generic[_T]):
    """A task with its number, and the number that its worker last began with."""

    number: int
    task: _T
    begun: int | None = None


class _Seat(Struct, Generic[_T]):
    """A place for a worker: whether the worker has reported that it can work, and what it works on."""

    process: WorkerProcess
    ready: bool = False
    work: _Numbered[_T] | None = None


class Pool(Generic[_T]):
    """Up to `jobs` worker processes, each started by `start`, which gets the sockets of the others.

    They start when there is something to do. Used as a context; all processes end with it. `replaced` counts the workers
    that died.
    """

    def __init__(self, start: Callable[[Sequence[Connection]], WorkerProcess], jobs: int) -> None:
        self._start = start
        self._jobs = jobs
        self._seats: list[_Seat[_T]] = []
        self._stillborn = 0
        self.replaced = 0

    def __enter__(self) -> Pool[_T]:
        return self

    def __exit__(self, *error: object) -> None:
        for seat in self._seats:
            seat.process.end()

    def results(self, tasks: Iterator[_T]) -> Iterator[tuple[_T, Any]]:
        """The tasks in their order, each with its answer, `None` if there was nothing to do. Few are held at a time.

        Raises what a worker reports as an error, and `RepairError` if workers die as they start.
        """
        waiting: deque[_Numbered[_T]] = deque()
        done: dict[int, tuple[_T, Any]] = {}
        taken = given = 0
        exhausted = False
        while True:
            # answers go out before work is handed in: one late answer may be what kept the workers waiting
            while given in done:
                yield done.pop(given)
                given += 1
            self._hand_out(waiting)
            if not waiting and not exhausted and taken - given < self._jobs * _AHEAD:
                task = next(tasks, None)
                if task is None:
                    exhausted = True
                    continue
                if task.message() is None:
                    done[taken] = task, None
                else:
                    waiting.append(_Numbered(taken, task))
                taken += 1
                continue
            if exhausted and given == taken:
                return
            for connection in wait([seat.process.connection for seat in self._seats]):
                seat = next(seat for seat in self._seats if seat.process.connection is connection)
                work = seat.work
                if (answer := self._hear(seat, waiting)) is not None and work is not None:
                    done[work.number] = work.task, answer

    def _hand_out(self, waiting: deque[_Numbered[_T]]) -> None:
        """Give the waiting tasks to free workers."""
        while waiting and len(self._seats) < self._jobs:
            self._seats.append(_Seat(self._start([seat.process.connection for seat in self._seats])))
        for seat in self._seats:
            if waiting and seat.ready and seat.work is None:
                seat.work = waiting.popleft()
                seat.work.begun = None
                try:
                    seat.process.connection.send(seat.work.task.message())
                except OSError:
                    continue  # it has died: its connection reports that next

    def _hear(self, seat: _Seat[_T], waiting: deque[_Numbered[_T]]) -> Any:
        """Handle a message of a worker, or its end. Gives the answer to its task, if there is one now."""
        try:
            kind, content = seat.process.connection.recv()
        except (EOFError, OSError):
            return self._replace(seat, waiting)
        match kind:
            case "ready":
                seat.ready, self._stillborn = True, 0
            case "begins":
                assert seat.work is not None  # it was sent one
                seat.work.begun = content
            case "done":
                seat.work = None
                return content
            case _:
                raise content
        return None

    def _replace(self, seat: _Seat[_T], waiting: deque[_Numbered[_T]]) -> Any:
        """Put a new worker in the place of one that died. Gives the answer to its task, if the task has one now."""
        code, work = seat.process.end(), seat.work
        self.replaced += 1
        self._stillborn += not seat.ready
        if self._stillborn > _STILLBORN * self._jobs:
            raise RepairError(f"worker processes end with {code} as they start", hint="check whether memory ran out")
        others = [other.process.connection for other in self._seats if other is not seat]
        seat.process, seat.ready, seat.work = self._start(others), False, None
        if work is None:
            return None
        answer = work.task.died(code, work.begun)
        if answer is None:
            waiting.appendleft(work)
        return answer
