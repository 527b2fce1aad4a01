"""The stage: an article in, an apparatus with open entries out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from repair.config import Config
from repair.detect.combine import entries
from repair.detect.language import language_of
from repair.detect.page import Page
from repair.detect.rules import sight
from repair.languages import LANGUAGES
from repair.records import Apparatus, Article, Signal

__all__ = ["detect", "page_of"]


def page_of(article: Article, language: str = "") -> Page:
    """The page of an article in `language`, else in its own, else in the one that its words tell."""
    code = language or article.language or language_of(article.text)
    return Page.of(article if article.language == code else replace(article, language=code), LANGUAGES.get(code))


def detect(article: Article, signals: Sequence[Signal] | None, config: Config) -> Apparatus:
    """The article's findings as open entries in text order, of confidence `config.floor` or more.

    `signals` is what a gap head says of the article, `None` where none has read it: then rules alone decide.
    """
    page = page_of(article, config.language)
    return Apparatus(page.article, tuple(entries(page, sight(page), signals, config.floor)))
