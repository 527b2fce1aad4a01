"""RE301 and RE305: letters of one code page shown as those of another, in any language: boxes that DOS drew, signs within words, Cyrillic
and Greek as Latin letters with accents, and letters that a language never has.

`encoding.py` holds UTF-8 read as Windows-1252, `misread.py` what a lexicon tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.suspects.prefilter import ODD_LETTER
from repair.detect.technical import is_named, speaks_of_code
from repair.text.patterns import LOWERS, late

__all__ = ["CODE_PAGES"]

_CODE: Final = "RE301"

# --- UTF-8 read as DOS, or as Russian Windows ------------------------------------------------------------------------

_LATER: Final = (
    "\u0080-\u00bf\u2500-\u259f\u0192\u20a7\u2310\u03b1-\u03c9\u0393-\u03a9\u221e-\u2265\u00c7-\u00ff\u2017\u25a0ıπ"
)
_DOS: Final = late(rf"(?:[├┬┼─╬╠][{_LATER}])+|ÔÇ[{_LATER}]")
_PAGES: Final = ("cp437", "cp850", "cp858")
_BEFORE: Final = late(r"[^\W\d_]\Z")
_CYRILLIC: Final = late(
    "(?:[РСÐ][\u0402-\u040f\u0452-\u045f\u0490\u0491\u00a0-\u00bf‚„…†‡€‰‹›‘’“”•–—™\u2116°-яё]){2,60}"
)


@lru_cache(maxsize=1 << 10)
def _decoded(run: str, *pages: str) -> str | None:
    """What the run's bytes are as UTF-8, if they were read in one of the sets; `None` if they are none."""
    for page in pages:
        try:
            plain = run.encode(page).decode("utf-8")
        except UnicodeError:
            continue
        if plain.isprintable():
            return plain
    return None


def _dos(document: Document) -> Iterator[Sighting]:
    """`citt├á`, `d├®cid├®`, `lÔÇÖacqua`: within a word, or after a letter."""
    text = document.text
    for match in _DOS.finditer(text):
        start, end = match.span()
        plain = _decoded(match[0], *_PAGES)
        beside = _BEFORE.search(text, max(0, start - 1), start) or text[end : end + 1].isalpha()
        if plain and beside and document.is_prose_at(start) and not is_named(document, match):
            yield Sighting(start, end, _CODE, "box-for-letter", None, plain)


def _russian(document: Document) -> Iterator[Sighting]:
    """`РњРѕСЃС‚`: each letter as two, of which every other one is the same."""
    for match in _CYRILLIC.finditer(document.text):
        plain = _decoded(match[0], "cp1251")
        if plain and not is_named(document, match):
            yield Sighting(*match.span(), _CODE, "letter-as-two", None, plain)


# --- one byte a letter -----------------------------------------------------------------------------------------------

_SIGNS: Final = "¹²³º¿¼¾ª¶±¥§¡£¦"
_SIGN: Final = rf"[{_SIGNS}](?<=[^\W\d_][{LOWERS}].)(?=[{LOWERS}]{{2}})(?<![nN]º)(?<![mM][²³])"
"""`ma³ych`, `maºinile`: a sign between small letters."""
_ACCENTED: Final = late(r"[À-ÖØ-öø-ÿ]{2}(?:[À-ÖØ-öø-ÿ´¸¹º¶]{2,30}|(?<=\b..)(?!\w))")
_WORD: Final = late(r"[^\W\d_]{4,}")
_FEW: Final = 3  # different letters of such a word, which no cry repeats
_SURE: Final = 2  # words of this kind in one text

_NEVER: Final = {
    "pl": "êæñ¹³¿œŸ¶±¼ÊÑ£¯",
    "tr": "ýþðÝÞÐ",
    "ro": "ºþªÞ",
    "cs": "ìøùèïòœÌØÙÈÏ",
    "sk": "¾èò¼",
    "hu": "õûÕÛ",
    "hr": "æèð¹¾ÆÈ",
    "lt": "àèæëáøûþ",
}
"""By language: letters and signs that it never has, and that its own letters are on a page of western Europe."""


def _all_accents(document: Document) -> Iterator[Sighting]:
    """`Ìîñò çàêðûò äî`: words of nothing but letters with accents, as Cyrillic and Greek ones are on another page."""
    text = document.text
    if document.article.language in ("vi", "is"):
        return
    for match in _ACCENTED.finditer(text):
        if len(set(match[0].lower())) >= _FEW and document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(*match.span(), _CODE, "all-accents")


@lru_cache(maxsize=64)
def _never(code: str) -> re.Pattern[str]:
    signs = re.escape(_NEVER[code])
    return re.compile(
        rf"(?<![^\W\d_])[^\W\dA-ZÀ-Þ_]{{0,20}}[{signs}][^\W\dA-ZÀ-Þ_{signs}]{{0,20}}[{signs}]?[^\W\d_]{{0,20}}"
    )


def _letters_of_none(document: Document) -> Iterator[Sighting]:
    """`kapalý`, `te¿`, in a text of whose language these are no letters: names have them, so that several words must."""
    code, text = document.article.language, document.text
    if code not in _NEVER or text.isascii():
        return
    found = [match for match in _never(code).finditer(text) if match[0].strip(_SIGNS)]
    if len({match[0] for match in found}) < _SURE or speaks_of_code(document):
        return
    for match in found:
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span(), _CODE, "letter-of-none")


CODE_PAGES: Final[dict[str, Detector]] = {
    "box-for-letter": Detector(_dos, needles=("├", "┬", "┼", "╬", "╠", "ÔÇ"), prior=0.9),
    "letter-as-two": Detector(_russian, frozenset([ODD_LETTER]), prior=0.9),
    "sign-for-letter": pattern_rule("sign-for-letter", _CODE, _SIGN, needles=tuple(_SIGNS), unless=is_named, prior=0.85),
    "all-accents": Detector(_all_accents, frozenset([ODD_LETTER]), prior=0.85),
    "letter-of-none": Detector(_letters_of_none, prior=0.8),
}  # fmt: skip
