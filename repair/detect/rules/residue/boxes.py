"""RS401 and RE303: what the page set around the text or into it, and the extractor read as text.

Boxes in the middle of a paragraph, notices about cookies and newsletters, counters of shares, and the options of
a wiki's image.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, offsets, pattern_rule
from repair.detect.line_shapes import SHORT
from repair.detect.suspects.language_signs import SHOUTED, shouted_phrases
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, LOWERS, UPPER, any_of, late

__all__ = ["BOXES"]

_CODE: Final = "RS401"

# --- in the middle of a paragraph ------------------------------------------------------------------------------------

_LONGEST_PHRASE: Final = 45  # code points
_END: Final = 3
_TITLE: Final = late(r"[^.!?…\n]{0,160}[.!?…]?")
_OPENING_BRACKETS: Final = ("(", "[")
_ARROW: Final = " >"
"""What some sites set where others set a colon: `LEGGI ANCHE > Bilancio`, `Leggi anche >>> Neve`."""


@lru_cache(maxsize=64)
def _box_phrases(language: Language) -> tuple[str, ...]:
    """Phrases of several words that announce another article, without the colon."""
    return tuple(phrase.rstrip(": ") for phrase in language.related if " " in phrase.rstrip(": "))


@lru_cache(maxsize=64)
def _box_ends(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of a colon after the last letters of a phrase, or after a blank."""
    ends = {"".join(f"[{re.escape(letter + letter.upper())}]" for letter in phrase[-_END:]) for phrase in phrases}
    return re.compile(f":(?= )(?:{'|'.join(f'(?<={end}:)' for end in sorted(ends))}|(?<={A_BLANK}:))")


def _box_inside(document: Document) -> Iterator[Sighting]:
    """`prima dell'estate, Leggi anche: Pensioni, le ipotesi anche se`: the box of another article inside a paragraph. Its
    end is seen only where it ends in a full stop."""
    table, text = document.language, document.text
    phrases = _box_phrases(table) if table else ()
    if not phrases:
        return
    colons = [match.start() for match in _box_ends(phrases).finditer(text)]
    for colon in [*colons, *(at + 1 for at in offsets(text, (_ARROW,)))]:
        before = text[max(0, colon - _LONGEST_PHRASE) : colon].rstrip(BLANK)
        lowered = before.lower()
        if not lowered.endswith(phrases):
            continue
        size = max(len(phrase) for phrase in phrases if lowered.endswith(phrase))
        start = colon - (len(text[max(0, colon - _LONGEST_PHRASE) : colon]) - len(before)) - size
        if not text[start].isupper() or text[start - 1 : start] not in BLANK or not start:
            continue
        last = text[max(0, start - 4) : start].rstrip(BLANK)[-1:]
        if not last or last == "\n" or last in _OPENING_BRACKETS or not document.is_prose_at(start):
            continue
        title = _TITLE.match(text, colon + 1)
        end = title.end() if title and last in '.!?…»”"' else colon + 1
        yield Sighting(start, end, _CODE, "box-inside")


_SMALL_BEFORE: Final = late(f"[{LOWERS},]{A_BLANK}\\Z")
_WORD_AFTER: Final = late(f"{A_BLANK}\\w")


def _shouted_inside(document: Document) -> Iterator[Sighting]:
    """`ha detto PUBBLICITÀ che i lavori`, `ha detto LEGGI ANCHE Neve in arrivo`: capitals in a line in small letters."""
    text = document.text
    for phrase in shouted_phrases(document.language):
        for start in offsets(text, (phrase,)):
            end = start + len(phrase)
            before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
            if not (_SMALL_BEFORE.search(before) and _WORD_AFTER.match(after)):
                continue
            if not (_CAPITALS.search(before) or _CAPITALS.search(after)) and document.is_prose_at(start):
                yield Sighting(start, end, _CODE, "shouted-inside")


_NEAR: Final = 30  # code points in which another word in capitals says that capitals are the author's
_CAPITALS: Final = late(rf"{UPPER}{{4}}")


# --- lines -----------------------------------------------------------------------------------------------------------

_NOTICE: Final = 600  # code points
_LONGEST_NOTICE: Final = 60
_HEAD: Final = 4


@lru_cache(maxsize=64)
def _heads(phrases: tuple[str, ...]) -> frozenset[str]:
    """How the phrases begin: most lines begin otherwise."""
    return frozenset(phrase[:_HEAD] for phrase in phrases)


def _notices(document: Document) -> Iterator[Sighting]:
    """A paragraph that begins as a page's notice does."""
    phrases = document.language.notices if document.language else ()
    if not phrases:
        return
    text, heads = document.text, _heads(phrases)
    for start, end, _ in document.lines:
        if text[start : start + _HEAD].lower() not in heads or end - start > _NOTICE:
            continue
        if text[start : start + _LONGEST_NOTICE].lower().startswith(phrases):
            yield Sighting(start, end, _CODE, "notice-line")


@lru_cache(maxsize=64)
def _counter(language: Language) -> re.Pattern[str]:
    return re.compile(f"(?i:\\d[\\d.,]{{0,9}}{A_BLANK}?[kKmM]?{A_BLANK}?(?:{any_of(language.counters)}))")


def _counters(document: Document) -> Iterator[Sighting]:
    """`23 condivisioni`, `1.2K shares` on a line of its own."""
    if document.language is None:
        return
    for line in document.lines_of(SHORT):
        if document.text[line.start].isdecimal() and _counter(document.language).fullmatch(
            document.text, line.start, line.end
        ):
            yield Sighting(line.start, line.end, _CODE, "counter-line")


_IMAGE_NAMES: Final = ("thumb", "thumbnail", "miniatur", "miniatura", "mini", "vignette", "miniaturadeimagen")
_IMAGE: Final = rf"(?:{'|'.join(_IMAGE_NAMES)}|\d{{2,4}}px)"
_OPTION: Final = r"(?:left|right|center|sinistra|destra|links|rechts|frame|upright)"
_ALT: Final = r"(?:alt|upright)=(?:[^|\n]{0,120}\|)?"
_FILE: Final = r"\[\[(?:File|Image|Immagine|Datei|Fichier|Archivo|Ficheiro|Bestand):[^|\]\n]{1,120}\|"

BOXES: Final[dict[str, Detector]] = {
    "box-inside": Detector(_box_inside, needles=(": ", _ARROW), prior=0.8),
    "shouted-inside": Detector(_shouted_inside, frozenset([SHOUTED]), prior=0.85),
    "notice-line": Detector(_notices, prior=0.8),
    "counter-line": Detector(_counters, frozenset([SHORT]), prior=0.7),
    "wiki-image": pattern_rule(
        "wiki-image", "RE303",
        rf"(?<![\w|])(?:{_OPTION}\|(?=\d))?{_IMAGE}\|(?:(?:{_IMAGE}|{_OPTION})\|)*(?:{_ALT})?|(?<![\w|])alt=[^|\n]{{0,120}}\||{_FILE}",
        needles=(*(f"{name}|" for name in _IMAGE_NAMES), "alt=", "px|", "[["), anywhere=True, prior=0.9,
    ),
}  # fmt: skip
