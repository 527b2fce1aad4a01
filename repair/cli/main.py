"""The group of commands, each loaded from its file when it is used, and what happens when a command fails."""

from __future__ import annotations

import gc
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

import click

from repair import __version__
from repair.cli.messages import ERROR, Report, plain
from repair.cli.streams import open_streams
from repair.errors import ConfigError, RepairError

__all__ = ["COMMANDS", "cli", "main"]

# Name: what it does in one line. The module `repair.cli.<name>`, but for those in `_ELSEWHERE`, holds a click command
# named `command`.
COMMANDS: Final[dict[str, str]] = {
    "suggest": "Find lost text, recover it from references, propose the rest.",
    "check": "Report findings only; exit with 1 if there are any.",
    "index": "Keep references in a store on disk, or show what a store holds.",
    "corpus": "Process a whole corpus: millions of articles, resumable, here or on Ray.",
    "report": "Show what a corpus run found: by code, host, date and element.",
    "render": "Show an apparatus in another format.",
    "review": "Decide on each entry, in the browser or in the terminal.",
    "decisions": "Summarise a log of decisions, with agreement between reviewers.",
    "apply": "Put accepted candidates into the text, in a way that can be undone.",
    "undo": "Restore the article from its repaired form, byte for byte.",
    "strip": "Restore the article from its marked form.",
    "bench": "Measure repair on your own texts, damaged on purpose, or on known damage.",
    "extractors": "Show what the installed extractors lose of pages, by element and host.",
    "models": "List the models that come with the package.",
    "train": "Train a model on your own texts: a fill-in head, a gap head, a reader.",
    "explain": "Explain a code.",
    "clean": "Remove the cache.",
    "config": "Show the settings that apply, and where they come from.",
    "guide": "Read the guide: settings, codes, formats, figures, and more.",
    "completion": "Print the completion script for a shell.",
}

_EPILOG: Final = """\b
Examples:
  repair suggest article.txt --reference copy.txt
  repair suggest articles.jsonl --reference copies/ --format json -o apparatus.jsonl
  repair check articles/ --select RG --min-confidence 0.7
  repair apply apparatus.jsonl --accept readings -o repaired.jsonl
  repair undo repaired.jsonl -o articles.jsonl

Exit codes: 0 done, 1 findings (check only), 2 error.

Read more with `repair guide`.
"""
# as shells count a process that a signal ends: 128 and the signal's number
_INTERRUPTED: Final = 130
_PIPE_CLOSED: Final = 141
# what is loaded stays; looking through it as often as Python does by itself takes a tenth of the time of loading torch
_GARBAGE: Final = (10_000, 10, 10)
_ENDING: Final = ("SIGTERM", "SIGHUP")


class _Ended(BaseException):
    """A signal asked the process to end: files that are half written are removed first."""

    def __init__(self, number: int) -> None:
        self.code = 128 + number


_NO_CHOICE: Final = re.compile(r"'(.*?)' is not one of ", re.S)


@contextmanager
def _inert_usage_errors() -> Iterator[None]:
    """Make the errors of Click harmless as all others are: they repeat what the user, or a file's name, gave. Where a value
    is none of several, the error names the nearest of them."""
    try:
        yield
    except click.ClickException as error:
        message = plain(error.message)
        kind = error.param.type if isinstance(error, click.BadParameter) and error.param else None
        given = _NO_CHOICE.match(message)
        if isinstance(kind, click.Choice) and given:
            message += _did_you_mean(given[1], [str(choice) for choice in kind.choices])
        vars(error)["message"] = message  # Click declares it final
        raise


def _did_you_mean(name: str, known: Sequence[str]) -> str:
    from repair.config.file import nearest

    near = nearest(name, known)
    return f" Did you mean {near!r}?" if near else ""


_SETTING: Final = re.compile(r"[a-z]+(?:_[a-z]+)+(?= is )")


def _as_written(error: RepairError) -> RepairError:
    """The error with the name of a setting as options and files have it: with hyphens."""
    if not isinstance(error, ConfigError):
        return error
    what = _SETTING.sub(lambda name: name[0].replace("_", "-"), error.what, count=1)
    return ConfigError(what, where=error.where, hint=error.hint)


class _Commands(click.Group):
    """Commands by name, imported when they are used; the value that a command returns is the exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"repair.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"No such command {args[0]!r}.{_did_you_mean(args[0], list(COMMANDS))}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        with _inert_usage_errors():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> None:
        """Run the command and exit. A reader that closes the pipe early is not an error and causes no message."""
        try:
            with _inert_usage_errors():
                code = super().invoke(ctx)
            sys.stdout.flush()
        except RepairError as error:
            Report().error(_as_written(error))
            code = ERROR
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            code = _INTERRUPTED
        except BrokenPipeError:
            code = _PIPE_CLOSED
        ctx.exit(code)


@click.command(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="repair %(version)s")
def cli() -> None:
    """Find text that scrapers lost from articles, recover it, and record the source of every word."""


def main() -> None:
    """Run the command line and exit with its code. An unexpected exception exits with 2, never with 1, which means that
    there are findings."""
    gc.set_threshold(*_GARBAGE)
    open_streams()
    _raise_on_signals()
    try:
        cli(prog_name="repair")
    except _Ended as ended:
        sys.exit(ended.code)
    except BrokenPipeError:
        sys.exit(_PIPE_CLOSED)
    except RepairError as error:  # the help could not be printed
        Report().error(error)
        sys.exit(ERROR)
    except Exception as error:
        Report().crash(error)
        sys.exit(ERROR)


def _raise_on_signals() -> None:
    """Let signals that end the process raise an exception, as Ctrl+C does; ignored signals stay ignored."""

    def end(number: int, frame: object) -> None:
        for name in _ENDING:  # only once: the cleanup that now runs must not be interrupted
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.SIG_IGN)
        raise _Ended(number)

    for name in _ENDING:
        number = getattr(signal, name, None)  # not every system has all of them
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)
