"""RJ204: an element inside a sentence that stands on a line of its own.

Many extractors set each element on a line. Where it stood behind a word that must have others behind it, and the
sentence goes on below it, both line breaks were blanks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.line_shapes import OPEN_END
from repair.detect.prefilter import word_before
from repair.text.patterns import late

__all__ = ["LINE_BREAKS"]

_ELEMENT: Final = 40  # code points; a link or a name is seldom longer
_GOES_ON: Final = late(r"[a-zß-öø-ÿ]|[,.;:)](?!\w)")


def _own_line(document: Document) -> Iterator[Sighting]:
    table, text, lines = document.language, document.text, document.lines
    if table is None:
        return
    for number in document.kinds.get(OPEN_END, ()):
        if number + 2 >= len(lines):
            continue
        above, element, below = lines[number : number + 3]
        if "blank" in (element.shape, below.shape):
            continue
        word = word_before(text, above.end)
        if word not in table.dangling:
            continue
        size = element.end - element.start
        # a line as long as those around it is one of a text that was wrapped
        if size > _ELEMENT or 2 * size > above.end - above.start or text[element.end - 1] in ".!?:;":
            continue
        if _GOES_ON.match(text, below.start):
            for start, end in ((above.end, element.start), (element.end, below.start)):
                yield Sighting(start, end, "RJ204", "own-line", fix=" " if text[end].isalnum() else "")


LINE_BREAKS: Final[dict[str, Detector]] = {
    # two places in 19 million characters of sound texts
    "own-line": Detector(_own_line, frozenset([OPEN_END]), prior=0.8),
}
