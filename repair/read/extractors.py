"""Extractors: libraries that take the article's text from a page. Each is optional, and imported when it is used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from msgspec import Struct

from repair.errors import ConfigError, InputError, MissingExtra
from repair.extras import is_installed

__all__ = ["EXTRACTORS", "Extractor", "article_text", "require_extractor"]


class Extractor(Struct, frozen=True):
    """What installs a library, the modules that it needs, and the function that takes the text of an article from HTML."""

    install: str
    modules: tuple[str, ...]
    text_of: Callable[[str], str | None]

    @property
    def is_installed(self) -> bool:
        """Whether all its modules are there."""
        return all(map(is_installed, self.modules))


def _trafilatura(html: str) -> str | None:
    library: Any = import_module("trafilatura")
    text: str | None = library.extract(html, include_comments=False)
    return text


def _readability(html: str) -> str | None:
    library: Any = import_module("readability")
    return _shown(library.Document(html).summary(html_partial=True))


def _html2text(html: str) -> str | None:
    library: Any = import_module("html2text")
    parser = library.HTML2Text()
    parser.body_width = 0
    parser.ignore_links = parser.ignore_images = parser.ignore_emphasis = True
    text: str = parser.handle(html)
    return text


def _resiliparse(html: str) -> str | None:
    library: Any = import_module("resiliparse.extract.html2text")
    text: str = library.extract_plain_text(html, main_content=True, comments=False)
    return text


_CLEAN: Final = "lxml_html_clean"  # once a part of lxml

EXTRACTORS: Final[dict[str, Extractor]] = {
    "trafilatura": Extractor("'.[web]'", ("trafilatura", _CLEAN), _trafilatura),
    "readability": Extractor("readability-lxml lxml_html_clean", ("readability", _CLEAN), _readability),
    "resiliparse": Extractor("resiliparse", ("resiliparse",), _resiliparse),
    "html2text": Extractor("html2text", ("html2text",), _html2text),
}
"""Extractors by the names that users give."""


def require_extractor(name: str) -> None:
    """Raise `MissingExtra` if the library of the extractor is not installed, `ConfigError` if there is no such name."""
    if name not in EXTRACTORS:
        raise ConfigError(f"unknown extractor {name!r}", hint=f"use one of {', '.join(EXTRACTORS)}")
    extractor = EXTRACTORS[name]
    if not extractor.is_installed:
        missing = ", ".join(module for module in extractor.modules if not is_installed(module))
        what = f"the extractor {name} needs {missing}"
        raise MissingExtra(what, hint=f"pip install {extractor.install}, or name another with --extractor")


def article_text(name: str, html: str, where: str) -> str:
    """The text of the article on a page, empty if the extractor finds none. Raises `InputError` if it fails."""
    try:
        text = EXTRACTORS[name].text_of(html)
    except Exception as error:  # of a library that met a page it does not expect
        kind = type(error).__name__
        raise InputError(f"the extractor {name} failed: {kind}: {str(error)[:200]}", where=where) from None
    return (text or "").strip()


def _shown(html: str) -> str:
    """The text of HTML as a browser shows it."""
    from repair.read.page_field import page_in_field

    try:
        return page_in_field(html, "page").text if html.strip() else ""
    except InputError:  # without text
        return ""
