"""Signs that a reference writes as words: `costs €` of an article is `costs 5 euros` of its copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from repair.collate.readings import Collation, Insertion
from repair.records import Finding

__all__ = ["over_named_sign"]

# The last words of their names, as they are compared.
_NAMES: Final = {
    "€": frozenset(("euro", "euros")),
    "$": frozenset(("dollar", "dollars", "dollaro", "dollari", "dólar", "dólares")),
    "£": frozenset(
        ("pound", "pounds", "pfund", "sterlina", "sterline", "sterling", "livre", "livres", "libra", "libras")
    ),
    "%": frozenset(("percent", "cent", "prozent", "cento", "ciento")),
    "°": frozenset(("degree", "degrees", "grad", "grado", "gradi", "grados", "grau", "graus", "degré", "degrés")),
}


def over_named_sign(finding: Finding, found: Sequence[tuple[Collation, Insertion]]) -> Finding:
    """The finding with a span that holds the sign at its place, if nothing else stands there between two words and all
    references that have words there end them with its name: their words then take the place of the sign."""
    speaking = [(c, i) for c, i in found if i.first < i.last]
    if not speaking:
        return finding
    article = speaking[0][0].article
    low, high = article.between(speaking[0][1].at)
    names = _NAMES.get(article.text[low:high].strip(), frozenset())
    if not all(c.there.words[i.last - 1] in names for c, i in speaking):
        return finding
    return replace(finding, start=low, end=high) if low <= finding.start <= finding.end <= high else finding
