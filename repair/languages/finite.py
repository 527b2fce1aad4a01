"""Finite verbs that no sentence begins with in a small letter: auxiliaries, and the pronouns that stand before verbs."""

from __future__ import annotations

from typing import Final

__all__ = ["FINITE"]

FINITE: Final = {
    code: frozenset(words.split())
    for code, words in {
        "de": "ist sind war waren hat haben hatte hatten wird wurde wurden kann",
        "en": "is are was were has have had will would",
        "es": "es son era eran fue fueron ha han había está están estaba tiene puede será",
        "fr": "est sont était étaient fut furent a ont avait avaient sera seront peut doit se ne",
        "it": "è sono era erano fu furono ha hanno aveva avevano sarà saranno viene venne",
        "nl": "is zijn was waren heeft hebben had werd werden wordt",
        "pt": "é são era eram foi foram está estão estava pode será",
    }.items()
}
"""By the ISO 639-1 code of the language."""
