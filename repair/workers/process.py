"""Other processes, reached through a socket: either started new, so that they share nothing with the caller, or forked.

A process ends when the other end of its socket closes, so that none stays behind when a run is killed.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Final

__all__ = ["ONE_THREAD", "Forked", "Process", "connected", "may_fork"]

ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
"""Settings that keep numerical libraries from starting a thread for every core in every worker."""


# modules are searched for where the caller finds them, never first in the working folder
_START: Final = (
    "import sys, json, importlib; sys.path[:] = json.loads(sys.argv[2]);"
    "importlib.import_module(sys.argv[3]).main(int(sys.argv[1]))"
)


class Process:
    """A process that runs `main` of `module` with the number of its socket (see `connected`) and is sent `first`."""

    def __init__(self, module: str, first: Any, environment: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, str(theirs.fileno()), json.dumps(sys.path), module],
                pass_fds=[theirs.fileno()],
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
            )
        self.connection = Connection(ours.detach())
        self.id = self._process.pid
        with suppress(OSError):  # it has ended already: its connection reports that to whoever reads from it
            self.connection.send(first)

    def end(self, patience: float = 0.0) -> int:
        """Ends the process and returns its exit code, negative for a signal. It has `patience` seconds to end
        itself."""
        self.connection.close()
        try:
            return self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
        return self._process.wait()


def may_fork() -> bool:
    """Whether a process may be forked: in the fork, other threads would stop anywhere, and their locks would stay
    held."""
    return sys.platform == "linux" and threading.active_count() == 1


class Forked:
    """A process that shares what the caller has in memory, and runs `work` with its socket. See `may_fork`.

    `others` are the sockets of processes that were forked before: the new one must not keep them open.
    """

    def __init__(self, work: Callable[[Connection], None], others: Iterable[Connection]) -> None:
        ours, theirs = socket.socketpair()
        self.id = os.fork()
        if self.id == 0:
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                ours.close()
                for other in others:
                    other.close()
                work(Connection(theirs.detach()))
            finally:
                os._exit(0)  # so that nothing that the caller has begun, such as writing its output, is done twice
        theirs.close()
        self.connection = Connection(ours.detach())
        self._code: int | None = None

    def end(self) -> int:
        """Ends the process and returns its exit code, negative for a signal."""
        self.connection.close()
        if self._code is None:
            done, status = os.waitpid(self.id, os.WNOHANG)
            if not done:
                os.kill(self.id, signal.SIGKILL)
                _, status = os.waitpid(self.id, 0)
            self._code = os.waitstatus_to_exitcode(status)
        return self._code


def connected(number: int) -> tuple[Connection, Any]:
    """The socket to the caller, and the caller's first message. Only the caller handles an interruption from the
    keyboard."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = Connection(number)
    return connection, connection.recv()
