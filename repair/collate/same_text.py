"""Whether a reference has the very text of the article at a place: the same words side by side, with the same marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from repair.collate.collation import Collation
from repair.records import Reading

__all__ = ["has_no_words_between", "reading_of_same"]


def has_no_words_between(collation: Collation, at: int) -> bool:
    """Whether the reference has word `at` right after the one before it, with the same marks, and a blank between them only
    if the article has one."""
    same = _beside(collation, at, at) if 0 < at < len(collation.article) else None
    if same is None:
        return False
    mine, other = collation.article.text[slice(*collation.article.between(at))], collation.reference.text[slice(*same)]
    return "".join(mine.split()) == "".join(other.split()) and (_has_blank(mine) or not _has_blank(other))


def reading_of_same(collation: Collation, start: int, end: int) -> Reading | None:
    """Where the reference has what the article has at `start`..`end`, to the letter and with the words on both sides, and not
    in furniture; `None` if it has not."""
    article = collation.article
    first, last = bisect_right(article.ends, start), bisect_left(article.starts, end)
    same = _beside(collation, first, last)
    if same is None or collation.furniture.marked(*same):
        return None
    low = article.ends[first - 1] if first else article.starts[0]
    high = article.starts[last] if last < len(article) else article.ends[-1]
    if article.text[low:high].split() != collation.reference.text[slice(*same)].split():
        return None
    return Reading(collation.reference.name, *same, 100.0, 100.0)


def _beside(collation: Collation, first: int, last: int) -> tuple[int, int] | None:
    """The span of the reference from word `first - 1` of the article to word `last`, both left out, if it has these and all
    between them side by side. Where the article begins or ends, its words alone count; `None` without any."""
    partners, there = collation.partners, collation.there
    low, high = max(0, first - 1), min(last, len(partners) - 1)
    if high < low or partners[low] < 0:
        return None
    if any(partners[low + step] != partners[low] + step for step in range(1, high - low + 1)):
        return None
    start = there.ends[partners[low]] if first else there.starts[partners[low]]
    end = there.starts[partners[high]] if last < len(partners) else there.ends[partners[high]]
    return (start, end) if start <= end else None


def _has_blank(text: str) -> bool:
    return any(map(str.isspace, text))
