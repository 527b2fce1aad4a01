"""The stage: an article in, an apparatus with open entries out.

It has two halves, because the rules can decide where a gap head has to read at all: `look_each` runs the rules and is
quick; `found` combines rules and gap head into one apparatus. Of an article in a markup language both read the prose, and
the spans that `found` gives are those of the source.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from repair.codes import CODES
from repair.config import Config
from repair.detect.data import is_data
from repair.detect.document import Document, Sighting
from repair.detect.in_markup import in_source, is_about_prose, is_prose, sighting_in_source
from repair.detect.language import language_of
from repair.detect.rules import sight_each
from repair.detect.weighing.combine import entries
from repair.detect.weighing.weigh import JOINT_TABLE
from repair.languages import LANGUAGES
from repair.markup import MARKUPS, NO_PROSE, SOURCE_CODE, Prose, is_rst
from repair.records import Apparatus, Article, Signal

__all__ = ["Looked", "detect", "document_of", "found", "is_without_prose", "look", "look_each"]


class Looked(Struct, frozen=True):
    """An article, the document that the rules read, and what they see on it, in text order. The document is the article's
    text, or its prose if it is in a markup language."""

    article: Article
    document: Document
    sightings: tuple[Sighting, ...]
    prose: Prose | None = None

    @property
    def suspected(self) -> tuple[int, ...]:
        """Offsets at which the rules suspect a gap, in text order: the edges of their spans."""
        places = {at for s in self.sightings if CODES[s.code].is_gap for at in (s.start, s.end)}
        return tuple(sorted(places))

    @property
    def in_source(self) -> tuple[Sighting, ...]:
        """What the rules see, with the spans that it has in the article."""
        prose = self.prose
        return self.sightings if prose is None else tuple(sighting_in_source(s, prose) for s in self.sightings)


def document_of(article: Article, language: str = "") -> Document:
    """The document of an article in `language`; if that is empty, in the article's own, or the one that its words show."""
    article = _in_language(article, article.text, language)
    return Document.of(article, LANGUAGES.get(article.language))


def _in_language(article: Article, text: str, language: str) -> Article:
    code = language or article.language or language_of(text)
    return article if article.language == code else replace(article, language=code)


def is_without_prose(article: Article, config: Config) -> bool:
    """Whether an article in no markup language is code or data; `markup` must be `auto`, so that a user can have it read."""
    if config.markup != "auto":
        return False
    if article.markup == SOURCE_CODE:
        return True
    return is_data(article.text) and not _markup_of(article, config)  # in this order, since hardly any text is data


def _markup_of(article: Article, config: Config) -> str:
    """The name of an article's markup language, empty if it is in none. Where the name of the file says nothing, the text
    itself may show that it is in reStructuredText."""
    if config.markup != "auto":
        return "" if config.markup == "none" else config.markup
    if article.markup == SOURCE_CODE:
        return ""
    return article.markup or ("rst" if is_rst(article.text) else "")


def _prose_of(article: Article, config: Config) -> Prose | None:
    """The prose of an article in a markup language; that of code and data is empty. `None` if all of its text is prose."""
    if markup := _markup_of(article, config):
        return MARKUPS[markup](article.text)
    return NO_PROSE if is_without_prose(article, config) else None


def look(article: Article, config: Config) -> Looked:
    """What the rules see in an article, or in its prose if it is in a markup language."""
    return look_each([article], config)[0]


def look_each(articles: Sequence[Article], config: Config) -> list[Looked]:
    """What `look` gives for each of some articles, in less time, see `sight_each`."""
    opened = [_opened(article, config) for article in articles]
    seen = sight_each([looked.document for looked in opened])
    return [_with_sightings(looked, some) if some else looked for looked, some in zip(opened, seen, strict=True)]


def _opened(article: Article, config: Config) -> Looked:
    """The document of an article, before any rule looks at it."""
    prose = _prose_of(article, config)
    if prose is None:
        document = document_of(article, config.language)
        return Looked(document.article, document, ())
    article = _in_language(article, prose.text, config.language)
    document = Document.of(replace(article, text=prose.text), LANGUAGES.get(article.language), blocks=prose.blocks)
    return Looked(article, document, (), prose)


def _with_sightings(looked: Looked, seen: Sequence[Sighting]) -> Looked:
    if (prose := looked.prose) is not None:
        seen = [s for s in seen if is_prose(s, looked.document, prose, looked.article.text)]
    return replace(looked, sightings=tuple(seen))


def found(looked: Looked, signals: Sequence[Signal] | None, config: Config, by: str = JOINT_TABLE) -> Apparatus:
    """The article's findings as open entries in text order, of confidence `config.floor` or more.

    `signals` is what a gap head says about the document; `None` if none has read it: then rules alone decide.
    `by` names the table that weighs what it says.
    """
    document, prose = looked.document, looked.prose
    if prose is not None and signals:
        signals = [signal for signal in signals if is_about_prose(signal, document, prose)]
    if not (looked.sightings or signals):
        return Apparatus(looked.article)
    seen = tuple(entries(document, looked.sightings, signals, config.floor, by))
    return Apparatus(looked.article, seen if prose is None else in_source(seen, prose, config.floor))


def detect(article: Article, signals: Sequence[Signal] | None, config: Config) -> Apparatus:
    """Runs `look`, then `found`."""
    return found(look(article, config), signals, config)
