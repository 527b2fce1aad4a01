"""How pages are fetched: from where, how often, how long, and what is never asked for."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from repair import __version__
from repair.errors import ConfigError

__all__ = ["AGENT", "SOURCES", "WAYBACK", "Manners", "RefetchSource"]

RefetchSource = Literal["live", "wayback", "both"]
SOURCES: Final[tuple[RefetchSource, ...]] = ("live", "wayback", "both")
"""Where pages may be fetched: at their address, in the Wayback Machine, or there if the address does not give it."""

AGENT: Final = f"repair/{__version__}"
"""The name that every request gives."""

WAYBACK: Final = "https://web.archive.org"


class Manners(Struct, frozen=True):
    """The rules of a run that fetches pages. Values out of range raise `ConfigError`.

    `source` is one of `SOURCES`; `cache` is the folder that keeps what was fetched; `offline` takes pages from there alone.
    `timeout` is how many seconds a connection, or the next piece of an answer, may take, and a whole answer three times as
    many. `pause` is the number of seconds between two requests to a host. A request that fails for a while is repeated up
    to `retries` times, after `pause` seconds, then after twice as many. An answer of more than `max_bytes`, unpacked, is
    given up, and so is a wait of more than `max_wait` seconds that a host asks for. `private_hosts` allows addresses that
    are not on the public network. `wayback` is the address of the Wayback Machine, or of another archive with its
    interfaces.
    """

    source: RefetchSource
    cache: str
    offline: bool = False
    timeout: float = 20.0
    pause: float = 1.0
    retries: int = 3
    redirects: int = 5
    max_bytes: int = 10_000_000
    max_wait: float = 120.0
    private_hosts: bool = False
    wayback: str = WAYBACK

    def __post_init__(self) -> None:
        if self.source not in SOURCES:
            raise ConfigError(f"unknown source of pages {self.source!r}", hint=f"use one of {', '.join(SOURCES)}")
        if self.timeout <= 0 or self.pause < 0 or self.retries < 0 or self.redirects < 0:
            raise ConfigError("a time-out must be above 0, a pause not below", hint="leave them out for the defaults")
        if not self.wayback.startswith(("http://", "https://")):
            raise ConfigError(f"{self.wayback!r} is no address", hint="it begins with https://")
