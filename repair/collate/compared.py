"""The words of a reference that an article is compared with."""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from repair.records import Reference
from repair.text.page_part import part_around, part_of
from repair.text.tokens import Tokens, tokenize, tokenize_part

__all__ = ["compared_words"]

_SPAN: Final = attrgetter("start", "end")


def compared_words(article: str, reference: Reference) -> Tokens:
    """All words of a text; of a page those of the elements around the article."""
    text, elements = reference.text, reference.elements
    if not elements:
        return tokenize(text)
    return tokenize_part(text, *part_around(part_of(article, text), text, map(_SPAN, elements)))
