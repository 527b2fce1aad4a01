"""Turns values of a program into records: articles and references from strings, rows and records.

A text without a name is named by its place among the given texts, counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import PurePath
from typing import Any, TypeGuard

from repair.errors import ArgumentError, InputError
from repair.read.copy import MAX_CHARS, Opened, Settings, check_length
from repair.read.nested import words_at
from repair.records import Article, Reference

__all__ = ["ReferenceLike", "TextLike", "articles_of", "is_one", "page", "references_of"]

TextLike = str | Article | Mapping[str, Any]
"""An article: its text, a record, or a row with a `text` and perhaps `id`, `url` and `date`."""

ReferenceLike = str | Reference | Mapping[str, Any]
"""A reference: its text, a record (such as `page` makes), or a row with a `text` and perhaps `id`, `url` and `date`."""

_HINTS = {
    bytes: "decode it first: data.decode('utf-8')",
    PurePath: "a path names no text here; read the file first: path.read_text('utf-8')",
}


def is_one(value: object) -> TypeGuard[str | Article | Reference | Mapping[str, Any]]:
    """Whether this is one text, and not several."""
    return isinstance(value, str | Article | Reference | Mapping)


def articles_of(values: TextLike | Iterable[TextLike], *, max_chars: int = MAX_CHARS) -> Iterator[Article]:
    """The articles, in order, each made when it is asked for.

    Raises `ArgumentError` at once if `values` is neither a text nor an iterable, and later at an element that is no text.
    Raises `InputError` at a row without a text, and at a text of more than `max_chars` code points.
    """
    return (_article(value, name, max_chars) for value, name in _named(values, "text"))


def references_of(values: ReferenceLike | Iterable[ReferenceLike], *, max_chars: int = MAX_CHARS) -> list[Reference]:
    """The references, in order. Raises as `articles_of` does."""
    return [_reference(value, name, max_chars) for value, name in _named(values, "reference")]


def page(html: str | bytes, *, name: str = "page", url: str = "") -> Reference:
    r"""The raw HTML of an article's page as a reference: the text that a browser would show.

    `name` is the name that readings give as their source. `url` is the page's address, by default the one that the page
    declares; bytes are decoded as it declares. Raises `InputError` if the page holds no text, or cannot be parsed.

    >>> page("<p>The ferry leaves at <b>eight</b> from pier two.</p>").text
    'The ferry leaves at eight from pier two.'
    """
    if isinstance(html, str):
        html = b"\xef\xbb\xbf" + html.encode("utf-8", "replace")  # which outranks what the page declares
    elif not isinstance(html, bytes):
        raise _wrong(html, "a page is a str or bytes", name)
    from repair.read.html import read_html

    settings = Settings("text", None, "utf-8", MAX_CHARS, _raised)
    (copy,) = read_html(Opened(name, BytesIO(html)), settings)
    return Reference(name, copy.text, copy.elements, url or copy.url, copy.date)


def _raised(error: Exception) -> None:
    raise error


def _named(values: Any, noun: str) -> Iterator[tuple[Any, str]]:
    """Each value with the name that it gets if it has none of its own."""
    if is_one(values):
        return iter(((values, noun),))
    if isinstance(values, bytes | bytearray | PurePath) or not isinstance(values, Iterable):
        raise _wrong(values, f"give a {noun}, or an iterable of them")
    return ((value, f"{noun} {number}") for number, value in enumerate(values, 1))


def _article(value: object, name: str, max_chars: int) -> Article:
    match value:
        case Article():
            article = value
        case str():
            article = Article(name, value)
        case Mapping():
            url, date = _page_of(value)
            article = Article(_id(value, name), _text(value, name), url=url, date=date)
        case _:
            raise _wrong(value, "an article is a str, an Article, or a mapping with a text", name)
    check_length(len(article.text), max_chars, article.id, limit="max_chars")
    return article


def _reference(value: object, name: str, max_chars: int) -> Reference:
    match value:
        case Reference():
            reference = value
        case Article():
            reference = Reference(value.id, value.text, url=value.url, date=value.date)
        case str():
            reference = Reference(name, value)
        case Mapping():
            url, date = _page_of(value)
            reference = Reference(_id(value, name), _text(value, name), url=url, date=date)
        case _:
            raise _wrong(value, "a reference is a str, a Reference, or a mapping with a text", name)
    check_length(len(reference.text), max_chars, reference.name, limit="max_chars")
    return reference


def _page_of(row: Mapping[str, Any]) -> tuple[str, str]:
    """The address and the date of the row's page, as far as it has them."""
    return words_at(row, "url"), words_at(row, "date")


def _text(row: Mapping[str, Any], name: str) -> str:
    text = row.get("text")
    if isinstance(text, str):
        return text
    if "text" in row:
        raise InputError(f"its 'text' is of type {type(text).__name__}", where=name, hint="it must be a str")
    keys = ", ".join(repr(str(key)[:40]) for key in list(row)[:12]) or "nothing"
    raise InputError(
        f"it has no 'text'; it has {keys}", where=name, hint="give the text under that key, or the text alone"
    )


def _id(row: Mapping[str, Any], name: str) -> str:
    value = row.get("id")
    if value is None or value == "":
        return name
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise InputError(f"its 'id' is of type {type(value).__name__}", where=name, hint="it must be a str or a number")


def _wrong(value: object, what: str, where: str = "") -> ArgumentError:
    kind = type(value)
    hint = next((hint for known, hint in _HINTS.items() if issubclass(kind, known)), "")
    return ArgumentError(f"{what}, not of type {kind.__name__}", where=where, hint=hint)
