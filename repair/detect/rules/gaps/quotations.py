"""Quotation marks that became other signs (RE305, RE301): question marks on both sides of what is quoted, and the letters that old
Macintosh computers have under their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches
from repair.text.patterns import A_BLANK, LETTER, LOWER, late

__all__ = ["QUOTATIONS"]


_OPENS: Final = rf"(?P<open>\?)(?<={A_BLANK}\?)(?={LETTER})"
_CLOSES: Final = rf"[^\W_.!,…](?P<close>[?])(?={A_BLANK}{LOWER}|[,.;:)](?:\s|\Z))"
_ASKED: Final = late(rf"{_OPENS}[^?\n=&/]{{1,120}}?{_CLOSES}")
_BEFORE: Final = late(rf"(?:[^\W_]|[,:;.»”]){A_BLANK}\Z")


def _questions_for_quotes(document: Document) -> Iterator[Sighting]:
    """`it was ?a mistake? and left`: a question mark before a word opens something."""
    text = document.text
    for match in matches(_ASKED, document, "?"):
        at = match.start()
        if _BEFORE.search(text[max(0, at - 2) : at]) and document.is_prose_at(at):
            yield Sighting(*match.span("open"), "RE305", "question-for-quotation", None, "“")
            yield Sighting(*match.span("close"), "RE305", "question-for-quotation", None, "”")


_MARKS: Final = {"Õ": "’", "Ò": "“", "Ó": "”", "Ô": "‘"}
_APOSTROPHE: Final = late(rf"Õ(?<={LOWER}Õ)(?={LOWER})|Õ(?<=(?<!\w)[DLSCMNTdlscmnt]Õ)(?={LOWER})")
_QUOTED: Final = late(r"(?P<open>Ò)(?<!\w.)(?=\w)[^ÒÓ\n]{1,300}?(?<=[\w,.!?…])(?P<close>Ó)(?!\w)")


def _letters_for_quotes(document: Document) -> Iterator[Sighting]:
    """`lÕestate`, `ÒaddioÓ`."""
    text = document.text
    for match in _APOSTROPHE.finditer(text) if "Õ" in text else ():
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span(), "RE301", "letter-for-quotation", None, _MARKS["Õ"])
    for match in _QUOTED.finditer(text) if "Ò" in text else ():
        if document.is_prose_at(match.start()):
            for side in ("open", "close"):
                yield Sighting(*match.span(side), "RE301", "letter-for-quotation", None, _MARKS[match[side]])


QUOTATIONS: Final[dict[str, Detector]] = {
    "question-for-quotation": Detector(_questions_for_quotes, frozenset("?"), prior=0.8),
    "letter-for-quotation": Detector(_letters_for_quotes, needles=("Õ", "Ò"), prior=0.85),
}
