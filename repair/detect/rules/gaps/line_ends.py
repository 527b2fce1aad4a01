"""What stands at a line's end or beginning where an element was dropped: marks that open, blanks, small letters.

RG106 and RG107. `paragraph_edges.py` reads the words there; these rules read what is left around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, offsets
from repair.detect.line_shapes import BLANK_EDGE, MARK_START, OPENING_END
from repair.detect.rules.gaps.paragraph_edges import ends_fully
from repair.detect.suspects.prefilter import BEFORE_MARK
from repair.detect.weighing.surroundings import is_in_code
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, LOWERS, UPPER, UPPERS, late

__all__ = ["LINE_ENDS"]

_OPENED: Final = late(f'(?:(?<=[^\\W_])|(?<=[^\\W_][,;:])){A_BLANK}+["«“„(]\\Z')
_REACH: Final = 12  # code points of a line's end in which the mark and the blanks before it stand
_FOLLOWS: Final = late(f"[^\\W\\d_{UPPERS}]")


def _opened_at_end(document: Document) -> Iterator[Sighting]:
    """A line of words that ends in a mark which opens something: `il file (`, `si trova in "`."""
    text, lines = document.text, document.lines
    for number in document.kinds.get(OPENING_END, ()):
        line = lines[number]
        match = _OPENED.search(text, max(line.start, line.end - _REACH), line.end)
        if (
            match is None
            or match.start() == line.start
            or text.count(text[line.end - 1], line.start, line.end) % 2 == 0
        ):
            continue
        below = document.beside(number, 1)
        if (
            below is None
            or lines[number + 1] is not below
            or not (document.is_wrapped or _FOLLOWS.match(text, below.start))
        ):
            yield Sighting(line.end, line.end, "RG106", "opened-at-end")


# before no cell of an indented table, and no line that goes on with the sentence
_TRAILING: Final = late(f"{A_BLANK}{{1,2}}(?:\\Z|\n(?:{A_BLANK}[^\\s{BLANK}]|[^\\s{BLANK}({LOWERS}]|\n))")
_ENDS: Final = frozenset(".!?…:;")


def _blank_at_end(document: Document) -> Iterator[Sighting]:
    """A wrapped line that ends in a word and a blank, where no sentence of the text ends in one: the blank stood before
    an element."""
    text = document.text
    if not document.is_wrapped:
        return
    found = []
    for line in document.lines_of(BLANK_EDGE):
        if line.shape not in ("prose", "headline", "label") or not _TRAILING.match(text, line.end):
            continue
        if text[line.end - 1] in _ENDS:
            return
        if text[line.end - 1].isalnum():
            found.append(line)
    for line in found:
        yield Sighting(line.end, line.end, "RG106", "blank-at-end")


_LAST_WORD: Final = late(f"(?:(?<=[\\s'’(«“„\"])|\\A){LOWER}{{1,30}}\\Z")
_PARTED: Final = late(f"{A_BLANK}{{1,2}}\n(?![{BLANK}\\t]|[{LOWERS}(,;&]|\\d)")
_TRAILED_OFF: Final = late(f"{A_BLANK}+(?:\n|\\Z)")
_FEWEST: Final = 3  # lines of prose, from which on a text has paragraphs
_WORD_REACH: Final = 32  # code points of a line's end in which its last word stands


def _blank_at_paragraph_end(document: Document) -> Iterator[Sighting]:
    """A paragraph that ends in a small word and a blank, or a headline that ends in a function word and one, where no sentence
    of the text ends in a blank: it stood before the element with the rest."""
    text, table = document.text, document.language
    if table is None or document.is_wrapped or sum(line.shape == "prose" for line in document.lines) < _FEWEST:
        return
    found = []
    for line in document.lines_of(BLANK_EDGE):
        if line.shape == "blank" or not _TRAILED_OFF.match(text, line.end):
            continue
        if text[line.end - 1] in _ENDS:
            return
        word = _LAST_WORD.search(text, max(line.start, line.end - _WORD_REACH), line.end)
        if word is None or not _PARTED.match(text, line.end):
            continue
        is_title = line.shape in _TITLES and word[0] in table.dangling
        if line.shape == "prose" or (is_title and not text[line.start : line.end].lower().startswith(_credits(table))):
            found.append(line)
    for line in found:
        yield Sighting(line.end, line.end, "RG106", "blank-at-paragraph-end")


_TITLES: Final = ("headline", "label")


def _credits(table: Language) -> tuple[str, ...]:
    """How lines begin that say who wrote a text and when: a page has the name in another block."""
    return (*table.bylines, *table.date_words)


_HEADLESS: Final = late(f"\n{A_BLANK}{{1,3}}(?={LOWER}+{A_BLANK})")
_ENDED: Final = late(f'{LETTER}["»”)]?[.!?]["»”)]?{A_BLANK}{{0,2}}\\Z')
_BEFORE: Final = 6  # code points in which a sentence ends


def _small_after_stop(document: Document) -> Iterator[Sighting]:
    """A line that begins with a blank and a small letter after one that ends a sentence: the element that began it is
    gone."""
    text = document.text
    for at in offsets(text, ("\n ",)):
        match = _HEADLESS.match(text, at)
        if match and _ENDED.search(text[max(0, at - _BEFORE) : at]) and document.is_prose_at(match.end()):
            yield Sighting(match.end(), match.end(), "RG107", "small-after-stop")


_EMPTIED: Final = late(f'(?:^|[.!?…:][»”")]?[{BLANK}\\n]|[(]){A_BLANK}{{0,2}}{UPPER}{LOWER}+\\Z')


def _sentence_emptied(document: Document) -> Iterator[Sighting]:
    """`Vedere .`: a sentence of one word, and a blank before its full stop."""
    text = document.text
    for start, end in document.blanks_before_marks:
        if (
            text[end] == "."
            and not text[end + 1 : end + 2].strip()
            and _EMPTIED.search(text[max(0, start - 20) : start])
        ):
            yield Sighting(start, end, "RG105", "sentence-emptied")


_LED: Final = late(rf"\n (?=[(,]|{LOWER}+[ ,.\n])(?<=[^\s.!?:;]\n )")
_TRAILED: Final = late(rf" \n(?=[(]|{LOWER}+[ ,.\n])(?<=[^\W_] \n)")
_SELDOM: Final = 6  # of so many line breaks one may have a blank beside it; more are the text's habit


_LINE: Final = 20  # code points; what is shorter is no line of a paragraph


def _blank_at_wrap(document: Document) -> Iterator[Sighting]:
    """A line break inside a sentence with a blank beside it, in a wrapped text that has few: `puede ser\n (instalar)`. The
    blank stood between the break and an element."""
    text = document.text
    if not document.is_wrapped:
        return
    breaks = text.count("\n")
    for pair, pattern in (("\n ", _LED), (" \n", _TRAILED)):
        if _SELDOM * text.count(pair) >= breaks:
            continue
        for at in offsets(text, (pair,)):
            above = text.rfind("\n", 0, at) + 1
            is_listed = text[above : above + 1] in BLANK and not text.startswith("(", at + 2)
            if at - above < _LINE or is_listed or not pattern.match(text, at) or is_in_code(document, at, at + 2):
                continue
            if document.is_prose_at(at - 1) and document.is_prose_at(at + 2):
                yield Sighting(at, at + 2, "RG105", "blank-at-wrap", (1, 4))


_BULLET: Final = late(r"(?:(?P<sign>[-*•·‣◦▪●○■–—])|\d{1,3}[.)])\Z")
_AFTER_LABEL: Final = late(f'[:,;.]{A_BLANK}+["“«„(]?{LETTER}')


def _label_lost(document: Document) -> Iterator[Sighting]:
    """`• : legge il file`: an item that begins with the mark that followed its label. One such item alone may explain the
    sign at its head, unless that is a number."""
    text = document.text
    found: dict[str, list[int]] = {}
    for start, end in document.blanks_before_marks:
        line = document.lines[document.line_at(start)]
        bullet = _BULLET.fullmatch(text, line.start, start)
        if line.shape == "item" and bullet and _AFTER_LABEL.match(text, end):
            found.setdefault(bullet["sign"] or "", []).append(end)
    for sign, places in found.items():
        if len(places) > 1 or not sign:
            yield from (Sighting(at, at, "RG107", "label-lost") for at in places)


_SEPARATOR: Final = late(f"[^\\W_]{A_BLANK}\\|{A_BLANK}*$", re.MULTILINE)


def _trailing_separator(document: Document) -> Iterator[Sighting]:
    """A line of at least two words that ends in a bar with nothing after it, and that is no row of a table."""
    for match in _SEPARATOR.finditer(document.text):
        at = document.text.index("|", match.start())
        line = document.lines[document.line_at(at)]
        if " " not in document.text[line.start : at - 1]:
            continue  # a place in a menu
        if line.shape not in ("code", "table") and document.text.count("|", line.start, line.end) == 1:
            yield Sighting(at + 1, at + 1, "RG106", "trailing-separator")


_POINTS: Final = f"(?<=»)(?:{A_BLANK}*[^\\W\\d_{LOWERS}]|\\.\\.|…)"
"""A guillemet that points to what follows: `» Cronaca`."""
_LEADING: Final = late(
    "|".join(
        (
            "[,;]",
            ":(?!:)",
            '[!?](?![\\w(=])(?!(?:!!|\\?\\?)\\+? ?[a-z]+(?: "|\n|\\Z))',  # no box of notes: `!!! note`
            "\\.(?![\\w.])",
            f"[)\\]»”](?!{A_BLANK}*[A-Z]\\))(?!{_POINTS})",
        )
    )
)


# a line about the sign `*`: then `?` leads one of its own
_WILDCARD: Final = late(r"^\*\s", re.MULTILINE)


def _leading_punctuation(document: Document) -> Iterator[Sighting]:
    """A line of words that begins with a mark that can only follow a word."""
    for line in document.lines_of(MARK_START):
        if not _LEADING.match(document.text, line.start):
            continue
        if document.text[line.start] in document.reversed_quotes:
            continue
        if document.text[line.start] in "!?" and _WILDCARD.search(document.text):
            continue
        if any(char.isalpha() for char in document.text[line.start + 1 : min(line.end, line.start + 12)]):
            yield Sighting(line.start, line.start, "RG107", "leading-punctuation")


_COMMA_FIRST: Final = late(f",{A_BLANK}+[a-zà-öø-ÿ]{{2}}")


def _leading_comma(document: Document) -> Iterator[Sighting]:
    """A sentence that begins with a comma, in a text where no other line begins with a mark."""
    lines = document.kinds.get(MARK_START, ())
    if len(lines) == 1:
        line = document.lines[lines[0]]
        if _COMMA_FIRST.match(document.text, line.start) and ends_fully(document, line):
            yield Sighting(line.start, line.start, "RG107", "leading-comma")


LINE_ENDS: Final[dict[str, Detector]] = {
    "opened-at-end": Detector(_opened_at_end, frozenset([OPENING_END]), prior=0.9),
    "blank-at-end": Detector(_blank_at_end, frozenset([BLANK_EDGE]), prior=0.85),
    # on real pages 28 of 31 such lines, and none in 12 million characters of sound texts
    "blank-at-paragraph-end": Detector(_blank_at_paragraph_end, frozenset([BLANK_EDGE]), prior=0.85),
    "small-after-stop": Detector(_small_after_stop, frozenset([BLANK_EDGE]), prior=0.85),
    # on real pages 109 of 111 such breaks, and 1 on pages that lost nothing
    "blank-at-wrap": Detector(_blank_at_wrap, frozenset([BLANK_EDGE]), prior=0.85),
    "sentence-emptied": Detector(_sentence_emptied, frozenset([BEFORE_MARK]), prior=0.7),
    # all 14 such items of real pages, on two sites, and none in sound texts
    "label-lost": Detector(_label_lost, frozenset([BEFORE_MARK]), prior=0.9),
    # on real pages 4 of 4 lines that ended in a bar
    "trailing-separator": Detector(_trailing_separator, frozenset("|"), prior=0.8),
    "leading-punctuation": Detector(_leading_punctuation, frozenset([MARK_START])),
    "leading-comma": Detector(_leading_comma, frozenset([MARK_START]), prior=0.7),
}
