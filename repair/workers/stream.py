"""Findings of many articles, in their order: computed by several processes, or taken from a cache.

Neither changes what is found: batches are made without regard to either, and a worker or the cache returns exactly what
the stages found, to the last digit.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import astuple, replace

from repair import __version__
from repair.config import READER_CHOICES, Config
from repair.errors import RepairError
from repair.pipeline import GROWING, Stages, batches, prepare
from repair.records import Apparatus, Article

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from repair.workers.cache import Cache
    from repair.workers.digests import Digest
    from repair.workers.pool import WorkerProcess

__all__ = ["BEFORE_WORKERS", "CODE", "cores", "findings", "main", "setup_digest"]

# Code points that this process reads before it starts workers: a smaller run is done before they could begin.
BEFORE_WORKERS: Final = 500_000
# What decides the findings, besides the article and the configuration.
CODE: Final = (
    *(
        "codes.py",
        "config",
        "deferred.py",
        "detect",
        "languages",
        "markup",
        "models",
        "pipeline.py",
        "records",
        "scoring",
    ),
    *("scoring/calibration.json", "detect/languages.zst", "text", "workers/cache.py"),
)
_LIBRARIES: Final = ("ftfy", "markdown-it-py")
_MODEL_LIBRARIES: Final = ("torch", "transformers", "tokenizers", "numpy")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _files(folder: Path) -> list[Path]:
    """The code and the lexicons of a folder; nothing if it is a file."""
    return [file for file in folder.rglob("*") if file.suffix in (".py", ".bloom")]


def setup_digest(config: Config, digest_of: Digest) -> bytes:
    """A digest of all that decides the findings besides the article: settings, rules, tables, libraries, and the model.

    It has 32 bytes, and is the same on every machine where all of these are the same. `digest_of` digests a file.
    """
    from hashlib import blake2b

    root = Path(__file__).parent.parent
    files = {
        file.relative_to(root).as_posix(): file
        for name in CODE
        for file in sorted(_files(root / name)) or [root / name]
    }
    libraries = [*_LIBRARIES]
    if config.use_model:
        from repair.models import GAP_MODEL, model_place

        place, hub = model_place(GAP_MODEL if config.reader in READER_CHOICES else config.reader)
        files |= {} if hub else {file.name: file for file in sorted(Path(place).iterdir()) if file.is_file()}
        libraries += _MODEL_LIBRARIES
    parts = [__version__, sys.version_info[:2], [(name, _version(name)) for name in libraries], astuple(config)]
    digest = blake2b(repr(parts).encode(), digest_size=32)
    for name, file in files.items():
        digest.update(f"\n{name}\n".encode())
        digest.update(digest_of(file))
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

    `jobs` is how many processes read the articles, `cache` a cache for the `setup_digest` of `config`. A gap head uses all cores
    itself, so with it there is one process only; a quick reader uses one. Raises `ModelError` if the model cannot be loaded, and `RepairError`
    if two workers die on the same articles.
    """
    from repair.models import reads_quickly

    analyse = _Analyser(config)
    whole = config.use_model and not reads_quickly(config)
    found = (_Batch(batch, cache) for batch in batches(articles, GROWING if whole else ()))
    if jobs > 1 and not whole:
        yield from _kept(_shared(found, analyse, config, jobs), cache)
    else:
        yield from _kept(map(analyse.fill, found), cache)


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
        self._deaths = 0
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

    def message(self) -> list[tuple[str, str, str]] | None:
        """What a worker is sent: the texts without known findings, and their languages and markup."""
        return [(article.text, article.language, article.markup) for article in self.wanted] or None

    def died(self, code: int, begun: int | None) -> None:
        """Have it done again, once. Raises `RepairError` when a second worker dies on it."""
        self._deaths += 1
        if self._deaths > 1:
            raise RepairError(f"a worker process ended with {code}, twice", hint="check whether memory ran out")

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


class _Analyser:
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


def _shared(found: Iterator[_Batch], analyse: _Analyser, config: Config, jobs: int) -> Iterator[_Batch]:
    """The batches in their order, each with its findings: the first ones done here, the others by workers."""
    read = 0
    while read < BEFORE_WORKERS:
        batch = next(found, None)
        if batch is None:
            return
        read += sum(len(article.text) for article in batch.wanted)
        yield analyse.fill(batch)
    from repair.workers.pool import Pool

    with Pool[_Batch](partial(_worker, analyse, config), jobs) as pool:
        for batch, data in pool.results(found):
            if data is not None:
                batch.fill(map(_apparatus, batch.wanted, data))
            yield batch


def _worker(analyse: _Analyser, config: Config, others: Sequence[Connection]) -> WorkerProcess:
    """Start a worker: forked where `may_fork` allows it, otherwise new."""
    from repair.workers.process import ONE_THREAD, Forked, Process, may_fork

    if may_fork():  # then tables, patterns and the language classifier are loaded already
        return Forked(partial(_served, analyse), others)
    return Process(__name__, config, ONE_THREAD)


def _served(analyse: _Analyser, connection: Connection) -> None:
    """Work on what comes in until the connection closes."""
    from repair.workers.cache import pack

    try:
        connection.send(("ready", None))
        while True:
            texts = connection.recv()
            try:
                found = analyse([Article("", text, language, markup=markup) for text, language, markup in texts])
                packed = [pack(apparatus.article.language, apparatus.entries) for apparatus in found]
                connection.send(("done", packed))
            except (BrokenPipeError, ConnectionResetError):
                raise
            except Exception as error:  # it is raised again where the work was asked for
                import traceback

                error.add_note(traceback.format_exc())
                connection.send(("error", error))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # all work is done, or the run has ended


def main(number: int) -> None:
    """Be a worker at the other end of the socket with that number, until it closes."""
    from repair.workers.process import connected

    connection, config = connected(number)
    _served(_Analyser(config), connection)
