"""RS401 in languages without a table: lines that hold a page's links, buttons and notices.

The phrases of all these languages are looked for together, so that a short text need not say which one it is in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, Literal

from repair.detect.document import Detector, Document, Sighting
from repair.detect.line_shapes import SHORT, Line
from repair.languages.pages import PAGES
from repair.text.patterns import A_BLANK, LOWERS, any_of, late

__all__ = ["PAGE_WORDS_OF_OTHERS"]

_CODE: Final = "RS401"
_Column = Literal["related", "buttons", "notices"]
_BUTTON: Final = 45  # code points; a button is seldom longer
_HEAD: Final = 3
_LONG: Final = 5  # code points of a phrase that other letters may follow
_BEFORE: Final = late(r"\A[^\w'’]+")
_ENDS: Final = ".!?。।"
_COUNT: Final = late(r"[\W\d]*(?:(?:facebook|twitter|whatsapp|telegram|linkedin|email|x)\W*)*")


def _plain(text: str) -> str:
    """The text in lower case without accents and points, and with the marks of full width as those of half."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in apart if not unicodedata.combining(char))


@cache
def _phrases(column: _Column) -> dict[str, tuple[str, ...]]:
    """The phrases of a column in all languages, plain, by how they begin, the longest first."""
    by_head: dict[str, list[str]] = {}
    phrases = {_plain(phrase) for words in PAGES.values() for phrase in getattr(words, column)}
    for phrase in sorted(phrases, key=lambda one: (-len(one), one)):
        by_head.setdefault(phrase[:_HEAD], []).append(phrase)
    return {head: tuple(found) for head, found in by_head.items()}


def _lines(document: Document) -> list[tuple[Line, str]]:
    """The short lines, each plain from its first word on. None in a language that has a table."""
    if document.language is not None:
        return []
    text = document.text
    return [(line, _BEFORE.sub("", _plain(text[line.start : line.end]))) for line in document.lines_of(SHORT)]


def _begins(plain: str, column: _Column) -> tuple[str, str] | None:
    """The phrase with which the line begins, as whole words, and the rest of the line."""
    for phrase in _phrases(column).get(plain[:_HEAD], ()):
        if plain.startswith(phrase) and (_is_unspaced(phrase) or not plain[len(phrase) : len(phrase) + 1].isalnum()):
            return phrase, plain[len(phrase) :]
    return None


def _is_long(phrase: str) -> bool:
    """Whether the phrase tells enough by itself: several words, or a long one in a script without blanks."""
    return " " in phrase or _is_unspaced(phrase)


def _is_unspaced(phrase: str) -> bool:
    """Whether the phrase is long and in a script that sets no blanks between words."""
    return len(phrase) >= _LONG and "\u3040" <= phrase[0] <= "\u9fff"


def _rule(rule: str, holds: Callable[[str], bool], prior: float) -> Detector:
    def detect(document: Document) -> Iterator[Sighting]:
        for line, plain in document.once(_lines):
            if holds(plain):
                yield Sighting(line.start, line.end, _CODE, rule)

    return Detector(detect, frozenset([SHORT]), prior=prior)


def _points_on(plain: str) -> bool:
    """Whether the line points to another article: a phrase alone, or before the other's heading."""
    found = _begins(plain, "related")
    if found is None:
        return False
    phrase, rest = found
    if rest.lstrip()[:1] in (":", "|", "»", ">", "→", "-", "–"):
        return True
    return not rest.strip() or (_is_long(phrase) and plain[-1] not in _ENDS)


def _is_button(plain: str) -> bool:
    """Whether the line is a button: a phrase and a few more words, or a single word with nothing but marks and networks."""
    found = _begins(plain, "buttons")
    if found is None or len(plain) > _BUTTON or plain[-1] in _ENDS:
        return False
    phrase, rest = found
    return _is_long(phrase) or _COUNT.fullmatch(rest) is not None or rest.lstrip()[:1] in (":", "|")


def _is_notice(plain: str) -> bool:
    return _begins(plain, "notices") is not None


@cache
def _inside(code: str) -> re.Pattern[str]:
    """A label of a button in one language, right after the end of a sentence and right before the next one."""
    labels = (label for label in PAGES[code].buttons if _is_long(label) or label in _SURE)
    written = any_of(label[0].upper() + label[1:] for label in labels)
    # in scripts without capitals any letter may begin a sentence
    return re.compile(
        f"[.!?…。！？।]{A_BLANK}?(?P<at>{written})(?={A_BLANK}[^\\W\\d_{LOWERS}а-яёα-ω]|(?<=[ぁ-鿿])[ぁ-鿿])"
    )


_SURE: Final = frozenset(["더보기"])
"""Labels of one word that no sentence has alone."""


def _button_inside(document: Document) -> Iterator[Sighting]:
    """`Tåget ställdes in. Läs mer Många fick vänta.`"""
    code = document.article.language
    if document.language is not None or code not in PAGES:
        return
    for match in _inside(code).finditer(document.text):
        if document.is_prose_at(match.start("at")):
            yield Sighting(*match.span("at"), _CODE, "page-button-inside")


PAGE_WORDS_OF_OTHERS: Final[dict[str, Detector]] = {
    "page-link-other": _rule("page-link-other", _points_on, 0.75),
    "page-button-other": _rule("page-button-other", _is_button, 0.7),
    "page-button-inside": Detector(_button_inside, prior=0.7),
    "page-notice-other": _rule("page-notice-other", _is_notice, 0.8),
}
