"""Whether a mark closes what one before it opened, so that another mark after it is sound."""

from __future__ import annotations

import re
from typing import Final

from repair.detect.document import Document
from repair.text.patterns import late

__all__ = ["closes_aside", "closes_quotation", "is_spaced"]

_OPENED: Final = late(r"\s[–—-]\s|\s[–—](?=\w)")
_ASIDE: Final = 160  # code points that an aside between dashes has at most
_QUOTATION: Final = 600  # code points before a mark in which the one that it closes is looked for


def is_spaced(document: Document, match: re.Match[str]) -> bool:
    """Whether a blank stands before the last mark as the language wants it (French ` ;`)."""
    return match["at"] != "" and match[0][-1] in document.spaced


def closes_aside(document: Document, match: re.Match[str]) -> bool:
    """Whether the dash closes what one before it in its line opened (`- said the mayor -.`), or the mark may stand apart."""
    opened = len(_OPENED.findall(_line_before(document, match.start(), _ASIDE)))
    return (not match["at"] and opened % 2 == 1) or is_spaced(document, match)


def closes_quotation(document: Document, match: re.Match[str]) -> bool:
    """Whether the match begins with a mark that closes a quotation here: because such marks do in this text, or because
    one is open in its line (`“I don't know“, she said`)."""
    mark = match[0][0]
    before = _line_before(document, match.start(), _QUOTATION)
    return mark in document.reversed_quotes or (mark == "“" and before.count("“") > before.count("”"))


def _line_before(document: Document, end: int, reach: int) -> str:
    return document.text[max(0, end - reach) : end].rpartition("\n")[2]
