"""The parts of a page that are no text of the article: menus, share buttons, captions, teasers, notices.

The reader marks the blocks that their element or class gives away. A marked block that holds much of the article is
none after all: many pages name the whole column after what stands beside it. A block that is little but links is one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from repair.records import FURNITURE, Element
from repair.text.tokens import Tokens

__all__ = ["Furniture"]

# Share of the article's words (0–1) from which a marked block that holds them is part of the article.
_SHARED: Final = 0.2
# Share of a block (0–1) that furniture, or links, must cover.
_COVERED: Final = 0.6


class Furniture:
    """Which spans of a reference are furniture. `partners` are the words of the reference that the article has."""

    def __init__(self, elements: Sequence[Element], there: Tokens, partners: Iterable[int]) -> None:
        if elements:
            ours = sorted(partner for partner in partners if partner >= 0)
            blocks = (e for e in elements if e.tag == FURNITURE and _is_foreign(e, there, ours))
            self._blocks = _Cover(blocks)
            self._links = _Cover(e for e in elements if e.tag == "a")
        self._is_page: Final = bool(elements)

    def holds(self, start: int, end: int) -> bool:
        """Whether a block with that span is furniture. Never so in a reference that is no page."""
        return self.marked(start, end) or (self._is_page and _covers(self._links, start, end))

    def linked(self, start: int, end: int) -> float:
        """The share of the span (0–1) that is text of links."""
        return self._links.within(start, end) / (end - start) if self._is_page and end > start else 0.0

    def marked(self, start: int, end: int) -> bool:
        """Whether the span is in a block that is furniture by its element or class, whatever its links."""
        return self._is_page and _covers(self._blocks, start, end)


def _is_foreign(element: Element, there: Tokens, ours: Sequence[int]) -> bool:
    """Whether the element holds little of the article."""
    first, last = bisect_left(there.starts, element.start), bisect_left(there.starts, element.end)
    return bisect_left(ours, last) - bisect_left(ours, first) <= _SHARED * len(ours)


def _covers(cover: _Cover, start: int, end: int) -> bool:
    return end > start and cover.within(start, end) >= _COVERED * (end - start)


class _Cover:
    """Spans in order of their start, joined where they overlap."""

    def __init__(self, elements: Iterable[Element]) -> None:
        joined: list[tuple[int, int]] = []
        for e in elements:
            if joined and e.start <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(joined[-1][1], e.end)
            else:
                joined.append((e.start, e.end))
        self._starts: Final = [start for start, _ in joined]
        self._spans: Final = joined
        self._before: Final = list(accumulate((end - start for start, end in joined), initial=0))

    def within(self, start: int, end: int) -> int:
        """How many code points of the span are covered."""
        return self._up_to(end) - self._up_to(start)

    def _up_to(self, offset: int) -> int:
        number = bisect_right(self._starts, offset)
        if not number:
            return 0
        first, last = self._spans[number - 1]
        return self._before[number - 1] + min(offset, last) - first
