"""Which of many references are copies of an article: this is decided before any alignment.

A reference is chosen because it has the address of the article's page, because its name says which article it is a copy
of, or by the words that it shares with the article.
`ReferenceIndex` holds the references in memory, `Store` on disk; both are a `Finder` and give the same answers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from repair.collate.arrays import Numbers, containment, joined, packed, proposed, sampled, shingles
from repair.collate.compared import compared_words
from repair.collate.shingles import shingle_words, word_hashes
from repair.records import Article, Reference
from repair.text.address import normal_address
from repair.text.tokens import tokenize

__all__ = [
    "MAX_NAMED",
    "MAX_POSTINGS",
    "NAMED_SIMILARITY",
    "NAME_SEPARATORS",
    "Belonging",
    "Finder",
    "ReferenceIndex",
    "choose",
    "similarity",
]

# what may follow the article's id in the name of a reference that belongs to it
NAME_SEPARATORS: Final = "#/:."
# a reference named after the article, or of its address, needs only this much of it (0–100): enough to rule out a mix-up
NAMED_SIMILARITY: Final = 5.0
MAX_NAMED: Final = 1000  # of an address, and for each separator, so many references are looked at
_PATIENCE: Final = 8  # proposed texts in a row that are not similar enough, after which the search stops
MAX_POSTINGS: Final = 8_000_000  # 64 MB; past it the index keeps every second shingle, then every fourth, …
_MAX_MODULUS: Final = 1 << 16


class Finder(Protocol):
    """Finds the references that are copies of an article."""

    def find(self, article: Article, limit: int, min_similarity: float) -> list[tuple[Reference, float]]:
        """At most `limit` references with their similarity (0–100), the most likely copies first.

        Similarity is the share of the article's word n-grams that the reference has too; it is exact, and at least
        `min_similarity`. The references with the address of the article's page come first, then those whose name is the
        article's id, or begins with it and one of `NAME_SEPARATORS`; both need a similarity of 5 only. The article itself,
        if it is among the references, is found.
        """
        ...


class Belonging(NamedTuple):
    """The numbers of the references that belong to an article whatever their words are: their address is that of its page,
    or their name is made of its id."""

    addressed: Sequence[int] = ()
    named: Sequence[int] = ()


class ReferenceIndex:
    """References in memory, indexed by their shingles: suitable for up to some ten thousand references."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self._references = tuple(references)
        self._by_name = sorted((reference.name, number) for number, reference in enumerate(self._references))
        self._by_address: dict[str, list[int]] = {}
        for number, reference in enumerate(self._references):
            if address := reference.url and normal_address(reference.url):
                self._by_address.setdefault(address, []).append(number)
        self._indexes: dict[int, tuple[int, Numbers]] = {}

    def __len__(self) -> int:
        return len(self._references)

    def find(self, article: Article, limit: int, min_similarity: float) -> list[tuple[Reference, float]]:
        """See `Finder.find`."""
        if not self._references:
            return []
        words = word_hashes(article.text)
        size = shingle_words(len(words))
        wanted = shingles(words, size)
        modulus, postings = self._index(size)
        numbers = proposed([postings], sampled(wanted, modulus), min_similarity)
        address = article.url and normal_address(article.url)
        belonging = Belonging(
            self._by_address.get(address, ())[:MAX_NAMED] if address else (),
            list(self._named(article.id)) if article.id else (),
        )
        return choose(wanted, size, belonging, numbers, self._references.__getitem__, limit, min_similarity)

    def _named(self, identifier: str) -> Iterator[int]:
        for prefix in (identifier, *(identifier + separator for separator in NAME_SEPARATORS)):
            first = bisect_left(self._by_name, (prefix, -1))
            for place in range(first, min(first + MAX_NAMED, len(self._by_name))):
                name, number = self._by_name[place]
                if name != identifier and (prefix == identifier or not name.startswith(prefix)):
                    break
                yield number

    def _index(self, size: int) -> tuple[int, Numbers]:
        """The modulus and the postings of shingles of `size` words; made when the first article needs them."""
        if size not in self._indexes:
            self._indexes[size] = _indexed(self._references, size)
        return self._indexes[size]


def _indexed(references: Iterable[Reference], size: int) -> tuple[int, Numbers]:
    modulus, total = 1, 0
    kept: list[Numbers] = []
    for reference in references:
        kept.append(sampled(shingles(word_hashes(reference.text), size), modulus))
        total += len(kept[-1])
        while total > MAX_POSTINGS and modulus < _MAX_MODULUS:
            modulus *= 2
            kept = [sampled(earlier, modulus) for earlier in kept]
            total = sum(map(len, kept))
    return modulus, joined(packed(hashes, number) for number, hashes in enumerate(kept))


def similarity(article: Article, reference: Reference) -> float:
    """The share (0–100) of the article's word n-grams that the reference has too, near the article if it is a page."""
    mine, there = tokenize(article.text).words, compared_words(article.text, reference).words
    size = shingle_words(len(mine))
    wanted = set(zip(*(mine[k:] for k in range(size)), strict=False))
    return 100.0 * len(wanted.intersection(zip(*(there[k:] for k in range(size)), strict=False))) / max(1, len(wanted))


def choose(
    wanted: Numbers,
    size: int,
    belonging: Belonging,
    numbers: list[int],
    load: Callable[[int], Reference | None],
    limit: int,
    min_similarity: float,
) -> list[tuple[Reference, float]]:
    """The best `limit` of the proposed references, each compared with the article's shingles `wanted` of `size` words.

    `belonging` are the references that belong to the article by their address or name, `numbers` those that share shingles
    with it, the most promising first; `load` returns the reference of a number, `None` if the caller's conditions exclude it. Only a
    few more than `limit` are compared, and the search stops after several in a row that are not similar enough, so that
    boilerplate in thousands of texts cannot make it slow.
    """
    most = max(2 * limit, 16)
    rank = {number: place for place, number in enumerate(numbers)}
    low = min(NAMED_SIMILARITY, min_similarity)
    taken: set[int] = set()
    found: list[tuple[int, float, str, int, Reference]] = []
    for place, (group, least) in enumerate(
        ((belonging.addressed, low), (belonging.named, low), (numbers, min_similarity))
    ):
        group = sorted((n for n in group if n not in taken), key=lambda number: rank.get(number, len(rank)))
        taken.update(group)
        compared = short = 0
        for number in group:
            if compared == most or short == _PATIENCE:
                break
            reference = load(number)
            if reference is None:
                continue
            compared += 1
            similarity = containment(wanted, shingles(word_hashes(reference.text), size))
            short = 0 if similarity >= least else short + 1
            if similarity >= least:
                found.append((place, -similarity, reference.name, number, reference))
    found.sort(key=lambda row: row[:4])
    return [(reference, -negated) for _, negated, _, _, reference in found[:limit]]
