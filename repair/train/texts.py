"""The texts of a training: packed in memory, drawn from by length, and divided into those to learn from and those held out."""

from __future__ import annotations

import random
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from repair.detect.language import language_of
from repair.errors import InputError
from repair.records import Article

__all__ = ["PackedTexts", "TextPart", "divided"]

_SHORTEST: Final = 200  # code points of a text that is worth learning from
_LONGEST: Final = (
    30_000  # of one text, so many bytes count: a book is not drawn a thousand times as often as an article
)
_HELD_OUT: Final = 50  # one text of so many is held out
_ANYWHERE: Final = 0.25  # share of passages that begin in the middle of a paragraph


class TextPart(Struct, frozen=True):
    """A part of a text; `whole` says that it ends where a paragraph ends."""

    text: str
    language: str
    whole: bool


class PackedTexts:
    """Many texts in little memory, with their languages. Processes that are forked share them."""

    def __init__(self, articles: Iterable[Article]) -> None:
        packed, languages, ends = bytearray(), [], [0]
        for article in articles:
            packed += article.text.encode("utf-8", "replace")
            languages.append(article.language or language_of(article.text))
            ends.append(len(packed))
        self._packed = bytes(packed)
        self._languages = languages
        self._ends: npt.NDArray[np.int64] = np.array(ends, np.int64)
        self._weights = np.minimum(np.diff(self._ends), _LONGEST).cumsum()

    def __len__(self) -> int:
        return len(self._languages)

    def __getitem__(self, number: int) -> str:
        return self._packed[self._ends[number] : self._ends[number + 1]].decode("utf-8", "replace")

    @property
    def size(self) -> int:
        """Bytes of all of them."""
        return len(self._packed)

    def split(self, every: int) -> tuple[PackedTexts, PackedTexts]:
        """One text of so many, and the others."""
        own, others = ([n for n in range(len(self)) if (n % every == 0) is mine] for mine in (True, False))
        some, rest = ((Article("", self[n], self._languages[n]) for n in numbers) for numbers in (own, others))
        return PackedTexts(some), PackedTexts(rest)

    def digest(self) -> str:
        """A fingerprint of all of them, in order."""
        return blake2b(self._packed, digest_size=12).hexdigest()

    def passage(self, rng: random.Random, size: int) -> TextPart:
        """About `size` code points of one text; longer texts are drawn more often."""
        number = int(np.searchsorted(self._weights, rng.randrange(int(self._weights[-1])), "right"))
        text, language = self[number], self._languages[number]
        if rng.random() < _ANYWHERE:
            start = rng.randrange(max(1, len(text) - size))
            start = text.find(" ", start) + 1 if start else 0
        else:
            at = rng.randrange(len(text))
            start = text.rfind("\n", 0, at) + 1
        end = start + size
        stop = text.find("\n", end)
        stop = len(text) if stop < 0 else stop
        # a paragraph that is nearly over is read to its end
        end = stop if stop - end < size // 4 else text.rfind(" ", start + size // 2, end)
        end = end if end > start else start + size
        return TextPart(text[start:end].strip("\n"), language, end >= stop)


def divided(articles: Iterable[Article], *, seed: int) -> tuple[PackedTexts, PackedTexts]:
    """The texts to learn from and those held out, each text only once. Raises `InputError` if there are too few."""
    taken: list[Article] = []
    seen: set[bytes] = set()
    for article in articles:
        mark = blake2b(article.text.encode("utf-8", "replace"), digest_size=8).digest()
        if len(article.text) >= _SHORTEST and mark not in seen:
            seen.add(mark)
            taken.append(article)
    if len(taken) < 4:
        raise InputError(
            f"there are {len(taken)} different texts of {_SHORTEST} characters or more", hint="name more texts"
        )
    order = list(range(len(taken)))
    random.Random(f"held out {seed}").shuffle(order)
    held = set(order[: max(2, len(order) // _HELD_OUT)])
    return (
        PackedTexts(article for number, article in enumerate(taken) if number not in held),
        PackedTexts(taken[number] for number in sorted(held)),
    )
