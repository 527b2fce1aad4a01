"""Where the lines of an article begin and end as the blocks of its reference do.

A page of one long line has as many gaps as lost elements, so each question takes logarithmic time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from repair.text.tokens import Tokens

__all__ = ["LineRuns"]


class LineRuns:
    """The lines of an article and its reference, and the runs of words that stand side by side in both.

    `partners` has for each word of the article the number of its partner in the reference, or -1.
    """

    def __init__(self, article: Tokens, there: Tokens, partners: Sequence[int]) -> None:
        self._partners = partners
        self._mine, self._other = article.first_words, there.first_words
        self._starts: list[int] = []
        for number, partner in enumerate(partners):
            goes_on = number > 0 and 0 <= partners[number - 1] == partner - 1
            self._starts.append(self._starts[-1] if goes_on else number)

    def begin_alike(self, at: int, first: int) -> bool:
        """Whether the article's line up to word `at` is the beginning of the reference's block up to word `first`."""
        if not at or not first or self._partners[at - 1] != first - 1:
            return False
        mine, other = _line_of(self._mine, at - 1)[0], _line_of(self._other, first - 1)[0]
        return at - mine == first - other and self._starts[at - 1] <= mine

    def end_alike(self, at: int, last: int) -> bool:
        """Whether the article's line from word `at` on is the end of the reference's block from word `last` on."""
        if at >= self._mine[-1] or last >= self._other[-1] or self._partners[at] != last:
            return False
        mine, other = _line_of(self._mine, at)[1], _line_of(self._other, last)[1]
        return mine - at == other - last and self._starts[mine - 1] <= at


def _line_of(first_words: Sequence[int], word: int) -> tuple[int, int]:
    """The first word of the line that holds a word, and the first word after it."""
    line = bisect_right(first_words, word) - 1
    return first_words[line], first_words[line + 1]
