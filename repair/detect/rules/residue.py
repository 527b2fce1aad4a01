"""Text of the page that is not the article's: date lines, buttons, link boxes, copyright (RS401), repetitions (RS402).

Only whole lines are residue; the one exception is a date that the extractor joined to the first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.line_shapes import REPEATED, SHORT, Line
from repair.languages.table import Language

__all__ = ["RESIDUE"]

_BUTTON: Final = 45  # code points; a button is seldom longer
_CODE: Final = "RS401"


def _short(document: Document) -> list[tuple[Line, str]]:
    """The short lines, each with its text in lower case."""
    text = document.text
    return [(line, text[line.start : line.end].lower()) for line in document.lines_of(SHORT)]


def _labels(document: Document) -> list[tuple[Line, str]]:
    """The short lines that are not sentences, each with its beginning in lower case."""
    return [
        (line, lowered[:40].lstrip("•·-–—»>✉ ")) for line, lowered in document.once(_short) if lowered[-1] not in ".!?"
    ]


def _phrase_rule(rule: str, phrases_of: Callable[[Language], tuple[str, ...]], longest: int | None = None) -> Detector:
    """The detector of short lines that begin with a phrase of the table and are not sentences."""

    def detect(document: Document) -> Iterator[Sighting]:
        phrases = phrases_of(document.language) if document.language else ()
        if not phrases:
            return
        for line, start in document.once(_labels):
            if start.startswith(phrases) and (longest is None or line.end - line.start <= longest):
                phrase = max((one for one in phrases if start.startswith(one)), key=len)
                if not start[len(phrase) : len(phrase) + 1].isalnum():
                    yield Sighting(line.start, line.end, _CODE, rule)

    return Detector(detect, frozenset([SHORT]))


def _rights(document: Document) -> Iterator[Sighting]:
    if document.language is None:
        return
    short = document.once(_short)
    together = "\n".join([lowered for _, lowered in short])
    if not any(phrase in together for phrase in (*document.language.rights, "© ")):
        return
    for line, lowered in short:
        if any(phrase in lowered for phrase in document.language.rights) or lowered.startswith("© "):
            yield Sighting(line.start, line.end, _CODE, "rights-line")


# --- dates -------------------------------------------------------------------------------------------------------

_NUMERIC: Final = r"\d{4}-\d{2}(?:-\d{2})?(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
_DIGIT: Final = re.compile(r"\d")
_ORDINAL: Final = r"(?:[º°.]|er)?"
_OF: Final = r"(?:del? )?"


def _any(words: tuple[str, ...]) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


@lru_cache(maxsize=64)
def _label(language: Language) -> re.Pattern[str]:
    """The pattern of a date's label: quick to try, and absent from nearly all texts that do not begin with a date."""
    return re.compile(rf"\s*+(?:{_any(language.date_words)})[:\s]", re.IGNORECASE)


@lru_cache(maxsize=64)
def _date(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of a line that is a date alone, and of a date that was joined to the first sentence."""
    months, words = _any(language.months), _any(language.date_words)
    named = rf"\d{{1,2}}{_ORDINAL}\s{_OF}(?:{months})\.?,?\s{_OF}\d{{4}}|(?:{months})\.?\s\d{{1,2}},?\s\d{{4}}"
    any_date = f"(?:{_NUMERIC}|{named})"
    before, after = _any(language.before_clock), _any(language.after_clock)
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


# --- repetitions -------------------------------------------------------------------------------------------------


def _repeated(document: Document) -> Iterator[Sighting]:
    seen: set[str] = set()
    for line in document.lines_of(REPEATED):
        paragraph = document.text[line.start : line.end]
        if paragraph in seen:
            yield Sighting(line.start, line.end, "RS402", "repeated-paragraph")
        seen.add(paragraph)


RESIDUE: Final[dict[str, Detector]] = {
    "share-line": _phrase_rule("share-line", lambda table: table.share, _BUTTON),
    "related-line": _phrase_rule("related-line", lambda table: table.related),
    "read-more-line": _phrase_rule("read-more-line", lambda table: table.read_more, _BUTTON),
    "rights-line": Detector(_rights, frozenset([SHORT])),
    "date-line": Detector(_date_line, frozenset([SHORT])),
    "joined-date": Detector(_joined_date),
    "repeated-paragraph": Detector(_repeated, frozenset([REPEATED])),
}
