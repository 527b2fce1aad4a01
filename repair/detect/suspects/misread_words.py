"""Words whose letters were read as others: digits for letters in scanned pages, letters that look alike, letters that stand
twice because a page printed them twice, and letters of another character set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

from repair.text.lexicon import Lexicon
from repair.text.patterns import LETTER

__all__ = ["is_recoded", "reread", "reread_number", "undoubled"]

_DIGITS: Final = {"0": "o", "1": "li", "5": "s", "9": "g"}
"""The letters that digits look like."""
_NUMBERED: Final = re.compile(
    rf"(?:[01](?={LETTER}{{3}})|{LETTER}+[0159](?={LETTER}))(?:{LETTER}+[0159](?={LETTER}))*{LETTER}+"
)
_MOST: Final = 4  # digits of one word
_ALIKE: Final = (("rn", "m"), ("m", "rn"), ("li", "h"), ("b", "h"), ("vv", "w"))
"""What readers of scanned pages take for what."""
_OF_GERMAN: Final = (("ii", "ü"), ("b", "ß"), ("B", "ß"))
"""The same for letters that only some languages have: a word in small letters or with a capital."""
_LONG: Final = 5  # letters of an unknown word that may be another
_HALF: Final = 3  # letters of a word that is printed twice
_SHORT: Final = 3  # letters of the shortest word with its first letter twice


def reread_number(known: Lexicon, word: str) -> str | None:
    """The common word that a mixture of letters and digits is, with its digits read as letters; `None` if it is none."""
    if not _NUMBERED.fullmatch(word) or sum(map(str.isdigit, word)) > _MOST:
        return None
    readings = product(*(_DIGITS.get(letter, letter) for letter in word))
    found = ("".join(letters) for letters in readings)
    return next((whole for whole in found if known.is_common(whole.lower())), None)


def _alike(word: str, pairs: Iterable[tuple[str, str]] = _ALIKE) -> Iterator[str]:
    for wrong, right in pairs:
        at = word.find(wrong)
        while at >= 0:
            yield word[:at] + right + word[at + len(wrong) :]
            at = word.find(wrong, at + 1)


def undoubled(known: Lexicon, word: str) -> str | None:
    """The common word of which each letter stands twice (`SSoommmmaarriioo`), or the first (`NNel`); `None` if it is none."""
    if len(word) < _SHORT or word[0] != word[1] or not word[0].isupper():
        return None
    half = word[::2]
    if len(half) >= _HALF and word[1::2].lower() == half.lower() and known.is_common(half.lower()):
        return half
    whole = word[1:]
    if not word[2:].islower() or known.is_common(word.lower()):
        return None
    return whole if (known.is_common if len(word) > _SHORT else known.is_frequent)(whole.lower()) else None


def _reread_german(known: Lexicon, word: str) -> str | None:
    """`fiir`, `Strabe`, `daB`: the word with an umlaut or a sharp s that readers of scanned pages took for other letters."""
    if len(word) < _SHORT:
        return None
    return next(
        (whole for whole in _alike(word, _OF_GERMAN) if whole[1:].islower() and known.is_frequent(whole.lower())), None
    )


def reread(known: Lexicon, word: str) -> str | None:
    """The common word that an unknown one is, with some of its letters read as others; `None` if it is none."""
    if word[0].isupper():
        return undoubled(known, word) or _reread_german(known, word)
    if word[0] == "l" and len(word) >= _LONG and known.is_common("i" + word[1:]):
        return "I" + word[1:]
    if len(word) >= 2 * _SHORT and word[::2] == word[1::2] and known.is_common(word[::2]):
        return word[::2]
    if german := _reread_german(known, word):
        return german
    if len(word) < _SHORT or not word.islower():
        return None
    if len(word) < _LONG:
        return next((whole for whole in _alike(word) if known.is_frequent(whole)), None)
    return next((whole for whole in _alike(word) if known.is_common(whole)), None)


_FOUR: Final = 4  # letters
_ACCENTED: Final = range(0xC0, 0x100)
_GREEK: Final = range(0x386, 0x3CF)
_LATIN: Final = 0x80  # below it, a letter is Latin without an accent
_DIFFERENT: Final = 3  # letters with accents


def is_recoded(word: str) -> bool:
    """Whether letters of a word are Greek and others Latin, or nearly all of its letters have accents."""
    if word.isascii() or len(word) < _FOUR:
        return False
    codes = [ord(letter) for letter in word]
    if codes[0] < _LATIN and any(code in _GREEK for code in codes[1:]) and sum(code < _LATIN for code in codes) > 1:
        return True
    accented = {code for code in codes if code in _ACCENTED}
    return len(accented) >= _DIFFERENT and 4 * sum(code in _ACCENTED for code in codes) > 3 * len(codes)
