"""RG103: prepositions and articles with nothing to govern, right before marks that close, and where a sentence begins.

`function_words.py` holds those that the words alone tell; here the words beside them do.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches
from repair.detect.foreign import speaks_otherwise
from repair.detect.rules.phrases import is_at_head
from repair.detect.rules.stranded.parted import is_tied
from repair.detect.suspects.prefilter import AFTER_WORD, word_before
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, LETTER, late

__all__ = ["STRANDED_CLOSING"]

_CODE: Final = "RG103"
_THIRD: Final = late(f"{A_BLANK}({LETTER}+)")
_SERIES: Final = late(f",{A_BLANK}{LETTER}+{A_BLANK}({LETTER}+){A_BLANK}({LETTER}+)")
_OPENING: Final = late(f",(?={A_BLANK})")


@lru_cache(maxsize=64)
def _opening(language: Language) -> frozenset[str]:
    """The prepositions, with a capital, that must govern the next words; a few are adverbs too (`Depuis, il dort`)."""
    words = (language.weak | language.stranding) - language.articles - language.determiners - language.joining
    words -= language.common - language.prepositions
    return frozenset(word.capitalize() for word in words if len(word) > 1)


def _opening_preposition(document: Document) -> Iterator[Sighting]:
    """`At, the river is`: a preposition and a comma where a sentence begins."""
    table, text = document.language, document.text
    if table is None:
        return
    words = _opening(table)
    for match in matches(_OPENING, document, (",", AFTER_WORD + ",")):
        at = match.start()
        word = word_before(text, at)
        if word not in words or not is_at_head(text, at - len(word)):
            continue
        after, series = _THIRD.match(text, at + 1), _SERIES.match(text, at)
        # `Vor, während und nach der Feier`
        if series and series[1] in table.coordinating and series[2] in table.prepositions | table.dangling:
            continue
        if after and after[1].lower() != word.lower() and document.is_prose_at(at):
            yield Sighting(at, at, _CODE, "opening-preposition")


_SHUT: Final = ')»”"“«'
_SHUT_KEYS: Final = (*_SHUT, *(AFTER_WORD + mark for mark in _SHUT))
_CLOSES: Final = late(f"[{_SHUT}](?=[\\s,.;:)!?]|\\Z)")


def _article_closing(document: Document) -> Iterator[Sighting]:
    """`(in the)`, `„für den“`: a preposition and an article right before a mark that closes. A numeral may stand for a noun
    (`più di una`)."""
    table, text = document.language, document.text
    if table is None:
        return
    articles = (table.articles | table.determiners) - table.before_units
    leads = (table.prepositions | table.weak | table.leaning) - table.articles - table.determiners
    for match in matches(_CLOSES, document, _SHUT_KEYS):
        at = match.start()
        if match[0] in "“«" and match[0] not in document.reversed_quotes:
            continue
        word = word_before(text, at)
        if len(word) == 1 or word not in articles or word in table.prepositions or not word.islower():
            continue
        lead = word_before(text, at - len(word) - 1)
        if lead.lower() not in leads or f"{lead} {word}".lower() in table.sound_pairs:
            continue
        if document.is_prose_at(at) and not speaks_otherwise(document, at):
            yield Sighting(at, at, _CODE, "article-closing")


_TOLD: Final = late(f"\\((?:[^()\n]{{0,70}}{A_BLANK})?{LETTER}{{3,40}}{A_BLANK}\\Z")
_VERB_AFTER: Final = late(f"\\){A_BLANK}({LETTER}+)")
_REACH: Final = 120  # code points
_BRACKET: Final = late("\\)(?!\\w)")


def _bracket_preposition(document: Document) -> Iterator[Sighting]:
    """`the book (translated by) is`: a preposition at the end of brackets. Where it may end a clause or belong to a verb, what
    follows must be a verb."""
    table, text = document.language, document.text
    if table is None:
        return
    words = (table.weak | table.leaning) - table.adverbial - (frozenset() if table.parting else table.before_units)
    for match in matches(_BRACKET, document, (")", f"{AFTER_WORD})")):
        at = match.start()
        word = word_before(text, at)
        start = at - len(word)
        told = _TOLD.search(text, max(0, start - _REACH), start)
        if len(word) == 1 or word not in words or told is None:
            continue
        before = told[0].lower().strip("( ").split()
        if f"{before[-1]} {word}" in table.sound_pairs or not table.parting.isdisjoint(before):
            continue  # `(nothing to speak of)`, `(who came in)`
        if table.parting and len(before) == 1 and before[0].endswith("ing"):
            continue  # `(toeing in)`
        if table.parting or table.compounds:
            after = _VERB_AFTER.match(text, at)
            if after is None or after[1].lower() not in table.after_prepositions - table.function_words:
                continue
        if document.is_prose_at(at) and not speaks_otherwise(document, at):
            yield Sighting(at, at, _CODE, "bracket-preposition")


_TIED: Final = late(f"[,.;:)](?<={LETTER}.)(?=[\\s)]|\\Z)")
_TIED_KEYS: Final = tuple(prefix + mark for mark in ",.;:)" for prefix in ("", AFTER_WORD))


def _tied_phrase(document: Document) -> Iterator[Sighting]:
    """`Gracias a, el puente`: the last word of a phrase that governs what follows. Where prepositions may part from what they
    govern, `parted.py` reads them."""
    table, text = document.language, document.text
    if table is None or not table.tied or table.parting:
        return
    for match in matches(_TIED, document, _TIED_KEYS):
        at = match.start()
        if is_tied(document, at, word_before(text, at)) and document.is_prose_at(at):
            yield Sighting(at, at, _CODE, "tied-phrase", (1, 3))


# in 28 million characters of texts that lost nothing, none of the first and last kind, and one of the second
STRANDED_CLOSING: Final[dict[str, Detector]] = {
    "bracket-preposition": Detector(_bracket_preposition, frozenset((")", f"{AFTER_WORD})")), prior=0.85),
    "article-closing": Detector(_article_closing, frozenset(_SHUT_KEYS), prior=0.85),
    # in 10 million characters of sound texts none
    "tied-phrase": Detector(_tied_phrase, frozenset(_TIED_KEYS), prior=0.85),
    "opening-preposition": Detector(_opening_preposition, frozenset((",", f"{AFTER_WORD},")), prior=0.8),
}
