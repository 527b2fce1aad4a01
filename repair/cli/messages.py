"""What a command tells its user: results, errors of single inputs, notices (each once), and the exit code.

Results go to standard output or to a file, all else to standard error.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from repair.errors import DataFact, OutputError, RepairError

if TYPE_CHECKING:
    from repair.records import Article

__all__ = [
    "BUILD_SERVERS",
    "CLEAN",
    "ERROR",
    "FINDINGS",
    "LeftOut",
    "Report",
    "checkout",
    "emit",
    "is_interactive",
    "is_source",
    "is_terminal",
    "plain",
    "print_bytes",
    "say",
    "wants_color",
]

CLEAN: Final = 0
FINDINGS: Final = 1
ERROR: Final = 2

_PLACE: Final = re.compile(r"(:\d+)+$")

BUILD_SERVERS: Final = (
    *("CI", "GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "TEAMCITY_VERSION", "JENKINS_URL", "BUILDKITE", "TRAVIS"),
)
"""Environment variables by which build servers say that standard output is their log."""


_CHECKOUTS: Final = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY")
_ALIKE: Final = 10  # of errors in a row that differ only in their place, so many are printed


class Report:
    """Counts the errors of a run and prints them on standard error; the rest of the batch goes on."""

    def __init__(self) -> None:
        self.errors = 0
        self.aside: Callable[[], AbstractContextManager[None]] = nullcontext
        """What a line is printed in: a line of progress makes room for it."""
        self.takes: Callable[[DataFact], bool] = lambda fact: False
        """What counts facts of the data, which are then no errors; it says whether it has."""
        self.keeps = False
        """Whether all errors are kept, those that are not printed too: for reports that are read without the log."""
        self.kept: list[RepairError] = []
        self._said: set[str] = set()
        self._what = ""
        self._kind = "", ""
        self._alike = 0

    def error(self, error: RepairError) -> None:
        """Count one error and print it; of many alike in a row, print the first few and the number of the rest. Equal
        errors are alike, and those of one file that differ only after a colon: a damaged file breaks each row differently.
        """
        if isinstance(error, DataFact) and self.takes(error):
            return
        self.errors += 1
        kind = head, _ = error.what.partition(": ")[0], _PLACE.sub("", error.where)
        if error.what != self._what:
            if kind == self._kind and self._alike:
                self._what = head
            else:
                self._print_rest()
                self._what = error.what
        self._kind = kind
        self._alike += 1
        if self.keeps:
            # an error that was raised holds all that its frames held, such as the bytes of the file
            self.kept.append(RepairError(error.what, where=error.where, hint=error.hint))
        if self._alike <= _ALIKE:
            self._print(f"error: {plain(str(error))}")

    def _print(self, line: str) -> None:
        with self.aside():
            click.echo(line, err=True)

    def _print_rest(self) -> None:
        if self._alike > _ALIKE:
            self._print(f"error: {self._alike - _ALIKE:,} more like the last: {plain(self._what)}")
        self._what, self._alike = "", 0

    def crash(self, error: Exception) -> None:
        """Print an unexpected error with its traceback, for those who will fix it."""
        import traceback

        for line in "".join(traceback.format_exception(error)).splitlines():
            self._print(plain(line))
        if isinstance(error, MemoryError):
            self.error(RepairError("there is not enough memory", hint="give fewer jobs or a lower --max-chars"))
        else:
            what = f"stopped by an unexpected error, {type(error).__name__}: {error}"
            self.error(RepairError(what, hint="no input should cause it: please report it with the lines above"))

    def notice(self, text: str) -> None:
        """Print a notice, once a run."""
        if text not in self._said:
            self._said.add(text)
            self._print(f"note: {plain(text)}")

    def code(self, *, findings: bool = False) -> int:
        """The exit code: 2 if anything failed, 1 if there are findings, else 0. It also prints errors held back so
        far."""
        self._print_rest()
        return ERROR if self.errors else FINDINGS if findings else CLEAN


def plain(text: str) -> str:
    """`text` without characters that control a terminal, and without commands to a build server, whose log this may
    be."""
    from repair.render.inert import no_orders

    return no_orders("".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text))


def checkout() -> str:
    """The folder in which a build server keeps the files of the repository, if the working folder is in it; else empty."""
    here = Path(os.path.realpath(Path.cwd()))
    for name in _CHECKOUTS:
        folder = os.environ.get(name)
        if folder and here.is_relative_to(os.path.realpath(folder)):
            return os.path.realpath(folder)
    return ""


def wants_color(output: str | None) -> bool:
    """Whether to use colours: standard output is a terminal that has them, and `NO_COLOR` is not set."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return output is None and is_terminal() and not plain


def is_terminal() -> bool:
    """Whether standard output is a terminal, whatever it can show."""
    return sys.stdout.isatty()


def is_interactive() -> bool:
    """Whether someone can look at a screen and press keys: standard input and output are a terminal."""
    return sys.stdin.isatty() and is_terminal()


def emit(chunks: Iterable[str] | Iterable[bytes], output: str | None, format_: str = "") -> None:
    """Write chunks, text in UTF-8, to standard output, or atomically to a file. See `print_bytes` for `format_`."""
    if output is None:
        print_bytes(map(_encoded, chunks), format_)
        return
    from repair.edit import atomically

    with atomically(output) as stream:
        stream.writelines(map(_encoded, chunks))


def print_bytes(chunks: Iterable[bytes], format_: str = "") -> None:
    """Write chunks to standard output; on a terminal, the prompt then starts on a new line.

    A file or a pipe gets them unchanged. For a terminal or the log of a build server, control sequences and commands
    are escaped as `format_` (a name of `repair.render.ESCAPES`) escapes a single character; without a name, the chunks
    have no colours of their own. Every result is printed here.
    """
    place = _printed_to()
    if place != "file":
        chunks = _inert(chunks, format_, log=place == "log")
    last = b"\n"
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
        if place != "file" or not _is_file():  # its reader need not wait for the rest
            sys.stdout.flush()
        last = chunk or last
    if sys.stdout.isatty() and not last.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.flush()


def say(line: str) -> None:
    """Print one line of a result to standard output, as `print_bytes` does."""
    sys.stdout.flush()
    print_bytes([f"{line}\n".encode("utf-8", "surrogateescape")])


def _printed_to() -> Literal["file", "terminal", "log"]:
    """The kind of standard output: a file or a pipe, a terminal, or the log of a build server."""
    if _is_file():
        return "file"
    if any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in BUILD_SERVERS):
        return "log"
    return "terminal" if sys.stdout.isatty() else "file"


def _is_file() -> bool:
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except OSError:  # it is not a real file, or it is closed
        return False


def _inert(chunks: Iterable[bytes], format_: str, *, log: bool) -> Iterator[bytes]:
    """`chunks` made safe for a terminal or a log; if this changes what a log gets, standard error says so."""
    from repair.render import ESCAPES
    from repair.render.inert import inert

    escape = ESCAPES.get(format_, ESCAPES["text"])  # a table of figures is text
    if escape is None:
        yield from chunks
        return
    size = 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            size += len(chunk)
            yield chunk

    for chunk in inert(counted(), escape, log=log, colours=bool(format_) and wants_color(None)):
        size -= len(chunk)
        yield chunk
    if log and size:  # an escape is longer than the character that it stands for
        Report().notice("in this log, commands to the build server are escaped; -o FILE writes the result unchanged")


def _encoded(chunk: str | bytes) -> bytes:
    try:
        return chunk.encode("utf-8") if isinstance(chunk, str) else chunk
    except UnicodeEncodeError as error:
        what = f"a lone surrogate, U+{ord(error.object[error.start]):04X}, cannot be written as UTF-8"
        raise OutputError(what, hint="repair the input's encoding") from None


def is_source(path: str | Path, article: Article) -> bool:
    """Whether a file is the one that the article was read from."""
    path, source = Path(path), Path(article.source.path)
    return path.is_file() and source.is_file() and source.samefile(path)


class LeftOut:
    """Counts what web archives hold beside pages, by kind, and keeps the place of the first of each kind."""

    def __init__(self, counts: Mapping[str, int] | None = None) -> None:
        self._counts = Counter(counts or {})
        self._first: dict[str, str] = {}

    def __call__(self, kind: str, place: str) -> None:
        """Count one."""
        self._counts[kind] += 1
        self._first.setdefault(kind, place)

    def say(self, report: Report) -> None:
        """Say it, the most frequent kind first."""
        if self._counts:
            kinds = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
            shown = (
                f"{count:,} {kind}" + (f" ({self._first[kind]})" if kind in self._first else "")
                for kind, count in kinds
            )
            report.notice(f"in web archives, beside pages: {', '.join(shown)}")
