"""How bytes are packed, by the ending of a file: always to the same bytes."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable
from typing import BinaryIO, Final, cast

from repair.text.zstandard import zstandard

__all__ = ["PACKERS"]

_BLOCK: Final = 1 << 20


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while block := source.read(_BLOCK):
        target.write(block)


def _gzip(source: BinaryIO, target: BinaryIO) -> None:
    with gzip.GzipFile("", "wb", 6, target, mtime=0) as packed:  # the same bytes whenever it is written
        _copy(source, cast(BinaryIO, packed))


def _bzip2(source: BinaryIO, target: BinaryIO) -> None:
    with bz2.BZ2File(target, "wb") as packed:
        _copy(source, cast(BinaryIO, packed))


def _xz(source: BinaryIO, target: BinaryIO) -> None:
    import lzma  # not every Python is built with it

    with lzma.LZMAFile(target, "wb") as packed:
        _copy(source, cast(BinaryIO, packed))


def _zstd(source: BinaryIO, target: BinaryIO) -> None:
    # one frame: many readers stop after the first, and would silently lose the rest
    with zstandard("writing .zst").ZstdFile(target, "wb", level=3) as packed:
        _copy(source, packed)


PACKERS: Final[dict[str, Callable[[BinaryIO, BinaryIO], None]]] = {
    "": _copy,
    ".gz": _gzip,
    ".zst": _zstd,
    ".bz2": _bzip2,
    ".xz": _xz,
}
"""What packs one stream into another, by the ending that says how a file is packed."""
