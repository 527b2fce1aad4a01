"""What stands around a gap: its pieces and words, and what its fill-ins must look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from repair.models.agreement import barred_after
from repair.models.evidence import GapContext
from repair.models.layout import Folded, fold_blanks
from repair.models.phrases import Phrases, region
from repair.models.pieces import Pieces
from repair.models.query import Query, piece_weights
from repair.models.runtime.decoding import Around
from repair.models.vocabulary import Vocabulary
from repair.text.spacing import fit
from repair.text.tokens import tokenize

__all__ = ["CONTEXT_PIECES", "LONGEST_PHRASE", "WIDE_PIECES", "Context", "contexts_of"]

CONTEXT_PIECES: Final = 64
"""Pieces that are read around a gap. A masked word was found as often with 64 as with 96, 128 or 220, or with the mean of
64 and 220; 40 found fewer."""

WIDE_PIECES: Final = 220
"""Pieces that are read where several words are known to be missing: with 64, a quarter fewer were found."""

LONGEST_PHRASE: Final = 5
"""Pieces of the longest phrase that is offered."""

_MAX_PIECES: Final = 6
_LENGTHS: Final = 2  # numbers of masks that a gap is tried with
_REACH: Final = 8  # characters of either side that are looked at for each of them
_STAND_IN: Final = "parola"  # holds the gap's place while the context is cut into pieces
_SENTENCE_END: Final = re.compile(r"(?:\A|\n|[.!?…][\"'”’»)]{0,2})\Z")

_Ids = npt.NDArray[np.int32]


class Context(Struct, frozen=True):
    """What stands around a gap, in pieces and words, and what its fill-ins must look like."""

    around: Around
    after: str  # characters just after the gap, without blanks and opening marks
    barred: tuple[re.Pattern[str], ...]  # what its first word must not begin like
    opening: bool  # no blank before the first word
    single: bool  # one word is missing, no more
    lengths: tuple[int, ...]  # numbers of masks to try
    gap: GapContext

    def written(self, words: str) -> str:
        """The words as they are written here: with a capital if they begin a sentence."""
        return words[0].upper() + words[1:] if self.gap.capital else words

    def bars(self, words: str) -> bool:
        """Whether the words cannot follow the text before the gap."""
        return any(beginning.match(words) for beginning in self.barred)


def contexts_of(queries: Sequence[Query], pieces: Pieces, vocabulary: Vocabulary) -> Iterator[Context]:
    """The contexts of the queries, in order."""
    folded: dict[str, Folded] = {}
    phrases: dict[tuple[str, int, tuple[str, ...], str], Phrases] = {}
    for query in queries:
        if query.text not in folded:
            folded[query.text] = fold_blanks(query.text)
        start, part = region(query.text, query.start)
        key = (query.text, start, tuple(query.others), query.language)
        if key not in phrases:
            phrases[key] = Phrases(part, start, query.others, query.language)
        yield _context(query, folded[query.text], phrases[key], pieces, vocabulary)


def _context(query: Query, folded: Folded, phrases: Phrases, pieces: Pieces, vocabulary: Vocabulary) -> Context:
    text = folded.text
    start, end = folded.index(query.start), folded.index(query.end)
    words = query.word_weights()
    lengths = _lengths(words)
    most = CONTEXT_PIECES if lengths[0] == 1 else WIDE_PIECES
    left = text[max(0, start - _REACH * most) : start].rstrip(" ")
    right = text[end : end + _REACH * most].lstrip(" ")
    # the pieces of the context depend on what stands in the gap: a word, with its blanks
    filled = fit(left + right, len(left), len(left), _STAND_IN)
    encoded = pieces.encode(left + filled + right)
    at = len(left) + filled.index(_STAND_IN)
    first = int(np.searchsorted(encoded.ends, at, side="right"))
    after = int(np.searchsorted(encoded.starts, at + len(_STAND_IN), side="left"))
    before, behind = encoded.ids[:first], encoded.ids[after:]
    before_words, after_words = tokenize(left[-200:]).words, tokenize(right[:200]).words
    return Context(
        around=_around(pieces, before, behind, most),
        after=right[:40].lstrip("\"'«“‘( "),
        barred=barred_after(left[-40:], query.language),
        opening=not vocabulary.starts_spaced(int(encoded.ids[first])),
        single=query.words == (1, 1),
        lengths=lengths,
        gap=GapContext(
            query=query,
            left=before_words[-1] if before_words else "",
            right=after_words[0] if after_words else "",
            before=left[-1:],
            after=right[:1],
            capital=_SENTENCE_END.search(left[-3:]) is not None,
            word_weights=words,
            phrases=phrases,
            remembered={tuple(tokenize(name.text).words): name for name in reversed(query.remembered)},
        ),
    )


def _around(pieces: Pieces, before: _Ids, behind: _Ids, most: int) -> Around:
    """Up to `most` pieces about a gap, as many on either side as there are."""
    room = max(0, min(most, pieces.width - max(LONGEST_PHRASE, _MAX_PIECES)))
    left = min(len(before), max(room // 2, room - len(behind)))
    return Around(
        (*pieces.head, *before[len(before) - left :].tolist()),
        (*behind[: room - left].tolist(), *pieces.tail),
    )


def _lengths(words: Sequence[float]) -> tuple[int, ...]:
    """The numbers of masks to try, given the weights of 1, 2, … words: the most probable few, in order."""
    weights = [0.0] * _MAX_PIECES
    for n, weight in enumerate(words, 1):
        for k, share in enumerate(piece_weights(n, _MAX_PIECES)):
            weights[k] += weight * share
    order = sorted(range(_MAX_PIECES), key=lambda k: -weights[k])
    return tuple(sorted(k + 1 for k in order[:_LENGTHS]))
