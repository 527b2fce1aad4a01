"""What a preparation of texts set apart or ran together: ends of words and of numbers that stand between blanks (RG108),
apostrophes that a text lost throughout (RE305), paragraphs that end at an abbreviation or within a number (RJ204)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches
from repair.detect.suspects.prefilter import word_before
from repair.detect.suspects.telling_marks import CLITIC
from repair.detect.suspects.word_signs import ABBREVIATED, CLOSED_UP, LARGE, ORDINAL, PERCENT, standing_alone
from repair.detect.technical import is_named
from repair.detect.vocabulary import lexicon
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, UPPER, late

__all__ = ["PARTED"]


# --- ends of words ---------------------------------------------------------------------------------------------------

_END: Final = late(
    rf"(?P<at>{A_BLANK})(?:n['’]t(?<=[a-z]{A_BLANK}n.t)|['’]s(?<=[A-Za-z]{A_BLANK}.s)|['’](?:ll|re|ve)(?<=[A-Za-z]{A_BLANK}...))(?![\w'’])"
)
_BOUND: Final = late(
    rf"(?<![\w'’])(?:l|d|un|dell|all|nell|sull|dall|quell|quest|c|j|n|s|qu)(?P<at>{A_BLANK}['’]{A_BLANK})(?=[aeiouhàâéèêîôù]{LETTER})"
)
_HABIT: Final = 2  # such places of a text


def _ends_apart(document: Document) -> Iterator[Sighting]:
    """`do n't agree`, `dell ' anno`: a text in pieces, as programs take words apart."""
    table = document.language
    if table is None or not (table.code == "en" or table.elides):
        return
    found = list((_END if table.code == "en" else _BOUND).finditer(document.text))
    is_habit = len(found) >= _HABIT and any(not match[0].endswith("s") for match in found)
    for match in found if is_habit or table.code != "en" else ():
        start, end = match.span("at")
        if document.is_prose_at(start) and not is_named(document, match):
            yield Sighting(start, end, "RG108", "end-apart", None, match["at"].strip())


# --- apostrophes -----------------------------------------------------------------------------------------------------

_APOSTROPHES: Final = ("'", "’", "‘", "`", "´")


_ITALIAN: Final = late(
    rf"(?<!{LETTER})(?P<stem>dell|all|nell|sull|dall|quell|l|un)(?P<word>[aeiouàèéìòùh]{LETTER}{{2,20}})(?!{LETTER})"
)


def _has_none(document: Document) -> bool:
    """Whether the text has no apostrophe of any form."""
    return not any(mark in document.text for mark in _APOSTROPHES)


def _apostrophes_gone(document: Document) -> Iterator[Sighting]:
    """`dellanno`, `lultimo`: a text that lost its apostrophes has none, and several such words."""
    table, text = document.language, document.text
    known = lexicon(document)
    if table is None or table.code != "it" or known is None or not _has_none(document):
        return
    found = [
        match
        for match in _ITALIAN.finditer(text)
        if not known.is_common(match[0]) and known.is_common(match["word"]) and document.is_prose_at(match.start())
    ]
    # rare words look like that too (`lindo`, `lavorio`), but no word at all does
    lost = len(found) >= _HABIT and not all(known.knows(match[0]) for match in found)
    for match in found if lost else ():
        yield Sighting(match.start("word"), match.start("word"), "RE305", "apostrophes-gone", None, "’")


def _contractions_closed(document: Document) -> Iterator[Sighting]:
    """`dont`, `doesnt`: several of them in a text without apostrophes."""
    table = document.language
    if table is None or table.code != "en" or not _has_none(document):
        return
    found = [match for match in matches(_CLOSED, document, [CLOSED_UP]) if document.is_prose_at(match.start())]
    lost = len(found) >= _HABIT and any(match[0] != _NAME for match in found)
    for match in found if lost else ():
        at = match.end() - _TAIL.get(match[0].lower(), 1)
        yield Sighting(at, at, "RE305", "contraction-closed", None, "’")


_CLOSED: Final = late(standing_alone(CLOSED_UP))
_NAME: Final = "Ive"
_TAIL: Final = dict.fromkeys("theyre youre theyve weve youve ive".split(), 2)

# --- paragraphs ------------------------------------------------------------------------------------------------------

_TITLE: Final = late(rf"{standing_alone(ABBREVIATED)}\.(?P<at>[ \t]*\n\s*)(?={UPPER}{LOWER})")
_BEHIND_NAME: Final = ("Dr", "Sr")


def _titles_broken(document: Document) -> Iterator[Sighting]:
    """A paragraph that ends in `Mr.` or `dott.`, before the name. In English `Ocean Dr.` is a street, and `King Sr.` a father."""
    text, is_english = document.text, document.language is not None and document.language.code == "en"
    for match in matches(_TITLE, document, [ABBREVIATED]):
        word = word_before(text, match.start() - 1)
        if not word or (is_english and word.istitle() and text.startswith(_BEHIND_NAME, match.start())):
            continue
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span("at"), "RJ204", "title-broken", None, " ")


# --- numbers ---------------------------------------------------------------------------------------------------------


def _parted(between: str, digits: str) -> re.Pattern[str]:
    """A number that is parted behind its point, before the word for what it counts."""
    return late(rf"(?<![\w.,])\d{{1,3}}(?P<mark>[.,])(?P<at>{between})\d{{{digits}}}{A_BLANK}?(?:p\w+{A_BLANK})?\Z")


_BACK: Final = 24  # code points from such a number to its word
_BROKEN: Final = _parted(r"\n+", "1,3")
_AMOUNT: Final = late(standing_alone(LARGE, PERCENT))


def _numbers_broken(document: Document) -> Iterator[Sighting]:
    """A paragraph that ends behind the point of a number: `3.`, and `5 million` below."""
    text = document.text
    for match in matches(_AMOUNT, document, [LARGE, PERCENT]):
        number = _BROKEN.search(text, max(0, match.start() - _BACK), match.start())
        if number and word_before(text, number.start() - 1) and document.is_prose_at(number.start("at")):
            yield Sighting(*number.span("at"), "RJ204", "number-broken", None, "")


_APART: Final = _parted(A_BLANK, "1,2")
_PERCENT: Final = late(standing_alone(PERCENT))


def _ends_clause(document: Document, start: int, mark: str) -> bool:
    """Whether the mark behind the number at `start` is no decimal point: that of an item (`3. 20 percent`), of a label (`Table 2.`,
    `Fig. 3.`) or a date, or in English a comma behind what the number belongs to (`those over 65, 70 percent`)."""
    table, before = document.language, document.text[max(0, start - 2) : start].rstrip(BLANK)[-1:]
    if before in ("", "\n", "."):
        return True
    if mark == ",":
        return table is not None and table.code == "en" and before.isalpha()
    return word_before(document.text, start - 1).istitle()


def _points_apart(document: Document) -> Iterator[Sighting]:
    """`4. 5 percent`: a blank behind the point of a number."""
    for match in matches(_PERCENT, document, [PERCENT]):
        number = _APART.search(document.text, max(0, match.start() - _BACK), match.start())
        if number is None or _ends_clause(document, number.start(), number["mark"]):
            continue
        if document.is_prose_at(number.start("at")):
            yield Sighting(*number.span("at"), "RG108", "point-apart", None, "")


_ENDING: Final = late(rf"(?:st(?<={A_BLANK}st)|nd|rd|th)(?={A_BLANK}(?:[a-z]{{3}}|of{A_BLANK}))")
_COUNTED: Final = late(r"(?:siècle|arrondissement|étage|édition|anniversaire)(?!\w)")
_FRENCH_END: Final = late(rf"{A_BLANK}(?<=\d.)(?:e|ème|er|ère)\Z")
_ENDS_OF: Final = {"1": "st", "2": "nd", "3": "rd"}
_ORDINAL: Final = late(rf"(?<![\w.,])\d{{1,2}}{A_BLANK}\Z")


def _endings_apart(document: Document) -> Iterator[Sighting]:
    """`the 21 st century`: a raised ending that stands apart from its number."""
    table, text = document.language, document.text
    if table is not None and table.code == "fr":
        for match in matches(_COUNTED, document, [ORDINAL]):
            end = match.start() - 1
            raised = _FRENCH_END.search(text[max(0, end - 7) : end])
            if raised and document.is_prose_at(end):
                at = end - len(raised[0])
                yield Sighting(at, at + 1, "RG108", "ending-apart", None, "")
    if table is None or table.code != "en":
        return
    for match in matches(_ENDING, document, [ORDINAL]):
        at = match.start()
        number = _ORDINAL.search(text, max(0, at - 5), at)
        if number is None:
            continue
        digits = number[0][:-1]
        ending = "th" if digits[:-1] == "1" else _ENDS_OF.get(digits[-1], "th")
        if match[0] == ending and document.is_prose_at(at):
            yield Sighting(at - 1, at, "RG108", "ending-apart", None, "")


PARTED: Final[dict[str, Detector]] = {
    "end-apart": Detector(_ends_apart, frozenset([CLITIC]), prior=0.85),
    "apostrophes-gone": Detector(_apostrophes_gone, prior=0.8),
    "contraction-closed": Detector(_contractions_closed, frozenset([CLOSED_UP]), prior=0.8),
    "title-broken": Detector(_titles_broken, frozenset([ABBREVIATED]), prior=0.85),
    "number-broken": Detector(_numbers_broken, frozenset([LARGE, PERCENT]), prior=0.85),
    "point-apart": Detector(_points_apart, frozenset([PERCENT]), prior=0.75),
    "ending-apart": Detector(_endings_apart, frozenset([ORDINAL]), prior=0.8),
}
