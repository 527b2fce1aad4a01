"""The one place of a model: a process for each device, asked by all workers.

A request holds the articles of a whole chunk, so that a batch may hold several articles. It never holds more than one
chunk: the content of a batch changes the last digits of results, which would then depend on which worker was quicker.
"""

from __future__ import annotations

import os
from multiprocessing.connection import Client, Connection
from typing import Any, Final

from msgspec import Struct

from repair.config import Config
from repair.corpus.chunk_work import ModelGone
from repair.corpus.job import Models
from repair.errors import ModelError, RepairError
from repair.workers.process import Process

__all__ = ["Address", "ModelPlace", "remote_models"]

_PATIENCE: Final = 5.0  # seconds that it has to remove its socket


class Address(Struct, frozen=True):
    """Where a model can be asked. `models` are the name and the kind of device of the one that reads and of the one
    that fills in, `None` for each that the run does without."""

    path: str
    key: bytes
    models: tuple[tuple[str, str] | None, tuple[str, str] | None]


class ModelPlace:
    """A process that holds the models of `config` on one device. Raises `ModelError` if they cannot be loaded."""

    def __init__(self, config: Config) -> None:
        key = os.urandom(16)
        # rounding may depend on the number of threads, which therefore is the machine's, not that of the workers
        threads = {"OMP_NUM_THREADS": str(os.cpu_count() or 1)}
        self._process = Process("repair.corpus.model_server", (config, key), threads)
        try:
            answer = self._process.connection.recv()
        except EOFError:
            code = self._process.end()
            raise ModelError(f"the model's process ended with {code}", hint="check whether memory ran out") from None
        if isinstance(answer, RepairError):
            self._process.end()
            raise answer
        path, models = answer
        self.address = Address(path, key, models)

    def end(self) -> None:
        """Ends the process."""
        self._process.end(_PATIENCE)


def remote_models(address: Address | None) -> Models:
    """The models at an address, `None` for each that the run does without."""
    if address is None:
        return None, None
    try:
        connection = Client(address.path, authkey=address.key)
    except OSError as error:
        raise ModelGone(f"the model's process does not answer: {error}") from None
    reader, writer = (
        _Remote(connection, role, *about) if about else None
        for role, about in zip(("reader", "writer"), address.models, strict=True)
    )
    return reader, writer


class _Remote:
    """A model elsewhere, with the methods of one that is here."""

    def __init__(self, connection: Connection, role: str, name: str, device: str) -> None:
        self._connection = connection
        self._role = role
        self.name = name
        self.device = device

    def signals(self, *args: Any, **more: Any) -> Any:
        """See `MaskedModel.signals`."""
        return self._ask("signals", args, more)

    def fill(self, *args: Any, **more: Any) -> Any:
        """See `Filler.fill`."""
        return self._ask("fill", args, more)

    def _ask(self, method: str, args: tuple[Any, ...], more: dict[str, Any]) -> Any:
        try:
            self._connection.send((self._role, method, args, more))
            failed, answer = self._connection.recv()
        except (OSError, EOFError) as error:
            raise ModelGone(f"the model's process has ended: {error}") from None
        if failed:
            raise answer
        return answer
