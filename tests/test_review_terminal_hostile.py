"""The terminal with texts made against it: escape sequences, markup, bidirectional marks, and no blank anywhere.

Every screen is drawn as a terminal would get it, and what is drawn is looked at: symbols, never orders.
"""

from __future__ import annotations

import asyncio
import os
import pty
import re
import signal
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cli_runner import apparatus_file, candidate, entry, run
from msgspec.structs import replace
from review_desk import apparatus, desk_at, write
from stopwatch import Stopwatch

pytest.importorskip("textual", reason="the terminal's library is not installed: pip install '.[tui]'")

from repair.records import Article, Reading
from repair.review import log_path
from repair.review.terminal.app import Terminal

LONG = 100_000
HOSTILE = {
    "sequences": "\x1b[2J\x1b[31m\x1b]0;title\x07\x9b2J\x9d52;c;aGk=\x9c\x1b[?1049h\x1bP+q\x1b\\",
    "directions": "\u202egnp.exe\u202c\u2066a\u2069\u200f\u061c",
    "markup": "[bold red]x[/] [@click=app.quit]quit[/] [link=file:///etc/passwd]y[/link] [/nothing] [[ ]] \\[",
    "line breaks": "a\rb\x0bc\x0cd\x85e\u2028f\u2029g\r\nh\n\n\ni",
    "no text": "\x00\ufeff\ufffe\U000e0041\u0301\u0301",
    "no blank": "x" * LONG,
    "wide, no blank": "漢" * LONG,
    "marks without a letter": "\u0301" * LONG,
    "one bracket after another": "[" * LONG,
    "line breaks alone": "\n" * LONG,
    "tabs": "\t" * LONG,
}
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
SECONDS = 30.0  # for all screens, on a slow machine: what is shown is bounded, however long a text is


def analysed(path: Path, hostile: str) -> Path:
    """Two like entries, a third whose span is hostile, and hostile text wherever foreign text can stand."""
    text = f'{hostile} una "" parola {hostile} altra "" parola {hostile}'
    entries = []
    for at in (m.start() + 1 for m in re.finditer('""', text)):
        reading = replace(candidate(hostile, "reading"), provenance=(Reading(hostile[:2000], 0, 5, 100.0, 100.0),))
        made = entry(at, at, reading, candidate(f"{hostile}!", "prediction"), code="RG101")
        entries.append(replace(made, finding=replace(made.finding, message=hostile)))
    start = text.rindex(hostile)
    entries.append(entry(start, len(text), candidate("niente", "rule"), code="RS401"))
    return apparatus_file(path, [(Article(hostile[:5000], text, "it"), entries)])


def draw(path: Path) -> None:
    """Every screen of the terminal, one after the other."""

    async def main() -> None:
        app = Terminal(desk_at(path), "en")
        async with app.run_test(size=(100, 40)) as pilot:

            def look() -> None:
                drawn = app.export_screenshot()
                assert not STEERING.search(drawn.replace("\r\n", "\n"))
                assert app.is_running

            for keys in (["o"], ["j"], ["j"], ["2"], ["v"], ["escape"], ["A"], ["escape"], ["question_mark"]):
                await pilot.press(*keys)
                look()
            await pilot.press("escape")
            for key in ("e", "n", "slash"):
                await pilot.press(key)
                look()
                await pilot.press("escape")
            await pilot.press("a", "x", "u", "s", "s", "s", "s", "j", "k")
            look()
            for row in (1, 6, 9):
                await pilot.click(offset=(5, row))  # a link of somebody else's leads nowhere
            look()

    asyncio.run(main())
    assert log_path(path).exists()


@pytest.mark.parametrize("name", [name for name, text in HOSTILE.items() if len(text) < LONG])
def test_every_screen_draws_foreign_text_as_text(name: str, tmp_path: Path) -> None:
    draw(analysed(tmp_path / "ostile.json", HOSTILE[name]))


@pytest.mark.parametrize(
    "name",
    [
        name if name == "no blank" else pytest.param(name, marks=pytest.mark.slow)
        for name, text in HOSTILE.items()
        if len(text) >= LONG
    ],
)
def test_a_long_text_is_drawn_as_text_and_soon(name: str, tmp_path: Path, stopwatch: Stopwatch) -> None:
    path = analysed(tmp_path / "ostile.json", HOSTILE[name])
    assert stopwatch.seconds(lambda: draw(path)) < SECONDS


def test_a_file_name_steers_no_terminal(tmp_path: Path) -> None:
    path = analysed(tmp_path / "\x1b[31m[bold]\u202e.json", "parola")

    async def main() -> None:
        desk: Any = desk_at(path)
        app = Terminal(desk, "en")
        async with app.run_test(size=(100, 40)) as pilot:
            log_path(path).mkdir()  # so that nothing can be saved, which is told with the file's name
            await pilot.press("x")
            said = str(app.query_one("#said").render())
            assert "Not saved" in said
            assert not STEERING.search(said)
            assert not STEERING.search(app.export_screenshot())
            log_path(path).rmdir()
            await pilot.press("x", "x", "x", "x")  # the end, with the command that makes the edition
            assert not STEERING.search(app.export_screenshot())

    asyncio.run(main())


def test_without_a_terminal_it_says_so_instead_of_waiting(tmp_path: Path) -> None:
    outcome = run("review", write(tmp_path, apparatus(1)), "--tui")
    assert outcome.code == 2
    assert "needs a terminal" in outcome.err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_quietly(tmp_path: Path, number: signal.Signals) -> None:
    screen, other = pty.openpty()
    termios.tcsetwinsize(other, (24, 80))
    command = [sys.executable, "-m", "repair", "review", str(write(tmp_path, apparatus(1))), "--tui"]
    with subprocess.Popen(command, stdin=other, stdout=other, stderr=other) as process:
        os.close(other)
        shown = b""
        with suppress(OSError):  # the terminal is gone when the process is
            while part := os.read(screen, 65_536):
                if b"Accetta" not in shown and b"Accetta" in shown + part:  # the keys are drawn last
                    process.send_signal(number)
                shown += part
    os.close(screen)
    assert process.returncode == 128 + number
    assert b"Traceback" not in shown
