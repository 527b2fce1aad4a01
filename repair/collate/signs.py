"""Which side of the article's own marks the words of a reference belong on, and signs that it writes as words.

`costs € today` of an article is `costs € 5 today` of one copy and `costs 5 euros today` of another: the words stand behind
the sign there, and in its place here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from repair.collate.collation import Collation, Insertion
from repair.collate.marks import are_same, marks_between
from repair.records import Finding

__all__ = ["across_cells", "beside_marks", "over_named_sign", "stands_at"]

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
    speaking = [(c, i) for c, i in found if i.count]
    if not speaking:
        return finding
    article = speaking[0][0].article
    low, high = article.between(speaking[0][1].at)
    names = _NAMES.get(article.text[low:high].strip(), frozenset())
    if not all(c.there.words[i.last - 1] in names for c, i in speaking):
        return finding
    return replace(finding, start=low, end=high) if low <= finding.start <= finding.end <= high else finding


def beside_marks(finding: Finding, found: Sequence[tuple[Collation, Insertion]]) -> Finding:
    """The finding between those marks of the article between which all references have their words that have these marks
    too: that of `costs €` behind the sign, if they have `costs € 5`. It takes the blank before a mark along which they
    have right behind their words. Otherwise unchanged."""
    speaking = [(c, i) for c, i in found if i.count and c.joins(i)]
    if not speaking:
        return finding
    article = speaking[0][0].article
    low, high = article.between(speaking[0][1].at)
    mine = article.text[low:high]
    start, end = finding.start - low, finding.end - low
    if not 0 <= start <= end <= len(mine) or mine[start:end].strip():
        return finding
    around_words = [c.around(i) for c, i in speaking]
    slots = {marks_between(mine, *around) for around in around_words}
    if len(slots) > 1 or (slot := slots.pop()) is None:
        return finding
    first, stop = slot
    if "\n" in mine and (not first or stop == len(mine) or "\n" in mine[first:stop]):
        return finding  # the words stand in one line, between two of its marks, as in a cell of a table
    if not first <= start <= end <= stop:
        start, end = first, stop if stop - first > 1 and mine[first:stop].isspace() else first
    if start == end == first and all(after and not after[0].isspace() for _, after in around_words):
        end = stop
    return replace(finding, start=low + start, end=low + end)


def across_cells(collation: Collation, insertion: Insertion) -> bool:
    """Whether the words are from several cells of a table, and the article has only the bars of these cells there, in more
    than one line: put in at one place, the words would make a row of cells that nobody wrote."""
    low, high = collation.article.between(insertion.at)
    mine = collation.article.text[low:high]
    if not insertion.count or "|" not in mine or "\n" not in mine:
        return False
    return not are_same(mine, "".join(collation.around(insertion)))


def stands_at(finding: Finding, collation: Collation, insertion: Insertion) -> bool:
    """Whether the words of the reference stand where the finding is, as the marks of the article on its left or those on its
    right say; always where there are none."""
    low, high = collation.article.between(insertion.at)
    left, right = collation.article.text[low : finding.start], collation.article.text[finding.end : high]
    before, after = collation.around(insertion)
    return not (left + right).strip() or are_same(left, before) or are_same(right, after)
