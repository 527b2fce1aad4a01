"""RG103: function words with nothing to govern, before blanks that stand where none belongs: before a mark, at a line break, doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, offsets
from repair.detect.line_shapes import BLANK_EDGE
from repair.detect.rules.stranded.named import ends_nothing
from repair.detect.rules.stranded.words import word_rule
from repair.detect.suspects.prefilter import BEFORE_MARK, word_before
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, late

__all__ = ["STRANDED_BESIDE_BLANKS"]

_CODE: Final = "RG103"


def _blank_rule(
    rule: str, words_of: Callable[[Language], frozenset[str]], marks: str, *, spaced: bool = False
) -> Detector:
    """The detector of words of a table before blanks and one of `marks`; the span is the blanks.

    A word with a capital in the table counts only so, others however they are written. A mark that the language sets off by a
    blank counts only with `spaced`: for words that can never stand before it.
    """

    def detect(document: Document) -> Iterator[Sighting]:
        if document.language is None:
            return
        words = words_of(document.language)
        sound = "" if spaced else document.spaced
        for start, end in document.blanks_before_marks:
            mark = document.text[end]
            if mark not in marks or mark in sound or ends_nothing(document.text, end):
                continue
            word = word_before(document.text, start)
            is_label = len(word) == 1 and word.isupper()
            if (word in words or word.lower() in words) and not is_label:
                yield Sighting(start, end, _CODE, rule)

    # on real pages 286 of 287 such places with one of `stranding`, 283 of 291 with one of `weak`; 10 places in sound texts
    return Detector(detect, frozenset([BEFORE_MARK]), prior=0.85)


_NEXT: Final = late(r"\w+")


def _links_nothing(document: Document, end: int, word: str) -> bool:
    """Whether the word after the blanks may follow the one that ends at `end`: it is no word that links others."""
    table, match = document.language, _NEXT.search(document.text, end)
    if table is None or match is None:
        return True
    links = table.coordinating | (
        table.after_prepositions if word.lower() in table.prepositions else table.after_articles
    )
    return match[0] not in links or f"{word} {match[0]}".lower() in table.sound_pairs


_BREAK: Final = late(f"{A_BLANK}*\n[{BLANK}\t]*")


def _stranded_break(document: Document) -> Iterator[Sighting]:
    """A word of the table before a line break with a blank beside it and a small letter or a mark after it, in a line that
    goes on: the source's own line break, and the blanks around a dropped element."""
    table, text = document.language, document.text
    if table is None or document.has_blanks_at_breaks:
        return
    words = table.dangling
    for at in offsets(text, (" \n", "\n ")):
        match = _BREAK.match(text, at)
        if match is None or len(match[0]) > 8:
            continue
        start, end = match.span()
        indent = match[0].rpartition("\n")[2]
        if len(indent) > 1 and text.startswith(indent, text.rfind("\n", 0, start) + 1):
            continue  # an indented paragraph that is wrapped
        if word_before(text, start) in words and text[end : end + 1].islower() and document.is_prose_at(start):
            yield Sighting(start, end, _CODE, "stranded-break")


STRANDED_BESIDE_BLANKS: Final[dict[str, Detector]] = {
    "stranded-blank": _blank_rule("stranded-blank", lambda t: t.stranding, ",.;)", spaced=True),
    "stranded-blank-colon": _blank_rule("stranded-blank-colon", lambda t: t.stranding, ":"),
    "stranded-opening-blank": _blank_rule(
        "stranded-opening-blank", lambda t: frozenset(map(str.capitalize, t.opening)), ","
    ),
    "stranded-weak-blank": _blank_rule("stranded-weak-blank", lambda t: t.weak | t.joining, ",.;:)"),
    "stranded-break": Detector(_stranded_break, frozenset([BLANK_EDGE]), prior=0.6),
    "stranded-sign": word_rule(
        "stranded-sign",
        lambda t: t.dangling,
        " ",
        f'(?P<at>{A_BLANK}{{2,}}+)(?=[–—/&+→-]|\\*(?![\\w*"“«]))',
        prior=0.6,
    ),
    "stranded-doubled-blank": word_rule(
        "stranded-doubled-blank", lambda t: t.dangling, " ", f"(?P<at>{A_BLANK}{{2,}}+)(?=\\w)"
    ),
    # on real pages 107 of 108 such places, and none on sound ones
    "stranded-doubled-blank-link": word_rule(
        "stranded-doubled-blank-link",
        lambda t: t.articles | t.prepositions | t.determiners,
        " ",
        f"(?P<at>{A_BLANK}{{2,}}+)(?=\\w)",
        unless=_links_nothing,
        prior=0.95,
    ),
}
