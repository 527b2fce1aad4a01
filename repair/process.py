"""Other processes, reached through a socket: started afresh, so that nothing of the caller's leaks into them.

A process ends when the other end of its socket closes, so that none outlives a run that was killed.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any, Final

__all__ = ["ONE_THREAD", "Process", "connected"]

ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
"""Settings that keep numerical libraries from starting a thread for every core in every worker."""


# modules are looked for where the caller finds them, and never first in the folder that it happens to be in
_START: Final = (
    "import sys, json, importlib; sys.path[:] = json.loads(sys.argv[2]);"
    "importlib.import_module(sys.argv[3]).main(int(sys.argv[1]))"
)


class Process:
    """A process that runs `main` of `module` with the number of its socket, see `connected`. It is told `first`."""

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
        self.connection.send(first)

    def end(self, patience: float = 0.0) -> int:
        """Ends the process and gives its exit code, negative for a signal. It has `patience` seconds to end itself."""
        self.connection.close()
        try:
            return self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
        return self._process.wait()


def connected(number: int) -> tuple[Connection, Any]:
    """The socket to the caller, and the caller's first message. An interruption from the keyboard is the caller's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = Connection(number)
    return connection, connection.recv()
