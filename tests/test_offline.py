"""Nothing leaves the machine unless it is asked for by name: every command on the articles that ship, without a network.

An audit hook, which no Python code can take off again, forbids connections and look-ups of names in the command's
process and in all that it starts, and writes down who tried.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from repair.cli.main import COMMANDS

pytestmark = pytest.mark.processes

ROOT: Final = Path(__file__).parent.parent
ARTICLES: Final = ROOT / "fixtures" / "articles"
REFERENCES: Final = ROOT / "fixtures" / "references"
SEED: Final = ARTICLES / "trump-putin.txt"
COPY: Final = REFERENCES / "trump-putin.txt"

FORBIDS: Final = """
import os, sys, traceback

FORBIDDEN = {
    "socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr", "socket.getnameinfo", "ftplib.connect", "smtplib.connect", "urllib.Request",
    "http.client.connect", "webbrowser.open",
}

def forbid(event, arguments):
    if event in FORBIDDEN and not any(getattr(a, "family", None) == 1 for a in arguments):  # 1: of this machine alone
        descriptor = os.open(os.environ["REPAIR_TEST_TRIED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, (event + "".join(traceback.format_stack())).encode())
        os.close(descriptor)
        raise RuntimeError("the network is forbidden: " + event)

sys.addaudithook(forbid)
"""


class Room:
    """A folder in which commands run without a network. `tried` is what they wanted of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        hooks = folder / "hooks"
        hooks.mkdir()
        (hooks / "sitecustomize.py").write_text(FORBIDS)
        self._tried = folder / "tried"
        kept = {k: v for k, v in os.environ.items() if k not in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")}
        self._environment = {
            **kept,
            "PYTHONPATH": os.pathsep.join([str(hooks), str(ROOT)]),
            "REPAIR_TEST_TRIED": str(self._tried),
            "HF_HOME": str(folder / "cache"),  # an empty one: what is missing would have to be fetched
        }

    def run(self, *arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return self.python("from repair.cli import main; main()", *arguments, stdin=stdin)

    def python(self, code: str, *arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            cwd=self.folder,
            env=self._environment,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=300,
        )

    @property
    def tried(self) -> str:
        return self._tried.read_text() if self._tried.exists() else ""


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_what_is_forbidden_is_seen(room: Room) -> None:
    asked = room.python("import socket; socket.create_connection(('127.0.0.1', 9), 1)")
    assert asked.returncode == 1
    assert "socket.getaddrinfo" in room.tried
    assert room.python("import urllib.request as u; u.urlopen('http://192.0.2.1/')").returncode == 1
    assert "urllib.Request" in room.tried


def test_a_hub_model_is_asked_for_by_name_alone(room: Room) -> None:
    done = room.run("suggest", SEED, "--model", "no-such-owner/no-such-model")
    assert done.returncode == 2
    assert room.tried, "this one name is a wish to fetch it"


@pytest.mark.parametrize("name", ["it-en-smal", "bert", "./nowhere", "http://192.0.2.1/model"])
def test_what_is_no_hub_name_is_never_asked_for(name: str, room: Room) -> None:
    assert room.run("suggest", SEED, "--model", name).returncode == 2
    assert not room.tried


def test_no_command_loads_anything_to_say_what_it_does(room: Room) -> None:
    code = (
        "from repair.cli.main import COMMANDS, cli\n"
        "for name in COMMANDS:\n"
        "    cli([name, '--help'], standalone_mode=False, prog_name='repair')\n"
    )
    done = room.python(code)
    assert done.returncode == 0, done.stderr
    assert all(f"repair {name}".encode() in done.stdout for name in COMMANDS)
    assert not room.tried


@pytest.mark.parametrize(
    "articles", [(SEED, ARTICLES / "bridge-statement.txt"), pytest.param((ARTICLES,), marks=pytest.mark.slow)], ids=len
)
def test_articles_are_checked_and_repaired_without_a_network(articles: tuple[Path, ...], room: Room) -> None:
    """The way of the README, with the model."""
    steps: list[tuple[int, tuple[str | Path, ...]]] = [
        (1, ("check", *articles)),
        (1, ("check", *articles, "--no-model", "--jobs", "2")),
        (0, ("suggest", *articles, "-r", REFERENCES, "--format", "json", "-o", "made.jsonl")),
        (0, ("suggest", "-", "--format", "marked")),
        (0, ("render", "made.jsonl", "--format", "html", "-o", "page.html")),
        (0, ("apply", "made.jsonl", "--accept", "readings", "-o", "out/")),
        (0, ("undo", "out/", "-o", "back/")),
        (0, ("models",)),
        (0, ("explain", "RG103")),
        (0, ("config",)),
    ]
    for code, arguments in steps:
        done = room.run(*arguments, stdin=SEED.read_bytes())
        assert done.returncode == code, (arguments, done.stderr.decode())
        assert not room.tried, arguments


def test_stores_and_corpora_are_made_without_a_network(room: Room) -> None:
    pytest.importorskip("zstandard")
    rows = [{"id": p.name, "text": p.read_text("utf-8"), "url": "http://192.0.2.1/a"} for p in ARTICLES.glob("*.txt")]
    (room.folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for arguments in (
        ("index", REFERENCES, "-o", "copies.store"),
        ("corpus", "rows.jsonl", "--out", "run", "-r", "copies.store", "--no-model", "-j", "2", "--quiet"),
        ("corpus", "rows.jsonl", "--out", "run-model", "--limit", "2", "-j", "1", "--quiet"),
        ("report", "run", "-o", "report.html"),
    ):
        done = room.run(*arguments)
        assert done.returncode == 0, (arguments, done.stderr.decode())
        assert not room.tried, arguments


def test_rows_that_name_addresses_fetch_none_unless_asked_and_offline_asks_nobody(room: Room) -> None:
    row = {"id": "a", "text": SEED.read_text("utf-8"), "url": "http://192.0.2.1/a", "date": "2024-05-01"}
    (room.folder / "rows.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert room.run("suggest", "rows.jsonl", "--no-model", "--url-field", "url").returncode == 0
    assert not room.tried
    if find_spec("httpcore2") and find_spec("protego") and find_spec("warcio"):
        done = room.run("suggest", "rows.jsonl", "--no-model", "--refetch", "both", "--offline")
        assert (done.returncode, b"--offline asks nobody" in done.stderr) == (2, True), done.stderr
        assert not room.tried
        assert room.run("suggest", "rows.jsonl", "--no-model", "--refetch", "live").returncode == 2
        assert "socket.getaddrinfo" in room.tried


def test_references_and_pages_that_name_addresses_fetch_none(room: Room) -> None:
    page = room.folder / "page.html"
    page.write_text(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "http://192.0.2.1/x">]><html><head><base href="http://192.0.2.1/">'
        '<link rel="stylesheet" href="http://192.0.2.1/a.css"><script src="http://192.0.2.1/a.js"></script></head>'
        f"<body><article><p>&x; {COPY.read_text('utf-8')}</p><img src='http://192.0.2.1/a.png'></article></body></html>"
    )
    done = room.run("suggest", SEED, "-r", page, "--no-model")
    assert done.returncode == 0, done.stderr
    assert not room.tried
