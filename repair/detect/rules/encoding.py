"""Characters damaged on the way: mojibake (RE301), replacement and control characters (RE302), markup (RE303).

`ftfy` is asked only about the short runs that a cheap search suspects, and only such a run is ever replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches_from, pattern_rule
from repair.detect.prefilter import CONTROL, CONTROLS

__all__ = ["ENCODING"]

# what the second and later bytes of UTF-8 look like when read as Windows-1252 or Latin-1
_LATER: Final = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_SUSPECT: Final = re.compile(
    f"(?:[ÃÂÅÄÐÑÎÏØÙ][{_LATER}]|â€[{_LATER}]?|â[{_LATER}]{{2}}|ð[{_LATER}]{{2,3}}|ï[¿»][{_LATER}])+"
)
_LEADS: Final = "ÃÂÅÄÐÑÎÏØÙâðï"
_CONTROL: Final = f"[{CONTROLS}]"


@lru_cache(maxsize=4096)
def _decoded(run: str) -> str | None:
    """What the run was before it was decoded wrongly; `None` if it is not mojibake, or bytes of it are lost."""
    from ftfy import fix_encoding

    fixed: str = fix_encoding(run)
    return fixed if fixed != run and "\ufffd" not in fixed else None


def _suspects(document: Document) -> list[tuple[int, int, str | None]]:
    """Spans of runs that look decoded wrongly, and what they were."""
    found = matches_from(_SUSPECT, document, _LEADS)
    return [(match.start(), match.end(), _decoded(match[0])) for match in found]


def _mojibake(document: Document) -> Iterator[Sighting]:
    for start, end, fixed in document.once(_suspects):
        if fixed is not None:
            yield Sighting(start, end, "RE301", "mojibake", None, fixed)


def _mojibake_broken(document: Document) -> Iterator[Sighting]:
    """A run that has lost a byte: `â€` can be a dash, a quotation mark or an apostrophe, and no rule can say which."""
    for start, end, fixed in document.once(_suspects):
        if fixed is None and document.text.startswith("â€", start):
            yield Sighting(start, end, "RE301", "mojibake-broken")


_REFERENCE: Final = r"(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
# with its ampersand escaped, once or several times over
_ENTITY: Final = re.compile(rf"&(?:(?:amp|#0{{0,4}}38|#[xX]0{{0,4}}26);){{0,8}}{_REFERENCE}")
_ONE: Final = re.compile(f"&{_REFERENCE}")
_QUOTING: Final = frozenset("`\"'‘’“”«»")


def _entities(document: Document) -> Iterator[Sighting]:
    text = document.text
    for match in matches_from(_ENTITY, document, "&"):
        start, end = match.span()
        if text[start - 1 : start] in _QUOTING and text[end : end + 1] in _QUOTING:
            continue  # the text talks about the entity
        plain = _unescaped(match[0])
        if plain != match[0] and document.is_prose_at(start):
            yield Sighting(start, end, "RE303", "entity", None, plain)


def _unescaped(entity: str) -> str:
    """What the entity stands for, unescaped as often as it was escaped; the entity itself if its name is unknown."""
    from html import unescape  # loading its tables takes a while
    from html.entities import html5

    while (one := _ONE.match(entity)) and (one[0][1] == "#" or one[0][1:] in html5):
        entity = unescape(one[0]) + entity[one.end() :]
    return entity


_TAG: Final = re.compile(
    r"</?(?:p|br|div|span|a|strong|em|b|i|u|img|ul|ol|li|h[1-6]|table|tr|td|th|blockquote|script|style|iframe|figure"
    r"|figcaption|section|article|cite|sup|sub|small|font|hr|pre|code)(?:[\s/][^<>\n]{0,400})?>",
    re.IGNORECASE,
)


def _tags(document: Document) -> Iterator[Sighting]:
    text = document.text
    if ">" not in text:
        return
    for match in _TAG.finditer(text):
        if document.is_prose_at(match.start()):
            # a blank keeps two words apart that only the tag separated
            between = (
                text[match.start() - 1 : match.start()].isalnum() and text[match.end() : match.end() + 1].isalnum()
            )
            inline = re.match(r"</?(?:span|a|strong|em|b|i|u|font|cite|small)\b", match[0], re.IGNORECASE)
            yield Sighting(match.start(), match.end(), "RE303", "tag", None, " " if between and not inline else "")


ENCODING: Final[dict[str, Detector]] = {
    "mojibake": Detector(_mojibake, needles=tuple(_LEADS)),
    "mojibake-broken": Detector(_mojibake_broken, needles=("â",)),
    "replacement-character": pattern_rule(
        "replacement-character", "RE302", "\ufffd+", needles=("\ufffd",), anywhere=True
    ),
    # after the first character of a mojibake run, a control character is a byte of that run
    "control-character": pattern_rule(
        "control-character", "RE302", f"{_CONTROL}(?<![{_LEADS}€{_LATER}].){_CONTROL}*+",
        starts=CONTROL, fix="", anywhere=True,
    ),
    "stray-byte-order-mark": pattern_rule(
        "stray-byte-order-mark", "RE302", "\ufeff+(?<!^\ufeff)", needles=("\ufeff",), fix="", anywhere=True
    ),
    "entity": Detector(_entities, needles=("&",)),
    "tag": Detector(_tags, frozenset("<")),
}  # fmt: skip
