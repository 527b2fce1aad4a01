"""Apostrophes and quotation marks that became a blank or a question mark, and blanks behind apostrophes (RE305, RG103): `l
ufficio`, `dell' acqua`, `sì,? disse`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from repair.detect.document import Detector, Document, Sighting, matches
from repair.detect.foreign import speaks_otherwise
from repair.detect.suspects.language_signs import ELIDED, lost_apostrophes
from repair.detect.suspects.prefilter import word_before
from repair.detect.technical import speaks_of_code
from repair.detect.vocabulary import lexicon
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, LETTER, any_of, late

__all__ = ["APOSTROPHES"]

_CODE: Final = "RE305"
_SURE: Final = 2  # such places that show a habit of the text's source

# --- apostrophes -----------------------------------------------------------------------------------------------------

_VOWELS: Final = "aàáâäeèéêëiìíîïoòóôöuùúûühœæ"
_OPENS: Final = late(r'(?:\A|[\n.!?…:«“"])\s*\Z')
_REACH: Final = 3  # code points


@lru_cache(maxsize=64)
def _elided(language: Language) -> re.Pattern[str]:
    """A stem that an apostrophe binds to the next word, a blank, and a word of three letters or more that begins with a vowel
    or `h`. Stems after a number (`5 l`) do not count."""
    return re.compile(
        f'(?<![^\\s("«“‘])(?<!\\d{A_BLANK})(?P<stem>(?i:{any_of(lost_apostrophes(language))}))(?P<at>{A_BLANK})(?P<word>[{_VOWELS}{_VOWELS.upper()}]{LETTER}{{2,}})'
    )


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether the stem is a capital that does not begin a sentence: `la taglia L oppure`."""
    stem, start = match["stem"], match.start()
    return len(stem) == 1 and stem.isupper() and not _OPENS.search(text, max(0, start - _REACH), start)


def _elision_apart(document: Document) -> Iterator[Sighting]:
    """`l ufficio`, `aujourd hui`, in a text with two such places."""
    table, text = document.language, document.text
    # few texts have any within a sentence, and a text with two places has one there
    if table is None or lost_apostrophes(table).isdisjoint(text.split(" ")[1:-1]):
        return
    known = lexicon(document)
    if known is None:
        return
    found = [
        match
        for match in _elided(table).finditer(text)
        if known.knows(match["word"].lower())
        and match["word"].lower() not in table.coordinating
        and not _is_label(text, match)
        and document.is_prose_at(match.start())
        and not speaks_otherwise(document, match.start())
    ]
    if len(found) >= _SURE:
        yield from (Sighting(*match.span("at"), _CODE, "elision-apart") for match in found)


# --- blanks behind apostrophes ---------------------------------------------------------------------------------------

_APOSTROPHES: Final = ("'", "’")  # before a blank they are suspect
_HABIT: Final = 4  # elisions that show how a text writes them
_PART: Final = 4  # of so many one may have a blank
_BINDING: Final = frozenset("l d un dell all dall nell sull quell quest".split())
"""Stems of articles and prepositions, which no verb and no conjunction follows."""


_VOWEL: Final = f"[{_VOWELS}{_VOWELS.upper()}]"
_APART: Final = late(f"['’](?P<at>{A_BLANK})(?P<word>{_VOWEL}{LETTER}*)")
"""An apostrophe, a blank, and a word that an elided one would bind."""


@lru_cache(maxsize=64)
def _bound(language: Language) -> re.Pattern[str]:
    """Elided words that are bound to the next."""
    return re.compile(f"(?<![^\\s(«“\"])(?i:{any_of(language.elided)})['’](?={_VOWEL})")


class _Blank(NamedTuple):
    """A blank behind an apostrophe that binds."""

    stem: str
    span: tuple[int, int]
    word: str


def _is_lone_letter(table: Language, word: str) -> bool:
    return len(word) == 1 and word.lower() not in table.common_words


def _blanks_behind(document: Document) -> list[_Blank]:
    """The blanks behind apostrophes that bind, in a text that nearly always sets none there. After a letter the apostrophe is
    the sign of a note (`da f c' in su`)."""
    table, text = document.language, document.text
    if table is None or not table.elides:
        return []
    found = []
    for match in matches(_APART, document, _APOSTROPHES):
        at = match.start()
        stem = word_before(text, at)
        before = at - len(stem) - 1
        if stem.lower() not in table.elided or text.startswith("‘", max(0, before)) or not document.is_prose_at(at):
            continue
        if not _is_lone_letter(table, word_before(text, before)):
            found.append(_Blank(stem, match.span("at"), match["word"]))
    if not found or speaks_of_code(document):
        return []
    joined = sum(1 for _ in _bound(table).finditer(text))
    return found if joined >= max(_HABIT, _PART * len(found)) else []


def _elision_blank(document: Document) -> Iterator[Sighting]:
    """`dell' acqua` among `dell'aria` and `l'olio`."""
    known = lexicon(document)
    for blank in document.once(_blanks_behind):
        if known and known.knows(blank.word.lower()) and not _leads_nowhere(document, blank):
            yield Sighting(*blank.span, _CODE, "elision-blank", None, "")


def _elision_cut(document: Document) -> Iterator[Sighting]:
    """`avant d' en mesure de`: no noun that the stem could be bound to."""
    for blank in document.once(_blanks_behind):
        if _leads_nowhere(document, blank):
            yield Sighting(*blank.span, "RG103", "elision-cut", (1, 4))


def _leads_nowhere(document: Document, blank: _Blank) -> bool:
    """Whether the stem is one of an article or a preposition, and a conjunction, preposition or auxiliary follows."""
    table = document.language
    if table is None or blank.stem.lower() not in _BINDING:
        return False
    others = table.coordinating | table.prepositions | table.stranding | frozenset(["est", "è", "encore", "ancora"])
    if blank.stem.lower() == "d":
        others -= table.articles  # `d' une certaine façon`
    return blank.word in others - table.determiners - frozenset("un uno una une".split())


# --- quotation marks -------------------------------------------------------------------------------------------------

_CLOSED: Final = late(f"{LETTER}{{2}},(?P<at>\\?)(?={A_BLANK}{LETTER})")
_OPENED: Final = late(rf"(?<![^\s(])(?P<at>\?)(?={LETTER}+[ ,.!’'?])")


def _quotation_as_question(document: Document) -> Iterator[Sighting]:
    """`?Non so,? disse`: a question mark after a comma is none; then those before words are none either."""
    text = document.text
    closed = [match for match in _CLOSED.finditer(text) if document.is_prose_at(match.start())]
    for match in (*closed, *_OPENED.finditer(text)) if closed else ():
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span("at"), _CODE, "quotation-as-question")


APOSTROPHES: Final[dict[str, Detector]] = {
    "elision-apart": Detector(_elision_apart, frozenset([ELIDED]), prior=0.85),
    # in 10 million characters 21 of 24 such places are such blanks
    "elision-blank": Detector(_elision_blank, frozenset(_APOSTROPHES), prior=0.8),
    # 4 of 4
    "elision-cut": Detector(_elision_cut, frozenset(_APOSTROPHES), prior=0.75),
    "quotation-as-question": Detector(_quotation_as_question, needles=(",?",), prior=0.85),
}
