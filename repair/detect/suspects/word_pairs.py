"""Pairs of words of which the second cannot follow the first: where something between the two was lost."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from repair.detect.suspects.prefilter import capitals
from repair.languages.table import Language

__all__ = [
    "CountedPlace",
    "amountless",
    "bereft",
    "cannot_follow",
    "coordinated",
    "counted_by",
    "dayless",
    "measureless",
    "never_pairs",
    "nounless",
    "numberless",
    "word_pairs",
]


def word_pairs(language: Language) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Pairs of first words, in all spellings, and second words that cannot follow them: articles and prepositions."""
    pairs = (language.articles, language.after_articles), (language.prepositions, language.after_prepositions)
    return tuple((frozenset(capitals(firsts)), seconds) for firsts, seconds in pairs)


@lru_cache(maxsize=64)
def cannot_follow(language: Language | None) -> dict[str, frozenset[str]]:
    """The second words of pairs, by first word."""
    followers: dict[str, frozenset[str]] = {}
    if language is None:
        return followers
    pairs = [(first, seconds) for firsts, seconds in word_pairs(language) for first in firsts]
    pairs += ((word, frozenset([word])) for word in language.never_twice)
    pairs += ((first, language.coordinating) for first in coordinated(language))
    for lost in (never_pairs, dayless, amountless, bereft, measureless, numberless, nounless, _about_numbers):
        pairs += lost(language).items()
    for first, seconds in pairs:
        followers[first] = followers.get(first, frozenset()) | seconds
    return followers


@lru_cache(maxsize=64)
def never_pairs(language: Language) -> dict[str, frozenset[str]]:
    """The second words of the pairs that never stand together, by first word. German writes nouns with a capital."""
    others = language.common_words if language.capital_nouns else None
    followers = dict.fromkeys(language.measuring, frozenset(capitals(language.units)))
    for pair in language.never_pairs:
        first, second = pair.split()
        is_noun = second in language.units or (others is not None and second not in others)
        spellings = {second, second.capitalize()} if is_noun else {second}
        for word in (first, first.capitalize()):
            followers[word] = followers.get(word, frozenset()) | spellings
    for pair in language.opening_pairs:
        first, second = pair.split()
        followers[first.capitalize()] = followers.get(first.capitalize(), frozenset()) | {second}
    return followers


_NOT_EVEN: Final = frozenset("ni nem né noch".split())
"""Conjunctions that are adverbs too: `com nem sei quantos`."""


@lru_cache(maxsize=64)
def bereft(language: Language) -> dict[str, frozenset[str]]:
    """Coordinating conjunctions, by the words that must govern others and that stand before one only if another of their
    kind follows (`con o senza`). None in languages that leave prepositions behind."""
    if language.parting:
        return {}
    firsts = language.shared | language.stranding & (language.articles | language.prepositions)
    return dict.fromkeys(capitals(firsts), language.coordinating - _NOT_EVEN)


_RELATIVES: Final = frozenset(["cui"])
"""Those of `joining` that a preposition governs: `un importo massimo di cui si parla`."""


@lru_cache(maxsize=64)
def amountless(language: Language) -> dict[str, frozenset[str]]:
    """Conjunctions, units and periods, by the word that stands before one behind the name of a quantity only if the amount
    or its number was lost."""
    lost = (language.joining - _RELATIVES).union(capitals(language.units | language.periods))
    return {language.before_amount: lost} if language.before_amount else {}


_MEASURES: Final = frozenset("g hg ml cl dl l percent".split())


@lru_cache(maxsize=64)
def measureless(language: Language) -> dict[str, frozenset[str]]:
    """The word between a measure and what is measured (`aggiungete g di zucchero`), by the symbols of measures: behind most
    words only a number stands before one."""
    return dict.fromkeys(_MEASURES, frozenset([language.before_amount])) if language.before_amount else {}


@lru_cache(maxsize=64)
def numberless(language: Language) -> dict[str, frozenset[str]]:
    """Units of measure and periods, by the adverbs that only a number may follow."""
    adverbs = language.approximating - language.common - language.before_units
    return dict.fromkeys(capitals(adverbs), frozenset(capitals(language.units | language.periods)))


@lru_cache(maxsize=64)
def dayless(language: Language) -> dict[str, frozenset[str]]:
    """The names of months, by the words that stand before one only if the day between the two was lost."""
    # an abbreviation is the beginning of a full name
    months = [m for m in language.months if not any(full.startswith(m) for full in language.months if full != m)]
    spellings = frozenset((*(m for m in months if m not in language.common), *(m.capitalize() for m in months)))
    leads = [language.before_month] if language.before_month else capitals(language.day_leads)
    return dict.fromkeys(leads, spellings)


_GOVERNED: Final = frozenset("der des dem den einer eines".split())
"""The German articles of the cases that another noun or a verb governs, and of no subject in the plural."""


@lru_cache(maxsize=64)
def nounless(language: Language) -> dict[str, frozenset[str]]:
    """Finite verbs and conjunctions, by the articles that may stand for a noun (`dem hat er`) and stand between another noun
    and one of them only if their own was lost (`Angaben der wurden`). Only where nouns are told by their capital."""
    if not language.capital_nouns:
        return {}
    return dict.fromkeys(
        (language.determiners | language.articles) & _GOVERNED, language.finite | language.coordinating
    )


@lru_cache(maxsize=64)
def coordinated(language: Language) -> dict[str, frozenset[str]]:
    """The prepositions that no conjunction joins to a preposition, by that one: where one does, a noun between them was lost. It
    is itself, and for the one that names company those that name no other side of it (`con e di`)."""
    together = {word: frozenset([word]) for word in language.repeating}
    if language.company:
        company = together.get(language.company, frozenset()) | language.after_company
        together[language.company] = company
    return together


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
def _about_numbers(language: Language) -> dict[str, frozenset[str]]:
    """The second words of the pairs about a number, by first word."""
    followers: dict[str, frozenset[str]] = {}
    for first, second in counted_by(language):
        followers[first] = followers.get(first, frozenset()) | {second}
    return followers
