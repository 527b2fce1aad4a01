"""Where the lost partner of a quotation mark or bracket stood: a text alone cannot tell, but its page or a copy can.

From the mark that is left, a reference is read on to the end of the paragraph, or back to its beginning. The first place
where it has nothing but a closing (or opening) mark more than the article is the place of the loss.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from repair.collate.collation import Collation, Insertion
from repair.collate.entries import as_candidates
from repair.collate.evidence import sure_of_place
from repair.collate.marks import lost_marks
from repair.records import Entry, Reading

__all__ = ["with_partner"]

# The number of a word in the article, that in the reference, and the spans of what stands before these in both.
_Place = tuple[int, int, tuple[int, int], tuple[int, int]]
_FARTHEST: Final = 400  # words from a mark to its partner
_MOST_BETWEEN: Final = 40  # code points that two words of prose have between them
# For each mark those that are sought, after it and before it.
_CLOSING: Final = {"«": "»", "»": "«", "“": "”", "„": "“”", "(": ")", "[": "]", '"': '"'}
_OPENING: Final = {"»": "«", "«": "»", "”": "“„", "“": "„", ")": "(", "]": "[", '"': '"'}


def with_partner(entry: Entry, boundary: int, collations: Sequence[Collation]) -> Entry | None:
    """The entry at the place where references have the partner of its mark, with that as candidate; `None` if none has. Where
    they differ, the first one counts. `boundary` is the word before which the mark stands."""
    place = -1
    readings: dict[str, list[tuple[Reading, float]]] = {}
    for collation in collations:
        found = _partner(collation, entry.finding.start, boundary)
        if found is not None and place in (-1, found[0]):
            place, mark, reading = found
            readings.setdefault(mark, []).append((reading, sure_of_place(collation, reading)))
    if place < 0:
        return None
    finding = replace(entry.finding, start=place, end=place, detectors=(*entry.finding.detectors, "collation"))
    return replace(entry, finding=finding, candidates=as_candidates(readings))


def _partner(collation: Collation, start: int, boundary: int) -> tuple[int, str, Reading] | None:
    """The place of the lost partner in the article, the partner, and where the reference has it."""
    text = collation.article.text
    left, right = text[max(0, start - 1) : start], text[start : start + 1]
    found = _nearest(collation, _CLOSING[left], _places(collation, boundary + 1, 1)) if left in _CLOSING else None
    if found is None and right in _OPENING:
        found = _nearest(collation, _OPENING[right], _places(collation, boundary - 1, -1))
    return found


def _nearest(collation: Collation, lost: str, places: Iterable[_Place]) -> tuple[int, str, Reading] | None:
    """The first of the places where the reference has one of the `lost` marks more."""
    text = collation.article.text
    for at, first, (low, high), (begin, end) in places:
        mine, other = text[low:high], collation.reference.text[begin:end]
        if max(len(mine), len(other)) > _MOST_BETWEEN:  # a ruler or the dots of a table
            continue
        splits = ((split, lost_marks(mine[:split], mine[split:], other)) for split in range(len(mine) + 1))
        found = [(split, *marks) for split, marks in splits if marks is not None and other[slice(*marks)] in lost]
        if not found:
            continue
        same = (each for each in found if mine[: each[0]] + other[each[1] : each[2]] + mine[each[0] :] == other)
        split, start, stop = next(same, found[0])
        # where the blanks differ, the one between the words and their mark is the reference's
        if other[start - 1 : start].isspace() and not mine[:split].endswith(" "):
            start -= 1
        sides = collation.context(Insertion(at, first, first, 0, 0))
        reading = Reading(collation.reference.name, begin + start, begin + stop, *sides)
        return low + split, other[start:stop], reading
    return None


def _places(collation: Collation, at: int, step: int) -> Iterator[_Place]:
    """The places from word `at` to the edge of the paragraph where the reference has the words that the article has: the
    numbers of the words in both, and the spans before them, as far as the line of the paragraph goes."""
    partners, article, there = collation.partners, collation.article, collation.there
    for number in range(at, at + step * _FARTHEST, step):
        if not 0 <= number <= len(partners):
            return
        left = partners[number - 1] if number else -1
        right = partners[number] if number < len(partners) else -1
        if (left if step > 0 else right) < 0:  # the word beside the place is not there
            continue
        first = left + 1 if step > 0 else right
        mine, other = article.between(number), there.between(first)
        line = _in_line(collation.reference.text, *other, step)
        if line is not None:
            yield number, first, _in_line(article.text, *mine, step) or mine, line
            return
        if left >= 0 and right == left + 1:
            yield number, first, mine, other


def _in_line(text: str, start: int, end: int, step: int) -> tuple[int, int] | None:
    """The span as far as its line goes, from its start, or for a negative step from its end; `None` if it does not leave
    the line or the text."""
    if step > 0:
        stop = text.find("\n", start, end)
        return (start, stop) if stop >= 0 else (start, end) if end == len(text) else None
    stop = text.rfind("\n", start, end)
    return (stop + 1, end) if stop >= 0 else (start, end) if start == 0 else None
