"""Prepositions that no conjunction joins to others: where one does, the noun between them was lost."""

from __future__ import annotations

from functools import lru_cache

from repair.languages.table import Language

__all__ = ["coordinated"]


@lru_cache(maxsize=64)
def coordinated(language: Language) -> dict[str, frozenset[str]]:
    """The prepositions that no conjunction joins to a preposition, by that one: itself, and for the one that names company those
    that name no other side of it (`con e di`)."""
    together = {word: frozenset([word]) for word in language.repeating}
    if language.company:
        company = together.get(language.company, frozenset()) | language.after_company
        together[language.company] = company
    return together
