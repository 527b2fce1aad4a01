"""Facts of the data that a check counts: rows without text, empty texts and files, images, ids that were given already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from repair.errors import DataFact, InputError, NoText, OtherFile
from repair.read.html import no_page_text
from repair.records import Apparatus, Article
from repair.text.counted import counted

if TYPE_CHECKING:
    from repair.cli.messages import Report

__all__ = ["Facts"]


class _EmptyText(DataFact):
    """A row or a file has a text of blanks alone."""

    one, many = "text without a word", "texts without a word"


class _Seen(Struct):
    first: DataFact
    count: int = 0


class Facts:
    """Counts facts of the data and reports each kind once, at the end; with `strict`, each is an error. A file that is no
    text is a fact in a folder or a glob, and an error if it is `named`."""

    def __init__(self, report: Report, *, strict: bool, named: Iterable[str]) -> None:
        self._report = report
        self._named = frozenset(named)
        self._seen: dict[type[DataFact], _Seen] = {}
        self._textless: dict[str, _Seen] = {}
        self._textful: set[str] = set()
        if not strict:
            report.takes = self._take

    def _take(self, fact: DataFact) -> bool:
        if isinstance(fact, OtherFile) and fact.where in self._named:
            return False
        seen = self._seen.setdefault(type(fact), _Seen(fact))
        seen.count += 1
        if isinstance(fact, NoText):
            self._textless.setdefault(_file(fact), _Seen(fact)).count += 1
        return True

    def noted(self, articles: Iterable[Article]) -> Iterator[Article]:
        """The same articles; texts without a word are counted, and files with any text are noted."""
        with_text = ""
        for article in articles:
            path = article.source.path
            if path != with_text:
                with_text = path
                self._textful.add(path)
            if not article.text.strip("\ufeff \t\r\n"):
                self._report.error(_EmptyText("has no word in its text", where=str(article.source) or article.id))
            yield article

    def shown(self, apparatuses: Iterable[Apparatus]) -> Iterator[Apparatus]:
        """The same apparatuses; pages that show no word are counted."""
        for apparatus in apparatuses:
            article = apparatus.article
            # the language is known by the words that the page shows
            if article.markup == "html" and not (article.language or apparatus.entries) and article.text.strip():
                self._report.error(no_page_text(str(article.source)))
            yield apparatus

    def judged(self, apparatuses: Iterable[Apparatus]) -> Iterator[Apparatus]:
        """The same apparatuses. After them, a file in which no row at all has a text is an error: its field has another
        name."""
        yield from apparatuses
        for path, seen in self._textless.items():
            if path not in self._textful:
                what = f"none of its {counted(seen.count, 'row')} has a text: {seen.first.what}"
                self._report.error(InputError(what, where=path, hint=seen.first.hint))
                self._seen[NoText].count -= seen.count

    def report_counts(self) -> None:
        """Print the counts."""
        for kind, seen in self._seen.items():
            if seen.count:
                how_many = counted(seen.count, kind.one, kind.many)
                self._report.notice(f"{how_many}; the first: {seen.first.where}: {seen.first.what}")


def _file(error: DataFact) -> str:
    return error.where.rpartition(":")[0]
