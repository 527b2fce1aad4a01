"""Phrases that stand between two sentences or on a line of their own, looked for from a telling word in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from repair.detect.document import Document, matches
from repair.text.patterns import ANY_BLANK, late

__all__ = ["AT_SENTENCE", "phrases_at"]

AT_SENTENCE: Final = rf"\A|\n|[.!?…»”\")\]]{ANY_BLANK}"
"""What stands before a sentence, for use in a pattern."""
_WORD: Final = late(r"\w+")
_REACH: Final = 30  # code points; no phrase has so many before its telling word


def phrases_at(
    sign: str, phrases: Mapping[str, str], before: str = AT_SENTENCE
) -> Callable[[Document], Iterator[tuple[int, re.Match[str]]]]:
    """What finds phrases in prose: where each begins, and the match of what it says from its telling word on.

    `phrases` are patterns of what is said from the word that gives `sign` on, by the pattern of the words before it; each blank
    in them stands for any. Before the whole phrase stands `before`.
    """
    compiled = [
        (late(rf"(?:{before})(?P<head>{head.replace(' ', ANY_BLANK)})\Z"), late(said.replace(" ", ANY_BLANK)))
        for head, said in phrases.items()
    ]

    def find(document: Document) -> Iterator[tuple[int, re.Match[str]]]:
        text = document.text
        for word in matches(_WORD, document, [sign]):
            at, low = word.start(), max(0, word.start() - _REACH)
            for beginning, said in compiled:
                match = said.match(text, at)
                head = beginning.search(text[low:at]) if match else None
                if match and head and document.is_prose_at(at):
                    yield low + head.start("head"), match

    return find
