"""What one reference reads in place of a span of the article, and where it has that."""

from __future__ import annotations

import re
from typing import Final

from repair.collate.collation import Collation, Insertion
from repair.collate.marks import CLOSES, OPENS, lost_marks, own_marks
from repair.records import FURNITURE, Reading
from repair.text.markup import BLOCKS
from repair.text.spacing import QUOTES, as_tight, fit

__all__ = ["inline_element", "reading_of"]

_NO_INLINE: Final = BLOCKS | {FURNITURE}
_FULL_STOP: Final = re.compile(r"[.!?…](?=\s|\Z)")
_PUNCTUATION: Final = "".join(QUOTES) + ",.;:!?()[] "


def reading_of(collation: Collation, insertion: Insertion, start: int, end: int) -> tuple[str, Reading]:
    """The text that replaces `text[start:end]` of the article, and its place in the reference."""
    text = collation.reference.text
    left, right = collation.context(insertion)
    if not insertion.count:
        return _without_words(collation, insertion, start, end, left, right)
    first, last = _span_with_marks(collation, insertion, start, end)
    fitted = fit(collation.article.text, start, end, " ".join(text[first:last].split()))
    fitted = as_tight(fitted, (collation.article.text, start, end), (text, first, last))
    return fitted, Reading(collation.reference.name, first, last, left, right, inline_element(collation, first, last))


def _without_words(
    collation: Collation, insertion: Insertion, start: int, end: int, left: float, right: float
) -> tuple[str, Reading]:
    """The article's own text, or the marks that it lacks and its parent has, or the full stop that its cut paragraph
    lacks and the reference has."""
    text = collation.reference.text
    at, stop = collation.there.between(insertion.first)
    lost = lost_marks(*_beside(collation, insertion.at, start, end), text[at:stop]) if collation.is_parent else None
    if lost is not None:
        first, last = at + lost[0], at + lost[1]
        before, after = collation.article.text[max(0, start - 1) : start], collation.article.text[end : end + 1]
        lead = " " if text[max(0, first - 1) : first].isspace() and not before.isspace() else ""
        trail = " " if text[last : last + 1].isspace() and not after.isspace() else ""
        marks = lead + " ".join(text[first:last].split()) + trail
        return marks, Reading(
            collation.reference.name, first, last, left, right, inline_element(collation, first, last)
        )
    full_stop = _FULL_STOP.match(text, at)
    line_ends = collation.article.text[end : end + 1] in ("", "\n", "\r")
    if full_stop and start == end and line_ends and collation.article.text[start - 1 : start].isalnum():
        return full_stop[0], Reading(collation.reference.name, full_stop.start(), full_stop.end(), left, right)
    return collation.article.text[start:end], Reading(collation.reference.name, at, at, left, right)


def _span_with_marks(collation: Collation, insertion: Insertion, start: int, end: int) -> tuple[int, int]:
    """The span of the words in the reference, with the punctuation that belongs to them and that the article lacks."""
    first, last = collation.span_of(insertion)
    have_left, have_right = _beside(collation, insertion.at, start, end)
    before, after = collation.around(insertion)
    lead, trail = before.rpartition("\n")[2], after.partition("\n")[0]
    first -= len(lead) - own_marks(lead, have_left, OPENS)
    last += len(trail) - own_marks(trail[::-1], have_right[::-1], CLOSES)
    return first, last


def _beside(collation: Collation, at: int, start: int, end: int) -> tuple[str, str]:
    """What the article has between word `at` and the one before it, on either side of the span."""
    low, high = collation.article.between(at)
    return collation.article.text[low:start], collation.article.text[end:high]


def inline_element(collation: Collation, first: int, last: int) -> str:
    """The tag of the narrowest inline element that holds the span, punctuation aside."""
    words = collation.reference.text[first:last]
    inner_first = first + len(words) - len(words.lstrip(_PUNCTUATION))
    inner_last = last - (len(words) - len(words.rstrip(_PUNCTUATION)))
    best, tag = 1 << 62, ""
    for e in collation.reference.elements:
        if e.start > inner_first:
            break
        if e.tag not in _NO_INLINE and e.end >= inner_last and e.end - e.start <= best:
            best, tag = e.end - e.start, e.tag
    return tag
