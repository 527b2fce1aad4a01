"""RG105: nouns that a name should follow, before a blank and a mark: `il pacchetto , che si installa`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.rules.holes import words_before_blanks
from repair.detect.suspects.prefilter import BEFORE_MARK, word_before

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


APPOSITIONS: Final[dict[str, Detector]] = {
    # on real pages 87 of 92 such places; none in sound texts of other kinds
    "apposition-lost": Detector(_apposition_lost, frozenset([BEFORE_MARK]), prior=0.85),
}
