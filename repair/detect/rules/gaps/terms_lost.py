"""Terms that stood in elements of their own and are gone: code in a manual (RG103), spellings, pronunciations and dates in the brackets
behind a name (RG102, RG115)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.suspects.prefilter import BEFORE_MARK, word_before
from repair.languages import LANGUAGES, Language
from repair.text.patterns import A_BLANK, LOWER, UPPER, any_of, late

__all__ = ["TERMS_LOST"]

# --- code ------------------------------------------------------------------------------------------------------------

_DOUBLED: Final = late(rf"(?P<at>{A_BLANK}{{2,9}})(?P<word>{LOWER}++)")


def _code_lost(document: Document) -> Iterator[Sighting]:
    """`usa il comando  per uscire`, `the  command`: doubled blanks beside the word for what stood there. Manuals in all languages
    quote English."""
    table, text = document.language, document.text
    if table is None:
        return
    before_code = table.before_code | LANGUAGES["en"].before_code
    for match in matches(_DOUBLED, document, " "):
        at = match.start()
        word = word_before(text, at).lower()
        is_named = word in before_code or (match["word"] in table.after_code and word in table.articles)
        if is_named and text[at - 1].isalpha() and document.is_prose_at(at):
            yield Sighting(*match.span("at"), "RG103", "code-lost", (1, 3))


# --- brackets behind a name ------------------------------------------------------------------------------------------

_IN: Final = "(?:in|en|em|auf|op)"
_BORN: Final = late(r"\((?:born|nat[oa]|née?|nacid[oa]|nascid[oa]|geb\.|geboren|b\.)(?P<at>[ \u00a0])\)")
_INSIDE: Final = 30  # code points from the bracket to the blank


@lru_cache(maxsize=64)
def _spelled(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\((?:{_IN} )?(?i:{any_of(language.tongues)}):?(?P<at>{A_BLANK})\)")


def _term_lost(document: Document) -> Iterator[Sighting]:
    """`Cracovia (in polacco )`, `Anna Neri (born )`: a blank before the bracket, where a spelling or a date stood."""
    table, text = document.language, document.text
    for start, end in document.blanks_before_marks:
        if text[end] != ")":
            continue
        opened = text.rfind("(", max(0, start - _INSIDE), start)
        if opened < 0 or not document.is_prose_at(start):
            continue
        if table and (found := _spelled(table).match(text, opened)):
            yield Sighting(*found.span("at"), "RG102", "spelling-lost", (1, 3))
        elif found := _BORN.match(text, opened):
            yield Sighting(*found.span("at"), "RG115", "spelling-lost", (1, 3))


@lru_cache(maxsize=64)
def _all_spelled(language: Language) -> re.Pattern[str]:
    one = rf"{_IN} (?i:{any_of(language.tongues)})"
    return re.compile(rf"\((?<=\w{A_BLANK}\()(?P<at>)(?:{one}(?:, (?=in |en |em )|(?=\)))){{2,5}}\)")


def _terms_lost(document: Document) -> Iterator[Sighting]:
    """`Leopoli (in ucraino, in polacco)`: the languages of several spellings, and none of these."""
    if document.language is None:
        return
    for match in _all_spelled(document.language).finditer(document.text):
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span("at"), "RG102", "spellings-lost", (1, 3))


_LISTEN: Final = "ascolta|listen|écouter|anhören|ouvir|escuchar"
_DAY: Final = rf"\d{{1,2}}\.?{A_BLANK}(?:de{A_BLANK})?[^\W\d]{{3,10}}{A_BLANK}(?:de{A_BLANK})?\d{{4}}"
"""A date: `4 May 1910`, `4. Mai 1910`, `4 de mayo de 1910`."""

TERMS_LOST: Final[dict[str, Detector]] = {
    # of 19 such places on real pages 18 are listed losses, and none stands in sound texts
    "code-lost": Detector(_code_lost, frozenset(" "), prior=0.85),
    # of the rules below none sees anything in 30 million characters of sound texts and pages
    "spelling-lost": Detector(_term_lost, frozenset([BEFORE_MARK]), prior=0.85),
    "spellings-lost": Detector(_terms_lost, needles=("(in ", "(en ", "(em "), prior=0.85),
    "listen-lost": pattern_rule(
        "listen-lost",
        "RG102",
        rf"\((?<=\w{A_BLANK}\()(?P<at>)(?:{_LISTEN})\)(?={A_BLANK}{LOWER}|,)",
        needles=tuple(f"({word})" for word in _LISTEN.split("|")),
        words=(1, 3),
        prior=0.8,
    ),
    "birth-lost": pattern_rule(
        "birth-lost",
        "RG115",
        rf"\((?<=[^\W\d]{A_BLANK}\()(?P<at>)(?:[–—-]{A_BLANK}?{_DAY}\)|\*{A_BLANK}?in{A_BLANK}{UPPER})",
        needles=("(–", "(—", "(-", "(*"),
        words=(1, 3),
        prior=0.85,
    ),
}
