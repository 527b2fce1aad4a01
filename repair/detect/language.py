"""Which language an article is in, told by the function words of the tables, and by a classifier where they are unsure.

An article in a language without a table keeps that language's code: only the rules that need no words look at it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

from repair.languages import LANGUAGES

__all__ = ["language_of"]

# Code points looked at, and how many times as many words a table then needs as any other. Function words make up a third
# of any text, so that the beginning is mostly enough; but neighbours share half of them, and their shares come apart
# only in the long run.
_LOOKS: Final = ((600, 2.0), (2_000, 1.8), (5_000, 1.65))
# A table decides alone where so large a share of the words are its function words, or a smaller one where no other
# table comes near.
_SHARE: Final = 0.25
_LESS: Final = 0.2
_FAR: Final = 2.5
_FEWEST: Final = 12  # words below which no share says anything
_MANY: Final = 60  # words from which a smaller share says something
# The classifier knows dialects and neighbours that few articles are in. It is believed over all tables only where it is
# this much surer (in nats over the root of the bytes), as it is of all but the shortest texts.
_SURER: Final = 1.5
_SAMPLE: Final = 2_000  # code points that it is shown


@cache
def _function_words() -> dict[str, tuple[str, ...]]:
    """The languages that have a word among their function words."""
    words: dict[str, list[str]] = {}
    for code, table in LANGUAGES.items():
        own = table.stranding | table.weak | table.joining | table.articles | table.prepositions | table.openers
        for word in own:
            words.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in words.items()}


def language_of(text: str) -> str:
    """ISO 639 code of the language, empty where the text has no word."""
    for size, lead in _LOOKS:
        # blanks cut it well enough, and quickly: a function word seldom has a mark at its end
        words = text[:size].lower().replace("'", " ").replace("’", " ").split()
        scores = _scores(words)
        second, best = sorted(scores, key=scores.__getitem__)[-2:]
        most, next_most, count = scores[best], scores[second], len(words)
        if count >= _FEWEST and most >= max(_SHARE * count, lead * next_most):
            return best
        if count >= _MANY and most >= max(_LESS * count, _FAR * next_most):
            return best
    return _classified(text[:_SAMPLE], scores) if any(map(str.isalpha, text[:_SAMPLE])) else ""


def _scores(words: Iterable[str]) -> dict[str, int]:
    """How many of the words are function words of each table."""
    scores = dict.fromkeys(LANGUAGES, 0)
    for codes, times in Counter(filter(None, map(_function_words().get, words))).items():
        for code in codes:
            scores[code] += times
    return scores


def _classified(text: str, scores: dict[str, int]) -> str:
    """What the classifier says; where a table's language is nearly as likely, the one with most words of its own."""
    from py3langid import rank

    ranked: list[tuple[str, float]] = rank(text)
    least = ranked[0][1] - _SURER * math.sqrt(len(text.encode("utf-8", "surrogatepass")))
    near = [code for code, likelihood in ranked if code in scores and likelihood >= least]
    return max(near, key=scores.__getitem__, default=ranked[0][0])
