"""Words and phrases of one language that give signs, see `word_signs.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from repair.detect.suspects.prefilter import capitals
from repair.languages.table import Language

__all__ = [
    "APPROXIMATE",
    "DATED",
    "ELIDED",
    "LABELLED",
    "SHOUTED",
    "SIGNS_OF_LANGUAGE",
    "TITLED",
    "button_labels",
    "lost_apostrophes",
    "shouted_phrases",
    "titles",
]

APPROXIMATE: Final = "approximate"
"""The sign of an adverb before which a number stands."""
DATED: Final = "dated"
"""The sign of an event that has a date."""
ELIDED: Final = "elided"
"""The sign of a stem without its apostrophe."""
LABELLED: Final = "labelled"
"""The sign of a word of a button's label."""
SHOUTED: Final = "shouted"
"""The sign of the first word of a phrase in `shouted_phrases`."""
TITLED: Final = "titled"
"""The sign of a title before a name."""

_SHORT_TITLE: Final = 3  # code points


@lru_cache(maxsize=64)
def shouted_phrases(language: Language | None) -> tuple[str, ...]:
    """What a page sets in capitals into a text: labels of adverts, and phrases of several words that announce another
    article, without the colon."""
    if language is None:
        return ()
    boxes = (phrase.rstrip(": ") for phrase in language.related)
    return tuple(phrase.upper() for phrase in (*language.adverts, *(box for box in boxes if " " in box)))


@lru_cache(maxsize=64)
def button_labels(language: Language) -> tuple[str, ...]:
    """The labels of several words, with a capital."""
    return tuple(phrase[0].upper() + phrase[1:] for phrase in language.read_more if " " in phrase)


@lru_cache(maxsize=64)
def lost_apostrophes(language: Language) -> frozenset[str]:
    """Stems that lack an apostrophe where they stand alone: those that are no words too, as `un` is."""
    return language.elided - language.common_words if language.elides else frozenset()


@lru_cache(maxsize=64)
def titles(language: Language) -> frozenset[str]:
    """The titles with a capital, as they are nearly always written; those of four letters or more also without."""
    written = {title[0].upper() + title[1:] for title in language.titles}
    return frozenset(written | {title for title in language.titles if len(title) > _SHORT_TITLE})


SIGNS_OF_LANGUAGE: Final[dict[str, Callable[[Language], Iterable[str]]]] = {
    APPROXIMATE: lambda language: language.counting if language.plurals else (),
    DATED: lambda language: capitals(language.dated),
    ELIDED: lost_apostrophes,
    LABELLED: button_labels,
    SHOUTED: shouted_phrases,
    TITLED: titles,
}
"""By sign: the words or phrases of a language that give it. Of a phrase it is the first word."""
