"""RG106 and RG107 at the edges of the whole text, in every language: a last paragraph that is the only one without an end, and
a dash in place of a town.

`paragraph_edges.py` reads the words at a paragraph's edges; here the other lines say how the text begins and ends its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from unicodedata import category

from repair.detect.document import Detector, Document, Sighting
from repair.text.patterns import A_BLANK, LETTER, UPPER, late

__all__ = ["TEXT_EDGES"]

_ENDS: Final = tuple(".!?…。！？．؟۔।॥;»”\"'’)]」』）：:›>")
_DENSE: Final = late("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{4}")
"""Of scripts that say as much in a third of the letters."""
_FULL: Final = (40, 12)  # code points of a paragraph, and of one in such a script; what is shorter may be a heading
_LONG: Final = (70, 35)  # no heading is longer, but for some in manuals
_SMALL: Final = 3  # letters of a last word that nearly always goes on in others
_PARTICLES: Final = "をにはがのとでもへや"  # after which a Japanese sentence goes on
_SENTENCE: Final = late(r"[^\s\d.!?][.!?؟।…][»”\"]? \S|[。！？]\S")
_COMMA: Final = late(rf"[^\s\d,][,،、，] ?{LETTER}")
# an address, a tag, a label, a caption's path
_NO_SENTENCE: Final = late(r"[@|#/:_→©\d]|\w\.\w")


def _unended_text(document: Document) -> Iterator[Sighting]:
    """`The bridge, which opened in May, will be`: the last paragraph ends in a word, and all others end as sentences do."""
    text, end = document.text, len(document.text.rstrip())
    if not end or not _is_letter(text[end - 1]):
        return
    paragraphs = [line for line in document.lines if line.shape != "blank"]
    if (
        len(paragraphs) < 2
        or paragraphs[-1].shape not in ("prose", "headline")
        or not _is_cut(document, paragraphs[-1].start, end)
    ):
        return
    full = [one for one in paragraphs[:-1] if _is_full(text, one.start, one.end)]
    if full and all(text.endswith(_ENDS, one.start, one.end) for one in (*full, paragraphs[-2])):
        yield Sighting(end, end, "RG106", "unended-text")


def _is_letter(char: str) -> bool:
    """Whether the character belongs to a word; in some scripts marks of vowels do."""
    return char.isalpha() or category(char) in ("Mc", "Mn")


def _is_full(text: str, start: int, end: int) -> bool:
    dense = _DENSE.search(text, start, end) is not None
    return end - start >= _FULL[dense] or _SENTENCE.search(text, start, end) is not None


def _is_cut(document: Document, start: int, end: int) -> bool:
    """Whether the span, which ends in a word, is a paragraph of sentences and not a heading, a signature or a list of tags."""
    text, table = document.text, document.language
    last = text[max(start, end - 40) : end].split()[-1]
    capital = last[0].isupper() and not (table and table.capital_nouns)
    dense = _DENSE.search(text, start, end) is not None
    if capital or text[start].islower() or end - start < _FULL[dense] or _NO_SENTENCE.search(text, start, end):
        return False
    goes_on = text[end - 1] in _PARTICLES if dense else len(last) <= _SMALL
    plain = end - start >= _LONG[dense] or goes_on
    return plain or bool(_SENTENCE.search(text, start, end) or _COMMA.search(text, start, end))


# --- a text's beginning ----------------------------------------------------------------------------------------------

_DASHES: Final = ("–", "—", "-")
_AFTER_DATELINE: Final = late(f"[–—-]{A_BLANK}+{UPPER}")
_SPEAKS: Final = late(f"[–—-][^.\\n–—]*(?:[?!…]|{A_BLANK}[–—])")


def _lost_dateline(document: Document) -> Iterator[Sighting]:
    """A text that begins with a dash though none of its other lines does: the town before it was dropped. Not a dialogue, which
    asks, or sets off by more dashes what is said."""
    text = document.text
    first = document.beside(-1, 1)
    if first is None or not _AFTER_DATELINE.match(text, first.start) or _SPEAKS.match(text, first.start):
        return
    if not any(text.startswith(_DASHES, line.start) for line in document.lines if line.start > first.start):
        yield Sighting(first.start, first.start, "RG107", "lost-dateline")


TEXT_EDGES: Final[dict[str, Detector]] = {
    # on real pages 6 of 8 such ends; in 23 million characters of sound texts 14, most of them cut too
    "unended-text": Detector(_unended_text, prior=0.65),
    # all six such texts of real pages lack their dateline
    "lost-dateline": Detector(_lost_dateline, prior=0.7),
}
