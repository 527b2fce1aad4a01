"""RG105: blanks where none belongs, beside which an element was dropped: before a mark that closes something, after one that opens,
doubled within a line, and beside a line break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.line_shapes import BLANK_EDGE
from repair.detect.suspects.prefilter import BEFORE_MARK
from repair.detect.technical import is_among_signs
from repair.text.patterns import A_BLANK, BLANK, LOWER, UPPER, late

__all__ = ["BLANKS_LEFT"]


def _is_habit(document: Document, mark: str) -> bool:
    """Whether the text sets a blank before `mark` as a rule, as some typography and split tokens do."""
    # a mark with a blank before it is always among the suspects
    if document.starts is not None and len(document.starts.get(mark, ())) < 4:
        return False
    spaced = (
        document.text.count(f" {mark}") + document.text.count(f"\u00a0{mark}") + document.text.count(f"\u202f{mark}")
    )
    return spaced >= 4 and spaced * 2 > document.text.count(mark)


_COUNT: Final = late(f"\\d{A_BLANK}{{1,9}}[–—/+-]{A_BLANK}{{0,4}}\\d")


def _is_between_numbers(document: Document, match: re.Match[str]) -> bool:
    """Whether the sign stands between two numbers, as in a table of results (`26  / 88`)."""
    return _COUNT.match(document.text, match.start() - 1) is not None


_LOWER_AFTER: Final = late(f"\\.{A_BLANK}(?:{LOWER}|\\.)")  # the sign itself, or a spaced ellipsis
_EMOTICON: Final = late(r"[:;]-?[)(DPp|/]|\)[:;]")


def _blanks_by_mark(document: Document) -> dict[str, list[tuple[int, int]]]:
    """Spans of the blanks before marks, by the mark."""
    found: dict[str, list[tuple[int, int]]] = {}
    for start, end in document.blanks_before_marks:
        found.setdefault(document.text[end], []).append((start, end))
    return found


def _blank_rule(rule: str, marks: str) -> Detector:
    """The detector of blanks before one of `marks`; places after punctuation are RG104's."""

    def detect(document: Document) -> Iterator[Sighting]:
        text = document.text
        habits: dict[str, bool] = {}
        spans = document.once(_blanks_by_mark)
        for start, end in chain.from_iterable(spans.get(mark, ()) for mark in marks):
            mark, after = text[end], text[end + 1 : end + 2]
            if mark in document.spaced or not (text[start - 1].isalnum() or text[start - 1] in "»”\"')%€$’"):
                continue
            # ` .com`, ` .5` and ` ?name` are words; ` ...`, ` ?!` and ` :)` are marks of their own
            if mark in ".?!" and (after.isalnum() or (mark == "." and after == ".")):
                continue
            if (mark == "." and _LOWER_AFTER.match(text, end)) or is_among_signs(document, end):
                continue
            if mark == "." and after == "/":
                continue  # `with ./configure`
            if mark in ":;" and (_EMOTICON.match(text, end) or after == mark):
                continue
            if mark == "," and text.startswith(",,", end):
                continue
            if mark not in habits:
                habits[mark] = _is_habit(document, mark)
            if not habits[mark]:
                yield Sighting(start, end, "RG105", rule)

    return Detector(detect, frozenset([BEFORE_MARK]))


_BREAK: Final = late(f"(?<=[\\w,)»”])(?:{A_BLANK}{{1,4}}\\n{A_BLANK}{{0,4}}|\\n{A_BLANK}{{1,4}})(?={LOWER}+ {LOWER}+ )")
_INDENTED: Final = 4  # code points of a break and its blanks; with more of them the next line is indented


def _blank_at_break(document: Document) -> Iterator[Sighting]:
    """A blank beside a line break in mid-sentence, in a text whose other lines have none: it stood beside an element."""
    text = document.text
    if document.has_blanks_at_breaks:
        return
    for match in _BREAK.finditer(text):
        if text[match.start() - 1] == "," and match[0][0] != "\n":
            continue  # at the end of an item of a list
        if len(match[0]) <= _INDENTED and document.is_prose_at(match.start()):
            yield Sighting(*match.span(), "RG105", "blank-at-break")


_TYPED: Final = late(rf"[.!?] {{2,3}}{UPPER}")
_TYPIST: Final = 3  # so many doubled blanks between sentences are the author's


def _types_blanks(document: Document) -> bool:
    """Whether the text sets two blanks between sentences, as typewriters did."""
    return len(_TYPED.findall(document.text)) >= _TYPIST


def _doubled(before: str, unless: str = "") -> str:
    """The pattern of two to nine blanks behind one of the characters `before`."""
    return f"(?P<at>{A_BLANK}(?={A_BLANK})(?<=[{before}].){unless}{A_BLANK}{{1,8}})"


BLANKS_LEFT: Final[dict[str, Detector]] = {
    "blank-before-comma": _blank_rule("blank-before-comma", ","),
    "blank-before-full-stop": _blank_rule("blank-before-full-stop", "."),
    "blank-before-colon": _blank_rule("blank-before-colon", ":;"),
    "blank-before-question": _blank_rule("blank-before-question", "?!"),
    "blank-before-bracket": _blank_rule("blank-before-bracket", ")]"),
    "blank-after-bracket": pattern_rule(
        "blank-after-bracket", "RG105", f"\\((?<={A_BLANK}\\()(?P<at>{A_BLANK}{{1,2}})(?=\\w)", starts="(", needles=("( ", "(\u00a0"),
    ),
    # between a word and a small letter 753 of 881 such places on real damaged pages; elsewhere, and with no-break
    # blanks, doubled blanks are more often typed: 120 of 241, and 28 times as many in sound text
    "doubled-blank": pattern_rule(
        "doubled-blank", "RG105", f"(?P<at> (?= )(?<=[\\w»”\"’,;].) {{1,8}})(?={LOWER})", starts=" ",
    ),
    "doubled-blank-elsewhere": pattern_rule(
        "doubled-blank-elsewhere", "RG105",
        _doubled("\\w»”\"’,;:", unless=f"(?!(?<!:.) +{LOWER})") + "(?=[\\w«“\"(])", starts=" ", prior=0.2,
    ),
    # priors: 27 of 41 such places, 31 of 39 and 67 of 116 on real pages
    "doubled-blank-after-mark": pattern_rule(
        "doubled-blank-after-mark", "RG105", _doubled(".!?%)…") + f"(?={LOWER})",
        starts=" ", prior=0.65, unless=lambda document, _: document.once(_types_blanks),
    ),
    "doubled-blank-before-sign": pattern_rule(
        "doubled-blank-before-sign", "RG105",
        _doubled("\\w,;:»”\")") + f"(?=[–—/→&+-]{A_BLANK})", starts=" ", prior=0.8,
        # a no-break blank keeps a dash in its line
        unless=lambda document, match: "\u00a0" in match["at"] or _is_between_numbers(document, match),
    ),
    "break-before-mark": pattern_rule(
        "break-before-mark", "RG105", f"(?P<at>\\n(?=[{BLANK}\\t,.;:)])(?<=[\\w)»”{BLANK}]\\n)(?:[{BLANK}\\t]{{0,12}}))(?=[,.;:)](?![\\w.]))",
        needles=("\n",), prior=0.6,
    ),
    # 55 of 60 such places on real damaged pages
    "blank-at-break": Detector(_blank_at_break, frozenset([BLANK_EDGE]), prior=0.75),
}  # fmt: skip
