"""The words of a document that its language does not have, and where they stand.

`strange_words.py` says what is strange about a word. Rules that know nothing else start from the document's `tokens`,
which are few: in all others each word is sound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final, get_args

from msgspec import Struct

from repair.detect.document import Document
from repair.detect.suspects.strange_words import LETTERS, LONGEST_WORD, WordKind, kinds_of
from repair.languages.table import Language
from repair.text.lexicon import Lexicon, lexicon_of
from repair.text.patterns import A_BLANK, BLANK, LETTER, late

__all__ = [
    "Strange",
    "is_any",
    "is_function_word",
    "lexicon",
    "neighbours",
    "places_of",
    "strange",
    "strange_places",
    "words",
]


class Strange(Struct, frozen=True):
    """The words of a document, as written, that are strange; see `repair.detect.suspects.strange_words.WordKind`."""

    joined: frozenset[str]
    rests: frozenset[str]
    seconds: frozenset[str]
    headless: frozenset[str]
    pairs: frozenset[str]
    openings: frozenset[str]


def lexicon(document: Document) -> Lexicon | None:
    """The words of the document's language."""
    return lexicon_of(document.language.code) if document.language else None


def is_function_word(document: Document, word: str) -> bool:
    """Whether the word, in lower case, is one that fits nearly everywhere in the document's language."""
    table = document.language
    return table is not None and word in table.common_words


def words(document: Document) -> list[tuple[int, int]]:
    """Spans of all runs of letters of the document, in order. Few documents need them."""
    return document.once(_words)


def _words(document: Document) -> list[tuple[int, int]]:
    return [match.span() for match in LETTERS.finditer(document.text)]


def strange(document: Document) -> Strange:
    """What is strange among the words of the document; nothing if its language has no lexicon."""
    return document.once(_strange)


def _strange(document: Document) -> Strange:
    found: dict[str, set[str]] = {kind: set() for kind in get_args(WordKind)}
    for token in document.tokens:
        for kind, word in token.strange or ():
            found[kind].add(word)
    kinds = map(found.__getitem__, ("joined", "rest", "second", "headless", "pair", "opening"))
    return Strange(*map(frozenset, kinds))


def strange_places(document: Document, kind: WordKind) -> Iterator[tuple[int, str]]:
    """The words of the kind, in order, each with the offset at which it first stands in its token, and in no longer word
    (`oo` of `foo-oo`)."""
    for token in document.tokens:
        for some, word in token.strange or ():
            if some == kind:
                places = (match.start() for match in _WORDS.finditer(token.text) if match[0] == word)
                yield token.offset + next(places, token.text.index(word)), word


_WORDS: Final = late(r"[^\W_]+")


def is_any(document: Document, word: str, *kinds: WordKind) -> bool:
    """Whether the word is of one of the kinds in the document's language."""
    return document.language is not None and not _kinds_of(document.language, word).isdisjoint(kinds)


@lru_cache(maxsize=1 << 12)
def _kinds_of(language: Language, word: str) -> frozenset[WordKind]:
    return frozenset(kinds_of(language, word))


def places_of(document: Document, wanted: Collection[str]) -> list[tuple[int, int]]:
    """Spans of the `wanted` words, in order. They must be strange."""
    if not wanted:
        return []
    return [
        (token.offset + match.start(), token.offset + match.end())
        for token in document.tokens
        for match in LETTERS.finditer(token.text)
        if match[0] in wanted
    ]


def neighbours(document: Document) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Spans of each two words that only blanks part, up to three, if one of the two is strange and both may be one."""
    return document.once(_neighbours)


_BEFORE: Final = late(f"(?P<word>{LETTER}+){A_BLANK}{{1,3}}\\Z")
_BLANKS: Final = frozenset(BLANK)
_AFTER: Final = late(f"{A_BLANK}{{1,3}}(?P<word>{LETTER}+)")


def _neighbours(document: Document) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    text, pairs = document.text, set()
    words = [(t.offset, match) for t in document.tokens if t.may_go_on for match in LETTERS.finditer(t.text)]
    for offset, match in words:
        start, end = offset + match.start(), offset + match.end()
        if not is_any(document, match[0], "unknown", "half", "piece") or not document.is_prose_at(start):
            continue
        if before := _word_before_blanks(text, start):
            pairs.add((before, (start, end)))
        if after := _AFTER.match(text, end):
            pairs.add(((start, end), after.span("word")))
    return sorted(pairs)


def _word_before_blanks(text: str, end: int) -> tuple[int, int] | None:
    """Span of the word that only blanks part from what begins at `end`."""
    if text[end - 1 : end] not in _BLANKS:
        return None
    low = max(0, end - LONGEST_WORD)
    near = text[low : end - 1]
    word = near[near.rfind(" ") + 1 :]
    if word.isalpha():  # as nearly always
        return end - 1 - len(word), end - 1
    before = _BEFORE.search(text, low, end)
    return before.span("word") if before else None
