"""RG103: words without their vowel, whose apostrophe binds them to a word that is gone: `dell'.`, `l' mare`."""

from __future__ import annotations

from typing import Final

from repair.detect.document import Detector, Document
from repair.detect.rules.stranded.words import word_rule
from repair.detect.suspects.prefilter import word_before
from repair.text.patterns import A_BLANK, LETTER, late

__all__ = ["STRANDED_ELIDED"]


# before these letters nothing is elided, while a blank before a vowel may be all that is wrong
_NOT_ELIDED: Final = f"['’](?P<at>{A_BLANK}+)(?=[b-df-gj-np-tvxz]{LETTER})"
_LISTED: Final = late(r"(?<!\w)\w{1,4}, \w{1,4},? (?:o|ou|or|oder|of|e|et|y|and|und|en) \Z")
_LISTED_REACH: Final = 40  # code points
_NOTES: Final = frozenset("c d".split())
_NOTE_NAMES: Final = frozenset("nota note noten nota notas".split())


def _is_note(document: Document, end: int, word: str) -> bool:
    """Whether the letter and its apostrophe name a note, a point or a key: no elided word follows an article or a
    preposition so (`il d'`, `da c'`)."""
    table, before = document.language, word_before(document.text, end - len(word) - 1)
    if _LISTED.search(document.text, max(0, end - len(word) - _LISTED_REACH), end - len(word)):
        return True  # `le, la, les o l'`
    if table is None or word not in _NOTES:
        return False
    return before in table.articles | table.prepositions | _NOTE_NAMES


STRANDED_ELIDED: Final[dict[str, Detector]] = {
    "stranded-elided": word_rule(
        "stranded-elided", lambda t: t.elided, ",.;:)»”", "[,.;:)»”]", apart="'’", unless=_is_note
    ),
    "stranded-elided-blank": word_rule(
        "stranded-elided-blank", lambda t: t.elided, "'’", f"['’](?P<at>{A_BLANK})", unless=_is_note
    ),
    "stranded-elided-consonant": word_rule(
        "stranded-elided-consonant",
        lambda t: t.elided if t.elides else frozenset(),
        "'’",
        _NOT_ELIDED,
        unless=_is_note,
        prior=0.9,
    ),
}
