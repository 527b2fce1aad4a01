"""What a text itself offers for its gaps: names, quoted words and all other words that occur elsewhere in it.

Most words that extractors lose are names, links and titles, which no general language model can know and which the
article very often mentions again. The references of the article are searched in the same way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Final

from msgspec import Struct

from repair.languages import LANGUAGES, Language
from repair.text.spacing import QUOTES
from repair.text.tokens import Tokens, tokenize

__all__ = ["PLACEHOLDERS", "Phrase", "Phrases", "Seen", "common_words", "function_words", "is_name", "region"]

_REGION: Final = 100_000  # characters of either side of a gap that are looked at
_MAX_WORDS: Final = 4
_OFTEN: Final = 3  # repetitions beyond which nearness says more
_FEW: Final = 20  # occurrences on either side of a gap that are looked at closely
_MOST: Final = 400  # phrases offered to a gap
_NAME_JOINS: Final = frozenset({" ", "-", "'", "’", ". ", " & "})
_SENTENCE_ENDS: Final = frozenset(".!?:…\n")

PLACEHOLDERS: Final = frozenset({"undefined", "nan"})
"""What a page's scripts write where they have no word."""


@cache
def function_words(language: str) -> frozenset[str]:
    """Articles, prepositions, conjunctions and the like of a language (ISO 639-1); if it has no table, of all that have."""
    return frozenset().union(*(table.function_words for table in _tables(language)))


@cache
def common_words(language: str) -> frozenset[str]:
    """Those, and pronouns, auxiliaries and other words that fit nearly everywhere: extractors seldom drop one."""
    return frozenset().union(*(table.common_words for table in _tables(language)))


def _tables(language: str) -> tuple[Language, ...]:
    return (LANGUAGES[language],) if language in LANGUAGES else tuple(LANGUAGES.values())


class Phrase(Struct, frozen=True):
    """One to four words as they stand somewhere, as they are compared, and how often they were met."""

    text: str
    words: tuple[str, ...]
    count: int


class Seen(Struct, frozen=True):
    """Where and how some words occur: how often in the article, how many words away at the nearest, how often after
    and before the gap's own neighbours, how often as part of a longer name, whether in the first line, how often in
    other texts only."""

    count: int = 0
    nearest: int = 0
    after_left: int = 0
    before_right: int = 0
    between: int = 0
    within_name: int = 0
    in_headline: bool = False
    elsewhere: int = 0


class Phrases:
    """The phrases of one text and of others beside it. `text` is a region of the article that begins at `start`, in a
    `language` (ISO 639-1; empty: unknown), whose function words are no phrases."""

    def __init__(self, text: str, start: int = 0, others: Sequence[str] = (), language: str = "") -> None:
        self._start = start
        self._own = _Words(text, language)
        self._others = [_Words(other, language) for other in others]
        self._sources = (self._own, *self._others)

    @cached_property
    def every(self) -> tuple[Phrase, ...]:
        """All phrases, each once, in the spelling that it has most often; those of other texts last."""
        spellings: dict[tuple[str, ...], dict[str, int]] = {}
        for source in self._sources:
            for text, words in source.phrases():
                found = spellings.setdefault(words, {})
                found[text] = found.get(text, 0) + 1
        return tuple(
            Phrase(max(found, key=found.__getitem__), words, sum(found.values())) for words, found in spellings.items()
        )

    def offered(self, at: int) -> Sequence[Phrase]:
        """The phrases for a gap at offset `at` of the article: all, or of very many the most frequent and nearest."""
        if len(self.every) <= _MOST:
            return self.every
        here = self._own.index(at - self._start)

        def order(phrase: Phrase) -> tuple[int, int]:
            return -min(phrase.count, _OFTEN), self._own.nearest(phrase.words[0], here)

        return sorted(self.every, key=order)[:_MOST]

    def beside(self, left: str, right: str) -> tuple[frozenset[str], frozenset[str]]:
        """The words that anywhere follow `left`, and those that precede `right`."""
        return (
            frozenset(source.word(i + 1) for source in self._sources for i in source.positions.get(left, ())),
            frozenset(source.word(i - 1) for source in self._sources for i in source.positions.get(right, ())),
        )

    def seen(self, words: Sequence[str], at: int, left: str, right: str) -> Seen:
        """How `words` occur; `left` and `right` are the words beside the gap at `at`, as compared."""
        own, size, here = self._own, len(words), self._own.index(at - self._start)
        found = own.occurrences(words)
        elsewhere = [(source, i) for source in self._others for i in source.occurrences(words)]
        if not found and not elsewhere:
            return _UNSEEN
        near = own.few(found, here)
        after = before = between = part = 0
        for source, i in [(own, i) for i in near] or elsewhere[:_FEW]:
            follows, precedes = source.word(i - 1) == left != "", source.word(i + size) == right != ""
            after += follows
            before += precedes
            between += follows and precedes
            part += (source.is_capital(i - 1) and source.joins(i - 1)) or (
                source.is_capital(i + size) and source.joins(i + size - 1)
            )
        return Seen(
            count=len(found),
            nearest=min([abs(i - here) for i in near], default=0),
            after_left=after,
            before_right=before,
            between=between,
            within_name=part,
            in_headline=bool(found) and found[0] < own.headline,
            elsewhere=0 if found else len(elsewhere),
        )


_UNSEEN: Final = Seen()


class _Words:
    """The words of one text, and where each stands."""

    def __init__(self, text: str, language: str) -> None:
        self._function_words = function_words(language)
        self._tokens: Tokens = tokenize(text)
        self.words = self._tokens.words
        starts, ends = self._tokens.starts, self._tokens.ends
        self._between = [text[end:start] for end, start in zip(ends, starts[1:], strict=False)]
        self._capital = [text[start].isupper() for start in starts]
        line = text.find("\n", len(text) - len(text.lstrip()))
        self.headline = self.index(line) if line >= 0 else 0

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """The places of each word, in text order."""
        found: dict[str, list[int]] = {}
        for i, word in enumerate(self.words):
            found.setdefault(word, []).append(i)
        return found

    def index(self, offset: int) -> int:
        """Number of the first word that ends after `offset`."""
        return bisect_right(self._tokens.ends, offset)

    def word(self, i: int) -> str:
        """Word number `i` as compared, empty beyond either end."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def is_capital(self, i: int) -> bool:
        """Whether word number `i` begins with a capital letter."""
        return 0 <= i < len(self._capital) and self._capital[i]

    def between(self, i: int) -> str:
        """What stands between words number `i` and `i + 1`."""
        return self._between[i] if 0 <= i < len(self._between) else "\n"

    def joins(self, i: int) -> bool:
        """Whether words number `i` and `i + 1` may belong to one name."""
        return self.between(i) in _NAME_JOINS

    def occurrences(self, words: Sequence[str]) -> list[int]:
        """Where `words` stand in a row, as the number of the first."""
        found = self.positions.get(words[0], [])
        rest = list(words[1:])
        if not rest:
            return found
        return [i for i in found if list(self.words[i + 1 : i + len(words)]) == rest]

    def nearest(self, word: str, here: int) -> int:
        """How many words lie between word number `here` and the nearest that equals `word`; the text's length if none."""
        places = self.positions.get(word, [])
        at = bisect_right(places, here)
        return min((abs(i - here) for i in places[max(0, at - 1) : at + 1]), default=len(self.words))

    def phrases(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """As written and as compared: every word but function words, every name with its parts, short quotations."""
        yield from (self._phrase(a, b) for a, b in self._spans())

    def _phrase(self, first: int, last: int) -> tuple[str, tuple[str, ...]]:
        t = self._tokens
        text = " ".join(t.text[t.starts[first] : t.ends[last - 1]].split())
        if last == first + 1 and self._opens(first) and not text[1:].isupper() and not self._is_name(first):
            text = text.lower()  # it has its capital from the sentence that it begins
        return text, tuple(self.words[first:last])

    def _is_name(self, i: int) -> bool:
        """Whether a word that begins a sentence has a capital elsewhere too, or before another one."""
        inner = [j for j in self.few(self.positions[self.words[i]], i) if not self._opens(j)]
        return any(map(self.is_capital, inner)) or (not inner and self.joins(i) and self.is_capital(i + 1))

    @staticmethod
    def few(places: list[int], here: int) -> list[int]:
        """The places near `here`: a very frequent word need not be looked at everywhere."""
        at = bisect_right(places, here)
        return places[max(0, at - _FEW) : at + _FEW]

    def _opens(self, i: int) -> bool:
        """Whether word number `i` begins a sentence or a line."""
        return i == 0 or not _SENTENCE_ENDS.isdisjoint(self.between(i - 1))

    def _spans(self) -> Iterator[tuple[int, int]]:
        count = len(self.words)
        for i, word in enumerate(self.words):
            if word not in self._function_words and (len(word) > 1 or not word.isalpha()):
                yield i, i + 1
            if self.is_capital(i):
                yield from ((i, end) for end in self._names(i))
            if self._is_quote(i - 1):
                for end in range(i + 2, min(i + _MAX_WORDS, count) + 1):
                    if self._is_quote(end - 1):
                        yield i, end
                        break

    def _names(self, first: int) -> Iterator[int]:
        """Ends of the names of two to four words that begin with word number `first`; small words may stand inside."""
        for end in range(first + 1, min(first + _MAX_WORDS, len(self.words))):
            if not self.joins(end - 1):
                return
            if self.is_capital(end) or self.words[end].isdecimal():
                yield end + 1
            elif len(self.words[end]) > 3:
                return

    def _is_quote(self, i: int) -> bool:
        between = self.between(i)
        return "\n" not in between and not QUOTES.isdisjoint(between)


def is_name(text: str) -> bool:
    """Whether words that do not begin a sentence are written as a name is."""
    return text[:1].isupper()


def region(text: str, at: int) -> tuple[int, str]:
    """The part of a text around `at` that is looked at, and where it begins: all of it unless it is very long."""
    if len(text) <= 2 * _REGION:
        return 0, text
    start = at // _REGION * _REGION - _REGION // 2  # gaps beside each other share one
    start = max(0, min(start, len(text) - 2 * _REGION))
    return start, text[start : start + 2 * _REGION]
