"""The blocks of a page that the article lacks, and what tells those of its text from furniture.

A block that an extractor dropped (a heading, a list, code, a quotation) stands beside kept ones in the same element;
furniture stands in elements of its own, is made of links, or repeats what the article has elsewhere. What each sign
weighs is fitted on real pages.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import Struct
from rapidfuzz.distance import Prefix

from repair.text.markup import BLOCKS

if TYPE_CHECKING:
    from repair.collate.collation import Collation, Insertion

__all__ = ["FULL_STOP", "PageBlock", "PageBlocks"]

FULL_STOP: Final = re.compile(r"[.!?…][\"'»”’)\]]*\Z")
"""What a paragraph of prose ends with; headings, captions and buttons seldom do."""

_KINDS: Final = {
    "h1": "headline",
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "ol", "ul", "dt", "dd", "dl"), "item"),
    **dict.fromkeys(("pre", "listing", "xmp"), "code"),
    **dict.fromkeys(("td", "th", "tr", "table", "tbody", "caption"), "cell"),
    **dict.fromkeys(("figure", "figcaption", "header", "footer", "nav", "aside", "form", "button"), "aside"),
    "blockquote": "quotation",
    "p": "paragraph",
}
_TELLING: Final = frozenset(
    (
        "figure",
        "table",
        "ul",
        "ol",
        "dl",
        "blockquote",
        "header",
        "aside",
        "footer",
        "form",
        "details",
        "article",
        "section",
        "nav",
        "pre",
        "li",
        "p",
    )
)
_FAR: Final = 6  # levels between two blocks from which they are equally far apart
_OUTLINE: Final = 3  # innermost elements by whose tags a block is like another anywhere on the page
_COLUMN: Final = 0.95  # share (0–1) of the article that the innermost element around its column holds, at least
_STRAY: Final = 100  # of so many words at either end of the article one may stand elsewhere on the page
_PROSE: Final = 12  # words of a paragraph that is no label


_Key = TypeVar("_Key", bound=Hashable)


class PageBlock(Struct, frozen=True, eq=False, gc=False):
    """A line of a page: its span, its words `first`..`last` (half-open), the tag of the innermost block element around
    it, and the numbers of all of these, the innermost last."""

    start: int
    end: int
    first: int
    last: int
    tag: str
    path: tuple[int, ...]


class PageBlocks:
    """The blocks of a page as one collation sees them."""

    def __init__(self, collation: Collation) -> None:
        self._collation: Final = collation
        self._elements: Final = [e for e in collation.reference.elements if e.tag in BLOCKS]
        self._blocks: Final = list(self._lines())
        self._firsts: Final = [block.first for block in self._blocks]
        self._known_outlines: Final[dict[tuple[int, ...], tuple[object, object]]] = {}
        # how many words of the page before each the article has
        self._held: Final[Sequence[int]] = list(accumulate(collation.held, initial=0))

    def between(self, first: int, last: int) -> Sequence[PageBlock]:
        """The blocks that lie wholly in words `first`..`last` of the page."""
        low = bisect_left(self._firsts, first)
        high = bisect_right(self._firsts, last - 1)
        blocks = self._blocks[low:high]
        return blocks[:-1] if blocks and blocks[-1].last > last else blocks

    def has(self, block: PageBlock) -> bool:
        """Whether the article has most of the block, here or elsewhere."""
        return self._held[block.last] - self._held[block.first] > (block.last - block.first) / 2

    def evidence(self, block: PageBlock, insertion: Insertion) -> dict[str, float]:
        """The signs that the block, among the words that the page has more than the article, is text of the article."""
        collation = self._collation
        there = collation.there
        start, end = there.starts[block.first], there.ends[block.last - 1]
        words = block.last - block.first
        kind = _KINDS.get(block.tag, "other")
        above, below = self.at(insertion.first - 1), self.at(insertion.last)
        far = [_distance(block.path, other.path) for other in (above, below) if other is not None]
        near = min(far, default=_FAR)
        kept, all_ = self._kept_like[block.tag, block.path[-2:-1]]
        left, right = collation.context(insertion)
        text = collation.reference.text[start:end]
        links = collation.furniture.linked(start, end)
        around = self._share_around(block)
        full_stop = FULL_STOP.search(collation.reference.text[start : block.end].rstrip()) is not None
        inner, whole = self._outlines(block.path)
        like, all_like = self._kept_outlines.get(inner, (0, 0))
        same, all_same = self._kept_outlines.get(whole, (0, 0))
        kept_outline = (like + 0.5) / (all_like + 1)
        in_column = float(self._column in block.path)
        depth, length = self._medians
        within = float(len(far) == 2 and not any(far))
        return {
            kind: 1.0,
            "words": math.log(words),
            "one_word": float(words == 1),
            "links": links,
            "full_stop": float(full_stop),
            "prose": float(full_stop and words >= _PROSE),
            "far": near / _FAR,
            "further": max(far, default=_FAR) / _FAR,
            "within": within,
            f"{kind}_within": within,
            "beside": float(near <= 1),
            "beside_both": float(max(far, default=_FAR) <= 1),
            "kept_like": kept / all_ if all_ else 0.0,
            "unlike_any": float(not all_),
            "lost_like": math.log1p(all_ - kept),
            "around": around,
            "elsewhere": collation.share_elsewhere(block.first, block.last),
            "repeated": float(self._texts[" ".join(collation.reference.text[block.start : block.end].split())] > 1),
            "run": math.log(max(1, len(self.between(insertion.first, insertion.last)))),
            "left": left / 100,
            "right": right / 100,
            "agreement": collation.agreement / 100,
            "coverage": collation.coverage / 100,
            "digits": sum(c.isdigit() for c in text) / max(1, len(text)),
            **{f"in_{tag}": 1.0 for tag in self._own(block, above, below) & _TELLING},
            "kept_tag": self._kept_tag(block.tag),
            f"{kind}_kept_tag": self._kept_tag(block.tag),
            f"{kind}_beside": float(near <= 1),
            f"{kind}_kept_like": kept / all_ if all_ else 0.0,
            "kept_outline": kept_outline,
            "any_outline": float(like > 0),
            "lost_outline": math.log1p(all_like - like),
            "kept_whole_outline": (same + 0.5) / (all_same + 1),
            "any_whole_outline": float(same > 0),
            f"{kind}_kept_outline": kept_outline,
            "in_column": in_column,
            f"{kind}_in_column": in_column,
            "deeper": (len(block.path) - depth) / _FAR,
            "same_depth": float(len(block.path) == depth),
            "longer": math.log((words + 1) / (length + 1)),
        }

    def at(self, word: int) -> PageBlock | None:
        """The block that holds a word."""
        if not 0 <= word < len(self._collation.there):
            return None
        return self._blocks[bisect_right(self._firsts, word) - 1]

    def _own(self, block: PageBlock, *others: PageBlock | None) -> set[str]:
        """The tags of the elements around the block that hold none of the others."""
        shared = {number for other in others if other is not None for number in other.path}
        return {self._elements[number].tag for number in block.path if number not in shared}

    def _kept_tag(self, tag: str) -> float:
        """The share of the blocks of that tag, from the article's first to its last word on the page, that it has."""
        kept, all_ = self._kept_tags.get(tag, (0, 0))
        return (kept + 1) / (all_ + 2)

    def _outlines(self, path: tuple[int, ...]) -> tuple[object, object]:
        """The tags of the innermost elements around a block, and those of all."""
        if path not in self._known_outlines:
            tags = tuple(self._elements[number].tag for number in path)
            self._known_outlines[path] = tags[-_OUTLINE:], (tags, "whole")
        return self._known_outlines[path]

    @cached_property
    def _kept_outlines(self) -> Mapping[object, tuple[int, int]]:
        """How many blocks within the article it has, and how many there are, by the tags of the innermost elements around
        them, and by those of all."""
        partners = sorted(p for p in self._collation.partners if p >= 0)
        if not partners:
            return {}
        stray = len(partners) // _STRAY
        low, high = partners[stray], partners[-1 - stray]
        blocks = self._blocks[bisect_left(self._firsts, low) : bisect_right(self._firsts, high)]
        return _counted((outline, self.has(block)) for block in blocks for outline in self._outlines(block.path))

    @cached_property
    def _kept(self) -> Sequence[PageBlock]:
        return [block for block in self._blocks if self.has(block)]

    @cached_property
    def _column(self) -> int:
        """The number of the innermost element that holds nearly all of the article; -1 if none does."""
        words: Counter[int] = Counter()
        for block in self._kept:
            words.update(dict.fromkeys(block.path, block.last - block.first))
        least = _COLUMN * sum(block.last - block.first for block in self._kept)
        return max((number for number, count in words.items() if count >= least), default=-1)

    @cached_property
    def _medians(self) -> tuple[int, int]:
        """How deep the blocks of the article stand in elements, and how many words they have."""
        depths = sorted(len(block.path) for block in self._kept) or [0]
        lengths = sorted(block.last - block.first for block in self._kept) or [0]
        return depths[len(depths) // 2], lengths[len(lengths) // 2]

    @cached_property
    def _kept_tags(self) -> Mapping[str, tuple[int, int]]:
        partners = [p for p in self._collation.partners if p >= 0]
        blocks = self.between(min(partners), max(partners) + 1) if partners else ()
        return _counted((block.tag, self.has(block)) for block in blocks)

    def _share_around(self, block: PageBlock) -> float:
        """The share of words that the article has in the narrowest element that holds more than the block's own."""
        starts = self._collation.there.starts
        for number in reversed(block.path):
            element = self._elements[number]
            first, last = bisect_left(starts, element.start), bisect_left(starts, element.end)
            others = last - first - (block.last - block.first)
            held = self._held[last] - self._held[first]
            if held and others > 0:
                return float(held / others)
        return 0.0

    @cached_property
    def _kept_like(self) -> Mapping[tuple[str, tuple[int, ...]], tuple[int, int]]:
        """How many blocks of a tag in one element the article has, and how many there are."""
        return _counted(((block.tag, block.path[-2:-1]), self.has(block)) for block in self._blocks)

    @cached_property
    def _texts(self) -> Counter[str]:
        """How often the page has each line, wherever that is."""
        return Counter(map(" ".join, map(str.split, self._collation.reference.text.split("\n"))))

    def _lines(self) -> Iterator[PageBlock]:
        text, elements = self._collation.reference.text, self._elements
        starts, ends, tags = [e.start for e in elements], [e.end for e in elements], [e.tag for e in elements]
        path: tuple[int, ...] = ()
        number = at = 0
        for first, last in pairwise(self._collation.there.first_words):
            stop = text.find("\n", at)
            stop = len(text) if stop < 0 else stop
            if first < last:
                if path and ends[path[-1]] <= at:  # a block that ends ends its line, and so do those in it
                    path = tuple(n for n in path if ends[n] > at)
                while number < len(elements) and starts[number] < stop:
                    if ends[number] > at:
                        path = (*path, number)
                    number += 1
                yield PageBlock(at, stop, first, last, tags[path[-1]] if path else "", path)
            at = stop + 1


def _counted(blocks: Iterable[tuple[_Key, bool]]) -> dict[_Key, tuple[int, int]]:
    """By key, how many blocks the article has, and how many there are."""
    counts: dict[_Key, tuple[int, int]] = {}
    for key, has in blocks:
        kept, all_ = counts.get(key, (0, 0))
        counts[key] = kept + has, all_ + 1
    return counts


def _distance(one: Sequence[int], other: Sequence[int]) -> int:
    """How many elements lead from a block up to the one that holds the other as well, at most."""
    return min(_FAR, Prefix.distance(one, other))
