"""Makes output harmless for the log of a build server and for a terminal.

A build server executes commands in its log, such as `##vso[…]` anywhere in a line or `::error` at its beginning, and a
terminal obeys control characters. Neither may come from an article, whatever the format. A file or a pipe gets every
result unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from repair.render.escape import CONTROL_PATTERN, ORDER, SKIPPED, escape_control
from repair.text.patterns import late

__all__ = ["Escape", "in_json", "in_xml", "inert", "no_orders"]

Escape = Callable[[str], str]
"""How a format escapes one character that it must not hold as it is; a reader of the format decodes it again."""

# one character of each order, without which it is none: also of GitLab's sections, and of GitHub's commands
_ORDERS: Final = late(
    rf"{ORDER}|s(?=ection_(?:start|end):)|^(?P<before>(?:[^\S\n]|{SKIPPED})*+):(?={SKIPPED}*+:)",
    re.IGNORECASE | re.MULTILINE,
)
_CONTROLS: Final = late(CONTROL_PATTERN)
# the colours of reports themselves: see `repair.render.style`
_COLOURED: Final = late(rf"\x1b\[[0-9;]{{0,20}}m|{CONTROL_PATTERN}")


def in_json(character: str) -> str:
    r"""One character within a string of JSON, as in `\u0023`."""
    return f"\\u{ord(character):04x}"


def in_xml(character: str) -> str:
    """One character within text or an attribute of XML or HTML, as in `&#x23;`."""
    return f"&#x{ord(character):x};"


def no_orders(text: str, escape: Escape = escape_control) -> str:
    """`text` without anything that a build server obeys: of each order, one character is written as `escape` does."""

    def broken(found: re.Match[str]) -> str:
        before = found["before"] or ""
        return before + escape(found[0][len(before) :])

    return _ORDERS.sub(broken, text)


def inert(chunks: Iterable[bytes], escape: Escape, *, log: bool, colours: bool = False) -> Iterator[bytes]:
    """`chunks`, text in UTF-8 or another encoding that holds ASCII, without what steers a terminal, in whole lines.

    In a `log` of a build server, no order stands either. `colours` lets those of a report through, which then has
    made all else visible itself. Linear in the length.
    """
    held: list[bytes] = []
    for chunk in chunks:
        end = chunk.rfind(b"\n") + 1
        if not end:
            held.append(chunk)
            continue
        yield _line(b"".join((*held, chunk[:end])), escape, log, colours)
        held = [chunk[end:]]
    yield _line(b"".join(held), escape, log, colours)


def _line(data: bytes, escape: Escape, log: bool, colours: bool) -> bytes:
    text = data.decode("utf-8", "surrogateescape")  # other encodings come out as they went in

    def seen(found: re.Match[str]) -> str:
        character = found[0]
        if len(character) > 1:  # a colour
            return character
        if "\udc80" <= character <= "\udcff":  # no character, but a byte
            byte = chr(ord(character) - 0xDC00)
            return escape_control(byte) if byte < "\xa0" else character
        return escape(character)

    text = (_COLOURED if colours else _CONTROLS).sub(seen, text)
    if log:
        text = no_orders(text, escape)
    return text.encode("utf-8", "surrogateescape")
