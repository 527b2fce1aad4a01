"""Letters whose accent or ligature became a sign of its own, or whose character set was an old one (RE305, RE301).

PDF files set an accent as a sign before its letter (`M¨uller`), part a letter with an accent from its word by blanks (`S ä mtliche`)
and have ligatures under the codes of other signs (`di˙erent`). Texts of DOS and of old Macintosh computers, read as Windows
has its characters, show marks and capitals for letters with accents (`M„dchen`, `perchŽ`). A conversion to ASCII leaves none
(`perche`). Only a word that the language has with the letter in its place is seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import Final
from unicodedata import normalize

from repair.detect.document import Detector, Document, Sighting
from repair.detect.foreign import speaks_otherwise
from repair.detect.rules.letters.joined_on_purpose import is_address
from repair.detect.suspects.prefilter import LETTER_ALONE, LIGATURE
from repair.detect.suspects.strange_words import second_lost
from repair.detect.suspects.telling_words import LONE_LETTERS
from repair.detect.technical import in_backticks, speaks_of_code
from repair.detect.vocabulary import is_function_word, lexicon, places_of, strange, strange_places
from repair.languages.table import Language
from repair.text.lexicon import Lexicon
from repair.text.patterns import A_BLANK, LETTER, LOWER, any_of, late

__all__ = ["ACCENTS"]


# --- accents that stand apart ----------------------------------------------------------------------------------------

_COMBINING: Final = {
    "´": "\u0301",
    "`": "\u0300",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¸": "\u0327",
    "ˇ": "\u030c",
}
_MARKS: Final = "".join(_COMBINING)
_MARKED: Final = late(f"[{_MARKS}](?:{LETTER})")
_WORD_BEFORE: Final = late(rf"(?:{LETTER}|[{_MARKS}](?={LETTER})){{0,30}}\Z")
_WORD_AFTER: Final = late(rf"(?:{LETTER}|[{_MARKS}](?={LETTER})){{0,30}}")
_REACH: Final = 30  # code points
_SURE: Final = 2  # words that show that a text lost all letters of the kind
_SHORT: Final = 3  # letters of a word that may be a name or an abbreviation with a mark beside it


def _composed(mark: str, letter: str) -> str | None:
    """The letter with the accent; `None` if there is no such letter."""
    plain = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    whole = normalize("NFC", plain + _COMBINING[mark])
    return whole if len(whole) == 1 else None


def _whole(marked: str) -> str:
    """The word, with each mark on the letter after it."""
    return _MARKED.sub(lambda match: _composed(match[0][0], match[0][1]) or match[0], marked)


def _accents_apart(document: Document) -> Iterator[Sighting]:
    """`M¨uller`, `pr´elev´ee`, `citt`a`."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    for match in _MARKED.finditer(text):
        at, letter = match.start(), _composed(match[0][0], match[0][1])
        before = _WORD_BEFORE.search(text, max(0, at - _REACH), at)
        after = _WORD_AFTER.match(text, match.end(), match.end() + _REACH)
        head, tail = before[0] if before else "", after[0] if after else ""
        if letter is None or not head or not document.is_prose_at(at):
            continue
        word = _whole(head + match[0] + tail).lower()
        is_sign = match[0][0] in "¨ˆ˜¸"  # what no writer takes for an apostrophe or a quotation mark
        if not (known.knows(word) or (is_sign and tail and len(word) > _SHORT)):
            continue
        if match[0][0] != "`" or not in_backticks(document, at):
            yield Sighting(at, match.end(), "RE305", "accent-apart", None, letter)


# --- no accents left ---------------------------------------------------------------------------------------------------

_LONG_NOUN: Final = 7  # letters; a shorter one may be a name (`Lucke`)
_BEFORE: Final = frozenset("-/@_.0123456789")
_AFTER: Final = frozenset("-/@_'’´`")
"""What joins parts of compounds and addresses, and what is typed for an accent."""


_FORMS_TOO: Final = frozenset("disabilita saubern".split())
"""Forms of rarer words without an accent, which the lists of words lack (`disabilita il servizio`, `dem saubern Tuch`)."""
_OFTEN: Final = 2


@lru_cache(maxsize=64)
def _of_old(language: Language) -> re.Pattern[str]:
    return re.compile(f"(?<![\\w'’-])(?:{any_of(language.old_spelling)})(?!\\w)", re.IGNORECASE)


def _is_old(document: Document) -> bool:
    """Whether the text is spelled as people spelled before their language had the accents of today (`voy á verle`)."""
    table = document.language
    if table is None or not table.old_spelling:
        return False
    return sum(1 for _ in islice(_of_old(table).finditer(document.text), _OFTEN)) == _OFTEN


def _unaccented(document: Document) -> Iterator[Sighting]:
    """`perche`, `societe`: a word that has an accent everywhere else. Where authors often leave accents out, only in a line
    that has two such words, and no more words with their accents."""
    known, text, table = lexicon(document), document.text, document.language
    if known is None or table is None:
        return
    places = [
        (start, word)
        for start, word in strange_places(document, "unaccented")
        if document.is_prose_at(start)
        and word.lower() not in _FORMS_TOO
        and text[max(0, start - 1) : start] not in _BEFORE
        and text[start + len(word) : start + len(word) + 1] not in _AFTER
        and _is_word(document, word, known.unaccented[word.lower()])
        and not speaks_otherwise(document, start)
    ]
    if not places or document.once(_is_old):
        return
    in_line = Counter(document.line_at(start) for start, _ in places)
    for start, word in places:
        number = document.line_at(start)
        if table.accents_left_out:
            line = document.lines[number]
            with_accents = sum(letter.isalpha() and not letter.isascii() for letter in text[line.start : line.end])
            if in_line[number] < max(_SURE, with_accents):
                continue
        whole = known.unaccented[word.lower()]
        fix = whole if word.islower() else whole.capitalize()
        yield Sighting(start, start + len(word), "RE305", "accents-gone", None, fix)


def _is_word(document: Document, word: str, whole: str) -> bool:
    """Whether the word is no name or code: one with a capital is a function word that begins a sentence and lacks no accent on
    the capital, since many write none there, or a noun of a language whose nouns have capitals."""
    if word.islower():
        return len(word) > _SHORT or is_function_word(document, whole)
    if document.language and document.language.capital_nouns and len(word) >= _LONG_NOUN:
        return True
    return whole[0] == word[0].lower() and is_function_word(document, whole)


# --- letters between blanks ------------------------------------------------------------------------------------------

_WORDS: Final = "óáéíú"  # words of some language by themselves
_BETWEEN: Final = late(f"{A_BLANK}(?P<letter>[{LONE_LETTERS}]){A_BLANK}(?={LOWER})")
_LAST: Final = late(f"{LETTER}{{1,30}}\\Z")
_NEXT: Final = late(f"{LETTER}{{1,30}}")


def _letters_between(document: Document) -> Iterator[Sighting]:
    """`S ä mtliche`: a letter with an accent between blanks, inside a word of which a half is none."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    for match in _BETWEEN.finditer(text):
        start, end = match.span()
        before, after = _LAST.search(text, max(0, start - _REACH), start), _NEXT.match(text, end)
        if before is None or after is None or not document.is_prose_at(start):
            continue
        whole = f"{before[0]}{match['letter']}{after[0]}".lower()
        is_rest = match["letter"] not in _WORDS or not (
            known.is_common(before[0].lower()) and known.is_common(after[0].lower())
        )
        if is_rest and len(whole) > _SHORT and known.is_common(whole):
            yield Sighting(start, end, "RE305", "letter-between-blanks", None, match["letter"])


# --- signs for ligatures ---------------------------------------------------------------------------------------------

_SIGNS: Final = "˘˙˚˛˜˝ƟƩ"
_GROUPS: Final = ("fi", "ff", "fl", "ffi", "ft", "th", "tt", "ti", "ffl", "Th", "fj")
_SIGN: Final = late(f"[{_SIGNS}](?:(?={LETTER})|(?<={LETTER}.))")


@cache
def _group(known: Lexicon, head: str, tail: str) -> str | None:
    """The letters that make a common word of what stands on both sides of a sign."""
    if len(head) + len(tail) < _SHORT:
        return None
    return next((group for group in _GROUPS if known.is_common((head + group + tail).lower())), None)


def _signs_for_ligatures(document: Document) -> Iterator[Sighting]:
    """`di˙erent`, `˛elds`, `a˚er`."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    for match in _SIGN.finditer(text):
        at = match.start()
        before, after = _LAST.search(text, max(0, at - _REACH), at), _NEXT.match(text, at + 1)
        group = _group(known, before[0] if before else "", after[0] if after else "")
        if group and document.is_prose_at(at):
            yield Sighting(at, at + 1, "RE305", "sign-for-ligature", None, group)


_LIGATURE_WORD: Final = late(rf"{A_BLANK}(?P<group>ffi|ffl|ff|fi|fl){A_BLANK}")


def _ligatures_between(document: Document) -> Iterator[Sighting]:
    """`di ff erent`: a ligature that stands between blanks."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    for match in _LIGATURE_WORD.finditer(text):
        start, end = match.span()
        before, after = _LAST.search(text, max(0, start - _REACH), start), _NEXT.match(text, end)
        if before and after and known.is_common(f"{before[0]}{match['group']}{after[0]}".lower()):
            yield Sighting(start, end, "RE305", "ligature-between-blanks", None, match["group"])


def _seconds_lost(document: Document) -> Iterator[Sighting]:
    """`eficient`, `fuid`: two words, or more, of which the ligature left its first letter alone."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    lost = {word: fix for word in strange(document).seconds if (fix := second_lost(known, word))}
    if len(lost) < _SURE:
        return
    for start, end in places_of(document, lost):
        at, second = lost[text[start:end]]
        if document.is_prose_at(start):
            yield Sighting(start + at, start + at, "RE305", "second-lost", None, second)


# --- old character sets ----------------------------------------------------------------------------------------------

_SETS: Final = ("cp850", "mac_roman", "cp437")
"""What DOS and old Macintosh computers wrote."""
_OLD: Final = "‚ƒ„…†‡ˆ‰Š‹Œ•–—˜™š›œž“”Ž\x81\x8d\x8f\x90\x9d"
_OLD_WORD: Final = late(rf"[{_OLD}](?<={LETTER}.)")
_AROUND: Final = late(rf"(?:{LETTER}|[{_OLD}]){{1,30}}\Z")
_ONWARD: Final = late(rf"(?:{LETTER}|[{_OLD}]){{0,30}}")


@lru_cache(maxsize=1 << 10)
def _reread(known: Lexicon, word: str) -> str | None:
    """The common word whose bytes, read as Windows-1252 has them, are the word."""
    raw = b"".join(
        one.encode("latin-1") if one in "\x81\x8d\x8f\x90\x9d" else one.encode("cp1252", "replace") for one in word
    )
    for name in _SETS:
        plain = raw.decode(name)
        if plain.isalpha() and known.is_common(plain.lower()):
            return plain
    return None


def _old_letters(document: Document) -> Iterator[Sighting]:
    """`M„dchen`, `perchŽ`: in a text with two such letters, of which each makes a common word."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    found: list[tuple[int, str]] = []
    end = 0
    for match in _OLD_WORD.finditer(text):
        before = _AROUND.search(text, max(0, match.start() - _REACH), match.start())
        if match.start() < end or before is None or is_address(document, match):
            continue
        start = match.start() - len(before[0])
        onward = _ONWARD.match(text, match.start())
        end = onward.end() if onward else match.end()
        word = text[start:end]
        plain = _reread(known, word)
        if plain is None or (word[:-1].isalpha() and known.is_frequent(word[:-1].lower())):
            continue  # no word, or one before a mark
        found += [(start + at, new) for at, (old, new) in enumerate(zip(word, plain, strict=True)) if old != new]
    if len(found) >= _SURE and not speaks_of_code(document):
        yield from (Sighting(at, at + 1, "RE301", "old-character-set", None, fix) for at, fix in found)


ACCENTS: Final[dict[str, Detector]] = {
    "accent-apart": Detector(_accents_apart, needles=tuple(_MARKS), prior=0.9),
    "accents-gone": Detector(_unaccented, frozenset(["unaccented"]), prior=0.8),
    "letter-between-blanks": Detector(_letters_between, frozenset([LETTER_ALONE]), prior=0.85),
    "sign-for-ligature": Detector(_signs_for_ligatures, needles=tuple(_SIGNS), prior=0.9),
    "ligature-between-blanks": Detector(_ligatures_between, frozenset([LIGATURE]), prior=0.9),
    "second-lost": Detector(_seconds_lost, frozenset(["second"]), prior=0.8),
    "old-character-set": Detector(
        _old_letters, needles=("‚", "„", "•", "ˆ", "Ž", "Š", "˜", "\x81", "\x8f"), prior=0.85
    ),
}
