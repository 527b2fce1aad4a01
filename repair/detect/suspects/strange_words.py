"""What is strange about the words of a token: what stands between two blanks.

The words of a sound text are in its language's lexicon, but for names and terms of a trade. Only small words, and those
with one capital, are looked at: abbreviations and identifiers are no sign of damage.
"""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

from repair.detect.suspects.misread_words import is_recoded, reread, reread_number, undoubled
from repair.languages.table import Language
from repair.text.lexicon import PAIR, Lexicon, lexicon_of
from repair.text.patterns import LETTER

__all__ = [
    "BESIDE_NUMBER",
    "GOES_ON",
    "HYPHENED",
    "LETTERS",
    "LONGEST_WORD",
    "TOKEN_EDGES",
    "WORD_KEYS",
    "WordKind",
    "are_one",
    "first_join",
    "fused",
    "is_beside_number",
    "joint",
    "kinds_of",
    "strange_in",
]

WordKind = Literal[
    "unknown",
    "joined",
    "fused",
    "half",
    "rest",
    "piece",
    "second",
    "headless",
    "pair",
    "opening",
    "numbered",
    "misread",
    "recoded",
    "unaccented",
]
"""What a word is, as written:

- `unknown`: its language does not have it; `joined`: such a word that is two that stand together
- `fused`: such a word that is three or more
- `opening`: an unknown word with a capital that is two words where a sentence begins (`Wereceived`), and may be a name
  elsewhere
- `half`: it may be the rest of a word without its ligature; `rest`: an unknown word or a half that a ligature makes a
  common word
- `second`: an unknown word that is a common one with the second letter of a ligature
- `piece`: it is rare, and a piece of a frequent one
- `headless`: it is small and may have lost the two letters that it began with; `pair`: an unknown word that is a common
  one with these two letters
- `numbered`: a word and a number stand together in the token
- `misread`: digits or letters of it look like others that make it a common word, or letters of it stand twice; `recoded`:
  its letters are of two scripts, or nearly all of them have accents
- `unaccented`: it is no word, or hardly one, and a common one with its accents
"""
GOES_ON: Final = "goes on"
"""The key of texts with a word that may be one with the word beside it."""
HYPHENED: Final = "hyphened"
"""The key of texts with a strange word and a hyphen in one token."""
BESIDE_NUMBER: Final = "beside number"
"""The key of texts in which letters and a number stand together."""
WORD_KEYS: Final = frozenset((*get_args(WordKind), GOES_ON, HYPHENED, BESIDE_NUMBER))
"""All keys of texts with a strange word; each kind of them is one."""
LETTERS: Final = re.compile(rf"{LETTER}+")
"""A word."""
LONGEST_WORD: Final = 40
"""Code points; a longer token is no word."""
_NO_WORD: Final = re.compile(rf"[_@#/\\=<>{{}}|~+*`^$&\u00ad\u0300-\u036f\ufffd]|\.{LETTER}|:\w")
_NUMBERED: Final = re.compile(
    rf"[(«“\"'’]*(?:{LETTER}+[’'-])*{LETTER}{{4,}}[.!?»”\")]{{0,2}}\d{{1,3}}(?:\D|$)|[kcm]?m[23](?:\W|$)|\d+{LETTER}{{2,}}[,.;:!?)»”\"]*$"
)
TOKEN_EDGES: Final = ".,;:!?…()[]\"'«»“”‘’„–—-"
"""Marks at the edges of a token that are no part of its word."""
_BESIDE_NUMBER: Final = re.compile(
    rf"\d(?:(?<={LETTER}{{4}}.)|(?<={LETTER}{{4}}[.!?…»”].)|(?<={LETTER}{{4}}[.!?…][»”].)|(?={LETTER}{{2}})|(?<=(?<!\S)m.)|(?<=(?<!\S)[kcm]m.))"
)
_MIXED: Final = re.compile(rf"{LETTER}[0159]{LETTER}|(?<!\w)[01]{LETTER}{{3}}")
_WORDS: Final = re.compile(r"[^\W_]+")
_HALF: Final = 4  # letters of a common word that stands joined to another
_SMALL_HALF: Final = 3  # the same for one that fits nearly everywhere
_TWO: Final = 5  # letters of two words that stand joined
_THREE: Final = 14  # letters of three words that stand joined
_CONTENT: Final = 4  # letters of the shortest of them that is no function word
_MOST: Final = 20  # letters of the longest
_FEW: Final = 3  # words that stand joined
_HEAD: Final = 2  # letters of a function word that may do so
_AFTER_LETTER: Final = 5  # letters of a word that may stand joined to a word of one letter
_WITH_LIGATURE: Final = 4  # letters of an unknown word that one ligature may complete
_WITH_PAIR: Final = 3  # the same for the pair of letters that a word may begin with


def is_beside_number(token: str) -> bool:
    """Whether letters and a number stand together in a token so that they may be two tokens, whatever else it has."""
    return _BESIDE_NUMBER.search(token) is not None


def strange_in(language: Language | None, token: str) -> tuple[tuple[WordKind, str], ...] | None:
    """What is strange in a token: kinds, each with the word; nothing if the language has no lexicon.

    No words are looked for in an address, an identifier or a formula: `None` if the token has one and nothing else that
    is strange.
    """
    known = lexicon_of(language.code) if language else None
    if language is None or known is None:
        return ()
    found: list[tuple[WordKind, str]] = []
    is_unread = False
    for part in token.split():  # at other blanks
        core = part.strip(TOKEN_EDGES)
        is_word = core.isalpha()
        if len(part) > LONGEST_WORD or (not is_word and _NO_WORD.search(part)):
            is_unread = True
            continue
        if not is_word and _NUMBERED.match(part):
            found.append(("numbered", part))
        if not is_word and _MIXED.search(core):
            found += [("misread", word) for word in _WORDS.findall(core) if reread_number(known, word)]
        for word in [core] if is_word else LETTERS.findall(part):
            found += [(kind, word) for kind in kinds_of(language, word)]
    return None if is_unread and not found else tuple(found)


def kinds_of(language: Language, word: str) -> tuple[WordKind, ...]:
    """What is strange about a word, if anything is. A longer one than any language has is not looked at: the ways to part
    it are too many."""
    known = lexicon_of(language.code)
    if known is None or len(word) > LONGEST_WORD:
        return ()
    others = _other_kinds(language, known, word)
    return ("unaccented", *others) if word[1:].islower() and word.lower() in known.unaccented else others


def _other_kinds(language: Language, known: Lexicon, word: str) -> tuple[WordKind, ...]:
    bare = word.lower()
    if bare in known.halves or bare in known.closed:
        return ("half", "rest") if word in known.closed and known.completed(word) else ("half",)
    standing = known.standing(bare)
    if word in known.headless:
        lost_pair = standing == "unknown" and len(word) >= _WITH_PAIR and known.is_common(PAIR + word)
        return ("headless", "pair") if lost_pair else ("headless",)
    if word[0] == word[1:2] and word[0].isupper() and undoubled(known, word):
        return ("misread",)
    if standing == "known":
        return ()
    if standing == "piece":
        return ("piece",)
    if is_recoded(word):
        return ("recoded",)
    if reread(known, word):
        return ("unknown", "misread") if word.islower() else ("misread",)
    return _kinds_of_unknown(language, known, word) if len(word) > 1 and word[1:].islower() else ()


def _kinds_of_unknown(language: Language, known: Lexicon, word: str) -> tuple[WordKind, ...]:
    if len(word) >= _THREE and fused(language, word.lower()):
        return ("fused",)
    if len(word) >= _TWO and joint(language, word):
        return ("joined",)
    if not word.islower():  # a name is unknown and sound
        return ("opening",) if first_join(language, word) else ()
    rest: tuple[WordKind, ...] = ("rest",) if len(word) >= _WITH_LIGATURE and known.completed(word) else ()
    pair: tuple[WordKind, ...] = ("pair",) if len(word) >= _WITH_PAIR and known.is_common(PAIR + word) else ()
    second: tuple[WordKind, ...] = ("second",) if not rest and second_lost(known, word) else ()
    return ("unknown", *rest, *second, *pair)


_SECONDS: Final = {"f": "fil", "t": "t"}
"""The second letters of ligatures, by their first."""


def second_lost(known: Lexicon, word: str) -> tuple[int, str] | None:
    """Where the word lacks the second letter of a ligature to be a common one, and which; `None` if it lacks none."""
    if len(word) < _WITH_LIGATURE:
        return None
    places = ((at, second) for at, letter in enumerate(word, 1) for second in _SECONDS.get(letter, ()))
    return next((place for place in places if known.is_common(word[: place[0]] + place[1] + word[place[0] :])), None)


_LAST: Final = re.compile(rf"{LETTER}+\Z")


def are_one(language: Language, first: str, second: str) -> bool:
    """Whether the end of one token and the beginning of the next may be one word, with or without a ligature between the
    two."""
    known = lexicon_of(language.code)
    left, right = first if first.isalpha() else _LAST.search(first), LETTERS.match(second)
    if known is None or left is None or right is None:
        return False
    head, tail = (left if isinstance(left, str) else left[0]).lower(), right[0]
    return f"{head} {tail}" in known.torn or known.is_common(head + tail) or known.ligature(head, tail) is not None


def joint(language: Language, word: str) -> int | None:
    """Where an unknown word is two that lost the blank between them; `None` if it is not.

    One of the two is a function word that hardly any other word begins or ends with, or one of one letter that stands
    before nouns or verbs (`a`, `I`).
    """
    known = lexicon_of(language.code)
    if known is None:
        return None
    bare = word.lower()
    capital = word != bare
    for at in range(_HEAD, len(bare) - _HEAD + 1):
        left, right = bare[:at], bare[at:]
        if (
            left in known.heads
            # an adverb makes one word with a verb (`darübergeben`)
            and (not language.compounds or left in language.function_words)
            and _may_join(language, right)
            and (known.is_frequent(right) or (known.is_common(right) and not capital))
        ):
            return at
        if not capital and right in known.tails and _may_join(language, left) and known.is_frequent(left):
            return at
    single = bare[0] in language.single_letters
    return 1 if single and len(bare) > _AFTER_LETTER and known.is_common(bare[1:]) else None


def _may_join(language: Language, half: str) -> bool:
    """Whether the word is long enough to be half of two that stand joined: short ones end other words (`cam-però`)."""
    return len(half) >= _HALF or (len(half) >= _SMALL_HALF and half in language.common_words)


def first_join(language: Language, word: str) -> int | None:
    """Where an unknown word with a capital, in which a sentence begins, is a function word and a frequent word; `None` if
    it is not."""
    known, bare = lexicon_of(language.code), word.lower()
    if known is None:
        return None
    places = range(_HEAD, len(bare) - _HEAD)
    return next((at for at in places if bare[:at] in language.common_words and known.is_frequent(bare[at:])), None)


def fused(language: Language, word: str) -> list[str]:
    """The words that make up an unknown one in small letters, the fewest, if they are three or more and one links the others:
    function words, and common ones of four letters or more. Nothing in languages that build such words."""
    known = lexicon_of(language.code)
    if known is None or language.compounds:
        return []
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - _MOST), end - 1):
            before, shorter, piece = best[start], best[end], word[start:end]
            if before is None or (shorter is not None and len(before) + 1 >= len(shorter)):
                continue
            if piece in language.common_words or (len(piece) >= _CONTENT and known.is_common(piece)):
                best[end] = [*before, piece]
    pieces = best[-1] or []
    links = [piece for piece in pieces[1:-1] if piece in language.function_words]
    # a small word in the middle of three is part of a name or a verb as often as not (`Occhiodisangue`)
    is_sure = len(pieces) > _FEW or any(len(link) > _HEAD for link in links)
    ends_in_words = len(pieces) > 2 and not {pieces[0], pieces[-1]} & language.function_words
    return pieces if links and is_sure and (ends_in_words or len(pieces) > _FEW) else []
