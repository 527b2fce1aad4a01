"""Making hostile characters visible: controls, bidirectional overrides, lone surrogates.

Article, candidate and reference names are foreign text. Raw in a terminal they could clear the screen, overwrite a
line or reorder what the reader sees, so that reports only ever show them as escapes.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["CONTROL", "escape_control", "visible"]

# controls but tab and line break (a carriage return only where no line feed follows), marks that set the direction of
# writing, Unicode's own line breaks, byte-order marks, lone surrogates
CONTROL: Final = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
    r"|\r(?!\n)"
)
_HIDDEN: Final = re.compile(CONTROL + r"|[\r\n]")


def escape_control(character: str) -> str:
    r"""One control character as `\x1b` or `\u202e`."""
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def visible(text: str) -> str:
    r"""`text` on one line, line breaks as `\n` and `\r`, other controls as `\x1b`; tabs stay. Not reversible."""
    return _HIDDEN.sub(lambda m: {"\n": "\\n", "\r": "\\r"}.get(m[0]) or escape_control(m[0]), text)
