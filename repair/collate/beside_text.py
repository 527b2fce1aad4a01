"""What a page has inside a line beside the text of its article: the marks of notes, and words for screen readers alone.

An article without them has lost nothing. `35 minutes` may stand in the page as `35`, `minutes` for screen readers, and
`mins` for the eye: an extractor takes one of the two, and the other is not missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import Final

from repair.collate.collation import Collation, Insertion

__all__ = ["is_note", "is_twin_of_unseen", "without_unseen"]

_NOTES: Final = re.compile(r"[^\w\[]*(?:\[\w{1,4}\][^\w\[]*)+")  # the marks of notes, which stand in brackets
_NUMBER: Final = re.compile(r"[0-9]{1,3}")
_RAISED: Final = "sup"
_RAISED_TO: Final = frozenset(")]}")  # after which a raised number is a power
_OPENING: Final = "("  # `(1)` is a number of the text


def is_note(collation: Collation, words: Insertion) -> bool:
    """Whether the words are but marks of notes: with their brackets, or a number that is a link or raised, right after a
    mark or a word."""
    before, after = collation.around(words)
    text = collation.reference.text
    start, end = collation.span_of(words)
    if _NOTES.fullmatch(before[-1:] + text[start:end] + after[:1]):
        return True
    if not _NUMBER.fullmatch(text, start, end) or not before or before[-1].isspace() or before[-1] == _OPENING:
        return False
    elements = collation.reference.elements
    low, high = (side(elements, start, key=attrgetter("start")) for side in (bisect_left, bisect_right))
    tags = {element.tag for element in elements[low:high] if element.end == end}
    return "a" in tags or (_RAISED in tags and before[-1] not in _RAISED_TO)


def without_unseen(collation: Collation, words: Insertion) -> Insertion:
    """The words without those at their edges that the page does not show, if it shows others of them in the line."""
    first, last = words.first, words.last
    if (
        first == last
        or not any(_is_unseen(collation, number) for number in (first, last - 1))
        or _crosses(collation, first, last)
    ):
        return words
    while first < last and _is_unseen(collation, first):
        first += 1
    while first < last and _is_unseen(collation, last - 1):
        last -= 1
    return Insertion(words.at, first, last, 0, 0) if first < last else words


def is_twin_of_unseen(collation: Collation, words: Insertion) -> bool:
    """Whether the words stand in a line beside what the page does not show and the article has, and are shown themselves."""
    if any(_is_unseen(collation, number) for number in range(words.first, words.last)):
        return False
    return any(
        collation.held[number]
        and _is_unseen(collation, number)
        and not _crosses(collation, min(number, words.first), max(number + 1, words.last))
        for number in (words.first - 1, words.last)
        if 0 <= number < len(collation.there)
    )


def _is_unseen(collation: Collation, number: int) -> bool:
    return collation.is_marked_furniture(number, number + 1)


def _crosses(collation: Collation, first: int, last: int) -> bool:
    """Whether these words of the page are in several lines."""
    return "\n" in collation.reference.text[collation.there.starts[first] : collation.there.ends[last - 1]]
