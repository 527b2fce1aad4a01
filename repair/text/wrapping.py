"""Line breaks that only wrap a line, as mail and plain-text files have them.

In a hard-wrapped text a line that ends in mid-sentence is not damaged, so code that reads lines or feeds a model must
treat such a break as a blank.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["FEWEST", "wraps"]

_CONTINUES: Final = re.compile(r"\n[ \t]*(?=[^\W\d_A-ZÀ-ÖØ-Þ])")
_BREAK: Final = re.compile(r"\n(?=[ \t]*[^\s*•–—>+#|-])")
FEWEST: Final = 6
"""A wrapped text has at least this many lines that continue in lower case on the next line."""
# And at least this share of its lines of prose.
_SHARE: Final = 0.25
# Widths (in code points) of lines that can be wrapped prose; a paragraph on one line is wider.
_NARROW, _WIDEST = 30, 120
# Most lines that go on in lower case are as narrow as that; some paragraphs may stand on one line each.
_MOST: Final = 0.6
# A line that was wrapped because the next word did not fit is nearly as wide as the margin; at least half of them are.
_FULL: Final = 0.5
# Widths of a wrapped line, as shares of the margin: by itself, and with the word that begins the next line.
_NEARLY_FULL, _FULL_WITH_NEXT, _OVERFULL = 0.7, 0.95, 1.3
_NEXT_WORD: Final = re.compile(r"[ \t]*(\S*)")


def wraps(text: str) -> frozenset[int]:
    """Offsets of the line breaks that only wrap; empty if the text is not hard-wrapped. Linear in the text."""
    if text.count("\n") < FEWEST:
        return frozenset()
    continued = {at: width for m in _CONTINUES.finditer(text) if (width := _width(text, at := m.start())) >= _NARROW}
    narrow = sum(width <= _WIDEST for width in continued.values())
    if narrow < FEWEST or narrow < _MOST * len(continued):
        return frozenset()
    breaks = {at: width for m in _BREAK.finditer(text) if (width := _width(text, at := m.start())) >= _NARROW}
    if narrow < _SHARE * len(breaks):
        return frozenset()
    margin = sorted(continued.values())[int(0.9 * (len(continued) - 1))]
    if sum(width >= _FULL * margin for width in continued.values()) < 0.5 * len(continued):
        return frozenset()
    full = {at for at, width in breaks.items() if _fills(text, at, width, margin)}
    return frozenset(full.union(at for at, width in continued.items() if width <= _WIDEST))


def _fills(text: str, at: int, width: int, margin: int) -> bool:
    """Whether the next line's first word would not have fitted in the line, or hardly."""
    if width > _OVERFULL * margin:
        return False
    next_word = _NEXT_WORD.match(text, at + 1, at + 1 + margin)
    return width + len(next_word[1] if next_word else "") >= _FULL_WITH_NEXT * margin or width >= _NEARLY_FULL * margin


def _width(text: str, at: int) -> int:
    """Length of the line that ends at the break `at`, without the blanks at its start, up to a bound."""
    start = text.rfind("\n", max(0, at - 2 * _WIDEST), at) + 1 or max(0, at - 2 * _WIDEST)
    return len(text[start:at].lstrip())
