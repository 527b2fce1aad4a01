"""Blanks lost between two sentences or clauses of which the first ends in a quotation, a bracket or a number: RJ201.

`joins.py` has the rules for marks that stand right after a word. Here a mark is sound in addresses, in what is written for programs and
in names of versions; none of these goes on with a capital, small letters and a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.rules.letters.joined_on_purpose import is_address, is_joined_comma, keeps_full_stop
from repair.detect.suspects.prefilter import word_before
from repair.detect.technical import in_backticks, speaks_of_code
from repair.text.patterns import A_BLANK, BLANK, LOWER, LOWERS, UPPER, late

__all__ = ["JOINED_SENTENCES"]

_SENTENCE: Final = f"{UPPER}(?:{LOWER}+{A_BLANK}|['’]{LOWER}|{A_BLANK}{LOWER})"
"""How a sentence begins: a word and a blank, so that no name of a file, a class or a version does."""


def _behind(*patterns: str) -> str:
    """What stands before a place, in one of several ways of different lengths."""
    return f"(?:{'|'.join(f'(?<={pattern})' for pattern in patterns)})"


def _is_technical(document: Document, match: re.Match[str]) -> bool:
    return speaks_of_code(document) or in_backticks(document, match.start()) or is_address(document, match)


_QUOTED: Final = late(rf"[»”\"]{_behind(LOWER + LOWER + '[.!?…].', '[0-9%][.!?…].')}(?=[«“]?{_SENTENCE})")


def _after_quotation(document: Document) -> Iterator[Sighting]:
    """`“Basta così.”Il sindaco`, `said Tim Kaine."So that`: a mark that opens a quotation has the blank before it."""
    text, line, counted, marks = document.text, -1, 0, 0  # marks are counted on from the last place in the same line
    for match in matches(_QUOTED, document, '»”"'):
        at = match.start()
        if match[0] in document.reversed_quotes or not document.is_prose_at(at) or _is_technical(document, match):
            continue
        if (number := document.line_at(at)) != line:
            line, counted, marks = number, document.lines[number].start, 0
        marks += text.count('"', counted, at)
        counted = at
        opens = match[0] == '"' and marks % 2 == 0
        place = at if opens else at + 1
        yield Sighting(place, place, "RJ201", "lost-blank-after-quotation", None, " ")


_CLOSED: Final = _behind(
    rf"{LOWER}{{2}}[»”“\"].", r"[\d%][»”“\"].", rf"{LOWER}{{2}}{A_BLANK}[»”].", rf"{LOWER}{{3}}\).", r"\d\)."
)
_NUMBER: Final = _behind(
    r"[^\d.,]\d{4}.", rf"[^\d.,]\d[\d{BLANK}]%.", r"[^\d.,]\d%.", rf"{A_BLANK}\d.", rf"{A_BLANK}\d\d."
)


def _keeps_closed(document: Document, match: re.Match[str]) -> bool:
    text, at = document.text, match.start()
    if _is_technical(document, match) or (match[0] == "." and keeps_full_stop(document, match)):
        return True
    opened = text.rfind("(", max(0, at - _ASIDE), at) if text[at - 1] == ")" else 0
    return opened > 0 and not text[opened - 1].isspace()  # `open(file).Read` is a call


_ASIDE: Final = 200  # code points


def _is_no_date(document: Document, match: re.Match[str]) -> bool:
    """Whether a number of one or two digits before the full stop is no day behind its month (`on Sunday May 1.`)."""
    if _is_technical(document, match):
        return True
    if _SHORT.search(document.text, max(0, match.start() - 3), match.start()) is None:
        return False
    table = document.language
    day = word_before(document.text, match.start())
    return table is None or word_before(document.text, match.start() - len(day) - 1).lower() not in table.months


_SHORT: Final = late(r"(?<!\d)\d{1,2}\Z")


def _is_no_clause(document: Document, match: re.Match[str]) -> bool:
    return _is_technical(document, match) or is_joined_comma(document, match)


def _is_unspaced(document: Document, match: re.Match[str]) -> bool:
    return match[0] not in document.spaced or _is_technical(document, match)


JOINED_SENTENCES: Final[dict[str, Detector]] = {
    # 120 of 123 such places on real pages and in sound texts are listed losses, and the others are slips
    "lost-blank-after-quotation": Detector(_after_quotation, frozenset("»”\""), prior=0.9),
    "lost-blank-after-closed": pattern_rule(
        "lost-blank-after-closed", "RJ201", f"[.!?…]{_CLOSED}(?P<at>)(?=[«“]?{_SENTENCE})", starts=".!?…",
        fix=" ", unless=_keeps_closed, prior=0.9,
    ),
    # of 20, 19 are listed losses; no number of a chapter or a version
    "lost-blank-after-number": pattern_rule(
        "lost-blank-after-number", "RJ201", f"\\.{_NUMBER}(?P<at>)(?={_SENTENCE})",
        starts=".", fix=" ", unless=_is_no_date, prior=0.85,
    ),
    "lost-blank-after-spaced": pattern_rule(
        "lost-blank-after-spaced", "RJ201", f"[?!](?<={LOWER}{{2}}{A_BLANK}.)(?P<at>)(?={_SENTENCE})", starts="?!", fix=" ", unless=_is_unspaced, prior=0.8,
    ),
    "lost-blank-before-inverted": pattern_rule(
        "lost-blank-before-inverted", "RJ201", f"[¿¡](?<={LOWER}{{2}}[.?!,;:…].)(?={UPPER}|{LOWER}{{2}})", needles=("¿", "¡"), fix=" ", before=True,
        unless=_is_technical, prior=0.85,
    ),
    "lost-blank-after-closed-comma": pattern_rule(
        "lost-blank-after-closed-comma", "RJ201", f",(?<=[{LOWERS}\\d][)\"»”“],)(?P<at>)(?={LOWER}{{2,}}{A_BLANK}{LOWER})", starts=",", fix=" ",
        unless=_is_no_clause, prior=0.85,
    ),
}  # fmt: skip
