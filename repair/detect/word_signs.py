"""Signs that the words of a text give: the words without which a rule sees nothing.

The sieve judges each different token once, and so knows these words at no cost for all others. A rule that can only see
something where one of its words stands begins at the sign, and is not run on a text without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from repair.languages.table import Language

__all__ = [
    "APPROXIMATE",
    "CAMERA",
    "DATED",
    "ELIDED",
    "FORMULA",
    "LABELLED",
    "LOGGED",
    "NO_DATE",
    "ORDINAL",
    "SHOUTED",
    "TITLED",
    "WORD_SIGNS",
    "button_labels",
    "lost_apostrophes",
    "shouted_phrases",
    "signs_by_word",
    "signs_in",
    "titles",
]

CAMERA: Final = "camera"
"""The sign of the name of a picture's file."""
APPROXIMATE: Final = "approximate"
"""The sign of an adverb before which a number stands."""
DATED: Final = "dated"
"""The sign of an event that has a date."""
ELIDED: Final = "elided"
"""The sign of a stem without its apostrophe."""
FORMULA: Final = "formula"
"""The sign of what stands before a number in a chemical formula."""
LABELLED: Final = "labelled"
"""The sign of a word of a button's label."""
LOGGED: Final = "logged"
"""The sign of a message of a program."""
NO_DATE: Final = "no date"
"""The sign of a date that a program could not make."""
ORDINAL: Final = "ordinal"
"""The sign of the ending of an ordinal, or of what is counted by one."""
SHOUTED: Final = "shouted"
"""The sign of the first word of a phrase in `shouted_phrases`."""
TITLED: Final = "titled"
"""The sign of a title before a name."""

# what stands before an apostrophe is part of another word, unless that is the `s` of a genitive
_WORD: Final = re.compile(r"(?<!\w)\w++(?!['’][^\W_s])")
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


_IN_ALL: Final[dict[str, tuple[str, ...]]] = {
    CAMERA: ("jpg", "jpeg", "png", "JPG", "heic"),
    FORMULA: ("CH", "CO", "H", "NH", "NO", "SO"),
    LOGGED: ("Notice", "Warning", "Fatal", "Deprecated", "Parse", "Strict"),
    NO_DATE: ("Invalid", "NaN"),
    ORDINAL: ("th", "nd", "rd", "siècle", "arrondissement", "étage", "édition", "anniversaire"),
}
"""By sign: the words that give it, whatever the language."""
_IN_ONE: Final[dict[str, Callable[[Language], Iterable[str]]]] = {
    APPROXIMATE: lambda language: language.counting if language.plurals else (),
    DATED: lambda language: language.dated,
    ELIDED: lost_apostrophes,
    LABELLED: button_labels,
    SHOUTED: shouted_phrases,
    TITLED: titles,
}
"""By sign: the words or phrases of a language that give it. Of a phrase it is the first word."""
WORD_SIGNS: Final = frozenset((*_IN_ALL, *_IN_ONE))
"""All signs that words give; the places of the words are listed under them. A word counts as written, wherever it stands
between characters that are no letters and digits."""


def signs_by_word(language: Language | None) -> dict[str, frozenset[str]]:
    """The signs that each word gives in a language."""
    words = [(word, sign) for sign, some in _IN_ALL.items() for word in some]
    phrases = [(phrase, sign) for sign, some in _IN_ONE.items() for phrase in (some(language) if language else ())]
    words += [(found[0], sign) for phrase, sign in phrases if (found := _WORD.search(phrase))]
    signs: dict[str, frozenset[str]] = {}
    for word, sign in words:
        signs[word] = signs.get(word, frozenset()) | {sign}
    return signs


def signs_in(text: str, signs: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, int]]:
    """The signs of the words of a text, of those that `signs` has by word, each with the offset of its word, in text
    order."""
    for word in _WORD.finditer(text):
        for sign in signs.get(word[0], ()):
            yield sign, word.start()
