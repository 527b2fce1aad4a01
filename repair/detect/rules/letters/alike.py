"""RE305 and RG108: letters that look as they should and are others: those that Unicode has for formulas, for parts of characters and for
forms of Arabic letters, letters of another script within a word, dots of their own, digits before an
apostrophe, and characters of Chinese and Japanese that stand apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import normalize

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.suspects.prefilter import ODD_LETTER
from repair.detect.technical import is_named, is_named_at, speaks_of_code
from repair.text.patterns import LETTER, late

__all__ = ["ALIKE"]

_CODE: Final = "RE305"

# --- letters that stand for others -----------------------------------------------------------------------------------

_FORMULA: Final = "\U0001d400-\U0001d7ff"
_RADICAL: Final = "\u2e80-\u2fd5"
_ARABIC: Final = "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdf1\ufe70-\ufefc"
_COMPATIBLE: Final = late(rf"(?P<formula>[{_FORMULA}]+)|[{_RADICAL}]+|[{_ARABIC}]+")
_MANY: Final = 24  # radicals of a text that is about them
_WORD: Final = 4  # letters of a word that is written in them as a whole


def _compatible(document: Document) -> Iterator[Sighting]:
    """`di𝑓𝑓erent`, `⼈⼝`, `ﺍﻟﺠﺴﺮ`: signs of formulas within or in place of a word, parts of characters, forms of letters."""
    text = document.text
    found = list(_COMPATIBLE.finditer(text))
    if sum(not match["formula"] for match in found) > _MANY and not _has_letters(document):
        return
    for match in found:
        start, end = match.span()
        within = text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()
        if match["formula"] and not (within or (len(match[0]) >= _WORD and match[0].isalpha())):
            continue
        plain = normalize("NFKC", match[0])
        if plain != match[0] and document.is_prose_at(start) and not is_named(document, match):
            yield Sighting(start, end, _CODE, "letter-compatible", None, plain)


def _has_letters(document: Document) -> bool:
    """Whether a text of many such signs is written in them: most of its letters are forms of Arabic ones."""
    return sum(map(document.text.count, "ﺍﺎﻟﻠﻣﻤﻦﻥﺔ")) > _MANY // 2


# --- letters of another script ---------------------------------------------------------------------------------------

_CYRILLIC_TWINS: Final = "асеороіхујѕԁһАВСЕНІКМОРТХУЅЈ"
_SMALL_TWINS: Final = "aceopxyióéáíuvn"
_LATIN_TWINS: Final = "aceopxyiABCEHKMOPTXóéáíuvn"
_MIXED: Final = late(
    rf"(?<![\w-])(?:[a-zA-Zà-ÿ]+[{_CYRILLIC_TWINS}]+[a-zA-Zà-ÿ]*|[{_CYRILLIC_TWINS}]+[a-zà-ÿ]{{2}}[a-zA-Zà-ÿ]*"
    rf"|[а-яёА-ЯЁіїєґ]+[{_LATIN_TWINS}]+[а-яёіїєґ][а-яёіїєґ{_LATIN_TWINS}]*+|[{_LATIN_TWINS}]+[а-яёіїєґ]{{2}}[а-яёіїєґ{_LATIN_TWINS}]*+"
    rf"|[а-яёіїєґ]{{2,}}[{_LATIN_TWINS}][а-яёіїєґ{_LATIN_TWINS}]*+"
    rf"|[Α-Ωα-ωά-ώ]{{2,}}[{_SMALL_TWINS}]+[α-ωά-ώ]*|[Α-Ωα-ωά-ώ][{_SMALL_TWINS}]+[α-ωά-ώ]{{2,}})(?![\w-])"
)
_LONG: Final = 4
_SEAM: Final = late(r"[a-zA-Z](?=[Ѐ-ӿ])|[Ѐ-ӿ](?=[a-zA-Z])")
_DISGUISED: Final = 24  # seams of a text that hides its words from filters throughout


def _mixed(document: Document) -> Iterator[Sighting]:
    """`автoбус` with a Latin `o`, `vаlle` with a Cyrillic `а`: a letter that looks like the one that belongs there."""
    text = document.text
    if speaks_of_code(document) or len(_SEAM.findall(text)) > _DISGUISED:
        return
    for match in _MIXED.finditer(text):
        if len(match[0]) >= _LONG and document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(*match.span(), _CODE, "letter-of-another-script")


# --- dots of their own -------------------------------------------------------------------------------------------------

_DOTTED: Final = "i\u0307"
"""What programs that do not know Turkish make of a capital `İ`. Other accents of their own are the same letters to Unicode,
and to a reader."""

# --- digits and blanks -----------------------------------------------------------------------------------------------

_ONE: Final = rf"1(?<![\w.,'’]1)(?=['’][aeiouhàèéêîôùAEIOUHÀÈÉÊ]{LETTER})"


def _elides(document: Document, match: re.Match[str]) -> bool:
    """Whether words of the language lose their vowel: elsewhere the digit is one of a measure."""
    table = document.language
    return not (table.elides if table else document.article.language == "ca") or is_named(document, match)


_EAST: Final = "\u3041-\u30fe\u4e00-\u9fff"
_JOINING: Final = "対对と和或か·・"
_THREE: Final = 5  # three characters with their blanks
_CHARACTER: Final = late(rf"[{_EAST}](?:[ \u00a0][{_EAST}、，。]){{2,60}}")


def _characters(document: Document) -> Iterator[Sighting]:
    """`六 月 ま で`: characters of a script without blanks, each by itself inside a sentence."""
    text = document.text
    if document.article.language not in ("ja", "zh"):
        return
    for match in _CHARACTER.finditer(text):
        start, end = match.span()
        amid = text[start - 1 : start] not in ("", "\n", " ", "\u3000") or text[end : end + 1] not in (
            "",
            "\n",
            " ",
            "\u3000",
        )
        joins = len(match[0]) == _THREE and match[0][2] in _JOINING
        if amid and not joins and document.is_prose_at(start) and not is_named_at(document, start, end):
            fix = match[0].replace(" ", "").replace("\u00a0", "")
            yield Sighting(start, end, "RG108", "characters-apart", None, fix)


ALIKE: Final[dict[str, Detector]] = {
    "letter-compatible": Detector(_compatible, frozenset([ODD_LETTER]), prior=0.85),
    "letter-of-another-script": Detector(_mixed, frozenset([ODD_LETTER]), prior=0.8),
    "dot-of-its-own": pattern_rule("dot-of-its-own", _CODE, _DOTTED, needles=("\u0307",), unless=is_named, prior=0.8),
    "one-for-letter": pattern_rule("one-for-letter", _CODE, _ONE, needles=("1'", "1’"), unless=_elides, fix="l", prior=0.85),
    "characters-apart": Detector(_characters, prior=0.75),
}  # fmt: skip
