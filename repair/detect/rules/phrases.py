"""Where sentences begin, what stands inside one, and phrases between two of them or on a line of their own: these are looked for
from a telling word in them; and with which phrases a page asks readers to pay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from repair.detect.document import Document, matches
from repair.languages import LANGUAGES
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, ANY_BLANK, BLANK, LETTER, LOWERS, late

__all__ = [
    "AT_SENTENCE",
    "SENTENCE_GOES_ON",
    "asks_to_pay",
    "interrupts",
    "is_at_head",
    "phrases_at",
    "word_interrupted",
]

AT_SENTENCE: Final = rf"\A|\n|[.!?…»”\")\]]{ANY_BLANK}"
"""What stands before a sentence, for use in a pattern."""
_AT_HEAD: Final = late(f'(?:\\A|\\n|[.!?…][»”")]?{A_BLANK})[(«“"]?\\Z')
_AT_HEAD_REACH: Final = 4  # code points
_WORD: Final = late(r"\w+")
_SMALL: Final = f"[{LOWERS}ąćčďđęěğğıłńňőœřśşšťțţůűźžżά-ώа-џ]"
_INNER: Final = late(rf"(?P<word>{LETTER}*{_SMALL}{{2}}){ANY_BLANK}\Z")
SENTENCE_GOES_ON: Final = late(rf"{ANY_BLANK}{_SMALL}{{2}}|{ANY_BLANK}{_SMALL}['’{BLANK}]")
"""How a sentence goes on: in small letters of Latin, Greek and Cyrillic."""
_LAST_WORD: Final = 24  # code points
_REACH: Final = 30  # code points; no phrase has so many before its telling word


def is_at_head(text: str, at: int) -> bool:
    """Whether a word at `at` is the first of a sentence, of a line or of the text."""
    return _AT_HEAD.search(text[max(0, at - _AT_HEAD_REACH) : at]) is not None


def word_interrupted(text: str, start: int) -> str:
    """The word, in small letters, that stands with one blank before what begins at `start`; empty if none does."""
    before = _INNER.search(text, max(0, start - _LAST_WORD), start)
    return before["word"].lower() if before else ""


def interrupts(text: str, start: int, end: int) -> bool:
    """Whether the span has a word right before it and a small word right after it, as nothing between two sentences has."""
    return bool(word_interrupted(text, start)) and SENTENCE_GOES_ON.match(text, end) is not None


_PAST_ADVERT: Final = "continue reading the main story"
"""A link past an advert, for readers of screens: it asks for nothing."""


@lru_cache(maxsize=64)
def _requests(language: Language | None) -> tuple[str, ...]:
    """What a page says, in the language or in English, which many pages use beside their own."""
    return tuple(dict.fromkeys((*(language.paywall if language else ()), *LANGUAGES["en"].paywall)))


def asks_to_pay(words: str, language: Language | None) -> bool:
    """Whether a page asks with these words to pay, to log in or to go elsewhere for the rest."""
    said = words.lower().replace(_PAST_ADVERT, "")
    return any(phrase in said for phrase in _requests(language))


def phrases_at(
    sign: str, phrases: Mapping[str, str], before: str = AT_SENTENCE
) -> Callable[[Document], Iterator[tuple[int, re.Match[str]]]]:
    """What finds phrases in prose: where each begins, and the match of what it says from its telling word on.

    `phrases` are patterns of what is said from the word that gives `sign` on, by the pattern of the words before it; each blank
    in them stands for any. Before the whole phrase stands `before`.
    """
    compiled = [
        (late(rf"(?:{before})(?P<head>{head.replace(' ', ANY_BLANK)})\Z"), late(said.replace(" ", ANY_BLANK)))
        for head, said in phrases.items()
    ]

    def find(document: Document) -> Iterator[tuple[int, re.Match[str]]]:
        text = document.text
        for word in matches(_WORD, document, [sign]):
            at, low = word.start(), max(0, word.start() - _REACH)
            for beginning, said in compiled:
                match = said.match(text, at)
                head = beginning.search(text, low, at) if match else None
                if match and head and document.is_prose_at(at):
                    yield head.start("head"), match

    return find
