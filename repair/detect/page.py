"""What a rule sees and what it says: a page is an article cut into lines with their shapes, a sighting is one place.

A rule is a `Detector`: it takes a page and yields sightings, on its own and in any order. Rules that are one regular
expression are made by `pattern_rule`, which skips code and tables, and tries the expression only where it can match.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal, NamedTuple

from repair.detect.suspects import BLANK, CODE_MARKS, suspects_in
from repair.languages.table import Language
from repair.records import Article
from repair.wraps import wraps

__all__ = ["BLANK", "Detector", "Line", "Page", "Shape", "Sighting", "matches", "pattern_rule"]

_OPENING_REVERSED: Final = re.compile(r"(?:^|[\s(])»\w")
_OPENING: Final = re.compile(r"(?:^|[\s(])«\w")

Shape = Literal["prose", "headline", "item", "label", "code", "table", "blank"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place that one rule points at: a span of the text, its code and the rule's name.

    `words` is the extent of a gap (low, high) where the rule can tell. `fix` takes the place of the span where it
    follows from the rule alone, `None` where it does not.
    """

    start: int
    end: int
    code: str
    rule: str
    words: tuple[int, int] | None = None
    fix: str | None = None


class Line(NamedTuple):
    """A line of the text without the blanks at its edges: `text[start:end]`, empty where the line is blank."""

    start: int
    end: int
    shape: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """An article as rules see it. `language` is `None` where no table exists: rules that need words then stay silent."""

    article: Article
    language: Language | None
    lines: tuple[Line, ...]
    blanks_before_marks: tuple[tuple[int, int], ...]
    """Spans of the blanks that stand between a character and a comma, full stop, colon, semicolon, `!`, `?` or closing
    bracket, in lines that are neither code nor table. Few in sound text, and many rules start from them."""
    starts: Mapping[str, Sequence[int]]
    """Where rules may begin, see `repair.detect.suspects.Suspects`."""
    reversed_quotes: frozenset[str]
    """Those of `“«»` that stand at the other end of a quotation than in Italian and English: „so“ and »so«."""

    @classmethod
    def of(cls, article: Article, language: Language | None) -> Page:
        """The page of an article; time is linear in its length."""
        suspects = suspects_in(article.text, language)
        bylines = language.bylines if language else ()
        marked = not suspects.starts.keys().isdisjoint(CODE_MARKS)
        columned = not suspects.starts.keys().isdisjoint(_COLUMN_MARKS)
        lines = []
        offset = 0
        for raw in _unwrapped(article.text):
            bare = raw.lstrip()
            start = offset + len(raw) - len(bare)
            bare = bare.rstrip()
            lines.append(Line(start, start + len(bare), _shape(raw, bare, bylines, marked, columned)))
            offset += len(raw) + 1
        blanks = tuple(span for span in suspects.blanks if _is_prose_at(lines, span[0]))
        return cls(article, language, tuple(lines), blanks, suspects.starts, _reversed_quotes(article.text))

    @property
    def text(self) -> str:
        """The article's text, exactly as read."""
        return self.article.text

    def line_at(self, offset: int) -> int:
        """Index of the line that holds `offset` (its line break belongs to it)."""
        return _line_at(self.lines, offset)

    @property
    def spaced(self) -> str:
        """The marks before which a blank is sound in the page's language; see `Language.spaced`."""
        return self.language.spaced if self.language else ""

    def is_prose_at(self, offset: int) -> bool:
        """Whether `offset` lies in a line that is neither code nor part of a table."""
        return _is_prose_at(self.lines, offset)

    def suspects(self, keys: Iterable[str]) -> Iterator[int]:
        """Ascending offsets of the places at which a rule may begin that begins with one of `keys`."""
        found = [same for key in keys if (same := self.starts.get(key))]
        return iter(found[0] if len(found) == 1 else sorted(chain.from_iterable(found)))


Detector = Callable[[Page], Iterator[Sighting]]


def _unwrapped(text: str) -> list[str]:
    """The lines of a text, those that hard wrapping made several taken as one."""
    wrapping = wraps(text)
    if not wrapping:
        return text.split("\n")
    lines, start = [], 0
    for at, char in enumerate(text):
        if char == "\n" and at not in wrapping:
            lines.append(text[start:at])
            start = at + 1
    return [*lines, text[start:]]


def _reversed_quotes(text: str) -> frozenset[str]:
    found = "“" if "„" in text else ""
    if "»" in text and "«" in text and _OPENING_REVERSED.search(text) and not _OPENING.search(text):
        found += "«»"
    return frozenset(found)


def _line_start(line: Line) -> int:
    return line.start


def _line_at(lines: Sequence[Line], offset: int) -> int:
    return max(bisect_right(lines, offset, key=_line_start) - 1, 0)


def _is_prose_at(lines: Sequence[Line], offset: int) -> bool:
    return lines[_line_at(lines, offset)].shape not in ("code", "table")


# --- the shape of a line -----------------------------------------------------------------------------------------

_ENDS: Final = frozenset(".!?…")
_CUT: Final = ("…]", "...]", "…)", "...)")
_CODE_MARK: Final = re.compile(f"[{re.escape(CODE_MARKS)}]")
_COLUMN_MARKS: Final = "\t| "  # doubled blanks stand under a blank
_CODE_START: Final = re.compile(r"(?:\$|>>>|#!|//|/\*|import \w|from \w+ import|def \w+\(|var \w|const \w|sudo )")
_CODE_END: Final = (";", "{", "}", ");", "=>")
_ITEM: Final = re.compile(r"(?:[-*•·–—‣◦▪●○■✓✔→➤>+]\s|\d{1,3}[.)]\s|\(?[a-zA-Z0-9]{1,3}\)\s|\[[ xX]?\])")
_SENTENCE_BREAK: Final = re.compile(r"[a-zà-ÿ0-9\"»”)][.!?…][\"»”)]? +[\"«“(]?[A-ZÀ-Þ]")
_TABLE: Final = re.compile(r"\t|\|.*\||\S {4,}\S.* {4,}\S")
_LONG: Final = 120  # code points; a headline is seldom longer
_SHORT_WORDS: Final = 6


def _shape(raw: str, bare: str, bylines: tuple[str, ...], marked: bool, columned: bool) -> Shape:
    """The shape of one line. `raw` has the blanks at the edges, `bare` has not. `marked` and `columned` say whether
    there is any mark of code in the text, and any of tables: few texts have one."""
    if not bare:
        return "blank"
    size = len(bare)
    if marked and _is_code(raw, bare):
        return "code"
    if columned and ("\t" in bare or "|" in bare or "    " in bare) and _TABLE.search(bare[:2000]):
        return "table"
    ended = bare[-1] in _ENDS or bare.endswith(_CUT)
    if ended and size > _LONG and bare[0].isalpha():
        return "prose"
    if _ITEM.match(bare):
        return "item"
    if size < _LONG and bare.lower().startswith(bylines) and not _SENTENCE_BREAK.search(bare):
        return "prose" if ended else "label"
    if ended or size >= _LONG or _SENTENCE_BREAK.search(bare):
        return "prose"
    if bare[0].islower():
        return "prose" if bare.count(" ") + 1 >= _SHORT_WORDS else "label"
    return "headline"


def _is_code(raw: str, bare: str) -> bool:
    if not _CODE_MARK.search(bare):
        return False
    if _CODE_START.match(bare) or bare.endswith(_CODE_END) or (raw.startswith("    ") and "(" in bare):
        return True
    marks = _CODE_MARK.findall(bare)
    weight = len(marks) + bare.count("()") + bare.count(";")
    # a placeholder, a tag or an entity in a sentence leaves far more letters than marks
    return weight >= 3 and weight * 12 > len(bare) and (len(set(marks)) >= 3 or raw[:2].isspace())


# --- rules that are one regular expression -----------------------------------------------------------------------


def matches(pattern: re.Pattern[str], page: Page, starts: Iterable[str]) -> Iterator[re.Match[str]]:
    """What `finditer` finds of a pattern that begins with one of `starts`, tried at the page's suspects alone."""
    text, end = page.text, 0
    for at in page.suspects(starts):
        if at >= end and (match := pattern.match(text, at)):
            end = match.end()
            yield match


def pattern_rule(
    rule: str,
    code: str,
    pattern: str,
    *,
    starts: str = "",
    needles: Sequence[str] = (),
    fix: str | None = None,
    words: tuple[int, int] | None = None,
    unless: Callable[[Page, re.Match[str]], bool] | None = None,
    before: bool = False,
    anywhere: bool = False,
) -> Detector:
    """The detector of a rule that one linear pattern sees, outside code and tables, or with `anywhere` there too.

    The span is the group named `at`, else the whole match, or the place before the match with `before`. With `starts`
    the pattern is tried only at the page's suspects with these characters. With `needles`, a text that holds none is not
    searched. `unless` says of a match that it is sound. A pattern is fast where it begins with a character or a class of
    characters, and looks back from there.
    """
    compiled = re.compile(pattern)
    group = "at" if "at" in compiled.groupindex else 0

    def search(page: Page) -> Iterator[re.Match[str]]:
        """The matches; of a rule with `starts` they are few, so that needles are looked for only behind the first."""
        if not starts:
            return compiled.finditer(page.text) if _holds(page.text, needles) else iter(())
        if page.starts.keys().isdisjoint(starts):
            return iter(())
        found = matches(compiled, page, starts)
        first = next(found, None)
        return chain((first,), found) if first and _holds(page.text, needles) else iter(())

    def detect(page: Page) -> Iterator[Sighting]:
        for match in search(page):
            start, end = (match.start(), match.start()) if before else match.span(group)
            if (anywhere or page.is_prose_at(start)) and not (unless and unless(page, match)):
                yield Sighting(start, end, code, rule, words, fix)

    return detect


def _holds(text: str, needles: Sequence[str]) -> bool:
    """Whether any of `needles` is in the text; true where there are none."""
    return not needles or any(needle in text for needle in needles)
