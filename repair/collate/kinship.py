"""Whether a reference is the article's parent, the text that it was made from, or a sibling, another edition of it.

An extractor takes words from a page and adds none. So a text that holds nearly all of the article's words, in their
order, can be its parent; an edited version has changed some of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from typing import Final

from repair.records import Entry, Kinship
from repair.text.tokens import Tokens

__all__ = ["kinship", "touched"]

# Share of the article's sound words (0–1) that a parent has: of the pages that real extractors read, in Italian and
# French, all had 0.963 or more, half of them all.
_HELD: Final = 0.95
# Fewest words that an article and its parent share.
_SHARED: Final = 8


def kinship(partners: Sequence[int], damaged: Collection[int]) -> Kinship:
    """`parent` if the reference holds nearly all words of the article in order. `partners` are the numbers of the
    article's words in the reference, -1 for those that it lacks; words that may be damaged do not count against it."""
    held = sum(partner >= 0 for partner in partners)
    lacking = len(partners) - held
    if held < _SHARED:
        return "sibling"
    if lacking > (1 - _HELD) * len(partners):
        lacking -= sum(partners[at] < 0 for at in damaged)
    return "parent" if lacking <= (1 - _HELD) * (held + lacking) else "sibling"


def touched(tokens: Tokens, entries: Sequence[Entry]) -> set[int]:
    """The numbers of the words that the spans of the entries hold, cut or border on."""
    found: set[int] = set()
    for entry in entries:
        first = bisect_left(tokens.ends, entry.finding.start)
        found.update(range(first, bisect_right(tokens.starts, entry.finding.end)))
    return found
