"""Escapes of other formats that were left in a text (RE304): quoted-printable, JSON and URLs, each with what it stands for.

Programmers write about escapes too: in code, and between quotation marks, nothing is seen.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, matches_from
from repair.detect.rules.letters.joined_on_purpose import is_address
from repair.detect.suspects.prefilter import BARE_ESCAPE
from repair.detect.technical import is_named_at
from repair.detect.vocabulary import lexicon
from repair.text.patterns import LETTER, late

__all__ = ["LEFT_ESCAPES"]


def _is_quoted(document: Document, start: int, end: int) -> bool:
    """Whether the text talks about the escape, or it stands between two slashes, as part of a path does."""
    text = document.text
    return is_named_at(document, start, end) or (start > 0 and text[start - 1] == text[end : end + 1] == "/")


_QP: Final = late(r"=[0-9A-F]{2}(?:(?:=\r?\n)?=[0-9A-F]{2})*")
_ASCII: Final = late(
    r"=20(?<=[.,;:!?…»”\")]...)(?=\s|\Z)|=20(?<=\w...)(?=\r?\n)|=(?:2C|3B|3A|21|3F)(?<=[a-z]{2}...)(?=\s)"
)
_SOFT: Final = late(r"=(?<=\w=)\r?\n")


def _plain(raw: bytes) -> str | None:
    """What the bytes stand for if they are letters, marks or blanks that ASCII lacks."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() or text == "\u00a0" else None


def _runs(document: Document) -> list[tuple[int, int, str]]:
    """Spans of quoted-printable runs, and what they stand for."""
    found = []
    for match in matches(_QP, document, "="):
        raw = bytes.fromhex(match[0].replace("=", "").replace("\n", "").replace("\r", ""))
        plain = _plain(raw) if raw[0] > 127 else None
        if plain is not None and not is_address(document, match):
            found.append((*match.span(), plain))
    for match in matches(_ASCII, document, "="):
        if document.is_prose_at(match.start()) and not is_address(document, match):
            found.append((*match.span(), chr(int(match[0][1:], 16))))
    return sorted(found)


def _quoted_printable(document: Document) -> Iterator[Sighting]:
    """`perch=C3=A9`, `la carta=2C poi`; in such a text also the line breaks that mail programs put in (`gra=`)."""
    found = document.once(_runs)
    yield from (Sighting(start, end, "RE304", "quoted-printable", None, plain) for start, end, plain in found)
    if found:
        for match in matches(_SOFT, document, "="):
            yield Sighting(*match.span(), "RE304", "quoted-printable", None, "")


_LATIN: Final = late(rf"=(?:20|[C-F][0-9A-F])(?<={LETTER}...)")
_LETTERS_BEFORE: Final = late(rf"(?:{LETTER}|=[C-F][0-9A-F]){{1,30}}\Z")
_LETTERS_AFTER: Final = late(rf"(?:=[C-F][0-9A-F]|{LETTER}){{0,30}}")
_CODED: Final = late("=([0-9A-F]{2})")
_REACH_OF_WORD: Final = 40  # code points
_WHOLE_WORD: Final = 3  # letters on both sides of a blank


def _quoted_latin(document: Document) -> Iterator[Sighting]:
    """`perch=E9`, `said=20that`: quoted-printable of a text that was not UTF-8, where it makes words of the language."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    for match in matches(_LATIN, document, "="):
        start, end = match.span()
        plain = bytes.fromhex(match[0][1:]).decode("latin-1")
        before = _LETTERS_BEFORE.search(text, max(0, start - _REACH_OF_WORD), start)
        after = _LETTERS_AFTER.match(text, end)
        if before is None or after is None or not document.is_prose_at(start) or is_address(document, match):
            continue
        parts = [_CODED.sub(_latin_letter, part[0]).lower() for part in (before, after)]
        wanted = parts if plain == " " else [parts[0] + plain + parts[1]]
        if all(len(word) >= _WHOLE_WORD and known.knows(word) for word in wanted):
            yield Sighting(start, end, "RE304", "quoted-latin", None, plain)


def _latin_letter(coded: re.Match[str]) -> str:
    return bytes.fromhex(coded[1]).decode("latin-1")


_BYTE: Final = late(r"\\x[c-f][0-9a-f](?<=[a-z]{2}....)(?![0-9a-zA-Z]{3}\d|\\)")


_BYTES: Final = late(r"\\x[c-f][0-9a-f](?:\\x[89ab][0-9a-f]){1,3}(?:\\x[c-f][0-9a-f](?:\\x[89ab][0-9a-f]){1,3})*")


def _byte_letters(document: Document) -> Iterator[Sighting]:
    r"""`citt\xe0`, `M\xc3\xbchle`: a letter as a program's string has it."""
    for match in matches(_BYTES, document, "\\"):
        plain = _plain(bytes.fromhex(match[0].replace("\\x", "")))
        if plain is not None and document.is_prose_at(match.start()) and not _is_quoted(document, *match.span()):
            yield Sighting(*match.span(), "RE304", "byte-letters", None, plain)
    for match in matches(_BYTE, document, "\\"):
        if document.is_prose_at(match.start()) and not _is_quoted(document, *match.span()):
            yield Sighting(*match.span(), "RE304", "byte-letters", None, chr(int(match[0][2:], 16)))


_BARE: Final = late("u(?<=[a-z]{2}u)(?P<number>00[c-f][0-9a-f]|20(?:1[3489cd]|26|ac))(?![0-9A-Z])")


def _bare_letters(document: Document) -> Iterator[Sighting]:
    """`cittu00e0`, `mayoru2019s`: such an escape whose backslash was taken away. What looks like a year is one after a
    word (`menu2019`)."""
    known, text = lexicon(document), document.text
    for match in _BARE.finditer(text):
        start, number = match.start(), match["number"]
        if not document.is_prose_at(start) or is_address(document, match):
            continue
        before = _LETTERS_BEFORE.search(text, max(0, start - _REACH_OF_WORD), start)
        word = before[0].lower() if before else ""
        if number.isdigit() and (known is None or not known.knows(word) or known.knows(f"{word}u")):
            continue
        yield Sighting(*match.span(), "RE304", "bare-letters", None, chr(int(number, 16)))


_JSON: Final = late(r"\\u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*")


def _json_letters(document: Document) -> Iterator[Sighting]:
    r"""`citt\u00e0`."""
    for match in matches(_JSON, document, "\\"):
        start, end = match.span()
        units = bytes.fromhex(match[0].replace("\\u", ""))
        plain = units.decode("utf-16-be", "replace")
        if "\ufffd" in plain or not document.is_prose_at(start) or _is_quoted(document, start, end):
            continue
        if plain.isprintable() or plain.isspace():
            yield Sighting(start, end, "RE304", "json-letters", None, plain)


_BREAKS: Final = late(
    rf"\\(?:(?:r\\n|n)(?:(?:\\r)?\\n)*)(?:(?<=[.!?…»”\":;,]\\n)|(?<=[.!?…:;,] \\n)|(?<=\\n\\n)|(?<=\\r\\n)|(?<={LETTER}{{2}}\\n))(?=[A-ZÀ-Þ«“\"\s–—]|$)"
)
_REACH: Final = 60  # code points in which a path begins
_PATH: Final = late(r"(?:\b[A-Za-z]:|[\\/])\S*\Z")


def _json_breaks(document: Document) -> Iterator[Sighting]:
    r"""`chiusa.\nDomani`: a line break that was written out, after a word or mark and before a sentence."""
    text = document.text
    for match in matches(_BREAKS, document, "\\"):
        start, end = match.span()
        before = text[max(0, start - _REACH) : start].replace("\\n", " ").split(" ")[-1]
        if document.is_prose_at(start) and not _is_quoted(document, start, end) and not _PATH.search(before):
            yield Sighting(start, end, "RE304", "json-breaks", None, "\n" * match[0].count("\\n"))


_MARKS: Final = late(f"\\\\[\"'](?:(?<=[\\s(]..)(?=\\w)|(?<=[\\w.,!?…]..)(?![\\w\"'])|(?<={LETTER}\\\\')(?={LETTER}))")


def _json_marks(document: Document) -> Iterator[Sighting]:
    r"""`ha detto \"no\"`, `l\'auto`."""
    for match in matches(_MARKS, document, "\\"):
        if document.is_prose_at(match.start()):
            yield Sighting(match.start(), match.start() + 1, "RE304", "json-marks", None, "")


_PERCENT: Final = late(r"%(?:[89A-F][0-9A-F]%)+[89AB][0-9A-F]|%20(?<=\w...)(?=\w)")


def _percent(document: Document) -> Iterator[Sighting]:
    """`citt%C3%A0`, outside an address."""
    for match in matches_from(_PERCENT, document, "%"):
        plain = _plain(bytes.fromhex(match[0].replace("%", "")))
        if plain is not None and document.is_prose_at(match.start()) and not is_address(document, match):
            yield Sighting(*match.span(), "RE304", "percent-letters", None, plain)


_ENCODED: Final = late(r"=\?(?P<set>[\w-]{2,20})\?(?P<way>[QqBb])\?(?P<said>[^?\s]{1,400})\?=")


def _encoded_words(document: Document) -> Iterator[Sighting]:
    """`=?UTF-8?B?TcO8bGxlcg==?=`: a word of a mail's head, with the name of its character set."""
    for match in matches(_ENCODED, document, "="):
        start, end = match.span()
        if not is_named_at(document, start, end):
            yield Sighting(start, end, "RE304", "word-encoded", None, _decoded(match))


def _decoded(match: re.Match[str]) -> str | None:
    """What the word stands for; `None` if it cannot be told."""
    try:
        if match["way"] in "Bb":
            raw = b64decode(match["said"], validate=True)
        else:
            raw = _CODED.sub(_latin_letter, match["said"].replace("_", " ")).encode("latin-1")
        plain = raw.decode(match["set"])
    except (ValueError, LookupError):
        return None
    return plain if plain.isprintable() else None


LEFT_ESCAPES: Final[dict[str, Detector]] = {
    "quoted-printable": Detector(_quoted_printable, frozenset("="), prior=0.95),
    "word-encoded": Detector(_encoded_words, frozenset("="), prior=0.95),
    "quoted-latin": Detector(_quoted_latin, frozenset("="), prior=0.9),
    "byte-letters": Detector(_byte_letters, frozenset("\\"), prior=0.85),
    "bare-letters": Detector(_bare_letters, frozenset([BARE_ESCAPE]), prior=0.9),
    "json-letters": Detector(_json_letters, frozenset("\\"), prior=0.9),
    "json-breaks": Detector(_json_breaks, frozenset("\\"), prior=0.8),
    "json-marks": Detector(_json_marks, frozenset("\\"), prior=0.7),
    "percent-letters": Detector(_percent, needles=("%",), prior=0.8),
}
