"""Prepositions right before a finite verb, told by its ending: `El director de dijo`."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from repair.detect.suspects.prefilter import capitals
from repair.detect.suspects.word_pairs import cannot_follow
from repair.languages.table import Language, Tenses
from repair.text.lexicon import lexicon_of

__all__ = ["endings_of", "governors", "is_finite", "stand_apart"]

_SHORTEST: Final = 4  # letters of a word whose ending tells


def _tenses(language: Language | None) -> Tenses | None:
    return language.tenses if language else None


@lru_cache(maxsize=64)
def governors(language: Language | None) -> frozenset[str]:
    """The prepositions, in all spellings, that no finite verb follows."""
    tenses = _tenses(language)
    return frozenset(capitals(tenses.prepositions) if tenses else ())


@lru_cache(maxsize=64)
def endings_of(language: Language | None) -> tuple[str, ...]:
    """How the finite verbs of a language end that `is_finite` tells."""
    tenses = _tenses(language)
    return (*tenses.endings, *sorted(tenses.forms)) if tenses else ()


def is_finite(language: Language | None, word: str) -> bool:
    """Whether the word is a finite verb in the past, as its ending tells, and known."""
    tenses = _tenses(language)
    if language is None or tenses is None or not word.islower():
        return False
    if word in tenses.forms:
        return True
    if len(word) < _SHORTEST or word in tenses.others or not word.endswith(tenses.endings):
        return False
    known = lexicon_of(language.code)
    return known is not None and known.knows(word)


def stand_apart(language: Language | None, first: str, second: str) -> bool:
    """Whether the second word cannot follow the first: such a pair, or a preposition and a finite verb."""
    if second in cannot_follow(language).get(first, ()):
        return True
    return first in governors(language) and is_finite(language, second)
