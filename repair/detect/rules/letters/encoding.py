"""Characters damaged on the way: mojibake (RE301), replacement and control characters (RE302), markup (RE303).

`ftfy` is asked only about the short runs that a cheap search suspects, and only such a run is ever replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from repair.detect.document import (
    ESCAPED_BLANK,
    Detector,
    Document,
    Sighting,
    matches_from,
    offsets,
    pattern_rule,
    within,
)
from repair.detect.suspects.prefilter import CONTROL, CONTROLS, ENTITIES, ENTITY, LATER, LEADS, MOJIBAKE, WIDE_LEADS
from repair.detect.technical import is_named_at
from repair.text.patterns import BLANK, LETTER, any_of, late

__all__ = ["ENCODING", "bare_entity"]

_SUSPECT: Final = late(f"(?:[ÃÂÅÄÐÑÎÏØÙ][{LATER}]|â€[{LATER}]?|â[{LATER}]{{2}}|ð[{LATER}]{{2,3}}|ï[¿»][{LATER}])+")
_WIDE: Final = late(f"(?:[{WIDE_LEADS}][{LATER}]{{2}}){{2,}}")
_CONTROL: Final = f"[{CONTROLS}]"


@lru_cache(maxsize=4096)
def _decoded(run: str) -> str | None:
    """What the run was before it was decoded wrongly; `None` if it is not mojibake, or bytes of it are lost."""
    from ftfy import fix_encoding

    fixed: str = fix_encoding(run)
    return fixed if fixed != run and "\ufffd" not in fixed else None


def _suspects(document: Document) -> list[tuple[int, int, str | None]]:
    """Spans of runs that look decoded wrongly, and what they were."""
    found = chain(matches_from(_SUSPECT, document, LEADS), matches_from(_WIDE, document, WIDE_LEADS))
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


_TAG_NAMES: Final = (
    "p|br|div|span|a|strong|em|b|i|u|img|ul|ol|li|h[1-6]|table|tr|td|th|blockquote|script|style|iframe|figure"
    "|figcaption|section|article|cite|sup|sub|small|font|hr|pre|code"
)
_REFERENCE: Final = r"(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
# with its ampersand escaped, once or several times over
_ENTITY: Final = late(rf"&(?:(?:amp|#0{{0,4}}38|#[xX]0{{0,4}}26);){{0,8}}{_REFERENCE}")
_ONE: Final = late(f"&{_REFERENCE}")


# a tag with its brackets escaped: mended one by one, the entities would make a tag
_ESCAPED_TAG: Final = late(
    rf"&(?:amp;){{0,8}}lt;/?(?:{_TAG_NAMES})(?:[\s/](?:(?!&(?:amp;){{0,8}}[lg]t;)[^\n]){{0,400}})?&(?:amp;){{0,8}}gt;",
    re.IGNORECASE,
)


def _tag_spans(document: Document) -> list[tuple[int, int]]:
    """Spans of the escaped tags."""
    if "gt;" not in document.text:
        return []
    return [match.span() for match in matches_from(_ESCAPED_TAG, document, "&")]


def _escaped_tags(document: Document) -> Iterator[Sighting]:
    """`&lt;p&gt;`: a tag that was escaped. Its mending takes it away, as that of any tag left over."""
    text = document.text
    if "lt;" not in text:
        return
    for start, end in document.once(_tag_spans):
        if document.is_prose_at(start) and not _is_mentioned(document, start, end):
            yield Sighting(
                start, end, "RE303", "escaped-tag", None, _instead(text, start, end, _unescaped_all(text[start:end]))
            )


_NAMED: Final = late(r"\bentit(?:y|ies|à|és?|ät(?:en)?)\b[^\n.]*\Z|\bentidad(?:es)?\b[^\n.]*\Z", re.I)
_NAMED_WITHIN: Final = 120  # code points of a sentence that names what stands in it


def _is_mentioned(document: Document, start: int, end: int) -> bool:
    """Whether the text talks about the markup that stands at the span."""
    if is_named_at(document, start, end):
        return True
    return _NAMED.search(document.text, max(0, start - _NAMED_WITHIN), start) is not None


_BLANKS: Final = frozenset(BLANK)
_EDGES: Final = frozenset(("", "\n", "\r", "\t", *BLANK))
_BLANK_BEFORE: Final = late(f"{ESCAPED_BLANK}\\Z")


def _entities(document: Document) -> Iterator[Sighting]:
    tags = document.once(_tag_spans)
    for match in matches_from(_ENTITY, document, "&"):
        start, end = match.span()
        if within(tags, start) or _is_mentioned(document, start, end):
            continue
        plain = _unescaped(match[0])
        if plain != match[0] and document.is_prose_at(start):
            yield Sighting(start, end, "RE303", "entity", None, _single(document.text, start, end, plain))


def _single(text: str, start: int, end: int, plain: str) -> str:
    """What an entity stands for; nothing if that is a blank beside another or at the edge of a line."""
    if plain not in _BLANKS:
        return plain
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    beside = before in _EDGES or after in _EDGES or _BLANK_BEFORE.search(text, max(0, start - 8), start) is not None
    return "" if beside else plain


def _unescaped_all(text: str) -> str:
    return _ENTITY.sub(lambda match: _unescaped(match[0]), text)


def _unescaped(entity: str) -> str:
    """What the entity stands for, unescaped as often as it was escaped; the entity itself if its name is unknown."""
    from html import unescape  # loading its tables takes a while
    from html.entities import html5

    while (one := _ONE.match(entity)) and (one[0][1] == "#" or one[0][1:] in html5):
        entity = unescape(one[0]) + entity[one.end() :]
    return entity


_TAG: Final = late(f"</?(?:{_TAG_NAMES})(?:[\\s/][^<>\\n]{{0,400}})?>", re.IGNORECASE)
_INLINE: Final = late(r"</?(?:span|a|strong|em|b|i|u|font|cite|small)\b", re.IGNORECASE)


def _instead(text: str, start: int, end: int, tag: str) -> str:
    """What takes the tag's place: a blank where it alone keeps two words apart, else nothing."""
    between = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
    return " " if between and not _INLINE.match(tag) else ""


def _tags(document: Document) -> Iterator[Sighting]:
    text = document.text
    if ">" not in text:
        return
    for match in _TAG.finditer(text):
        start, end = match.span()
        if document.is_prose_at(start) and not _is_mentioned(document, start, end):
            yield Sighting(start, end, "RE303", "tag", None, _instead(text, start, end, match[0]))


_PLAIN_LETTER: Final = "[^\\W\\d_\u0590-\u1cff\ua000-\uffff]"  # of scripts that need no joiners
_ZERO_WIDTH: Final = "\u200b\u200c\u2060"
_BIDI: Final = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_RIGHT_TO_LEFT: Final = late("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def _runs_right_to_left(document: Document) -> bool:
    return _RIGHT_TO_LEFT.search(document.text) is not None


_LIGATURES: Final = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


def _ligatures_left(document: Document) -> Iterator[Sighting]:
    """`oﬃce`: one sign for several letters, within a word."""
    text = document.text
    for at in offsets(text, _LIGATURES):
        if (text[at - 1 : at].isalpha() or text[at + 1 : at + 2].isalpha()) and document.is_prose_at(at):
            yield Sighting(at, at + 1, "RE305", "ligature-left", None, _LIGATURES[text[at]])


_SOFT_HYPHEN: Final = late(f"\u00ad(?<={_PLAIN_LETTER}\u00ad)\u00ad*+(?={_PLAIN_LETTER})")
_HYPHENATED: Final = 12  # soft hyphens of a page that hyphenates its text


def _soft_hyphens(document: Document) -> Iterator[Sighting]:
    """`com·missione` with a soft hyphen for the dot; the first alone in a text that has them throughout, as a setting."""
    found = [match for match in _SOFT_HYPHEN.finditer(document.text) if document.is_prose_at(match.start())]
    for match in found if len(found) < _HYPHENATED else found[:1]:
        yield Sighting(*match.span(), "RE302", "soft-hyphen-inside", None, "")


_BARE: Final = (*ENTITIES, "#39", "#039", "#160", "#8211", "#8217", "#8220", "#8221", "#8230")
# no word ends in the others, as words end in `amp`
_BARE_ENDS: Final = [name for name in _BARE if name != "amp"]
_BARE_ENTITY: Final = late(rf"(?:(?<![&\w#;])(?:{any_of(_BARE)})|(?<={LETTER})(?:{any_of(_BARE_ENDS)}));\Z")
_BARE_REACH: Final = 10  # code points of an entity and what stands before it


def bare_entity(text: str, at: int) -> int | None:
    """Where the entity without its ampersand begins that ends with the semicolon at `at`; `None` if none does."""
    match = _BARE_ENTITY.search(text, max(0, at - _BARE_REACH), at + 1)
    return None if match is None else match.start()


def _bare_entities(document: Document) -> Iterator[Sighting]:
    """`Rossi amp; figli`, `l#39;auto`: an entity whose ampersand was cleaned away."""
    text = document.text
    for at in offsets(text, ";"):
        start, end = bare_entity(text, at), at + 1
        if start is not None and document.is_prose_at(start) and not _is_mentioned(document, start, end):
            yield Sighting(start, end, "RE303", "entity-without-ampersand", None, _unescaped("&" + text[start:end]))


def _names_replacement(document: Document) -> bool:
    """Whether the text is about the sign that stands for what could not be decoded."""
    return "U+FFFD" in document.text or "replacement character" in document.text.lower()


_UNCLOSED_NAMES: Final = ("&lsquo", "&rsquo", "&ldquo", "&rdquo", "&nbsp", "&mdash", "&ndash", "&hellip")
_UNCLOSED: Final = late(f"(?P<name>{'|'.join(_UNCLOSED_NAMES)})(?![;=])")


def _unclosed_entity(document: Document) -> Iterator[Sighting]:
    """`the mayor&rsquos plan`: the name of an entity that lost its semicolon."""
    for match in matches_from(_UNCLOSED, document, "&"):
        start, end = match.span()
        if document.is_prose_at(start) and not _is_mentioned(document, start, end):
            plain = _unescaped(match["name"] + ";")
            yield Sighting(start, end, "RE303", "unclosed-entity", None, plain)


_LOST_BYTE: Final = late(r"Ã(?<=[a-z]Ã)(?: (?= )|(?= ))")


def _blank_for_byte(document: Document) -> Iterator[Sighting]:
    """`cittÃ  ha`: an `à` whose second byte, a no-break blank, became a plain one."""
    for match in matches_from(_LOST_BYTE, document, "Ã"):
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span(), "RE301", "blank-for-byte", None, "à")


ENCODING: Final[dict[str, Detector]] = {
    "blank-for-byte": Detector(_blank_for_byte, needles=("Ã ",), prior=0.9),
    "replaced-twice": pattern_rule("replaced-twice", "RE302", "ï¿½", needles=("ï¿½",), anywhere=True, prior=0.97),
    "unclosed-entity": Detector(_unclosed_entity, needles=_UNCLOSED_NAMES, prior=0.9),
    "mojibake": Detector(_mojibake, frozenset([MOJIBAKE])),
    "mojibake-broken": Detector(_mojibake_broken, frozenset([MOJIBAKE])),
    "replacement-character": pattern_rule(
        "replacement-character", "RE302", "\ufffd+", needles=("\ufffd",), anywhere=True,
        unless=lambda document, _: document.once(_names_replacement),
    ),
    # after the first character of a mojibake run, a control character is a byte of that run
    "control-character": pattern_rule(
        "control-character", "RE302", f"{_CONTROL}(?<![{LEADS}€{LATER}].){_CONTROL}*+",
        starts=CONTROL, fix="", anywhere=True,
    ),
    "stray-byte-order-mark": pattern_rule(
        "stray-byte-order-mark", "RE302", "\ufeff+(?<!^\ufeff)", needles=("\ufeff",), fix="", anywhere=True
    ),
    # what no reader sees, and what no search finds: between letters of scripts that need no joiners
    "soft-hyphen-inside": Detector(_soft_hyphens, needles=("\u00ad",), prior=0.8),
    "filler": pattern_rule(
        "filler", "RE302", f"(?:[{BLANK}]?[\u200b\u200c\u034f\u00ad\u2060\ufeff]){{3,400}}",
        needles=tuple("\u200b\u200c\u034f\u00ad\u2060\ufeff"), fix="", prior=0.85,
    ),
    "zero-width": pattern_rule(
        "zero-width", "RE302",
        # a word joiner beside a dash keeps the two in one line
        f"(?<![{_ZERO_WIDTH}])(?!(?<=[–—―…])\u2060\\b)[{_ZERO_WIDTH}]+(?!(?<=\u2060)[–—―…])(?:(?<={_PLAIN_LETTER}[{_ZERO_WIDTH}])|(?={_PLAIN_LETTER}))",
        needles=tuple(_ZERO_WIDTH), fix="", prior=0.8,
    ),
    "bidi-control": pattern_rule(
        "bidi-control", "RE302", f"[{_BIDI}]+", needles=tuple(_BIDI), fix="",
        unless=lambda document, _: document.once(_runs_right_to_left), prior=0.8,
    ),
    "ligature-left": Detector(_ligatures_left, needles=tuple(_LIGATURES), prior=0.9),
    "entity": Detector(_entities, needles=("&",)),
    "entity-without-ampersand": Detector(_bare_entities, frozenset([ENTITY]), ("#",), prior=0.85),
    "escaped-tag": Detector(_escaped_tags, needles=("&",), prior=0.9),
    "tag": Detector(_tags, frozenset("<")),
}  # fmt: skip
