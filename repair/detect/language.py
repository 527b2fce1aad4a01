"""Which language an article is in: the function words of the tables say so, or a classifier where they are unsure.

An article in a language without a table keeps that language's code: only the rules that need no words read it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

from repair.languages import LANGUAGES

__all__ = ["language_of"]

# Attempts at a text; each reads more of it than the one before and asks for less. Per attempt: code points read, the
# fewest words needed, the share of them that must be function words of the table, and how many times as many these must
# be as those of any other table. Function words make up a third of any text, so its beginning is mostly enough; but
# related languages share half of them, and the shares differ clearly only over a longer text.
_LOOKS: Final = (
    (400, 12, 0.25, 2.0),
    (2_000, 12, 0.25, 1.8),
    (5_000, 12, 0.25, 1.65),
    (5_000, 60, 0.2, 2.5),
)
# The classifier knows dialects and related languages that few articles are in. It overrules the tables only if it is
# this much surer (in nats over the square root of the number of bytes), which holds for all but the shortest texts.
_SURER: Final = 1.5
_SAMPLE: Final = 2_000  # code points that it is shown


@cache
def _function_words() -> dict[str, tuple[str, ...]]:
    """The languages that have a word among their function words."""
    words: dict[str, list[str]] = {}
    for code, table in LANGUAGES.items():
        for word in table.function_words | table.openers:
            words.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in words.items()}


def language_of(text: str) -> str:
    """ISO 639 code of the language, empty if the text has no word."""
    for size, fewest, share, lead in _LOOKS:
        # splitting at blanks is good enough and quick: a function word seldom has a mark at its end
        words = text[:size].lower().replace("'", " ").replace("’", " ").split()
        scores = _scores(words)
        second, best = sorted(scores, key=scores.__getitem__)[-2:]
        if len(words) >= fewest and scores[best] >= max(share * len(words), lead * scores[second]):
            return best
    return _classified(text[:_SAMPLE], scores) if any(map(str.isalpha, text[:_SAMPLE])) else ""


def _scores(words: Iterable[str]) -> dict[str, int]:
    """For each table, how many of the words are its function words."""
    scores = dict.fromkeys(LANGUAGES, 0)
    for codes, times in Counter(filter(None, map(_function_words().get, words))).items():
        for code in codes:
            scores[code] += times
    return scores


def _classified(text: str, scores: dict[str, int]) -> str:
    """The classifier's answer; if languages with a table are nearly as likely, the one with the most function words."""
    from repair.detect.classifier import likelihoods

    ranked = likelihoods(text)
    first = next(iter(ranked))
    least = ranked[first] - _SURER * math.sqrt(len(text.encode("utf-8", "surrogatepass")))
    near = [code for code, likelihood in ranked.items() if code in scores and likelihood >= least]
    return max(near, key=scores.__getitem__, default=first)
