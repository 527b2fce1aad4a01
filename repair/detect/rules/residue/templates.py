"""What a dropped template of a wiki leaves: dates and counts without their numbers (RG115), and markup of links (RE303)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.suspects.language_signs import APPROXIMATE, DATED
from repair.detect.suspects.prefilter import capitals, word_before
from repair.detect.suspects.word_signs import NO_DATE
from repair.detect.technical import in_backticks, speaks_of_code
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, LETTER, any_of

__all__ = ["TEMPLATES"]


_ABOUT: Final = f"(?:or|and){A_BLANK}out\\b|(?:or|o|ou|oder|of){A_BLANK}(?:[^\\W\\d]+{A_BLANK}){{1,3}}\\d"
"""What goes on to a date that is not exact: `born in or around 1850`."""


@lru_cache(maxsize=64)
def _dates(language: Language) -> re.Pattern[str]:
    """An event, the word before its date, and a word that cannot be a date: `born on in Leeds`, `né le à Lille`."""
    leads = language.day_leads | language.year_leads
    links = language.prepositions | language.weak | language.coordinating
    links -= language.determiners | language.articles
    return re.compile(
        f"(?<!\\w)(?:{any_of(capitals(language.dated))}){A_BLANK}(?:{any_of(leads)})(?P<at>{A_BLANK}{{1,2}})(?!{_ABOUT})(?:{any_of(links - leads | language.year_leads)})"
        f"(?={A_BLANK}|[,.;])"
    )


def _date_lost(document: Document) -> Iterator[Sighting]:
    table = document.language
    if table is None or not table.dated:
        return
    for match in matches(_dates(table), document, [DATED]):
        if document.is_prose_at(match.start()):
            yield Sighting(match.start("at"), match.start("at"), "RG115", "date-lost", (1, 4))


@lru_cache(maxsize=64)
def _counts(language: Language) -> re.Pattern[str]:
    """An adverb that a number follows, and a noun in the plural: `environ exemplaires`."""
    return re.compile(
        f"(?<!\\w)(?:{any_of(language.counting)})(?P<at>{A_BLANK}{{1,2}})(?P<noun>{LETTER}{{2,}}(?:{'|'.join(language.plurals)}))(?![\\w'’-])"
    )


_SUBJECTS: Final = frozenset("which that it this he she who".split())


def _count_lost(document: Document) -> Iterator[Sighting]:
    table = document.language
    if table is None or not table.plurals:
        return
    for match in matches(_counts(table), document, [APPROXIMATE]):
        noun = match["noun"]
        is_number = noun in table.before_units or noun.endswith(table.numerals)
        is_verb = word_before(document.text, match.start() - 1).lower() in _SUBJECTS  # `which roughly translates to`
        if is_number or is_verb or noun in table.common_words:
            continue
        if noun.islower() and document.is_prose_at(match.start()):
            yield Sighting(match.start("at"), match.start("at"), "RG115", "count-lost", (1, 2))


# priors: none of these places in 12 million characters of sound texts
TEMPLATES: Final[dict[str, Detector]] = {
    "date-lost": Detector(_date_lost, frozenset([DATED]), prior=0.85),
    "count-lost": Detector(_count_lost, frozenset([APPROXIMATE]), prior=0.85),
    "invalid-date": pattern_rule(
        "invalid-date",
        "RG111",
        r"(?<!\w)(?:Invalid [Dd]ate(?:Time)?|NaN[./:-]NaN(?:[./:-]NaN)?)(?!\w)",
        sign=NO_DATE,
        unless=lambda document, match: speaks_of_code(document) or in_backticks(document, match.start()),
        words=(1, 4),
        prior=0.85,
    ),
    "wiki-link": pattern_rule(
        "wiki-link", "RE303", "\\[\\[(?!\\[)[^\\[\\]\\n]{1,100}\\]\\]", needles=("[[",), prior=0.85
    ),
    "wiki-bold": pattern_rule("wiki-bold", "RE303", "'''(?!')[^'\\n]{1,80}'''(?!')", needles=("'''",), prior=0.85),
    "wiki-heading": pattern_rule(
        "wiki-heading",
        "RE303",
        f"(?m)^(?P<at>={{2,4}}{A_BLANK}?[^=\\s][^=\\n]{{0,60}}={{2,4}})$",
        needles=("==",),
        prior=0.85,
    ),
}
