"""Marks of every script: empty pairs, doubled and orphaned marks, blanks before a mark (RG101, RG102, RG104, RG105).

The marks come from Unicode's classes of opening and closing punctuation, so that these rules need no table of a language.
`emptied.py` and `quotes_brackets.py` hold the marks of Latin typography.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import BLANK, Detector, Document, Sighting, matches_from, pattern_rule
from repair.text.patterns import late

__all__ = ["BRACKET_PAIRS", "COMMAS", "QUOTE_PAIRS", "SCRIPTS", "STOPS"]

QUOTE_PAIRS: Final = ("»«", "›‹", "‘’", "‚‘", "‚’", "‹›", "「」", "『』", "《》", "〈〉")
"""Pairs that quote words or name works."""
BRACKET_PAIRS: Final = ("（）", "［］", "｛｝", "【】", "〔〕")
"""Pairs of brackets beside `()` and `[]`."""
COMMAS: Final = "、，،؛；"
"""Commas and semicolons of other scripts."""
STOPS: Final = "。．؟۔！？："
"""Marks that end a sentence or clause in other scripts."""
_ANY_BLANK: Final = f"[{BLANK}\u3000]"


def _empty_pairs(rule: str, code: str, pairs: tuple[str, ...], inside: str = "") -> Detector:
    """The detector of pairs that hold nothing but blanks and `inside`. A text about the marks names them again and
    again, between words."""
    any_pair = "|".join(f"{re.escape(pair[0])}(?={inside}{_ANY_BLANK}{{0,3}}{re.escape(pair[1])})" for pair in pairs)
    pattern = late(f"(?:{any_pair})(?P<at>{inside}{_ANY_BLANK}{{0,3}})")
    opening = "".join(dict.fromkeys(pair[0] for pair in pairs))

    def see(document: Document) -> Iterator[Sighting]:
        text = document.text
        for match in matches_from(pattern, document, opening):
            if document.is_prose_at(match.start()) and not _is_mentioned(text, match.start(), match.end() + 1):
                yield Sighting(*match.span("at"), code, rule)

    return Detector(see, needles=tuple(opening), prior=0.8)


_ABOUT: Final = late("括|記号|引用符|かっこ|カッコ|カギ|囲|引号|书名号|書名號|符号|符號")
_NEAR: Final = 12  # code points in which a text that is about marks says so


def _is_mentioned(text: str, start: int, end: int) -> bool:
    """Whether the text is about the marks, or they are no pair: apostrophes, or marks of two quotations."""
    if text[start] in "»›" and not (text[start - 1 : start] or " ").isspace():
        return True  # it closes a quotation, and the other opens the next
    if text[start] in "»›‘‚" and (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
        return True
    return _ABOUT.search(text, max(0, start - _NEAR), end + _NEAR) is not None


_OPENING: Final = "".join(dict.fromkeys(pair[0] for pair in (*BRACKET_PAIRS, *QUOTE_PAIRS)))
_CLOSING: Final = "".join(dict.fromkeys(pair[1] for pair in (*BRACKET_PAIRS, *QUOTE_PAIRS)))
_COMMA: Final = f"[{COMMAS}]"


def _is_habit(document: Document, match: re.Match[str]) -> bool:
    return match[0][-1] in document.once(_spaced_marks)


def _spaced_marks(document: Document) -> frozenset[str]:
    """The marks before which the text sets a blank as a rule."""
    text, spaced = document.text, {}
    for mark in _SCRIPT_MARKS:
        spaced[mark] = sum(text.count(blank + mark) for blank in BLANK)
    return frozenset(m for m, count in spaced.items() if count >= _OFTEN and 2 * count > text.count(m))


_SCRIPT_MARKS: Final = "،؛؟۔、。，"


_OFTEN: Final = 4


SCRIPTS: Final[dict[str, Detector]] = {
    "empty-script-quotes": _empty_pairs("empty-script-quotes", "RG101", QUOTE_PAIRS),
    "empty-script-brackets": _empty_pairs("empty-script-brackets", "RG102", BRACKET_PAIRS),
    "comma-in-script-brackets": _empty_pairs("comma-in-script-brackets", "RG102", BRACKET_PAIRS, f"{_ANY_BLANK}?{_COMMA}"),
    # `、、、` stands for an ellipsis
    "doubled-script-comma": pattern_rule(
        "doubled-script-comma", "RG104",
        f"{_COMMA}(?<![{COMMAS}{STOPS}].)(?P<at>{_ANY_BLANK}{{0,3}})[{COMMAS}。؟۔,.](?![{COMMAS}{STOPS}.]|(?<=[.,])\\w)",
        needles=tuple(COMMAS), prior=0.8,
    ),
    "script-comma-after-opening": pattern_rule(
        "script-comma-after-opening", "RG104", f"[{_OPENING}(«“](?P<at>{_ANY_BLANK}{{0,2}}){_COMMA}(?![{_CLOSING})»”])",
        needles=tuple(COMMAS), prior=0.8,
    ),
    "script-comma-before-bracket": pattern_rule(
        "script-comma-before-bracket", "RG104", f"{_COMMA}(?<=\\w.)(?P<at>{_ANY_BLANK}{{0,2}})[)）］】〕]",
        needles=tuple(COMMAS), prior=0.6,
    ),
    "script-stop-comma": pattern_rule(
        "script-stop-comma", "RG104", f"[。؟۔](?<!。.)(?P<at>{_ANY_BLANK}{{0,2}}){_COMMA}(?![{COMMAS}{STOPS}])",
        needles=tuple(COMMAS), prior=0.7,
    ),
    "blank-before-script-mark": pattern_rule(
        "blank-before-script-mark", "RG105", f"(?P<at>[{BLANK}](?<=[^\\W\\d_a-zA-Z].)[{BLANK}]*)[،؛؟۔、。，](?![،؛؟۔、。，])",
        needles=tuple(_SCRIPT_MARKS), unless=_is_habit, prior=0.6,
    ),
}  # fmt: skip
