"""The words between which a number was lost, as the sieve and a rule look for them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from repair.languages.table import Language

__all__ = ["CountedPlace", "counted_by", "counted_pairs"]


class CountedPlace(NamedTuple):
    """Where a number was lost about two words."""

    before: str
    """The words that must stand before the two; empty: any may."""
    is_last: bool
    """Whether the number stood between the two, and not before both."""
    begins: bool
    """Whether the words begin a sentence."""
    ends: bool
    """Whether a mark or a function word follows."""


@lru_cache(maxsize=64)
def counted_by(language: Language) -> dict[tuple[str, str], tuple[CountedPlace, ...]]:
    """Where a number was lost, by the two words. A small letter at the beginning of the first stands for a capital too."""
    found: dict[tuple[str, str], tuple[CountedPlace, ...]] = {}
    for entry in sorted(language.number_pairs):
        *firsts, second = entry.removeprefix("^").removesuffix("$").split()
        *before, first = (word for word in firsts if word != "|")
        place = CountedPlace(" ".join(before), firsts[-1] == "|", entry.startswith("^"), entry.endswith("$"))
        # at the head of a sentence the first word has its capital already, and behind another it has none
        for spelling in {first} if place.begins or before else {first, first.capitalize()}:
            found[spelling, second] = (*found.get((spelling, second), ()), place)
    return found


@lru_cache(maxsize=64)
def counted_pairs(language: Language) -> dict[str, frozenset[str]]:
    """The second words of these pairs, by first word."""
    followers: dict[str, frozenset[str]] = {}
    for first, second in counted_by(language):
        followers[first] = followers.get(first, frozenset()) | {second}
    return followers
