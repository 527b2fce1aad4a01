"""What a reader reads of a text in a markup language, and where each of its characters stands in the source.

Rules read the prose. Findings have the offsets, fixes and lines of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from msgspec import Struct

__all__ = ["NO_PROSE", "PROGRAM", "THING", "BlockKind", "Mark", "Prose", "Writer"]

BlockKind = Literal["headline", "item", "table", "code"]
"""What a line of prose is if it is no paragraph. A line of `code` stands for a block that holds no prose."""

PROGRAM: Final = "Code"
"""Stands in the prose for code, which has a place in its sentence."""
THING: Final = "Image"
"""Stands in the prose for what is neither prose nor code: an image, an address, a formula."""

# a fix with one of these could become markup
_MARKS: Final = frozenset("<>&`*_[]{}\\|")

_HEAD: Final = re.compile(r"(?<![\w.])([^\W\d_]\w*\.)(?=[^\W\dA-Z])")
_NUMBER: Final = re.compile(r"\d{1,9}[.)]")
_SIGNS: Final = re.compile(r"[={}\[\]<>;_#|\\]")
_MOST: Final = 8  # signs of one piece of code that are shown
_NAME: Final = re.compile(r"[^\W\d_][^\W_]*")
_WORD: Final = re.compile(r"\w")
_ADDRESS: Final = re.compile(r"://[^\s<>()\[\]`\"']{1,300}")
_IN_ADDRESS: Final = re.compile(r"[^\W_]+(?=(\.[^\W_]+)?)")


class Mark(NamedTuple):
    """A span of the source that the prose does not show as it is, but as `shown`. What is `opaque` is no prose."""

    start: int
    end: int
    shown: str = ""
    opaque: bool = False


class _Piece(NamedTuple):
    """A piece of the prose: its offset and length there, its span in the source, and whether both are the same text."""

    at: int
    length: int
    start: int
    end: int
    same: bool


class Prose(Struct, frozen=True, dict=True):
    """The prose of a source. `blocks` says, by the offset at which a line of the prose begins, what it is if it is no
    paragraph; `opaque` are the spans of the prose that stand for what is no prose, in order."""

    text: str
    blocks: Mapping[int, BlockKind]
    opaque: tuple[tuple[int, int], ...]
    names: frozenset[str]
    """The words in its code, in lower case: names that the prose may mention."""
    pieces: tuple[_Piece, ...]
    codes: int = 0
    """How many pieces of code it has."""
    addresses: frozenset[str] = frozenset()
    """The words in the addresses of its source, in lower case, and what a full stop joins there: `libera.chat`."""
    is_written: bool = False
    """Whether only people write its language, and no scraper does."""

    @cached_property
    def heads(self) -> frozenset[str]:
        """The first words of dotted names, in lower case, each with its full stop: `os.` of `os.path`."""
        return frozenset(head.lower() for head in _HEAD.findall(self.text))

    def is_joint(self, at: int) -> bool:
        """Whether markup stands in the source at an offset of the prose: the end of a link, say."""
        return self._end(at) != self._start(at)

    def is_opaque(self, start: int, end: int) -> bool:
        """Whether a span of the prose touches what is no prose."""
        at = bisect_left(self.opaque, (end + 1,))
        return at > 0 and self.opaque[at - 1][1] >= start

    def source_span(self, start: int, end: int, *, forward: bool = False) -> tuple[int, int]:
        """The span of the source for a span of the prose, without the markup at its edges. An empty one is the place
        after the character before it; with `forward`, the place before the next character."""
        if start < end:
            return self._start(start), self._end(end)
        place = self._start(start) if start == 0 or (forward and start < len(self.text)) else self._end(start)
        return place, place

    def is_exact(self, start: int, end: int, text: str) -> bool:
        """Whether `text` can take the place of that span in the source: no markup stands within the span, and none
        comes with the text."""
        if not _MARKS.isdisjoint(text):
            return False
        first = bisect_right(self.pieces, start, key=lambda p: p.at) - 1
        covered = [
            p for p in self.pieces[max(0, first) : first + 2 + end - start] if p.at < end and p.at + p.length > start
        ]
        whole = all(p.same or (start <= p.at and p.at + p.length <= end) for p in covered)
        return whole and all(one.end == other.start for one, other in pairwise(covered))

    def _start(self, at: int) -> int:
        """Where the character at an offset of the prose begins in the source."""
        if not self.pieces:
            return 0
        piece = self.pieces[max(0, bisect_right(self.pieces, at, key=lambda p: p.at) - 1)]
        if at >= piece.at + piece.length:
            return piece.end
        return piece.start + at - piece.at if piece.same else piece.start

    def _end(self, at: int) -> int:
        """Where the character before an offset of the prose ends in the source."""
        if not self.pieces:
            return 0
        piece = self.pieces[max(0, bisect_left(self.pieces, at, key=lambda p: p.at) - 1)]
        return piece.start + at - piece.at if piece.same else piece.end


NO_PROSE: Final = Prose("", {}, (), frozenset(), ())
"""The prose of a text without prose."""


class Writer:
    """Puts the prose of a source together, in the order of the source. `names` are names that any such text may mention;
    `is_written` says that only people write its language."""

    def __init__(self, source: str, names: Iterable[str] = (), *, is_written: bool = False) -> None:
        self._source = source
        self._texts: list[str] = []
        self._pieces: list[_Piece] = []
        self._opaque: list[tuple[int, int]] = []
        self._blocks: dict[int, BlockKind] = {}
        self._names = set(names)
        self._length = 0
        self._codes = 0
        self._is_written = is_written
        self.end = 0
        """Where the last piece ends in the source."""

    def copy(self, start: int, end: int) -> None:
        """Show `source[start:end]` as it is."""
        if start < end:
            self._add(self._source[start:end], start, end, same=True)

    def show(self, shown: str, start: int, end: int, *, opaque: bool = False) -> None:
        """Show something else in the place of `source[start:end]`; if that is `opaque`, it is no prose."""
        at = self._length
        if shown == PROGRAM:  # as much code around a place makes it as doubtful as in a plain text
            self._codes += 1
            self._names.update(name.lower() for name in _NAME.findall(self._source, start, end))
            shown += "_" * min(_MOST, len(_SIGNS.findall(self._source, start, end)))
        if shown:
            self._add(shown, start, end, same=False)
        if opaque:
            if self._opaque and self._opaque[-1][1] >= at:
                at = self._opaque.pop()[0]
            self._opaque.append((at, self._length))
        self.end = max(self.end, end)

    def block(self, start: int, kind: BlockKind | None = None) -> None:
        """A block begins at `start`, on a line of its own. What parts it from the last one is one or more line breaks."""
        between = self._source[self.end : start]
        breaks = between.count("\n") or between.count("\r")
        if between.strip():
            breaks = min(breaks, 2)
        if self._length or breaks:
            self._add("\n" * (max(1, breaks) if self._length else breaks), self.end, start, same=False)
        if kind:
            self._blocks[self._length] = kind

    def item(self, start: int, end: int) -> None:
        """A block begins with the mark of an item, which ends at `end`: its number, or a dash."""
        self.block(start, "item")
        number = _NUMBER.match(self._source, start, end)
        self.show(f"{number[0]} " if number else "- ", start, end)

    def placeholder(self, start: int, end: int, shown: str = PROGRAM) -> None:
        """A block that holds no prose: code, or a thing."""
        self.block(start, "code")
        self.show(shown, start, end, opaque=True)

    def shows_word(self, start: int, end: int, marks: Sequence[Mark]) -> bool:
        """Whether any word of `source[start:end]` is prose. The marks are apart from one another and in order."""
        at = start
        for mark in marks:
            if _WORD.search(self._source, at, mark.start):
                return True
            if mark.shown and not mark.opaque and _WORD.search(mark.shown):
                return True
            at = mark.end
        return _WORD.search(self._source, at, end) is not None

    def without_words(self, start: int, end: int, marks: Sequence[Mark]) -> None:
        """A block that shows no word: a placeholder for the code in it, or for a thing."""
        self.placeholder(start, end, PROGRAM if any(mark.shown == PROGRAM for mark in marks) else THING)

    def marked(self, start: int, end: int, marks: list[Mark]) -> None:
        """Show `source[start:end]` with those of its spans that are marked as they say. Marks may lie in one another, and
        an outer one counts."""
        at = start
        for mark in kept_apart(marks):
            self.copy(at, mark.start)
            self.show(mark.shown, mark.start, mark.end, opaque=mark.opaque)
            at = max(at, mark.end)
        self.copy(at, end)
        self.end = max(self.end, end)

    def prose(self) -> Prose:
        """All that was shown."""
        rest = self._source[self.end :]
        if (breaks := rest.count("\n") or rest.count("\r")) and not rest.strip():
            self._add("\n" * breaks, self.end, len(self._source), same=False)
        return Prose(
            "".join(self._texts),
            self._blocks,
            tuple(self._opaque),
            frozenset(self._names),
            tuple(self._pieces),
            self._codes,
            frozenset(_words_of_addresses(self._source)),
            self._is_written,
        )

    def _add(self, text: str, start: int, end: int, *, same: bool) -> None:
        if not text:
            return
        last = self._pieces[-1] if self._pieces else None
        if same and last and last.same and last.end == start:
            self._pieces[-1] = _Piece(last.at, last.length + len(text), last.start, end, True)
        else:
            self._pieces.append(_Piece(self._length, len(text), start, end, same))
        self._texts.append(text)
        self._length += len(text)
        self.end = end


def _words_of_addresses(source: str) -> Iterator[str]:
    for address in _ADDRESS.findall(source):
        for match in _IN_ADDRESS.finditer(address.lower()):
            yield match[0]
            if match[1]:
                yield match[0] + match[1]


def kept_apart(marks: list[Mark]) -> list[Mark]:
    """The marks in order and apart from one another: one within another is part of it, and two that overlap are one."""
    found: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        last = found[-1] if found else None
        if last and mark.start < last.end:
            if mark.end > last.end:
                found[-1] = Mark(last.start, mark.end, last.shown or mark.shown, last.opaque or mark.opaque)
        else:
            found.append(mark)
    return found
