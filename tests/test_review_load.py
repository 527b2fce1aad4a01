"""A review server under load: ten thousand changes, asked for over one connection, and its memory."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from review_desk import apparatus, write

from repair.review import log_path, read_log

pytest.importorskip("starlette", reason="the page's libraries are not installed: pip install '.[review]'")
pytest.importorskip("uvicorn", reason="the page's libraries are not installed: pip install '.[review]'")

POSTS = 10_000
SETTLED = 2_000  # posts after which the server has everything that it loads once
# what the server may keep of a saved line, in bytes: the decision itself, which an undo and the page can ask for
A_LINE = 2_500
ELSE = 4_000_000


class Server:
    """`repair review` in a process of its own, with its page opened."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-c", "from repair.cli import main; main()"),
                *("review", str(path), "--no-browser", "--reviewer", "anna"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        assert self.process.stdout is not None
        address = self.process.stdout.readline().decode().strip()
        found = re.fullmatch(r"http://(127\.0\.0\.1):(\d+)(/\?token=\S+)", address)
        assert found, address
        self.host = f"{found[1]}:{found[2]}"
        self.connection = http.client.HTTPConnection(found[1], int(found[2]), timeout=60)
        self.connection.request("GET", found[3])
        answer = self.connection.getresponse()
        page = answer.read().decode()
        change = re.search(r'data-change="([^"]+)"', page)
        assert change
        self.headers = {
            "Cookie": answer.headers["Set-Cookie"].partition(";")[0],
            "Origin": f"http://{self.host}",
            "X-Repair-Change": change[1],
            "Content-Type": "application/json",
        }

    def post(self, door: str, asked: dict[str, Any] | bytes) -> int:
        body = asked if isinstance(asked, bytes) else json.dumps(asked).encode()
        self.connection.request("POST", f"/api/{door}", body, self.headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status

    @property
    def memory(self) -> int:
        """Bytes of the server's memory that are in use."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]

    def end(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.wait(30)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(write(tmp_path, apparatus(40)))
    yield made
    made.end()


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_ten_thousand_decisions_leave_the_memory_flat_but_for_what_was_decided(server: Server, tmp_path: Path) -> None:
    from repair.review.queue import Cases

    path = tmp_path / "mulino.json"
    names = Cases(path, pytest.fail).names
    query = {"order": "text", "show": "all"}
    settled = 0
    for number in range(POSTS):
        at = number % len(names)
        act = {"number": at, "entry": names[at], "decision": "reject", "note": f"nota {number}"}
        assert server.post("decide", {"query": query, "position": at, "act": act}) == 200
        if number == SETTLED:
            settled = server.memory
    assert len(read_log(log_path(path), pytest.fail)) == POSTS
    assert server.memory - settled < (POSTS - SETTLED) * A_LINE + ELSE


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_ten_thousand_changes_that_mean_nothing_leave_the_memory_flat(server: Server) -> None:
    deep = b'{"query":{"x":' + b"[" * 100_000 + b"]" * 100_000 + b'},"position":0}'
    settled = 0
    for number in range(POSTS):
        bodies = (b"{", b'{"query":{},"position":0,"act":{"number":9999,"entry":"x","decision":"reject"}}', deep)
        assert server.post(("decide", "accept", "undo")[number % 3], bodies[number % 2 if number % 50 else 2]) == 400
        if number == SETTLED:
            settled = server.memory
    assert server.memory - settled < ELSE
    assert server.post("undo", {"query": {}, "position": 0}) == 200
