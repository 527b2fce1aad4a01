"""The group of commands, each loaded from its file when it is asked for, and what happens when one fails."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from typing import Final

import click

from repair import __version__
from repair.cli.messages import ERROR, Report
from repair.cli.streams import open_streams
from repair.errors import RepairError

__all__ = ["COMMANDS", "cli", "main"]

# Name: what it does in one line. The module `repair.cli.<name>`, but for those in `_ELSEWHERE`, holds a click command
# named `command`.
COMMANDS: Final[dict[str, str]] = {
    "suggest": "Find lost text, recover it from references, propose the rest.",
    "check": "Report findings only; exit 1 where there are any.",
    "index": "Keep references in a store on disk, or say what a store holds.",
    "corpus": "Do whole corpora: millions of articles, resumable, here or on Ray.",
    "report": "Show what a corpus run found: by code, host, date and element.",
    "render": "Show an apparatus in another format.",
    "review": "Decide on each entry, on a page of this machine or in the terminal.",
    "decisions": "Summarise a log of decisions, with agreement between reviewers.",
    "apply": "Put accepted candidates in and keep the way back.",
    "undo": "Give the article back, byte for byte.",
    "strip": "Give the article back from its marked form.",
    "bench": "Measure it on texts of your own, damaged on purpose, or on known damage.",
    "models": "List the models that come with the package.",
    "explain": "Say what a code means.",
    "clean": "Remove what the cache keeps.",
    "config": "Show the settings in force, and where they come from.",
    "guide": "Read the guide: settings, codes, formats, figures, and more.",
    "completion": "Print the script that completes commands in a shell.",
}

_EPILOG: Final = """\b
Examples:
  repair suggest article.txt --reference copy.txt
  repair suggest articles.jsonl --reference copies/ --format json -o apparatus.jsonl
  repair check articles/ --select RG --min-confidence 0.7
  repair apply apparatus.jsonl --accept readings -o repaired.jsonl
  repair undo repaired.jsonl -o articles.jsonl

Exit codes: 0 done, 1 findings (check only), 2 error.
"""
# as shells count a process that a signal ends: 128 and the signal's number
_INTERRUPTED: Final = 130
_PIPE_CLOSED: Final = 141
_ENDING: Final = ("SIGTERM", "SIGHUP")


class _Ended(BaseException):
    """The process was told to end: what is half written is removed on the way out."""

    def __init__(self, number: int) -> None:
        self.code = 128 + number


class _Commands(click.Group):
    """Commands by name, imported when they are used; what a command gives back is the exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"repair.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> None:
        """Run the command and exit. A reader that closes the pipe early is no error, and neither makes any noise."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except RepairError as error:
            Report().error(error)
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
    """Find what scrapers lost from articles, recover it, and say of every word where it came from."""


def main() -> None:
    """Run the command line and exit with its code. What nobody foresaw is an error like any other: never 1, which says
    that there are findings."""
    open_streams()
    _hear_signals()
    try:
        cli(prog_name="repair")
    except _Ended as ended:
        sys.exit(ended.code)
    except BrokenPipeError:
        sys.exit(_PIPE_CLOSED)
    except RepairError as error:  # help that could not be printed
        Report().error(error)
        sys.exit(ERROR)
    except Exception as error:
        Report().crash(error)
        sys.exit(ERROR)


def _hear_signals() -> None:
    """Have signals that end the process unwind it, as an interrupt from the keyboard does; those ignored stay ignored."""

    def end(number: int, frame: object) -> None:
        for name in _ENDING:  # once: what is under way now must come to its end
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.SIG_IGN)
        raise _Ended(number)

    for name in _ENDING:
        number = getattr(signal, name, None)  # not every system has all of them
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)
