"""The first bytes of a stream, looked at before it is read."""

from __future__ import annotations

import io
from typing import Any, BinaryIO, Final, cast

__all__ = ["forward_only", "peek"]

_AT_HAND: Final = io.DEFAULT_BUFFER_SIZE


def peek(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """The first `size` bytes, fewer if there are no more, and a stream that begins with them. It is the same one where
    that can go back, or has so many bytes at hand."""
    peek = getattr(stream, "peek", None)
    if peek is not None and size <= _AT_HAND:
        head = peek(size)[:size]
        if len(head) == size:
            return head, stream
    if stream.seekable():
        start = stream.tell()
        head = _filled(stream, size)
        stream.seek(start)
        return head, stream
    head = _filled(stream, size)
    return head, cast(BinaryIO, io.BufferedReader(_Replayed(head, stream)))


def forward_only(stream: BinaryIO) -> BinaryIO:
    """The stream, which cannot go back, whatever it says of itself: a packed one can only where the file below can."""
    return cast(BinaryIO, io.BufferedReader(_Replayed(b"", stream)))


def _filled(stream: BinaryIO, size: int) -> bytes:
    """As many bytes as asked for, from a stream that may give fewer at a time."""
    pieces = []
    while size > 0 and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


class _Replayed(io.RawIOBase):
    """Bytes that were read, and then the stream that they were read from."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = memoryview(head)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data: Any = self._head[: len(buffer)]
        self._head = self._head[len(data) :]
        if not data:
            read1 = getattr(self._stream, "read1", self._stream.read)
            data = read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)
