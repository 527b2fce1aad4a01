"""Articles with their pages: each article that has an address and no page gets the page that is there, or was there."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from repair.collate import ReferenceIndex
from repair.errors import InputError
from repair.extras import require_extra
from repair.read.copy import MAX_CHARS, OnError
from repair.read.html import as_served, decode_page
from repair.read.nested import value_at
from repair.read.page_field import page_in_field
from repair.records import Article
from repair.refetch.kept import KeptPage, PageCache, page_key
from repair.refetch.manners import Manners

if TYPE_CHECKING:
    from repair.refetch.network import Answer
    from repair.refetch.polite import Polite

__all__ = ["Refetcher", "require_refetch"]

_THREADS: Final = 8
_AHEAD: Final = 64  # articles whose pages are fetched meanwhile
_LOCKS: Final = 1024  # addresses that share one are rarely fetched at the same time
_OURS: Final = 30.0  # similarity (0–100) of a page that has the article
_SOME: Final = 5.0  # the same of a page that has anything of it
_TEXT: Final = frozenset(("text/html", "application/xhtml+xml", ""))
_BINARY: Final = re.compile(rb"\x00")
_HEAD: Final = 4096
_CAPTURES: Final = 12  # snapshots that are looked at, those nearest to the date


class _NoPage(Exception):
    """There is no page for the article; the message says why."""


def require_refetch() -> None:
    """Raise `MissingExtra` if a library is not installed that fetching needs."""
    require_extra("web", "fetching pages")


class Refetcher:
    """Gives articles their pages. `html_field` names the field of a row that may have one already.

    Whatever keeps a page from coming goes to `on_error`, with the place of the article, which is then read without it.
    """

    def __init__(
        self, manners: Manners, *, on_error: OnError, html_field: str = "", max_chars: int = MAX_CHARS
    ) -> None:
        self._manners = manners
        self._on_error = on_error
        self._html_field = html_field
        self._max_chars = max_chars
        self._cache = PageCache(manners.cache)
        self._polite: Polite | None = None
        # two rows may name one address: the second waits for the first
        self._asking = tuple(Lock() for _ in range(_LOCKS))
        self.found = 0
        """How many articles got a page."""

    def close(self) -> None:
        """Close all connections; the next page opens others."""
        if self._polite is not None:
            self._polite.close()
            self._polite = None

    def with_pages(self, articles: Iterable[Article]) -> Iterator[Article]:
        """The articles in their order, each with its page. Pages of several hosts are fetched at the same time."""
        if not self._manners.offline and self._polite is None:
            from repair.refetch.polite import Polite

            self._polite = Polite(self._manners, self._cache)
        waiting: deque[Future[tuple[Article, InputError | None]]] = deque()
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="pages") as pool:
            try:
                for article in articles:
                    waiting.append(pool.submit(self._with_page, article))
                    while len(waiting) >= _AHEAD or (waiting and waiting[0].done()):
                        yield self._done(waiting.popleft())
                while waiting:
                    yield self._done(waiting.popleft())
            finally:
                for each in waiting:
                    each.cancel()

    def _done(self, future: Future[tuple[Article, InputError | None]]) -> Article:
        article, error = future.result()
        if error is not None:
            self._on_error(error)
        self.found += bool(article.html)
        return article

    def _with_page(self, article: Article) -> tuple[Article, InputError | None]:
        row = article.source.row
        if article.html or (row is not None and self._html_field and value_at(row.fields, self._html_field)):
            return article, None
        reasons: list[str] = []
        for source in ("live", "wayback") if self._manners.source == "both" else (self._manners.source,):
            try:
                if not article.url:
                    raise _NoPage("the article has no address; --url-field names its field")
                with self._asking[hash(page_key(source, article.url)) % _LOCKS]:
                    kept, body = self._live(article) if source == "live" else self._archived(article)
                if kept.gone:
                    raise _NoPage(kept.gone)
                html = decode_page(as_served(body, kept.charset))
                self._check(
                    article, html, least=_OURS if self._manners.source == "both" and source == "live" else _SOME
                )
                return replace(article, html=html, url=kept.url, date=kept.date), None
            except _NoPage as error:
                reasons.append(f"{source}: {error}")
        what = f"its page could not be fetched ({'; '.join(reasons)})"
        return article, InputError(what, where=str(article.source) or article.id, hint=article.url[:200])

    def _check(self, article: Article, html: str, least: float) -> None:
        """Raise `_NoPage` if the page has too little of the article: a notice about cookies, or another page."""
        try:
            page = page_in_field(html, "page", max_chars=self._max_chars)
        except InputError as error:
            raise _NoPage(f"the page {error.what}") from None
        if not ReferenceIndex([page]).find(replace(article, url=""), 1, least):
            raise _NoPage("the page has hardly a word of the article: it shows something else")

    # --- at its address ---------------------------------------------------------------------------------------------

    def _live(self, article: Article) -> tuple[KeptPage, bytes]:
        return self._fetched(page_key("live", article.url), article.url)

    def _fetched(self, key: str, url: str, *, date: str = "", robots: bool = True) -> tuple[KeptPage, bytes]:
        found = self._cache.get(key)
        if found is not None:
            return found
        final, answer = self._answer(url, robots=robots)
        if answer.status in (404, 410):
            return self._cache.put(
                key, KeptPage(url, final, gone=f"is not there any more (status {answer.status})"), b""
            ), b""
        body = self._checked(answer)
        media = answer.headers.get("content-type", "")
        charset = re.search(r"charset\s*=\s*[\"']?([\w:.-]{2,40})", media, re.I)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        kept = KeptPage(url, final, date or now, charset=charset[1] if charset else "")
        return self._cache.put(key, kept, body), body

    def _answer(self, url: str, *, robots: bool = True) -> tuple[str, Answer]:
        if self._polite is None:
            raise _NoPage("not in the cache of pages, and --offline asks nobody")
        from repair.refetch.network import Refused, Unanswered

        try:
            final, answer = self._polite.get(url, robots=robots)
        except (Refused, Unanswered) as error:
            raise _NoPage(str(error)) from None
        if not 200 <= answer.status < 300 and answer.status not in (404, 410):
            raise _NoPage(f"the server answers with status {answer.status}")
        return final, answer

    def _checked(self, answer: Answer) -> bytes:
        media = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media not in _TEXT:
            raise _NoPage(f"is no page: {media[:60]}")
        if not answer.body.strip():
            raise _NoPage("the answer is empty")
        if _BINARY.search(answer.body[:_HEAD]) and not answer.body.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise _NoPage("is no page: its bytes are no text")
        if not media and b"<" not in answer.body[:_HEAD]:
            raise _NoPage("is no page: it has neither a content type nor markup")
        return answer.body

    # --- in the Wayback Machine -------------------------------------------------------------------------------------

    def _archived(self, article: Article) -> tuple[KeptPage, bytes]:
        wanted = _timestamp(article.date)
        key = page_key(f"wayback {self._manners.wayback}", article.url, wanted)
        found = self._cache.get(key)
        if found is not None:
            return found
        base = self._manners.wayback.rstrip("/")
        near = wanted or datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        ask = (
            f"{base}/cdx/search/cdx?url={quote(article.url, safe='')}&output=json&fl=timestamp,original"
            f"&filter=statuscode:200&filter=mimetype:text/html&closest={near}&sort=closest&limit={_CAPTURES}"
        )
        _, answer = self._answer(ask, robots=False)
        if answer.status != 200:
            raise _NoPage(f"the index of snapshots answers with status {answer.status}")
        try:
            rows = msgspec.json.decode(answer.body, type=list[list[str]]) if answer.body.strip() else []
            captures = [(row[0], row[1]) for row in rows if len(row) == 2 and row[0].isdigit() and len(row[0]) == 14]
        except msgspec.MsgspecError:
            raise _NoPage("the index of snapshots cannot be read") from None
        if not captures:
            gone = KeptPage(article.url, article.url, gone="has no snapshot")
            return self._cache.put(key, gone, b""), b""
        stamp, original = min(captures, key=lambda capture: abs(_seconds(capture[0]) - _seconds(near)))
        date = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:]}Z"
        return self._fetched(key, f"{base}/web/{stamp}id_/{original}", date=date, robots=False)


def _timestamp(date: str) -> str:
    """A date as the index of snapshots writes it: up to 14 digits; empty if it cannot be read."""
    digits = re.sub(r"\D", "", date[:19])
    if re.match(r"\s*(19|20)\d\d(\D|$|\d{4})", date) and len(digits) >= 4:
        return digits[:14]
    try:
        return parsedate_to_datetime(date).astimezone(UTC).strftime("%Y%m%d%H%M%S")
    except (ValueError, TypeError, OverflowError):
        return ""


def _seconds(stamp: str) -> float:
    whole = f"{stamp}{'00000101000000'[len(stamp) :]}"
    try:
        return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0
