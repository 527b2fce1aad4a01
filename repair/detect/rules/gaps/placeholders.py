"""RG111: what a template, a program or a typesetter writes where it has no text: `{{name}}`, `undefined`, `null`, `Figure ??`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from msgspec.structs import replace

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.suspects.prefilter import DUMMY, NULL, UNDEFINED, word_before
from repair.detect.technical import speaks_of_code
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, LETTER, late

__all__ = ["UNFILLED"]

_PLACEHOLDER: Final = late(r"%[sdif](?!\w)")
_NAMED: Final = 4  # so many of them are what the text is about


def _names_placeholders(document: Document) -> bool:
    return speaks_of_code(document) or len(_PLACEHOLDER.findall(document.text)) >= _NAMED


_OPTION: Final = late(r"(?<!\S)--[a-z]{2}")
_FEWEST_OPTIONS: Final = 3


def _names_options(document: Document) -> bool:
    """Whether the text tells of the options of a program, whose values stand in braces (`--out {folder}`)."""
    return sum(1 for _ in islice(_OPTION.finditer(document.text), _FEWEST_OPTIONS)) == _FEWEST_OPTIONS


_NULL: Final = late(f"null(?<=[^\\W\\d_A-Z,]{A_BLANK}null)(?={A_BLANK}(?P<next>{LETTER}+|[%€$]))")
_NULL_ALONE: Final = 3
_NUMBERS: Final = frozenset("%€$")


def _null_words(document: Document) -> Iterator[Sighting]:
    """`altri null millimetri`, `held in null on`: before a unit of measure, a month or a sign of money, and between
    prepositions, in a text without code that has the word once or twice."""
    table, text = document.language, document.text
    if table is None or not document.all_words or text.count("null") >= _NULL_ALONE:
        return
    for match in _NULL.finditer(text):
        governing = table.function_words - table.joining
        if word_before(text, match.start() - 1) in governing - table.articles and match["next"] in governing:
            yield Sighting(*match.span(), "RG111", "null-word", (1, 6))
        elif match["next"] in table.units or match["next"] in table.months or match["next"] in _NUMBERS:
            yield Sighting(*match.span(), "RG111", "null-word", (1, 1))


_A_NAN: Final = late(r"\bNaNs\b|\b[Aa]n? NaN\b|\b[Nn]ot[ -]a[ -][Nn]umber\b")


def _speaks_of_nan(document: Document) -> bool:
    """Whether the text speaks about what programs call so: `a NaN`, `NaNs`, "not a number"."""
    return _A_NAN.search(document.text) is not None


_RESULTS: Final = late(
    r"\b(?:returns?|yields?|gives?|produces?|equals?|restituisce|renvoie|devuelve|retorna|liefert) \Z"
)
"""Verbs before what a program answers."""


@lru_cache(maxsize=64)
def _unresolved_pattern(language: Language) -> re.Pattern[str]:
    names = "|".join(sorted(language.numbered))
    return re.compile(rf"\b(?:{names})\.?[{BLANK}~](\?\?)(?!\?)", re.IGNORECASE)


def _unresolved(document: Document) -> Iterator[Sighting]:
    """`Figure ??`: the mark of a typesetter that does not know a number."""
    if document.language is None:
        return
    for match in _unresolved_pattern(document.language).finditer(document.text):
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span(1), "RG111", "unresolved-reference", (1, 1))


UNFILLED: Final[dict[str, Detector]] = {
    "template-placeholder": pattern_rule(
        "template-placeholder", "RG111",
        r"\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|\$\{[^{}\n]{1,80}\}|<%[^%\n]{0,80}%>|%\(\w{1,40}\)s",
        starts="{$<%", words=(1, 6),
    ),
    "printf-placeholder": pattern_rule(
        "printf-placeholder", "RG111", r"%(?<=[\s(«“\"']%)(?:\d\$)?[sdif](?!\w)", starts="%", words=(1, 6),
        unless=lambda document, _: document.once(_names_placeholders),
    ),
    "object-placeholder": pattern_rule(
        "object-placeholder", "RG111", r"\[object [A-Z]\w{1,20}\]", needles=("[",), words=(1, 6)
    ),
    "numbered-placeholder": pattern_rule(
        "numbered-placeholder", "RG111", r"\{(?<=[\s(«“].)(?:\d{1,2}|(?!at\}|dot\})[a-z]{2,20}(?:_[a-z]{2,20}){0,3})\}(?![\w{(\[=/.:-]\w)", starts="{",
        unless=lambda document, _: not document.all_words or speaks_of_code(document) or "`" in document.text
        or document.once(_names_options),
        words=(1, 6), prior=0.6,
    ),
    "null-word": Detector(_null_words, frozenset([NULL]), prior=0.7),
    "undefined-word": replace(
        pattern_rule(
            "undefined-word", "RG111", r"[uN](?<!\S.)(?:ndefined|a[NT])(?=[\s,.;:)])(?!\s+(?:behaviour|behavior|terms?|value)\b)",
            words=(1, 6), unless=lambda document, match: (match[0] == "NaN" and document.once(_speaks_of_nan))
            or _RESULTS.search(document.text, max(0, match.start() - 12), match.start()) is not None,
        ),
        starts=frozenset([UNDEFINED]),
    ),
    "dummy-text": replace(
        pattern_rule("dummy-text", "RG111", r"Lorem ipsum dolor sit amet[^\n.]{0,300}\.?"), starts=frozenset([DUMMY])
    ),
    "unresolved-reference": Detector(_unresolved, needles=("??",), prior=0.9),
}  # fmt: skip
