"""RG115: dates, ranges and amounts that lost one of their parts, told by the words that are left of them.

Each pattern begins with words that are looked for first: few texts have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting

__all__ = ["PARTS_LOST"]

_DAY: Final = r"(?:[12]\d|3[01]|[1-9])"
_YEAR: Final = r"(?:1[0-9]|20)\d\d(?!\d)"
# by language: the words that begin a pattern, what must stand before them, and what after
_PARTS: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "fr": (
        ("le ", "", rf"{_DAY} (?={_YEAR})"),
        ("de ", "", r"(?=à \d)"),
        ("de ", "(?:.plus|moins|.près) ", r"(?=mill(?:ions|iards) d)"),
    ),
    "it": (
        ("il ", "", rf"{_DAY} (?={_YEAR})"),
        ("da ", "", r"(?=a \d)"),
        ("dal ", "", r"(?=al \d)"),
        ("di ", "(?:.più|meno) ", r"(?=mili(?:oni|ardi) di)"),
    ),
    "de": (
        ("am ", "", rf"{_DAY}\. (?={_YEAR})"),
        ("von ", "", r"(?=(?:auf|bis) \d)"),
        ("als ", "mehr ", r"(?=Milli(?:onen|arden) [A-Z])"),
    ),
    "es": (
        ("el ", "", rf"{_DAY} de (?={_YEAR})"),
        ("de ", "", r"(?=a \d{4}(?!\d))"),
        ("desde ", "", r"(?=hasta \d)"),
        ("de ", "(?:..más|menos|cerca) ", r"(?=(?:mil )?millones de)"),
    ),
    "pt": (
        ("em ", "", rf"{_DAY} de (?={_YEAR})"),
        ("de ", "", r"(?=para \d|a \d{4}(?!\d))"),
        ("de ", "(?:.mais|menos|cerca) ", r"(?=(?:milhões|bilhões) de)"),
    ),
    "nl": (("van ", "", r"(?=tot \d)"), ("dan ", "meer ", r"(?=miljoen(?:en)? )")),
}


@cache
def _patterns(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (spelling, re.compile(rf"{spelling}(?<={before}{spelling})(?<![\w'’.-]{spelling}){after}"))
        for words, before, after in _PARTS.get(code, ())
        for spelling in ((words,) if before else (words, words.capitalize()))
    )


def _part_lost(document: Document) -> Iterator[Sighting]:
    """`le 24 1648`, `de à 12 euros`, `plus de millions d'euros`: a month, the first end of a range, or how many."""
    table, text = document.language, document.text
    for words, pattern in _patterns(table.code) if table else ():
        for match in pattern.finditer(text) if words in text else ():
            at = match.end() - 1
            if document.is_prose_at(at):
                yield Sighting(at, at, "RG115", "part-lost", (1, 1))


PARTS_LOST: Final[dict[str, Detector]] = {
    # in 12 million characters of texts none
    "part-lost": Detector(_part_lost, prior=0.85),
}
