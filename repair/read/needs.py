"""The libraries that files need and a plain installation may lack, named before any of the files is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from repair.errors import MissingExtra, RepairError
from repair.extras import is_installed
from repair.read.batch import format_of
from repair.read.paths import expand, suffix
from repair.read.pipes import is_pipe
from repair.text.zstandard import ZSTANDARD

__all__ = ["check_files", "check_libraries", "has_all_libraries"]

_BY_FORMAT: Final = {
    "parquet": ("pyarrow", "reading .parquet", "corpus"),
    "arrow": ("pyarrow", "reading .arrow", "corpus"),
    "warc": ("warcio", "reading web archives", "web"),
}
_PACKED: Final = (ZSTANDARD, "reading .zst", "corpus")


def check_libraries(sources: Iterable[str]) -> None:
    """Raise `MissingExtra` if one of the files that `sources` name (files, folders, globs) needs a library that is not
    installed. They are looked through only where one is missing."""
    if not has_all_libraries():
        check_files(path for path in expand(list(sources), _ignore) if not is_pipe(path))


def has_all_libraries() -> bool:
    """Whether every library that a file may need is installed."""
    return all(is_installed(library) for library, _, _ in (*_BY_FORMAT.values(), _PACKED))


def check_files(paths: Iterable[str]) -> None:
    """Raise `MissingExtra` if one of these files needs a library that is not installed."""
    for path in paths:
        for need in (_BY_FORMAT.get(format_of(path)), _PACKED if suffix(path).lower() == ".zst" else None):
            if need is not None and not is_installed(need[0]):
                library, what, extra = need
                raise MissingExtra(f"{what} needs the library {library}", where=path, extra=extra)


def _ignore(error: RepairError) -> None:
    """The reader of a file reports why it cannot be read."""
