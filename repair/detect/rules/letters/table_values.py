"""Numbers that a table's program or a flattened line changed (RG115): scores that became dates, codes of post offices without their
first zeros, whole numbers that run into the fraction behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches
from repair.detect.suspects.word_signs import INGREDIENT, POSTCODE, SCORED, any_giving
from repair.languages import LANGUAGES
from repair.text.patterns import A_BLANK, LETTER, any_of, late

__all__ = ["TABLE_VALUES"]

_CODE: Final = "RG115"


@cache
def _dated() -> re.Pattern[str]:
    months = {month.rstrip(".") for table in LANGUAGES.values() for month in table.months}
    short = any_of(spelling for month in months if len(month) <= 4 for spelling in (month, month.capitalize()))
    return re.compile(
        rf"(?:{any_giving(SCORED)})(?:{A_BLANK}(?:per|by|con|mit|por|with)(?:{A_BLANK}(?:a|un|score|punteggio))?)?{A_BLANK}(?P<at>\d{{1,2}}-(?:{short})|(?:{short})-\d{{1,2}})(?![\w-])"
    )


_LASTING: Final = late(
    rf"(?<!\w)(?:the|this|that|its|his|her|our|their|a|il|lo|la|un|una|el|questo|questa|l['’])?{A_BLANK}?(?P<what>[a-zà-ÿ]+){A_BLANK}"
    rf"(?:(?:è|era|has|had|fue|è stat[oa]){A_BLANK})?\Z",
)
_PLAYED: Final = frozenset(
    """match game final semifinal semi-final derby set race round tie fixture half session partita gara finale semifinale incontro
    match sfida set amichevole partido encuentro juego spiel partie team side squad squadra equipo it""".split()
)
_ENDING: Final = frozenset("ended finì finita finito finisce".split())
"""Verbs of other things as well: what ended on a day is no match (`the strike ended 12-Mar`)."""
_LONGEST_LASTING: Final = 40  # code points


def _scores_dated(document: Document) -> Iterator[Sighting]:
    """`La partita è finita 02-gen`: two numbers that a table's program took for a day and a month."""
    for match in matches(_dated(), document, [SCORED]):
        what = _LASTING.search(document.text, max(0, match.start() - _LONGEST_LASTING), match.start())
        verb = match[0].partition(" ")[0]
        if what is not None and what["what"] not in _PLAYED and verb in _ENDING:
            continue
        if document.is_prose_at(match.start("at")):
            yield Sighting(*match.span("at"), _CODE, "score-dated", (1, 1))


_POST: Final = {
    "it": (late(rf"CAP:?{A_BLANK}(?!19|20)(?P<at>\d{{3,4}})(?![\w.,]\d|\d)"), 5),
    "en": (
        late(
            r"(?:MA(?=.[12])|CT(?=.6)|RI(?=.2)|NH(?=.3)|VT(?=.5)|NJ(?=.[78]))"  # with the digits that its codes begin with
            rf"(?<={LETTER},{A_BLANK}..){A_BLANK}(?!19|20)(?P<at>\d{{4}})(?![\d-]|[.,]\d)"
        ),
        5,
    ),
}
"""By language: what stands before the number of a post office, and the digits that it has."""


_COUNTED: Final = late(rf"{A_BLANK}([a-z]{{2,}})(?!\w)")
"""What a number counts: `in Boston, MA 1200 people came`."""


def _codes_short(document: Document) -> Iterator[Sighting]:
    """`CAP 184 Roma`, `Boston, MA 2139`: a code that lost the zeros before it."""
    table = document.language
    if table is None or table.code not in _POST:
        return
    pattern, digits = _POST[table.code]
    for match in matches(pattern, document, [POSTCODE]):
        counted = _COUNTED.match(document.text, match.end())
        if table.code == "en" and counted is not None and counted[1] not in table.function_words | table.common_words:
            continue
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span("at"), _CODE, "postcode-short", (1, 1), match["at"].zfill(digits))


_MIXED: Final = late(r"(?<![\w/.,-])(?P<whole>[1-9])(?P<part>1/[2348]|2/3|3/[48]|[57]/8)(?![\d/])")
_MEASURE: Final = late(
    rf"{A_BLANK}(?:cups?|tablespoons?|teaspoons?|tbsp|tsp|ounces?|oz|pounds?|lbs?|pints?|quarts?|sticks?|cucchiai(?:ni|no|o)?|tazz[ae]|bicchier[ei]|tasses?|cuillères?|tazas?|cucharad(?:it)?as?|xícaras?|colher(?:es)?|Tassen?|EL|TL|koppen|kopjes?|eetlepels?|theelepels?)(?!\w)"
)


def _fractions_joined(document: Document) -> Iterator[Sighting]:
    """`11/2 cups`: one and a half, of which the blank is gone."""
    text = document.text
    if "/" not in text:
        return
    for match in _MIXED.finditer(text):
        if _MEASURE.match(text, match.end()) and document.is_prose_at(match.start()):
            at = match.start("part")
            yield Sighting(at, at, _CODE, "fraction-joined", None, " ")


TABLE_VALUES: Final[dict[str, Detector]] = {
    "score-dated": Detector(_scores_dated, frozenset([SCORED]), prior=0.8),
    "postcode-short": Detector(_codes_short, frozenset([POSTCODE]), prior=0.75),
    "fraction-joined": Detector(_fractions_joined, frozenset([INGREDIENT]), prior=0.85),
}
