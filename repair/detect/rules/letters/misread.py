"""Letters and numbers that were read as others (RE305, RE301, RG115): digits and letters that look alike, letters that stand twice
or apart from each other, characters of other sets, and numbers whose point or sign is gone where the sentence shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, matches_from, pattern_rule
from repair.detect.rules.letters.joined_on_purpose import is_address
from repair.detect.rules.phrases import is_at_head
from repair.detect.suspects.misread_words import reread, reread_number
from repair.detect.suspects.prefilter import word_before
from repair.detect.suspects.word_signs import CONSONANT, MEASURED, MISREAD_HEAD, PERCENT, any_giving
from repair.detect.technical import in_backticks, is_named, speaks_of_code
from repair.detect.vocabulary import lexicon, strange_places
from repair.text.patterns import A_BLANK, LETTER, LOWER, late

__all__ = ["MISREAD"]


# --- letters ---------------------------------------------------------------------------------------------------------

_BEFORE_NAMES: Final = frozenset("./\\_@#:-&=")
_AFTER_NAMES: Final = frozenset("/\\_@#-&=(")
_AT_HEAD: Final = late(rf"(?:\A|\n|[.!?…»”\"]{A_BLANK})[\"«“(]?\Z")


def _misread_words(document: Document) -> list[tuple[int, str, str]]:
    """The misread words, each with its offset and what it was."""
    known, text = lexicon(document), document.text
    found: list[tuple[int, str, str]] = []
    if known is None:
        return found
    for start, word in strange_places(document, "misread"):
        end = start + len(word)
        plain = reread(known, word) if word.isalpha() else reread_number(known, word)
        in_name = text[max(0, start - 1) : start] in _BEFORE_NAMES or text[end : end + 1] in _AFTER_NAMES
        if plain and not in_name and document.is_prose_at(start) and not in_backticks(document, start):
            found.append((start, word, plain))
    return found


def _is_doubled(word: str, plain: str) -> bool:
    """Whether letters of the misread word stand twice."""
    return len(plain) != len(word) and word[:1] == word[1:2]


def _is_surname(document: Document, start: int, word: str) -> bool:
    """Whether the word is a name behind another (`Magnus Riiber`)."""
    before = word_before(document.text, start - 1)
    named = word.isalpha() and word[0].isupper() and before[:1].isupper()
    return named and not is_at_head(document.text, start - 1 - len(before))


def _letters_misread(document: Document) -> Iterator[Sighting]:
    """`c1ttà`, `ltaliano`, `cornune`: digits and letters that look like others."""
    for start, word, plain in document.once(_misread_words):
        if not (_is_doubled(word, plain) or _is_surname(document, start, word)):
            yield Sighting(start, start + len(word), "RE305", "letter-misread", None, plain)


def _print_doubled(document: Document) -> Iterator[Sighting]:
    """`SSoommmmaarriioo`, and `NNel` where a sentence begins."""
    for start, word, plain in document.once(_misread_words):
        if _is_doubled(word, plain) and (word[1:] != plain or _AT_HEAD.search(document.text, max(0, start - 3), start)):
            yield Sighting(start, start + len(word), "RE305", "print-doubled", None, plain)


_HEAD: Final = late(rf"(?:{any_giving(MISREAD_HEAD)})(?={A_BLANK}{LETTER}{{2}})")


def _heads_misread(document: Document) -> Iterator[Sighting]:
    """`lt is`, `ln May`, `ll capitano`: a small L for a capital I where a sentence begins."""
    table, text = document.language, document.text
    if table is None:
        return
    for match in matches(_HEAD, document, [MISREAD_HEAD]):
        start = match.start()
        after_stop = start > 0 and _AT_HEAD.search(text, max(0, start - 3), start)
        if after_stop and "i" + match[0][1:] in table.common_words and document.is_prose_at(start):
            yield Sighting(start, start + 1, "RE305", "head-misread", None, "I")


_APART: Final = 8  # code points between two such consonants of a word
_SPACED: Final = late(rf"(?<!\S){LETTER}(?:{A_BLANK}{LETTER}){{3,20}}(?!\w)")


def _spaced(document: Document) -> Iterator[re.Match[str]]:
    """Letters that stand apart; tried only where two of the more frequent consonants are near each other."""
    if document.starts is None:
        yield from _SPACED.finditer(document.text)
        return
    end, places = 0, document.starts.get(CONSONANT, ())
    for one, other in pairwise(places):
        if (
            other - one <= _APART
            and one >= end
            and (match := _SPACED.search(document.text, max(end, one - _APART), other + _APART * _APART))
        ):
            yield match
            end = match.end()


def _letters_spaced(document: Document) -> Iterator[Sighting]:
    """`A V V I S O`, `c l o s e d`: a word whose letters stand apart for emphasis."""
    known = lexicon(document)
    if known is None:
        return
    for match in _spaced(document):
        letters = match[0][::2]
        # a word of one letter may stand before or after them
        for first, last in ((0, len(letters)), (0, len(letters) - 1), (1, len(letters)), (1, len(letters) - 1)):
            word = letters[first:last]
            long = len(word) > _FEW or (len(word) == _FEW and word.isupper())
            if not long or not (word.islower() or word.isupper()) or len(set(word)) < _DIFFERENT:
                continue
            start, end = match.start() + 2 * first, match.start() + 2 * last - 1
            if known.knows(word.lower()) and document.is_prose_at(start):
                yield Sighting(start, end, "RE305", "letters-spaced", None, word)
                break


_FEW: Final = 4  # letters that stand apart
_DIFFERENT: Final = 3

_PRINTED: Final = late(rf"(?:{any_giving(CONSONANT)})(?<!\S.)(?:{A_BLANK}\S{{2,3}}){{2,24}}(?:{A_BLANK}\S)?(?!\S)")


def _printed_twice(document: Document) -> Iterator[Sighting]:
    """`N Na am me e:`: bold letters that were printed twice, each a little further right: a token ends as the next begins."""
    for match in matches(_PRINTED, document, [CONSONANT]):
        first, *others = match[0].split(" ")
        word = first
        size = len(first)
        for token in others:
            if token[0] != word[-1]:
                break
            word += token[1:2]
            size += 1 + len(token)
            if len(token) > 2:
                break
        start = match.start()
        if len(word) > _FEW - 1 and word[:3].isalpha() and document.is_prose_at(start):
            yield Sighting(start, start + size, "RE305", "print-shifted", None, None)


# --- other character sets --------------------------------------------------------------------------------------------

_MAC: Final = late(f"(?:√[^\\s\\d\\w(]|√[^\\W\\d_a-z]|‚[ÄÅ][^\\s\\w]|‚[ÄÅ]{LETTER}|¬[^\\s\\w])+")
_KOI: Final = late(r"(?:[пя]\S){3,200}")


@lru_cache(maxsize=1 << 10)
def _decoded(run: str, name: str) -> str | None:
    """What the run's bytes are as UTF-8 if a text's bytes were read in the set `name`; `None` if they are none."""
    try:
        plain = run.encode(name).decode("utf-8")
    except UnicodeError:
        return None
    return plain if plain.isprintable() else None


def _other_sets(document: Document) -> Iterator[Sighting]:
    """`citt√†`, `isn‚Äôt`, `п∙я│п╩п╦`: UTF-8 read as old Macintosh computers or Russian systems wrote."""
    for pattern, name in ((_MAC, "mac_roman"), (_KOI, "koi8-r")):
        for match in pattern.finditer(document.text):
            plain = _decoded(match[0], name)
            if plain is not None and not is_address(document, match):
                yield Sighting(*match.span(), "RE301", "other-set", None, plain)


def _recoded(document: Document) -> Iterator[Sighting]:
    """`Áåñïå÷íûé`, `Thιβtre`: letters of another set, of which three of four have accents or some are of another script."""
    if speaks_of_code(document):
        return
    for start, word in strange_places(document, "recoded"):
        if document.is_prose_at(start):
            yield Sighting(start, start + len(word), "RE301", "letters-recoded")


_PRIVATE: Final = tuple(map(chr, (*range(0xE000, 0xE100), *range(0xF000, 0xF100))))
_PRIVATE_SIGN: Final = rf"[\uf020-\uf0ff]+|[\ue000-\ue0ff\uf000-\uf01f]+(?<={LETTER}.)(?={LETTER})"
_SYMBOL: Final = late(
    rf"£(?<=[\s(;,][pP]{A_BLANK}£)(?={A_BLANK}?0?[.,]?\d)"
    rf"|¼(?<=[a-zA-Zχ]{A_BLANK}¼)(?={A_BLANK}-?\d)"
    rf"|´(?<=\d{A_BLANK}´)(?={A_BLANK}\d)"
    rf"|³(?<={LETTER}{A_BLANK}³)(?={A_BLANK}\d)"
)
_SIGNS: Final = {"£": "≤", "¼": "=", "´": "×", "³": "≥"}


def _symbols(document: Document) -> Iterator[Sighting]:
    """`p £ 0.05`, `n ¼ 40`: a sign of a font of symbols, shown as the letter under its number."""
    for match in matches_from(_SYMBOL, document, _SIGNS):
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span(), "RE301", "symbol-recoded", None, _SIGNS[match[0]])


_ARROW: Final = late(rf"à(?<={LOWER}{A_BLANK}à)(?={A_BLANK}[A-Z]{LOWER})")


def _arrows(document: Document) -> Iterator[Sighting]:
    """`Open Settings à Privacy`: an arrow of a font of symbols, between two names of an English text."""
    known, table, text = lexicon(document), document.language, document.text
    if known is None or table is None or table.code != "en":
        return
    for match in _ARROW.finditer(text):
        after = _NEXT_WORD.match(text, match.end() + 1)
        before = word_before(text, match.start() - 1)
        both = before.istitle() and known.knows(before.lower()) and after and known.knows(after[0].lower())
        if both and document.is_prose_at(match.start()):
            yield Sighting(*match.span(), "RE301", "arrow-recoded", None, "→")


_NEXT_WORD: Final = late(rf"{LETTER}+")

# --- numbers ---------------------------------------------------------------------------------------------------------

_PERCENT: Final = late(
    rf"(?:cento(?<={A_BLANK}0\d{A_BLANK}(?:per|por){A_BLANK}cento)"
    rf"|cent(?:(?<={A_BLANK}0\d{A_BLANK}per{A_BLANK}cent)|(?<={A_BLANK}0\d{A_BLANK}pour{A_BLANK}cent))"
    rf"|percent(?<={A_BLANK}0\d{A_BLANK}percent)"
    rf"|Prozent(?<={A_BLANK}0\d{A_BLANK}Prozent)"
    rf"|ciento(?<={A_BLANK}0\d{A_BLANK}por{A_BLANK}ciento))(?!\w)"
)
_SIGNED: Final = late(rf"%(?<={LOWER}{A_BLANK}0\d%)(?!\w)")
_ZERO: Final = late(rf"{A_BLANK}0\d{A_BLANK}?(?:p\w+{A_BLANK})?\Z")


def _points_lost(document: Document) -> Iterator[Sighting]:
    """`dello 05 per cento`: nothing but a point follows a zero there."""
    text = document.text
    found = [match.start() for match in matches(_PERCENT, document, [PERCENT])]
    if "%" in text:
        found += [match.start() for match in _SIGNED.finditer(text)]
    for at in found:
        zero = _ZERO.search(text, max(0, at - _BACK), at)
        if zero and document.is_prose_at(at):
            place = zero.start() + 2
            yield Sighting(place, place, "RG115", "point-lost", (1, 1))


_BACK: Final = 10  # code points from such a number to the word for per cent
_MEASURE: Final = late(
    rf"(?<!\w)(?:pH(?:-Wert)?(?:{A_BLANK}(?:di|of|von|de|del|è|is))?{A_BLANK}(?P<acid>\d{{2}})"
    rf"|[mM]agnitud[oe]?(?:{A_BLANK}(?:di|of|von|de))?{A_BLANK}(?P<quake>[3-9]\d))(?![\w]|[.,]\d)"
)
_MOST_ACID: Final = 14


def _measures_wrong(document: Document) -> Iterator[Sighting]:
    """`un pH di 74`, `magnitudo 52`: more than there is."""
    for match in matches(_MEASURE, document, [MEASURED]):
        number = "acid" if match["acid"] else "quake"
        if (number == "quake" or int(match["acid"]) > _MOST_ACID) and document.is_prose_at(match.start()):
            at = match.start(number) + 1
            yield Sighting(at, at, "RG115", "measure-wrong", (1, 1))


_YEARS: Final = late(rf"(?P<mark>[.,])(?<=(?:{A_BLANK}2.))(?:0[0-3]\d)|(?P<older>[.,])(?<={A_BLANK}1.)[5-9]\d\d")
_AFTER_YEAR: Final = late(rf",?{A_BLANK}(?P<word>{LETTER}+)(?!\w)")
_LEAD: Final = late(rf"(?P<word>{LETTER}+){A_BLANK}[12]\Z")


def _years_parted(document: Document) -> Iterator[Sighting]:
    """`Nel 2.014 la miniera`: a year with the mark that parts thousands, before an article or a pronoun."""
    table, text = document.language, document.text
    if table is None:
        return
    opening = table.articles | table.determiners | table.single_letters
    for match in _YEARS.finditer(text):
        at = match.start()
        lead = _LEAD.search(text, max(0, at - 12), at)
        after = _AFTER_YEAR.match(text, match.end())
        if lead is None or after is None or lead["word"].lower() not in _YEAR_LEADS:
            continue
        if after["word"] in opening and document.is_prose_at(at):
            yield Sighting(at, at + 1, "RE304", "year-parted", None, "")


_YEAR_LEADS: Final = frozenset("nel in jahr en em dal since".split())
_SIGN_LOST: Final = rf"{A_BLANK}(?<=[(\s][pP].)(?<!\w\s[pP].)(?=0[.,]\d{{1,4}}[);,])"
_VALUE_LOST: Final = rf"=(?<=[(\s,][b-df-hj-np-zA-ZχR²]{A_BLANK}=){A_BLANK}?(?=[,;)])"

MISREAD: Final[dict[str, Detector]] = {
    "letter-misread": Detector(_letters_misread, frozenset(["misread"]), prior=0.7),
    "print-doubled": Detector(_print_doubled, frozenset(["misread"]), prior=0.75),
    "head-misread": Detector(_heads_misread, frozenset([MISREAD_HEAD]), prior=0.8),
    "print-shifted": Detector(_printed_twice, frozenset([CONSONANT]), prior=0.85),
    "letters-spaced": Detector(_letters_spaced, frozenset([CONSONANT]), prior=0.8),
    "other-set": Detector(_other_sets, needles=("√", "‚Ä", "‚Å", "¬", "│", "∙", "╩", "╦", "▀", "╬", "╫"), prior=0.9),
    "letters-recoded": Detector(_recoded, frozenset(["recoded"]), prior=0.75),
    "arrow-recoded": Detector(_arrows, needles=("à",), prior=0.75),
    "symbol-recoded": Detector(_symbols, needles=tuple(_SIGNS), prior=0.75),
    "private-sign": pattern_rule("private-sign", "RE302", _PRIVATE_SIGN, needles=_PRIVATE, anywhere=True, unless=is_named, prior=0.85),
    "point-lost": Detector(_points_lost, frozenset([PERCENT]), ("%",), prior=0.75),
    "measure-wrong": Detector(_measures_wrong, frozenset([MEASURED]), prior=0.75),
    "year-parted": Detector(_years_parted, needles=(" 2.0", " 2,0", " 1.9", " 1,9"), prior=0.75),
    "sign-lost": pattern_rule("sign-lost", "RG115", _SIGN_LOST, needles=("(p 0", "(P 0"), words=(1, 1), prior=0.7),
    "value-lost": pattern_rule("value-lost", "RG115", _VALUE_LOST, starts="=", words=(1, 1), unless=is_named, prior=0.75),
}  # fmt: skip
