"""Progress on a terminal, and results that come while others are still worked on."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import DAMAGED

# `repair` with stages that take their time over every article
SLOW = """
import time
from repair import pipeline
from repair.pipeline import Stages
plain = Stages.batch
def slow(self, articles):
    time.sleep(0.9)
    return plain(self, articles)
Stages.batch = slow
pipeline.BATCH_ARTICLES = 1
from repair.cli import main
main()
"""
FORMAT = ("--no-model", "--isolated", "--format", "jsonl")


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps({"id": str(n), "text": DAMAGED}) + "\n" for n in range(4)), encoding="utf-8")
    return path


def read(terminal: int) -> str:
    shown = b""
    try:
        while chunk := os.read(terminal, 4096):
            shown += chunk
    except OSError:  # how a terminal says that the other side is gone
        pass
    os.close(terminal)
    return shown.decode()


@pytest.mark.parametrize("name", ["suggest", "check"])
def test_a_terminal_shows_how_far_it_is_and_nothing_is_left_of_it(name: str, rows: Path) -> None:
    main, terminal = pty.openpty()
    other = rows.with_name("other.txt")  # with a reference, a check goes through the same stages
    other.write_text("Un altro testo, che parla d'altro.\n", encoding="utf-8")
    command = [sys.executable, "-c", SLOW, name, str(rows) + ".none", str(rows), "--reference", str(other), *FORMAT]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=terminal, env={**os.environ, "TERM": "xterm"})
    os.close(terminal)
    assert process.stdout is not None
    results = process.stdout.read()
    shown = read(main)
    assert process.wait() == 2  # one of the files is not there
    assert len(results.splitlines()) == 12
    pictures = re.split(r"\r\x1b\[2K", shown)
    assert any(re.fullmatch(r"1 article, 3 findings · 0:0\d", picture) for picture in pictures)
    assert any(re.fullmatch(r"3 articles, 9 findings · 0:0\d", picture) for picture in pictures)
    said = [picture for picture in pictures if "\n" in picture]
    assert all(line.startswith(("note: ", "error: ")) for picture in said for line in picture.splitlines())
    assert shown.endswith("\r\x1b[2K")


def test_a_pipe_gets_results_as_they_come_and_no_progress(rows: Path) -> None:
    command = [sys.executable, "-c", SLOW, "suggest", str(rows), *FORMAT]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(process.stdout.readline())["id"] == "0"
    assert process.poll() is None, "the other articles are still worked on"
    assert len(process.stdout.read().splitlines()) == 11
    assert all(line.startswith(b"note: ") for line in process.stderr.read().splitlines())
    assert process.wait() == 0


def test_a_reader_that_goes_away_ends_it_without_a_word(rows: Path) -> None:
    main, terminal = pty.openpty()
    command = [sys.executable, "-c", SLOW, "suggest", str(rows), *FORMAT]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=terminal)
    os.close(terminal)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    shown = read(main)
    assert process.wait(timeout=60) == 141
    assert "Traceback" not in shown
