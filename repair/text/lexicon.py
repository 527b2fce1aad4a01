"""Which words a language has, and how common they are.

A lexicon is four Bloom filters in one file of 300 to 600 kB: all words, the common ones, the frequent ones, and the rare
ones that are a piece of a frequent one. A word that is in a filter is always found there. Of the words that are not, one in
a hundred is found in the first all the same, and one in 100,000 in the others: a lexicon may take a damaged word for a
sound one, and hardly ever a sound one for a damaged one. Nothing is unpacked: loading a lexicon is reading its file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal
from zlib import adler32, crc32

from msgspec import Struct, json

__all__ = [
    "COMMON",
    "FOLDER",
    "FREQUENT",
    "KNOWN",
    "LIGATURES",
    "PAIR",
    "Lexicon",
    "LexiconHead",
    "lexicon_of",
    "probe_of",
]

FOLDER: Final = Path(__file__).parent / "lexicons"
KNOWN: Final = 1.5
"""How frequent a word of the first filter is at least: the decimal logarithm of its occurrences in 10⁹ words."""
COMMON: Final = 3.0
"""The same for the second filter: one occurrence in a million words."""
FREQUENT: Final = 4.0
"""The same for the third filter: one occurrence in 100,000 words."""
LIGATURES: Final = ("ffi", "ffl", "fi", "fl", "ff")
"""What fonts have one sign for, the longest first."""
PAIR: Final = "th"
"""The pair of letters that fonts have one sign for where it begins a sentence (`Th`)."""
_MIX: Final = 0x9E3779B97F4A7C15  # spreads the bits of two check sums
_MASK: Final = (1 << 64) - 1


class _Filter(Struct, frozen=True):
    """One Bloom filter: `probes` bits of `size` are set for each word."""

    bits: bytes
    size: int
    probes: int

    def __contains__(self, word: str) -> bool:
        return self.holds(*probe_of(word))

    def holds(self, at: int, step: int) -> bool:
        """Whether the bits of a word are set: `at` is its first probe, `step` leads to the next."""
        bits, size = self.bits, self.size
        place = at % size
        if not bits[place >> 3] >> (place & 7) & 1:  # as for most words that are not in it
            return False
        step %= size  # sums of small numbers are quicker than large ones taken modulo the size
        for _ in range(self.probes - 1):
            place += step
            if place >= size:
                place -= size
            if not bits[place >> 3] >> (place & 7) & 1:
                return False
        return True


def probe_of(word: str) -> tuple[int, int]:
    """The first probe of a word, and the step to the next."""
    data = word.encode("utf-8", "surrogatepass")
    mixed = (adler32(data) << 32 | crc32(data)) * _MIX & _MASK
    mixed ^= mixed >> 29
    return mixed >> 32, mixed & 0xFFFFFFFF | 1


class LexiconHead(Struct, frozen=True):
    """The first line of a file: bits and probes of each filter, and the function words that stand alone."""

    filters: tuple[tuple[int, int], ...]
    heads: frozenset[str]
    tails: frozenset[str]
    closed: dict[str, str]
    torn: dict[str, str]
    halves: frozenset[str]
    headless: frozenset[str]
    ligatures: dict[str, tuple[str, ...]]
    unaccented: dict[str, str]


class Lexicon(Struct, frozen=True, eq=False):
    """The words of one language, in lower case and as NFC."""

    all_words: _Filter
    common_words: _Filter
    frequent_words: _Filter
    pieces: _Filter
    heads: frozenset[str]
    """Function words that are no beginning of other words: hardly any word is one of them and a common word."""
    tails: frozenset[str]
    """Function words that are no end of other words in this way."""
    closed: dict[str, str]
    """Rare words that a far more frequent one leaves when it loses a ligature (`nal`), and that word."""
    torn: dict[str, str]
    """What a frequent word leaves when a blank takes the place of its ligature, if the two halves hardly ever meet
    otherwise (`u cio`), and the ligature."""
    halves: frozenset[str]
    """The rarer half of each of those."""
    headless: frozenset[str]
    """What words that begin with `th` leave where their first two letters are lost, if it is no function word."""
    ligatures: dict[str, tuple[str, ...]]
    """The ligatures of common words, in the order of `LIGATURES`, by the letters on both sides of each: a blank is the
    beginning or the end of a word. Few pairs of letters have any."""
    unaccented: dict[str, str]
    """What common words are without their accents, if that is no word of the language and no common one of English, and the
    word that each was."""

    def knows(self, word: str) -> bool:
        """Whether the word is at least as frequent as `KNOWN`."""
        return word in self.all_words

    def standing(self, word: str) -> Literal["known", "piece", "unknown"]:
        """Whether the word is known, and if it is, whether it is rare and the beginning or the end of a frequent one, as
        `tant` of `important`."""
        at, step = probe_of(word)
        if not self.all_words.holds(at, step):
            return "unknown"
        return "piece" if self.pieces.holds(at, step) and not self.common_words.holds(at, step) else "known"

    def is_common(self, word: str) -> bool:
        """Whether the word is at least as frequent as `COMMON`."""
        return word in self.common_words

    def is_frequent(self, word: str) -> bool:
        """Whether the word is at least as frequent as `FREQUENT`."""
        return word in self.frequent_words

    def ligature(self, first: str, second: str) -> str | None:
        """The ligature that makes a common word of its two halves."""
        ligatures = self.ligatures.get(first[-1] + second[0], ())
        return next((letters for letters in ligatures if self.is_common(first + letters + second)), None)

    def completed(self, word: str, *, frequent: bool = False) -> tuple[int, str] | None:
        """Where the word lacks a ligature to be a common one, or with `frequent` a frequent one, and which; `None` if it
        lacks none."""
        fits = self.is_frequent if frequent else self.is_common
        between, ligatures = f" {word} ", self.ligatures
        found = [(at, some) for at in range(len(word) + 1) if (some := ligatures.get(between[at : at + 2]))]
        for ligature in LIGATURES if found else ():
            for at, some in found:
                if ligature in some and fits(word[:at] + ligature + word[at:]):
                    return at, ligature
        return None


@cache
def lexicon_of(language: str) -> Lexicon | None:
    """The lexicon of a language (ISO 639-1); `None` if it has none."""
    path = FOLDER / f"{language}.bloom"
    if not language.isalpha() or not path.is_file():
        return None
    line, _, data = path.read_bytes().partition(b"\n")
    head = json.decode(line, type=LexiconHead)
    filters, start = [], 0
    for size, probes in head.filters:
        end = start + (size + 7) // 8
        filters.append(_Filter(data[start:end], size, probes))
        start = end
    known, common, frequent, pieces = filters
    rest = (head.heads, head.tails, head.closed, head.torn, head.halves, head.headless, head.ligatures, head.unaccented)
    return Lexicon(known, common, frequent, pieces, *rest)
