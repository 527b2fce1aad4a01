"""A worker process: it takes chunks and gives results until its socket closes."""

from __future__ import annotations

from contextlib import suppress
from multiprocessing.connection import Connection

from repair.corpus.chunk_work import ModelGone, Worker
from repair.corpus.job import Job
from repair.corpus.model_place import Address, remote_models
from repair.errors import ModelError, RepairError
from repair.workers.process import connected

__all__ = ["main"]


def _serve(connection: Connection, job: Job, address: Address | None) -> None:
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the run is over, or was killed
        try:
            worker = Worker(job, remote_models(address))
            connection.send(("ready", None))
            while True:
                chunk, avoid, alone = connection.recv()
                begins = (lambda number: connection.send(("begins", number))) if alone else None
                connection.send(("done", worker.run(chunk, avoid=avoid, begins=begins)))
        except ModelGone:
            hint = "check whether memory ran out, and run it again"
            connection.send(("error", ModelError("the model's process has died", hint=hint)))
        except RepairError as error:
            connection.send(("error", error))


def main(number: int) -> None:
    """Be a worker at the other end of the socket."""
    connection, first = connected(number)
    _serve(connection, *first)
