"""Numbers that stood above the line: marks of footnotes, and exponents (RE306).

Extractors set them down beside the word or number before them, where they read as part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches
from repair.detect.suspects.prefilter import word_before
from repair.detect.suspects.strange_words import BESIDE_NUMBER
from repair.detect.suspects.word_signs import FORMULA
from repair.detect.vocabulary import lexicon
from repair.text.patterns import A_BLANK, BLANK, LETTER, late

__all__ = ["NOTES"]

_NUMBERED: Final = frozenset([BESIDE_NUMBER])
_SMALL: Final = "[^\\W\\d_A-Z]{4}"
_NOTE: Final = late(
    f'(?:[.!?…](?<={_SMALL}.)[»”"]?|[»”"](?<={_SMALL}.))(?P<at>[1-9]\\d?)'
    f'(?={A_BLANK}+[A-ZÀ-Þ«“"]|[A-ZÀ-Þ«“][^\\W\\d_A-Z]|{A_BLANK}*(?:\\n|\\Z))'
)
_PLAIN: Final = late(f"(?P<at>[1-9](?<={_SMALL}.)\\d?)(?=[,;:.]?(?:[{BLANK}\\n]|\\Z))")


def _note_number(document: Document) -> Iterator[Sighting]:
    """`milioni.1 La`: after the end of a sentence; in such a text also after a word (`Balcani3 e`)."""
    known, text = lexicon(document), document.text
    if known is None or document.language is None:
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


_LONE: Final = late(f"[1-9](?<=[^\\W\\d_A-Z]{{4}}.)(?=[,;:.]?(?:[{BLANK}\\n]|\\Z))(?!{A_BLANK}--?\\w)")
_GLUED: Final = late(rf"\d(?<={LETTER}{{4}}.)(?!\w)")
_BEFORE: Final = late(rf"(?<![\w.-]){LETTER}{{5,}}\Z")
_REACH: Final = 40  # code points; a longer token is no word


def _lone_note_number(document: Document) -> Iterator[Sighting]:
    """`i Balcani3 e`: the only word of the text that a digit ends, or several whose digits count up by one, if all are
    common ones and differ. The same word twice would be the name of what is counted (`file1`, `file2`)."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    found = [match.start() for match in _LONE.finditer(text)]
    if not found or len(_GLUED.findall(text)) != len(found):
        return
    heads = [_BEFORE.search(text, max(0, at - _REACH), at) for at in found]
    common = {head[0].lower() for head in heads if head and known.is_common(head[0].lower())}
    numbers = [int(text[at]) for at in found]
    if len(common) == len(found) and numbers == list(range(numbers[0], numbers[0] + len(found))):
        for at in filter(document.is_prose_at, found):
            yield Sighting(at, at + 1, "RE306", "lone-note-number", None, "")


_RAISED: Final = dict(zip("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻", strict=True))
_POWER: Final = late(f"×(?<=\\d{A_BLANK}×){A_BLANK}10(?P<at>[-−–]?\\d{{1,2}})(?![\\d.,/%])(?=[{BLANK}.,;)])")
_EQUATION: Final = late(f"=(?<=\\d{A_BLANK}=){A_BLANK}(?P<whole>\\d{{1,12}})(?!\\d|[.,]\\d)")
_BASE: Final = late(f"(?<![\\d.,])(?P<base>\\d{{1,4}})(?P<at>\\d){A_BLANK}\\Z")
_AREA: Final = late(r"[ \u00a0\u202f](?<=\d.)[kcm]?m(?P<at>[23])(?![\w/])")


_LOWERED: Final = late(
    rf"(?<![\w.-])(?:H(?P<at>{A_BLANK})2{A_BLANK}O|(?:CO|SO|NO|CH|NH)(?P<other>{A_BLANK})[234])(?![\w,.%]|{A_BLANK}[%€$])|(?<![\w.-])(?:CO|SO|NO|CH|NH)(?P<last>{A_BLANK})[234](?=[.,](?!\d))"
)


def _number_apart(document: Document) -> Iterator[Sighting]:
    """`H 2 O`, `CO 2`: a number that stood below the line."""
    for match in matches(_LOWERED, document, [FORMULA]):
        group = match.lastgroup
        if group and document.is_prose_at(match.start()):
            yield Sighting(*match.span(group), "RE306", "number-apart", None, "")


def _raised(number: str) -> str:
    return "".join(_RAISED[digit] for digit in number.replace("−", "-").replace("–", "-"))


def _exponent(document: Document) -> Iterator[Sighting]:
    """`3 × 105`, and `1002 = 10000` where only a power makes the two sides equal."""
    text = document.text
    for match in _POWER.finditer(text) if "×" in text else ():
        number = match["at"]
        if number not in ("0", "00") and document.is_prose_at(match.start()):
            yield Sighting(*match.span("at"), "RE306", "exponent", None, _raised(number))
    for match in matches(_EQUATION, document, "="):
        base = _BASE.search(text, max(0, match.start() - 12), match.start())
        number, power = (int(base["base"]), int(base["at"])) if base else (0, 0)
        if base and power > 1 and number > 1 and number**power == int(match["whole"]):
            yield Sighting(*base.span("at"), "RE306", "exponent", None, _raised(base["at"]))


def _unit_power(document: Document) -> Iterator[Sighting]:
    """`40 km2`."""
    for match in _AREA.finditer(document.text):
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span("at"), "RE306", "unit-power", None, _raised(match["at"]))


NOTES: Final[dict[str, Detector]] = {
    "note-number": Detector(_note_number, _NUMBERED, prior=0.7),
    "lone-note-number": Detector(_lone_note_number, _NUMBERED, prior=0.6),
    "exponent": Detector(_exponent, frozenset("="), ("×",), prior=0.7),
    "number-apart": Detector(_number_apart, frozenset([FORMULA]), prior=0.8),
    "unit-power": Detector(_unit_power, _NUMBERED, prior=0.6),
}
