"""Codes of tokens, one character each, by which one search in a string finds the pairs that cannot stand together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import product
from typing import Final

from repair.detect.suspects.finite_verbs import governors, is_finite
from repair.detect.suspects.prefilter import dangling_words
from repair.detect.suspects.word_pairs import cannot_follow
from repair.languages.table import Language

__all__ = ["ANY_NUMBER", "ANY_OPENING", "ANY_VERB", "PairCodes"]

ANY_OPENING: Final = "("
"""Stands for a mark that opens something, as a second word."""
ANY_NUMBER: Final = "0"
"""Stands for a number as a first word, and for one of one or two digits as a second word."""
ANY_VERB: Final = "\x05"
"""Stands for a finite verb as a second word, unless it is in another pair."""


class PairCodes:
    """The codes of tokens: one for each way in which a token can be the first or the second of a pair that cannot stand
    together, and another for the same if the token is odd."""

    empty: Final = "\0"
    line_break: Final = "\1"
    plain: Final = "\2"

    def __init__(self, language: Language | None) -> None:
        followers = {first: set(seconds) for first, seconds in cannot_follow(language).items() if seconds}
        for word in dangling_words(language):
            followers.setdefault(word, set()).add(ANY_OPENING)
        followers[ANY_NUMBER] = {ANY_NUMBER}
        verbs = {word for seconds in followers.values() for word in seconds if is_finite(language, word)}
        for word in governors(language):
            followers.setdefault(word, set()).update(verbs, (ANY_VERB,))
        # words with the same followers are one group, and so are words that may follow the same groups
        groups = list(dict.fromkeys(map(frozenset, followers.values())))
        before = {
            word: frozenset(number for number, seconds in enumerate(groups, 1) if word in seconds)
            for word in frozenset[str]().union(*groups)
        }
        allowed = list(dict.fromkeys(before.values()))
        self.first = {word: 1 + groups.index(frozenset(seconds)) for word, seconds in followers.items()}
        self.second = {word: 1 + allowed.index(firsts) for word, firsts in before.items()}
        roles = [(self.first.get(word, 0), self.second.get(word, 0)) for word in sorted({*followers, *before})]
        # those of words come first, so that a code is seldom more than a byte
        roles = [(0, 0), *roles, *product(range(len(groups) + 1), range(len(allowed) + 1))]
        self.words = frozenset((*followers, *before))
        """The words of all pairs."""
        self._codes = {role: (chr(2 + 2 * n), chr(3 + 2 * n)) for n, role in enumerate(dict.fromkeys(roles))}
        pairs = [
            f"(?<={self._class(lambda role: role[0] == group)})"  # noqa: B023
            f"(?={self._class(lambda role: role[1] and group in allowed[role[1] - 1])})"  # noqa: B023
            for group in range(1, len(groups) + 1)
        ]
        firsts, seconds = (
            [code for role, codes in self._codes.items() if role[side] for code in codes] for side in (0, 1)
        )
        odd = [odd for _, odd in self._codes.values()]
        pair = f"(?={_class(seconds)})(?:{'|'.join(pairs)})"
        self.odd = frozenset(odd)
        self._group = {code: first for (first, _), codes in self._codes.items() for code in codes}
        self._after = {
            code: allowed[second - 1] for (_, second), codes in self._codes.items() if second for code in codes
        }
        self.suspect = re.compile(f"{_class((*odd, *firsts))}(?:(?<={_class(odd)})|{pair})")
        """Odd tokens, and tokens that cannot stand before the next."""

    def is_pair(self, first: str, second: str) -> bool:
        """Whether a token of one code cannot stand before one of another code; `second` is empty if none follows. A pattern
        would say the same, but take as long to compile as all texts of a short run take."""
        return self._group.get(first) in self._after.get(second, ())

    def _class(self, holds: Callable[[tuple[int, int]], object]) -> str:
        """A class of the codes of all roles for which `holds`."""
        return _class(code for role, codes in self._codes.items() if holds(role) for code in codes)

    def of(self, first: str, second: str, *, odd: bool) -> str:
        """The code of a token that ends in the word `first` and begins with the word `second`, each empty if there is
        none."""
        return self._codes[self.first.get(first, 0), self.second.get(second, 0)][odd]


def _class(codes: Iterable[str]) -> str:
    """A class of characters, written as ranges, which are compiled much faster."""
    ranges: list[list[int]] = []
    for code in sorted(map(ord, codes)):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return f"[{''.join(f'{re.escape(chr(low))}-{re.escape(chr(high))}' for low, high in ranges)}]"
