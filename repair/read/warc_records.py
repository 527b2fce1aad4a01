"""The records of a web archive, one after the other, each with the place where it begins.

A damaged place is reported, and reading goes on with the next sound record: one bad block does not cost the rest of an
archive. No more of a record is held in memory than is asked for.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from msgspec import Struct

__all__ = ["BrokenRecord", "RawRecord", "raw_records_of"]

_BLOCK: Final = 1 << 16
_LINE: Final = 1 << 16  # bytes of a line of a record's head
_HEAD: Final = 1 << 20  # bytes of a whole head
_MAGIC: Final = b"\x1f\x8b\x08"
_BEGINS: Final = re.compile(rb"^WARC/[01]\.\d{1,2}\r?\n", re.M)
_BLANK: Final = (b"\r\n", b"\n")


class RawRecord(Struct, frozen=True):
    """A record: its number, from 1, and the byte at which it begins in the file as it lies there. In a packed file that
    is where the packed block begins that holds it. `data` is its head and its content, as far as it was asked for; it is
    `cut` if there is more of it."""

    number: int
    offset: int
    data: bytes
    cut: bool


class BrokenRecord(Struct, frozen=True):
    """A place where no record can be read, and why. `last` says that nothing after it can be found."""

    number: int
    offset: int
    what: str
    last: bool = False


class _Broken(Exception):
    """No record can be read here."""


def raw_records_of(
    stream: BinaryIO, most: int, *, first: int = 1, start: int = 0
) -> Iterator[RawRecord | BrokenRecord]:
    """The records of an archive, plain or packed with gzip, with up to `most` bytes of the content of each.

    The stream begins at byte `start` of the archive, with record number `first`. After a damaged place the stream must be
    seekable for the rest to be found.
    """
    tape = _Tape(stream, start)
    number = first
    while True:
        offset = tape.offset
        try:
            tape.skip_blanks()
            offset = tape.offset
            found = _record(tape, most)
            if found is None:
                return
            data, cut = found
        except _Broken as broken:
            offset = tape.block(offset)
            found_more = tape.find_next(offset)
            yield BrokenRecord(number, offset, str(broken), last=not found_more)
            if not found_more:
                return
        else:
            yield RawRecord(number, offset, data, cut)
        number += 1


def _record(tape: _Tape, most: int) -> tuple[bytes, bool] | None:
    """The next record, `None` at the end of the archive."""
    line = tape.line()
    if not line:
        return None
    if not _BEGINS.match(line):
        raise _Broken("no record begins here")
    head = [line]
    size, length = 0, -1
    while line not in _BLANK:
        line = tape.line()
        size += len(line)
        if not line or size > _HEAD:
            raise _Broken(
                "the archive ends inside the head of a record" if not line else "the head of a record is too long"
            )
        head.append(line)
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit() and len(value) < 20:
            length = int(value)
    if length < 0:
        raise _Broken("a record has no length")
    content = tape.take(length, most)
    after = tape.line()
    if after not in _BLANK and after:
        raise _Broken("a record does not end where it says")
    return b"".join((*head, content)), length > most


class _Tape:
    """A stream of an archive, unpacked, that knows at which byte of the file it stands."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self._stream = stream
        self._start = start  # of the stream in the file
        self._begin(start)

    def _begin(self, at: int) -> None:
        self._at = at  # of the first byte in the file that is not yet unpacked
        self._packed = b""
        self._ready, self._used = b"", 0
        self._unpacker: zlib._Decompress | None = None
        self._member = at
        self._packed = self._stream.read(_BLOCK)
        self._gzip = self._packed.startswith(_MAGIC)

    @property
    def offset(self) -> int:
        """Where what comes next begins in the file; of a packed file, where its block begins."""
        if not self._gzip:
            return self._at - (len(self._ready) - self._used)
        inside = self._unpacker is not None or self._used < len(self._ready)
        return self._member if inside else self._at

    def block(self, offset: int) -> int:
        """Where the packed block begins that is being unpacked; in a plain file, `offset`."""
        return self.offset if self._gzip else offset

    def skip_blanks(self) -> None:
        """Go to the next byte that ends no line."""
        while True:
            while self._used < len(self._ready):
                if self._ready[self._used] not in b"\r\n":
                    return
                self._used += 1
            if not self._fill():
                return

    def line(self) -> bytes:
        """The next line with its end; empty at the end of the archive."""
        pieces: list[bytes] = []
        size = 0
        while self._used < len(self._ready) or self._fill():
            end = self._ready.find(b"\n", self._used) + 1
            piece = self._ready[self._used : end or None]
            self._used += len(piece)
            pieces.append(piece)
            size += len(piece)
            if end:
                break
            if size > _LINE:
                raise _Broken("a line of a record's head is too long")
        return b"".join(pieces)

    def take(self, length: int, most: int) -> bytes:
        """The next `length` bytes, and keeps only the first `most` of them."""
        kept: list[bytes] = []
        left, wanted = length, min(length, most)
        while left:
            if self._used >= len(self._ready) and not self._fill():
                raise _Broken("the archive ends inside this record")
            piece = self._ready[self._used : self._used + left]
            self._used += len(piece)
            left -= len(piece)
            if wanted:
                kept.append(piece[:wanted])
                wanted -= len(kept[-1])
        return b"".join(kept)

    def _fill(self) -> bool:
        """Make the next piece ready; `False` if there is none. All that was ready must be used."""
        if not self._gzip:
            self._ready, self._packed, self._used = self._packed, b"", 0
            self._ready = self._ready or self._stream.read(_BLOCK)
            self._at += len(self._ready)
            return bool(self._ready)
        self._ready, self._used = b"", 0
        while not self._ready:
            self._packed = self._packed or self._stream.read(_BLOCK)
            if not self._packed:
                if self._unpacker is not None:
                    raise _Broken("the archive ends inside this record")
                return False
            if self._unpacker is None and not self._packed.strip(b"\0"):  # what fills up a block of a tape
                self._at += len(self._packed)
                self._packed = b""
                continue
            if self._unpacker is None:
                self._unpacker, self._member = zlib.decompressobj(zlib.MAX_WBITS | 16), self._at
            before = len(self._packed)
            try:
                self._ready = self._unpacker.decompress(self._packed, _BLOCK)
            except zlib.error as error:
                raise _Broken(f"cannot be unpacked: {error}") from None
            done = self._unpacker.eof
            self._packed = self._unpacker.unused_data if done else self._unpacker.unconsumed_tail
            self._at += before - len(self._packed)
            if done:
                self._unpacker = None
        return True

    def find_next(self, offset: int) -> bool:
        """Go to the next place after `offset` where a record begins; `False` if there is none, or it cannot be found."""
        if not self._stream.seekable():
            return False
        at, overlap = offset + 1, b""
        self._stream.seek(at - self._start)
        while piece := self._stream.read(_BLOCK):
            window = overlap + piece
            low = at - len(overlap)
            for found in self._candidates(window, low):
                self._stream.seek(found - self._start)
                if not self._gzip or _is_record(self._stream.read(_BLOCK)):
                    self._stream.seek(found - self._start)
                    gzip = self._gzip
                    self._begin(found)
                    self._gzip = gzip
                    return True
            at += len(piece)
            self._stream.seek(at - self._start)
            overlap = window[-16:]
        return False

    def _candidates(self, window: bytes, low: int) -> list[int]:
        if self._gzip:
            return [low + found.start() for found in re.finditer(re.escape(_MAGIC), window)]
        return [low + found.start() for found in _BEGINS.finditer(window) if found.start() or low == 0]


def _is_record(packed: bytes) -> bool:
    try:
        return _BEGINS.match(zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, 64)) is not None
    except zlib.error:
        return False
