"""Polite requests: one to a host at a time, with a pause between two, as robots.txt allows, and again after a failure."""

from __future__ import annotations

import email.utils
import threading
import time
from importlib import import_module
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from repair.refetch.kept import PageCache
from repair.refetch.manners import AGENT, Manners
from repair.refetch.network import Answer, Connections, Refused, Unanswered, requestable

__all__ = ["Polite"]

_AGAIN: Final = frozenset((429, 500, 502, 503, 504))
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_LONGEST_PAUSE: Final = 30.0  # seconds that a robots.txt may ask for between two requests
_HOPELESS: Final = 3  # requests in a row to which a host gave no answer: then it is left alone


class Polite:
    """Makes requests as the manners say. Any number of threads and processes may do so at once."""

    def __init__(self, manners: Manners, cache: PageCache) -> None:
        self._manners = manners
        self._cache = cache
        self._connections = Connections(manners)
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def close(self) -> None:
        """Close all connections."""
        self._connections.close()

    def get(self, url: str, *, robots: bool = True) -> tuple[str, Answer]:
        """The answer, and the address after all redirects. Raises `Refused` or `Unanswered`, with the reason."""
        seen: list[str] = []
        while True:
            url = requestable(url)
            if url in seen or len(seen) > self._manners.redirects:
                what = (
                    "the redirects lead in a circle"
                    if url in seen
                    else f"there are more than {len(seen) - 1} redirects"
                )
                raise Refused(what)
            seen.append(url)
            host = self._host(url)
            if robots and not self._allowed(host, url):
                raise Refused("robots.txt does not allow it")
            answer = self._asked(host, url)
            if answer.status not in _REDIRECTS:
                return url, answer
            target = answer.headers.get("location", "")
            if not target:
                raise Refused("is a redirect to nowhere")
            url = urljoin(url, target)

    def _host(self, url: str) -> _Host:
        parts = urlsplit(url)
        name = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            return self._hosts.setdefault(name, _Host(name))

    def _allowed(self, host: _Host, url: str) -> bool:
        with host.reading:
            if host.rules is None:
                host.rules = self._rules(host)
                if host.rules is not _NOBODY:
                    delay = host.rules.crawl_delay(AGENT)
                    host.pause = min(float(delay or 0.0), _LONGEST_PAUSE)
        if host.rules is _NOBODY:
            raise Refused(host.why)
        return bool(host.rules.can_fetch(url, AGENT))

    def _rules(self, host: _Host) -> Any:
        """What robots.txt says. Where it cannot be read, nothing is allowed; where there is none, everything is."""
        parser: Any = import_module("protego").Protego
        url = f"{host.name}/robots.txt"
        try:
            for _ in range(self._manners.redirects + 1):
                answer = self._asked(self._host(url), requestable(url))
                if answer.status not in _REDIRECTS:
                    break
                url = urljoin(url, answer.headers.get("location", ""))
        except Unanswered as error:
            host.why = f"robots.txt of the host could not be read, so nothing is asked: {error}"
            return _NOBODY
        except Refused as error:
            if "private address" in str(error):
                raise
            return parser.parse("")
        if answer.status >= 500 or answer.status == 429:
            host.why = f"robots.txt of the host could not be read, so nothing is asked: status {answer.status}"
            return _NOBODY
        return parser.parse(answer.body.decode("utf-8", "replace") if answer.status < 300 else "")

    def _asked(self, host: _Host, url: str) -> Answer:
        """The answer of the host, asked again after a failure that may pass."""
        wait = max(self._manners.pause, 0.1)
        for attempt in range(self._manners.retries + 1):
            last = attempt == self._manners.retries
            try:
                answer = self._once(host, url)
            except Unanswered:
                host.silent += last
                if last:
                    raise
            else:
                host.silent = 0
                if answer.status not in _AGAIN or last:
                    return answer
                wait = max(wait, self._retry_after(answer))
            time.sleep(wait)
            wait *= 2
        raise AssertionError("the last attempt returns or raises")

    def _retry_after(self, answer: Answer) -> float:
        after = answer.headers.get("retry-after", "").strip()
        seconds = 0.0
        if after.isdigit() and len(after) < 10:
            seconds = float(after)
        elif after:
            try:
                seconds = email.utils.parsedate_to_datetime(after).timestamp() - time.time()
            except (ValueError, TypeError, OverflowError):
                return 0.0
        if seconds > self._manners.max_wait:
            raise Refused(f"the host asks to wait {seconds:,.0f} seconds (status {answer.status})")
        return seconds

    def _once(self, host: _Host, url: str) -> Answer:
        """One request, after the pause since the last one to this host, of whatever process."""
        pause = max(self._manners.pause, host.pause)
        with host.asking, self._cache.host(host.name) as file:
            if host.silent >= _HOPELESS:
                raise Refused("the host did not answer several times, and is left alone")
            file.seek(0)
            try:
                rest = float(file.read() or 0) + pause - time.time()
            except ValueError:
                rest = 0.0
            time.sleep(min(max(rest, 0.0), pause))
            try:
                return self._connections.get(url)
            finally:
                file.truncate(0)
                file.write(str(time.time()))
                file.flush()


class _Host:
    """What is known of a host: its rules, the pause that it asks for, and how often in a row it gave no answer."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rules: Any = None
        self.why = ""
        self.pause = 0.0
        self.silent = 0
        self.reading = threading.Lock()
        self.asking = threading.Lock()


_NOBODY: Final[Any] = object()
