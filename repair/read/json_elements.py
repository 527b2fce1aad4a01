"""Finds the elements of a JSON document without parsing it: those of an array, or values one after the other.

Only brackets and strings are looked at, a block at a time, so that an array of any size fits in memory. Where an element
does not end as it must, it is given with the reason, and reading goes on at the next place that looks like the beginning
of an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, Literal

from msgspec import Struct

__all__ = ["HEAD", "UNENDED", "JsonElement", "JsonShape", "elements", "shape_of"]

JsonShape = Literal["lines", "array", "values"]

HEAD: Final = 1 << 16
"""How many bytes at its head say what a JSON file holds."""

UNENDED: Final = "the array does not end"

_BLOCK: Final = 1 << 16
_MARK: Final = b"\xef\xbb\xbf"
_BLANK: Final = re.compile(rb"[ \t\r\n]*+")
_STRUCTURE: Final = re.compile(rb'["{}\[\]]')
_STRING: Final = re.compile(rb'[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+')
_SCALAR: Final = re.compile(rb'[^ \t\r\n,\[\]{}"]*+')
_CLOSING: Final = {b"{": ord("}"), b"[": ord("]")}
_QUOTE, _COMMA, _END = b'"', b",", b"]"
_CUT_OFF: Final = "the file ends inside it"
_LINE_BREAK: Final = "a line break within a string"
_MISMATCH: Final = "brackets that do not match"


class JsonElement(Struct, frozen=True):
    """An element with its number, from 1, and the offsets in the source of its first byte and of what follows it.

    `data` is `None` if it is longer than the limit. `wrong` says why it cannot be JSON, as far as brackets show it; empty
    otherwise.
    """

    number: int
    start: int
    end: int
    data: bytes | None
    wrong: str = ""


def shape_of(head: bytes) -> JsonShape:
    """What a JSON file holds, judged by its first `HEAD` bytes: an array, values that go over several lines, or JSON
    lines, which is also what a file is taken for whose first row is broken."""
    body = head.removeprefix(_MARK).lstrip(b" \t\r\n")
    if body[:1] == b"[":
        return "array"
    if body[:1] != b"{":
        return "lines"
    at = depth = 0
    while (mark := _STRUCTURE.search(body, at)) is not None:
        if b"\n" in body[at : mark.start()]:
            return "values"
        at = mark.end()
        if mark[0] == _QUOTE:
            at = _STRING.match(body, at).end() + 1  # type: ignore[union-attr]  # it matches nothing, too
            if body[at - 1 : at] != _QUOTE:  # a line break within a string: the row is broken
                return "lines"
        else:
            depth += 1 if mark[0] in b"{[" else -1
            if not depth:
                return "lines"
    return "values" if b"\n" in body[at:] else "lines"


def elements(stream: BinaryIO, limit: int, *, array: bool, number: int = 1, offset: int = 0) -> Iterator[JsonElement]:
    """The elements of an array, or the values, from number `number` on, before which the stream stands at `offset`.

    An element of more than `limit` bytes has no data. Elements that are wrong are what a comma lacks before or after it,
    what follows the array, and the missing end of the array: `UNENDED`. Reading can go on after the end of any element.
    """
    window = _Window(stream, offset)
    if not offset:
        if window.ahead(len(_MARK)) == _MARK:
            window.skip(len(_MARK))
            window.indent = b""
        window.blanks()
        if array:
            window.skip(1)  # the bracket that made it an array
    first, comma = number == 1, False
    while True:
        window.blanks()
        here, stop = window.offset, window.ahead(1)
        if array and stop in (_COMMA, _END) and (comma or (first and stop == _COMMA)):
            yield JsonElement(
                number, here, here, b"", "nothing before a comma" if stop == _COMMA else "nothing after a comma"
            )
            number, first, comma = number + 1, False, False
        elif array and stop == _COMMA:
            window.skip(1)
            comma = True
            continue
        if not stop:
            if array:
                yield JsonElement(number, here, here, b"", UNENDED)
            return
        if array and stop == _COMMA:
            continue
        if array and stop == _END:
            window.skip(1)
            window.blanks()
            here = window.offset
            if (rest := window.rest(limit)) != b"":
                yield JsonElement(number, here, window.offset, rest, "text after the end of the array")
            return
        data, wrong = window.value(limit)
        if array and not (wrong or comma or first):
            wrong = "no comma before it"
        yield JsonElement(number, here, window.offset, data, wrong)
        number, first, comma = number + 1, False, False


class _Window:
    """A part of a stream: `data`, which is done up to `at`. `indent` is what stands before `at` in its line, `None` if that
    is more than blanks."""

    def __init__(self, stream: BinaryIO, offset: int) -> None:
        self._stream = stream
        self._base = offset
        self.data = b""
        self.at = 0
        self.indent: bytes | None = None if offset else b""

    @property
    def offset(self) -> int:
        """The offset of `at` in the source."""
        return self._base + self.at

    def more(self) -> bool:
        """Read on, and forget what is done; whether there was anything to read."""
        held = self.data[self.at :]
        read = self._stream.read(max(_BLOCK, len(held)))  # so many that time stays linear in long elements
        self._base += self.at
        self.data, self.at = held + read, 0
        return bool(read)

    def ahead(self, size: int) -> bytes:
        """The next bytes, fewer only where the source ends."""
        while len(self.data) - self.at < size and self.more():
            pass
        return self.data[self.at : self.at + size]

    def skip(self, size: int) -> None:
        """Go over bytes that are there and are not blank."""
        self.at += size
        self.indent = None

    def blanks(self) -> None:
        """Go on to what is not blank."""
        while True:
            end = _BLANK.match(self.data, self.at).end()  # type: ignore[union-attr]  # it matches nothing, too
            _, breaks, after = self.data[self.at : end].rpartition(b"\n")
            if breaks:
                self.indent = after
            elif self.indent is not None:
                self.indent += after
            self.at = end
            if self.at < len(self.data) or not self.more():
                return

    def rest(self, limit: int) -> bytes | None:
        """All that is left, `None` if that is more than `limit` bytes."""
        over = False
        while self.more():
            if over or len(self.data) > limit:
                over = True
                self.skip(len(self.data))
        rest = self.data[self.at :]
        self.skip(len(rest))
        return None if over or len(rest) > limit else rest

    def value(self, limit: int) -> tuple[bytes | None, str]:
        """The value that begins here, and what is wrong with it; goes on to its end."""
        if self.data[self.at] in b'{["':
            return self._nested(limit)
        if self.data[self.at] in b"}],":  # it closes or divides nothing
            data = self.data[self.at : self.at + 1]
            self.skip(1)
            return data, ""
        over = 0  # bytes that were passed over, since they are too many to be held
        while (end := _SCALAR.match(self.data, self.at).end()) == len(self.data):  # type: ignore[union-attr]  # as above
            if over or end - self.at > limit:
                over += end - self.at
                self.skip(end - self.at)
            if not self.more():
                end = len(self.data)
                break
        data = self.data[self.at : end]
        self.skip(len(data))
        return data if over + len(data) <= limit else None, ""

    def _nested(self, limit: int) -> tuple[bytes | None, str]:
        """As `value`, for what goes on to a bracket or a quotation mark."""
        expected = bytearray()
        inside = over = False
        at = self.at
        while True:
            stop, at = self._next(at, inside=inside)
            if not over and at - self.at > limit:
                if self._resync(limit):
                    return self._broken(limit, "it does not end where the next one begins")
                over = True
            if over:  # it is too long to be held
                self.skip(at - self.at)
            if stop in (b"", b"\\"):  # the end of what was read, perhaps within an escape
                begun = self.at
                if not self.more():
                    self.at += len(self.data) if over else 0
                    return (None, _CUT_OFF) if over else self._broken(limit, _CUT_OFF)
                at -= begun
                continue
            if stop == b"\n":
                return (None, _LINE_BREAK) if over else self._broken(limit, _LINE_BREAK)
            if stop == _QUOTE:
                inside = not inside
            elif stop in _CLOSING:
                expected.append(_CLOSING[stop])
            elif expected.pop() != stop[0]:
                return (None, _MISMATCH) if over else self._broken(limit, _MISMATCH)
            if not inside and not expected:
                break
        data = None if over else self.data[self.at : at]
        self.skip(at - self.at)
        return data, ""

    def _next(self, at: int, *, inside: bool) -> tuple[bytes, int]:
        """The next byte that counts, and the place after it: a bracket or a quotation mark, or a line break within a
        string. Nothing, or a backslash and its own place, where what was read ends."""
        if not inside:
            mark = _STRUCTURE.search(self.data, at)
            return (b"", len(self.data)) if mark is None else (mark[0], mark.end())
        at = _STRING.match(self.data, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        stop = self.data[at : at + 1]
        if stop == b"\\":
            return (b"\n", at) if self.data[at + 1 : at + 2] else (stop, at)
        return stop, at + len(stop)

    def _resync(self, limit: int) -> int:
        """Where in the next `limit` bytes the next element seems to begin, 0 if nowhere: on a line that begins as this
        element's does, or after an object that ends."""
        if self.indent is None:
            mark = re.compile(rb"\}[ \t\r\n]*,[ \t\r\n]*(?=\{)")
        else:
            mark = re.compile(rb"\n" + re.escape(self.indent) + rb"(?:,[ \t]*)?(?=\{)")
        found = mark.search(self.data, self.at + 1, self.at + limit + 1)
        return found.end() if found else 0

    def _broken(self, limit: int, wrong: str) -> tuple[bytes, str]:
        """The bytes up to the next element, or to the limit."""
        while not (end := self._resync(limit)) and len(self.data) - self.at <= limit and self.more():
            pass
        data = self.data[self.at : end or self.at + limit].rstrip(b" \t\r\n,")
        self.skip(len(data))
        return data, wrong
