"""Finds the few places of a text at which a rule can begin, by judging each different token once, whatever text it is in.

A token is what stands between blanks and line breaks. Nearly all tokens of a text were met before, so that a text costs
one look at each of its tokens: each has a code of one character, and the codes of a text are a string. One search in it
finds the tokens that are odd by themselves and the pairs that cannot stand together. `pair_codes.py` makes the codes,
`prefilter.py` says what is odd about marks and pairs, `strange_words.py` what is about words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from string import ascii_lowercase, ascii_uppercase
from typing import Final, NamedTuple

from repair.detect.suspects.finite_verbs import endings_of, is_finite, stand_apart
from repair.detect.suspects.pair_codes import ANY_NUMBER, ANY_OPENING, ANY_VERB, PairCodes
from repair.detect.suspects.prefilter import (
    AFTER_ANY_WORD,
    AMOUNT_SIGNS,
    BEFORE_MARK,
    BETWEEN_NUMBERS,
    BETWEEN_WORDS,
    CLOSED,
    ENDS_SENTENCE,
    ENTITIES,
    NEXT_WORD,
    OPENING_MARKS,
    RARE_BLANKS,
    RARE_WORDS,
    SUSPECT_MARKS,
    capitals,
    dangling_words,
    doubled_blanks,
    key_of,
    rare_in,
    suspect_mark,
    word_before,
)
from repair.detect.suspects.strange_words import (
    BESIDE_NUMBER,
    GOES_ON,
    HYPHENED,
    LETTERS,
    LONGEST_WORD,
    TOKEN_EDGES,
    WordKind,
    are_one,
    is_beside_number,
    kinds_of,
    strange_in,
)
from repair.detect.suspects.twice import TWICE, repeated_phrases
from repair.detect.suspects.word_signs import signs_by_word, signs_in
from repair.languages.table import Language
from repair.text.lexicon import lexicon_of
from repair.text.patterns import BLANK, LETTER

__all__ = ["Sifted", "Token", "sift"]

_MOST: Final = 300_000  # tokens of a language that are kept
_DIGITS: Final = "0123456789"
_SHORT_NUMBER: Final = re.compile(f"[0-9][0-9]?(?:[{BLANK}{AMOUNT_SIGNS}]|\\Z)")
_BETWEEN_NUMBERS: Final = re.compile(f" (?<=[0-9] )[0-9][0-9]?[{BLANK}{AMOUNT_SIGNS}]")
_ENDS: Final = frozenset(".,;:!?")
_ALIKE: Final = str.maketrans(
    dict.fromkeys(ascii_lowercase, "x") | dict.fromkeys(ascii_uppercase, "X") | dict.fromkeys(_DIGITS, "0")
)
_SMALL: Final = re.compile("xx+")
# before an `s` it may be a word, see `word_signs.py`
_ELIDED: Final = re.compile(rf"[^\w\s]*+({LETTER}++)['’](?=[^\W\d_s])")
_BLANKS: Final = frozenset(BLANK)
_PARTS: Final = frozenset(("unknown", "half", "piece"))


class Token(NamedTuple):
    """A token of a text."""

    offset: int
    text: str
    strange: tuple[tuple[WordKind, str], ...] | None
    """What is strange about its words, see `strange_in`."""
    may_go_on: bool
    """Whether a strange word in it may be one with the word before or after it."""


class Sifted(NamedTuple):
    """What is left of a text.

    `starts` holds ascending offsets, by the character there. Special keys: `CAPITAL` for capitals, `CONTROL` for control
    characters, a blank for doubled blanks, `BEFORE_MARK`, `BETWEEN_NUMBERS` and `BETWEEN_WORDS` for other blanks,
    `AFTER_WORD` + the mark for marks that only a function word makes suspect, `TWICE` for words that stand right before too,
    and `WORD_SIGNS` for words. `blanks` are the spans of blanks between a character and a mark that closes something. `tokens`
    are those with strange words, and those in which no words are looked for, each with its offset. `rare` has what `rare_in`
    finds and the `WORD_KEYS` of these tokens.
    """

    starts: dict[str, list[int]]
    blanks: list[tuple[int, int]]
    tokens: list[Token]
    rare: frozenset[str]


def sift(text: str, language: Language | None) -> Sifted:
    """The places of a text at which a rule of the language can begin. Time is linear in the text."""
    return _sieve(language).sift(text)


@lru_cache(maxsize=64)
def _sieve(language: Language | None) -> _Sieve:
    return _Sieve(language)


class _Odd(NamedTuple):
    """What is odd about a token: offsets in it at which a rule can begin, what is strange about its words (`None` if no
    words are looked for in it), and its rare signs and the keys of its kinds."""

    marks: tuple[int, ...]
    strange: tuple[tuple[WordKind, str], ...] | None
    rare: frozenset[str]
    signs: tuple[tuple[str, int], ...]
    """The `WORD_SIGNS` of its words, each with the offset of the word in it."""
    has_parts: bool
    """Whether any word in it may be a part of another."""
    is_word: bool
    """Whether that is all that is odd about it."""


# a pattern that begins with a character is quick to look for
_DOUBLED: Final = re.compile(f"{PairCodes.empty}(?<!{PairCodes.line_break}{PairCodes.empty})(?!{PairCodes.line_break})")


class _Sieve(dict[str, str]):
    """The codes of the tokens that were met. Asked for the code of another token, it judges that token."""

    def __init__(self, language: Language | None) -> None:
        super().__init__()
        self._language = language
        self._functions = dangling_words(language)
        self._endings = endings_of(language)
        self._codes = PairCodes(language)
        self._signs = signs_by_word(language)
        self._known = known = lexicon_of(language.code) if language else None
        self._special = self._codes.words.union(RARE_WORDS, self._signs)
        if known:
            self._special = self._special.union(known.halves, known.closed, known.headless, known.unaccented)
        elided = capitals(language.elided) if language else ()
        self._elided = frozenset(w for w in elided if w not in RARE_WORDS and not strange_in(language, w))
        self._forms: set[str] = set()
        self._odd: dict[str, _Odd] = {}
        self._one: dict[tuple[str, str], bool] = {}
        self._forget()

    def _forget(self) -> None:
        self.clear()
        self._odd.clear()
        self._one.clear()
        self._forms.clear()
        self[""], self["\n"] = PairCodes.empty, PairCodes.line_break

    def __missing__(self, token: str) -> str:
        code, odd = (self._codes.plain, None) if self._is_plain(token) else self._judged(token)
        if len(token) <= LONGEST_WORD:
            if odd:
                self._odd[token] = odd
            self[token] = code
        return code

    def sift(self, text: str) -> Sifted:
        """What is left of a text."""
        if len(self) + len(self._one) + len(self._forms) > _MOST:
            self._forget()
        tokens = text.replace("\n", " \n ").split(" ")
        codes = "".join(map(self.__getitem__, tokens))
        starts: dict[str, list[int]] = {}
        marks: set[int] = set()
        found: list[Token] = []
        rare: set[str] = set()
        is_pair, is_odd = self._codes.is_pair, self._codes.odd
        place = _Place(tokens, codes)
        for match in self._codes.suspect.finditer(codes):
            number = match.start()
            if codes[number] in is_odd:
                token = tokens[number]
                odd = self._odd.get(token) or self._judged(token)[1]
                goes_on = bool(odd and odd.has_parts) and self._goes_on(tokens, number)
                if odd and (goes_on or not odd.is_word):
                    offset = place.of(number)
                    marks.update([offset + mark for mark in odd.marks])
                    rare |= odd.rare
                    for sign, at in odd.signs:
                        starts.setdefault(sign, []).append(offset + at)
                    if goes_on:
                        rare.add(GOES_ON)
                    if odd.strange or odd.strange is None:
                        found.append(Token(offset, token, odd.strange, goes_on))
                if not is_pair(codes[number], codes[number + 1 : number + 2]):
                    continue
            self._list_pair(text, place.of(number) + len(tokens[number]), starts, marks)
        if twice := repeated_phrases(tokens):
            place = _Place(tokens, codes)
            starts[TWICE] = [place.of(number) for number in twice]
        blanks = self._list_marks(text, starts, sorted(marks))
        doubled = _DOUBLED.search(codes) or not rare.isdisjoint(RARE_BLANKS)
        if (doubled or "\u00a0" in rare) and (places := doubled_blanks(text)):
            starts[" "] = places
        return Sifted(starts, blanks, found, frozenset(rare))

    def _list_pair(self, text: str, at: int, starts: dict[str, list[int]], marks: set[int]) -> None:
        """Lists a blank between words or numbers that cannot stand together; a mark that opens something after a function
        word is one of the marks."""
        if text[at + 1] in OPENING_MARKS:
            marks.add(at + 1)
        elif _BETWEEN_NUMBERS.match(text, at):
            starts.setdefault(BETWEEN_NUMBERS, []).append(at)
        elif (word := NEXT_WORD.match(text, at)) and stand_apart(self._language, word_before(text, at), word[1]):
            starts.setdefault(BETWEEN_WORDS, []).append(at)

    def _list_marks(self, text: str, starts: dict[str, list[int]], places: Iterable[int]) -> list[tuple[int, int]]:
        """Lists the suspect marks and capitals among the places; gives the spans of blanks before marks that close something."""
        blanks = []
        for at in places:
            key = key_of(text, at, self._functions)
            if key is None:
                continue
            if text[at] in CLOSED and at and text[at - 1] in BLANK:
                start = at - 1
                while start and text[start - 1] in BLANK:
                    start -= 1
                if start and not text[start - 1].isspace():
                    blanks.append((start, at))
                    starts.setdefault(BEFORE_MARK, []).append(start)
                    if text[start - 1] in SUSPECT_MARKS:
                        before = starts.setdefault(text[start - 1], [])
                        if not before or before[-1] != start - 1:
                            before.append(start - 1)
            starts.setdefault(key, []).append(at)
        return blanks

    def _goes_on(self, tokens: list[str], number: int) -> bool:
        """Whether a strange word in the token may be one with the word before or after it."""
        token, last = tokens[number], len(tokens) - 1
        before, after = tokens[number - 1] if number else "\n", tokens[number + 1] if number < last else "\n"
        if not (before and after):
            return True  # several blanks
        is_ascii = before.isascii() and token.isascii() and after.isascii()  # as mostly
        if not (is_ascii or _BLANKS.isdisjoint(before + token + after)):
            return True  # other blanks
        return self._are_one(before, token) or self._are_one(token, after)

    def _are_one(self, first: str, second: str) -> bool:
        """Whether two tokens side by side may have one word, as kept for the next text."""
        kept = self._one.get((first, second))
        if kept is None and self._language:
            kept = self._one[first, second] = are_one(self._language, first, second)
        return bool(kept)

    # --- one token ---------------------------------------------------------------------------------------------------

    def _is_plain(self, token: str) -> bool:
        """Whether the token is a sound word that is in no pair, with or without a mark after it. It is quick to tell, and
        holds for most tokens."""
        if token[-1] in _ENDS:
            word = token[:-1]
            if word in self._special or (token[-1] == ";" and word.endswith(ENTITIES)):
                return False
            return word.isalpha() and len(word) < LONGEST_WORD and self[word] == self._codes.plain
        if not (token.isalpha() and token.isascii() and token[1:].islower()):
            return False
        word = token.lower()
        return not (token in self._special or word in self._special or word.endswith(self._endings)) and (
            self._known is None or (len(word) <= LONGEST_WORD and self._known.standing(word) == "known")
        )

    def _judged(self, token: str) -> tuple[str, _Odd | None]:
        """The code of a token, and what is odd about it."""
        ended = token[-1] in _ENDS
        word = token[:-1] if ended else token
        # a word with or without a mark, as most
        if word.isalpha() and (word[1:].islower() or word.isupper()) and not (ended and word in self._functions):
            marks: tuple[int, ...] = ()
            first, second = "" if ended else word, "" if token[-1] == "." and len(word) < ENDS_SENTENCE else word
            is_usual = word.isascii() and word not in RARE_WORDS and token[-1] != ";"
            rare = frozenset[str]() if is_usual else rare_in(token)
            form = ""
        else:
            form = self._form_of(token)
            if form in self._forms:
                return self._codes.of("", ANY_OPENING if token[0] in OPENING_MARKS else "", odd=False), None
            marks, rare = tuple(self._marks_in(token)), rare_in(token)
            if is_beside_number(token):
                rare |= {BESIDE_NUMBER}
            first, second = self._last_of(token), self._first_of(token)
        if second not in self._codes.words and is_finite(self._language, second):
            second = ANY_VERB
        strange, signs = self._strange_in(token), self._signs_in(token)
        if not (marks or strange or strange is None or rare or signs):
            if form:
                self._forms.add(form)
            return self._codes.of(first, second, odd=False), None
        kinds = frozenset(kind for kind, _ in strange or ())
        has_parts = not kinds.isdisjoint(_PARTS)
        is_word = has_parts and kinds <= _PARTS and not (marks or rare or signs or "-" in token)
        rare |= kinds | ({HYPHENED} if has_parts and "-" in token else frozenset())
        return self._codes.of(first, second, odd=True), _Odd(marks, strange, rare, signs, has_parts, is_word)

    def _form_of(self, token: str) -> str:
        """The marks and capitals of a token whose words are plain, with an `x` for small letters; else empty. If one token of a
        form is sound, all are, so that the next need not be searched for all that may be odd."""
        words = LETTERS.findall(token)
        if len(token) > LONGEST_WORD or (";" in token and any(word.endswith(ENTITIES) for word in words)):
            return ""
        if (elided := _ELIDED.match(token)) and elided[1] in self._elided:
            del words[0]
        plain, special = self._codes.plain, self._special
        if not words or words[0] == token or any(word in special or self[word] != plain for word in words):
            return ""
        form = _SMALL.sub("xx", token.translate(_ALIKE))
        has_number = "0" in form or (not form.isascii() and any(map(str.isdigit, form)))  # some are letters (`m²`)
        return "" if has_number else form

    def _strange_in(self, token: str) -> tuple[tuple[WordKind, str], ...] | None:
        """What is strange in a token: the same as in its word alone, if it is one with marks around it."""
        if token.isalpha() and len(token) <= LONGEST_WORD:
            return tuple((kind, token) for kind in kinds_of(self._language, token)) if self._language else ()
        core = token.strip(TOKEN_EDGES)
        if len(core) == len(token) or not core.isalpha() or len(token) > LONGEST_WORD:
            return strange_in(self._language, token)
        if self[core] not in self._codes.odd:
            return ()
        odd = self._odd.get(core) or self._judged(core)[1]
        return odd.strange if odd else ()

    def _signs_in(self, token: str) -> tuple[tuple[str, int], ...]:
        """The `WORD_SIGNS` of a token."""
        word = token[:-1] if token[-1] in _ENDS else token
        if word.isalpha():
            return tuple((sign, 0) for sign in self._signs.get(word, ()))
        return tuple(signs_in(token, self._signs))

    def _marks_in(self, token: str) -> Iterator[int]:
        """Offsets of what is suspect between blanks, and so between any other two characters."""
        between = f" {token} "
        for match in chain(suspect_mark().finditer(between), AFTER_ANY_WORD.finditer(between)):
            if key_of(between, match.start(), self._functions):
                yield match.start() - 1

    def _last_of(self, token: str) -> str:
        """The word in which the token ends, or `ANY_NUMBER`."""
        return ANY_NUMBER if token[-1] in _DIGITS else word_before(f" {token}", len(token) + 1)

    def _first_of(self, token: str) -> str:
        """The word with which the token begins, or what stands for a mark or a number."""
        if word := NEXT_WORD.match(f" {token} "):
            return ANY_NUMBER if _SHORT_NUMBER.match(token) else word[1]
        return ANY_OPENING if token[0] in OPENING_MARKS else ANY_NUMBER if _SHORT_NUMBER.match(token) else ""


class _Place:
    """Where the tokens of a text stand in it. They are asked for in text order."""

    def __init__(self, tokens: list[str], codes: str) -> None:
        self._tokens = tokens
        self._codes = codes
        self._number = self._offset = 0

    def of(self, number: int) -> int:
        """The offset of a token."""
        last = self._number
        # a line break is a token between two blanks that the text does not have
        breaks = self._codes.count(PairCodes.line_break, last, number)
        self._offset += sum(map(len, self._tokens[last:number])) + number - last - 2 * breaks
        self._number = number
        return self._offset
