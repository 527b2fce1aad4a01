"""A page in a field of a row: its HTML as text, or as bytes, which rows hold in base64."""

from __future__ import annotations

import base64
import binascii
from typing import Final

from repair.errors import InputError
from repair.read.copy import MAX_CHARS
from repair.read.html import decode_page, shown_text
from repair.records import Reference
from repair.text.page_part import part_around, part_of

__all__ = ["html_in_field", "page_in_field"]

_HEAD: Final = 4096


def page_in_field(
    value: object, name: str, *, url: str = "", date: str = "", max_chars: int = MAX_CHARS, article: str = ""
) -> Reference:
    """The page as a reference called `name`. `url` and `date` are what the row says of it, by default what the page
    says. If the text of the `article` that was made from it is given, the elements that stand far from it are left out.
    Raises `InputError`, with `name` as the place, if this is no page, or none that can be read."""
    if not isinstance(value, str):
        hint = "name the field that holds the page's HTML with --html-field"
        raise InputError(f"its page is no text ({type(value).__name__})", where=name, hint=hint)
    page = shown_text(html_in_field(value), name, max_chars)
    part = part_around(part_of(article, page.text), page.text, page.spans()) if article else (0, len(page.text))
    return Reference(name, page.text, page.elements(*part), url or page.url, date or page.date)


def html_in_field(value: str) -> str:
    """The page in a field, as text."""
    if "<" not in value[:_HEAD]:
        try:
            return decode_page(base64.b64decode(value, validate=True))
        except (binascii.Error, ValueError):
            pass  # text without markup
    return value.encode("utf-8", "replace").decode("utf-8")
