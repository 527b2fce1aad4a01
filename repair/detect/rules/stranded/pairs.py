"""RG103: articles and prepositions before words that cannot follow them, with one blank between the two.

`function_words.py` holds those before marks, `beside_blanks.py` those before doubled blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, offsets
from repair.detect.foreign import speaks_otherwise, stands_as_name
from repair.detect.suspects.finite_verbs import governors, is_finite
from repair.detect.suspects.language_signs import TITLED, titles
from repair.detect.suspects.prefilter import BETWEEN_WORDS, CAPITAL, capitals, word_before
from repair.detect.suspects.suspect_words import are_sound_beside, pairs_of_words
from repair.detect.suspects.word_pairs import bereft, nounless, word_pairs
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, LOWERS, any_of, late

__all__ = ["STRANDED_PAIRS"]

_CODE: Final = "RG103"

_NAMED: Final = late(
    " (?:blocks?|clauses?|commands?|conditions?|expressions?|keywords?|loops?|operators?|statements?)\\b", re.I
)
"""After a word of a programming language: `the for loop`, `using the at command`."""


def _pair_rule(rule: str, column: int, *, parts: bool | None = None, prior: float | None = None) -> Detector:
    """The detector of a word that cannot follow the one before it; the span is the place between the two.

    `parts` says whether it is for languages that leave prepositions behind or for the others; `None`: for both.
    """

    @lru_cache(maxsize=64)
    def pair(language: Language) -> tuple[frozenset[str], frozenset[str]]:
        return word_pairs(language)[column]

    def detect(document: Document) -> Iterator[Sighting]:
        if document.language is None or parts not in (None, bool(document.language.parting)):
            return
        first, second = pair(document.language)
        text, free = document.text, -1
        for one, match in document.once(pairs_of_words):
            place, other = match.start(), match[1]
            if one not in first or other not in second or place - len(one) <= free:
                continue
            free = match.end()
            if one[0].isupper() and f"{one.lower()} {other}" in document.language.orders:
                continue
            if _NAMED.match(text, free) or _is_sound(document.language, text, place, one.lower(), other):
                continue
            if are_sound_beside(document.language, text, one, match):
                continue
            if other in document.language.coordinating and _shares(document.language, one, text, free):
                continue
            if stands_as_name(text, one, place) or speaks_otherwise(document, place):
                continue
            if document.is_prose_at(place):
                yield Sighting(place, place, _CODE, rule)

    return Detector(detect, frozenset(BETWEEN_WORDS), prior=prior)


_THIRD: Final = late(f"{A_BLANK}({LETTER}{{2,}}|{LETTER}+(?=['’]))")


def _shares(table: Language, first: str, text: str, end: int) -> bool:
    """Whether the conjunction that ends at `end` joins the preposition before it to another, with one noun for both."""
    third = _THIRD.match(text, end)
    if third is None or first.lower() not in table.prepositions | table.shared:
        return False
    others = table.articles | table.determiners
    if third[1] in table.placed or third[1] in table.prepositions | table.stranding - others:
        return True
    noun = _NOUN.match(text, third.end()) if third[1] in table.weak - others - table.joining else None
    return noun is not None and noun[1] in others | table.elided  # `dans et pour l'administration`


_DEFINITE: Final = frozenset("el la los las".split())
_PRONOUN_OR_ARTICLE: Final = frozenset("le la les".split())


def _is_article(table: Language, text: str, place: int, one: str, other: str) -> bool:
    """Whether a word that may be a pronoun is an article before a preposition, and so lacks its noun: in French after a
    preposition (`le cas de la de Paris`), in Spanish where the preposition has an article of its own (`la para el
    otro`)."""
    if table.code == "fr":
        before = word_before(text, place - len(one) - 1).lower()
        governing = table.prepositions | table.weak | (table.stranding - table.articles)
        return one in _PRONOUN_OR_ARTICLE and before in governing - table.determiners and other in governing
    if table.code == "es" and one.lower() in _DEFINITE and other in table.prepositions - {"de", "hasta"}:
        third = _THIRD.match(text, place + 1 + len(other))
        return third is not None and third[1] in _DEFINITE
    return False


def _is_sound(table: Language, text: str, place: int, one: str, other: str) -> bool:
    """Whether the two may stand together: a pronoun before a verb (`los han visto`), but not after a preposition (`de los
    han`), where it is an article."""
    if f"{one} {other}" not in table.sound_pairs or _is_article(table, text, place, one, other):
        return False
    before = word_before(text, place - len(one) - 1).lower()
    return other in table.function_words or one in table.before_units or before not in table.prepositions


_NOUN: Final = late(f"[{BLANK}\n]({LETTER}+)")
_FOURTH: Final = late(f"{A_BLANK}({LETTER}+)")
_INFINITIVE: Final = ("r", "re")
"""How infinitives end in Italian, Spanish, Portuguese and French."""


def _governs_too(document: Document, word: str, end: int) -> bool:
    """Whether a verb with a preposition of its own follows the conjunction, and both have one noun: `parlare con o scrivere
    a qualcuno`. `word` stands before the conjunction, the verb ends at `end`."""
    table, fourth = document.language, _FOURTH.match(document.text, end)
    if table is None or fourth is None or word.lower() in table.articles | table.determiners:
        return False
    governing = (table.prepositions | table.weak) - table.articles - table.determiners - table.joining
    return fourth[1] in governing and document.text.endswith(_INFINITIVE, 0, end)


_REACH: Final = 20  # code points; no word of a table is longer


_ASIDE: Final = late(
    f",{A_BLANK}(?P<first>{LETTER}+)(?:{A_BLANK}[^\\s,.;:!?()\n]{{1,20}}){{0,4}}(?:,{A_BLANK}(?P<after>{LETTER}+))?"
)


def _breaks_off(table: Language, text: str, end: int) -> bool:
    """Whether a comma follows the conjunction that ends at `end`, and no aside before another preposition (`por y, sobre todo,
    para ella`)."""
    aside = _ASIDE.match(text, end)
    governing = table.prepositions | (table.weak | table.stranding) - table.articles - table.determiners - table.common
    return aside is not None and aside["first"] not in governing and aside["after"] not in governing


def _before_coordinator(document: Document) -> Iterator[Sighting]:
    """A word that governs nothing before `and` or `or`: none of its own kind follows (`con la y verificar`)."""
    table, text = document.language, document.text
    if table is None:
        return
    pairs = bereft(table)
    for word, match in document.once(pairs_of_words):
        place = match.start()
        if match[1] not in pairs.get(word, ()) or not document.is_prose_at(place):
            continue
        if len(word) == 1 and word_before(text, place - 2) in table.coordinating:
            continue  # a letter: `entre A y a y el resto`
        third = _THIRD.match(text, match.end())
        if third is None and _breaks_off(table, text, match.end()):
            yield Sighting(place, place, _CODE, "stranded-before-coordinator")
        if third is None or third[1].lower() == word.lower() or third[1] in table.placed:
            continue
        if third[1].lower() in table.function_words - table.joining and not _parts(table, word, third[1]):
            continue
        if third[1] in table.correcting or are_sound_beside(table, text, word, match):
            continue
        if _governs_too(document, word, third.end()):
            continue
        if not (stands_as_name(text, word, place) or speaks_otherwise(document, place)):
            yield Sighting(place, place, _CODE, "stranded-before-coordinator")


def _parts(table: Language, first: str, third: str) -> bool:
    """Whether the first is a preposition, and the third an article: a conjunction joins no preposition to one (`in disuse of
    and the new`). Where nouns have capitals it may, for both share the noun after the article."""
    if table.capital_nouns or first.lower() not in table.prepositions | table.shared:
        return False
    return third.lower() in (table.articles | table.determiners) - table.after_articles - table.after_prepositions


def _before_verb(document: Document) -> Iterator[Sighting]:
    """`El director de dijo`: a preposition before a finite verb."""
    table, text = document.language, document.text
    first = governors(table)
    for word, match in document.once(pairs_of_words):
        place = match.start()
        if word not in first or not is_finite(table, match[1]) or not document.is_prose_at(place):
            continue
        if not (stands_as_name(text, word, place) or speaks_otherwise(document, place)):
            yield Sighting(place, place, _CODE, "preposition-before-verb")


_NOUN_BEFORE: Final = late(f"{LOWER}{A_BLANK}[A-ZÀ-Þ]{LOWER}{{2,}}{A_BLANK}\\Z")
_NOUN_REACH: Final = 40  # code points
_THAT_ONE: Final = "jene"
"""Beside such a word the article stands for `this one`: `Fehler der oder jener Art`."""


def _before_predicate(document: Document) -> Iterator[Sighting]:
    """`Nach Angaben der wurden drei`, `am Ufer der und`: an article behind a noun, and a verb or a conjunction in place of its
    own noun."""
    table, text = document.language, document.text
    if table is None or not table.capital_nouns:
        return
    followers = nounless(table)
    for word, match in document.once(pairs_of_words):
        place = match.start()
        if match[1] not in followers.get(word, ()) or not document.is_prose_at(place):
            continue
        noun_end = place - len(word)
        third = _THIRD.match(text, match.end())
        if third and third[1].startswith(_THAT_ONE):
            continue
        # a clause about it may follow: `weil Otto der ist, den wir suchen`
        if text[match.end()] != "," and _NOUN_BEFORE.search(text, max(0, noun_end - _NOUN_REACH), noun_end):
            yield Sighting(place, place, _CODE, "stranded-before-predicate", (1, 4))


_CAPITALISED: Final = late(f"[A-ZÀ-Þ][^\\W\\d_A-ZÀ-Þ]+(?={A_BLANK}{LOWER})")
_SMALL_BEFORE: Final = late(f"(?<=[{LOWERS},]{A_BLANK})[^\\W\\d_A-ZÀ-Þ]{{2,}}\\Z")


def _before_joined(document: Document) -> Iterator[Sighting]:
    """`un fallo de laEl relleno`: a word that governs others, and joined to it the first word of another sentence, which is
    no name."""
    table, text = document.language, document.text
    if table is None:
        return
    governing = table.stranding | table.determiners
    for match in matches(_CAPITALISED, document, CAPITAL):
        at = match.start()
        before = _SMALL_BEFORE.search(text, max(0, at - _REACH), at)
        opens = match[0].lower() in table.function_words | table.openers
        if before and opens and before[0] in governing and document.is_prose_at(at):
            yield Sighting(at, at, _CODE, "stranded-joined")


_NAME_PARTS: Final = frozenset(
    "al ben bin d da das de del della den der di dos du e el ibn l la le les los ten ter van von y zu".split()
)
"""Small words that begin a family name, or a second title (`M. le maire`)."""
_SMALL: Final = late(f"{LOWER}+(?![\\w-])")


@lru_cache(maxsize=64)
def _titled(language: Language) -> re.Pattern[str]:
    return re.compile(f"(?<![\\w/.&'’-])(?:{any_of(titles(language))})(?P<at>{A_BLANK})")


def _title_alone(document: Document) -> Iterator[Sighting]:
    """`Mr. said that he`: a title, and a verb in place of the name."""
    table, text = document.language, document.text
    if table is None or not table.titles:
        return
    for match in matches(_titled(table), document, [TITLED]):
        at = match.start("at")
        after = _SMALL.match(text, match.end())
        if after is None or after[0] in _NAME_PARTS | table.coordinating or not document.is_prose_at(at):
            continue
        # elsewhere a noun may follow (`Sr. director`), and a full stop may be that of an initial
        if table.parting or after[0] in table.after_articles | table.sayings:
            yield Sighting(at, at, _CODE, "title-alone")


_SECOND_HALF: Final = late(" -[A-ZÄÖÜ][a-zäöüß]{2,}")


def _before_second_half(document: Document) -> Iterator[Sighting]:
    """`das -Siegel`: an article or preposition before the hyphen of a compound whose first part is gone. After a conjunction
    the two halves share one (`Vor- und -Nachname`)."""
    table, text = document.language, document.text
    if table is None or not table.compounds:
        return
    words = _governing(table)
    if _OPTIONS.search(text):
        return
    for place in offsets(text, (" -",)):
        if word_before(text, place) in words and _SECOND_HALF.match(text, place) and document.is_prose_at(place):
            yield Sighting(place, place + 1, _CODE, "stranded-before-second-half", (1, 2))


_OPTIONS: Final = late(r" -(?:-[a-z]{2}|[a-zA-Z](?!\w))")
"""What a command takes: a text with some has others like them (`mit -Xours`)."""


@lru_cache(maxsize=64)
def _governing(language: Language) -> frozenset[str]:
    return frozenset(capitals((language.function_words | language.determiners) - language.joining))


STRANDED_PAIRS: Final[dict[str, Detector]] = {
    "stranded-before-word": _pair_rule("stranded-before-word", 0),
    "stranded-before-coordinator": Detector(_before_coordinator, frozenset(BETWEEN_WORDS), prior=0.6),
    # on real pages 3 of 3 such places, none in sound texts
    "stranded-before-second-half": Detector(_before_second_half, needles=(" -",), prior=0.85),
    # 3 in 9 million characters of texts
    "preposition-before-verb": Detector(_before_verb, frozenset(BETWEEN_WORDS), prior=0.8),
    # none in 3.8 million characters of sound German texts
    "stranded-before-predicate": Detector(_before_predicate, frozenset(BETWEEN_WORDS), prior=0.8),
    # on real pages 1 of 1 such places, none in sound texts
    "stranded-joined": Detector(_before_joined, frozenset([CAPITAL]), prior=0.8),
    # on real pages 16 of 16 such places, none in sound texts
    "title-alone": Detector(_title_alone, frozenset([TITLED]), prior=0.85),
    # where prepositions are left behind, 1 of 13 such places on real pages that no other rule sees
    "stranded-preposition": _pair_rule("stranded-preposition", 1, parts=True, prior=0.2),
    # where prepositions are never left behind, 9 of 11 such places on real pages; 7 in 8 million characters of texts
    "preposition-before-word": _pair_rule("preposition-before-word", 1, parts=False, prior=0.6),
}
