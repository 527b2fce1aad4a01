"""Makes hostile characters visible: controls, bidirectional overrides, lone surrogates.

Articles, candidates and names of references are foreign text. Unescaped in a terminal they could clear the screen,
overwrite a line or reorder what the reader sees, so reports always show such characters as escapes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from repair.text.patterns import late

__all__ = [
    "CONTROL_PATTERN",
    "ORDER",
    "SKIPPED",
    "escape_control",
    "json_text",
    "shown_character",
    "visible",
    "xml_text",
]

# controls but tab and line break (a carriage return only where no line feed follows), marks that set the direction of
# writing, Unicode's own line breaks, byte-order marks, lone surrogates
CONTROL_PATTERN: Final = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
    r"|\r(?!\n)"
)
# what a comparison of texts may skip, as that of some build servers does: nothing is seen of it
SKIPPED: Final = (
    r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_WORDS: Final = "|".join(f"{SKIPPED}*+".join(word) for word in ("vso", "teamcity"))
# the sign without which it is none in what Azure, GitHub and TeamCity take for an order wherever it stands in a line;
# letters of either case
ORDER: Final = rf"#(?={SKIPPED}*+#{SKIPPED}*+(?:(?:{_WORDS}){SKIPPED}*+)?\[)"
_HIDDEN: Final = late(rf"{CONTROL_PATTERN}|[\r\n]|{ORDER}", re.IGNORECASE)


def escape_control(character: str) -> str:
    r"""One control character as `\x1b` or `\u202e`."""
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def visible(text: str) -> str:
    r"""`text` on one line, line breaks as `\n` and `\r`, other controls as `\x1b`, and a `#` that would begin an order to
    a build server as `\x23`; tabs stay. Not reversible."""
    return _HIDDEN.sub(lambda m: {"\n": "\\n", "\r": "\\r"}.get(m[0]) or escape_control(m[0]), text)


_ORDERS: Final = late(ORDER, re.IGNORECASE)
_CONTROLS: Final = late(rf"{CONTROL_PATTERN}|{ORDER}", re.IGNORECASE)
_NO_XML: Final = late("[\ufffe\uffff]")
_JOINERS: Final = "\u200c\u200d"


def shown_character(text: str, at: int) -> str:
    r"""The character of `text` at `at` as a report shows it within an excerpt: what cannot be seen as an escape, a tab
    as blanks, and a `#` that would give a build server orders as `\x23`."""
    character = text[at]
    if character == "\t":
        return "    "
    if character == "#" and _ORDERS.match(text, at):
        return escape_control(character)
    if unicodedata.category(character) == "Cf" and character not in _JOINERS:
        return escape_control(character)
    return visible(character)


def json_text(value: object) -> str:
    """`value` as JSON on one line, every control character, lone surrogate and order to a build server as an escape; it
    reads back the same."""
    import json  # most reports are none

    return _CONTROLS.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False))


def xml_text(text: str) -> str:
    """`text` for an element or attribute of XML 1.0: markup escaped, and what XML cannot hold made visible."""
    text = _NO_XML.sub(lambda m: escape_control(m[0]), visible(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
