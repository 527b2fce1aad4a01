"""RG116: what a text announces or counts and does not have.

A colon before a paragraph that is no quotation, list or table; an enumeration that begins with its second item or skips
one; a heading of a statute with no text below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from repair.detect.document import Detector, Document, Sighting
from repair.detect.line_shapes import COLON_END, NUMBERED, SHORT, Line
from repair.languages.table import Language
from repair.text.patterns import LETTER, LOWERS, late

__all__ = ["ANNOUNCED"]

_CODE: Final = "RG116"

# --- colons ----------------------------------------------------------------------------------------------------------

_NEAR: Final = 80  # code points before the colon in which the words that announce stand
_WORD: Final = late(rf"{LETTER}+")
_CLAUSE_END: Final = late(r"[.!?…;]\s")
_QUOTED: Final = late(r"[«»“”„‟‹›\"「『《'‘’](?:(?<!['‘’])|(?<![\w’'].)(?=\w))")
_LABEL: Final = late(r"[^.!?:\n]{1,40}:")
_INNER_END: Final = late(rf"{LETTER}[.!?…]\s+[\"«“(]?[^\W\d_{LOWERS}]")
_QUESTIONS: Final = late(r"[^.!…:]+\?")
_LONG_ENOUGH: Final = 60  # code points; what is shorter may be the item, title or caption that is announced
_TWO_SENTENCES: Final = 40  # code points of a paragraph of several sentences


class _Announcement(NamedTuple):
    """A line that ends in a colon before a paragraph that is no quotation, or before nothing at all."""

    line: Line
    words: list[str]
    """The last words before its colon, in lower case."""
    below: Line | None
    """The paragraph; `None` if the text ends here."""


@lru_cache(maxsize=64)
def _announcing(language: Language) -> frozenset[str]:
    """The words of which a line has one that announces anything."""
    return language.sayings | language.embeds | language.announcing


def _announcements(document: Document) -> list[_Announcement]:
    lines, text = document.lines, document.text
    found: list[_Announcement] = []
    if document.language is None:
        return found
    announcing = _announcing(document.language)
    # where no blank line parts paragraphs, a line break does
    apart = 2 if any(line.shape == "blank" for line in lines[:-1]) else 1
    for number in document.kinds.get(COLON_END, ()):
        line = lines[number]
        last = text[max(line.start, line.end - _NEAR) : line.end]
        words = _WORD.findall(_CLAUSE_END.split(last)[-1].lower())
        if announcing.isdisjoint(words):  # as most
            continue
        after = next((place for place in range(number + 1, len(lines)) if lines[place].shape != "blank"), None)
        below = None if after is None else lines[after]
        if below and after and (after < number + apart or not _is_paragraph(text, below)):
            continue
        found.append(_Announcement(line, words, below))
    return found


def _is_paragraph(text: str, line: Line) -> bool:
    """Whether the line is a paragraph of prose, and no quotation or item with a label."""
    paragraph = text[line.start : line.end]
    return bool(
        line.shape == "prose"
        and (len(paragraph) >= _LONG_ENOUGH or (len(paragraph) >= _TWO_SENTENCES and _INNER_END.search(paragraph)))
        and paragraph[0].isupper()
        and paragraph[-1] in ".!?…"
        and not (_QUOTED.search(paragraph) or _LABEL.match(paragraph))
    )


def _colon_rule(rule: str, holds: Callable[[Document, Language, _Announcement], bool]) -> Detector:
    def detect(document: Document) -> Iterator[Sighting]:
        if document.language is None:
            return
        for one in document.once(_announcements):
            if holds(document, document.language, one):
                yield Sighting(one.line.end, one.line.end, _CODE, rule)

    return Detector(detect, frozenset([COLON_END]), prior=0.6)


def _speech(document: Document, table: Language, one: _Announcement) -> bool:
    if one.below and not table.remarks.isdisjoint(one.words[-7:]):
        return False  # the paragraph is what is said: `the following sentence sums it up:`
    return not table.sayings.isdisjoint(one.words[-7:])


def _embedded(document: Document, table: Language, one: _Announcement) -> bool:
    return not table.embeds.isdisjoint(one.words[-2:])


def _listed(document: Document, table: Language, one: _Announcement) -> bool:
    """Whether a list is announced. One sentence below may be its first item, but not a paragraph of several."""
    if table.announcing.isdisjoint(one.words):
        return False
    below = one.below
    if below and _QUESTIONS.fullmatch(document.text, below.start, below.end):
        return False  # they are what is announced
    return below is None or _INNER_END.search(document.text, below.start, below.end) is not None


# --- numbers of items and headings -----------------------------------------------------------------------------------

_NUMBER: Final = late(r"(\d{1,3})[.)]\s")
_FIRST: Final = late(r"(?<!\S)\(?1(?:[.):]|°|º|ª|\s)")


def _numbers(document: Document) -> list[tuple[int, Line]]:
    """The numbers of the items of enumerations, in text order."""
    found = ((_NUMBER.match(document.text, line.start), line) for line in document.lines_of(NUMBERED))
    return [(int(match[1]), line) for match, line in found if match]


def _first_item_lost(document: Document) -> Iterator[Sighting]:
    """An enumeration that begins with 2, in a text without any 1 before it."""
    numbers = document.once(_numbers)
    second = next((line for (number, line), (after, _) in pairwise(numbers) if (number, after) == (2, 3)), None)
    if second and not _FIRST.search(document.text, 0, second.start):
        yield Sighting(second.start, second.start, _CODE, "first-item-lost")


def _item_lost(document: Document) -> Iterator[Sighting]:
    """An enumeration that skips one number, in the middle of at least two others on either side."""
    numbers = document.once(_numbers)
    text = document.text
    for at in range(2, len(numbers) - 1):
        (low, _), (left, before), (right, line), (high, _) = numbers[at - 2 : at + 2]
        if not (low + 1 == left and left + 2 == right and right + 1 == high):
            continue
        if not re.search(rf"(?<!\w){left + 1}[.)]", text[before.start : line.start]):  # it may stand within a line
            yield Sighting(line.start, line.start, _CODE, "item-lost")


_HEADING: Final = late(
    r"(?:art(?:\.|icolo|icle|ikel|ículo|igo)?|§{1,2}|section|sezione|capo|clause|clausola)\s?(\d{1,4}|[ivxlc]{1,6})"
    r"(?:[\s-]?(?:bis|ter|quater))?\s?[.:)–-]?",
    re.IGNORECASE,
)
_HEADINGS: Final = ("art", "§", "sec", "sez", "capo", "cla")


_TWO: Final = 2


def _has_text(document: Document, number: int) -> bool:
    """Whether a paragraph stands below the line."""
    below = document.beside(number, 1)
    return below is not None and below.shape == "prose" and below.end - below.start >= _LONG_ENOUGH


def _heading_without_text(document: Document) -> Iterator[Sighting]:
    """A heading of a statute right before the next heading, where most have text below them."""
    text, lines = document.text, document.lines
    numbers = [
        number
        for number in document.kinds.get(SHORT, ())
        if text[lines[number].start : lines[number].start + 4].lower().startswith(_HEADINGS)
        and _HEADING.fullmatch(text, lines[number].start, lines[number].end)
    ]
    empty = [(one, other) for one, other in pairwise(numbers) if not text[lines[one].end : lines[other].start].strip()]
    if 2 * len(empty) < len(numbers) - 1 or (
        len(empty) == 1 and len(numbers) == _TWO and _has_text(document, numbers[1])
    ):
        for one, _ in empty:
            yield Sighting(lines[one].end, lines[one].end, _CODE, "heading-without-text")


# --- turns of an interview -------------------------------------------------------------------------------------------

_TURN: Final = late(rf"(?P<who>[A-Z]{{1,3}}|{LETTER}{{4,14}}):(?=[ \u00a0])(?P<said>[^\n]*)")
_TURNS: Final = 4  # of two who speak in turn, at least


def _turn_lost(document: Document) -> Iterator[Sighting]:
    """Two questions in a row, where each other has its answer: `Q: At what price?`, `Q: And now?`."""
    if not document.kinds.get(SHORT):
        return
    text = document.text
    turns = [
        (line, match["who"], match["said"].rstrip().endswith("?"))
        for line in document.lines
        if line.shape != "blank" and (match := _TURN.match(text, line.start, line.end))
    ]
    if len(turns) < _TURNS or len({who for _, who, _ in turns}) != _TWO:
        return
    asking = {who for _, who, asks in turns if asks}
    twice = [(one, other) for one, other in pairwise(turns) if one[1] == other[1]]
    if len(asking) == 1 and len(twice) == 1 and twice[0][0][2] and twice[0][1][2]:
        at = twice[0][0][0].end
        yield Sighting(at, at, _CODE, "turn-lost")


# priors: of 48 places in 19 million characters of texts that were taken for sound, 34 lack what they announce; on real
# pages extractors lost it at 8 of 32, and the author of the page never gave it at some of the others
ANNOUNCED: Final[dict[str, Detector]] = {
    "speech-announced": _colon_rule("speech-announced", _speech),
    "embed-announced": _colon_rule("embed-announced", _embedded),
    "list-announced": _colon_rule("list-announced", _listed),
    "first-item-lost": Detector(_first_item_lost, frozenset([NUMBERED]), prior=0.75),
    "item-lost": Detector(_item_lost, frozenset([NUMBERED]), prior=0.7),
    "turn-lost": Detector(_turn_lost, frozenset([SHORT]), prior=0.75),
    "heading-without-text": Detector(_heading_without_text, frozenset([SHORT]), prior=0.75),
}
