"""Several finders as one: stores on disk beside references in memory."""

from __future__ import annotations

from collections.abc import Sequence

from repair.collate.index import Finder
from repair.collate.kinship import is_own_page
from repair.records import Article, Reference

__all__ = ["Finders"]


class Finders:
    """Asks each of its finders and returns the most similar copies of all, the article's own page first."""

    def __init__(self, finders: Sequence[Finder]) -> None:
        self._finders = tuple(finders)

    def find(self, article: Article, limit: int, min_similarity: float) -> list[tuple[Reference, float]]:
        """See `Finder.find`; a text that several finders have under one name is returned once."""
        found: dict[tuple[str, str], tuple[Reference, float]] = {}
        for finder in self._finders:
            for reference, similarity in finder.find(article, limit, min_similarity):
                found.setdefault((reference.name, reference.text), (reference, similarity))
        return sorted(found.values(), key=lambda f: (not is_own_page(article, f[0]), -f[1], f[0].name))[:limit]
