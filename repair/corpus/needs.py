"""The libraries that a run needs and a plain installation may lack, named before any work is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from repair.corpus.inputs import expanded
from repair.corpus.job import Job
from repair.errors import MissingExtra
from repair.extras import is_installed, require_extra
from repair.read.extractors import EXTRACTORS, require_extractor
from repair.read.needs import check_files, check_libraries, has_all_libraries
from repair.text.zstandard import ZSTANDARD

__all__ = ["check_needs"]

_URL: Final = "://"


def check_needs(sources: Sequence[str], job: Job, engine: str = "local") -> None:
    """Raise `MissingExtra` if a library is not installed that the run needs for its engine, its model, its shards, its
    inputs or its references. The inputs are looked through only where one of the libraries for files is missing."""
    if job.uses_model:
        require_extra("model" if job.fill_in else "reader", "a run with a model")
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
        formats = {found.format for found in expanded(sources, job.config.exclude)}
    if "warc" in formats:
        require_extra("web", "reading web archives")
        require_extractor(job.extractor)
    if not has_all_libraries():
        check_files(found.path for found in expanded(sources, job.config.exclude))
        check_libraries(_references(job))


def _references(job: Job) -> list[str]:
    from repair.collate import is_store

    return [source for source in job.references if not is_store(source)]


def _check(library: str, what: str, extra: str = "corpus", *, where: str = "") -> None:
    if not is_installed(library):
        raise MissingExtra(f"{what} needs the library {library}", where=where, extra=extra)
