"""The words before the suspects of a document, looked up once for all rules that begin at a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import Final

from repair.detect.document import Document, matches
from repair.detect.suspects.finite_verbs import governors, is_finite
from repair.detect.suspects.prefilter import AFTER_WORD, BETWEEN_WORDS, NEXT_WORD, word_before
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, LETTER, late

__all__ = ["are_sound_beside", "matches_after", "pairs_of_words"]

_APART: Final = frozenset(f"{BLANK}'’")
_MARKS: Final = ",;:.)»”“«\"(–—-'’ "
_KEYS: Final = (*_MARKS, *(AFTER_WORD + mark for mark in _MARKS))
"""The keys of all suspects before which a word is looked for."""


def matches_after(
    pattern: re.Pattern[str], document: Document, words: frozenset[str], *, is_apart: bool
) -> Iterable[re.Match[str]]:
    """The matches of the pattern at the document's suspects that stand after one of the words, or with a character between
    the two; without suspects, all matches."""
    if document.starts is None:
        return pattern.finditer(document.text)
    close, apart = document.once(_suspects_by_word)
    found = [at for word, places in (apart if is_apart else close).items() if word in words for at in places]
    return filter(None, [pattern.match(document.text, at) for at in sorted(found)])


def _suspects_by_word(document: Document) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The suspects of a document by the word before them, and by the word that a blank or an apostrophe parts from them."""
    text, starts = document.text, document.starts or {}
    close: dict[str, list[int]] = {}
    apart: dict[str, list[int]] = {}
    # a mark before a blank is listed twice if it stands after a function word
    for at in set(chain.from_iterable(starts[key] for key in _KEYS if key in starts)):
        close.setdefault(word_before(text, at), []).append(at)
        if text[at - 1 : at] in _APART:
            apart.setdefault(word_before(text, at - 1), []).append(at)
    return close, apart


def pairs_of_words(document: Document) -> list[tuple[str, re.Match[str]]]:
    """The words that may be such that the next cannot follow them; each with the blank after it and the next."""
    return [(word_before(document.text, match.start()), match) for match in matches(NEXT_WORD, document, BETWEEN_WORDS)]


_AFTER: Final = late(f"{A_BLANK}(\\w+)")


_ATTRIBUTE: Final = late(
    f"{A_BLANK}(?:[a-zäöüß]+{A_BLANK}){{0,2}}[A-ZÄÖÜ][\\w-]+{A_BLANK}[a-zäöüß]+(?:[nt]e[nrms]?){A_BLANK}"
)
"""After a preposition in German: its noun, and the participle that both stand before: `von auf Steuerrecht spezialisierten
Kanzleien`."""


_OTHER_ONE: Final = late(r"\b(?:outr[oa]|otr[oa]|autre|ander|altr[oa])")
_ONE: Final = frozenset("um uma un una uno une eine einer".split())
_OTHER_REACH: Final = 120  # code points
_UP_TO: Final = frozenset(["até", "hasta"])
_NUMBER: Final = late(f"{A_BLANK}\\d")
_EN_INFINITIVE: Final = late(f"{A_BLANK}{LETTER}+(?:er|ir|re)\\b")


_COUNTED: Final = late(r"\b(?:dois|duas|três|quatro|ambos|ambas|cada|deles|delas|várias|vários|uma|um)\b")
_GOES_ON: Final = late(f"{A_BLANK}{LETTER}+(?:[ai]d[oa]|r)\\b")


def _is_one_of_two(text: str, first: str, match: re.Match[str]) -> bool:
    """Whether the first word is a numeral that stands for a noun, of which another follows or several were counted before:
    `Uma é verde, a outra não`, `São duas. Uma é feliz`. Before a participle or an infinitive it is an article (`Um é
    referenciado`)."""
    if first.lower() not in _ONE:
        return False
    end, start = match.end(), match.start() - len(first)
    if _OTHER_ONE.search(text, end, end + _OTHER_REACH) or _COUNTED.search(text, max(0, start - _OTHER_REACH), start):
        return True
    return match[1] in ("é", "pode") and not _GOES_ON.match(text, end)


def _leads_on(table: Language, text: str, second: str, end: int) -> bool:
    """Whether the second word of a pair is no preposition: before a number (`por até 6 meses`), or in French before an
    infinitive (`finir par en faire`)."""
    if second in _UP_TO and _NUMBER.match(text, end):
        return True
    return second == "en" and table.code == "fr" and _EN_INFINITIVE.match(text, end) is not None


def are_sound_beside(table: Language, text: str, first: str, match: re.Match[str]) -> bool:
    """Whether a word and the one of the match, which follows it, are sound beside the words before or after the two, or
    the second opens an attribute in German or is a noun that looks like a preposition."""
    if table.capital_nouns and match[1] in table.weak and _ATTRIBUTE.match(text, match.end()):
        return True
    if _is_one_of_two(text, first, match) or _leads_on(table, text, match[1], match.end()):
        return True
    two, after = f"{first} {match[1]}", _AFTER.match(text, match.end())
    if any(text.startswith(f" {link} {match[1]}", match.end()) for link in table.coordinating):
        return True  # `per minuti e minuti`
    # `i nei sparirono`: before a finite verb it is the noun, and no preposition
    if after and match[1] in table.stranding - governors(table) and is_finite(table, after[1]):
        return True
    if not table.sound_triples:
        return False
    before = word_before(text, match.start() - len(first) - 1)
    return not table.sound_triples.isdisjoint((f"{before} {two}".lower(), f"{two} {after[1]}".lower() if after else ""))
