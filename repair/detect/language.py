"""Which language an article is in, told by the function words of the tables.

An article of which no table knows enough words has no language here: only the rules that need none look at it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from repair.languages import LANGUAGES

__all__ = ["language_of"]

_WORD: Final = re.compile(r"[^\W\d_]+")
# Code points looked at; function words make up a third of any text, so the beginning is enough.
_SAMPLE: Final = 4_000
# At least this share of the words must be function words of the language, and of no other one more.
_SHARE: Final = 0.12


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {
        code: table.stranding | table.weak | table.joining | table.articles | table.prepositions | table.openers
        for code, table in LANGUAGES.items()
    }


def language_of(text: str) -> str:
    """ISO 639-1 code of the language, empty where no table fits."""
    words = Counter(_WORD.findall(text[:_SAMPLE].lower()))
    total = sum(words.values())
    if not total:
        return ""
    scores = {code: sum(n for word, n in words.items() if word in known) for code, known in _function_words().items()}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= _SHARE * total else ""
