"""The words of a document that its language does not have, and what a word may have been.

The words of a sound text are in its language's lexicon, but for names and terms of a trade. Only small words, and those
with one capital, are looked at: abbreviations and identifiers are no sign of damage. Tokens in which all words are known
are kept, since nearly all tokens of the next text are among them: a sound text costs one look at each of its tokens.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final, Literal, NamedTuple, get_args

from msgspec import Struct

from repair.detect.document import BLANK, Document, offsets
from repair.text.lexicon import Lexicon, lexicon_of

__all__ = [
    "LETTERS",
    "Strange",
    "is_function_word",
    "joint",
    "lexicon",
    "neighbours",
    "opening_joint",
    "places_of",
    "strange",
    "words",
]

LETTERS: Final = re.compile(r"[^\W\d_]+")
"""A word."""
_NO_WORD: Final = re.compile(r"[_@#/\\=<>{}|~+*`^$&\u00ad\u0300-\u036f\ufffd]|\.[^\W\d_]|:\w")
_NUMBERED: Final = re.compile(
    r"[(«“\"'’]*(?:[^\W\d_]+[’'-])*[^\W\d_]{4,}[.!?»”\")]{0,2}\d{1,3}(?:\D|$)|[kcm]?m[23](?:\W|$)|\d+[^\W\d_]{2,}[,.;:!?)»”\"]*$"
)
_MOST: Final = 300_000
_LONGEST: Final = 40  # code points; a longer token is no word
_FEW: Final = 40  # words that are looked for one by one
_HALF: Final = 3  # letters of a common word that stands joined to another
_TWO: Final = 5  # letters of two words that stand joined
_HEAD: Final = 2  # letters of a function word that may do so
_AFTER_LETTER: Final = 5  # letters of a word that may stand joined to a word of one letter


class Strange(Struct, frozen=True):
    """What is strange among the tokens of a document."""

    unknown: frozenset[str] = frozenset()
    """Words, as written, that its language does not have."""
    joined: frozenset[str] = frozenset()
    """Such words that are two that stand together."""
    halves: frozenset[str] = frozenset()
    """Words, as written, that may be the rest of a word without its ligature."""
    pieces: frozenset[str] = frozenset()
    """Words, as written, that are rare, and a piece of a frequent one."""
    headless: frozenset[str] = frozenset()
    """Small words that may have lost the two letters that they began with."""
    openings: frozenset[str] = frozenset()
    """Unknown words with a capital that are two words where a sentence begins (`Wereceived`), and may be names elsewhere."""
    numbered: bool = False
    """Whether a word and a number stand together."""


def lexicon(document: Document) -> Lexicon | None:
    """The words of the document's language."""
    return lexicon_of(document.language.code) if document.language else None


def is_function_word(document: Document, word: str) -> bool:
    """Whether the word, in lower case, is one that fits nearly everywhere in the document's language."""
    table = document.language
    return table is not None and word in table.common_words


def words(document: Document) -> list[tuple[int, int]]:
    """Spans of all runs of letters of the document, in order. Few documents need them."""
    return document.once(_words)


def _words(document: Document) -> list[tuple[int, int]]:
    return [match.span() for match in LETTERS.finditer(document.text)]


def places_of(document: Document, wanted: Collection[str]) -> list[tuple[int, int]]:
    """Spans of the `wanted` words, in order."""
    text = document.text
    if len(wanted) > _FEW:
        return [(start, end) for start, end in words(document) if text[start:end] in wanted]
    found = [(at, at + len(word)) for word in wanted for at in offsets(text, (word,))]
    return sorted(
        (start, end)
        for start, end in found
        if not (text[start - 1 : start].isalpha() and start) and not text[end : end + 1].isalpha()
    )


def neighbours(document: Document) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Spans of each two words that only blanks part, up to three, if one of the two is strange."""
    return document.once(_neighbours)


_BEFORE: Final = re.compile(f"[^\\W\\d_]+(?=[{BLANK}]{{1,3}}\\Z)")
_AFTER: Final = re.compile(f"[{BLANK}]{{1,3}}(?P<word>[^\\W\\d_]+)")


def _neighbours(document: Document) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    text, odd = document.text, strange(document)
    pairs = set()
    for start, end in places_of(document, odd.unknown | odd.halves | odd.pieces):
        if not document.is_prose_at(start):
            continue
        low = max(0, start - _LONGEST)
        if before := _BEFORE.search(text[low:start]):
            pairs.add(((low + before.start(), low + before.end()), (start, end)))
        if after := _AFTER.match(text, end):
            pairs.add(((start, end), after.span("word")))
    return sorted(pairs)


def strange(document: Document) -> Strange:
    """What is strange among the tokens of the document; nothing if its language has no lexicon."""
    return document.once(_strange)


def _strange(document: Document) -> Strange:
    known = lexicon(document)
    if known is None or document.language is None:
        return Strange()
    seen = _seen.setdefault(document.language.code, _Seen(set(), {}))
    if len(seen.sound) + len(seen.odd) > _MOST:
        seen.sound.clear()
        seen.odd.clear()
    kinds: dict[_Kind, set[str]] = {kind: set() for kind in get_args(_Kind)}
    for token in set(document.text.split()) - seen.sound:
        odd = seen.odd.get(token)
        if odd is None:
            odd = tuple(_odd(document, known, token)) if len(token) <= _LONGEST else ()
            if not odd:
                seen.sound.add(token)
                continue
            seen.odd[token] = odd
        for kind, word in odd:
            kinds[kind].add(word)
    unknown, joined, halves, pieces, headless, openings, numbered = map(frozenset, kinds.values())
    return Strange(unknown, joined, halves, pieces, headless, openings, bool(numbered))


_Kind = Literal["unknown", "joined", "half", "piece", "headless", "opening", "numbered"]


class _Seen(NamedTuple):
    """The tokens of a language that were met: those without anything strange, and what is strange in the others."""

    sound: set[str]
    odd: dict[str, tuple[tuple[_Kind, str], ...]]


_EDGES: Final = ".,;:!?…()[]\"'«»“”‘’„–—-"
_seen: Final[dict[str, _Seen]] = {}


def _odd(document: Document, known: Lexicon, token: str) -> Iterator[tuple[_Kind, str]]:
    """What is strange in a token."""
    core = token.strip(_EDGES)
    found = [core]
    if not core.isalpha():
        if _NO_WORD.search(token):
            return
        if _NUMBERED.match(token):
            yield "numbered", token
        found = LETTERS.findall(token)
    for word in found:
        kind = _kind(document, known, word)
        if kind is not None:
            yield kind, word


def _kind(document: Document, known: Lexicon, word: str) -> _Kind | None:
    """What is strange about a word, if anything is."""
    bare = word.lower()
    if bare in known.halves or bare in known.closed:
        return "half"
    if word in known.headless:
        return "headless"
    if known.knows(bare):
        return "piece" if known.is_piece(bare) and not known.is_common(bare) else None
    if len(word) < 2 or not word[1:].islower():
        return None
    if len(word) >= _TWO and joint(document, word):
        return "joined"
    if word.islower():
        return "unknown"
    # a name is unknown and sound
    return "opening" if opening_joint(document, word) else None


def joint(document: Document, word: str) -> int | None:
    """Where an unknown word is two that lost the blank between them; `None` if it is not.

    One of the two is a function word that hardly any other word begins or ends with, or one of one letter that stands
    before nouns or verbs (`a`, `I`).
    """
    known = lexicon(document)
    if known is None:
        return None
    bare = word.lower()
    capital = word != bare
    for at in range(_HEAD, len(bare) - _HEAD + 1):
        left, right = bare[:at], bare[at:]
        if (
            left in known.heads
            and len(right) >= _HALF
            and (known.is_frequent(right) or (known.is_common(right) and not capital))
        ):
            return at
        if not capital and right in known.tails and len(left) >= _HALF and known.is_frequent(left):
            return at
    single = document.language is not None and bare[0] in document.language.single_letters
    return 1 if single and len(bare) > _AFTER_LETTER and known.is_common(bare[1:]) else None


def opening_joint(document: Document, word: str) -> int | None:
    """Where an unknown word with a capital, in which a sentence begins, is a function word and a frequent word; `None` if
    it is not."""
    known, bare = lexicon(document), word.lower()
    if known is None:
        return None
    places = range(_HEAD, len(bare) - _HEAD)
    return next((at for at in places if is_function_word(document, bare[:at]) and known.is_frequent(bare[at:])), None)
