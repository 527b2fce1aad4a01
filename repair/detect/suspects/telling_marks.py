"""Marks and digits that stand together in hardly any prose: rules look for what they need only in texts with such a pair."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["CLITIC", "DATE_COMMA", "FIRST_COLON", "LETTERED", "SPAN", "TOGETHER", "TOGETHER_WORDS", "together_in"]

CLITIC: Final = r"(?<!\S)(?:n['’]t|['’](?:s|ll|re|ve)?)(?![\w'’])"
"""The end of an English word, or an apostrophe, between blanks."""
FIRST_COLON: Final = r"(?<!\S):"
"""A colon with nothing before it."""
DATE_COMMA: Final = r"\d[./-]\d{1,2}[./-]\d{2,4},"
"""A date in figures before a comma."""
LETTERED: Final = r"(?<![^\W\d_])[lI][\dO]|\d[.,]?[OlI]"
"""Letters and digits of one number."""
SPAN: Final = r"(?<!\d)[12]\d{3}[12]\d{3}(?!\d)"
"""Two years as one number."""

_PATTERNS: Final = (
    *(
        r'"[,;]["\d,;]',
        r"'\),? ?\(",
        r"1['’](?=[^\W\d_])",
        "''",
        r"\?\?",
        r",\?",
        r"\);",
        r"\(\):",
        '""',
        "---",
        ",,,",
        ";;",
        "’’",
        FIRST_COLON,
        r"(?<!\S),",
    ),
    *(r"\(cid:", r"\([iI]mage:", r"\([pP](?!\S)", r"\dpx(?!\S)", r"(?<!\S)\.\.\.(?!\S)", r"(?<!\w)(?:that|che|que)\."),
    *(r"(?:date|time|delta|Path)\(", r"\('", r"',\)", r"(?<!\S)0x", r"citeturn\d", r"www\.(?=\S)", r"www\.(?!\S)"),
    *(r"[.!?”»](?:rn|nn)", "-[LR][RSC]B-", CLITIC, DATE_COMMA, LETTERED, SPAN),
    r"(?<!\S)'s(?!\S)",
    *(r"\([–—*-]", r"\((?:in|en|em|ascolta|listen|écouter|anhören|ouvir|escuchar)(?!\w)"),
    *("00:00:00", "!!!", '":', '","', "::"),
    *(r"\(0\d:", "T00:", ":00Z", r"\.000Z", "0000", "9999", r"\.0(?!\S)", r"(?<!\S)[12][.,][09]"),
)
_EACH: Final = {pattern: re.compile(pattern) for pattern in _PATTERNS}
_ANY: Final = re.compile("|".join(_PATTERNS))
TOGETHER: Final = frozenset(_PATTERNS)
"""The patterns of what stands together; each is a key of the texts that have it. None reaches over a blank."""
TOGETHER_WORDS: Final = frozenset(
    "cid image Image p P that che que date time delta Path www LRB RRB LSB RSB LCB RCB s ll re ve t rn nn in en em ascolta listen écouter anhören ouvir escuchar".split()
)
"""The words in them."""


def together_in(text: str) -> list[str]:
    """The patterns of what stands together in a text."""
    if _ANY.search(text) is None:  # as mostly
        return []
    return [pattern for pattern, each in _EACH.items() if each.search(text)]
