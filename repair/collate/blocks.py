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
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from repair.records import Element
from repair.text.markup import BLOCKS

if TYPE_CHECKING:
    from repair.collate.readings import Collation, Insertion

__all__ = ["FULL_STOP", "PageBlock", "PageBlocks"]

FULL_STOP: Final = re.compile(r"[.!?…][\"'»”’)\]]*\Z")
"""What a paragraph of prose ends with; headings, captions and buttons seldom do."""

_KINDS: Final = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
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
# Words in a row by which a block is looked for elsewhere in the article.
_GRAM: Final = 3
_FAR: Final = 6  # levels between two blocks from which they are equally far apart


class PageBlock(Struct, frozen=True, eq=False):
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
        # how many words of the page before each the article has
        self._held: Final[Sequence[int]] = list(accumulate(collation.held, initial=0))

    def between(self, first: int, last: int) -> Sequence[PageBlock]:
        """The blocks that lie wholly in words `first`..`last` of the page."""
        low = bisect_left(self._firsts, first)
        high = bisect_right(self._firsts, last - 1)
        blocks = self._blocks[low:high]
        return blocks[:-1] if blocks and blocks[-1].last > last else blocks

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
        return {
            kind: 1.0,
            "words": math.log(words),
            "one_word": float(words == 1),
            "links": links,
            "all_links": float(links > 0.9),
            "marked": float(collation.furniture.marked(start, end)),
            "full_stop": float(FULL_STOP.search(collation.reference.text[start : block.end].rstrip()) is not None),
            "far": near / _FAR,
            "further": max(far, default=_FAR) / _FAR,
            "beside": float(near <= 1),
            "beside_both": float(max(far, default=_FAR) <= 1),
            "kept_like": kept / all_ if all_ else 0.0,
            "unlike_any": float(not all_),
            "lost_like": math.log1p(all_ - kept),
            "around": around,
            "elsewhere": self._share_elsewhere(block),
            "repeated": float(self._texts[" ".join(there.words[block.first : block.last])] > 1),
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

    @cached_property
    def _kept_tags(self) -> Mapping[str, tuple[int, int]]:
        partners = [p for p in self._collation.partners if p >= 0]
        counts: dict[str, tuple[int, int]] = {}
        for block in self.between(min(partners), max(partners) + 1) if partners else ():
            kept, all_ = counts.get(block.tag, (0, 0))
            has = self._held[block.last] - self._held[block.first] > (block.last - block.first) / 2
            counts[block.tag] = kept + has, all_ + 1
        return counts

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

    def _share_elsewhere(self, block: PageBlock) -> float:
        """The share of the block's words that stand in the article, in runs of a few, wherever that is."""
        words = self._collation.there.words[block.first : block.last]
        size = min(_GRAM, len(words))
        grams = self._collation.grams(size)
        found = sum(tuple(words[at : at + size]) in grams for at in range(len(words) - size + 1))
        return found / (len(words) - size + 1)

    @cached_property
    def _kept_like(self) -> Mapping[tuple[str, tuple[int, ...]], tuple[int, int]]:
        """How many blocks of a tag in one element the article has, and how many there are."""
        counts: dict[tuple[str, tuple[int, ...]], tuple[int, int]] = {}
        for block in self._blocks:
            kept, all_ = counts.get((block.tag, block.path[-2:-1]), (0, 0))
            has = self._held[block.last] - self._held[block.first] > (block.last - block.first) / 2
            counts[block.tag, block.path[-2:-1]] = kept + has, all_ + 1
        return counts

    @cached_property
    def _texts(self) -> Counter[str]:
        words = self._collation.there.words
        return Counter(" ".join(words[block.first : block.last]) for block in self._blocks)

    def _lines(self) -> Iterator[PageBlock]:
        text, starts = self._collation.reference.text, self._collation.there.starts
        open_: list[int] = []
        number = at = 0
        while at < len(text):
            stop = text.find("\n", at)
            stop = len(text) if stop < 0 else stop
            first, last = bisect_left(starts, at), bisect_left(starts, stop)
            if first < last:
                while number < len(self._elements) and self._elements[number].start < stop:
                    open_.append(number)
                    number += 1
                open_ = [n for n in open_ if self._elements[n].end > at]
                path = tuple(n for n in open_ if _holds(self._elements[n], starts[first], starts[last - 1]))
                yield PageBlock(at, stop, first, last, self._elements[path[-1]].tag if path else "", path)
            at = stop + 1


def _holds(element: Element, first: int, last: int) -> bool:
    return element.start <= first and last < element.end


def _distance(one: Sequence[int], other: Sequence[int]) -> int:
    """How many elements lead from a block up to the one that holds the other as well, at most."""
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return min(_FAR, max(len(one), len(other)) - shared)
