"""What a reviewer marks by hand where the program saw nothing: a gap, residue, or words to correct."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from repair.review.anchors import locate
from repair.review.events import Found
from repair.review.refusal import Refusal

__all__ = ["CODES_BY_HAND", "MarkAsked", "MarkKind", "found_by_hand"]

MarkKind = Literal["gap", "residue", "correction"]
# The code that an entry made by hand has, in every edition.
CODES_BY_HAND: Final[dict[MarkKind, str]] = {"gap": "RG112", "residue": "RS401", "correction": "RV502"}


class MarkAsked(msgspec.Struct, forbid_unknown_fields=True):
    """A mark as it is asked for: `words` as they stand in the article (of a gap, the words before it), and the `text` that
    belongs there. The article is number `article`, else that of entry `number`; `near` is about where the words stand."""

    number: int
    words: str
    kind: MarkKind
    text: str = ""
    article: int | None = None
    near: int | None = None


def found_by_hand(asked: MarkAsked, text: str) -> tuple[Found, str | None]:
    """What was found in the article's `text`, and what is to stand there, `None` if nobody knows.

    Raises `Refusal` if the words are not in the text, stand in several places, or nothing would change.
    """
    spans = locate(text, asked.words, asked.near)
    if not spans:
        raise Refusal("refused_words")
    if len(spans) > 1 and asked.near is None:
        raise Refusal("refused_places", count=len(spans))
    start, end = spans[0]
    code = CODES_BY_HAND[asked.kind]
    if asked.kind == "gap":
        return Found(end, end, code), _spaced(asked.text, text, end) if asked.text.strip() else None
    supplied = "" if asked.kind == "residue" else asked.text
    if supplied == text[start:end] or (asked.kind == "correction" and not supplied.strip()):
        raise Refusal("refused_correction")
    return Found(start, end, code, text[start:end]), supplied


def _spaced(typed: str, text: str, at: int) -> str:
    """The typed words with the blanks that they need at `at`."""
    before, after = text[at - 1 : at], text[at : at + 1]
    left = " " if before and not before.isspace() and typed[:1].isalnum() else ""
    right = " " if after.isalnum() and typed[-1:].isalnum() else ""
    return left + typed + right
