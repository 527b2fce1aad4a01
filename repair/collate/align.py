"""Aligning the words of an article with those of a reference.

The result is one number for each word: the index of the same word in the reference. RapidFuzz opcodes over normalised
words set every edge. Rare shared n-grams first cut long texts into pieces, so that the work stays nearly linear; they
also find passages that the reference has in another order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import LCSseq

from repair.collate.ascending import ascending
from repair.collate.same_lines import same_lines
from repair.text.tokens import Tokens

__all__ = ["align", "align_lines"]

# Opcodes cost memory of (words × words) / 8 bytes: 8,000 words a side are 8 MB and a few milliseconds.
_DIRECT: Final = 8_000
# Words in an anchor: four words in a row that occur once in each text do not match by chance.
_ANCHOR: Final = 4
# A run of unmatched words this long is looked for elsewhere in the reference.
_MOVED: Final = 12
# A moved passage must hold at least this many matched words in a row.
_MOVED_RUN: Final = 8
_LINE: Final = "\n"  # before a word that begins a line
_HERE, _THERE = "\n\n", "\n\n\n"  # no words
# At most this many words between two insertions may be moved after (or before) both.
_STRAY: Final = 8


def align_lines(a: Tokens, b: Tokens) -> list[int]:
    """As `align`, but the first word of a line prefers the first word of a line: where lines of `a` are no more than the
    beginnings of those of `b`, the same word in mid-line is none of theirs."""
    partners = [-1] * len(a)
    taken = set[int]()
    mine = other = 0  # the first lines that are not aligned yet
    for line, same in (*same_lines(a, b), (len(a.first_words) - 1, len(b.first_words) - 1)):
        _align_between(a, b, (mine, line), (other, same), partners, taken)
        first, last = a.first_words[line : line + 2] if line + 1 < len(a.first_words) else (len(a), len(a))
        there = range(b.first_words[same], b.first_words[same] + last - first)
        partners[first:last] = there
        taken.update(there)
        mine, other = line + 1, same + 1
    _find_moved(a.words, b.words, partners)
    begins = set(b.first_words)
    _gather(
        a.words,
        b.words,
        partners,
        {at for at in a.first_words[:-1] if partners[at : at + 1] and partners[at] in begins},
    )
    _keep_lines(a, b, partners, {partner for partner in partners if partner >= 0})
    return partners


def _align_between(
    a: Tokens, b: Tokens, mine: tuple[int, int], other: tuple[int, int], partners: list[int], taken: set[int]
) -> None:
    """Fill `partners` and `taken` for some lines of `a` against some of `b`, both half-open."""
    here, ours = _doubled(a, *mine)
    if not here:
        return
    there, theirs = _doubled(b, *other)
    if not there:
        return
    # what is alike where both begin or end is found first, which is right for texts, but not for parts of them
    before, after = mine[0] > 0, mine[1] < len(a.first_words) - 1
    here, there = [*[_HERE] * before, *here, *[_HERE] * after], [*[_THERE] * before, *there, *[_THERE] * after]
    for at, partner in enumerate(align(here, there)[before : before + len(ours)]):
        if partner >= 0 and partners[ours[at]] < 0 and theirs[partner - before] not in taken:
            partners[ours[at]] = theirs[partner - before]
            taken.add(theirs[partner - before])


def _keep_lines(a: Tokens, b: Tokens, partners: list[int], taken: set[int]) -> None:
    """Move the first words of a line of `a` to the line of `b` in which the words after them stand, and its last words to
    the line of those before them, if `b` has them there and none of them is `taken`.

    A longest common subsequence takes `The` of `The Senate met` from any line above that has `the`.
    """
    other = b.first_words
    for first, last in pairwise(a.first_words):
        at = _first_gap(partners, first, min(last, first + _STRAY + 1), 1)
        if at >= 0:
            low, high = other[bisect_right(other, partners[at]) - 1], partners[at]
            if 0 <= partners[at - 1] < low:
                places = range(high - (at - first), low - 1, -1)
                _move(a.words, b.words, first, at, places, partners, taken)
        at = _first_gap(partners, last - 1, max(first - 1, last - 2 - _STRAY), -1)
        if at >= 0:
            low, high = partners[at] + 1, other[bisect_right(other, partners[at])]
            if partners[at + 1] >= high:
                places = range(low, high - (last - at - 1) + 1)
                _move(a.words, b.words, at + 1, last, places, partners, taken)


def _move(
    a: Sequence[str],
    b: Sequence[str],
    first: int,
    last: int,
    places: Iterable[int],
    partners: list[int],
    taken: set[int],
) -> None:
    """Give the words a[first:last] the first of these places of `b` where it has them and none is `taken`."""
    run = a[first:last]
    for at in places:
        there = range(at, at + len(run))
        if b[at : at + len(run)] == run and taken.isdisjoint(there):
            taken.difference_update(partners[first:last])
            taken.update(there)
            partners[first:last] = there
            return


def _first_gap(partners: Sequence[int], start: int, stop: int, step: int) -> int:
    """The first number from `start` on, short of `stop`, whose partner does not follow that of the number before; -1 if
    one of the numbers before it has none, or if there is none such."""
    for at in range(start, stop, step):
        if partners[at] < 0:
            return -1
        if at != start and partners[at] != partners[at - step] + step:
            return at
    return -1


def _doubled(tokens: Tokens, line: int, stop: int) -> tuple[list[str], list[int]]:
    """The words of these lines, each that begins a line twice, the first time marked; and the number of the word that each
    stands for."""
    words, numbers = list[str](), list[int]()
    for first, last in pairwise(tokens.first_words[line : stop + 1]):
        if first < last:
            words.append(_LINE + tokens.words[first])
            words += tokens.words[first:last]
            numbers.append(first)
            numbers += range(first, last)
    return words, numbers


def align(a: Sequence[str], b: Sequence[str], *, direct: int = _DIRECT) -> list[int]:
    """For every word of `a` the index of its partner in `b`, or -1.

    Partners are equal words, and no word has two. Inside one passage they ascend; a passage that `b` has elsewhere
    ascends in itself. Up to `direct` words a side the main chain is a longest common subsequence.
    """
    partners = [-1] * len(a)
    _chain(a, b, 0, len(a), 0, len(b), partners, direct)
    _find_moved(a, b, partners)
    _gather(a, b, partners)
    return partners


def _chain(
    a: Sequence[str], b: Sequence[str], a0: int, a1: int, b0: int, b1: int, partners: list[int], direct: int
) -> None:
    """Fill `partners` for a[a0:a1] against b[b0:b1] with one ascending chain."""
    todo = [(a0, a1, b0, b1)]
    while todo:
        a0, a1, b0, b1 = todo.pop()
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            partners[a0] = b0
            a0 += 1
            b0 += 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1 -= 1
            b1 -= 1
            partners[a1] = b1
        if a0 == a1 or b0 == b1:
            continue
        if a1 - a0 <= direct and b1 - b0 <= direct:
            for op in LCSseq.opcodes(a[a0:a1], b[b0:b1]):
                if op.tag == "equal":
                    first, length = b0 + op.dest_start, op.src_end - op.src_start
                    start = a0 + op.src_start
                    partners[start : start + length] = range(first, first + length)
            continue
        anchors = ascending(list(_anchors(a, b, a0, a1, b0, b1)))
        if not anchors:  # no rare n-gram is shared: halve both texts rather than compare every word with every word
            x, y = (a0 + a1) // 2, (b0 + b1) // 2
            todo += ((a0, x, b0, y), (x, a1, y, b1))
            continue
        last_a, last_b = a0, b0
        for x, y in anchors:
            todo.append((last_a, x, last_b, y))
            partners[x] = y
            last_a, last_b = x + 1, y + 1
        todo.append((last_a, a1, last_b, b1))


def _once(words: Sequence[str], start: int, end: int) -> dict[tuple[str, ...], int]:
    """n-grams that occur once in words[start:end], with their position."""
    seen: dict[tuple[str, ...], int] = {}
    grams = zip(*(words[start + k : end - _ANCHOR + 1 + k] for k in range(_ANCHOR)), strict=True)
    for at, gram in enumerate(grams, start):
        seen[gram] = -1 if gram in seen else at
    return seen


def _anchors(a: Sequence[str], b: Sequence[str], a0: int, a1: int, b0: int, b1: int) -> Iterator[tuple[int, int]]:
    """Pairs of positions of n-grams that each side has exactly once, by position in `a`."""
    if a1 - a0 < _ANCHOR or b1 - b0 < _ANCHOR:
        return
    there = _once(b, b0, b1)
    for gram, at in _once(a, a0, a1).items():
        if at >= 0:
            other = there.get(gram, -1)
            if other >= 0:
                yield at, other


def _runs(partners: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of `_MOVED` words or more in which hardly any word has a partner."""
    start, stray = -1, 0
    for at, partner in enumerate(partners):
        if partner < 0:
            if start < 0:
                start = at
            stray = 0
        elif start >= 0:
            stray += 1
            if stray > 1:  # a single match by chance does not end the stretch
                if at - 1 - start >= _MOVED:
                    yield start, at - 1
                start = -1
    if start >= 0 and len(partners) - start >= _MOVED:
        yield start, len(partners)


def _find_moved(a: Sequence[str], b: Sequence[str], partners: list[int]) -> None:
    """Give the words of moved passages their partners among the words of `b` that have none yet."""
    if partners.count(-1) < _MOVED:
        return
    stretches = list(_runs(partners))
    if not stretches:
        return
    taken = {p for p in partners if p >= 0}
    if len(b) - len(taken) < _MOVED_RUN:
        return
    there = _once(b, 0, len(b))
    for start, end in stretches:
        at = start
        while at <= end - _ANCHOR:
            other = there.get(tuple(a[at : at + _ANCHOR]), -1)
            if other < 0 or other in taken:
                at += 1
                continue
            length = 0
            while (
                at + length < end
                and other + length < len(b)
                and a[at + length] == b[other + length]
                and other + length not in taken
            ):
                length += 1
            if length >= _MOVED_RUN:
                for old in partners[at : at + length]:
                    taken.discard(old)
                partners[at : at + length] = range(other, other + length)
                taken.update(range(other, other + length))
            at += max(length, 1)


def _gather(a: Sequence[str], b: Sequence[str], partners: list[int], fixed: Collection[int] = ()) -> None:
    """Join two insertions with few words between them into one, if the words repeat; but not if they begin with a `fixed`
    one, whose partner is right.

    A longest common subsequence may meet the `the` of `teach the class the rules` too early, and so split one
    insertion (`teach the class`) in two. If the words between also stand just before the right neighbour of the second
    insertion, they are moved there; or likewise to the left neighbour of the first.
    """
    insertions = [at for at, (left, right) in enumerate(pairwise(partners), 1) if 0 <= left < right - 1]
    last = -1  # the boundary of the insertion before
    for at in insertions:
        run = at - last
        if last < 0 and at <= _STRAY and a[0].startswith(_LINE) and 0 <= partners[0] == partners[at - 1] - at + 1:
            right = partners[at]
            if a[:at] == b[right - at : right]:  # the first words of a line stand in the headline above as well
                partners[:at] = range(right - at, right)
                continue
        if last > 0 and run <= _STRAY and partners[at - 1] - partners[last] == run - 1 and last not in fixed:
            right, left = partners[at], partners[last - 1] + 1
            if a[last:at] == b[right - run : right]:
                partners[last:at] = range(right - run, right)
                continue  # the insertion is now before word `last`
            if a[last:at] == b[left : left + run]:
                partners[last:at] = range(left, left + run)
        last = at
