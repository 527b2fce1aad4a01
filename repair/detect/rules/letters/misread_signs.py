"""Signs, numerals and words that were read as others (RE305, RE301, RG115): capitals for small letters, letters for digits,
letters of old Macintosh computers, degrees, signs of journals, whole words under shifted numbers, and years that lost the dash
between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, matches_from
from repair.detect.rules.letters.joined_on_purpose import is_address
from repair.detect.suspects.prefilter import CAPITAL, word_before
from repair.detect.suspects.telling_marks import LETTERED, SPAN
from repair.detect.suspects.word_signs import GREEK, ROMAN, SHIFTED, SMILEY, standing_alone
from repair.detect.technical import is_named, is_named_at, speaks_of_code
from repair.detect.vocabulary import is_function_word, lexicon
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, LOWERS, UPPER, late

__all__ = ["MISREAD_SIGNS"]

_LONGEST: Final = 30  # code points of a word

# --- capitals within words -------------------------------------------------------------------------------------------

_BEFORE: Final = late(rf"(?<!\w){LETTER}+\Z")
_AFTER: Final = late(rf"{LETTER}{{1,{_LONGEST}}}+(?!\w)")


def _words_at_capitals(document: Document) -> list[tuple[int, str]]:
    """The words with a capital behind a small letter, each with its offset."""
    text = document.text
    found: list[tuple[int, str]] = []
    for match in matches(_CAPITAL, document, [CAPITAL]):
        at = match.start()
        before = _BEFORE.search(text, max(0, at - _LONGEST), at)
        after = _AFTER.match(text, at)
        if before is None or after is None or not document.is_prose_at(at) or is_address(document, match):
            continue
        start = at - len(before[0])
        end = start + len(before[0]) + len(after[0])
        if text[end : end + 1] not in _MAC_SIGNS and (not found or start >= found[-1][0] + len(found[-1][1])):
            found.append((start, before[0] + after[0]))
    return found


_CAPITAL: Final = late(rf"{UPPER}(?<={LOWER}.)")
_MAC_SIGNS: Final = tuple("‡˘ˆ˚ˇ¸")


def _capital_for_l(document: Document) -> Iterator[Sighting]:
    """`deI`, `poIice`: a capital I for a small L."""
    known = lexicon(document)
    if known is None:
        return
    for start, word in document.once(_words_at_capitals):
        plain = word[0] + word[1:].replace("I", "l")
        if "I" not in word[1:] or plain[1:] != plain[1:].lower() or word in _IODIDES:
            continue
        fits = known.is_frequent if len(word) < _SURE_LENGTH else known.is_common
        if fits(plain.lower()) and not is_named_at(document, start, start + len(word)):
            yield Sighting(start, start + len(word), "RE305", "capital-for-l", None, plain)


_SURE_LENGTH: Final = 5
_IODIDES: Final = frozenset("AgI CaI CsI CuI GaI LiI NaI TlI".split())

# --- letters of old Macintosh computers ------------------------------------------------------------------------------

_MAC_LETTERS: Final = dict(zip("‡ËÈÏÚ˘ˆ‚ÍÓÙ˚‰ˇÎÔ¸ÁÒ", "àèéìòùöâêîôûäÿëïüçñ", strict=True))
_MAC: Final = late(rf"[‡˘ˆ˚ˇ¸](?<={LOWER}.)(?!\w)")
_MAC_TABLE: Final = str.maketrans(_MAC_LETTERS)
_ENGLISH_ENDS: Final = late(r"(?<![^\W_])(?P<head>[A-Za-z]{1,12})í(?P<tail>t|s|re|ve|ll|d)(?![^\W_])")


def _mac_words(document: Document) -> Iterator[Sighting]:
    """`cittË`, `perchÈ`, `pi˘`: letters under the numbers that they have on Windows, as an old Macintosh shows them."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    found = [pair for pair in document.once(_words_at_capitals) if not pair[1].isascii()]
    for match in matches_from(_MAC, document, _MAC_SIGNS):
        at = match.start()
        before = _BEFORE.search(text, max(0, at - _LONGEST), at)
        if before and document.is_prose_at(at):
            found.append((at - len(before[0]), before[0] + match[0]))
    for start, word in sorted(found):
        plain = word[0] + word[1:].translate(_MAC_TABLE)
        if plain != word and plain[1:].islower() and known.is_common(plain.lower()):
            yield Sighting(start, start + len(word), "RE301", "mac-letters", None, plain)


def _mac_marks(document: Document) -> Iterator[Sighting]:
    """`donít`, `itís`: an apostrophe that an old Macintosh shows as a letter, in an English text."""
    table, known = document.language, lexicon(document)
    if table is None or table.code != "en" or known is None:
        return
    found, are_names = [], True
    for match in _ENGLISH_ENDS.finditer(document.text):
        head = match["head"].lower()
        is_pronoun = head in _PRONOUNS
        if (is_pronoun or known.knows(head) or known.knows(head[:-1])) and document.is_prose_at(match.start()):
            found.append(match)
            are_names &= match["tail"] == "s" and not is_pronoun
    # what ends in `ís` may be a name (`Solís`, `París`)
    for match in found if len({match[0] for match in found}) >= _MARKS and not are_names else ():
        at = match.end("head")
        yield Sighting(at, at + 1, "RE301", "mac-marks", None, "’")


_PRONOUNS: Final = frozenset("i you we they he she it".split())
_MARKS: Final = 2  # such words of a text

# --- numerals --------------------------------------------------------------------------------------------------------

_YEAR: Final = late(
    r"(?<![\w.,/-])(?:[1lI][5-9O][\dlO][\dlIO]|2[0O][\dlO][\dlIO]|[lI][\dO]{1,2}[.,][\dO]{3}|\d{1,3}[.,][\dO]{3})(?![\w/-]|[.,]\w)"
)
_ROMAN: Final = late(standing_alone(ROMAN))
_SIZE: Final = "Xl"
_CENTURY: Final = late(rf"{A_BLANK}(?:secolo|century|si[eè]cle|Jahrhundert|siglo|século|eeuw)(?!\w)")


def _is_size(document: Document, match: re.Match[str]) -> bool:
    """Whether the match is a size of clothes: no name stands before it, and no century after."""
    if match[0] != _SIZE or _CENTURY.match(document.text, match.end()):
        return False
    word = word_before(document.text, match.start() - 1)
    return not word.istitle() or is_function_word(document, word.lower())


def _romans_misread(document: Document) -> Iterator[Sighting]:
    """`XlX secolo`, `Luigi XlV`: a small L for a capital I."""
    for match in matches(_ROMAN, document, [ROMAN]):
        start, end = match.span()
        plain = match[0].replace("l", "I")
        if document.is_prose_at(start) and not is_named(document, match) and not _is_size(document, match):
            yield Sighting(start, end, "RE305", "roman-misread", None, plain)


_READ: Final = str.maketrans("lIO", "110")
_DIGITS: Final = 2  # in such a number
_MEASURE_OR_CODE: Final = late(r"\d+l|I[5-8]\d\d|I\d\d\.\d{3}")
_OF: Final = late(rf"{A_BLANK}(?:of|di|de|d['’]|von|van)(?!\w)")


def _is_measure_or_code(document: Document, match: re.Match[str]) -> bool:
    """Whether the match is litres, a road, or a code of a disease or a protein: `200l`, `I695`, `I63.511`. No word that a year
    follows stands before it."""
    table, text = document.language, document.text
    if _MEASURE_OR_CODE.fullmatch(match[0]) is None:
        return False
    word = word_before(text, match.start() - 1).lower()
    leads = table is not None and (word in table.year_leads or word in table.months)
    return not leads or (match[0][-1] == "l" and _OF.match(text, match.end()) is not None)


def _years_misread(document: Document) -> Iterator[Sighting]:
    """`l9O8`, `2O15`, `l2,OOO`: letters for digits of a number."""
    for match in _YEAR.finditer(document.text):
        plain = match[0].translate(_READ)
        enough = sum(map(str.isdigit, match[0])) >= (_DIGITS if match[0].isalnum() else 1)
        if plain == match[0] or not enough or not document.is_prose_at(match.start()):
            continue
        if not (is_address(document, match) or is_named(document, match) or _is_measure_or_code(document, match)):
            yield Sighting(*match.span(), "RE305", "year-misread", None, plain)


# --- signs -----------------------------------------------------------------------------------------------------------

_DEGREE: Final = late(rf"[CF](?<=\d{A_BLANK}o.)(?!\w)|[CF](?<=\do.)(?!\w)")
# no question before `C'est`, and no parameter of an address
_DEGREE_ASKED: Final = late(rf"\?(?:(?<=\d{A_BLANK}\?)|(?<=\d\?))(?=[CF](?![\w'’=]))")


def _degrees(document: Document) -> Iterator[Sighting]:
    """`38 ?C`, `40 oC`: a sign of degrees that became a question mark or a letter."""
    asked = [match.start() for match in _DEGREE_ASKED.finditer(document.text)] if "?" in document.text else []
    lettered = [match.start() - 1 for match in matches(_DEGREE, document, [CAPITAL])]
    for at in sorted(asked + lettered):
        if document.is_prose_at(at):
            yield Sighting(at, at + 1, "RE305", "degree-misread", None, "°")


_PROBABLE: Final = late(rf",(?<=[\s(;][pP]{A_BLANK},)(?={A_BLANK}?0?[.,]\d)")
_EQUAL: Final = late(
    rf"(?<=[\s(;,][nrNPpFtd]{A_BLANK})5(?={A_BLANK}-?\d)|(?<=\d[.,]\d{A_BLANK})6(?={A_BLANK}\d{{1,3}}[.,]\d)|(?<=\d[.,]\d\d{A_BLANK})6(?={A_BLANK}\d{{1,3}}[.,]\d)"
)


def _journal_signs(document: Document) -> Iterator[Sighting]:
    """`(P , 0.05, n 5 24)`: signs of a printed journal's font, read as the marks and digits under their numbers."""
    found = [match.start() for match in matches(_PROBABLE, document, ",")]
    for at in found:
        yield Sighting(at, at + 1, "RE301", "journal-sign", None, "<")
    for match in _EQUAL.finditer(document.text) if found else ():
        yield Sighting(*match.span(), "RE301", "journal-sign", None, "=" if match[0] == "5" else "±")


def _greek_lost(document: Document) -> Iterator[Sighting]:
    """`took -blockers`: a word that a Greek letter stands before, and its hyphen alone."""
    text = document.text
    for match in matches(_GREEK, document, [GREEK]):
        at, after = match.start() - 1, text[match.end() : match.end() + 1]
        stands_alone = at > 0 and text[at] == "-" and text[at - 1] in f"{BLANK}(" and after not in ("-", "=")
        if stands_alone and document.is_prose_at(at) and not is_named_at(document, at, match.end()):
            yield Sighting(at, at, "RE305", "greek-lost", (1, 1))


_GREEK: Final = late(standing_alone(GREEK))
_SMILED: Final = late(
    rf"J(?<=[{LOWERS}!)]{A_BLANK}J)(?:(?=[ \t]{{0,9}}(?:\n|\Z))|(?={A_BLANK}(?P<next>{UPPER}{LOWER}*)(?!\w)))"
)
_NAMING: Final = frozenset(
    """letter letters lettera key tasto type tipo vitamin vitamina class classe gruppo group by di and e the la girone fila gate row pool
    section sector zone column block level plan schedule sezione settore zona blocco colonna piano lista poule groupe lettre rangée porte
    secteur colonne bloc grupo letra puerta sector bloque columna fileira porta portão setor bloco coluna groep rij letter vak""".split()
)


def _is_name_after(document: Document, match: re.Match[str]) -> bool:
    """Whether the word after the letter is the rest of a name (`J Balvin`, `J Lo`, `J K Rowling`), since no sentence is seen to
    begin with it."""
    word = match["next"]
    return word is not None and (word == "Lo" or not is_function_word(document, word.lower()))


def _smileys(document: Document) -> Iterator[Sighting]:
    """`a presto J`: a smiling face of a font of symbols."""
    text = document.text
    for match in matches(_SMILED, document, [SMILEY]):
        at = match.start()
        word = word_before(text, at - 1)
        if word != word.lower() or word in _NAMING or _is_name_after(document, match):
            continue
        if document.is_prose_at(at) and not is_named(document, match):
            yield Sighting(at, at + 1, "RE305", "smiley-letter", None, "☺")


# --- whole words -----------------------------------------------------------------------------------------------------

_SHIFT: Final = 29
_SHIFTED: Final = late(standing_alone(SHIFTED))
_RUN: Final = late(rf"(?<!\S)[$-=D-\]]{{1,23}}[D-\]](?:{A_BLANK}[$-=D-\]]{{1,23}}[D-\]]){{1,60}}")


@lru_cache(maxsize=1 << 10)
def _shifted(word: str) -> str:
    return "".join(chr(ord(sign) + _SHIFT) for sign in word)


def _glyphs_shifted(document: Document) -> Iterator[Sighting]:
    """`7KH FRXQFLO`: the numbers that a font's letters have, shown as if they were characters."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    for run in _RUN.finditer(text):
        if _SHIFTED.search(text, *run.span()) is None or not document.is_prose_at(run.start()):
            continue
        plain = [_shifted(word) for word in run[0].split()]
        read = [word for word in plain if known.is_common(word.lower())]
        if len(plain) > 1 and 3 * len(read) >= 2 * len(plain) and not speaks_of_code(document):
            yield Sighting(*run.span(), "RE301", "glyphs-shifted", None, " ".join(plain))


# --- years -----------------------------------------------------------------------------------------------------------

_SPAN: Final = late(r"(?<![\w.,/-])(?P<first>[12]\d{3})(?P<last>[12]\d{3})(?![\w/-]|[.,]\d)")
_SPANNED: Final = 60  # years from the first to the last
_LATEST: Final = 2040
_BEFORE_SPAN: Final = frozenset(
    """del dal nel di stagione triennio biennio quinquennio periodo anni anno of from in season period years the war between
    de des saison saisons période années temporada temporadas periodo período años anos von aus jahren saison zeitraum""".split()
)


def _dashes_lost(document: Document) -> Iterator[Sighting]:
    """`la guerra del 19141918`: two years without the dash between them."""
    text = document.text
    for match in _SPAN.finditer(text):
        first, last = int(match["first"]), int(match["last"])
        if not first < last <= min(_LATEST, first + _SPANNED) or first < _EARLIEST:
            continue
        at = match.start("last")
        if word_before(text, match.start() - 1).lower() in _BEFORE_SPAN and document.is_prose_at(at):
            yield Sighting(at, at, "RE305", "dash-lost", None, "–")


_EARLIEST: Final = 1400

MISREAD_SIGNS: Final[dict[str, Detector]] = {
    "capital-for-l": Detector(_capital_for_l, frozenset([CAPITAL]), prior=0.85),
    "mac-letters": Detector(_mac_words, frozenset([CAPITAL]), _MAC_SIGNS, prior=0.85),
    "mac-marks": Detector(_mac_marks, needles=("ít", "ís", "íre", "íve", "íll", "íd"), prior=0.85),
    "roman-misread": Detector(_romans_misread, frozenset([ROMAN]), prior=0.8),
    "year-misread": Detector(_years_misread, frozenset([LETTERED]), prior=0.8),
    "degree-misread": Detector(_degrees, frozenset([CAPITAL, "?"]), prior=0.8),
    "journal-sign": Detector(_journal_signs, frozenset(","), prior=0.8),
    "greek-lost": Detector(_greek_lost, frozenset([GREEK]), prior=0.8),
    "smiley-letter": Detector(_smileys, frozenset([SMILEY]), prior=0.7),
    "glyphs-shifted": Detector(_glyphs_shifted, frozenset([SHIFTED]), prior=0.9),
    "dash-lost": Detector(_dashes_lost, frozenset([SPAN]), prior=0.8),
}  # fmt: skip
