"""Words as written and as compared, each with its span.

Texts are compared on normalised words (NFKC, case folded, apostrophes unified, soft hyphens left out) and cut on the spans of the words as
written, since normalising changes lengths. Punctuation and blanks lie between words and are not tokens.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, repeat
from typing import Final

__all__ = ["Tokens", "tokenize", "tokenize_part"]

# a run of letters, digits and the combining marks and soft hyphens that belong to them; an underscore separates
_WORD: Final = re.compile(r"((?:[^\W_]++(?:[\u0300-\u036f]|\u00ad(?=[^\W_]))*+)++)")
# the same for texts without combining marks, soft hyphens and underscores, in two thirds of the time
_PLAIN: Final = re.compile(r"(\w++)")
_LINE_BREAK: Final = re.compile("\n")
_COMBINING: Final = re.compile("[\u00ad\u0300-\u036f]")
_LONG: Final = 500  # code points of a text whose words are kept for a while
_MAX_FOLDED: Final = 500_000


class _Folded(dict[str, str]):
    """Normal forms of words already seen; emptied when it grows past a bound, so that memory stays flat."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MAX_FOLDED:
            self.clear()
        seen = word.replace("\u00ad", "")
        folded = self[word] = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
        return folded


_folded: Final = _Folded()


class Tokens:
    """The words of one text. `words[i]` is the normal form of `text[starts[i]:ends[i]]`; spans ascend, never overlap.

    Spans are computed when they are first used: comparing texts needs none.
    """

    __slots__ = ("_bounds", "_first_words", "_pieces", "text", "words")

    def __init__(self, text: str, pieces: Sequence[str]) -> None:
        """`pieces` make up `text`: separator, word, separator, …, separator."""
        self.text: Final = text
        self.words: Final[Sequence[str]] = list(map(_folded.__getitem__, pieces[1::2]))
        self._pieces: Final = pieces
        self._bounds: tuple[Sequence[int], Sequence[int]] | None = None
        self._first_words: Sequence[int] | None = None

    def __len__(self) -> int:
        return len(self.words)

    @property
    def starts(self) -> Sequence[int]:
        """Offset of the first character of each word."""
        return (self._bounds or self._counted())[0]

    @property
    def ends(self) -> Sequence[int]:
        """Offset after the last character of each word."""
        return (self._bounds or self._counted())[1]

    def between(self, number: int) -> tuple[int, int]:
        """Where the marks and blanks before word `number` begin and end: after the word before it, or where the text
        begins. As many as there are words stands for the end of the text."""
        start = self.ends[number - 1] if number else 0
        return start, self.starts[number] if number < len(self) else len(self.text)

    @property
    def first_words(self) -> Sequence[int]:
        """The number of the first word of each line, and at the end how many words there are; two are the same where a line
        has no word."""
        if self._first_words is None:
            starts = self.starts
            breaks = [match.end() for match in _LINE_BREAK.finditer(self.text)]
            self._first_words = [0, *map(bisect_left, repeat(starts), breaks), len(self)]
        return self._first_words

    def _counted(self) -> tuple[Sequence[int], Sequence[int]]:
        bounds = list(accumulate(map(len, self._pieces)))
        self._bounds = bounds[0:-1:2], bounds[1::2]
        return self._bounds


def tokenize(text: str) -> Tokens:
    """The words of `text` with their spans."""
    return _kept(text) if len(text) >= _LONG else _tokenized(text)


@lru_cache(maxsize=4)
def tokenize_part(text: str, start: int, end: int) -> Tokens:
    """The words of `text[start:end]`, which begins and ends where lines do, with their spans in `text`: what stands before
    and after it counts as marks and blanks."""
    if (start, end) == (0, len(text)):
        return tokenize(text)
    pieces = _pieces(text[start:end])
    pieces[0] = text[:start] + pieces[0]
    pieces[-1] += text[end:]
    return Tokens(text, pieces)


@lru_cache(maxsize=4)  # an article and its page are compared in several ways, one after the other
def _kept(text: str) -> Tokens:
    return _tokenized(text)


def _tokenized(text: str) -> Tokens:
    return Tokens(text, _pieces(text))


def _pieces(text: str) -> list[str]:
    pattern = _WORD if "_" in text or _COMBINING.search(text) else _PLAIN
    return pattern.split(text)
