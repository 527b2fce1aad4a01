"""The lines of a text with their shapes: prose, headlines, items of lists, labels, code, tables.

A line is the text between two line breaks; breaks of hard wrapping do not count. Most lines of a sound text are
paragraphs that end in a full stop and are recognised quickly. Rules start from the other lines, which are listed by the
way they begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Final, Literal, NamedTuple

from repair.detect.suspects.prefilter import CODE_MARKS
from repair.languages.table import Language
from repair.text.wrapping import FEWEST, wraps

__all__ = [
    "BLANK_EDGE",
    "BRACKET_END",
    "COLON_END",
    "COLUMN_MARKS",
    "LINE_KEYS",
    "LONE_LETTER",
    "MARK_START",
    "NUMBERED",
    "OPENING_END",
    "OPEN_END",
    "PHRASE_CLOSERS",
    "PHRASE_END",
    "REPEATED",
    "SHORT",
    "SMALL_START",
    "Line",
    "Shape",
    "cut",
    "line_shape",
]

OPEN_END: Final = "open end"
"""The key of prose and headlines that end in a word, a comma, a dash or an apostrophe, and of labels that begin with a
small letter and end in a word."""
OPENING_END: Final = "opening end"
"""The key of lines of words that end in a mark which opens something."""
BRACKET_END: Final = "bracket end"
"""The key of prose that ends in a closing bracket."""
SMALL_START: Final = "small start"
"""The key of prose that begins with a small letter."""
MARK_START: Final = "mark start"
"""The key of lines of words that begin with a mark that closes something."""
PHRASE_END: Final = "phrase end"
"""The key of lines of words that end like a read-more phrase, with or without `PHRASE_CLOSERS` after it."""
PHRASE_CLOSERS: Final = " .…»>›])→"
"""What may stand after a read-more phrase."""
COLON_END: Final = "colon end"
"""The key of prose and headlines that end in a colon."""
NUMBERED: Final = "numbered"
"""The key of items that begin with a digit."""
SHORT: Final = "short"
"""The key of lines that are not blank and have at most 90 code points."""
LONE_LETTER: Final = "lone letter"
"""The key of lines that begin with a single letter before a blank."""
BLANK_EDGE: Final = "blank edge"
"""The key of lines with blanks at an edge; all lines have it in a text whose wrapped lines were joined."""
REPEATED: Final = "repeated"
"""The key of lines of words of at least 50 code points, if two of them in the text begin with the same 50."""

LINE_KEYS: Final = frozenset(
    (
        BLANK_EDGE,
        LONE_LETTER,
        OPEN_END,
        OPENING_END,
        BRACKET_END,
        SMALL_START,
        MARK_START,
        PHRASE_END,
        COLON_END,
        NUMBERED,
        SHORT,
        REPEATED,
    )
)
"""All keys under which lines are listed."""

Shape = Literal["prose", "headline", "item", "label", "code", "table", "blank"]


class Line(NamedTuple):
    """A line of the text without the blanks at its edges: `text[start:end]`, empty if the line is blank."""

    start: int
    end: int
    shape: Shape


_line: Final[Callable[[tuple[int, int, Shape]], Line]] = partial(tuple.__new__, Line)  # as `Line`, in half the time


_SHORT: Final = 90  # code points; a button or a link box is seldom longer
_LONG_ENOUGH: Final = 50  # code points; shorter paragraphs repeat in dialogue, refrains and tables
_OPENING_ENDS: Final = frozenset('"«“„(')
_OPEN_ENDS: Final = frozenset(",-–—'’")
_OPENING_QUOTES: Final = frozenset('"“«')
_CLOSING: Final = frozenset(",;:!?.)]»”")


@lru_cache(maxsize=64)
def _phrase_ends(language: Language | None) -> frozenset[str]:
    """The last three letters of each read-more phrase."""
    return frozenset(phrase[-3:] for phrase in language.read_more) if language else frozenset()


def cut(
    text: str, language: Language | None, odd: Sequence[int], blocks: Mapping[int, Shape] | None = None
) -> tuple[list[Line], dict[str, list[int]]]:
    """The lines of a text, and by key the numbers of the lines at which rules may begin.

    `odd` are the ascending offsets of marks that are common in code and tables: a line without one is neither. With
    `blocks` it is known where the text's blocks begin and what they are: no line is wrapped.
    """
    lines: list[Line] = []
    kinds: dict[str, list[int]] = {}
    long_lines: dict[int, str] = {}
    later = iter(odd)
    nearest = next(later, len(text) + 1)
    bylines = language.bylines if language else ()
    phrase_ends = _phrase_ends(language)
    offset = 0
    raw_lines = _unwrapped(text) if blocks is None else text.split("\n")
    known = blocks or {}
    for number, raw in enumerate(raw_lines):
        size = len(raw)
        if not size:
            lines.append(_line((offset, offset, "blank")))
            offset += 1
            continue
        given = known.get(offset) if known else None
        is_odd = nearest <= offset + size
        while nearest <= offset + size:
            nearest = next(later, len(text) + 1)
        # as most of a sound text
        if (
            not is_odd
            and not given
            and size > _LONG
            and raw[-1] in _ENDS
            and raw[1] != " "
            and raw[-2].isalnum()
            and (raw[0].isupper() or raw[0] in _OPENING_QUOTES)
        ):
            lines.append(_line((offset, offset + size, "prose")))
            long_lines[number] = raw[:_LONG_ENOUGH]
            offset += size + 1
            if raw[-4:-1].lower() in phrase_ends:
                kinds.setdefault(PHRASE_END, []).append(number)
            continue
        bare = raw.lstrip()
        start = offset + size - len(bare)
        offset += size + 1
        bare = bare.rstrip()
        size = len(bare)
        shape = given or line_shape(raw, bare, bylines, is_odd)
        lines.append(_line((start, start + size, shape)))
        if len(raw) > size:
            kinds.setdefault(BLANK_EDGE, []).append(number)
        if not size:
            continue
        if bare[0].isalpha() and (size == 1 or bare[1].isspace()):
            kinds.setdefault(LONE_LETTER, []).append(number)
        if size <= _SHORT:
            kinds.setdefault(SHORT, []).append(number)
        if shape in ("prose", "headline", "label"):
            if bare[-1] not in _ENDS or not bare[0].isupper():
                for kind in _kinds(bare, shape):
                    kinds.setdefault(kind, []).append(number)
            if bare.rstrip(PHRASE_CLOSERS)[-3:].lower() in phrase_ends:
                kinds.setdefault(PHRASE_END, []).append(number)
        elif shape == "item" and bare[0].isdecimal():
            kinds.setdefault(NUMBERED, []).append(number)
        if size >= _LONG_ENOUGH and shape not in ("code", "table"):
            long_lines[number] = bare[:_LONG_ENOUGH]
    if len(raw_lines) <= text.count("\n"):
        kinds[BLANK_EDGE] = list(range(len(raw_lines)))
    if len(set(long_lines.values())) < len(long_lines):
        kinds[REPEATED] = list(long_lines)
    return lines, kinds


def _kinds(bare: str, shape: Shape) -> list[str]:
    """The keys of a line of words, by how it begins and ends."""
    kinds = []
    first, last = bare[0], bare[-1]
    if last not in _ENDS and shape == "label":
        if first.islower() and last.isalpha():
            kinds.append(OPEN_END)
    elif last not in _ENDS:
        if last.isalnum() or last in _OPEN_ENDS:
            kinds.append(OPEN_END)
        elif last in "])":
            kinds.append(BRACKET_END)
        elif last == ":":
            kinds.append(COLON_END)
    if last in _OPENING_ENDS:
        kinds.append(OPENING_END)
    if first in _CLOSING:
        kinds.append(MARK_START)
    elif shape == "prose" and first.islower():
        kinds.append(SMALL_START)
    return kinds


_ENDS: Final = frozenset(".!?…")
_CUT: Final = ("…]", "...]", "…)", "...)")
_CODE_MARK: Final = re.compile(f"[{re.escape(CODE_MARKS)}]")
COLUMN_MARKS: Final = "\t| "
"""Keys of the marks that are common in tables; the key of doubled blanks is a blank."""
_CODE_START: Final = re.compile(r"(?:\$|>>>|#!|//|/\*|import \w|from \w+ import|def \w+\(|var \w|const \w|sudo )")
_CODE_COMMENT: Final = re.compile(r"[;)}] *(?://|/\*) ")
_CODE_END: Final = (";", "{", "}", ");", "=>")
_ITEM: Final = re.compile(r"(?:[-*•·–—‣◦▪●○■✓✔→➤>+]\s|\d{1,3}[.)]\s|\(?[a-zA-Z0-9]{1,3}\)\s|\[[ xX]?\])")
_SENTENCE_BREAK: Final = re.compile(r"[a-zà-ÿ0-9\"»”)][.!?…][\"»”)]? +[\"«“(]?[A-ZÀ-Þ]")
_CELLS: Final = re.compile(r"\t|\|.*\|")
_WIDE: Final = re.compile(r"(?<=\S) {4,}(?=\S)")
_PROSE_BETWEEN: Final = 40  # code points from one wide blank to the next, on average; cells are mostly shorter
_WIDEST: Final = 120  # code points of a wrapped line,
_FULL: Final = 0.6  # and how long it is at least beside the longest
_LONG: Final = 120  # code points; a headline is seldom longer
_SHORT_WORDS: Final = 6


def line_shape(raw: str, bare: str, bylines: tuple[str, ...], is_odd: bool) -> Shape:
    """The shape of one line. `raw` has the blanks at its edges, `bare` does not. `is_odd` says whether it has any mark
    that is common in code and tables."""
    if not bare:
        return "blank"
    size = len(bare)
    if is_odd and _is_code(raw, bare):
        return "code"
    if is_odd and _is_row(bare[:2000]):
        return "table"
    ended = bare[-1] in _ENDS or bare.endswith(_CUT)
    if ended and size > _LONG and bare[0].isalpha():
        return "prose"
    if _ITEM.match(bare):
        return "item"
    if ended or size >= _LONG or _SENTENCE_BREAK.search(bare):
        return "prose"
    if bare.lower().startswith(bylines):
        return "label"
    if bare[0].islower():
        return "prose" if bare.count(" ") + 1 >= _SHORT_WORDS else "label"
    return "headline"


def _is_row(bare: str) -> bool:
    """Whether the blanks in a line say nothing of lost words: it is a row of a table, or wrapped lines of an indented
    source stand in it one after another. In a paragraph that lost words, long pieces of prose stand between wide blanks.
    """
    if ("\t" in bare or "|" in bare) and _CELLS.search(bare):
        return True
    if "    " not in bare or len(blanks := _WIDE.findall(bare)) < 2:
        return False
    sizes = [len(piece) for piece in _WIDE.split(bare)]
    if sum(sizes) < max(_LONG, _PROSE_BETWEEN * len(blanks)):
        return True
    full = max(sizes)
    return len(set(blanks)) == 1 and full <= _WIDEST and min(sizes[:-1]) >= _FULL * full


def _is_code(raw: str, bare: str) -> bool:
    if _CODE_COMMENT.search(bare):
        return True
    if not _CODE_MARK.search(bare):
        return False
    if _CODE_START.match(bare) or bare.endswith(_CODE_END) or (raw.startswith("    ") and "(" in bare):
        return True
    marks = _CODE_MARK.findall(bare)
    weight = len(marks) + bare.count("()") + bare.count(";")
    # a placeholder, a tag or an entity in a sentence leaves far more letters than marks
    return weight >= 3 and weight * 12 > len(bare) and (len(set(marks)) >= 3 or raw[:2].isspace())


def _unwrapped(text: str) -> list[str]:
    """The lines of a text; lines that hard wrapping has split are joined again."""
    lines = text.split("\n")
    # wrapped lines go on in small letters, which come after the capitals, or after blanks
    if sum([raw > "Z" or raw[:1] in (" ", "\t") for raw in lines]) < FEWEST or not (wrapping := wraps(text)):
        return lines
    lines, start = [], 0
    for at, char in enumerate(text):
        if char == "\n" and at not in wrapping:
            lines.append(text[start:at])
            start = at + 1
    return [*lines, text[start:]]
