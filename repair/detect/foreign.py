"""Whether words are no words of the text's language: in a sentence of another language, or as a name."""

from __future__ import annotations

from typing import Final

from repair.detect.document import Document
from repair.languages import LANGUAGES
from repair.text.patterns import A_BLANK, LETTER, late

__all__ = ["speaks_otherwise", "stands_as_name"]

_AROUND: Final = 80  # code points of the line around a place that are read, at least, on either side
_FEWEST: Final = 3  # common words of another language from which on its words are no accident
_LEAD: Final = 2  # how many times as many they must be as those of the text's own
_WORD: Final = late(rf"{LETTER}+")


def speaks_otherwise(document: Document, at: int) -> bool:
    """Whether the line around `at` is rather in the language of another table: `Willing is not enough; we must do` in a
    Portuguese text."""
    line = document.lines[document.line_at(at)]
    known = document.once(_answers)
    place = line.start, at // _AROUND
    if place not in known:
        start, end = (place[1] - 1) * _AROUND, (place[1] + 2) * _AROUND
        known[place] = _is_foreign(document, document.text[max(line.start, start) : min(line.end, end)])
    return known[place]


def _answers(_: Document) -> dict[tuple[int, int], bool]:
    """The answers that were given, by line and part of the text."""
    return {}


def _is_foreign(document: Document, text: str) -> bool:
    words = _WORD.findall(text.lower())
    if document.language is None:  # then nothing is known of its own short words
        words = [word for word in words if len(word) >= _FEWEST]
    own = 0 if document.language is None else sum(word in document.language.common_words for word in words)
    others = (table.common_words for table in LANGUAGES.values() if table is not document.language)
    most = max(sum(word in common for word in words) for common in others)
    return most >= _FEWEST and most > _LEAD * own


_NAME_BEFORE: Final = late(f"{LETTER}{A_BLANK}\\Z")


def stands_as_name(text: str, word: str, end: int) -> bool:
    """Whether the word that ends at `end` has a capital within a sentence: `Lucio Dalla`."""
    before = end - len(word)
    return (
        word[0].isupper() and not word.isupper() and _NAME_BEFORE.search(text, max(0, before - 2), before) is not None
    )
