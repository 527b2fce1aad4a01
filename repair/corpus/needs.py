"""The libraries that a run needs and a plain installation may lack, named before any work is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from repair.corpus.inputs import expanded
from repair.corpus.job import Job
from repair.errors import MissingExtra, RepairError
from repair.extras import is_installed, require_extra
from repair.read import format_of
from repair.read.extractors import EXTRACTORS, require_extractor
from repair.read.paths import STDIN, expand
from repair.text.zstandard import ZSTANDARD

__all__ = ["check_needs"]

_URL: Final = "://"


def check_needs(sources: Sequence[str], job: Job, engine: str = "local") -> None:
    """Raise `MissingExtra` if a library is not installed that the run needs for its engine, its model, its shards, its
    inputs or its references. The inputs are looked through only where one of the libraries for files is missing."""
    if job.uses_model:
        require_extra("model", "a run with a model")
    if engine == "ray":
        _check("ray", "the engine ray", "ray")
        _check("pyarrow", "the engine ray", "ray")
    if job.shards == "parquet":
        _check("pyarrow", "writing shards of Parquet")
    else:
        _check(ZSTANDARD, "writing shards")
    for url in (source for source in sources if _URL in source):
        _check("fsspec", "reading URLs", where=url)
    formats: set[str] = set()
    if not (is_installed("warcio") and EXTRACTORS[job.extractor].is_installed):
        formats = {found.format for found in expanded(sources)}
    if "warc" in formats:
        require_extra("web", "reading web archives")
        require_extractor(job.extractor)
    if not (is_installed("pyarrow") and is_installed(ZSTANDARD)):
        _check_files(found.path for found in expanded(sources))
        _check_files(path for path in expand(_references(job), _fail) if path != STDIN)


def _references(job: Job) -> list[str]:
    from repair.collate import is_store

    return [source for source in job.references if not is_store(source)]


def _check_files(paths: Iterable[str]) -> None:
    for path in paths:
        if format_of(path) == "parquet":
            _check("pyarrow", "reading .parquet", where=path)
        if path.lower().endswith(".zst"):
            _check(ZSTANDARD, "reading .zst", where=path)


def _check(library: str, what: str, extra: str = "corpus", *, where: str = "") -> None:
    if not is_installed(library):
        raise MissingExtra(f"{what} needs the library {library}", where=where, extra=extra)


def _fail(error: RepairError) -> None:
    raise error
