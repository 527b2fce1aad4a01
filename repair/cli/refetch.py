"""The options with which a run may fetch the pages of its articles. No setting in a file can ask for that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import click

from repair.cli.numbers import FloatRange, IntRange
from repair.cli.options import BESIDE, cache_folder, loaded_for
from repair.cli.output_paths import Writes
from repair.refetch.manners import SOURCES, WAYBACK, Manners

__all__ = ["manners_of", "refetch_options"]

_DEFAULTS: Final = Manners("live", "")
_OPTIONS: Final = (
    click.option(
        "--refetch",
        type=click.Choice(SOURCES),
        help="Fetch the page of each article that has an address and no page: live, from the Wayback Machine, or there if "
        "the address does not give it (both).",
    ),
    click.option(
        "--date-field",
        default="date",
        show_default=True,
        metavar="NAME",
        help="Field of a row that holds the date of its page, for the nearest snapshot.",
    ),
    click.option(
        "--page-cache",
        type=Writes("cache", file_okay=False),
        help=f"Folder that keeps fetched pages.  [default: {BESIDE}]",
    ),
    click.option("--offline", is_flag=True, help="With --refetch: take pages from the cache alone, and ask nobody."),
    click.option(
        "--refetch-timeout",
        type=FloatRange(0, min_open=True),
        default=_DEFAULTS.timeout,
        show_default=True,
        help="Seconds that a connection, or the next piece of a page, may take.",
    ),
    click.option(
        "--refetch-pause",
        type=FloatRange(0),
        default=_DEFAULTS.pause,
        show_default=True,
        help="Seconds between two requests to a host.",
    ),
    click.option(
        "--refetch-retries",
        type=IntRange(0, 20),
        default=_DEFAULTS.retries,
        show_default=True,
        help="How often a request is repeated that failed for a while.",
    ),
    click.option(
        "--refetch-max-bytes",
        type=IntRange(1),
        default=_DEFAULTS.max_bytes,
        show_default=True,
        help="Largest page that is fetched, in bytes.",
    ),
    click.option(
        "--wayback-url",
        default=WAYBACK,
        show_default=True,
        metavar="URL",
        help="Address of the Wayback Machine, or of another archive with its interfaces.",
    ),
    click.option(
        "--allow-private-hosts", is_flag=True, help="With --refetch: also ask hosts that are not on the public network."
    ),
)


def refetch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options about fetching pages."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def manners_of(options: dict[str, Any]) -> Manners | None:
    """The rules by which the options let a run fetch pages, `None` if they do not. Raises `MissingExtra` if a library is
    not installed that this needs."""
    if not options["refetch"]:
        for name in ("offline", "allow_private_hosts"):
            if options[name]:
                raise click.UsageError(f"--{name.replace('_', '-')} needs --refetch")
        return None
    from repair.refetch.pages import require_refetch

    require_refetch()
    return Manners(
        options["refetch"],
        options["page_cache"] or str(cache_folder(loaded_for(options), "pages")),
        offline=options["offline"],
        timeout=options["refetch_timeout"],
        pause=options["refetch_pause"],
        retries=options["refetch_retries"],
        max_bytes=options["refetch_max_bytes"],
        private_hosts=options["allow_private_hosts"],
        wayback=options["wayback_url"],
    )
