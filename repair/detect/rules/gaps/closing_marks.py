"""Whether a mark closes what one before it opened, so that another mark after it is sound."""

from __future__ import annotations

import re
from typing import Final

from repair.detect.document import Document
from repair.text.patterns import late

__all__ = ["closes_aside", "closes_quotation", "is_spaced"]

_OPENED: Final = late(r"\s[–—-]\s|\s[–—](?=\w)")
_ASIDE: Final = 160  # code points that an aside between dashes has at most
_AFTER_WORDS: Final = ".,!?…)"


def is_spaced(document: Document, match: re.Match[str]) -> bool:
    """Whether a blank stands before the last mark as the language wants it (French ` ;`)."""
    return match["at"] != "" and match[0][-1] in document.spaced


def closes_aside(document: Document, match: re.Match[str]) -> bool:
    """Whether the dash closes what one before it in its line opened (`- said the mayor -.`), or begins a line as the sign
    that is told of (`-: not set`), or the mark may stand apart."""
    start = match.start()
    before = document.text[max(0, start - _ASIDE) : start].rpartition("\n")[2]
    closes = not before or len(_OPENED.findall(before)) % 2 == 1
    return (closes and not match["at"]) or is_spaced(document, match)


def closes_quotation(document: Document, match: re.Match[str]) -> bool:
    """Whether the match begins with a mark that closes a quotation here: because such marks do in this text, or because
    it stands right after a word (`“I don't know“, she said`)."""
    mark, before = match[0][0], document.text[max(0, match.start() - 1) : match.start()]
    return mark in document.reversed_quotes or (mark in "“«" and (before.isalnum() or before in tuple(_AFTER_WORDS)))
