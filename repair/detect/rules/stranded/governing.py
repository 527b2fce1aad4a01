"""RG103 and RG106: words that must govern others, in languages that have no table.

The other files of this room hold the rules for languages with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, offsets
from repair.detect.foreign import speaks_otherwise
from repair.detect.suspects.prefilter import word_before
from repair.languages.governing import (
    ARTICLES_AFTER,
    BEFORE_STOPS,
    GOVERNING,
    NEVER_APART,
    NEVER_TOGETHER,
    PARTICLES,
    TIED,
)
from repair.text.patterns import A_BLANK, LETTER, any_of, late

__all__ = ["STRANDED_GOVERNING"]

_PARAGRAPH: Final = 60  # code points; what is shorter may be a title


@cache
def _before_mark(code: str) -> re.Pattern[str]:
    """Such a word right before a mark. A single letter before a full stop is an abbreviation, before a bracket the letter of
    an item, and after a comma one of several that are named."""
    words = GOVERNING[code]
    long = frozenset(word for word in words if len(word) > 1)
    articles = ARTICLES_AFTER.get(code, frozenset())
    after = f"|(?:{any_of(long)})[ \u00a0](?:{any_of(articles)})" if articles else ""
    alone = any_of(BEFORE_STOPS.get(code, ()))
    governing = f"(?:{any_of(long)}{after})(?:\\.(?![\\w.…])|[;،؛؟»”,)](?!\\w))"
    before_comma = f"(?:{any_of(words)}),(?!\\w|[ \u00a0]\\w[,.)])"
    before_stop = f"(?<=[^\\W\\d_A-ZА-Я]{{3}}[ \u00a0])(?:{alone})\\.(?=\\s*\\Z|\\s+[^\\Wa-zа-яё\\d_])"
    return re.compile(f'(?<=[\\w»”")][ \u00a0])(?:{governing}|{before_comma}|{before_stop})')


@cache
def _in_brackets(code: str) -> re.Pattern[str]:
    """Such a word as the last of several in brackets; a single letter after one word is a label."""
    words = GOVERNING[code]
    long = frozenset(word for word in words if len(word) > 1)
    part = "[^()\\s]{1,40}[ \u00a0]"
    return re.compile(f"\\((?:{part}(?:{part}){{1,5}}(?:{any_of(words)})|{part}(?:{any_of(long)}))\\)")


@cache
def _at_end(code: str) -> re.Pattern[str]:
    long = frozenset(word for word in GOVERNING[code] if len(word) > 1)
    return re.compile(f"[ \u00a0](?:{any_of(long)})(?=\\s*\\n\\n|\\s*\\Z)")


@cache
def _tied(code: str) -> re.Pattern[str]:
    return re.compile(f"(?<!\\w)(?:{any_of(TIED[code])})(?:\\.(?![\\w.…])|[;»”,)](?!\\w))")


_LINKS: Final = frozenset("i a lub albo ani и или та або nebo alebo ali και ή și sau ili".split())


def _code_of(document: Document) -> str:
    code = document.article.language
    return code if document.language is None and code in GOVERNING else ""


def _governing_before_mark(document: Document) -> Iterator[Sighting]:
    """`mówił o, zanim`, `говорил о, прежде чем`, `(в переводе с)`."""
    code, text = _code_of(document), document.text
    if not code:
        return
    ends = {match.end() - 1 for match in _before_mark(code).finditer(text)}
    ends.update(match.end() - 1 for match in _in_brackets(code).finditer(text))
    for at in sorted(ends):
        if document.is_prose_at(at) and not _is_linked(text, at) and not speaks_otherwise(document, at):
            yield Sighting(at, at, "RG103", "governing-before-mark")


def _is_linked(text: str, end: int) -> bool:
    """Whether a conjunction stands before the word that ends at `end`, which then shares what an earlier one governs (`z
    mlekiem i bez,`)."""
    word = word_before(text, end)
    return word_before(text, end - len(word) - 1) in _LINKS


def _governing_at_end(document: Document) -> Iterator[Sighting]:
    """A paragraph that ends in such a word."""
    code = _code_of(document)
    if not code:
        return
    for match in _at_end(code).finditer(document.text):
        line = document.lines[document.line_at(match.start())]
        if line.shape in ("prose", "headline") and line.end - line.start >= _PARAGRAPH:
            yield Sighting(match.end(), match.end(), "RG106", "governing-at-end")


_PRONOUN: Final = "han|hun|hon|vi|de|jeg|jag|du|man|den|det"
_AUXILIARY: Final = "er|är|var|ble|blev|har|skal|ska|kan|må|vil|vill"
_LEFT_BEHIND: Final = late(
    f"(?:(?<!\\w)(?P<lead>{LETTER}+),?{A_BLANK}(?:{_PRONOUN})|(?<!\\w)som{A_BLANK}[A-ZÅÄÖÆØ]\\w+)(?:{A_BLANK}(?:{_AUXILIARY}))?{A_BLANK}\\Z"
)
_OPENS_CLAUSES: Final = frozenset(_AUXILIARY.split("|")).union(
    "og och men at att da når när fordi eftersom för for hvis om eller mens medan så siden sedan der där her här nå nu".split()
)
"""Words before the subject of a clause that tells of no noun: `at han bor i`, `er han født i`."""
_ASKS: Final = late(r"(?:\A|[\n.!?…»”] ?)(?:Vad|Hvad|Hva|Hvor|Hve[mr]|Hvilke[nt]|Var|Vem|Vilke[nt])\b[^.!?\n]*\Z")
_CLAUSE_REACH: Final = 80  # code points


def _is_left_behind(text: str, start: int) -> bool:
    """Whether what the phrase at `start` governs stands before it: in a clause that tells of a noun (`Byen hun er født i, heter
    Molde`) or in a question."""
    reach = max(0, start - _CLAUSE_REACH)
    clause = _LEFT_BEHIND.search(text, reach, start)
    if clause and (clause["lead"] or "").lower() not in _OPENS_CLAUSES:
        return True
    return _ASKS.search(text, reach, start) is not None


def _tied_before_mark(document: Document) -> Iterator[Sighting]:
    """`Borgmästaren i, sade`, `Klicka på, och`."""
    code = document.article.language
    if document.language is not None or code not in TIED:
        return
    for match in _tied(code).finditer(document.text):
        at = match.end() - 1
        if _is_left_behind(document.text, match.start()):
            continue
        if document.is_prose_at(at) and not speaks_otherwise(document, at):
            yield Sighting(at, at, "RG103", "tied-before-mark")


_NOUN_BEFORE: Final = {"でを": "ま", "がを": "け"}
"""The letters before a pair that make one word of it: `まで`, `けが`."""


def _particles_together(document: Document) -> Iterator[Sighting]:
    """`市長はについて話した`: two particles of which the second needs a word before it."""
    text = document.text
    for pair in NEVER_TOGETHER.get(document.article.language, ()):
        for at in offsets(text, [pair]):
            if text[at - 1 : at] not in _NOUN_BEFORE.get(pair, ()) and document.is_prose_at(at):
                yield Sighting(at + 1, at + 1, "RG103", "particles-together")


_SIGN: Final = "[一-鿿々ァ-ヶー0-9]"
_BETWEEN_SIGNS: Final = late(f"(?:{any_of(PARTICLES['ja'])})(?<={_SIGN}..)(?={_SIGN}|[、。])")
_BEFORE_MARK: Final = late(f"(?:{any_of(PARTICLES['zh'])})(?=[，。、；])")
_KOREAN: Final = late(f"[ \u00a0](?<=[가-힣].)(?:{any_of(NEVER_APART['ko'])})(?=[ \u00a0][가-힣])")
_HINDI: Final = late(f"(?:[,।][ \u00a0]|\\A|\n)(?P<at>)(?:{any_of(NEVER_APART['hi'])})(?=[ \u00a0])")
_PARTED: Final = {"ja": (_BETWEEN_SIGNS, 1), "zh": (_BEFORE_MARK, None), "ko": (_KOREAN, 0), "hi": (_HINDI, 0)}
"""By language: the pattern of a particle without its word, and how far behind its beginning the word is missing; `None`: at its
end."""


def _particle_alone(document: Document) -> Iterator[Sighting]:
    """`市長はで会見`, `他出生于，后来`, `그는 에서 자랐다`, `और, में पढ़े`."""
    pattern, back = _PARTED.get(document.article.language, (None, None))
    if pattern is None or document.language is not None:
        return
    for match in pattern.finditer(document.text):
        start = match.start("at") if "at" in match.groupdict() else match.start()
        at = match.end() if back is None else start + back
        if document.is_prose_at(at):
            yield Sighting(at, at, "RG103", "particle-alone")


# priors: of 9 places in 2.4 million characters of sound texts, 5 are slips of their authors
STRANDED_GOVERNING: Final[dict[str, Detector]] = {
    "governing-before-mark": Detector(_governing_before_mark, prior=0.8),
    "governing-at-end": Detector(_governing_at_end, prior=0.75),
    # neither stands in 3 million characters of sound texts
    "tied-before-mark": Detector(_tied_before_mark, prior=0.75),
    "particle-alone": Detector(
        _particle_alone,
        needles=tuple(
            sorted({one[0] for some in (NEVER_APART, PARTICLES) for words in some.values() for one in words})
        ),
        prior=0.7,
    ),
    "particles-together": Detector(
        _particles_together, needles=tuple(pair for pairs in NEVER_TOGETHER.values() for pair in pairs), prior=0.75
    ),
}
