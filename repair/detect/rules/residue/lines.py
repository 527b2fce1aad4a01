"""Text of the page that is not the article's: date lines, buttons, link boxes, copyright (RS401).

Only whole lines are residue; the one exception is a date that the extractor joined to the first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import ESCAPED_BLANK, Detector, Document, Sighting
from repair.detect.line_shapes import SHORT, Line
from repair.languages.table import Language
from repair.text.patterns import LETTER, any_of, late

__all__ = ["RESIDUE"]

_BUTTON: Final = 45  # code points; a button is seldom longer
_CODE: Final = "RS401"


def _short(document: Document) -> list[tuple[Line, str]]:
    """The short lines, each with its text in lower case."""
    text = document.text
    return [(line, text[line.start : line.end].lower()) for line in document.lines_of(SHORT)]


def _labels(document: Document) -> list[tuple[Line, str]]:
    """The short lines that are not sentences and may begin with a phrase of the table, each with its beginning in lower
    case."""
    heads = _heads(document.language) if document.language else frozenset[str]()
    starts = [
        (line, _BEFORE_LABEL.sub("", lowered[:40]))
        for line, lowered in document.once(_short)
        if lowered[-1] not in ".!?"
    ]
    return [(line, start) for line, start in starts if start[:_HEAD] in heads]


_HEAD: Final = 3
_BEFORE_LABEL: Final = late(f"\\A(?:[•·–—»>✉ \\u00a0-]|{ESCAPED_BLANK})+")


@lru_cache(maxsize=64)
def _heads(language: Language) -> frozenset[str]:
    """How the phrases of residue begin: few lines of a sound text do."""
    return frozenset(phrase[:_HEAD] for phrase in (*language.share, *language.related, *language.read_more))


@lru_cache(maxsize=64)
def _lengths(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases, the longest first."""
    return tuple(sorted(phrases, key=len, reverse=True))


def _beginning(start: str, phrases: tuple[str, ...]) -> str:
    """The longest of the phrases with which the line begins, as whole words; empty if there is none."""
    if not start.startswith(phrases):
        return ""
    phrase = next(one for one in _lengths(phrases) if start.startswith(one))
    return "" if start[len(phrase) : len(phrase) + 1].isalnum() else phrase


def _names_more(start: str, phrase: str) -> bool:
    """Whether a phrase of one word goes on in other words, as a heading does (`Print envelopes`)."""
    return phrase.isalpha() and any(map(str.isalpha, start[len(phrase) :]))


def _phrase_rule(rule: str, phrases_of: Callable[[Language], tuple[str, ...]], longest: int | None = None) -> Detector:
    """The detector of short lines that begin with a phrase of the table and are not sentences."""

    def detect(document: Document) -> Iterator[Sighting]:
        phrases = phrases_of(document.language) if document.language else ()
        if not phrases:
            return
        for line, start in document.once(_labels):
            phrase = _beginning(start, phrases)
            if not phrase or _names_more(start, phrase) or (longest is not None and line.end - line.start > longest):
                continue
            # a box of a manual: `GOING FURTHER Tests from afar`
            if document.text[line.start : line.start + len(phrase)].isupper() and start[len(phrase) :][1:2].isalpha():
                continue
            yield Sighting(line.start, line.end, _CODE, rule)

    return Detector(detect, frozenset([SHORT]))


_EDGE: Final = 5  # lines at either end of a text, among which buttons stand
_NETWORKS: Final = late(r"\b(?:facebook|twitter|whatsapp|linkedin|pinterest|telegram|instagram|reddit|e-?mail)\b")


def _tells_of(document: Document, line: Line, phrase: str) -> bool:
    """Whether the line is prose that has the word of the phrase, which is then its heading: `Comments`, `When visitors
    leave comments …`."""
    return line.shape == "prose" and phrase.isalpha() and phrase in document.text[line.start : line.end].lower()


def _buttons(document: Document) -> list[tuple[Line, bool]]:
    """The lines that hold a button, and whether that is sure: a single word may be a heading (`Print`)."""
    table, text = document.language, document.text
    if table is None or not document.once(_labels):
        return []
    words = [line for line in document.lines if line.shape != "blank"]
    number = {line.start: at for at, line in enumerate(words)}
    found: list[tuple[Line, bool]] = []
    for line, start in document.once(_labels):
        phrase = _beginning(start, table.share)
        if not phrase or line.end - line.start > _BUTTON:
            continue
        names_network = _NETWORKS.search(text[line.start : line.end].lower()) is not None
        if _names_more(start, phrase) and not names_network:
            continue
        at = number[line.start]
        beside = [text[one.start : one.end].lower() for one in words[max(0, at - 2) : at] + words[at + 1 : at + 3]]
        known = (*table.share, *table.related, *table.read_more, *table.rights)
        sure = not phrase.isalpha() or names_network or phrase in table.adverts or at + 1 == len(words)
        if not sure and _EDGE <= at < len(words) - _EDGE:
            continue  # a heading
        if start == phrase and at + 1 < len(words) and _tells_of(document, words[at + 1], phrase):
            continue
        found.append((line, sure or any(len(other) <= _BUTTON and _beginning(other, known) for other in beside)))
    return found


def _button_rule(rule: str, *, sure: bool, prior: float | None = None) -> Detector:
    def detect(document: Document) -> Iterator[Sighting]:
        for line, is_sure in document.once(_buttons):
            if is_sure == sure:
                yield Sighting(line.start, line.end, _CODE, rule)

    return Detector(detect, frozenset([SHORT]), prior=prior)


def _rights(document: Document) -> Iterator[Sighting]:
    if document.language is None:
        return
    short = document.once(_short)
    together = "\n".join([lowered for _, lowered in short])
    if not any(phrase in together for phrase in (*document.language.rights, "© ")):
        return
    found = [
        (line, lowered)
        for line, lowered in short
        if any(phrase in lowered for phrase in document.language.rights) or lowered.startswith("© ")
    ]
    if not _is_imprint([lowered for _, lowered in found]):
        yield from (Sighting(line.start, line.end, _CODE, "rights-line") for line, _ in found)


_HOLDER: Final = late(rf"(?:copyright )?© (?:\d{{4}}[, –-]*)+(?P<name>{LETTER}.*)")


def _is_imprint(lines: list[str]) -> bool:
    """Whether lines about rights name several holders, each with years: the imprint of a book, which belongs to it."""
    holders = [_HOLDER.fullmatch(line) for line in lines]
    return len(lines) > 1 and all(holders) and len({holder["name"] for holder in holders if holder}) == len(lines)


# --- dates -------------------------------------------------------------------------------------------------------

_NUMERIC: Final = r"\d{4}-\d{2}(?:-\d{2})?(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
_DIGIT: Final = late(r"\d")
_ORDINAL: Final = r"(?:[º°.]|er)?"
_OF: Final = r"(?:del? )?"


@lru_cache(maxsize=64)
def _label(language: Language) -> re.Pattern[str]:
    """The pattern of a date's label: quick to try, and absent from nearly all texts that do not begin with a date."""
    return re.compile(rf"\s*+(?:{any_of(language.date_words)})[:\s]", re.IGNORECASE)


@lru_cache(maxsize=64)
def _date(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of a line that is a date alone, and of a date that was joined to the first sentence."""
    months, words = any_of(language.months), any_of(language.date_words)
    named = rf"\d{{1,2}}{_ORDINAL}\s{_OF}(?:{months})\.?,?\s{_OF}\d{{4}}|(?:{months})\.?\s\d{{1,2}},?\s\d{{4}}"
    any_date = f"(?:{_NUMERIC}|{named})"
    before, after = any_of(language.before_clock), any_of(language.after_clock)
    clock = rf"(?:[\s,|–-]{{1,3}}(?:(?:{before})\s)?\d{{1,2}}\s?[:.h]\s?\d{{2}}(?:\s?(?:[ap]\.?m\.?|{after}))?)?"
    line = re.compile(rf"(?:(?:{words})[:\s]+)?(?:[\w-]{{3,14}},?\s(?:el |den )?)?{any_date}{clock}\W?", re.IGNORECASE)
    joined = re.compile(rf"\s*+((?:{words})[:\s]\s?{any_date}{clock})(?=\s)", re.IGNORECASE)
    return line, joined


def _date_line(document: Document) -> Iterator[Sighting]:
    if document.language is None:
        return
    for line, lowered in document.once(_short):
        if not _DIGIT.search(lowered, max(0, len(lowered) - 6)):  # near its end a date line has one
            continue
        alone, _ = _date(document.language)
        if alone.fullmatch(document.text, line.start, line.end):
            yield Sighting(line.start, line.end, _CODE, "date-line")


def _joined_date(document: Document) -> Iterator[Sighting]:
    """A date with its label before the first sentence: `date 2025-07 Il consiglio …`."""
    if document.language is None or not _label(document.language).match(document.text):
        return
    _, joined = _date(document.language)
    match = joined.match(document.text)
    if match and document.text[match.end() : match.end() + 80].split("\n")[0].strip():
        yield Sighting(*match.span(1), _CODE, "joined-date")


RESIDUE: Final[dict[str, Detector]] = {
    "share-line": _button_rule("share-line", sure=True),
    # in sound texts nearly all such lines are headings, on pages of news hardly any
    "share-word": _button_rule("share-word", sure=False, prior=0.35),
    "related-line": _phrase_rule("related-line", lambda table: table.related),
    "read-more-line": _phrase_rule("read-more-line", lambda table: table.read_more, _BUTTON),
    "rights-line": Detector(_rights, frozenset([SHORT])),
    "date-line": Detector(_date_line, frozenset([SHORT])),
    "joined-date": Detector(_joined_date),
}
