"""Make the lexicons of `repair/text/lexicons` from the word frequencies of wordfreq.

    pip install wordfreq simplemma
    python tests/lexicons.py

wordfreq counts words in books, subtitles, news, encyclopedias and web pages. It was chosen for its coverage: of 10,000
words of sound texts it lacks 24 (English) to 175 (Dutch), where the inflected forms of simplemma lack 89 to 1,234. But it
also counts what people type without accents, so simplemma says which words have a form without any.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from math import ceil, log, log10
from operator import itemgetter

from msgspec import json

from repair.languages import LANGUAGES
from repair.text.lexicon import COMMON, FOLDER, FREQUENT, KNOWN, LIGATURES, PAIR, LexiconHead, probe_of

_MISTAKES = (0.01, 1e-5, 1e-5, 1e-3)  # share of other words that each filter takes for its own
_WORD = re.compile(r"[^\W\d_]+")


def made(language: str) -> bytes:
    """The file of a language."""
    from wordfreq import get_frequency_dict

    words: dict[str, float] = {}
    for entry, share in get_frequency_dict(language, "large").items():
        frequency = log10(share) + 9
        for word in _WORD.findall(unicodedata.normalize("NFC", entry)):
            words[word] = max(frequency, words.get(word, 0.0))
    return lexicon_file(words, LANGUAGES[language].common_words, unaccented(language, words))


_GROWN = 3
_SHORTEST = 4  # letters of a word to which a function word may have grown


def lexicon_file(
    words: dict[str, float], function_words: frozenset[str], unaccented: dict[str, str] | None = None
) -> bytes:
    """The file of a lexicon, from its words, how frequent they are, and what some are without their accents: a line of JSON,
    then the bits of the filters."""
    levels = [[word for word, frequency in words.items() if frequency >= least] for least in (KNOWN, COMMON, FREQUENT)]
    sizes, data = [], []
    for held, mistakes in zip((*levels, _pieces(words)), _MISTAKES, strict=True):
        size = max(64, ceil(-len(held) * log(mistakes) / log(2) ** 2))
        probes = max(1, round(size / max(1, len(held)) * log(2)))
        bits = bytearray((size + 7) // 8)
        for word in held:
            at, step = probe_of(word)
            for place in ((at + number * step) % size for number in range(probes)):
                bits[place >> 3] |= 1 << (place & 7)
        sizes.append((size, probes))
        data.append(bytes(bits))
    heads, tails = _alone(words, function_words)
    closed, torn, halves = _without_ligatures(words)
    headless, ligatures = _headless(words, function_words), _ligatures(levels[1])
    head = LexiconHead(tuple(sizes), heads, tails, closed, torn, halves, headless, ligatures, unaccented or {})
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


_RARER = 2.6
"""How much rarer (logarithm of the ratio) than the whole word its rest must be to be the rest of it."""
_APART = 2.7
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


def _headless(words: dict[str, float], function_words: frozenset[str]) -> frozenset[str]:
    """What is left of frequent words without the pair that they begin with, if it is rarer than the words."""
    rests = {word[len(PAIR) :]: frequency for word, frequency in words.items() if word.startswith(PAIR)}
    return frozenset(
        rest
        for rest, frequency in rests.items()
        if frequency >= FREQUENT and rest and rest not in function_words and words.get(rest, 0.0) < frequency
    )


_LEAST = 3  # letters of a word without its accents
_OFTENER = 0.3
"""How much more frequent (logarithm of the ratio) the word with its accents must be."""
_REFORMED = str.maketrans("îûÎÛ", "iuIU")
"""Accents that French spelling leaves out since 1990."""
_SOUND = {
    "it": "niccolo passera passero tournee verro",
    "fr": "amines automatise handicapes motorise nomines tare titularise tweete",
    "de": "buttner gunther hatt konnt mocht munsters ruckert ruckt ruckte schonau schonberg schonborn schonfeld schroter",
    "es": "danos",
    "pt": "heroico paranoica",
}
"""Words and names without accents that simplemma does not know: `un passero` is no form of `passare`."""


def unaccented(language: str, words: dict[str, float]) -> dict[str, str]:
    """What common words are without their accents, if that is no word of the language and no common one of English, and the
    most frequent word that it may be. An `ß` without other accents stays: Swiss texts have none."""
    import simplemma
    from wordfreq import zipf_frequency

    found: dict[str, str] = {}
    sound = _SOUND.get(language, "").split()
    for word, frequency in sorted(words.items(), key=itemgetter(1)):
        plain = _without_accents(word)
        if frequency < COMMON or plain == word or len(plain) < _LEAST:
            continue
        plain = plain.replace("ß", "ss")
        is_word = plain in sound or any(simplemma.is_known(one, language) for one in (plain, plain.capitalize()))
        reformed = language == "fr" and word.translate(_REFORMED) == plain
        english = language != "en" and zipf_frequency(plain, "en") >= COMMON
        if plain.isascii() and not (is_word or reformed or english) and frequency - words.get(plain, 0.0) >= _OFTENER:
            found[plain] = word
    return dict(sorted(found.items()))


def _without_accents(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        (FOLDER / f"{language}.bloom").write_bytes(made(language))
