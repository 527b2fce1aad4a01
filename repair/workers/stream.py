"""Findings of many articles, in their order: computed by several processes, or taken from a cache.

Neither changes what is found: batches are made without regard to either, and a worker or the cache returns exactly what
the stages found, to the last digit.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct
from msgspec.structs import astuple, replace

from repair import __version__
from repair.config import Config
from repair.errors import RepairError
from repair.pipeline import Stages, batches, prepare
from repair.records import Apparatus, Article

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from repair.workers.cache import Cache
    from repair.workers.process import Forked, Process

__all__ = ["BEFORE_WORKERS", "CODE", "Workers", "cores", "findings", "main", "setup"]

# Code points that this process reads before it starts workers: a smaller run is done before they could begin.
BEFORE_WORKERS: Final = 500_000
# Batches for each worker that may wait for an earlier batch.
_AHEAD: Final = 4
# What decides the findings, besides the article and the configuration.
CODE: Final = (
    *("codes.py", "config", "detect", "languages", "models", "pipeline.py", "records.py", "scoring"),
    *("scoring/calibration.json", "detect/languages.zst", "text", "workers/cache.py"),
)
_LIBRARIES: Final = ("ftfy",)
_MODEL_LIBRARIES: Final = ("torch", "transformers", "tokenizers", "numpy", "onnxruntime")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def setup(config: Config) -> bytes:
    """A digest of all that decides the findings besides the article: settings, rules, tables, libraries, and the model.

    It has 32 bytes, and is the same on every machine where all of these are the same.
    """
    from hashlib import blake2b

    root = Path(__file__).parent.parent
    files = [file for name in CODE for file in sorted((root / name).rglob("*.py")) or [root / name]]
    libraries = [*_LIBRARIES]
    if config.use_model:
        from repair.models import GAP_MODEL, MODELS

        files += sorted(MODELS[GAP_MODEL].folder.iterdir())
        libraries += _MODEL_LIBRARIES
    parts = [__version__, sys.version_info[:2], [(name, _version(name)) for name in libraries], astuple(config)]
    digest = blake2b(repr(parts).encode(), digest_size=32)
    for file in files:
        digest.update(f"\n{file.relative_to(root).as_posix()}\n".encode())
        digest.update(blake2b(file.read_bytes()).digest())
    return digest.digest()


def _version(library: str) -> str:
    """The version of the library, empty if it is not installed: not all are needed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def findings(
    articles: Iterable[Article], config: Config, *, jobs: int = 1, cache: Cache | None = None
) -> Iterator[Apparatus]:
    """The apparatus of every article, in order, without references and predictions.

    `jobs` is how many processes read the articles, `cache` a cache for `setup(config)`. The gap head uses all cores
    itself, so with it there is one process only. Raises `ModelError` if the model cannot be loaded, and `RepairError`
    if a worker ends before its work is done.
    """
    look = _Looker(config)
    found = (_Batch(batch, cache) for batch in batches(articles))
    if jobs > 1 and not config.use_model:
        with Workers(config, jobs) as workers:
            yield from _kept(workers.through(found, look), cache)
    else:
        yield from _kept(map(look.fill, found), cache)


def _kept(found: Iterable[_Batch], cache: Cache | None) -> Iterator[Apparatus]:
    for batch in found:
        if cache is not None and batch.fresh:
            cache.keep(batch.fresh)
        yield from batch.apparatuses()


class _Batch:
    """Articles that the stages take at once, and the findings of each if they are known."""

    def __init__(self, articles: Sequence[Article], cache: Cache | None) -> None:
        self._articles = articles
        self._found: list[Apparatus | None] = [None] * len(articles)
        self._keys: list[bytes] = []
        self.fresh: dict[bytes, bytes] = {}
        """The new findings, for the cache."""
        if cache is not None:
            self._keys = [cache.key(article) for article in articles]
            kept = cache.known(self._keys)
            self._found = [_known(a, kept.get(key)) for a, key in zip(articles, self._keys, strict=True)]

    @property
    def wanted(self) -> list[Article]:
        """The articles without known findings."""
        return [a for a, found in zip(self._articles, self._found, strict=True) if found is None]

    @property
    def complete(self) -> bool:
        """Whether the findings of all articles are known."""
        return None not in self._found

    def fill(self, apparatuses: Iterable[Apparatus]) -> None:
        """Take the findings of the `wanted` articles."""
        if self._keys:
            from repair.workers.cache import pack

        for number, apparatus in zip([n for n, a in enumerate(self._found) if a is None], apparatuses, strict=True):
            self._found[number] = apparatus
            if self._keys:
                self.fresh[self._keys[number]] = pack(apparatus.article.language, apparatus.entries)

    def apparatuses(self) -> Iterator[Apparatus]:
        """The findings of all articles, in order."""
        for apparatus in self._found:
            assert apparatus is not None  # `fill` came before
            yield apparatus


def _known(article: Article, data: bytes | None) -> Apparatus | None:
    """The cached findings of an article; `None` if there are none, or if they do not fit it."""
    try:
        return None if data is None else _apparatus(article, data)
    except (msgspec.MsgspecError, RepairError):
        return None


def _apparatus(article: Article, data: bytes) -> Apparatus:
    from repair.workers.cache import unpack

    language, entries = unpack(data)
    return Apparatus(article if article.language == language else replace(article, language=language), entries)


class _Looker:
    """Does the work in this process. The stages are prepared when they are first needed: loading a model takes
    seconds."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._stages: Stages | None = None

    def __call__(self, articles: Sequence[Article]) -> list[Apparatus]:
        self._stages = self._stages or prepare(self._config, predict=False)
        return self._stages.batch(articles)

    def fill(self, batch: _Batch) -> _Batch:
        """The batch with its findings."""
        if not batch.complete:
            batch.fill(self(batch.wanted))
        return batch


# --- workers -----------------------------------------------------------------------------------------------------


class _Seat(Struct):
    """A place for a worker: whether the worker has reported that it can work, and what it works on."""

    process: Process | Forked
    ready: bool = False
    batch: _Batch | None = None


class Workers:
    """Worker processes, each with one batch at a time. Used as a context; all end with it."""

    def __init__(self, config: Config, jobs: int) -> None:
        self._config = config
        self._jobs = jobs
        self.seats: list[_Seat] = []
        self._looked = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *error: object) -> None:
        for seat in self.seats:
            seat.process.end()

    def through(self, found: Iterator[_Batch], look: _Looker) -> Iterator[_Batch]:
        """The batches in their order, each with its findings. Few are in memory at a time."""
        ahead: deque[_Batch] = deque()
        exhausted = False
        while ahead or not exhausted:
            while ahead and ahead[0].complete:
                yield ahead.popleft()
            if exhausted or len(ahead) >= self._jobs * _AHEAD:
                if ahead:
                    self.hear(None)
            elif (batch := next(found, None)) is None:
                exhausted = True
            else:
                ahead.append(batch)
                if not batch.complete:
                    self._give(batch, look)

    def _give(self, batch: _Batch, look: _Looker) -> None:
        """Give the batch to a free worker; while no worker has started yet, do it in this process."""
        wanted = batch.wanted
        if not self.seats and self._looked >= BEFORE_WORKERS:
            self.start(look)
        while self.seats:
            self.hear(0)
            free = next((seat for seat in self.seats if seat.ready and seat.batch is None), None)
            if free is not None:
                free.batch = batch
                free.process.connection.send([(article.text, article.language) for article in wanted])
                return
            if not any(seat.ready for seat in self.seats):
                break
            self.hear(None)
        self._looked += sum(len(article.text) for article in wanted)
        look.fill(batch)

    def start(self, look: _Looker) -> None:
        """Start the worker processes: forked where `may_fork` allows it, otherwise new."""
        from repair.workers.process import ONE_THREAD, Forked, Process, may_fork

        fork = may_fork()  # then tables, patterns and the language classifier are loaded already
        for _ in range(self._jobs):
            if fork:
                others = [seat.process.connection for seat in self.seats]
                self.seats.append(_Seat(Forked(partial(_served, look), others)))
            else:
                self.seats.append(_Seat(Process(__name__, self._config, ONE_THREAD)))

    def hear(self, patience: float | None) -> None:
        """Take messages of workers; if `patience` (seconds) is `None`, wait for at least one."""
        from multiprocessing.connection import wait

        for connection in wait([seat.process.connection for seat in self.seats], patience):
            seat = next(seat for seat in self.seats if seat.process.connection is connection)
            try:
                said = seat.process.connection.recv()
            except (EOFError, OSError):
                code = seat.process.end()
                raise RepairError(f"a worker process ended with {code}", hint="check whether memory ran out") from None
            if isinstance(said, Exception):
                raise said
            if seat.batch is not None:
                batch, seat.batch = seat.batch, None
                batch.fill(_apparatus(a, data) for a, data in zip(batch.wanted, said, strict=True))
            seat.ready = True


def _served(look: _Looker, connection: Connection) -> None:
    """Work on what comes in until the connection closes."""
    from repair.workers.cache import pack

    try:
        connection.send("ready")
        while True:
            texts = connection.recv()
            try:
                found = look([Article("", text, language) for text, language in texts])
                connection.send([pack(apparatus.article.language, apparatus.entries) for apparatus in found])
            except (BrokenPipeError, ConnectionResetError):
                raise
            except Exception as error:  # it is raised again where the work was asked for
                import traceback

                error.add_note(traceback.format_exc())
                connection.send(error)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # all work is done, or the run has ended


def main(number: int) -> None:
    """Be a worker at the other end of the socket with that number, until it closes."""
    from repair.workers.process import connected

    connection, config = connected(number)
    _served(_Looker(config), connection)
