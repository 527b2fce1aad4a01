"""The words around a finding: one line of a terminal with the place underlined, or a snippet within a message.

Widths are counted in cells as terminals do: two for wide characters, none for combining marks. Only a window around
the place is looked at, so that a paragraph of any length costs the same.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from repair.render.escape import shown_character

__all__ = ["cells", "snippet", "underlined"]

_BEFORE: Final = 40  # cells left of the place
_AFTER: Final = 60  # cells right of where it starts
_SNIPPET: Final = 30
_MOST: Final = 240  # characters looked at on either side: marks without width have no end else
_MORE: Final = "…"


def cells(text: str) -> int:
    """How many cells of a terminal `text` takes."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def underlined(text: str, line: tuple[int, int], start: int, end: int) -> tuple[str, str]:
    """The part of a line around a place, and a line of carets under it; at least one, for a place between characters.

    `line` is the span of the line that holds `start`. A place that goes on in later lines is underlined to the end.
    """
    first, before = _left(text, line[0], start, _BEFORE)
    place, reached = _right(text, start, max(start, min(end, line[1])), _AFTER)
    after, last = _right(text, reached, line[1], max(0, _AFTER - cells(place)))
    head = (_MORE if first > line[0] else "") + before
    tail = _MORE if last < line[1] else ""
    return head + place + after + tail, " " * cells(head) + "^" * max(1, cells(place))


def snippet(text: str, start: int, end: int) -> str:
    """A place and a few words on both sides on one line, as in `…con il sindaco di⟦⟧, poi è…`."""
    head = text.rfind("\n", max(0, start - _MOST), start) + 1
    tail = text.find("\n", end, end + _MOST)
    tail = len(text) if tail < 0 else tail - (text[end:tail].endswith("\r"))
    first, before = _left(text, head, start, _SNIPPET)
    place, reached = _right(text, start, end, _SNIPPET)
    after, last = _right(text, end, tail, _SNIPPET)
    return "".join(
        (
            _MORE if first > head else "", before, "⟦", place, _MORE if reached < end else "", "⟧", after,
            _MORE if last < tail else "",
        )
    )  # fmt: skip


def _left(text: str, start: int, end: int, room: int) -> tuple[int, str]:
    """As much of `text[start:end]` as fits at its end: where that begins, and how it is shown."""
    pieces: list[str] = []
    at = end
    while at > start and room > 0 and len(pieces) < _MOST:
        at -= 1
        pieces.append(shown_character(text, at))
        room -= cells(pieces[-1])
    while pieces and cells(pieces[-1]) == 0 and at > start:
        pieces.pop()  # a mark whose letter is cut off
        at += 1
    return at, "".join(reversed(pieces))


def _right(text: str, start: int, end: int, room: int) -> tuple[str, int]:
    """As much of `text[start:end]` as fits at its beginning: how it is shown, and where it ends."""
    pieces: list[str] = []
    at = start
    while at < end and (room > 0 or _width(text[at]) == 0) and len(pieces) < _MOST:
        pieces.append(shown_character(text, at))
        room -= cells(pieces[-1])
        at += 1
    return "".join(pieces), at
