"""Foreign text for the eye: a symbol for every character that steers a screen."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["pictured", "shortened", "typable"]

# controls but tab and line feed, marks that set the direction of writing, other line breaks, lone surrogates
_STEERING: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
# code points of the longest span that is shown
_LONGEST: Final = 4_000


def pictured(text: str) -> str:
    r"""`text` with a symbol for every character that steers a screen: ESC as `␛`, U+202E as `⟨U+202E⟩`."""
    return _STEERING.sub(_picture, text.replace("\r\n", "\n"))


def typable(text: str) -> str:
    """`text` without the characters that steer a screen, which nobody types: what an edit begins with."""
    return _STEERING.sub("", text.replace("\r\n", "\n"))


def shortened(span: str) -> str:
    """`span` for the eye, its beginning alone if it is long."""
    return pictured(span if len(span) <= _LONGEST else f"{span[:_LONGEST]} […]")


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"
