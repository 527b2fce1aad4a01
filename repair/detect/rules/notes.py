"""Numbers that stood above the line: marks of footnotes, and exponents (RE306).

Extractors set them down beside the word or number before them, where they read as part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import BLANK, Detector, Document, Sighting
from repair.detect.prefilter import word_before
from repair.detect.vocabulary import lexicon, strange

__all__ = ["NOTES"]

_NOTE: Final = re.compile(
    f'(?<=[^\\W\\d_A-Z]{{4}})(?P<mark>[.!?…][»”"]?|[»”"])(?P<at>[1-9]\\d?)(?=[{BLANK}]+[A-ZÀ-Þ«“"]|[A-ZÀ-Þ«“][^\\W\\d_A-Z]|[{BLANK}]*(?:\\n|\\Z))'
)
_PLAIN: Final = re.compile(f"(?<=[^\\W\\d_A-Z]{{4}})(?P<at>[1-9]\\d?)(?=[,;:.]?(?:[{BLANK}\\n]|\\Z))")


def _note_number(document: Document) -> Iterator[Sighting]:
    """`milioni.1 La`: after the end of a sentence; in such a text also after a word (`Balcani3 e`)."""
    known, text = lexicon(document), document.text
    if known is None or document.language is None or not strange(document).numbered:
        return
    found = []
    for match in _NOTE.finditer(text):
        word = word_before(text, match.start()).lower()
        if word not in document.language.abbreviations and known.knows(word) and document.is_prose_at(match.start()):
            found.append(match)
    yield from (Sighting(*match.span("at"), "RE306", "note-number", None, "") for match in found)
    numbers = {int(match["at"]) for match in found}
    for match in _PLAIN.finditer(text) if numbers else ():
        near = {int(match["at"]) - 1, int(match["at"]) + 1}
        if (
            near & numbers
            and known.knows(word_before(text, match.start()).lower())
            and document.is_prose_at(match.start())
        ):
            yield Sighting(*match.span("at"), "RE306", "note-number", None, "")


_RAISED: Final = dict(zip("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻", strict=True))
_POWER: Final = re.compile(f"×(?<=\\d[{BLANK}]×)[{BLANK}]10(?P<at>[-−–]?\\d{{1,2}})(?![\\d.,/%])(?=[{BLANK}.,;)])")
_EQUATION: Final = re.compile(f"=(?<=\\d[{BLANK}]=)[{BLANK}](?P<whole>\\d{{1,12}})(?!\\d|[.,]\\d)")
_BASE: Final = re.compile(f"(?<![\\d.,])(?P<base>\\d{{1,4}})(?P<at>\\d)[{BLANK}]\\Z")
_AREA: Final = re.compile(r"(?<=\d[ \u00a0\u202f])(?:[kcm]?m)(?P<at>[23])(?![\w/])")


def _raised(number: str) -> str:
    return "".join(_RAISED[digit] for digit in number.replace("−", "-").replace("–", "-"))


def _exponent(document: Document) -> Iterator[Sighting]:
    """`3 × 105`, and `1002 = 10000` where only a power makes the two sides equal."""
    text = document.text
    for match in _POWER.finditer(text) if "×" in text else ():
        number = match["at"]
        if number not in ("0", "00") and document.is_prose_at(match.start()):
            yield Sighting(*match.span("at"), "RE306", "exponent", None, _raised(number))
    for match in _EQUATION.finditer(text) if "= " in text else ():
        left = max(0, match.start() - 12)
        base = _BASE.search(text[left : match.start()])
        if (
            base
            and int(base["at"]) > 1
            and int(base["base"]) > 1
            and int(base["base"]) ** int(base["at"]) == int(match["whole"])
        ):
            at = left + base.start("at")
            yield Sighting(at, at + 1, "RE306", "exponent", None, _raised(base["at"]))


def _unit_power(document: Document) -> Iterator[Sighting]:
    """`40 km2`."""
    text = document.text
    for match in _AREA.finditer(text):
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span("at"), "RE306", "unit-power", None, _raised(match["at"]))


NOTES: Final[dict[str, Detector]] = {
    "note-number": Detector(_note_number, prior=0.7),
    "exponent": Detector(_exponent, needles=("×", "= "), prior=0.7),
    "unit-power": Detector(
        _unit_power,
        needles=(" km2", " m2", " cm2", " mm2", " m3", " cm3", "\u00a0km2", "\u00a0m2", "\u00a0m3"),
        prior=0.6,
    ),
}
