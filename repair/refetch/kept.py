"""The cache of fetched pages: what each address gave, and each body once, under its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import msgspec
from msgspec import Struct

from repair.edit import IGNORED, own_folder, write_atomically
from repair.errors import OutputError
from repair.text.address import normal_address

__all__ = ["KeptPage", "PageCache", "page_key"]

_MARKS: Final = {"README": "Pages that repair fetched. They may be removed: they are then fetched again.\n", **IGNORED}


class KeptPage(Struct, frozen=True, omit_defaults=True):
    """What an address gave: the body with this SHA-256, from `url` on `date` (ISO 8601); or why it gave nothing (`gone`)."""

    asked: str
    url: str
    date: str = ""
    sha256: str = ""
    charset: str = ""
    gone: str = ""


class PageCache:
    """A folder of fetched pages. Any number of processes may use it at once."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._made = False

    def get(self, key: str) -> tuple[KeptPage, bytes] | None:
        """What is kept under `key`, with its body; `None` if nothing is, or if it is damaged."""
        try:
            kept = msgspec.json.decode(self._place("answers", key).read_bytes(), type=KeptPage)
            if kept.gone:
                return kept, b""
            body = self._body(kept.sha256).read_bytes()
        except (OSError, msgspec.MsgspecError):
            return None
        return (kept, body) if hashlib.sha256(body).hexdigest() == kept.sha256 else None

    def put(self, key: str, kept: KeptPage, body: bytes) -> KeptPage:
        """Keep what was fetched. Raises `OutputError` if it cannot be written."""
        self._make()
        if not kept.gone:
            kept = msgspec.structs.replace(kept, sha256=hashlib.sha256(body).hexdigest())
            place = self._body(kept.sha256)
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(place, body)
        place = self._place("answers", key)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(place, msgspec.json.encode(kept))
        return kept

    @contextmanager
    def host(self, name: str) -> Iterator[IO[str]]:
        """A file of the host that no other process has meanwhile: so one request is made at a time, over all processes."""
        self._make()
        place = self._place("hosts", name)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("a+") as file:
            _lock(file)
            yield file

    def _make(self) -> None:
        if self._made:
            return
        try:
            own_folder(self._folder, _MARKS, hint="name a new or an empty folder for pages")
        except OSError as error:
            what = f"pages cannot be kept here: {error.strerror}"
            raise OutputError(what, where=str(self._folder), hint="name another folder with --page-cache") from None
        self._made = True

    def _place(self, kind: str, key: str) -> Path:
        digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
        return self._folder / kind / digest[:2] / f"{digest}.json"

    def _body(self, digest: str) -> Path:
        return self._folder / "bodies" / digest[:2] / digest


def _lock(file: Any) -> None:
    try:
        import fcntl
    except ImportError:  # not on every system: there, each process keeps its own pauses
        return
    fcntl.flock(file, fcntl.LOCK_EX)


def page_key(kind: str, url: str, date: str = "") -> str:
    """The key of a page: the spelling of its address does not matter."""
    return f"{kind} {normal_address(url) or url} {date}".rstrip()
