"""What a reader of pages took apart or turned over: formulas in loose signs and cells of a table inside a sentence (RE305, RS401),
indices behind the next word (RE306), capitals and small letters that changed places, and marks that should stand on their head
(RE305)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.suspects.prefilter import CAPITAL
from repair.detect.suspects.program_signs import OXIDE
from repair.detect.suspects.word_signs import any_giving
from repair.detect.technical import in_backticks, is_named, speaks_of_code
from repair.detect.vocabulary import lexicon
from repair.text.patterns import A_BLANK, BLANK, LOWER, LOWERS, UPPER, UPPERS, late

__all__ = ["LOOSE"]

# --- formulas and tables ---------------------------------------------------------------------------------------------

_OPERATORS: Final = "=+−√π∑∫±×÷∂∞≤≥≈"
_LOOSE: Final = late(rf"(?<!\S)(?:[\w{_OPERATORS}]{A_BLANK}){{5,40}}[\w{_OPERATORS}](?![^\s.,;:])")
_SIGN: Final = late(f"[{_OPERATORS}]")
_ADJOINING: Final = 3  # of its signs that stand where the other kind must


def _formulas(document: Document) -> Iterator[Sighting]:
    """`is T l g = π 2 √ s and`: what stood above and below a line, one sign at a time."""
    text = document.text
    for match in _LOOSE.finditer(text):
        signs = match[0].split()
        kinds = [sign in _OPERATORS and sign != "π" for sign in signs]
        wrong = sum(one == other for one, other in pairwise(kinds)) + kinds[-1]
        start, end = match.span()
        is_loose = any(kinds) and wrong >= _ADJOINING and not match[0].isupper()
        amid = _AMID.search(text, max(0, start - 3), start) is not None
        if is_loose and amid and document.is_prose_at(start) and not is_named(document, match):
            yield Sighting(start, end, "RE305", "formula-loose")


_AMID: Final = late(rf"[^\W\d_]{{2}}{A_BLANK}\Z")
_CELLS: Final = rf"\d(?<=[{LOWERS}]{A_BLANK}\d)(?:(?:[\d.,%]{{0,11}}[\d%])?{A_BLANK}[+-]?\d){{4,60}}[\d.,%]{{0,12}}(?<=[\d%])(?={A_BLANK}[{LOWERS}]{{1,20}}[{BLANK}'’])"
"""`in the valley 2001 2011 2021 4,312 has fallen`: five numbers and more that nothing parts."""
_PHONES: Final = late(rf"(?:\d{{2,3}}{A_BLANK}){{3,6}}\d{{2,4}}|(?:\d{A_BLANK})+\d")


def _is_one_number(document: Document, match: re.Match[str]) -> bool:
    """Whether the numbers are one of a telephone or an account, or are counted out one by one."""
    return _PHONES.fullmatch(match[0]) is not None or is_named(document, match)


# --- indices ---------------------------------------------------------------------------------------------------------

_INDEX: Final = late(
    rf"(?<![\w-])(?:{any_giving(OXIDE)}){A_BLANK}(?P<word>{LOWER}{{3,15}}){A_BLANK}(?P<at>[2345])(?={A_BLANK}{LOWER}|[.,;:)])(?![.,]\d)"
)


def _indices(document: Document) -> Iterator[Sighting]:
    """`a thin TiO film 2 and dried`: the index of a formula, set down behind the next word."""
    for match in matches(_INDEX, document, [OXIDE]):
        if document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(match.start(), match.end("at"), "RE306", "index-displaced")


# --- capitals --------------------------------------------------------------------------------------------------------

_INVERTED: Final = late(rf"{UPPER}(?<![\w’'].{{2}})(?<=[{LOWERS}].)[{UPPERS}]{{2,20}}(?!\w)")
_ABBREVIATED: Final = frozenset("RNA DNA SIM BOOK MAIL PHONE PAD POD BAY COMMERCE CPU TV FPS ART ID VPN PC".split())
"""What a small letter makes the name of a kind or of a brand (`mRNA`, `eSIM`)."""
_NAMING: Final = frozenset("./\\_@#:-&=$%")


def _inverted(document: Document) -> Iterator[Sighting]:
    """`il treno per rOMA`, `the mAYOR`: a common word with its capitals and its small letters in each other's place."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    for match in matches(_INVERTED, document, [CAPITAL]):
        start, end = match.start() - 1, match.end()
        word = text[start:end]
        if text[max(0, start - 1) : start] in _NAMING or text[end : end + 1] in _NAMING:
            continue
        if word[1:] in _ABBREVIATED:
            continue
        if known.is_common(word.lower()) and document.is_prose_at(start) and not in_backticks(document, start):
            yield Sighting(start, end, "RE305", "case-inverted", None, word.swapcase())


# --- marks that stand on their head ----------------------------------------------------------------------------------

_TURNED: Final = late(
    rf"(?P<mark>[?!])(?:(?<=[:.!?…»”]{A_BLANK}.)|(?<=\n.)|(?<=\A.)|(?<=[«“(—–]..)|(?<=[«“(—–].))(?={UPPER}[{LOWERS}])"
)
_CLOSED: Final = late(r"[^.!?\n]{1,300}(?P<mark>[?!])")
_TURN: Final = {"?": "¿", "!": "¡"}


def _turned(document: Document) -> Iterator[Sighting]:
    """`preguntó: ?Qué vamos a hacer?`: the mark that closes a question, where one must open it."""
    table, text = document.language, document.text
    if table is None or table.code != "es":
        return
    for match in matches(_TURNED, document, "?!"):
        start, end = match.span()
        closed = _CLOSED.match(text, end)
        if closed and closed["mark"] == match["mark"] and document.is_prose_at(start) and not speaks_of_code(document):
            yield Sighting(start, end, "RE305", "mark-turned", None, _TURN[match["mark"]])


# --- signs that show a break -----------------------------------------------------------------------------------------

_SHOWN: Final = rf"[␀-␥⏎↵](?<=[\w.,;:!?)»”\"{BLANK}].)[␀-␥⏎↵]*(?={A_BLANK}?[^\W_])"
"""`Valle␍␊Ufficio`, `The road ⏎ is closed`."""


LOOSE: Final[dict[str, Detector]] = {
    "formula-loose": Detector(_formulas, needles=tuple(_OPERATORS), prior=0.75),
    "cells-inside": pattern_rule("cells-inside", "RS401", _CELLS, unless=_is_one_number, prior=0.8),
    "index-displaced": Detector(_indices, frozenset([OXIDE]), prior=0.75),
    "case-inverted": Detector(_inverted, frozenset([CAPITAL]), prior=0.85),
    "mark-turned": Detector(_turned, frozenset("?!"), prior=0.8),
    "break-shown": pattern_rule("break-shown", "RE302", _SHOWN, needles=tuple("␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏␐␤⏎↵"), unless=is_named, prior=0.85),
}  # fmt: skip
