"""Which words a language has, and how common they are.

A lexicon is four Bloom filters in one file of 300 to 600 kB: all words, the common ones, the frequent ones, and the rare
ones that are a piece of a frequent one. A word that is in a filter is always found there. Of the words that are not, one in
a hundred is found in the first all the same, and one in 100,000 in the others: a lexicon may take a damaged word for a
sound one, and hardly ever a sound one for a damaged one. Nothing is unpacked: loading a lexicon is reading its file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from math import ceil, log
from operator import itemgetter
from pathlib import Path
from typing import Final, Literal
from zlib import adler32, crc32

from msgspec import Struct, json

__all__ = ["COMMON", "FOLDER", "FREQUENT", "KNOWN", "LIGATURES", "PAIR", "Lexicon", "lexicon_file", "lexicon_of"]

FOLDER: Final = Path(__file__).parent / "lexicons"
KNOWN: Final = 1.5
"""How frequent a word of the first filter is at least: the decimal logarithm of its occurrences in 10⁹ words."""
COMMON: Final = 3.0
"""The same for the second filter: one occurrence in a million words."""
FREQUENT: Final = 4.0
"""The same for the third filter: one occurrence in 100,000 words."""
_MISTAKES: Final = (0.01, 1e-5, 1e-5, 1e-3)  # share of other words that each filter takes for its own
LIGATURES: Final = ("ffi", "ffl", "fi", "fl", "ff")
"""What fonts have one sign for, the longest first."""
_MIX: Final = 0x9E3779B97F4A7C15  # spreads the bits of two check sums
_MASK: Final = (1 << 64) - 1


class _Filter(Struct, frozen=True):
    """One Bloom filter: `probes` bits of `size` are set for each word."""

    bits: bytes
    size: int
    probes: int

    def __contains__(self, word: str) -> bool:
        return self.holds(*_probe(word))

    def holds(self, at: int, step: int) -> bool:
        """Whether the bits of a word are set: `at` is its first probe, `step` leads to the next."""
        bits, size = self.bits, self.size
        for probe in range(at, at + step * self.probes, step):
            place = probe % size
            if not bits[place >> 3] >> (place & 7) & 1:
                return False
        return True


def _probe(word: str) -> tuple[int, int]:
    """The first probe of a word, and the step to the next."""
    data = word.encode("utf-8", "surrogatepass")
    mixed = (adler32(data) << 32 | crc32(data)) * _MIX & _MASK
    mixed ^= mixed >> 29
    return mixed >> 32, mixed & 0xFFFFFFFF | 1


class _Head(Struct, frozen=True):
    """The first line of a file: bits and probes of each filter, and the function words that stand alone."""

    filters: tuple[tuple[int, int], ...]
    heads: frozenset[str]
    tails: frozenset[str]
    closed: dict[str, str]
    torn: dict[str, str]
    halves: frozenset[str]
    headless: frozenset[str]
    ligatures: dict[str, tuple[str, ...]]


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

    def knows(self, word: str) -> bool:
        """Whether the word is at least as frequent as `KNOWN`."""
        return word in self.all_words

    def standing(self, word: str) -> Literal["known", "piece", "unknown"]:
        """Whether the word is known, and if it is, whether it is rare and the beginning or the end of a frequent one, as
        `tant` of `important`."""
        at, step = _probe(word)
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
    head = json.decode(line, type=_Head)
    filters, start = [], 0
    for size, probes in head.filters:
        end = start + (size + 7) // 8
        filters.append(_Filter(data[start:end], size, probes))
        start = end
    known, common, frequent, pieces = filters
    rest = (head.heads, head.tails, head.closed, head.torn, head.halves, head.headless, head.ligatures)
    return Lexicon(known, common, frequent, pieces, *rest)


_GROWN: Final = 3
_SHORTEST: Final = 4  # letters of a word to which a function word may have grown


def lexicon_file(words: dict[str, float], function_words: frozenset[str]) -> bytes:
    """The file of a lexicon, from its words and how frequent they are: a line of JSON, then the bits of the filters."""
    levels = [[word for word, frequency in words.items() if frequency >= least] for least in (KNOWN, COMMON, FREQUENT)]
    sizes, data = [], []
    for held, mistakes in zip((*levels, _pieces(words)), _MISTAKES, strict=True):
        size = max(64, ceil(-len(held) * log(mistakes) / log(2) ** 2))
        probes = max(1, round(size / max(1, len(held)) * log(2)))
        bits = bytearray((size + 7) // 8)
        for word in held:
            at, step = _probe(word)
            for place in ((at + number * step) % size for number in range(probes)):
                bits[place >> 3] |= 1 << (place & 7)
        sizes.append((size, probes))
        data.append(bytes(bits))
    heads, tails = _alone(words, function_words)
    closed, torn, halves = _without_ligatures(words)
    headless, ligatures = _headless(words, function_words), _ligatures(levels[1])
    head = _Head(tuple(sizes), heads, tails, closed, torn, halves, headless, ligatures)
    return json.encode(head, order="deterministic") + b"\n" + b"".join(data)


def _pieces(words: dict[str, float]) -> list[str]:
    """The rare words that are the beginning or the end of a frequent one, if the rest is a word as well."""
    return sorted(
        {
            piece
            for word, frequency in words.items()
            if frequency >= FREQUENT
            for at in range(1, len(word))
            for piece, rest in ((word[:at], word[at:]), (word[at:], word[:at]))
            if len(piece) > 1 and KNOWN <= words.get(piece, 0.0) < COMMON and rest in words
        }
    )


def _alone(words: dict[str, float], function_words: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The function words that no more than `_GROWN` words begin with, and those that no more end in, if the rest of the
    word is a common word too."""
    common = {word for word, frequency in words.items() if frequency >= COMMON and len(word) >= _SHORTEST}
    heads, tails = Counter[str](), Counter[str]()
    for word, frequency in words.items():
        if frequency < KNOWN:
            continue
        for at in range(1, len(word)):
            left, right = word[:at], word[at:]
            heads[left] += left in function_words and right in common
            tails[right] += right in function_words and left in common
    alone = [frozenset(word for word in function_words if found[word] <= _GROWN) for found in (heads, tails)]
    return alone[0], alone[1]


_RARER: Final = 2.6
"""How much rarer (logarithm of the ratio) than the whole word its rest must be to be the rest of it."""
_APART: Final = 2.7
"""The same for two rests, from how often the two would meet by chance."""


def _without_ligatures(words: dict[str, float]) -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """What is left of frequent words that lose a ligature: closed up, and as two words, with the rarer of the two."""
    closed: dict[str, str] = {}
    torn: dict[str, str] = {}
    halves: set[str] = set()
    for word, frequency in sorted(words.items(), key=itemgetter(1)):
        for ligature in LIGATURES if frequency >= FREQUENT else ():
            left, found, right = word.partition(ligature)
            rest = left + right
            if not found or len(rest) < 2:
                continue
            if KNOWN <= (rare := words.get(rest, 0.0)) < COMMON and frequency - rare >= _RARER:
                closed[rest] = word
            if left and right and frequency - (words.get(left, 0.0) + words.get(right, 0.0) - 9) >= _APART:
                torn[f"{left} {right}"] = ligature
                halves.add(min(left, right, key=lambda half: words.get(half, 0.0)))
            break
    return closed, torn, frozenset(halves)


def _ligatures(common: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The ligatures of the words, by the letters on both sides of each."""
    found: dict[str, set[str]] = {}
    for word in common:
        between = f" {word} "
        for ligature in LIGATURES:
            at = between.find(ligature)
            while at >= 0:
                found.setdefault(between[at - 1] + between[at + len(ligature)], set()).add(ligature)
                at = between.find(ligature, at + 1)
    return {sides: tuple(one for one in LIGATURES if one in found[sides]) for sides in sorted(found)}


PAIR: Final = "th"
"""The pair of letters that fonts have one sign for where it begins a sentence (`Th`)."""


def _headless(words: dict[str, float], function_words: frozenset[str]) -> frozenset[str]:
    """What is left of frequent words without the pair that they begin with, if it is rarer than the words."""
    rests = {word[len(PAIR) :]: frequency for word, frequency in words.items() if word.startswith(PAIR)}
    return frozenset(
        rest
        for rest, frequency in rests.items()
        if frequency >= FREQUENT and rest and rest not in function_words and words.get(rest, 0.0) < frequency
    )
