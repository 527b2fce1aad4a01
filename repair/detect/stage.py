"""The stage: an article in, an apparatus with open entries out.

It has two halves, because the rules can decide where a gap head has to read at all: `look` runs the rules and is quick;
`found` combines rules and gap head into one apparatus.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from repair.codes import CODES
from repair.config import Config
from repair.detect.combine import entries
from repair.detect.document import Document, Sighting
from repair.detect.language import language_of
from repair.detect.rules import sight
from repair.languages import LANGUAGES
from repair.records import Apparatus, Article, Signal

__all__ = ["Looked", "detect", "document_of", "found", "look"]


class Looked(Struct, frozen=True):
    """A document and what the rules see on it, in text order."""

    document: Document
    sightings: tuple[Sighting, ...]

    @property
    def suspected(self) -> tuple[int, ...]:
        """Offsets at which the rules suspect a gap, in text order: the edges of their spans."""
        places = {at for s in self.sightings if CODES[s.code].is_gap for at in (s.start, s.end)}
        return tuple(sorted(places))


def document_of(article: Article, language: str = "") -> Document:
    """The document of an article in `language`; if that is empty, in the article's own, or the one that its words show."""
    code = language or article.language or language_of(article.text)
    return Document.of(article if article.language == code else replace(article, language=code), LANGUAGES.get(code))


def look(article: Article, config: Config) -> Looked:
    """What the rules see in an article."""
    document = document_of(article, config.language)
    return Looked(document, tuple(sight(document)))


def found(looked: Looked, signals: Sequence[Signal] | None, config: Config) -> Apparatus:
    """The article's findings as open entries in text order, of confidence `config.floor` or more.

    `signals` is what a gap head says about the article; `None` if none has read it: then rules alone decide.
    """
    document = looked.document
    if not (looked.sightings or signals):
        return Apparatus(document.article)
    return Apparatus(document.article, tuple(entries(document, looked.sightings, signals, config.floor)))


def detect(article: Article, signals: Sequence[Signal] | None, config: Config) -> Apparatus:
    """Runs `look`, then `found`."""
    return found(look(article, config), signals, config)
