"""Words as written and as compared, each with its span.

Texts are compared on normalised words (NFKC, case folded, apostrophes unified) and cut on the spans of the words as
written, since normalising changes lengths. Punctuation and blanks lie between words and are no tokens of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

__all__ = ["Tokens", "tokenize"]

# a run of letters, digits and the combining marks that belong to them; an underscore separates
_WORD: Final = re.compile(r"((?:[^\W_]++[\u0300-\u036f]*+)++)")
_MAX_FOLDED: Final = 500_000


class _Folded(dict[str, str]):
    """Normal forms of words already met; emptied when it grows past a bound, so that memory stays flat."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MAX_FOLDED:
            self.clear()
        folded = self[word] = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
        return folded


_folded: Final = _Folded()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of one text. `words[i]` is the normal form of `text[starts[i]:ends[i]]`; spans ascend, never overlap."""

    text: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    def __len__(self) -> int:
        return len(self.words)


def tokenize(text: str) -> Tokens:
    """The words of `text` with their spans."""
    pieces = _WORD.split(text)
    bounds = list(accumulate(map(len, pieces)))  # pieces alternate: separator, word, separator, …
    words = list(map(_folded.__getitem__, pieces[1::2]))
    return Tokens(text, words, bounds[0:-1:2], bounds[1::2])
