"""Whether a reference is the article's parent, the text that it was made from, or a sibling, another edition of it.

An extractor takes words from a page and adds few. So a text that holds nearly all of the article's words, in their
order, can be its parent; an edited version has changed some of them. The page that has the article's address, or came
with it, needs fewer: some extractors add words of their own, or bring them into another order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from repair.records import Article, Entry, Kinship, Reference
from repair.text.address import normal_address
from repair.text.tokens import Tokens

__all__ = ["OWN_PAGE", "is_own_page", "kinship", "touched"]

OWN_PAGE: Final = "#page"
"""What the name of a reference that is known as an article's page adds to the article's id."""

# Share of the article's sound words (0–1) that a parent has: of the pages that real extractors read, in Italian and
# French, all had 0.963 or more, half of them all.
_HELD: Final = 0.95
# The same for a page that is known as the article's: of 60 pages turned into Markdown, 10 had less than 0.95, one had less
# than 0.8 (0.32).
_HELD_BY_OWN: Final = 0.8
# Most words of the reference for each word of the article that is made of them: `wegendesRegens`.
_PIECES: Final = 6
# Fewest words that an article and its parent share.
_SHARED: Final = 8


def _kinship(partners: Sequence[int], damaged: Collection[int], *, own: bool) -> Kinship:
    least = _HELD_BY_OWN if own else _HELD
    lacking = partners.count(-1)
    held = len(partners) - lacking
    if held < _SHARED:
        return "sibling"
    if lacking > (1 - least) * len(partners):
        lacking -= sum(partners[at] < 0 for at in damaged)
    return "parent" if lacking <= (1 - least) * (held + lacking) else "sibling"


def is_own_page(article: Article, reference: Reference) -> bool:
    """Whether the reference is known as the page of the article: it came with it, or has the address of its page."""
    if reference.name == f"{article.id}{OWN_PAGE}":
        return True
    address = article.url and reference.url and normal_address(article.url)
    return bool(address) and address == normal_address(reference.url)


def kinship(
    article: Sequence[str],
    there: Sequence[str],
    partners: Sequence[int],
    damaged: Collection[int],
    *,
    own: bool = False,
) -> Kinship:
    """`parent` if the reference holds nearly all words of the article in order. `partners` are the numbers of the
    article's words in the reference, -1 for those that it lacks; words that may be damaged do not
    count against it, nor do those that it has in other pieces: an extractor may have run many together. `own` says that
    the reference is known as the article's page."""
    found = _kinship(partners, damaged, own=own)
    if found == "parent":
        return found
    return _kinship(partners, _repieced(article, there, partners).union(damaged), own=own)


def _repieced(article: Sequence[str], there: Sequence[str], partners: Sequence[int]) -> set[int]:
    """The numbers of the article's words that the reference has too, but in other pieces: joined, or cut in two."""
    found: set[int] = set()
    held = [at for at, partner in enumerate(partners) if partner >= 0]
    for before, after in pairwise(held):
        words, first, last = after - before - 1, partners[before] + 1, partners[after]
        near = words and 0 < last - first <= _PIECES * words
        if near and "".join(article[before + 1 : after]) == "".join(there[first:last]):
            found.update(range(before + 1, after))
    return found


def touched(tokens: Tokens, entries: Sequence[Entry]) -> set[int]:
    """The numbers of the words that the spans of the entries hold, cut or border on."""
    found: set[int] = set()
    for entry in entries:
        first = bisect_left(tokens.ends, entry.finding.start)
        found.update(range(first, bisect_right(tokens.starts, entry.finding.end)))
    return found
