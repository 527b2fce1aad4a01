"""What a command tells its user: results, errors of single inputs, notices said once, and the exit code.

Results go to standard output or to a file, all else to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from repair.errors import OutputError, RepairError

if TYPE_CHECKING:
    from repair.records import Article

__all__ = ["CLEAN", "ERROR", "FINDINGS", "Report", "check_folder", "emit", "is_source", "print_bytes", "wants_color"]

CLEAN: Final = 0
FINDINGS: Final = 1
ERROR: Final = 2


_ALIKE: Final = 10  # errors in a row that differ in their place alone and are printed; a wrong --field makes millions


class Report:
    """Counts the errors of a run and prints them on standard error; the rest of the batch goes on."""

    def __init__(self) -> None:
        self.errors = 0
        self._said: set[str] = set()
        self._what = ""
        self._alike = 0

    def error(self, error: RepairError) -> None:
        """Count one error and print it; of many in a row that are alike, the first ones and their number."""
        self.errors += 1
        if error.what != self._what:
            self._print_rest()
            self._what = error.what
        self._alike += 1
        if self._alike <= _ALIKE:
            click.echo(f"error: {_plain(str(error))}", err=True)

    def _print_rest(self) -> None:
        if self._alike > _ALIKE:
            click.echo(f"error: {self._alike - _ALIKE:,} more like the last: {_plain(self._what)}", err=True)
        self._what, self._alike = "", 0

    def crash(self, error: Exception) -> None:
        """Print an error that nobody foresaw, with the way to where it happened, for those who will mend it."""
        import traceback

        for line in "".join(traceback.format_exception(error)).splitlines():
            click.echo(_plain(line), err=True)
        if isinstance(error, MemoryError):
            self.error(RepairError("there is not enough memory", hint="give fewer jobs or a lower --max-chars"))
        else:
            what = f"stopped by an error that was not foreseen, {type(error).__name__}: {error}"
            self.error(RepairError(what, hint="no input should cause it: please report it with the lines above"))

    def notice(self, text: str) -> None:
        """Print a notice, once a run."""
        if text not in self._said:
            self._said.add(text)
            click.echo(f"note: {_plain(text)}", err=True)

    def code(self, *, findings: bool = False) -> int:
        """The exit code: 2 where anything failed, 1 where there are findings, else 0. Errors are complete with it."""
        self._print_rest()
        return ERROR if self.errors else FINDINGS if findings else CLEAN


def _plain(text: str) -> str:
    """`text` without characters that steer a terminal."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def wants_color(output: str | None) -> bool:
    """Whether colours are right: standard output is a terminal that has them, and nobody asked for none (`NO_COLOR`)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return output is None and sys.stdout.isatty() and not plain


def emit(chunks: Iterable[str] | Iterable[bytes], output: str | None) -> None:
    """Write chunks, text in UTF-8, to standard output, or atomically to a file whose folder exists."""
    if output is None:
        print_bytes(map(_encoded, chunks))
        return
    from repair.apply import atomically

    check_folder(output)
    with atomically(output) as stream:
        stream.writelines(map(_encoded, chunks))


def print_bytes(chunks: Iterable[bytes]) -> None:
    """Write chunks to standard output as they are; on a terminal the prompt then has a line of its own."""
    last = b"\n"
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
        last = chunk or last
    if sys.stdout.isatty() and not last.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.flush()


def _encoded(chunk: str | bytes) -> bytes:
    return chunk.encode("utf-8") if isinstance(chunk, str) else chunk


def check_folder(output: str) -> None:
    """Refuse an output whose folder does not exist, before any work is done."""
    folder = Path(output).parent
    if not folder.is_dir():
        raise OutputError("the folder does not exist", where=output, hint=f"make it first: mkdir -p {folder}")


def is_source(path: str | Path, article: Article) -> bool:
    """Whether a file is the very one that the article was read from."""
    path, source = Path(path), Path(article.source.path)
    return path.is_file() and source.is_file() and source.samefile(path)
