"""Words joined and words in pieces that only a lexicon tells: RJ203 and RG108.

`joins.py` holds the joins that the marks and capitals show.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches
from repair.detect.line_shapes import LONE_LETTER
from repair.detect.suspects.prefilter import CAPITAL
from repair.detect.suspects.strange_words import BESIDE_NUMBER, GOES_ON, HYPHENED, first_join, fused, joint
from repair.detect.vocabulary import (
    is_any,
    is_function_word,
    lexicon,
    neighbours,
    places_of,
    strange,
    strange_places,
)
from repair.text.patterns import A_BLANK, LETTER, late

__all__ = ["WORD_EDGES"]

_REACH: Final = 40  # code points; a longer token is no word
_TERM: Final = 3  # a word that a text has as often as this is a name or a term of its own
_OPENS: Final = late(f'(?:\\n|[.!?…]["”»’]?{A_BLANK}+)["“«]?\\Z|[“«]\\Z')


_APOSTROPHES: Final = ("'", "’")  # for an accent: `sempreche'`


def _words_joined(document: Document) -> Iterator[Sighting]:
    """`verylong`, `Irecalled`, and where a sentence begins `Wereceived`."""
    table, text, odd = document.language, document.text, strange(document)
    if table is None or not (odd.joined or odd.openings):
        return
    found = {word: at for word in odd.joined if (at := joint(table, word))}
    openings = {word: at for word in odd.openings if (at := first_join(table, word))}
    # what opens two sentences is a word (`Underdiagnosis`)
    few = {word for word in found | openings if text.count(word) < (_TERM if word in found else 2)}
    few = {word for word in few if word in found or not _is_prefixed(document, word, openings[word])}
    for start, end in places_of(document, few):
        word = text[start:end]
        at = found.get(word) or (
            openings[word] if not start or _OPENS.search(text, max(0, start - _REACH), start) else 0
        )
        if not at or _is_form(table.imperfects, word, at) or _INITIAL.search(text, max(0, start - _SHORT), start):
            continue
        if text[end : end + 1] not in _APOSTROPHES and document.is_prose_at(start):
            yield Sighting(start + at, start + at, "RJ203", "words-joined", None, " ")


_SHORT: Final = 4  # code points of an initial and its blank
_INITIAL: Final = late(f"(?<!\\w)[A-ZÀ-Þ]\\.{A_BLANK}\\Z")
"""Before a family name, which may be two words (`F. Poicaro`)."""


def _is_form(endings: tuple[str, ...], word: str, at: int) -> bool:
    """Whether the word is a form of a verb, and would be two only within its ending: `voltavano`."""
    return any(word.endswith(ending) and at >= len(word) - len(ending) for ending in endings)


_PREFIXES: Final = frozenset("back by down in off on out over under up".split())
"""English particles that make nouns with others (`backburning`)."""


def _is_prefixed(document: Document, word: str, at: int) -> bool:
    """Whether the word that may be two begins with a particle, and goes on with no function word: `Backports`."""
    return word[:at].lower() in _PREFIXES and not is_function_word(document, word[at:])


_AFTER_NUMBER: Final = late(rf"\d(?<![\w.,:/–-].)\d*(?P<at>)(?P<word>{LETTER}{{2,}})(?![\w/-]|\.\w)")
_YEAR: Final = late(r"(?:19|20)\d\d\Z")
_OF_NUMBERS: Final = frozenset("st nd rd th er ers ern".split())
"""Endings of numbers."""


def _number_joined(document: Document) -> Iterator[Sighting]:
    """`2euro`, `15marzo`, `2021on`: a number, and a unit of measure that is written out, or a month; a year and a function
    word."""
    table, text = document.language, document.text
    if table is None:
        return
    for match in _AFTER_NUMBER.finditer(text):
        word, at = match["word"].lower(), match.start("at")
        year = _YEAR.search(text, match.start(), at) and word not in _OF_NUMBERS and is_function_word(document, word)
        if (year or word in table.units or word in table.months) and document.is_prose_at(at):
            yield Sighting(at, at, "RJ203", "number-joined", None, " ")


_CAPITALISED: Final = late(r"[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]{2,}(?![\w-])")
_SMALL_BEFORE: Final = late(r"(?<![\w-])[^\W\d_A-ZÀ-Þ]{2,}\Z")


def _month_joined(document: Document) -> Iterator[Sighting]:
    """`inMarch`: a function word and a month."""
    table = document.language
    for at, word in _after_function_words(document):
        if table and word in table.months:
            yield Sighting(at, at, "RJ203", "month-joined", None, " ")


def _noun_joined(document: Document) -> Iterator[Sighting]:
    """`dieVerbreitung`: a function word and a common word, where nouns begin with capitals."""
    table, known = document.language, lexicon(document)
    if table is None or known is None or not table.capital_nouns:
        return
    for at, word in _after_function_words(document):
        if word not in table.months and known.is_common(word):
            yield Sighting(at, at, "RJ203", "noun-joined", None, " ")


def _after_function_words(document: Document) -> Iterator[tuple[int, str]]:
    """The words with a capital right after a function word, in lower case, each with the offset at which it begins."""
    text = document.text
    for match in matches(_CAPITALISED, document, CAPITAL):
        at = match.start()
        before = _SMALL_BEFORE.search(text, max(0, at - _REACH), at)
        if before and is_function_word(document, before[0]) and document.is_prose_at(at):
            yield at, match[0].lower()


def _is_torn(document: Document, first: str, second: str) -> bool:
    """Whether the two are a common word together and one of them is no word, or a frequent word and one is rare."""
    known = lexicon(document)
    if known is None or not second.islower() or (len(second) == 1 and is_function_word(document, second)):
        return False  # `Perl e Python`
    if document.language and f"{first} {second}".lower() in document.language.sound_pairs:
        return False  # `non ostante`
    if is_any(document, first, "unknown") or is_any(document, second, "unknown"):
        return known.is_common(first.lower() + second)
    pieces = is_any(document, first, "piece") or is_any(document, second, "piece")
    return pieces and known.is_frequent(first.lower() + second)


def _word_in_pieces(document: Document) -> Iterator[Sighting]:
    """`sec ond`: two pieces that are a word together."""
    text = document.text
    for left, right in neighbours(document):
        first, second = text[left[0] : left[1]], text[right[0] : right[1]]
        if text[left[0] - 1 : left[0]] in _APOSTROPHES or text[right[1] : right[1] + 1] in _APOSTROPHES:
            continue  # the other part of a contraction: `won’t rend`, `forme d’horloge`
        if len(first) == 1 and is_function_word(document, first) and text.count(f" {second}") > 1:
            continue  # a term of the text after a word of one letter: `rebase e merge`
        if _is_torn(document, first, second):
            yield Sighting(left[1], right[0], "RG108", "word-in-pieces", None, "")


_DROP_CAP: Final = late(f"(?P<cap>[^\\W\\d_a-z])(?P<at>{A_BLANK}{{1,3}}|\\r?\\n{{1,2}})(?P<rest>[^\\W\\d_A-Z]+)")


_VOWELS: Final = "aàáeéèioóuúyæøö"
"""What is a word of one letter in some language."""


def _drop_cap_apart(document: Document) -> Iterator[Sighting]:
    """`N el 1968` at the beginning of a paragraph."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    for line in document.lines_of(LONE_LETTER):
        match = _DROP_CAP.match(text, line.start)
        if match is None or not match["cap"].isupper():
            continue
        capital, rest = match["cap"].lower(), match["rest"]
        if not (capital in _VOWELS and known.is_common(rest)) and known.is_frequent(capital + rest):
            yield Sighting(*match.span("at"), "RG108", "drop-cap-apart", None, "")


_HYPHENED: Final = late(rf"(?<![\w-])(?P<left>{LETTER}{{2,}})(?P<at>-)(?P<right>{LETTER}{{2,}})(?![\w-])")


def _hyphen_inside(document: Document) -> Iterator[Sighting]:
    """`impor-tant`: the hyphen of a line's end that was kept."""
    for token in document.tokens:
        for match in _HYPHENED.finditer(token.text) if token.strange and "-" in token.text else ():
            start, end = token.offset + match.start("at"), token.offset + match.end("at")
            if _is_torn(document, match["left"], match["right"]) and document.is_prose_at(start):
                yield Sighting(start, end, "RG108", "hyphen-inside", None, "")


def _words_fused(document: Document) -> Iterator[Sighting]:
    """`currentdirectionswithdepth`: three words or more, of which one links the others, as pages that lost their blanks have
    them."""
    if document.language is None:
        return
    for start, word in strange_places(document, "fused"):
        end = start
        for piece in fused(document.language, word.lower())[:-1] if document.is_prose_at(start) else ():
            end += len(piece)
            yield Sighting(end, end, "RJ203", "words-fused", None, " ")


WORD_EDGES: Final[dict[str, Detector]] = {
    # on real pages and in sound texts 29 of 54 such places; the others are rare words that the lexicon lacks
    "words-joined": Detector(_words_joined, frozenset(["joined", "opening"]), prior=0.55),
    # 3 of 5
    "words-fused": Detector(_words_fused, frozenset(["fused"]), prior=0.65),
    "number-joined": Detector(_number_joined, frozenset([BESIDE_NUMBER]), prior=0.7),
    "month-joined": Detector(_month_joined, frozenset([CAPITAL]), prior=0.85),
    # all five such words of real pages, and none in 3 million characters of sound texts
    "noun-joined": Detector(_noun_joined, frozenset([CAPITAL]), prior=0.85),
    "word-in-pieces": Detector(_word_in_pieces, frozenset([GOES_ON]), prior=0.85),
    "drop-cap-apart": Detector(_drop_cap_apart, frozenset([LONE_LETTER]), prior=0.85),
    "hyphen-inside": Detector(_hyphen_inside, frozenset([HYPHENED]), prior=0.8),
}
