"""Where a text says the same words twice in a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["MOST_WORDS", "PHRASE_ENDS", "TWICE", "repeated_phrases"]

TWICE: Final = "twice"
"""The key of places at which words begin that stand right before too."""
MOST_WORDS: Final = 6
"""The words of the longest phrase that is looked for."""
_OFTEN: Final = 3  # times that a single word must follow itself
_SURE: Final = 2  # words that are the same in a phrase of two or three
_LETTERS: Final = 8  # of a phrase: shorter ones are repeated for effect
PHRASE_ENDS: Final = ".,;:!?"
"""The marks that the last word of a phrase may have the second time."""
_BYTE: Final = 255


def repeated_phrases(tokens: Sequence[str]) -> list[int]:
    """The numbers of the tokens at which a phrase stands a second time, in order.

    The lengths of the tokens are compared with themselves, moved by as many tokens as the phrase has: a place at which they
    are the same that often is looked at. A single token counts where it follows itself three times.
    """
    try:
        lengths = bytes(map(len, tokens))
    except ValueError:
        lengths = bytes(len(token) & _BYTE for token in tokens)
    whole, most = int.from_bytes(lengths, "little"), len(tokens)
    found = set()
    for size in range(1, min(MOST_WORDS, most // 2) + 1):
        # the last word of a phrase may have a mark the second time
        times = _OFTEN if size == 1 else max(size - 1, _SURE)
        same = (whole ^ (whole >> (8 * size))).to_bytes(most, "little")
        run = bytes(times)
        at = same.find(run)
        while 0 <= at <= most - max(2 * size, size + times):
            # most places are told apart by their first word
            if tokens[at].lower() == tokens[at + size].lower() and _is_twice(tokens, at, size, times):
                found.add(at + size)
            at = same.find(run, at + 1)
    return sorted(found)


def _is_twice(tokens: Sequence[str], at: int, size: int, times: int) -> bool:
    """Whether as many tokens from a place on as told are the same as those a phrase later, in capitals or not, and the last
    of the phrase too, but for the marks that the second may have."""
    phrase, last = tokens[at : at + size], tokens[at + 2 * size - 1]
    if size > 1 and phrase[-1].lower() not in (last.lower(), last.rstrip(PHRASE_ENDS).lower()):
        return False
    if not all(phrase) or "\n" in phrase or (size > 1 and sum(map(len, phrase)) < _LETTERS):
        return False
    return all(
        one.lower() == other.lower()
        for one, other in zip(tokens[at : at + times], tokens[at + size : at + size + times], strict=True)
    )
