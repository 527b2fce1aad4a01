"""RS401: credits of pictures inside paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, offsets
from repair.detect.suspects.word_signs import CAPTION
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, ANY_BLANK, LOWER, UPPER, any_of, late

__all__ = ["CREDITS"]

_CODE: Final = "RS401"

# --- in brackets -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _credit(language: Language) -> re.Pattern[str]:
    words = sorted({line.rstrip(": ") for line in language.bylines if line.startswith(_PICTURES)})
    names = "|".join(map(re.escape, words)) or "(?!)"
    return re.compile(
        f"\\((?:(?i:{names})|Ph|ph)\\.?(?::{A_BLANK}*|{A_BLANK}){UPPER}[^()\\n]{{1,60}}\\)(?={A_BLANK}{LOWER})"
    )


_PICTURES: Final = ("foto", "photo", "image", "imag", "bild", "beeld", "crédit", "credit", "illustra")


def _credit_inside(document: Document) -> Iterator[Sighting]:
    """`agricoltori, Il mulino visto dal ponte (foto Ansa) che vogliono`: a picture's caption inside a sentence, seen by its
    credit."""
    if document.language is None:
        return
    pattern = _credit(document.language)
    for at in offsets(document.text, ("(",)):
        if (match := pattern.match(document.text, at)) and document.is_prose_at(at):
            yield Sighting(*match.span(), _CODE, "credit-inside")


# --- between words ---------------------------------------------------------------------------------------------------

_NAME: Final = r"[A-ZÀ-Þ][\w.'’-]{1,20}"
_AGENCY: Final = rf"{ANY_BLANK}?/{ANY_BLANK}?(?:[Tt]he{ANY_BLANK})?[\w.'’-]{{2,20}}"
_BEFORE_AGENCY: Final = (
    "Photograph",
    "Photo credit",
    "Photo",
    "Foto",
    "Fotos",
    "Crédit photo",
    "Bild",
    "Imagen",
    "Image",
)
_PARTS: Final = ("oto", "Bild", "Image")
"""Each of these words has one of the parts."""
_WITH_AGENCY: Final = late(
    rf"(?<=[a-zà-ÿ.!?]{ANY_BLANK})(?P<at>(?:{any_of(_BEFORE_AGENCY)}):{ANY_BLANK}"
    rf"(?:{_NAME}{ANY_BLANK}){{0,3}}{_NAME}{_AGENCY}(?:{ANY_BLANK}(?:Images|Press|Photo|Herald|Times|Post|Guardian))?)"
    rf"(?={ANY_BLANK}[A-ZÀ-Þ]?[a-zß-ÿ]+{ANY_BLANK}\w)"
)


def _credits_after(document: Document) -> Iterator[Sighting]:
    """`eröffnet. Foto: Anna Weber/dpa Sie soll`: the credit of a picture between two sentences, or inside one."""
    text = document.text
    if not (any(part in text for part in _PARTS) and any(f"{word}: " in text for word in _BEFORE_AGENCY)):
        return
    for match in _WITH_AGENCY.finditer(text):
        if document.is_prose_at(match.start("at")):
            yield Sighting(*match.span("at"), _CODE, "credit-after")


_WITH_NAME: Final = late(
    rf"(?P<at>(?:Photo{ANY_BLANK}[Cc]redits?|Image{ANY_BLANK}[Cc]redits?|Credits?|Crediti|Photograph|Photo|Foto|Fotografia|Picture):{ANY_BLANK}"
    rf"{_NAME}(?:{ANY_BLANK}{_NAME}){{0,3}}(?:{_AGENCY}(?:{ANY_BLANK}[A-Z]\w+)?)?)"
    rf"(?={ANY_BLANK}(?!(?:of|de|di|von|and|und|e|et|y|for|für|per|van|en)\b{ANY_BLANK}[A-ZÀ-Þ])[a-zß-ÿ])"
)
_INNER: Final = late(rf"[a-zà-ÿ]{{2}},?{ANY_BLANK}\Z|[a-zà-ÿ][.]{ANY_BLANK}\Z")


def _credits_named(document: Document) -> Iterator[Sighting]:
    """`when the workers Credit: Getty Images left for the north`: a credit before a word in small letters."""
    text = document.text
    for match in matches(_WITH_NAME, document, [CAPTION]):
        if "/" in match["at"] and _WITH_AGENCY.match(text, match.start()):
            continue
        if _INNER.search(text, max(0, match.start() - 4), match.start()) and document.is_prose_at(match.start()):
            yield Sighting(*match.span("at"), _CODE, "credit-named")


CREDITS: Final[dict[str, Detector]] = {
    "credit-inside": Detector(_credit_inside, needles=("(",), prior=0.6),
    "credit-named": Detector(_credits_named, frozenset([CAPTION]), prior=0.85),
    "credit-after": Detector(_credits_after, needles=("/",), prior=0.8),
}  # fmt: skip
