"""Lines that an article and a page have alike: between them, the words of both are aligned."""

from __future__ import annotations

from collections.abc import Sequence
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
        mine = [_words(a, before[0], group[0][0]), _words(a, after[0], following[0][0])]
        other = [_words(b, before[1], group[0][1]), _words(b, after[1], following[0][1])]
        own = sum(a.first_words[line + 1] - a.first_words[line] for line, _ in group)
        if not any(
            len(mine[side]) >= _TELLING
            and (crossed := _shared(mine[side], other[1 - side])) > own
            and crossed > own + _shared(mine[side], other[side])
            for side in (0, 1)
        ):
            kept += group
    return kept


def _groups(a: Tokens, b: Tokens, lines: list[_Pair]) -> list[list[_Pair]]:
    """The lines by neighbourhood: in one group, few words stand between two."""
    groups = [[line] for line in lines[:1]]
    for before, line in pairwise(lines):
        near = (_words(tokens, before[side] + 1, line[side]) for side, tokens in enumerate((a, b)))
        if all(len(words) < _TELLING for words in near):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _words(tokens: Tokens, line: int, stop: int) -> Sequence[str]:
    """The words of the lines from `line` on, short of `stop`."""
    return tokens.words[tokens.first_words[line] : tokens.first_words[stop]]


def _shared(a: Sequence[str], b: Sequence[str]) -> int:
    """How many runs of four words `b` has of those that `a` has."""
    if len(a) < 4 or len(b) < 4:
        return 0
    runs = set(zip(a, a[1:], a[2:], a[3:], strict=False))
    return sum(run in runs for run in zip(b, b[1:], b[2:], b[3:], strict=False))
