"""Lines that an article and a page have alike: between them, the words of both are aligned."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from repair.collate.ascending import ascending
from repair.text.tokens import Tokens

__all__ = ["same_lines"]

_Pair = tuple[int, int]

_LONG: Final = 24  # code points of a line that stands in another text by no chance
# Words between two lines, at least, that tell where the text around them stands; with fewer they are of one group.
_TELLING: Final = 12


def same_lines(a: Tokens, b: Tokens) -> list[_Pair]:
    """The numbers of the lines of some length that both have once, as they are, in the order of both."""
    there: dict[str, int] = {}
    for number, line in enumerate(b.text.split("\n")):
        there[line] = -1 if line in there else number
    here: dict[int, int] = {}
    for number, line in enumerate(a.text.split("\n")):
        other = there.get(line.strip(), -1)
        if other >= 0 and len(line) >= _LONG and b.first_words[other] < b.first_words[other + 1]:
            here[other] = -1 if other in here else number
    return _in_place(a, b, ascending([(number, other) for other, number in here.items() if number >= 0]))


def _in_place(a: Tokens, b: Tokens, lines: list[_Pair]) -> list[_Pair]:
    """The lines without those that stand in `a` before (or after) the text that they follow (or precede) in `b`.

    The box below an article that an extractor took into it is often the only line that both have as it is, if the
    paragraphs around it lost words. All below the box would be sought below it in the page, too.
    """
    kept: list[_Pair] = []
    end = (len(a.first_words) - 1, len(b.first_words) - 1)
    for group, following in pairwise((*_groups(a, b, lines), [end])):
        before = (kept[-1][0] + 1, kept[-1][1] + 1) if kept else (0, 0)
        after = (group[-1][0] + 1, group[-1][1] + 1)
        sides = [(before, group[0]), (after, following[0])]
        own = sum(_words(a, line, line + 1) for line, _ in group)
        if not any(
            _words(a, first[0], last[0]) >= _TELLING
            and (crossed := _shared(a, b, (first[0], last[0]), (other[0][1], other[1][1]))) > own
            and crossed > own + _shared(a, b, (first[0], last[0]), (first[1], last[1]))
            for (first, last), other in zip(sides, reversed(sides), strict=True)
        ):
            kept += group
    return kept


def _groups(a: Tokens, b: Tokens, lines: list[_Pair]) -> list[list[_Pair]]:
    """The lines by neighbourhood: in one group, few words stand between two."""
    groups = [[line] for line in lines[:1]]
    for before, line in pairwise(lines):
        if max(_words(a, before[0] + 1, line[0]), _words(b, before[1] + 1, line[1])) < _TELLING:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _words(tokens: Tokens, line: int, stop: int) -> int:
    """How many words the lines from `line` on have, short of `stop`."""
    return tokens.first_words[stop] - tokens.first_words[line]


def _shared(a: Tokens, b: Tokens, mine: _Pair, other: _Pair) -> int:
    """How many runs of four words the lines of `b` have of those that the lines of `a` have, both half-open."""
    here, there = (
        tokens.words[tokens.first_words[first] : tokens.first_words[stop]]
        for tokens, (first, stop) in ((a, mine), (b, other))
    )
    if len(here) < 4 or len(there) < 4:
        return 0
    runs = set(zip(here, here[1:], here[2:], here[3:], strict=False))
    return sum(run in runs for run in zip(there, there[1:], there[2:], there[3:], strict=False))
