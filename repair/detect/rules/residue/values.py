"""Values that formats and programs carry, printed as text: pictures written as letters, objects of content systems (RE303), cells
guarded as formulas (RE304), patterns for singular and plural (RG111), and codes and bookmarks of word processors (RE303).

What else programs print is in `programs.py` and `converters.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.suspects.telling_marks import FIRST_COLON
from repair.detect.suspects.word_signs import FIELD_CODE
from repair.detect.technical import is_named
from repair.text.patterns import A_BLANK, late

__all__ = ["VALUES"]

_PICTURE: Final = r"data:[a-z]{3,12}/[\w.+-]{2,40};(?:charset=[\w-]{3,12};)?base64,[\w+/=]{8,}"
_CODED: Final = r"(?<!\S)(?:[A-Za-z0-9+/]{60,76}\n){0,20}[A-Za-z0-9+/]{38,4000}={1,2}(?!\S)"
"""A file as mails carry it."""
_MEDIA: Final = r"\[\[\{\"[^\n]{2,600}?\}\]\]|\[\[(?:nid|fid|media|node|inline):\d{1,9}(?:[:|][\w:|-]{0,80})?\]\]|\[(?:scald|image_assist|video_filter)[:=]\d{1,9}(?:[:|][\w:|-]{0,80})?\]"
_OBJECT: Final = r"(?<![\w:])(?:O:\d{1,3}:\"\w{1,60}\":\d{1,4}|a:\d{1,4}):\{[^\n]{0,600}?\}(?!\S)"
_PATTERN: Final = r"\{\w{1,30}, ?(?:plural|select|selectordinal),(?: ?[^{}\n]{0,60}\{[^{}\n]{0,120}\}){1,8} ?\}"
"""`{count, plural, one {# message} other {# messages}}`."""

# --- cells -----------------------------------------------------------------------------------------------------------

_GUARDED: Final = late(r"=\"(?<=\s=.)(?P<value>[\w.,/-]{1,40})\"(?=[\s.,;:)]|\Z)")


def _guarded(document: Document) -> Iterator[Sighting]:
    """`the number ="00451" whenever`: a value that a table's program was kept from reading as a number."""
    for match in _GUARDED.finditer(document.text):
        if document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(*match.span(), "RE304", "value-guarded", None, match["value"])


# --- lines -----------------------------------------------------------------------------------------------------------

_FENCE: Final = late(
    rf"(?m)^:{{3,12}}(?:{A_BLANK}?\{{[^{{}}\n]{{0,80}}\}}|{A_BLANK}?[a-z][\w-]{{1,30}}){{0,2}}{A_BLANK}*$"
)
_FENCES: Final = 6  # a text with more of them is written so


def _fences(document: Document) -> Iterator[Sighting]:
    """`::: {.note}` on a line of its own, as converters mark parts of a page."""
    found = list(_FENCE.finditer(document.text))
    if len(found) <= _FENCES:
        for match in found:
            if not is_named(document, match):
                yield Sighting(*match.span(), "RE303", "fence-left")


# --- word processors -------------------------------------------------------------------------------------------------

_BOOKMARK: Final = r"(?<!\w)_(?:Ref|Toc|Hlk|Hlt)\d{5,12}(?!\w)"
_CODE: Final = (
    rf"(?<!\w)(?:HYPERLINK{A_BLANK}(?:\\[lmnot]{A_BLANK})?\"[^\"\n]{{1,300}}\"(?:{A_BLANK}\\[lmnot](?:{A_BLANK}\"[^\"\n]{{0,80}}\")?)?"
    rf"|(?:PAGEREF|NOTEREF){A_BLANK}(?:_\w{{2,40}}(?:{A_BLANK}\\[hpfn]){{0,3}}|\w{{2,40}}(?:{A_BLANK}\\[hpfn]){{1,3}})|INCLUDEPICTURE{A_BLANK}\"[^\"\n]{{1,300}}\"(?:{A_BLANK}\\[a-z*]{{1,14}}){{0,3}}"
    rf"|SEQ{A_BLANK}\w{{2,20}}{A_BLANK}\\\*{A_BLANK}[A-Za-z]{{3,10}}|(?:DATE|TIME|CREATEDATE|SAVEDATE){A_BLANK}\\@{A_BLANK}\"[^\"\n]{{1,40}}\""
    rf"|MERGEFIELD{A_BLANK}\"?\w{{2,30}}\"?(?:{A_BLANK}\\\*{A_BLANK}MERGEFORMAT)?)"
)  # fmt: skip
"""What a word processor keeps behind a link, a reference to a page, a number of a caption or a date."""

VALUES: Final[dict[str, Detector]] = {
    "picture-coded": pattern_rule("picture-coded", "RE303", _PICTURE, needles=("/gif;", "/png;", "/jpeg;", "/jpg;", "/svg+xml;", "/webp;", "/pdf;"), unless=is_named, anywhere=True, prior=0.95),
    "file-coded": pattern_rule("file-coded", "RE303", _CODED, needles=("=",), unless=is_named, anywhere=True, prior=0.9),
    "media-token": pattern_rule("media-token", "RE303", _MEDIA, needles=("[",), unless=is_named, anywhere=True, prior=0.9),
    "object-serialized": pattern_rule("object-serialized", "RE304", _OBJECT, needles=(":{",), unless=is_named, anywhere=True, prior=0.9),
    "plural-pattern": pattern_rule("plural-pattern", "RG111", _PATTERN, needles=("{",), words=(1, 4), unless=is_named, anywhere=True, prior=0.85),
    "value-guarded": Detector(_guarded, needles=('="',), prior=0.85),
    "fence-left": Detector(_fences, frozenset([FIRST_COLON]), prior=0.8),
    "bookmark-left": pattern_rule("bookmark-left", "RE303", _BOOKMARK, needles=("_Ref", "_Toc", "_Hlk", "_Hlt"), unless=is_named, prior=0.9),
    "field-code": pattern_rule("field-code", "RE303", _CODE, sign=FIELD_CODE, unless=is_named, prior=0.9),
}  # fmt: skip
