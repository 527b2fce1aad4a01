"""RG115 in languages without a table: amounts, years and days that lost their number, told by the words on both sides of it.

`languages/governing.py` has the words. Languages with a table have theirs in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.rules.letters.scripts import COUNTING
from repair.detect.suspects.prefilter import word_before
from repair.languages.governing import BEFORE_AMOUNTS, BEFORE_DATES, UNITS_LAST
from repair.text.patterns import any_of

__all__ = ["NUMBERS_OTHER"]

_B: Final = "[ \u00a0]"


@cache
def _measured(code: str) -> re.Pattern[str]:
    words, units = BEFORE_AMOUNTS[code]
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?P<at>{_B})(?:{any_of(units)})(?![\w-])(?!{_B}\d)", re.IGNORECASE)


@cache
def _units_last(code: str) -> re.Pattern[str]:
    units, behind, alone = UNITS_LAST[code]
    return re.compile(
        rf"(?<=[^\W\d_]{{2}})(?P<at>{_B})(?:(?:{any_of(units)}){_B}(?:{any_of(behind)})|(?:{any_of(alone)}))(?!\w)"
    )


def _amounts(document: Document) -> Iterator[Sighting]:
    """`Bilet kosztuje zł`, `Билет стоит рублей`, `Müze bileti liradır`."""
    code, text = document.article.language, document.text
    if document.language is not None or (code not in BEFORE_AMOUNTS and code not in UNITS_LAST):
        return
    for match in (_measured if code in BEFORE_AMOUNTS else _units_last)(code).finditer(text):
        at = match.start("at")
        counts = code in UNITS_LAST and word_before(text, at).lower() in _NUMERALS
        if not counts and document.is_prose_at(at):
            yield Sighting(at, at + 1, "RG115", "amount-lost-other", (1, 1))


_NUMERALS: Final = COUNTING | frozenset(
    """bir iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli altmış yetmiş seksen doksan buçuk milyar yarım
    her""".split()
)


@cache
def _dated(code: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.replace(' ', _B)})" for pattern in BEFORE_DATES[code]))


def _dates(document: Document) -> Iterator[Sighting]:
    """`urodził się w roku w Krakowie`, `родился в году`, `föddes den maj`."""
    code, text = document.article.language, document.text
    if document.language is not None or code not in BEFORE_DATES:
        return
    for match in _dated(code).finditer(text):
        at = match.end()
        if document.is_prose_at(at):
            yield Sighting(at, at, "RG115", "date-lost-other", (1, 1))


NUMBERS_OTHER: Final[dict[str, Detector]] = {
    "amount-lost-other": Detector(_amounts, prior=0.75),
    "date-lost-other": Detector(_dates, prior=0.75),
}
