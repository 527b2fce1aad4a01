"""Numbers, citations and quotation marks that a conversion took apart, joined or emptied.

A star or a question mark where a number or a dash stood (RG115, RE305), numbers parted by a blank (RG115), items and cells
that run together (RJ203), citations without their year or number (RG115), marks doubled by databases (RE304).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches
from repair.detect.rules.letters.joined_on_purpose import is_address
from repair.detect.suspects.prefilter import BEFORE_MARK, word_before
from repair.detect.suspects.strange_words import BESIDE_NUMBER
from repair.detect.technical import in_backticks, speaks_of_code
from repair.detect.vocabulary import lexicon
from repair.text.patterns import A_BLANK, LETTER, LOWER, UPPER, any_of, late

__all__ = ["FIGURES"]


# --- numbers ---------------------------------------------------------------------------------------------------------

_STAR: Final = late(rf"\*(?<={LETTER}{A_BLANK}\*)(?={A_BLANK}{LOWER}|{A_BLANK}?[.,;])")
_STARS: Final = 12  # of a list that parts its items by stars


_EMPHASIS: Final = late(r"\*\S[^*\n]{0,60}\S\*(?!\w)")
"""Stars that set off what stands between them: `*.length*`."""


def _star_for_number(document: Document) -> Iterator[Sighting]:
    """`est né le * à Lille`, `about * copies`: after a word that a number or a name must follow."""
    table, text = document.language, document.text
    if table is None or text.count("*") > _STARS:
        return
    leads = table.prepositions | table.articles | table.day_leads | table.year_leads | table.approximating
    for match in _STAR.finditer(text):
        at = match.start()
        if _EMPHASIS.match(text, at) or speaks_of_code(document):
            continue
        if word_before(text, at - 1).lower() in leads and document.is_prose_at(at):
            yield Sighting(at, at + 1, "RG115", "star-for-number", (1, 2))


_QUERY: Final = late(r"\?(?<=\d\?)(?=\d{1,4}(?![\w?=&%]))")
_FIRST: Final = late(r"(?<![\w?=&/.,:+-])\d{1,4}\Z")


def _question_for_dash(document: Document) -> Iterator[Sighting]:
    """`1914?1918`, `pages 12?34`: a dash that its character set lacked."""
    text = document.text
    for match in _QUERY.finditer(text):
        at = match.start()
        if _FIRST.search(text, max(0, at - 6), at) and document.is_prose_at(at) and not is_address(document, match):
            yield Sighting(at, at + 1, "RE305", "question-for-dash", None, "–")


_EMOJI: Final = 2  # question marks of one emoji


def _questions_for_emoji(document: Document) -> Iterator[Sighting]:
    """`tutti i lettori ???? e grazie`: pictures that their character set lacked, two marks each; two pictures
    or more."""
    if "?" in document.spaced:
        return
    found = [match for match in _EMOJIS.finditer(document.text) if len(match[0]) % _EMOJI == 0]
    if sum(len(match[0]) for match in found) > _EMOJI:
        for match in found:
            if document.is_prose_at(match.start()):
                yield Sighting(*match.span(), "RE302", "questions-for-emoji")


_EMOJIS: Final = late(rf"\?(?<=[^\W_]{A_BLANK}\?)\?{{1,7}}(?!\?)(?={A_BLANK}{LOWER}|[.,;](?!\S))")


def _number_torn(document: Document) -> Iterator[Sighting]:
    """`salì al 2 ,5 per cento`: a blank before the point of a number."""
    text = document.text
    for start, end in document.blanks_before_marks:
        torn = text[end] in ",." and text[start - 1 : start].isdigit() and text[end + 1 : end + 2].isdigit()
        if torn and not text[end + 2 : end + 4].isdigit() and document.is_prose_at(start):
            yield Sighting(start, end, "RG115", "number-torn", (1, 1), "")


# --- items and cells -------------------------------------------------------------------------------------------------

_ITEM: Final = late(rf"\.(?<![\d.,]\d\.)(?<![\d.,]\d\d\.)(?:(?<=\d\.)|(?<=\d\d\.))(?={UPPER}{LOWER}{{2}})")
_NUMBER: Final = late(r"(?<![\w.,/:-])\d{1,2}\Z")


def _items_joined(document: Document) -> Iterator[Sighting]:
    """`1.Lavare le zucchine 2.Tagliarle`: two items or more, each joined to its number."""
    text, found = document.text, []
    for match in matches(_ITEM, document, "."):
        number = _NUMBER.search(text, max(0, match.start() - 3), match.start())
        if number and document.is_prose_at(match.start()):
            found.append((int(number[0]), match.end()))
    numbers = [number for number, _ in found]
    found = [(number, at) for number, at in found if _INSIDE.search(text, max(0, at - _INDENT), at)]
    if found and any(one + 1 == other for one, other in pairwise(numbers)):
        yield from (Sighting(at, at, "RJ203", "items-joined", None, " ") for _, at in found)


_INSIDE: Final = late(rf"{LETTER}[^\n]*\Z")
_INDENT: Final = 12  # code points; what stands before the number of an item that begins its line is shorter

_GLUED_ITEM: Final = late(rf"(?P<number>[1-9](?<![\w.,/:-].)\d?)(?={UPPER}{LOWER}{{2}})")
_ITEMS: Final = 2


def _numbers_glued(document: Document) -> Iterator[Sighting]:
    """`1Wash the rice 2Boil the water`: numbers that count up, each joined to a word with a capital."""
    found = [match for match in _GLUED_ITEM.finditer(document.text) if document.is_prose_at(match.start())]
    numbers = [int(match["number"]) for match in found]
    if len(found) >= _ITEMS and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        yield from (Sighting(match.end(), match.end(), "RJ203", "numbers-glued", None, " ") for match in found)


_CELL: Final = late(rf"(?P<word>{LETTER}{{4,20}})(?P<number>\d{{1,4}})(?![\w/.-])")
_CELL_END: Final = late(rf"\d(?<={LETTER}{{4}}.)")  # is quick to look for, and few texts have one
_CELLS: Final = 2
_ROW: Final = 120  # code points within which the cells of a row stand


def _cells_joined(document: Document) -> Iterator[Sighting]:
    """`Intero12 euro, Famiglie20 euro`: two words near each other that each end in a number, the numbers not counting."""
    known, text = lexicon(document), document.text
    if known is None or not _CELL_END.search(text) or speaks_of_code(document):
        return
    cells = [match for match in _CELL.finditer(text) if document.is_prose_at(match.start())]
    found = []
    for match in cells:
        word = re.split(rf"(?<={LOWER})(?={UPPER})", match["word"])[-1]
        if (
            known.is_common(word.lower())
            and len(word) > _SHORT
            and text[match.start() - 1 : match.start()] not in "@#/.-_"
        ):
            found.append((match.start("number"), word, int(match["number"])))
    numbers = [number for _, _, number in found]
    counts_up = all(other - one in (0, 1) for one, other in pairwise(numbers))
    if len(found) < _CELLS or counts_up or len({word.lower() for _, word, _ in found}) < len(found):
        return
    for (at, _, _), (beside, _, _) in pairwise(found):
        if beside - at <= _ROW:
            yield Sighting(at, at, "RJ203", "cells-joined", None, " ")
    if found[-1][0] - found[-2][0] <= _ROW:
        yield Sighting(found[-1][0], found[-1][0], "RJ203", "cells-joined", None, " ")


_SHORT: Final = 3  # letters

# --- citations -------------------------------------------------------------------------------------------------------

_CITED: Final = (
    "see, see also, cf., cfr., cfr, e.g., i.e., viz., fig., figs., figure, table, tab., eq., section, chapter, "
    "ref., vedi, si veda, v., voir, siehe, vgl., s., z. B., z.B., abb., véase, ver, cap., figura, tabla, tabella, "
    "tableau, tabelle, abbildung, veja, zie, bijv., p., pp."
).split(", ")
"""What stands before a reference in brackets, in seven languages."""
_CITED_END: Final = late(rf"(?:\(|{A_BLANK})(?i:{any_of(_CITED)})\Z")
_NAMES: Final = late(
    rf"\((?:{UPPER}[\w’'-]{{2,20}})(?:,? (?:et al\.?|(?:and|&|e|et|und|y) {UPPER}[\w’'-]{{2,20}}))?,?\Z"
)
_CLOSED: Final = late(rf"\){A_BLANK}?[\w.,;]|\)\s*\Z")
_WIDE: Final = 60  # code points


def _citation_lost(document: Document) -> Iterator[Sighting]:
    """`(see )`, `(Fig. )`, `(Pedersen et al. )`: what the brackets refer to is gone."""
    text = document.text
    for start, end in document.blanks_before_marks:
        if text[end] != ")" or not _CLOSED.match(text, end):
            continue
        before = text[max(0, start - _WIDE) : start]
        if "(" not in before or ")" in before[before.rfind("(") :]:
            continue
        inside = before[before.rfind("(") :]
        if _CITED_END.search(inside):
            yield Sighting(start, end, "RG115", "citation-lost", (1, 3))
        elif _NAMES.match(inside) and _AFTER_WORD.search(before[: before.rfind("(")]):
            yield Sighting(start, end, "RG115", "citation-lost", (1, 1))


_AFTER_WORD: Final = late(rf"{LOWER}{A_BLANK}\Z")

# --- marks that databases double -------------------------------------------------------------------------------------

_TWICE: Final = late(r'""(?<![\w"]..)(?<!""".)(?P<inner>(?=[^\W_])[^"\n]{1,200}(?<=[\w.,!?…]))(?P<shut>"")(?![\w"])')


def _quotes_doubled(document: Document) -> Iterator[Sighting]:
    """`called it ""a dream"" and left`: quotation marks as tables in text files have them."""
    for match in _TWICE.finditer(document.text):
        if document.is_prose_at(match.start()):
            yield Sighting(match.start(), match.start() + 2, "RE304", "quotes-doubled", None, '"')
            yield Sighting(*match.span("shut"), "RE304", "quotes-doubled", None, '"')


_APOSTROPHES: Final = late(rf"''(?<={LETTER}'')(?={LETTER})(?!'')(?![^'\n]{{1,60}}''(?!\w))")


def _apostrophes_doubled(document: Document) -> Iterator[Sighting]:
    """`l''aula`: an apostrophe as a database writes it."""
    for match in _APOSTROPHES.finditer(document.text):
        if document.is_prose_at(match.start()) and not in_backticks(document, match.start()):
            yield Sighting(*match.span(), "RE304", "apostrophes-doubled", None, "'")


_AUTHOR: Final = late(rf"\([^()]*\b{UPPER}[\w’'-]{{2,20}}(?: et al\.?)?\Z")
_PAGES: Final = late(rf":{A_BLANK}?(?:pp?\.{A_BLANK}?)?\d{{1,4}}(?:[–-]\d{{1,4}})?[),;]")
_ANOTHER: Final = late(rf"[;)](?:(?<=\))|{A_BLANK}{UPPER})")
_SEVERAL: Final = late(rf"{A_BLANK}(?:&|et al\b|(?:19|20)\d\d\b)")
_LIST: Final = 160  # code points of brackets with citations


def _year_lost(document: Document) -> Iterator[Sighting]:
    """`(Pasquino & Valbruzzi ; Bosco )`, `(Steenbeek : 156)`: names in brackets without the years of their works."""
    text, table = document.text, document.language
    for start, end in document.blanks_before_marks:
        if text[end] not in ":;)" or (table and text[end] in table.spaced):
            continue
        opening = text.rfind("(", max(0, start - _LIST), start)
        if opening < 0 or text.find(")", opening, start) >= 0 or not _AUTHOR.match(text, opening, start):
            continue
        inside = text[opening : text.find(")", start, start + _LIST) + 1]
        cited = ";" in inside and _SEVERAL.search(inside)
        if (cited and _ANOTHER.match(text, end)) if text[end] != ":" else _PAGES.match(text, end):
            yield Sighting(start, end, "RG115", "year-lost", (1, 1))


_HEX: Final = late(r"<(?:U\+(?P<code>[0-9A-F]{4,6})|(?P<byte>[89a-fA-F][0-9a-fA-F]))>")


def _codes_angled(document: Document) -> Iterator[Sighting]:
    """`na<U+00EF>ve`, `citt<e0>`: a character that a console could not show."""
    text = document.text
    for match in _HEX.finditer(text):
        start, end = match.span()
        beside = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
        if match["byte"] and not beside:
            continue
        number = int(match["code"] or match["byte"], 16)
        plain = chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
        if not (speaks_of_code(document) or in_backticks(document, start)):
            yield Sighting(start, end, "RE304", "code-angled", None, plain if plain.isprintable() else None)


FIGURES: Final[dict[str, Detector]] = {
    "star-for-number": Detector(_star_for_number, needles=(" * ", " *.", " *,"), prior=0.85),
    "question-for-dash": Detector(_question_for_dash, needles=("?",), prior=0.85),
    "questions-for-emoji": Detector(_questions_for_emoji, needles=(" ??",), prior=0.7),
    "number-torn": Detector(_number_torn, frozenset([BEFORE_MARK]), prior=0.85),
    "items-joined": Detector(_items_joined, frozenset("."), prior=0.8),
    "numbers-glued": Detector(_numbers_glued, frozenset([BESIDE_NUMBER]), prior=0.8),
    "cells-joined": Detector(_cells_joined, frozenset([BESIDE_NUMBER]), prior=0.7),
    "citation-lost": Detector(_citation_lost, frozenset([BEFORE_MARK]), prior=0.85),
    # on real pages 20 of 20 such places, all of one text
    "year-lost": Detector(_year_lost, frozenset([BEFORE_MARK]), prior=0.85),
    "quotes-doubled": Detector(_quotes_doubled, needles=('""',), prior=0.85),
    "apostrophes-doubled": Detector(_apostrophes_doubled, needles=("''",), prior=0.85),
    "code-angled": Detector(_codes_angled, needles=("<",), prior=0.85),
}  # fmt: skip
