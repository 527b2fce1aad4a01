"""A memory of names: what other articles have that may be missing in this one. A `Store` is one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Protocol

from repair.records import Article
from repair.text.names import Remembered

__all__ = ["Memories", "Memory"]


class Memory(Protocol):
    """Remembers the names of articles and what stands beside them."""

    def remembered(self, article: Article, gaps: Sequence[tuple[int, int]], most: int) -> list[tuple[Remembered, ...]]:
        """For each gap, a span of the article's text, up to `most` names that other articles have, the most promising
        first. References that are named after the article do not count."""
        ...


class Memories:
    """Several memories as one."""

    def __init__(self, memories: Sequence[Memory]) -> None:
        self._memories = tuple(memories)

    def remembered(self, article: Article, gaps: Sequence[tuple[int, int]], most: int) -> list[tuple[Remembered, ...]]:
        """See `Memory.remembered`: one name of each memory in turn; of a name that several have, the entry of the first."""
        found = [memory.remembered(article, gaps, most) for memory in self._memories]
        return [_in_turn(names, most) for names in zip(*found, strict=True)] if found else [()] * len(gaps)


def _in_turn(names: Sequence[tuple[Remembered, ...]], most: int) -> tuple[Remembered, ...]:
    first = {name.text: name for each in reversed(names) for name in each}
    order = dict.fromkeys(name.text for same in zip_longest(*names) for name in same if name is not None)
    return tuple(first[text] for text in order)[:most]
