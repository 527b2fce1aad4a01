"""RG106: a line that is a single function word: what stood on both its sides is gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.line_shapes import OPEN_END
from repair.languages.table import Language
from repair.text.patterns import BLANK

__all__ = ["LONE_WORDS"]

_NONE: Final = frozenset("keine keiner geen".split())
"""Those that say by themselves that there is none, as an item of a menu does."""
_NEXT: Final = 40  # code points in which the next line begins


def _lone_word(document: Document) -> Iterator[Sighting]:
    """A line that is a single function word: what stood on both its sides is gone."""
    table = document.language
    if table is None or document.is_one_word:
        return
    for line in document.lines_of(OPEN_END):
        word = document.text[line.start : line.end].lower()
        if len(word) < 2 or word not in table.stranding | table.joining | table.leaning | table.determiners - _NONE:
            continue
        below = document.text[line.end : line.end + _NEXT].lstrip(BLANK)
        apart = below.startswith("\n\n")
        may_go_on = (
            below.lstrip()[:1].islower()
            or below.lstrip()[:1].isdigit()
            or (table.capital_nouns and word in table.determiners and not apart)
        )
        if word in table.coordinating or (may_go_on and not _is_lone(below, table)):
            continue  # the word stands between two headings, or the sentence goes on in the next line
        if f"{word} " in table.bylines and not apart:
            continue  # above an author's name
        yield Sighting(line.end, line.end, "RG106", "lone-function-word")


def _is_lone(below: str, table: Language) -> bool:
    """Whether the next line is such a word as well, which an earlier one cannot govern."""
    word, _, rest = below.strip().partition("\n")
    return bool(rest) and word.lower() in table.articles | table.determiners


LONE_WORDS: Final[dict[str, Detector]] = {
    "lone-function-word": Detector(_lone_word, frozenset([OPEN_END]), prior=0.6),
}
