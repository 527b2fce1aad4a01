"""What a preparation of texts set apart or ran together: ends of words that stand between blanks (RG108), apostrophes that a text
lost throughout (RE305), paragraphs that end at an abbreviation or within a number (RJ204)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches
from repair.detect.suspects.prefilter import word_before
from repair.detect.suspects.telling_marks import CLITIC
from repair.detect.suspects.word_signs import ABBREVIATED, CLOSED_UP, LARGE, PERCENT, standing_alone
from repair.detect.technical import is_named
from repair.detect.vocabulary import lexicon
from repair.text.patterns import A_BLANK, LETTER, LOWER, UPPER, late

__all__ = ["PARTED"]


# --- ends of words ---------------------------------------------------------------------------------------------------

_END: Final = late(
    rf"(?P<at>{A_BLANK})(?:n['’]t(?<=[a-z]{A_BLANK}n.t)|['’]s(?<=[A-Za-z]{A_BLANK}.s)|['’](?:ll|re|ve)(?<=[A-Za-z]{A_BLANK}...))(?![\w'’])"
)
_BOUND: Final = late(
    rf"(?<![\w'’])(?:l|d|un|dell|all|nell|sull|dall|quell|quest|c|j|n|s|qu)(?P<at>{A_BLANK}['’]{A_BLANK})(?=[aeiouhàâéèêîôù]{LETTER})"
)
_HABIT: Final = 2  # such places of a text


def _ends_apart(document: Document) -> Iterator[Sighting]:
    """`do n't agree`, `dell ' anno`: a text in pieces, as programs take words apart."""
    table = document.language
    if table is None or not (table.code == "en" or table.elides):
        return
    found = list((_END if table.code == "en" else _BOUND).finditer(document.text))
    is_habit = len(found) >= _HABIT and any(not match[0].endswith("s") for match in found)
    for match in found if is_habit or table.code != "en" else ():
        start, end = match.span("at")
        if document.is_prose_at(start) and not is_named(document, match):
            yield Sighting(start, end, "RG108", "end-apart", None, match["at"].strip())


# --- apostrophes -----------------------------------------------------------------------------------------------------

_APOSTROPHES: Final = ("'", "’", "‘", "`", "´")


_ITALIAN: Final = late(
    rf"(?<!{LETTER})(?P<stem>dell|all|nell|sull|dall|quell|l|un)(?P<word>[aeiouàèéìòùh]{LETTER}{{2,20}})(?!{LETTER})"
)


def _has_none(document: Document) -> bool:
    """Whether the text has no apostrophe of any form."""
    return not any(mark in document.text for mark in _APOSTROPHES)


def _apostrophes_gone(document: Document) -> Iterator[Sighting]:
    """`dellanno`, `lultimo`: a text that lost its apostrophes has none, and several such words."""
    table, text = document.language, document.text
    known = lexicon(document)
    if table is None or table.code != "it" or known is None or not _has_none(document):
        return
    found = [
        match
        for match in _ITALIAN.finditer(text)
        if not known.is_common(match[0]) and known.is_common(match["word"]) and document.is_prose_at(match.start())
    ]
    # rare words look like that too (`lindo`, `lavorio`), but no word at all does
    lost = len(found) >= _HABIT and not all(known.knows(match[0]) for match in found)
    for match in found if lost else ():
        yield Sighting(match.start("word"), match.start("word"), "RE305", "apostrophes-gone", None, "’")


def _contractions_closed(document: Document) -> Iterator[Sighting]:
    """`dont`, `doesnt`: several of them in a text without apostrophes."""
    table = document.language
    if table is None or table.code != "en" or not _has_none(document):
        return
    found = [match for match in matches(_CLOSED, document, [CLOSED_UP]) if document.is_prose_at(match.start())]
    lost = len(found) >= _HABIT and any(match[0] != _NAME for match in found)
    for match in found if lost else ():
        at = match.end() - _TAIL.get(match[0].lower(), 1)
        yield Sighting(at, at, "RE305", "contraction-closed", None, "’")


_CLOSED: Final = late(standing_alone(CLOSED_UP))
_NAME: Final = "Ive"
_TAIL: Final = dict.fromkeys("theyre youre theyve weve youve ive".split(), 2)

# --- paragraphs ------------------------------------------------------------------------------------------------------

_TITLE: Final = late(rf"{standing_alone(ABBREVIATED)}\.(?P<at>[ \t]*\n\s*)(?={UPPER}{LOWER})")
_NUMBER: Final = late(rf"(?<![\w.,])\d{{1,3}}[.,](?P<at>\n+)\d{{1,3}}{A_BLANK}?(?:p\w+{A_BLANK})?\Z")
_AMOUNT: Final = late(standing_alone(LARGE, PERCENT))
_BACK: Final = 24  # code points from such a number to its word


_BEHIND_NAME: Final = ("Dr", "Sr")


def _titles_broken(document: Document) -> Iterator[Sighting]:
    """A paragraph that ends in `Mr.` or `dott.`, before the name. In English `Ocean Dr.` is a street, and `King Sr.` a father."""
    text, is_english = document.text, document.language is not None and document.language.code == "en"
    for match in matches(_TITLE, document, [ABBREVIATED]):
        word = word_before(text, match.start() - 1)
        if not word or (is_english and word.istitle() and text.startswith(_BEHIND_NAME, match.start())):
            continue
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span("at"), "RJ204", "title-broken", None, " ")


def _numbers_broken(document: Document) -> Iterator[Sighting]:
    """A paragraph that ends behind the point of a number: `3.`, and `5 million` below."""
    text = document.text
    for match in matches(_AMOUNT, document, [LARGE, PERCENT]):
        low = max(0, match.start() - _BACK)
        number = _NUMBER.search(text[low : match.start()])
        if number:
            start, end = low + number.start("at"), low + number.end("at")
            if word_before(text, low + number.start() - 1) and document.is_prose_at(start):
                yield Sighting(start, end, "RJ204", "number-broken", None, "")


PARTED: Final[dict[str, Detector]] = {
    "end-apart": Detector(_ends_apart, frozenset([CLITIC]), prior=0.85),
    "apostrophes-gone": Detector(_apostrophes_gone, prior=0.8),
    "contraction-closed": Detector(_contractions_closed, frozenset([CLOSED_UP]), prior=0.8),
    "title-broken": Detector(_titles_broken, frozenset([ABBREVIATED]), prior=0.85),
    "number-broken": Detector(_numbers_broken, frozenset([LARGE, PERCENT]), prior=0.85),
}
