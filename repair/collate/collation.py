"""The words of an article aligned with those of one reference.

A place is the boundary between two words. Where the reference has more words between the same two neighbours, it has an
insertion there; where it has none, it confirms the article as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final
from weakref import proxy

from msgspec import Struct
from rapidfuzz.distance import LCSseq

from repair.collate.align import align, align_lines
from repair.collate.blocks import PageBlocks
from repair.collate.compared import compared_words
from repair.collate.furniture import Furniture
from repair.collate.kinship import kinship
from repair.collate.line_runs import LineRuns
from repair.collate.marks import closing_of
from repair.records import FURNITURE, Kinship, Reading, Reference
from repair.text.markup import BLOCKS
from repair.text.tokens import Tokens
from repair.text.wrapping import wraps

__all__ = ["ENDS", "Collation", "Insertion"]

# What ends a sentence, or the part of one that a block of a page holds. A colon ends it too: after it comes a list, a
# quotation or a listing, which a copy may have and the article may lack.
ENDS: Final = re.compile(r"[.!?…:;\n]")

# Words compared on either side of a place.
_CONTEXT: Final = 8
# Words in a row by which words of a reference are looked for anywhere in the article.
_GRAM: Final = 3
_STOP: Final = re.compile(r"[.!?…:;]")
_ENDED: Final = re.compile(r"[.!?…:;][^\w\n]*\Z")
_GOES_ON: Final = re.compile(r"\s*[a-zß-öø-ÿ,;.)]")
_NO_INLINE: Final = BLOCKS | {FURNITURE}
_MARGIN: Final = 8  # code points before a line break in which its sentence must have ended
_LINE_BREAK: Final = re.compile("\n")
_OPENING: Final = re.compile(r"(?<=\s)\S+\Z")
_MARKS: Final = re.compile(r"\S+")
_FULL_STOP: Final = re.compile(r"[.!?…](?=\s|\Z)")


class Insertion(Struct, frozen=True, gc=False):
    """Words `first`..`last` (half-open, word numbers of the reference) that it has before word `at` of the article.

    If its edge words repeat (`di Lodi | di Roma`), the same insertion can stand at several places: it may slide back by
    `back` words and forward by `forth` words without changing the result.
    """

    at: int
    first: int
    last: int
    back: int
    forth: int

    @property
    def count(self) -> int:
        """How many words they are; 0 where the reference confirms the article."""
        return self.last - self.first

    def slid(self, at: int) -> Insertion | None:
        """The same insertion moved to word `at`, or `None` if it cannot slide there."""
        by = at - self.at
        if not -self.back <= by <= self.forth:
            return None
        return Insertion(at, self.first + by, self.last + by, self.back + by, self.forth - by)


class Collation:
    """An article's words aligned with one reference. `damaged` are the numbers of the article's words that may be
    damaged, so that a parent may lack them. `own` says that the reference is known as the article's page.

    `agreement` (0–100) is counted between the first and the last word that both have: the share of the article's words
    there that the reference has; `errors` are the numbers of those that it lacks. `coverage` (0–100) is the share of
    all words of the article that the reference has.
    """

    def __init__(
        self, article: Tokens, reference: Reference, damaged: Collection[int] = (), *, own: bool = False
    ) -> None:
        self.article: Final = article
        self.reference: Final = reference
        self.there: Final[Tokens] = compared_words(article.text, reference)
        self._grams: Final[dict[int, frozenset[tuple[str, ...]]]] = {}
        self.partners: Final = (
            align_lines(article, self.there) if self.is_page else align(article.words, self.there.words)
        )
        self.kinship: Final[Kinship] = kinship(article.words, self.there.words, self.partners, damaged, own=own)
        covered = [at for at, partner in enumerate(self.partners) if partner >= 0]
        # between the first and the last word that both have, the article's words that the reference lacks
        self.errors: Final = (
            frozenset(range(covered[0], covered[-1])).difference(covered) if covered else frozenset[int]()
        )
        span = covered[-1] - covered[0] + 1 if covered else 1
        self.agreement: Final = 100.0 * (1 - len(self.errors) / span) if covered else 0.0
        self.coverage: Final = 100.0 * len(covered) / max(1, len(article))

    @property
    def is_page(self) -> bool:
        """Whether the reference was read from HTML, so that its elements tell text from furniture."""
        return bool(self.reference.elements)

    @property
    def is_parent(self) -> bool:
        """Whether the article was made from the reference."""
        return self.kinship == "parent"

    @property
    def is_parent_page(self) -> bool:
        """Whether the reference is the page that the article was made from."""
        return self.is_page and self.is_parent

    @cached_property
    def furniture(self) -> Furniture:
        """The parts of the reference that are no text of the article."""
        return Furniture(self.reference.elements, self.there, self.partners)

    @cached_property
    def blocks(self) -> PageBlocks:
        """The blocks of the reference, which is a page."""
        return PageBlocks(proxy(self))  # not in a circle, which would keep every page until garbage is collected

    @cached_property
    def held(self) -> bytearray:
        """For each word of the reference 1 if the article has it, else 0."""
        held = bytearray(len(self.there))
        for partner in self.partners:
            if partner >= 0:
                held[partner] = 1
        return held

    def share_elsewhere(self, first: int, last: int) -> float:
        """The share (0–1) of words `first`..`last` of the reference that stand in the article, in runs of a few, wherever
        that is."""
        size = min(_GRAM, last - first)
        if size not in self._grams:
            self._grams[size] = frozenset(_runs(self.article.words, size))
        runs = _runs(self.there.words[first:last], size)
        return sum(map(self._grams[size].__contains__, runs)) / (last - first - size + 1)

    @cached_property
    def insertions(self) -> tuple[Insertion, ...]:
        """Every place between two aligned neighbours where the reference has additional words, in text order."""
        pairs = enumerate(zip(self.partners, self.partners[1:], strict=False), 1)
        return tuple(self._slidable(at, left + 1, right) for at, (left, right) in pairs if 0 <= left < right - 1)

    def _slidable(self, at: int, first: int, last: int) -> Insertion:
        a, b, partners = self.article.words, self.there.words, self.partners
        back = 0
        while (
            min(at, first) > back  # else a word without a partner (-1) would count as the one before the first
            and partners[at - back - 1] == first - back - 1
            and a[at - back - 1] == b[last - back - 1]
        ):
            back += 1
        forth = 0
        while at + forth < len(a) and partners[at + forth] == last + forth and a[at + forth] == b[first + forth]:
            forth += 1
        return Insertion(at, first, last, back, forth)

    def at(self, boundary: int) -> Insertion | None:
        """What the reference has before word `boundary`: an insertion, an empty one if it confirms the article, or
        `None` if it does not cover this place."""
        partners = self.partners
        left = partners[boundary - 1] if boundary > 0 else -1
        right = partners[boundary] if boundary < len(partners) else -1
        if left >= 0 and right > left + 1:
            return self._slidable(boundary, left + 1, right)
        for near in (
            *range(boundary - 1, max(boundary - 6, 0), -1),
            *range(boundary + 1, min(boundary + 6, len(partners))),
        ):
            if partners[near - 1] >= 0 and partners[near] > partners[near - 1] + 1:
                slid = self._slidable(near, partners[near - 1] + 1, partners[near]).slid(boundary)
                if slid:
                    return slid
        if left >= 0 and right == left + 1:
            return Insertion(boundary, right, right, 0, 0)
        return None

    @cached_property
    def lines(self) -> LineRuns:
        """Where the lines of both begin and end alike."""
        return LineRuns(self.article, self.there, self.partners)

    @cached_property
    def _breaks(self) -> list[int]:
        """Offsets of the line breaks in the reference that end a block; breaks of hard wrapping are left out."""
        text = self.reference.text
        wrapping = frozenset() if self.is_page else wraps(text)  # the reader of a page makes none
        return [m.start() for m in _LINE_BREAK.finditer(text) if m.start() not in wrapping]

    def ends(self, insertion: Insertion) -> tuple[int, int]:
        """Where the words of the insertion leave the paragraph of the word before it, and where they enter the
        paragraph of the word after it; `(last, first)` if the reference has all of them in one paragraph."""
        text, there, breaks = self.reference.text, self.there, self._breaks
        low, high = there.between(insertion.first)[0], there.between(insertion.last)[1]
        inside = breaks[bisect_left(breaks, low) : bisect_left(breaks, high)]
        if self.is_page and inside:  # whose blocks are its paragraphs
            return bisect_left(there.starts, inside[0]), bisect_left(there.starts, inside[-1])
        # some extractors put every inline element on a line of its own: such a line begins and ends in mid-sentence
        leaves = next((b for b in inside if _ENDED.search(text, max(low, b - _MARGIN), b)), None)
        enters = next(
            (
                b
                for b in reversed(inside)
                if _ENDED.search(text, max(low, b - _MARGIN), b) or not _GOES_ON.match(text, b)
            ),
            None,
        )
        return (
            insertion.last if leaves is None else bisect_left(there.starts, leaves),
            insertion.first if enters is None else bisect_left(there.starts, enters),
        )

    def goes_on(self, insertion: Insertion) -> bool:
        """Whether the first word of the insertion is in lower case, so that it continues a sentence."""
        return self.reference.text[self.there.starts[insertion.first]].islower()

    def has_whole_sentences(self, insertion: Insertion) -> bool:
        """Whether the words are whole sentences: a sentence ends before them, and they begin and end one."""
        if not insertion.count or self.goes_on(insertion):
            return False
        before, after = self.around(insertion)
        return bool(_STOP.search(before) and _STOP.search(after))

    def joins(self, insertion: Insertion) -> bool:
        """Whether the words are all that the reference has between the words of the article on both sides."""
        at, partners = insertion.at, self.partners
        return 0 < at < len(partners) and (partners[at - 1] + 1, partners[at]) == (insertion.first, insertion.last)

    def words_of(self, insertion: Insertion) -> Sequence[str]:
        """The words of the insertion, as they are compared."""
        return self.there.words[insertion.first : insertion.last]

    def span_of(self, insertion: Insertion) -> tuple[int, int]:
        """The span of the insertion in the reference, from its first to its last word."""
        return self.there.starts[insertion.first], self.there.ends[insertion.last - 1]

    def is_marked_furniture(self, first: int, last: int) -> bool:
        """Whether words `first`..`last` of the reference are furniture by their element or class."""
        return self.furniture.marked(self.there.starts[first], self.there.ends[last - 1])

    def around(self, insertion: Insertion) -> tuple[str, str]:
        """The marks and blanks that the reference has between the words of the insertion and their neighbours."""
        text, there = self.reference.text, self.there
        (before, first), (last, after) = there.between(insertion.first), there.between(insertion.last)
        return text[before:first], text[last:after]

    def paragraphs(self, passage: Insertion) -> list[str]:
        """The text of whole sentences, marks included: one string for each block but furniture,
        with runs of blanks made single."""
        start, end = self._span(passage)
        breaks = self._breaks
        cuts = [start, *breaks[bisect_left(breaks, start) : bisect_left(breaks, end)], end]
        kept = ((a, b) for a, b in pairwise(cuts) if not self.furniture.holds(a, b))
        blocks = (" ".join(self.reference.text[a:b].split()) for a, b in kept)
        return [block for block in blocks if block]

    def reading(self, passage: Insertion) -> Reading:
        """Where the reference has whole sentences; for an insertion without words, where it has the article's text."""
        start, end = self._span(passage) if passage.count else (self.there.starts[passage.first],) * 2
        return Reading(self.reference.name, start, end, *self.context(passage))

    def _span(self, passage: Insertion) -> tuple[int, int]:
        """The span of whole sentences, from the marks that open them to the marks that close them."""
        before, after = self.around(passage)
        opening, closing = _OPENING.search(before), _MARKS.match(after)
        start, end = self.span_of(passage)
        return start - (len(opening[0]) if opening else 0), end + (len(closing[0]) if closing else 0)

    def within(self, insertion: Insertion, start: int, end: int) -> Insertion:
        """The part of the insertion that belongs to the sentence of the span.

        If the article's sentence ends after the span, this is what continues the paragraph of the reference before it;
        if the sentence begins there, what leads up to it. Headings, captions and whole paragraphs between the two do
        not belong to the sentence.
        """
        leaves, enters = self.ends(insertion)
        if leaves == insertion.last and enters == insertion.first:
            return insertion
        text, at = self.article.text, insertion.at
        low, high = self.article.between(at)
        if ENDS.search(text, end, high):
            return Insertion(at, insertion.first, leaves, 0, 0)
        if ENDS.search(text, low, start):
            return Insertion(at, enters, insertion.last, 0, 0)
        return insertion

    def at_end(self, boundary: int, *, quoted: bool = False) -> Insertion | None:
        """The words that follow word `boundary - 1`, the last of a cut paragraph, in the paragraph of the reference;
        with `quoted`, no further than where its quotation or bracket closes."""
        left = self.partners[boundary - 1] if boundary else -1
        if left < 0:
            return None
        text, there = self.reference.text, self.there
        limit = self.partners[boundary] if boundary < len(self.partners) else -1
        stop = self._next_break(there.ends[left])
        last = left + 1
        if quoted and last < len(there):
            opened = self.article.text[self.article.ends[boundary - 1] :][:_MARGIN]
            closing = closing_of(opened).search(text, there.starts[last])
            if closing and (stop < 0 or closing.start() < stop):
                stop = closing.start()
        last = len(there) if stop < 0 else bisect_left(there.starts, stop, last)
        return Insertion(boundary, left + 1, min(limit, last) if limit > left else last, 0, 0)

    def at_start(self, boundary: int) -> Insertion | None:
        """The words before word `boundary`, the first of a fragment, in the paragraph of the reference."""
        right = self.partners[boundary] if boundary < len(self.partners) else -1
        if right < 0:
            return None
        there = self.there
        limit = self.partners[boundary - 1] if boundary else -1
        breaks = self._breaks
        before = bisect_left(breaks, there.starts[right])
        stop = breaks[before - 1] if before else -1
        first = bisect_right(there.starts, stop, 0, right)
        return Insertion(boundary, max(first, limit + 1) if limit < right else first, right, 0, 0)

    def _next_break(self, offset: int) -> int:
        """The first block break from `offset` on, -1 if none follows."""
        number = bisect_left(self._breaks, offset)
        return self._breaks[number] if number < len(self._breaks) else -1

    def context(self, insertion: Insertion) -> tuple[float, float]:
        """Similarity (0–100) of the words left and right of the insertion to the article's at the same place."""
        a, b, at = self.article.words, self.there.words, insertion.at
        left = LCSseq.normalized_similarity(
            a[max(0, at - _CONTEXT) : at], b[max(0, insertion.first - _CONTEXT) : insertion.first]
        )
        right = LCSseq.normalized_similarity(a[at : at + _CONTEXT], b[insertion.last : insertion.last + _CONTEXT])
        return round(100 * left, 1), round(100 * right, 1)


def _runs(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """The runs of that many words."""
    return zip(*(words[k:] for k in range(size)), strict=False)
