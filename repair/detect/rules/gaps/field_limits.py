"""Texts that are as long as a field can hold and end within a sentence (RG106), or in an ellipsis (RG109)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.line_shapes import Line
from repair.text.patterns import A_BLANK, LETTER, late

__all__ = ["FIELD_LIMITS", "SENTENCE_END"]

_ROUND: Final = (
    *(200, 250, 300, 350, 400, 500, 600, 800, 1000, 1200, 1500, 2000, 2500, 3000, 4000, 5000, 8000),
    *(10_000, 16_000, 20_000, 32_000),
)
_POWERS: Final = tuple(2**power for power in range(8, 17))
_LIMITS: Final = frozenset((*_ROUND, *_POWERS, *(power - 1 for power in _POWERS)))
"""Lengths of previews, database columns, cells of spreadsheets and form fields, in characters."""
_BYTES: Final = frozenset(limit - cut for limit in (*_POWERS, *(power - 1 for power in _POWERS)) for cut in range(4))
"""Lengths of fields in bytes of UTF-8; one may cut off up to three bytes of a character, which are then dropped."""
SENTENCE_END: Final = late(rf"{LETTER}{{2}}[.!?…][\"»”)]?\s")
"""The end of a sentence that others follow."""
_DOTS: Final = late(f"{A_BLANK}?(?:…|\\.{{3}})\\Z")


def _is_limit(*lengths: int) -> bool:
    return not _LIMITS.isdisjoint(lengths)


def _field_limit(document: Document) -> Iterator[Sighting]:
    """A text as long as a field can hold that ends within a sentence. The blank at which it was cut may be gone."""
    text = document.text.rstrip()
    if not text or not text[-1].isalnum():
        return
    whole = _is_limit(len(text), len(text) + 1, len(document.text))
    if not whole and not (len(text) <= max(_BYTES) and len(text.encode("utf-8", "replace")) in _BYTES):
        return
    line = document.beside(len(document.lines), -1)
    if line and line.shape == "prose" and SENTENCE_END.search(text) and not _may_end(document, line):
        yield Sighting(line.end, line.end, "RG106", "field-limit")


_SECTION: Final = late(rf"{LETTER}{{0,20}}\d{{1,3}}(?:\.\d{{1,3}})+\.? ")
_ADDRESS: Final = late(r"\S+@\S+\.\w+\Z|(?:https?:|www\.)\S+\Z")
_LAST_TOKEN: Final = 80  # code points
_SHORT: Final = 100  # code points; a longer line is no item of a list


def _may_end(document: Document, line: Line) -> bool:
    """Whether the last line may end without a mark: a heading with the number of its section, an address, or a short line
    below others that end so."""
    text = document.text
    if _SECTION.match(text, line.start) or _ADDRESS.search(text, max(line.start, line.end - _LAST_TOKEN), line.end):
        return True
    above = document.beside(document.line_at(line.start), -1)
    return above is not None and line.end - line.start < _SHORT and text[above.end - 1].isalpha()


def _preview_limit(document: Document) -> Iterator[Sighting]:
    """A text that ends in an ellipsis and is, with or without it, as long as a preview."""
    text = document.text.rstrip()
    dots = _DOTS.search(text, len(text) - 4) if text.endswith(("…", "...")) else None
    if dots is None or not text[dots.start() - 1 : dots.start()].isalnum():
        return
    if _is_limit(len(text), dots.start(), dots.start() + 1) and document.is_prose_at(dots.start()):
        yield Sighting(dots.start(), dots.end(), "RG109", "preview-limit")


FIELD_LIMITS: Final[dict[str, Detector]] = {
    "field-limit": Detector(_field_limit, prior=0.9),
    "preview-limit": Detector(_preview_limit, prior=0.9),
}
