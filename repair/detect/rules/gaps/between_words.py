"""RG115 and RG103: numbers, dates and words that were lost between two words which cannot stand together without them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.rules.gaps.units import needs_no_number
from repair.detect.rules.phrases import is_at_head
from repair.detect.suspects.prefilter import BETWEEN_WORDS, word_before
from repair.detect.suspects.suspect_words import are_sound_beside, pairs_of_words
from repair.detect.suspects.word_pairs import amountless, counted_by, dayless, measureless, never_pairs, numberless
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, LETTER, UPPER, late

__all__ = ["LOST_BETWEEN"]


def _pairs(document: Document, followers: dict[str, frozenset[str]]) -> Iterator[tuple[str, re.Match[str]]]:
    """The first words of pairs that cannot stand together, with the blank and the second word."""
    for first, match in document.once(pairs_of_words):
        at = match.start()
        before = document.text[at - len(first) - 1 : at - len(first)]
        # after a bracket or a quotation mark the word may be the only one of its phrase
        if match[1] in followers.get(first, ()) and not before.strip() and document.is_prose_at(at):
            yield first, match


_NAMES_SIGN: Final = late(f"{A_BLANK}(?:sign|symbol|encod)")  # `of percent signs`


def _never_pair(document: Document) -> Iterator[Sighting]:
    """`parlò di di musica`, `from to`, `weighs tonnes`."""
    table, text = document.language, document.text
    if table is None:
        return
    for first, match in _pairs(document, never_pairs(table)):
        at = match.start()
        if _NAMES_SIGN.match(text, match.end()) or are_sound_beside(table, text, first, match):
            continue
        # `beneath, between and against`
        one_of_several = match[1] in table.coordinating and first in table.prepositions | table.weak
        # within a sentence a capital makes the first word a name (`Click To to choose`)
        if first[0].isupper() and match[1] not in table.coordinating and not is_at_head(text, at - len(first)):
            continue
        if not one_of_several or text[at - len(first) - 2 : at - len(first)] != ", ":
            yield Sighting(
                at, at, "RG115" if _is_counted(table, first, match[1].lower()) else "RG103", "never-pair", (1, 1)
            )


def _is_counted(table: Language, first: str, second: str) -> bool:
    """Whether a number was lost between the two words: before a unit, or after a word that is none of grammar."""
    return (
        second in table.units
        or second in table.periods
        or second in table.before_units - table.common_words
        or (first.lower() not in table.common_words and second not in table.common_words)
    )


# --- amounts and measures ---------------------------------------------------------------------------------------------

_LAST_WORD: Final = late(rf"{LETTER}+\Z")
_SHARED: Final = late(f"{A_BLANK}(?:the{A_BLANK})?{LETTER}+{A_BLANK}(?:for|in|to|on)\\b")
"""After the conjunction where another noun has the same object with its own preposition: `the value of and demand for wood`."""


def _amount_lost(document: Document) -> Iterator[Sighting]:
    """`an area of and a population`, `cambiare il valore di e riavviare`, `à l'âge de ans`."""
    table, text = document.language, document.text
    if table is None:
        return
    for first, match in _pairs(document, amountless(table)):
        at = match.start()
        quantity = _LAST_WORD.search(text[max(0, at - len(first) - 21) : at - len(first) - 1])
        if table.parting and _SHARED.match(text, match.end()):
            continue
        if quantity and _has_amount(table, quantity[0].lower(), match[1].lower()):
            yield Sighting(at, at, "RG115", "amount-lost", (1, 3))


def _has_amount(table: Language, quantity: str, second: str) -> bool:
    """Whether the quantity must have an amount before the second word. A sum may be one of units or periods (`the total of
    hours worked`), and anything but an age or a duration may be one of periods (`the price of years of war`)."""
    if quantity not in table.quantities:
        return False
    if second in table.periods:
        return quantity in table.lasting
    return second not in table.units or quantity not in table.sums


def _measure_lost(document: Document) -> Iterator[Sighting]:
    """`aggiungete g di zucchero`, `he won percent of the votes`."""
    table, text = document.language, document.text
    if table is None:
        return
    for first, match in _pairs(document, measureless(table)):
        start = match.start() - len(first) - 1
        while start and text[start - 1] in BLANK:
            start -= 1
        word = word_before(text, start)
        if len(word) > 1 and word.isalpha() and word[1:].islower() and not needs_no_number(table, word.lower()):
            yield Sighting(start, start, "RG115", "measure-lost", (1, 1))


def _approximated_lost(document: Document) -> Iterator[Sighting]:
    """`cuocere per circa minuti`."""
    table = document.language
    for _, match in _pairs(document, numberless(table)) if table else ():
        yield Sighting(match.start(), match.start(), "RG115", "approximated-lost", (1, 1))


# --- days and other numbers -------------------------------------------------------------------------------------------

_ORDINAL: Final = "(?!north|south|month)[a-z]+(?:-[a-z]+)?(?:rst|ond|ird|rth|fth|xth|nth|hth|ieth)\\b"
_SINCE: Final = late(f"{A_BLANK}(?:(?:the{A_BLANK})?\\d{{1,2}}(?!\\d)|the{A_BLANK}{_ORDINAL}|{UPPER})")
_NEXT_WORD: Final = late(f"{A_BLANK}({LETTER}+)")


def _tells_of_month(table: Language, text: str, first: str, match: re.Match[str]) -> bool:
    """Whether a sentence that begins with an article and the month of the match is about the month: `Il maggio del 1968`."""
    if table.before_month or first.lower() not in table.articles or not is_at_head(text, match.start() - len(first)):
        return False
    after = _NEXT_WORD.match(text, match.end())
    return after is not None and after[1] in table.function_words


def _day_lost(document: Document) -> Iterator[Sighting]:
    """`il giugno 2019`, `on June the ferry`, `el de junio`."""
    table, text = document.language, document.text
    if table is None:
        return
    for first, match in _pairs(document, dayless(table)):
        at = match.start()
        # a day may follow (`on June 14`, `on June the first`), and a name may begin with a month (`on March Street`)
        if _SINCE.match(text, match.end()):
            continue
        if _tells_of_month(table, text, first, match):
            continue
        if table.before_month:
            at -= len(first) + 1
            lead = word_before(text, at)
            # after a comma, the article stands for a noun that was named before (`este mes, el de junio`)
            if lead.lower() not in table.day_leads or text[at - len(lead) - 2 : at - len(lead)] == ", ":
                continue
        yield Sighting(at, at, "RG115", "day-lost", (1, 1))


_ENTERS: Final = late(
    f"{A_BLANK}(?:c[ao]mes?|goes|go|went|walk(?:s|ed)|r[au]ns?|rush(?:es|ed)|bursts?|strides|strode|march(?:es|ed)|troop(?:s|ed)|swept|jump(?:s|ed)"
    f"|cre(?:eps|pt)|step(?:s|ped)|hurri(?:es|ed)|dash(?:es|ed)|slip(?:s|ped)|pour(?:s|ed)|filed)(?!{A_BLANK}(?:to|back|from|home|into|over)\\b)(?!\\w)"
)
"""After `In she`, where `in` belongs to the verb: `In she walked, dripping wet`."""
_NEXT: Final = late(f"(?P<comma>,?){A_BLANK}(?P<word>{LETTER}+)")
_YEAR: Final = late(f"{A_BLANK}[12]\\d{{3}}(?!\\w)")
"""What tells which one is meant: `la edizione del 1525`."""
_TELL_OF_THEM: Final = frozenset("che qui que where who whose that die deren denen aus uit von van".split())
"""Words that tell which ones are meant: `eine Stadt mit Einwohnern aus aller Welt`."""


def _number_between(document: Document) -> Iterator[Sighting]:
    """`un comune di abitanti`, `In she moved to Hull`, `built in the century by monks`."""
    if document.language is None:
        return
    counted, text = counted_by(document.language), document.text
    for first, match in document.once(pairs_of_words):
        head = match.start() - len(first)
        for place in counted.get((first, match[1]), ()):
            start = head - 1 - len(place.before) if place.before else head
            if place.before and not _stand_at(text, start, place.before):
                continue
            if place.begins and not is_at_head(text, start):
                continue
            if place.begins and _ENTERS.match(text, match.end()):
                continue
            if place.ends and not _ends(document.language, text, match.end()):
                continue
            at = match.start() if place.is_last else head - 1
            if document.is_prose_at(at):
                yield Sighting(at, at, "RG115", "number-between-lost", (1, 3))
                break


def _ends(table: Language, text: str, end: int) -> bool:
    """Whether a mark or a function word follows the word that ends at `end`, and nothing that tells of it."""
    after = _NEXT.match(text, end)
    if after is None:
        return not text[end + 1 : end + 2].isdigit()  # `anni 42`
    if after["word"] in _TELL_OF_THEM or _YEAR.match(text, after.end()):
        return False
    return after["comma"] != "" or after["word"] in table.function_words


def _stand_at(text: str, start: int, words: str) -> bool:
    """Whether the words, or the same with a capital, stand at `start`."""
    found = text[max(0, start) : start + len(words)]
    return words in (found, found.lower()) and not text[max(0, start - 1) : start].isalnum()


# priors: 24 places in 19 million characters of sound texts and pages were read; 13 of them are words that an author wrote twice
LOST_BETWEEN: Final[dict[str, Detector]] = {
    "never-pair": Detector(_never_pair, frozenset(BETWEEN_WORDS), prior=0.7),
    "amount-lost": Detector(_amount_lost, frozenset(BETWEEN_WORDS), prior=0.85),
    "measure-lost": Detector(_measure_lost, frozenset(BETWEEN_WORDS), prior=0.85),
    "approximated-lost": Detector(_approximated_lost, frozenset(BETWEEN_WORDS), prior=0.85),
    "day-lost": Detector(_day_lost, frozenset(BETWEEN_WORDS), prior=0.85),
    # none in 30 million characters of sound texts and pages
    "number-between-lost": Detector(_number_between, frozenset([BETWEEN_WORDS]), prior=0.85),
}
