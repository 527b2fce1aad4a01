"""The page that came with an article, in a field of its row or in a web archive, as the first of its references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from repair.collate import NAMED_SIMILARITY, OWN_PAGE, similarity
from repair.errors import InputError
from repair.read.copy import MAX_CHARS, OnError
from repair.read.nested import value_at
from repair.read.page_field import page_in_field
from repair.records import Article, Reference

if TYPE_CHECKING:
    from repair.collate import Finder

__all__ = ["RowPages"]


class RowPages:
    """A finder that gives each article the page that came with it, before what another finder has.

    That is the page of an archive from which the article was taken, or the one in its row: `html_field` names the field of a row that holds the page's HTML. A row may be without a page. A page that cannot be read goes to `on_error`, and the article is read without it. `found` counts the pages.
    """

    def __init__(
        self,
        html_field: str,
        finder: Finder | None = None,
        *,
        on_error: OnError,
        max_chars: int = MAX_CHARS,
    ) -> None:
        self._html_field: Final = html_field
        self._finder: Final = finder
        self._on_error: Final = on_error
        self._max_chars: Final = max_chars
        self.found = 0

    def find(self, article: Article, limit: int, min_similarity: float) -> list[tuple[Reference, float]]:
        """See `Finder.find`: the article's page comes first, if it has at least a little of the article."""
        found = self._finder.find(article, limit, min_similarity) if self._finder is not None else []
        page = self._page(article)
        if page is None:
            return found
        self.found += 1
        similar = similarity(article, page)
        if similar < min(NAMED_SIMILARITY, min_similarity):
            return found
        return [(page, similar), *found][:limit]

    def _page(self, article: Article) -> Reference | None:
        row = article.source.row
        html = article.html or (value_at(row.fields, self._html_field) if row is not None else None)
        if html is None or html == "":
            return None
        name = f"{article.id}{OWN_PAGE}"
        try:
            return page_in_field(
                html, name, url=article.url, date=article.date, max_chars=self._max_chars, article=article.text
            )
        except InputError as error:
            what = f"its page cannot be used: {error.what}"
            self._on_error(InputError(what, where=str(article.source), hint=error.hint))
            return None
