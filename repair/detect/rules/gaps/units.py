"""RG115: signs and units of measure that lost their number, and numbers that were split before one.

Each rule knows what a sound text may have in place of the number: a quantifier before a unit, an article before a sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.suspects.prefilter import AMOUNT_SIGNS, BETWEEN_NUMBERS, UNIT, UNITS, word_before
from repair.detect.suspects.word_signs import ORDINAL
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, UPPERS, late

__all__ = ["LONE_UNITS", "needs_no_number"]

# A pattern begins with the rarest letter of its symbols, since blanks or classes of letters take ten times as long to look
# for.
_SIGNS: Final = "°%‰€£"
_END: Final = r"(?![\w/{}(*=<>%&²³-]|\.\w)"
_UNITS: Final = {
    start: late(f"{start}(?<={A_BLANK}{before}{start}){after}{_END}")
    for start, before, after in (
        ("°", "", "[CF]?"),
        *((sign, "", "") for sign in _SIGNS[1:]),
        ("m", "[kcmµ]", "(?:[²³]|/h(?!\\w))?"),
        ("g", "[kmµ]", ""),
        ("L", "m", ""),
        ("W", "[kMG]", "h?"),
        ("Hz", "[kMG]", ""),
    )
}
_PART: Final = late(f"{A_BLANK}(?!\\W)[^\\d_{UPPERS}]")
_NUMBERED: Final = late(f"{A_BLANK}?\\d")
_SETS_OFF: Final = late(f"(?<=%)(?:{A_BLANK}*(?:\n|$)|{A_BLANK}[\\w./-]+{A_BLANK}--?\\w)|{A_BLANK}*\n\\s*\\d")
"""After a sign that parts two texts or is the prompt of a shell, or whose number stands in the next line."""


def _unit_without_number(document: Document) -> Iterator[Sighting]:
    """A symbol after a word that no number and no quantifier is: `una media di °C`."""
    table, text = document.language, document.text
    if table is None:
        return
    for match in chain.from_iterable(pattern.finditer(text) for start, pattern in _UNITS.items() if start in text):
        end = max(text.rfind(blank, max(0, match.start() - 4), match.start()) for blank in BLANK) + 1
        start = end
        while start and text[start - 1] in BLANK:
            start -= 1
        if _NUMBERED.match(text, match.end()) or _SETS_OFF.match(text, match.end()) or not document.is_prose_at(end):
            continue
        if start and text[start - 1] in ".!?" and _PART.match(text, match.end()):
            yield Sighting(end, end, "RG115", "unit-without-number", (1, 1))
        word = word_before(text, start)
        if not (word.isalpha() and word.islower()):
            continue
        if len(word) > 1 and len(set(word)) == 1:
            continue  # `nnn MHz`, for any number
        if word in table.apposed:
            continue  # `il simbolo %`
        if text[max(0, start - len(word) - 2) : start - len(word) - 1].isdigit():
            continue  # `9 small km`
        before = word_before(text, start - len(word) - 1).lower() if word in table.prepositions else ""
        if not (needs_no_number(table, word) or (before and needs_no_number(table, before))):
            yield Sighting(start, end, "RG115", "unit-without-number", (1, 1))


def needs_no_number(table: Language, word: str) -> bool:
    """Whether a unit may follow the word without a number: also its own name (`il simbolo euro €`)."""
    names = table.units
    return (
        word in table.before_units
        or word in table.articles
        or word in table.joining
        or word in names
        or f"{word}s" in names
    )


# --- numbers that were split or dropped -------------------------------------------------------------------------------

_SPLIT: Final = late(f" [0-9]{{1,2}}(?={A_BLANK}?(?P<unit>[{AMOUNT_SIGNS}]|(?<={A_BLANK}){LETTER}{{2,15}}))")
_HEAD: Final = late(f"(?<![\\w.,:/–-])(?<!\\d{A_BLANK})[0-9]{{1,3}}\\Z")
_REACH: Final = 12  # code points; half a number and what stands before it are shorter


def _number_split(document: Document) -> Iterator[Sighting]:
    """A number whose point was taken for a blank, before a unit: `31 2 km`. Three digits after it would be thousands."""
    table, text = document.language, document.text
    if table is None:
        return
    for match in matches(_SPLIT, document, BETWEEN_NUMBERS):
        at, unit = match.start(), match["unit"]
        if not (unit in AMOUNT_SIGNS or unit in UNITS or unit in table.units):
            continue
        if _HEAD.search(text[max(0, at - _REACH) : at]) and document.is_prose_at(at):
            yield Sighting(at, at + 1, "RG115", "number-split", (1, 1))


_BEFORE_UNIT: Final = late(f"{A_BLANK}(?<={LOWER}.){A_BLANK}+(?P<unit>{LETTER}+)")


def _number_dropped(document: Document) -> Iterator[Sighting]:
    """`fino a  giorni`: doubled blanks between a word in small letters and a unit of measure or a period."""
    table, text = document.language, document.text
    if table is None:
        return
    for match in matches(_BEFORE_UNIT, document, " "):
        unit = match["unit"]
        if unit not in UNITS and unit.lower() not in table.units and unit.lower() not in table.periods:
            continue
        word = word_before(text, match.start())
        before = word_before(text, match.start() - len(word) - 1)
        links = (table.joining | table.prepositions | table.weak) - table.articles - table.determiners
        if word and not before.isdigit() and (word in links or not needs_no_number(table, word)):
            yield Sighting(match.start(), match.start("unit"), "RG115", "number-dropped", (1, 1))


# --- signs of shares and of money -------------------------------------------------------------------------------------

_OF_ALL: Final = "of (?:the|all|them|its|their|our|his|those|these)|des|de la|du|der|degli|dei|delle|della|dell['’]|de los|de las|del|dos|das|do|da|van de|van het"
"""What follows a share of some whole."""
_ABOUT: Final = (
    "About|Around|Nearly|Almost|Over|Roughly|Only|Just|Circa|Oltre|Quasi|Solo|Environ|Près de|Plus de|Etwa|Rund|Knapp|Fast|Nur|Über|Cerca de|Casi"
    "|Más de|Mais de|Quase|Apenas|Ongeveer"
)
_SPEAKS_OF_IT: Final = late(rf"(?:\b(?:a|the|per|por|par|pro|in|en|em|as)|\d|%|percent(?:age)?){A_BLANK}\Z")


def _is_of_itself(document: Document, match: re.Match[str]) -> bool:
    """Whether the sign stands for the word (`the % of voters`)."""
    return _SPEAKS_OF_IT.search(document.text, max(0, match.start() - 12), match.start()) is not None


_IN_MONEY: Final = late(rf"\b[ei][nm]{A_BLANK}\$[,.;:)]")


def _names_dollar(document: Document, match: re.Match[str]) -> bool:
    """Whether an article makes the sign a thing that the text speaks about (`after the $ or the >`), or it stands for the money that
    is counted in (`prices in $, not in pounds`)."""
    table, text, at = document.language, document.text, match.start()
    if _IN_MONEY.match(text, max(0, at - 3)):
        return True
    return table is not None and word_before(text, at - 1) in table.articles


_NAMES_MONEY: Final = late(rf"\b(?:em|símbolo|sinal){A_BLANK}\Z", re.I)


def _is_kind_of_money(document: Document, match: re.Match[str]) -> bool:
    """Whether the sign stands for the money that is counted in (`valores em R$, sem impostos`)."""
    return _NAMES_MONEY.search(document.text, max(0, match.start() - 12), match.start()) is not None


_AFTER_SUM: Final = "a|an|per|and|or|in|for|to|al|e|et|par|pro|und|por|y|[mb]illion|trillion|bn|mila|milioni|miliardi"
_NO_CODE: Final = "(?![_@#%&*+=<>|/-])"
_FRENCH_ORDINAL: Final = (
    f"(?<=[dlau][uena]{A_BLANK})(?:e|ème|è){A_BLANK}(?:siècle|arrondissement|étage|édition|anniversaire)(?!\\w)"
)

LONE_UNITS: Final[dict[str, Detector]] = {
    "unit-without-number": Detector(_unit_without_number, frozenset([UNIT]), tuple(_SIGNS), prior=0.85),
    "number-split": Detector(_number_split, frozenset(BETWEEN_NUMBERS), prior=0.9),
    "number-dropped": Detector(_number_dropped, frozenset(" "), prior=0.8),
    "share-lost": pattern_rule(
        "share-lost", "RG115", rf"%(?<=[^\W\d]{A_BLANK}%|,{A_BLANK}%)(?={A_BLANK}(?:{_OF_ALL})(?!\w))", needles=(" %", "\u00a0%"), words=(1, 1), before=True,
        unless=_is_of_itself, prior=0.85,
    ),
    "share-lost-at-head": pattern_rule(
        "share-lost-at-head", "RG115", rf"(?<![^\s«“\"])(?:{_ABOUT})(?P<at>{A_BLANK})%(?={A_BLANK}[^\W\d])", needles=(" %", "\u00a0%"), words=(1, 1), prior=0.85,
    ),
    "dollars-lost": pattern_rule(
        "dollars-lost", "RG115", f"\\$(?<={LETTER}{A_BLANK}.)(?P<at>)(?=[,.;:)](?!\\w)|{A_BLANK}(?:{_AFTER_SUM}) {_NO_CODE})",
        starts="$", words=(1, 1), prior=0.85, unless=_names_dollar,
    ),
    "reais-lost": pattern_rule(
        "reais-lost", "RG115", rf"R\$(?P<at>{A_BLANK}?)(?={A_BLANK}(?:e|por|a|cada|para|em|no|na|de|ao){A_BLANK}|[.,;](?!\w))", needles=("R$",), words=(1, 1),
        unless=_is_kind_of_money, prior=0.85,
    ),
    "age-lost": pattern_rule(
        "age-lost", "RG115", rf"-(?<=[^\W\d]{A_BLANK}-)(?:year-old|jährige[rnms]?)(?!\w)",
        needles=(" -", "\u00a0-"), words=(1, 1), before=True, prior=0.9,
    ),
    # of a century or a floor
    "ordinal-lost": pattern_rule(
        "ordinal-lost", "RG115",
        f"(?<=[a-z]{A_BLANK})(?:(?:th|nd|rd)(?={A_BLANK}[a-z]|-century)|{_FRENCH_ORDINAL})",
        sign=ORDINAL, needles=(" th ", " th-", " nd ", " rd ", " e siècle", " e arr", " e étage", " e édi", " e anniv", " ème ", " è siècle"), words=(1, 1),
        before=True, prior=0.85,
    ),
}  # fmt: skip
