"""What a command tells its user beside its output: errors of single inputs, notices said once, and the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from repair.errors import OutputError, RepairError

__all__ = ["CLEAN", "ERROR", "FINDINGS", "Report", "emit", "wants_color"]

CLEAN: Final = 0
FINDINGS: Final = 1
ERROR: Final = 2


class Report:
    """Counts the errors of a run and prints each on standard error; the rest of the batch goes on."""

    def __init__(self) -> None:
        self.errors = 0
        self._said: set[str] = set()

    def error(self, error: RepairError) -> None:
        """Print one error and count it."""
        self.errors += 1
        click.echo(f"error: {_plain(str(error))}", err=True)

    def notice(self, text: str) -> None:
        """Print a notice, once a run."""
        if text not in self._said:
            self._said.add(text)
            click.echo(f"note: {_plain(text)}", err=True)

    def code(self, *, findings: bool = False) -> int:
        """The exit code: 2 where anything failed, 1 where there are findings, else 0."""
        return ERROR if self.errors else FINDINGS if findings else CLEAN


def _plain(text: str) -> str:
    """`text` without characters that steer a terminal."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def wants_color(output: str | None) -> bool:
    """Whether colours are right: standard output is a terminal, and nobody asked for none (`NO_COLOR`)."""
    return output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def emit(chunks: Iterable[str], output: str | None) -> None:
    """Write chunks to standard output, or atomically to a file whose folder exists."""
    if output is None:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk.encode("utf-8", "surrogatepass"))
        sys.stdout.flush()
        return
    check_folder(output)
    from repair.apply import atomically

    with atomically(output) as stream:
        for chunk in chunks:
            stream.write(chunk.encode("utf-8", "surrogatepass"))


def check_folder(output: str) -> None:
    """Refuse an output whose folder does not exist, before any work is done."""
    folder = Path(output).parent
    if not folder.is_dir():
        raise OutputError("the folder does not exist", where=output, hint=f"make it first: mkdir -p {folder}")
