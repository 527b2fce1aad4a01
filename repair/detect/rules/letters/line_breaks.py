"""RJ204 and RG108: an element inside a sentence or a word that stands on a line of its own.

Many extractors set each element on a line. Where it stood behind a word that must have others behind it, and the
sentence goes on below it, both line breaks were blanks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.line_shapes import OPEN_END, Line
from repair.detect.suspects.prefilter import word_before
from repair.detect.vocabulary import lexicon
from repair.text.patterns import A_BLANK, LETTER, LOWER, late

__all__ = ["LINE_BREAKS"]

_ELEMENT: Final = 40  # code points; a link or a name is seldom longer
_PROMPTS: Final = "$>#"
_GOES_ON: Final = late(rf"{LOWER}|[,.;:)](?!\w)")


def _near(document: Document, number: int) -> tuple[Line, Line, Line] | None:
    """The line with the number and the next two with text, of which at most one blank line parts each; `None` if there are none."""
    lines = document.lines
    element = document.beside(number, 1, 2)
    if element is None:
        return None
    after = number + 1 + (lines[number + 1] is not element)
    below = document.beside(after, 1, 2)
    return (lines[number], element, below) if below else None


def _own_line(document: Document) -> Iterator[Sighting]:
    table, text = document.language, document.text
    if table is None:
        return
    for number in document.kinds.get(OPEN_END, ()):
        if word_before(text, document.lines[number].end) not in table.dangling:  # as most
            continue
        near = _near(document, number)
        if near is None:
            continue
        above, element, below = near
        size = element.end - element.start
        # a line as long as those around it is one of a text that was wrapped
        if size > _ELEMENT or 2 * size > above.end - above.start or text[element.end - 1] in ".!?:;":
            continue
        # a line of a shell is set apart on purpose
        if text[element.start] not in _PROMPTS and _GOES_ON.match(text, below.start):
            for start, end in ((above.end, element.start), (element.end, below.start)):
                yield Sighting(start, end, "RJ204", "own-line", fix=" " if text[end].isalnum() else "")


_FEW: Final = 2  # letters of a piece of a word


def _letter_line(document: Document) -> Iterator[Sighting]:
    """A letter in a line between two halves of its word, or behind a half: where an element was set around a letter."""
    known, text = lexicon(document), document.text
    lines = document.lines
    for number in document.kinds.get(OPEN_END, ()) if known else ():
        if number + 1 < len(lines) and lines[number + 1].end - lines[number + 1].start > _FEW:  # as most
            continue
        near = _near(document, number)
        if near is None or known is None:
            continue
        above, element, below = near
        letter = text[element.start : element.end]
        head, tail = word_before(text, above.end).lower(), _HEAD_OF_LINE.match(text, below.start)
        if len(letter) > _FEW or not (letter.isalpha() and letter.islower() and head and tail):
            continue
        left, right = known.is_common(head + letter), known.is_common(letter + tail[0])
        if known.is_common(head + letter + tail[0]) and not (known.knows(head) and known.knows(tail[0])):
            fixes = ("", "")
        elif left and not known.is_frequent(head):
            fixes = ("", " ")
        elif right and not known.is_frequent(tail[0]):
            fixes = (" ", "")
        else:
            continue
        yield Sighting(above.end, element.start, "RG108", "letter-line", None, fixes[0])
        yield Sighting(element.end, below.start, "RG108", "letter-line", None, fixes[1])


_HEAD_OF_LINE: Final = late(rf"{LOWER}+")


_JOINING: Final = "und|oder|bis|als|sowie|and|or|to|e|o|ed|et|ou|y|u|en|of|och|og|i|lub"
_BREAK_SIGN: Final = (
    rf"[¬⁃⸗](?<={LETTER}.){A_BLANK}?\n?{A_BLANK}?(?={LOWER})"
    rf"|‐(?<={LOWER}{{2}}.)(?:{A_BLANK}|{A_BLANK}?\n)(?!(?:{_JOINING})(?!\w))(?={LOWER}{{2}})"
)
"""`rinun¬ ciare`: the sign that readers of scanned pages write for a hyphen at a line's end."""


LINE_BREAKS: Final[dict[str, Detector]] = {
    # two places in 19 million characters of sound texts
    "own-line": Detector(_own_line, frozenset([OPEN_END]), prior=0.8),
    "letter-line": Detector(_letter_line, frozenset([OPEN_END]), prior=0.85),
    "break-sign": pattern_rule("break-sign", "RG108", _BREAK_SIGN, needles=("¬", "⁃", "⸗", "‐"), fix="", prior=0.9),
}
