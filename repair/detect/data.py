"""Whether a text is data and no prose: rows of cells, keys with values, lines of a log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final

__all__ = ["is_data"]

_FEWEST: Final = 4  # lines; fewer show no habit
_SHARE: Final = 0.8  # of the lines that are alike, from which on a text is data
_FIRST: Final = 12  # lines that are looked at before all others: most texts are no data, and these show it
_LONGEST: Final = 400  # code points in which a separator, a key or a date is looked for
_CELLS: Final = 2  # separators in a line of cells
_KEY: Final = re.compile(r"[\w\"'][\w .\"'/()-]{0,40}(?::(?=\s|$)| ?=(?!=))")
_SENTENCE_ENDS: Final = (".", "!", "?", "…", "»", "”", '"')
_LOGGED: Final = re.compile(
    r"[\[<(]?(?:\d{4}[-/.]\d\d[-/.]\d\d|\d\d[-/.]\d\d[-/.]\d{4}|(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ \d]?\d)[T ,;]{1,2}\d\d:\d\d(?::\d\d)?"
)


def _separated(mark: str) -> Callable[[Sequence[str]], bool]:
    """Whether most lines hold the mark, and all of these as often. Where blanks stand after it, the lines are no
    sentences."""

    def holds(lines: Sequence[str]) -> bool:
        counts = [line.count(mark, 0, _LONGEST) for line in lines]
        # as in nearly all texts; each count but the most frequent one takes a line at least
        if max(counts) < _CELLS or len(lines) - len(set(counts)) + 1 < _SHARE * len(lines):
            return False
        count, often = Counter(counts).most_common(1)[0]
        if count < _CELLS or often < _SHARE * len(lines):
            return False
        spaced = sum(line.count(mark + " ", 0, _LONGEST) for line in lines)
        return spaced * 4 < count * len(lines) or (mark != "," and not _are_sentences(lines))

    return holds


def _are_sentences(lines: Sequence[str]) -> bool:
    return sum(line.endswith(_SENTENCE_ENDS) for line in lines) >= (1 - _SHARE) * len(lines)


def _keyed(lines: Sequence[str]) -> bool:
    """Whether most lines are a key and a value, and no sentences, as those of a conversation are."""
    keyed = [line for line in lines if (":" in line or "=" in line) and _KEY.match(line)]
    return len(keyed) >= _SHARE * len(lines) and not _are_sentences(keyed)


def _logged(lines: Sequence[str]) -> bool:
    """Whether most lines begin with a date and a time."""
    return len(list(filter(_LOGGED.match, lines))) >= _SHARE * len(lines)


_KINDS: Final = (*((mark, _separated(mark)) for mark in ";\t|,"), (":=", _keyed), (":", _logged))
"""The kinds of data. Lines of a kind have one or more of the characters before it."""


def is_data(text: str) -> bool:
    """Whether most lines of the text are rows of cells with the same number of separators, keys with values, or lines of a
    log. Blank lines do not count. It is quick for prose."""
    if text.count("\n") < _FEWEST - 1:
        return False
    begin = text[: _FIRST * _LONGEST]
    likely = [kind for marks, kind in _KINDS if any(mark in begin for mark in marks)]
    first = list(islice(_lines(begin.split("\n", 2 * _FIRST)), _FIRST)) if likely else []
    kinds = [kind for kind in likely if len(first) >= _FEWEST and kind(first)]
    if not kinds:
        return False
    lines = list(_lines(text.split("\n")))
    return any(kind(lines) for kind in kinds)


def _lines(lines: Iterable[str]) -> Iterable[str]:
    return (line.rstrip() for line in lines if not line.isspace() and line)
