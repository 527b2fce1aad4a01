"""Words before a blank and a mark that closes something, where a name, a number or what was said is gone (RG105, RG115)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.suspects.prefilter import BEFORE_MARK
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, LETTER, LOWERS, late

__all__ = ["BEFORE_BLANKS", "words_before_blanks"]

_LAST_WORD: Final = late(rf"{LETTER}+\Z")
# no ellipsis, file name or emoticon, and no sign that the sentence is about (`with a . at its beginning`)
_MARK: Final = late(f"[,)]|\\.(?![\\w./]|{A_BLANK}[.{LOWERS}])|;(?![-)])")
_HABIT: Final = 3  # blanks before marks; fewer are no habit


def words_before_blanks(document: Document) -> list[tuple[int, int, str]]:
    """The blanks between a word and a mark that closes something, with the word. None if the text sets most of its marks
    off by blanks."""
    text, blanks = document.text, document.blanks_before_marks
    if len(blanks) > _HABIT and 2 * len(blanks) > sum(map(text.count, ",.;)")):
        return []
    found = []
    for start, end in blanks:
        if text[end] in document.spaced or not _MARK.match(text, end):
            continue
        if word := _LAST_WORD.search(text, max(0, start - 20), start):
            found.append((start, end, word[0]))
    return found


def _before_blank(
    rule: str, code: str, words_of: Callable[[Language], frozenset[str]], words: tuple[int, int], prior: float = 0.9
) -> Detector:
    """The detector of words of a table before blanks and a comma, full stop, semicolon or closing bracket."""

    def detect(document: Document) -> Iterator[Sighting]:
        table = document.language
        for start, end, word in document.once(words_before_blanks) if table else ():
            # a letter of the alphabet is a label
            if table and (len(word) > 1 or not word.isascii()) and word.lower() in words_of(table):
                yield Sighting(start, end, code, rule, words)

    return Detector(detect, frozenset([BEFORE_MARK]), prior=prior)


def _blank_after_word(document: Document) -> Iterator[Sighting]:
    """Blanks after a word in small letters: names, addresses and numbers before such a blank are more often sound."""
    table = document.language
    for start, end, word in document.once(words_before_blanks) if table else ():
        if table and word.islower() and word not in table.common:
            yield Sighting(start, end, "RG105", "blank-after-word")


BEFORE_BLANKS: Final[dict[str, Detector]] = {
    # alone on real pages, 12 of 19 of those below
    "reference-lost": _before_blank("reference-lost", "RG115", lambda table: table.numbered, (1, 1), 0.75),
    "approximation-lost": _before_blank("approximation-lost", "RG115", lambda table: table.approximating, (1, 2)),
    "name-lost": _before_blank("name-lost", "RG105", lambda table: table.naming, (1, 6)),
    # of 82 such places on damaged pages that no other rule was sure of, 73 are losses; 20 places in sound texts
    "blank-after-common": _before_blank("blank-after-common", "RG105", lambda table: table.common, (1, 12), 0.8),
    # of 349, 288 are losses, but there are 274 in sound texts: as long as it is not fitted, it says little
    "blank-after-word": Detector(_blank_after_word, frozenset([BEFORE_MARK]), prior=0.25),
    "speaker-lost": _before_blank("speaker-lost", "RG105", lambda table: table.sayings, (1, 6), 0.75),
}
