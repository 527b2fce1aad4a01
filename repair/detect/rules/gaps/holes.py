"""Holes in a pattern: what stands around a number, a date, a range or a quotation shows that it is gone.

RG115 for numbers and dates; RG101, RG103 and RG104 for the others. Each rule knows one pattern, and what a sound text
may have in place of the number: a quantifier before a unit, an article before a sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.rules.gaps.quantities import has_amount
from repair.detect.rules.phrases import is_at_head
from repair.detect.suspects.prefilter import (
    AMOUNT_SIGNS,
    BEFORE_MARK,
    BETWEEN_NUMBERS,
    BETWEEN_WORDS,
    UNIT,
    UNITS,
    word_before,
)
from repair.detect.suspects.suspect_words import are_sound_beside, pairs_of_words
from repair.detect.suspects.word_pairs import amountless, dayless, measureless, never_pairs, numberless
from repair.detect.suspects.word_signs import ORDINAL
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, LOWERS, UPPER, UPPERS, late

__all__ = ["HOLES", "words_before_blanks"]


# --- units of measure ------------------------------------------------------------------------------------------------

# A pattern begins with the rarest letter of its symbols, since blanks or classes of letters take ten times as long to look
# for.
_SIGNS: Final = "°%‰€£"
_END: Final = r"(?![\w/{}(*=<>%&²³-]|\.\w)"
_UNITS: Final = {
    start: late(f"{start}(?<={A_BLANK}{before}{start}){after}{_END}")
    for start, before, after in (
        ("°", "", "[CF]?"),
        *((sign, "", "") for sign in _SIGNS[1:]),
        ("m", "[kcmµ]", "(?:[²³]|/h(?!\\w))?"),
        ("g", "[kmµ]", ""),
        ("L", "m", ""),
        ("W", "[kMG]", "h?"),
        ("Hz", "[kMG]", ""),
    )
}
_PART: Final = late(f"{A_BLANK}(?!\\W)[^\\d_{UPPERS}]")
_NUMBERED: Final = late(f"{A_BLANK}?\\d")
_SETS_OFF: Final = late(f"(?<=%)(?:{A_BLANK}*(?:\n|$)|{A_BLANK}[\\w./-]+{A_BLANK}--?\\w)|{A_BLANK}*\n\\s*\\d")
"""After a sign that parts two texts or is the prompt of a shell, or whose number stands in the next line."""


def _unit_without_number(document: Document) -> Iterator[Sighting]:
    """A symbol after a word that no number and no quantifier is: `una media di °C`."""
    table, text = document.language, document.text
    if table is None:
        return
    for match in chain.from_iterable(pattern.finditer(text) for start, pattern in _UNITS.items() if start in text):
        end = max(text.rfind(blank, max(0, match.start() - 4), match.start()) for blank in BLANK) + 1
        start = end
        while start and text[start - 1] in BLANK:
            start -= 1
        if _NUMBERED.match(text, match.end()) or _SETS_OFF.match(text, match.end()) or not document.is_prose_at(end):
            continue
        if start and text[start - 1] in ".!?" and _PART.match(text, match.end()):
            yield Sighting(end, end, "RG115", "unit-without-number", (1, 1))
        word = word_before(text, start)
        if not (word.isalpha() and word.islower()):
            continue
        if len(word) > 1 and len(set(word)) == 1:
            continue  # `nnn MHz`, for any number
        if text[max(0, start - len(word) - 2) : start - len(word) - 1].isdigit():
            continue  # `9 small km`
        before = word_before(text, start - len(word) - 1).lower() if word in table.prepositions else ""
        if not (_counts(table, word) or (before and _counts(table, before))):
            yield Sighting(start, end, "RG115", "unit-without-number", (1, 1))


def _counts(table: Language, word: str) -> bool:
    """Whether a unit may follow the word without a number: also its own name (`il simbolo euro €`)."""
    names = table.units
    return (
        word in table.before_units
        or word in table.articles
        or word in table.joining
        or word in names
        or f"{word}s" in names
    )


_SPLIT: Final = late(f" [0-9]{{1,2}}(?={A_BLANK}?(?P<unit>[{AMOUNT_SIGNS}]|(?<={A_BLANK}){LETTER}{{2,15}}))")
_HEAD: Final = late(f"(?<![\\w.,:/–-])(?<!\\d{A_BLANK})[0-9]{{1,3}}\\Z")
_REACH: Final = 12  # code points; half a number and what stands before it are shorter


def _number_split(document: Document) -> Iterator[Sighting]:
    """A number whose point was taken for a blank, before a unit: `31 2 km`. Three digits after it would be thousands."""
    table, text = document.language, document.text
    if table is None:
        return
    for match in matches(_SPLIT, document, BETWEEN_NUMBERS):
        at, unit = match.start(), match["unit"]
        if not (unit in AMOUNT_SIGNS or unit in UNITS or unit in table.units):
            continue
        if _HEAD.search(text[max(0, at - _REACH) : at]) and document.is_prose_at(at):
            yield Sighting(at, at + 1, "RG115", "number-split", (1, 1))


# --- pairs of words --------------------------------------------------------------------------------------------------


def _pairs(document: Document, followers: dict[str, frozenset[str]]) -> Iterator[tuple[str, re.Match[str]]]:
    """The first words of pairs that cannot stand together, with the blank and the second word."""
    for first, match in document.once(pairs_of_words):
        at = match.start()
        before = document.text[at - len(first) - 1 : at - len(first)]
        # after a bracket or a quotation mark the word may be the only one of its phrase
        if match[1] in followers.get(first, ()) and not before.strip() and document.is_prose_at(at):
            yield first, match


_NAMES_SIGN: Final = late(f"{A_BLANK}(?:sign|symbol|encod)")  # `of percent signs`


def _never_pair(document: Document) -> Iterator[Sighting]:
    """`parlò di di musica`, `from to`, `weighs tonnes`."""
    table, text = document.language, document.text
    if table is None:
        return
    for first, match in _pairs(document, never_pairs(table)):
        at = match.start()
        if _NAMES_SIGN.match(text, match.end()) or are_sound_beside(table, text, first, match):
            continue
        # `beneath, between and against`
        one_of_several = match[1] in table.coordinating and first in table.prepositions | table.weak
        # within a sentence a capital makes the first word a name (`Click To to choose`)
        if first[0].isupper() and match[1] not in table.coordinating and not is_at_head(text, at - len(first)):
            continue
        if not one_of_several or text[at - len(first) - 2 : at - len(first)] != ", ":
            yield Sighting(
                at, at, "RG115" if _is_counted(table, first, match[1].lower()) else "RG103", "never-pair", (1, 1)
            )


def _is_counted(table: Language, first: str, second: str) -> bool:
    """Whether a number was lost between the two words: before a unit, or after a word that is none of grammar."""
    return (
        second in table.units
        or second in table.periods
        or second in table.before_units - table.common_words
        or (first.lower() not in table.common_words and second not in table.common_words)
    )


def _amount_lost(document: Document) -> Iterator[Sighting]:
    """`an area of and a population`, `cambiare il valore di e riavviare`, `à l'âge de ans`."""
    table, text = document.language, document.text
    if table is None:
        return
    for first, match in _pairs(document, amountless(table)):
        at = match.start()
        quantity = _LAST_WORD.search(text[max(0, at - len(first) - 21) : at - len(first) - 1])
        if quantity and has_amount(table, quantity[0].lower(), match[1].lower()):
            yield Sighting(at, at, "RG115", "amount-lost", (1, 3))


def _measure_lost(document: Document) -> Iterator[Sighting]:
    """`aggiungete g di zucchero`, `he won percent of the votes`."""
    table, text = document.language, document.text
    if table is None:
        return
    for first, match in _pairs(document, measureless(table)):
        start = match.start() - len(first) - 1
        while start and text[start - 1] in BLANK:
            start -= 1
        word = word_before(text, start)
        if len(word) > 1 and word.isalpha() and word[1:].islower() and not _counts(table, word.lower()):
            yield Sighting(start, start, "RG115", "measure-lost", (1, 1))


def _approximated_lost(document: Document) -> Iterator[Sighting]:
    """`cuocere per circa minuti`."""
    table = document.language
    for _, match in _pairs(document, numberless(table)) if table else ():
        yield Sighting(match.start(), match.start(), "RG115", "approximated-lost", (1, 1))


_BEFORE_UNIT: Final = late(f"{A_BLANK}(?<={LOWER}.){A_BLANK}+(?P<unit>{LETTER}+)")


def _number_dropped(document: Document) -> Iterator[Sighting]:
    """`fino a  giorni`: doubled blanks between a word in small letters and a unit of measure or a period."""
    table, text = document.language, document.text
    if table is None:
        return
    for match in matches(_BEFORE_UNIT, document, " "):
        unit = match["unit"]
        if unit not in UNITS and unit.lower() not in table.units and unit.lower() not in table.periods:
            continue
        word = word_before(text, match.start())
        before = word_before(text, match.start() - len(word) - 1)
        links = (table.joining | table.prepositions | table.weak) - table.articles - table.determiners
        if word and not before.isdigit() and (word in links or not _counts(table, word)):
            yield Sighting(match.start(), match.start("unit"), "RG115", "number-dropped", (1, 1))


_SINCE: Final = late(f"{A_BLANK}(?:(?:the{A_BLANK})?\\d{{1,2}}(?!\\d)|{UPPER})")


def _day_lost(document: Document) -> Iterator[Sighting]:
    """`il giugno 2019`, `on June the ferry`, `el de junio`."""
    table, text = document.language, document.text
    if table is None:
        return
    for first, match in _pairs(document, dayless(table)):
        at = match.start()
        # a day may follow (`on June 14`), and a name may begin with a month (`on March Street`)
        if _SINCE.match(text, match.end()):
            continue
        if table.before_month:
            at -= len(first) + 1
            lead = word_before(text, at)
            # after a comma, the article stands for a noun that was named before (`este mes, el de junio`)
            if lead.lower() not in table.day_leads or text[at - len(lead) - 2 : at - len(lead)] == ", ":
                continue
        yield Sighting(at, at, "RG115", "day-lost", (1, 1))


def _names_dollar(document: Document, match: re.Match[str]) -> bool:
    """Whether an article makes the sign a thing that the text speaks about: `after the $ or the >`."""
    return document.language is not None and word_before(document.text, match.start() - 1) in document.language.articles


# --- words before a blank and a mark ---------------------------------------------------------------------------------


_LAST_WORD: Final = late(rf"{LETTER}+\Z")


def _before_blank(
    rule: str, code: str, words_of: Callable[[Language], frozenset[str]], words: tuple[int, int], prior: float = 0.9
) -> Detector:
    """The detector of words of a table before blanks and a comma, full stop, semicolon or closing bracket."""

    def detect(document: Document) -> Iterator[Sighting]:
        table = document.language
        for start, end, word in document.once(words_before_blanks) if table else ():
            # a letter of the alphabet is a label
            if table and (len(word) > 1 or not word.isascii()) and word.lower() in words_of(table):
                yield Sighting(start, end, code, rule, words)

    return Detector(detect, frozenset([BEFORE_MARK]), prior=prior)


def words_before_blanks(document: Document) -> list[tuple[int, int, str]]:
    """The blanks between a word and a mark that closes something, with the word. None if the text sets most of its marks
    off by blanks."""
    text, blanks = document.text, document.blanks_before_marks
    if len(blanks) > _HABIT and 2 * len(blanks) > sum(map(text.count, ",.;)")):
        return []
    found = []
    for start, end in blanks:
        if text[end] in document.spaced or not _MARK.match(text, end):
            continue
        if word := _LAST_WORD.search(text, max(0, start - 20), start):
            found.append((start, end, word[0]))
    return found


# no ellipsis, file name or emoticon, and no sign that the sentence is about (`with a . at its beginning`)
_MARK: Final = late(f"[,)]|\\.(?![\\w./]|{A_BLANK}[.{LOWERS}])|;(?![-)])")
_HABIT: Final = 3  # blanks before marks; fewer are no habit


def _blank_after_word(document: Document) -> Iterator[Sighting]:
    """Blanks after a word in small letters: names, addresses and numbers before such a blank are more often sound."""
    table = document.language
    for start, end, word in document.once(words_before_blanks) if table else ():
        if table and word.islower() and word not in table.common:
            yield Sighting(start, end, "RG105", "blank-after-word")


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


# --- labels, amounts and quotations ----------------------------------------------------------------------------------

_OPENED: Final = late(r"\([^()\n]{1,80}\Z")


def _outside_brackets(document: Document, match: re.Match[str]) -> bool:
    return not _OPENED.search(document.text, max(0, match.start() - 81), match.start())


_AND_OTHERS: Final = late(f'{A_BLANK}({LETTER}+){A_BLANK}[«“„"]')


def _is_mentioned(document: Document, match: re.Match[str]) -> bool:
    """Whether the text speaks of the mark itself: `"," and "."`."""
    others = _AND_OTHERS.match(document.text, match.end())
    return others is not None and document.language is not None and others[1] in document.language.joining


_WORD: Final = late(rf"{LETTER}+")
_CLAUSE: Final = late(r"[^.!?…\n]{1,80}\Z")


# 20 of 21 such places on real pages
_STOP_APART: Final = late(f':(?<=[^\\W_]:){A_BLANK}\\.(?!\\S)|:(?<=[^\\W_][»”")\\]]:){A_BLANK}\\.(?!\\S)')


def _is_no_speech(document: Document, match: re.Match[str]) -> bool:
    """Whether no word for speaking stands shortly before the colon, and no blank stands before a full stop that ends a line or
    a sentence (`sul disco: . Poi`)."""
    if _STOP_APART.match(document.text, match.start()):
        return False
    clause = _CLAUSE.search(document.text, max(0, match.start() - 80), match.start())
    sayings = document.language.sayings if document.language else frozenset[str]()
    return clause is None or sayings.isdisjoint(_WORD.findall(clause[0].lower())[-7:])


# priors: 24 places in 19 million characters of sound texts and pages were read; 13 of them are words that an author wrote twice
HOLES: Final[dict[str, Detector]] = {
    "unit-without-number": Detector(_unit_without_number, frozenset([UNIT]), tuple(_SIGNS), prior=0.85),
    "number-split": Detector(_number_split, frozenset(BETWEEN_NUMBERS), prior=0.9),
    "never-pair": Detector(_never_pair, frozenset(BETWEEN_WORDS), prior=0.7),
    "amount-lost": Detector(_amount_lost, frozenset(BETWEEN_WORDS), prior=0.85),
    "measure-lost": Detector(_measure_lost, frozenset(BETWEEN_WORDS), prior=0.85),
    "approximated-lost": Detector(_approximated_lost, frozenset(BETWEEN_WORDS), prior=0.85),
    "number-dropped": Detector(_number_dropped, frozenset(" "), prior=0.8),
    "day-lost": Detector(_day_lost, frozenset(BETWEEN_WORDS), prior=0.85),
    "dollars-lost": pattern_rule(
        "dollars-lost", "RG115", f"\\$(?<={LETTER}{A_BLANK}.)(?P<at>)(?=[,.;:)](?!\\w)|{A_BLANK}(?:a|an|per|and|or|in|for|to|al|e|et|par|pro|und|por|y|[mb]illion|trillion|bn|mila|milioni|miliardi) (?![_@#%&*+=<>|/-]))",
        starts="$", words=(1, 1), prior=0.85, unless=_names_dollar,
    ),
    # alone on real pages, 12 of 19 of those below
    "reference-lost": _before_blank("reference-lost", "RG115", lambda table: table.numbered, (1, 1), 0.75),
    "approximation-lost": _before_blank("approximation-lost", "RG115", lambda table: table.approximating, (1, 2)),
    "name-lost": _before_blank("name-lost", "RG105", lambda table: table.naming, (1, 6)),
    # of 82 such places on damaged pages that no other rule was sure of, 73 are losses; 20 places in sound texts
    "blank-after-common": _before_blank("blank-after-common", "RG105", lambda table: table.common, (1, 12), 0.8),
    # of 349, 288 are losses, but there are 274 in sound texts: as long as it is not fitted, it says little
    "blank-after-word": Detector(_blank_after_word, frozenset([BEFORE_MARK]), prior=0.25),
    "speaker-lost": _before_blank("speaker-lost", "RG105", lambda table: table.sayings, (1, 6), 0.75),
    # of a century or a floor
    "ordinal-lost": pattern_rule(
        "ordinal-lost", "RG115",
        f"(?<=[a-z]{A_BLANK})(?:(?:th|nd|rd)(?={A_BLANK}[a-z]|-century)|(?<=[dlau][uena]{A_BLANK})(?:e|ème|è){A_BLANK}(?:siècle|arrondissement|étage|édition|anniversaire)(?!\\w))",
        sign=ORDINAL, needles=(" th ", " th-", " nd ", " rd ", " e siècle", " e arr", " e étage", " e édi", " e anniv", " ème ", " è siècle"), words=(1, 1),
        before=True, prior=0.85,
    ),
    "unresolved-reference": Detector(_unresolved, needles=("??",), prior=0.9),
    "place-lost": pattern_rule(
        "place-lost", "RG104", f",(?P<at>{A_BLANK}{{1,2}})[–—](?={A_BLANK}?{LETTER})",
        needles=(", –", ", —", ",  –", ",  —"), unless=_outside_brackets, prior=0.9,
    ),
    "punctuation-in-square-brackets": pattern_rule(
        "punctuation-in-square-brackets", "RG102", f"\\[(?<![^\\s(].)(?P<at>{A_BLANK}?[,;–][{BLANK},;–]{{0,6}})\\]", starts="[", prior=0.9,
    ),
    "brackets-half-emptied": pattern_rule(
        "brackets-half-emptied", "RG102", f"\\((?<={LETTER}{A_BLANK}.)(?P<at>(?={A_BLANK}?[;,]){A_BLANK}?[;,]|{A_BLANK}?–(?={A_BLANK}\\d{{4}}\\)))(?=[^()\\n]{{0,120}}\\d)", starts="(",
        prior=0.85,
    ),
    "label-without-text": pattern_rule(
        "label-without-text", "RG104", f":(?<={LETTER}.)(?P<at>{A_BLANK}{{0,2}})[,;)]", starts=":",
        needles=(":,", ": ,", ":;", ": ;", ":)", ": )", ":\u00a0,", ":\u00a0;", ":\u00a0)"), unless=_outside_brackets, prior=0.9,
    ),
    "quotation-of-a-comma": pattern_rule(
        "quotation-of-a-comma", "RG101", f"\"(?<![^\\s(].)(?P<at>{A_BLANK}?),\"(?={A_BLANK}{LETTER})",
        needles=('"',), unless=_is_mentioned, prior=0.75,
    ),
    "speech-emptied": pattern_rule(
        "speech-emptied", "RG104", f":(?P<at>{A_BLANK}{{0,2}})[.,;](?![\\w.])", starts=":", unless=_is_no_speech, prior=0.9,
    ),
}  # fmt: skip
