"""Traces that hardly any writer leaves, where a gap head hears a loss too: both together are surer than a table says.

A table learns from damaged pages, where a gap head hears many losses and the traces are seldom all that is seen. A single loss
in a sound text has nothing beside it that raises it.
"""

from __future__ import annotations

from typing import Final

from repair.detect.document import Document
from repair.detect.rules.stranded.parted import is_parted
from repair.detect.suspects.prefilter import word_before
from repair.detect.weighing.places import Place
from repair.records import Signal

__all__ = ["TRACED", "is_traced"]

TRACED: Final = 0.6
"""How sure (0–1) such a place is at least: 28 of 29 before marks and 5 of 5 at small beginnings, in single losses in sound texts
and in 6 million characters of real pages."""
_HEARD: Final = 0.4  # how likely the gap head must hold a loss before a mark,
_HEARD_OFTEN: Final = 0.55  # after a word that may stand there (`was scoffed at;`),
_HEARD_AT_HEAD: Final = 0.8  # and at a paragraph that begins in lower case
_MARKS: Final = tuple(",.;)»”")
_BEGINS_SMALL: Final = "RG107"


def is_traced(document: Document, place: Place) -> bool:
    """Whether the gap head hears a loss between a function word and a mark, or at a paragraph that begins in lower case."""
    if any(sighting.code == _BEGINS_SMALL for sighting in place.sightings):
        return any(signal.probability >= _HEARD_AT_HEAD for signal in place.signals)
    return any(_is_stranded(document, signal) for signal in place.signals)


def _is_stranded(document: Document, signal: Signal) -> bool:
    table, text, at = document.language, document.text, signal.offset
    if table is None or not text.startswith(_MARKS, at) or text.startswith("..", at):
        return False
    word = word_before(text, at).lower()
    stands_often = word in table.weak - table.leaning or is_parted(document, at, word)
    least = _HEARD_OFTEN if stands_often else _HEARD
    return signal.probability >= least and word in table.dangling | table.determiners and document.is_prose_at(at)
