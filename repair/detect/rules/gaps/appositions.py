"""RG105: nouns that a name should follow, and German adjectives whose noun is gone, before a blank and a mark: `il pacchetto ,
che si installa`, `ein gewisses .`; and what a noun should stand before: `the music in ’s first film`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, offsets
from repair.detect.rules.gaps.before_blanks import words_before_blanks
from repair.detect.suspects.prefilter import BEFORE_MARK, word_before
from repair.text.patterns import BLANK, LETTER, late

__all__ = ["APPOSITIONS"]


def _apposition_lost(document: Document) -> Iterator[Sighting]:
    """The noun has its article, so that it is one of its kind, and the name says which."""
    table, text = document.language, document.text
    if table is None:
        return
    # those of one letter stand for too much else to be listed as articles
    leading = table.articles | table.determiners | {word for word in table.weak if len(word) == 1}
    for start, end, word in document.once(words_before_blanks):
        if word.lower() not in table.apposed:
            continue
        first = start - len(word)
        elided = text[first - 1 : first] in ("'", "’")
        before = word_before(text, first - 1).lower()
        if before in (table.elided if elided else leading):
            yield Sighting(start, end, "RG105", "apposition-lost", (1, 6))


_INFLECTED: Final = ("e", "en", "er", "es", "em")
_LEAST: Final = 4  # letters


def _adjective_alone(document: Document) -> Iterator[Sighting]:
    """`ein gewisses .`: an article and an adjective in small letters, where nouns have capitals."""
    table, text = document.language, document.text
    if table is None or not table.capital_nouns:
        return
    leading = table.articles | table.determiners
    for start, end, word in document.once(words_before_blanks):
        if len(word) < _LEAST or not word.islower() or not word.endswith(_INFLECTED) or word in table.common_words:
            continue
        if word_before(text, start - len(word) - 1).lower() in leading:
            yield Sighting(start, end, "RG105", "adjective-alone", (1, 2))


_POSSESSIVES: Final = tuple(f"{blank}{mark}s " for blank in BLANK for mark in "'’")
_GOVERNING: Final = frozenset(
    "about across after around before behind despite like over see through throughout under within without".split()
)
"""English words beside those of the table that a noun follows."""
_OWNED: Final = late(rf"{LETTER}+")


def _possessor_lost(document: Document) -> Iterator[Sighting]:
    """A genitive whose noun is gone, after a word or a mark that none ends in: English `the music in ’s first film`."""
    table, text = document.language, document.text
    if table is None or table.code != "en":
        return
    governing = table.function_words | _GOVERNING
    for place in offsets(text, _POSSESSIVES):
        word = word_before(text, place).lower()
        leads = word in governing if word else text[max(0, place - 1) : place] in (",", ";", ":")
        owned = _OWNED.match(text, place + len(_POSSESSIVES[0]))
        # the ending itself is spoken of: `with 's in English`, or stands for `his`: `for 's own sake`
        is_noun = owned is not None and owned[0].lower() not in table.function_words | {"own"}
        if leads and is_noun and document.is_prose_at(place):
            yield Sighting(place, place + 1, "RG105", "possessor-lost", (1, 3))


APPOSITIONS: Final[dict[str, Detector]] = {
    # on real pages 87 of 92 such places; none in sound texts of other kinds
    "apposition-lost": Detector(_apposition_lost, frozenset([BEFORE_MARK]), prior=0.85),
    # on real pages 8 of 8 such places; none in 4 million characters of sound texts
    "adjective-alone": Detector(_adjective_alone, frozenset([BEFORE_MARK]), prior=0.85),
    # on real pages 11 of 11 such places; none in sound texts
    "possessor-lost": Detector(_possessor_lost, needles=_POSSESSIVES, prior=0.85),
}
