"""Finite verbs in the past, told by their endings, and the prepositions that none of them follows.

Forms that are nouns or adverbs as well are left out, and so are prepositions that are nouns or pronouns as well.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["TENSES", "Tenses"]


class Tenses(NamedTuple):
    """What tells the finite verbs of a language."""

    prepositions: frozenset[str]
    endings: tuple[str, ...]
    """How regular forms of four letters or more end."""
    forms: frozenset[str]
    """Forms with other endings."""
    others: frozenset[str]
    """Words with such an ending that are no finite verbs."""


def _tenses(prepositions: str, endings: str, forms: str, others: str) -> Tenses:
    return Tenses(
        frozenset(prepositions.split()), tuple(endings.split()), frozenset(forms.split()), frozenset(others.split())
    )


TENSES: Final = {
    "de": _tenses(
        "von vom beim zum zur mit bei seit im am",
        "te",
        "kam ging gab nahm fand sprach schrieb erhielt bekam blieb hielt ließ lief rief trat verlor gewann begann starb",
        "heute bitte mitte seite hälfte konnte durfte wollte musste sollte mochte",
    ),
    "es": _tenses(
        "de del al con en por para desde hacia entre",
        "ó aron ieron jeron",
        "dijo hizo puso tuvo quiso pudo supo estuvo trajo",
        "dominó paletó bongó capó rondó landó buró plató rococó caló gigoló yoyó politburó",
    ),
    "it": _tenses(
        """di da in con per tra fra del dello della degli delle al allo alla ai agli alle dal dallo dalla dagli dalle
        nel nello nella negli nelle sul sullo sulla sui sugli sulle""",
        "ò ì arono irono erono",
        "disse scrisse fece rispose nacque vinse ebbe venne vide volle dissero fecero scrissero vennero vinsero",
        """però perciò sennò pagherò marò retrò sfottò falò oblò comò casinò rococò metrò gigolò paltò popò bordò cocò così lunedì martedì mercoledì giovedì
        venerdì mezzodì buondì bensì altresì giurì pipì colibrì costì tassì dandì perdì""",
    ),
    "pt": _tenses(
        "de do da dos das em na nas com por para pela pelas entre ao aos",
        "ou aram iram eram iu",
        """disse fez trouxe quis teve esteve leu morreu nasceu escreveu venceu perdeu recebeu respondeu defendeu
        prometeu""",
        "sou vou grou couscou psiu",
    ),
}
"""By the ISO 639-1 code of the language. French needs none: its past tense begins with a verb that the tables know."""
