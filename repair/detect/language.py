"""Which language an article is in, told by the function words of the tables, and by a classifier where they are unsure.

An article in a language without a table keeps that language's code: only the rules that need no words look at it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from typing import Final

from repair.languages import LANGUAGES

__all__ = ["language_of"]

_WORD: Final = re.compile(r"[^\W\d_]+")
# Code points looked at; function words make up a third of any text, so the beginning is enough.
_SAMPLE: Final = 2_000
# A table decides alone where so large a share of the words are its function words, so many times that of any other
# table: languages that are neighbours share half of them.
_SHARE: Final = 0.25
_LEAD: Final = 1.6
_FEWEST: Final = 12  # words below which no share says anything
# The classifier knows dialects and neighbours that few articles are in. It is believed over all tables only where it is
# this much surer (in nats over the root of the bytes), as it is of all but the shortest texts.
_SURER: Final = 1.5


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
    words = _WORD.findall(text[:_SAMPLE].lower())
    if not words:
        return ""
    known = _function_words()
    scores = dict.fromkeys(LANGUAGES, 0)
    for codes, times in Counter(filter(None, map(known.get, words))).items():
        for code in codes:
            scores[code] += times
    second, best = sorted(scores, key=scores.__getitem__)[-2:]
    if len(words) >= _FEWEST and scores[best] >= max(_SHARE * len(words), _LEAD * scores[second]):
        return best
    return _classified(text[:_SAMPLE], scores)


def _classified(text: str, scores: dict[str, int]) -> str:
    """What the classifier says; where a table's language is nearly as likely, the one with most words of its own."""
    from py3langid import rank

    ranked: list[tuple[str, float]] = rank(text)
    least = ranked[0][1] - _SURER * math.sqrt(len(text.encode("utf-8", "surrogatepass")))
    near = [code for code, likelihood in ranked if code in scores and likelihood >= least]
    return max(near, key=scores.__getitem__, default=ranked[0][0])
