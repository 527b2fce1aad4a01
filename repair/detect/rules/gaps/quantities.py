"""Quantities that must have an amount before a unit or a period (`at the age of years`), and those that need none."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language

__all__ = ["has_amount"]

_LASTING: Final = frozenset(
    "age âge alter dauer duración duration duração durata durée duur edad età idade leeftijd".split()
)
_SUMS: Final = frozenset("average massimo maximum media média minimo minimum moyenne total totale".split())


def has_amount(table: Language, quantity: str, second: str) -> bool:
    """Whether the quantity must have an amount before the second word. A sum may be one of units or periods (`the total of
    hours worked`), and anything but an age or a duration may be one of periods (`the price of years of war`)."""
    if quantity not in table.quantities:
        return False
    if second in table.periods:
        return quantity in _LASTING
    return second not in table.units or quantity not in _SUMS
