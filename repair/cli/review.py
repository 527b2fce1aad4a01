"""`repair review`: shows every entry in its context, to decide with one key, in the browser or in the terminal."""

from __future__ import annotations

import getpass
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repair.cli.decided import skip_damaged_option, take_damaged
from repair.cli.messages import Report, is_interactive, say
from repair.cli.numbers import IntRange
from repair.cli.options import row_options, unit_option
from repair.cli.output_paths import APPARATUS, REFERENCES, Command, Reads, Writes
from repair.errors import ApparatusError, ConfigError, InputError
from repair.extras import require_extra
from repair.text.counted import counted

if TYPE_CHECKING:
    from repair.review.copies import Copies

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair review apparatus.json
  repair review apparatus.json --reference copies/ --reviewer anna --language en
  repair review apparatus.json --reviewer carla --curate
  repair review apparatus.json --tui
"""


@click.command("review", cls=Command, epilog=_EPILOG)
@click.argument("apparatus", type=Reads(APPARATUS))
@click.option(
    "--decisions", type=Writes(), metavar="LOG", help="The log of decisions (default APPARATUS.decisions.jsonl)."
)
@click.option(
    "--reviewer", metavar="NAME", help="Name of the reviewer in the log and the edition (default: your login)."
)
@click.option(
    "--reference",
    "-r",
    "references",
    multiple=True,
    metavar="R",
    type=Reads(REFERENCES),
    help="A copy, to show each reading in its context: file, folder, glob, JSONL, HTML, or a store of references.",
)
@row_options
@click.option(
    "--language", type=click.Choice(["it", "en"]), default="it", show_default=True, help="Language of the interface."
)
@unit_option("--min-confidence", 0.0, "Show only findings of at least this confidence (0–1).")
@click.option(
    "--share",
    default="",
    metavar="K/N",
    help="Show only this part of the articles, so that N reviewers divide them: 1/3, 2/3, 3/3.",
)
@click.option(
    "--curate",
    is_flag=True,
    help="Begin with the entries on which reviewers disagree; your decision settles them for all.",
)
@click.option("--tui", is_flag=True, help="Decide in the terminal instead of on a page.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Listen at this address. The connection is not encrypted, and anyone who has the token can decide.",
)
@click.option("--port", type=IntRange(0, 65535), default=0, help="Listen at this port (default: any free one).")
@skip_damaged_option
@click.option("--no-browser", is_flag=True, help="Print the address, but do not open the browser.")
def command(
    apparatus: str,
    decisions: str | None,
    reviewer: str | None,
    references: tuple[str, ...],
    language: str,
    min_confidence: float,
    share: str,
    curate: bool,
    tui: bool,
    host: str,
    port: int,
    no_browser: bool,
    skip_damaged: bool,
    **options: Any,
) -> int:
    """Decide on the entries of APPARATUS, as `suggest --format json` wrote it.

    Every decision is written to a log beside APPARATUS before it is shown as saved; `apply --decisions` makes the
    edition.
    """
    report = Report()
    require_extra("tui" if tui else "review", "this")
    from repair.review.log import Log, log_path
    from repair.review.queue import Cases, QueueQuery
    from repair.review.session import Desk

    cases = Cases(apparatus, report.error)
    if not len(cases):
        raise InputError("there is nothing to decide", where=apparatus, hint="name an apparatus that has entries")
    damaged: list[ApparatusError] = []
    log = Log(decisions or log_path(apparatus), damaged.append)
    desk = Desk(cases, log, reviewer or _login(), _copies(references, options, report), curates=curate)
    take_damaged(damaged, report, skip=skip_damaged)
    if desk.foreign:
        raise ApparatusError(
            f"the log belongs to another apparatus: none of its {desk.foreign} decisions is on an entry of {apparatus}",
            where=str(log.path),
            hint="name another log: --decisions LOG",
        )
    query = QueueQuery(show="conflict" if curate else "open", confidence=min_confidence, share=_share(share))
    log.on_damage = report.error  # the crash of another process must not end this review
    if tui:
        from repair.review.terminal.app import Terminal

        if not is_interactive():
            raise InputError(
                "a review in the terminal needs a terminal", hint="leave out --tui to review in the browser"
            )
        terminal = Terminal(desk, language, query)
        terminal.run()
        return terminal.return_code or report.code()
    from repair.review.web.server import listen, serve

    def ready(address: str) -> None:
        click.echo(f"{counted(len(cases), 'entry', 'entries')}, decisions in {log.path}", err=True)
        say(address)
        click.echo("stop with Ctrl+C", err=True)
        if not no_browser:
            webbrowser.open(address)

    if host not in ("127.0.0.1", "localhost", "::1"):
        report.notice(f"others can reach {host}; the connection is not encrypted")
    with suppress(KeyboardInterrupt):  # Ctrl+C is the normal way to stop it
        serve(desk, listen(host, port), host, language, ready, query)
    return report.code()


def _copies(sources: tuple[str, ...], options: dict[str, Any], report: Report) -> Copies:
    """What `sources` hold; they are read as by `suggest`, so that every copy has the name that it has there."""
    from repair.review.copies import Copies

    if not sources:
        return Copies()
    from repair.collate import Store, is_store
    from repair.read import references

    stores = [source for source in sources if is_store(source)]
    files = [source for source in sources if source not in stores]
    return Copies(references(files, on_error=report.error, **options) if files else (), list(map(Store.open, stores)))


def _share(given: str) -> str:
    """The share as it was given. Raises `ConfigError` if it is none."""
    part, slash, of = given.partition("/")
    if given and not (slash and part.isdecimal() and of.isdecimal() and 1 <= int(part) <= int(of) < 1000):
        raise ConfigError(f"--share {given} is no part of a whole", hint="1/3 is the first of three")
    return given


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return Path.home().name or "anonymous"
