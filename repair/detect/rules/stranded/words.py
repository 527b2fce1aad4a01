"""Rules for words of a language's table before a mark, blanks or a bracket: the one way that the files of this room make them.

A rule first tries what may follow such a word, at the document's suspects, and then looks the word up: a search that begins
at every word would be several times slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.foreign import speaks_otherwise
from repair.detect.rules.stranded.sound import is_sound
from repair.detect.suspects.prefilter import AFTER_WORD, capitals, word_before
from repair.detect.suspects.suspect_words import matches_after
from repair.languages.table import Language
from repair.text.patterns import late

__all__ = ["word_rule"]

_CODE: Final = "RG103"


def word_rule(
    rule: str,
    words_of: Callable[[Language], frozenset[str]],
    starts: str,
    form: str,
    apart: str = "",
    back: int = 0,
    unless: Callable[[Document, int, str], bool] | None = None,
    prior: float | None = None,
) -> Detector:
    """The detector of words of a table before a pattern that begins with one of `starts`, tried at the document's suspects.

    The word stands right before the match; with `apart`, one of these characters stands between the two. The span is
    the group named `at`, or the place `back` code points before the match. `unless` says whether the word that ends at an
    offset is sound after all.
    """
    keys = (*starts, *(AFTER_WORD + mark for mark in starts))
    pattern = late(form)
    spanned = "at" in pattern.groupindex

    @lru_cache(maxsize=64)
    def written(language: Language) -> frozenset[str]:
        return frozenset(capitals(words_of(language)))

    def detect(document: Document) -> Iterator[Sighting]:
        words = written(document.language) if document.language else frozenset[str]()
        text = document.text
        for match in matches_after(pattern, document, words, is_apart=bool(apart)):
            at = match.start()
            if apart and not (at and text[at - 1] in apart):
                continue
            start, end = match.span("at") if spanned else (at - back, at - back)
            end_of_word = at - 1 if apart else at
            word = word_before(text, end_of_word)
            if word not in words or not document.is_prose_at(start) or is_sound(document, word, end_of_word, match):
                continue
            if (unless is None or not unless(document, end_of_word, word)) and not speaks_otherwise(document, at):
                yield Sighting(start, end, _CODE, rule)

    return Detector(detect, frozenset(keys), prior=prior)
