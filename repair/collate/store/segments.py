"""Segments of a reference store: immutable files of sorted postings, written whole, checked, mapped into memory.

Each batch of added references makes one segment. Neighbours of similar size are merged, so that few files hold an index
of any size and every posting is rewritten only a few times. A merge takes one slice of keys at a time: memory stays
flat.
"""

from __future__ import annotations

import mmap
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from repair.collate.arrays import Numbers, bytes_of, joined, numbers_in, place_of
from repair.collate.store.database import REMAKE
from repair.errors import InputError

__all__ = ["SUFFIX", "Segment", "due", "mapped", "merged", "sweep_segments", "write_segment"]

SUFFIX: Final = ".postings"
_NEW: Final = ".new"
_MAGIC: Final = b"RPRPOST1"
_FAN_OUT: Final = 8
_SLICE: Final = 1 << 20  # postings that a merge holds at once, roughly: 8 MB


class Segment(Struct, frozen=True):
    """One segment: it covers the references numbered `first` to `last`, and has `postings` of them with this CRC-32."""

    first: int
    last: int
    postings: int
    crc: int

    @property
    def file(self) -> str:
        """The name of its file in the store's folder."""
        return f"{self.first:010}-{self.last:010}{SUFFIX}"

    @property
    def tier(self) -> int:
        """Its size class: each is eight times the one before."""
        return self.postings.bit_length() // 3


def write_segment(folder: Path, first: int, last: int, slices: Iterable[Numbers]) -> Segment:
    """Writes the ascending `slices` as one segment that is on disk when this returns, whole or not at all."""
    crc, count = zlib.crc32(_MAGIC), 0
    new = folder / f"{first:010}-{last:010}{_NEW}"
    try:
        with new.open("wb") as file:
            file.write(_MAGIC)
            for postings in slices:
                data = bytes_of(postings)
                crc = zlib.crc32(data, crc)
                count += len(postings)
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
        segment = Segment(first, last, count, crc)
        new.replace(folder / segment.file)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    if hasattr(os, "O_DIRECTORY"):  # elsewhere a folder cannot be opened, and need not be
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return segment


def mapped(folder: Path, segment: Segment) -> Numbers:
    """The segment's postings, mapped from its file; stays readable when the file is deleted by a merge.

    Raises `FileNotFoundError` if there is no file, `InputError` if its content is not what was written.
    """
    path = folder / segment.file
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
    if size != len(_MAGIC) + 8 * segment.postings or zlib.crc32(data) != segment.crc:
        raise InputError(
            "the segment is damaged: its size and checksum are not those it was written with",
            where=str(path),
            hint=REMAKE,
        )
    return numbers_in(data, len(_MAGIC))


def due(segments: Sequence[Segment]) -> Sequence[Segment]:
    """The last segments that are to be merged now, empty if none are; `segments` in the order of their numbers."""
    for tier in sorted({segment.tier for segment in segments}):
        start = len(segments)
        while start and segments[start - 1].tier <= tier:
            start -= 1
        if sum(segment.tier == tier for segment in segments[start:]) >= _FAN_OUT:
            return segments[start:]
    return ()


def merged(folder: Path, segments: Sequence[Segment]) -> Segment:
    """Writes one segment with the postings of neighbouring `segments`, which stay as they are."""
    return write_segment(folder, segments[0].first, segments[-1].last, _slices([mapped(folder, s) for s in segments]))


def _slices(runs: Sequence[Numbers]) -> Iterator[Numbers]:
    parts = max(1, sum(map(len, runs)) // _SLICE)
    starts = [0] * len(runs)
    for part in range(1, parts + 1):
        if part == parts:
            ends = [len(run) for run in runs]
        else:  # hashes are spread evenly, so that equal ranges of them make equal slices
            bound = (part << 64) // parts
            ends = [place_of(bound, run) for run in runs]
        yield joined(run[start:end] for run, start, end in zip(runs, starts, ends, strict=True))
        starts = ends


def sweep_segments(folder: Path, segments: Iterable[Segment]) -> None:
    """Deletes all segment files but those of `segments`: a merge replaced them, or a killed process left them."""
    kept = {segment.file for segment in segments}
    for path in folder.iterdir():
        if path.suffix in (SUFFIX, _NEW) and path.name not in kept:
            with suppress(PermissionError):  # where a mapped file cannot be deleted, a later sweep does it
                path.unlink(missing_ok=True)
