"""The process that holds a model: answers workers until the run is over."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from multiprocessing.connection import Connection, Listener
from tempfile import TemporaryDirectory
from typing import Any

from repair.config import Config
from repair.errors import ModelError, RepairError
from repair.workers.process import connected

__all__ = ["main"]


def _answer(connection: Connection, models: dict[str, Any], turn: threading.Lock) -> None:
    """Answer one worker until it disconnects; one worker at a time uses the device."""
    while True:
        try:
            role, method, args, more = connection.recv()
        except (OSError, EOFError):
            return
        try:
            with turn:
                answer = False, getattr(models[role], method)(*args, **more)
        except Exception as error:
            # any error goes to the asking worker: a record of its chunk caused it
            answer = True, error if isinstance(error, RepairError) else ModelError(f"{type(error).__name__}: {error}")
        try:
            connection.send(answer)
        except OSError:
            return


def _serve(parent: Connection, config: Config, key: bytes) -> None:
    from repair.pipeline import prepare

    try:
        stages = prepare(config, much=True)  # a run that goes on after a stop reads as one without
    except RepairError as error:
        parent.send(error)
        return
    models = {"reader": stages.reader, "writer": stages.writer}
    turn = threading.Lock()
    with TemporaryDirectory() as folder, Listener(f"{folder}/model", "AF_UNIX", authkey=key) as listener:
        about = tuple((model.name, model.device) if model else None for model in models.values())
        parent.send((listener.address, about))

        def accept() -> None:
            while True:
                connection = listener.accept()
                threading.Thread(target=_answer, args=(connection, models, turn), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        parent.recv()


def main(number: int) -> None:
    """Load the models, send the address of this server through the socket, and answer workers that connect to it."""
    parent, first = connected(number)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the run is over, or was killed
        _serve(parent, *first)
    # threads may be in the middle of a text: a library whose threads end with the interpreter aborts, and says so
    os._exit(0)
