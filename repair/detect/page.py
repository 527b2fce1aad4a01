"""What a rule sees and what it says: a page is an article cut into lines with their shapes, a sighting is one place.

A rule is a `Detector`: it takes a page and yields sightings, on its own and in any order, and says what a page must have
for it to see anything there. Rules that are one regular expression are made by `pattern_rule`, which skips code and
tables, and tries the expression only where it can match.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import chain
from typing import Final, Literal, NamedTuple

from repair.detect.suspects import BLANK, CODE_MARKS, suspects_in
from repair.languages.table import Language
from repair.records import Article
from repair.wraps import FEWEST, wraps

__all__ = [
    "BLANK",
    "BRACKET_END",
    "MARK_START",
    "OPEN_END",
    "PHRASE_CLOSERS",
    "PHRASE_END",
    "REPEATED",
    "SHORT",
    "SMALL_START",
    "Detector",
    "Line",
    "Page",
    "Shape",
    "Sighting",
    "matches",
    "offsets",
    "pattern_rule",
]

OPEN_END: Final = "open end"
"""The key of prose and headlines that end in a word, a comma, a dash or an apostrophe."""
BRACKET_END: Final = "bracket end"
"""The key of prose that ends in a closing bracket."""
SMALL_START: Final = "small start"
"""The key of prose that begins with a small letter."""
MARK_START: Final = "mark start"
"""The key of lines of words that begin with a mark that closes something."""
PHRASE_END: Final = "phrase end"
"""The key of lines of words that end as a read-more phrase does, whatever of `PHRASE_CLOSERS` comes after it."""
PHRASE_CLOSERS: Final = " .…»>›])→"
"""What may stand after a read-more phrase."""
SHORT: Final = "short"
"""The key of lines of 90 code points or less that hold anything."""
REPEATED: Final = "repeated"
"""The key of lines of words, 50 code points or more, in a text where two of these begin with the same 50."""

_OPENING: Final = re.compile(r"[«»](?<![^\s(].)\w")

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


_line: Final[Callable[[tuple[int, int, Shape]], Line]] = partial(tuple.__new__, Line)  # as `Line`, in half the time


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """An article as rules see it. `language` is `None` where no table exists: rules that need words then stay silent."""

    article: Article
    language: Language | None
    lines: tuple[Line, ...]
    kinds: Mapping[str, Sequence[int]]
    """Numbers of the lines at which rules of lines may begin, ascending, by keys such as `OPEN_END`. Few in sound text,
    where most lines begin with a capital and end in a full stop."""
    blanks_before_marks: tuple[tuple[int, int], ...]
    """Spans of the blanks that stand between a character and a comma, full stop, colon, semicolon, `!`, `?` or closing
    bracket, in lines that are neither code nor table. Few in sound text, and many rules start from them."""
    starts: Mapping[str, Sequence[int]]
    """Where rules may begin, see `repair.detect.suspects.Suspects`."""
    reversed_quotes: frozenset[str]
    """Those of `“«»` that stand at the other end of a quotation than in Italian and English: „so“ and »so«."""
    all_words: bool
    """Whether no line is code or part of a table."""

    @classmethod
    def of(cls, article: Article, language: Language | None) -> Page:
        """The page of an article; time is linear in its length."""
        suspects = suspects_in(article.text, language)
        marked = not suspects.starts.keys().isdisjoint(CODE_MARKS)
        columned = not suspects.starts.keys().isdisjoint(_COLUMN_MARKS)
        lines, kinds = _cut(article.text, language, marked=marked, columned=columned)
        all_words = not (marked or columned) or not any(line.shape in ("code", "table") for line in lines)
        blanks = suspects.blanks
        if not all_words:
            blanks = [span for span in blanks if _is_prose_at(lines, span[0])]
        return cls(
            article,
            language,
            tuple(lines),
            kinds,
            tuple(blanks),
            suspects.starts,
            _reversed_quotes(article.text),
            all_words,
        )

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
        return self.all_words or _is_prose_at(self.lines, offset)

    def lines_of(self, kind: str) -> list[Line]:
        """The lines at which rules may begin that begin with lines of this key."""
        return [self.lines[number] for number in self.kinds.get(kind, ())]

    def lines_with(self, marks: str) -> list[Line]:
        """The lines that hold any of `marks`, none of which is a blank, in order. It is quick where few do."""
        text, lines, numbers = self.text, self.lines, set()
        for mark in marks:
            at = text.find(mark)
            while at >= 0:
                number = _line_at(lines, at)
                numbers.add(number)
                at = text.find(mark, lines[number].end)
        return [self.lines[number] for number in sorted(numbers)]

    def suspects(self, keys: Iterable[str]) -> Iterator[int]:
        """Ascending offsets of the places at which a rule may begin that begins with one of `keys`."""
        found = [same for key in keys if (same := self.starts.get(key))]
        return iter(found[0] if len(found) == 1 else sorted(chain.from_iterable(found)))


@dataclass(frozen=True, slots=True)
class Detector:
    """A rule: what it sees on a page, and what a page must have for that.

    It sees nothing on a page that has none of `starts`, keys of `Page.starts` and `Page.kinds`, and whose text holds none
    of `needles`; where it has neither, it may see something on any page. So most rules need not be asked of a sound one.
    """

    see: Callable[[Page], Iterator[Sighting]]
    starts: frozenset[str] = frozenset()
    needles: tuple[str, ...] = ()

    def __call__(self, page: Page) -> Iterator[Sighting]:
        """What the rule sees on the page."""
        return self.see(page)


def _unwrapped(text: str) -> list[str]:
    """The lines of a text, those that hard wrapping made several taken as one."""
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


def _reversed_quotes(text: str) -> frozenset[str]:
    found = "“" if "„" in text else ""
    if "»" in text and "«" in text and _opens(text, "»") and not _opens(text, "«"):
        found += "«»"
    return frozenset(found)


def _opens(text: str, mark: str) -> bool:
    """Whether the mark stands before a word, where one begins, anywhere in the text."""
    at = text.find(mark)
    while at >= 0:
        if _OPENING.match(text, at):
            return True
        at = text.find(mark, at + 1)
    return False


def offsets(text: str, needles: Iterable[str]) -> list[int]:
    """Where any of `needles` stand in the text, ascending. It is quick where they are few."""
    found = []
    for needle in needles:
        at = text.find(needle)
        while at >= 0:
            found.append(at)
            at = text.find(needle, at + 1)
    return sorted(found)


def _line_at(lines: Sequence[Line], offset: int) -> int:
    return max(bisect_left(lines, (offset + 1,)) - 1, 0)


def _is_prose_at(lines: Sequence[Line], offset: int) -> bool:
    return lines[_line_at(lines, offset)].shape not in ("code", "table")


# --- lines -------------------------------------------------------------------------------------------------------

_SHORT: Final = 90  # code points; a button or a link box is seldom longer
_LONG_ENOUGH: Final = 50  # code points; shorter paragraphs repeat in dialogue, refrains and tables
_OPEN_ENDS: Final = frozenset(",-–—'’")
_OPENING_QUOTES: Final = frozenset('"“«')
_CLOSING: Final = frozenset(",;:!?.)]»”")


@lru_cache(maxsize=64)
def _phrase_ends(language: Language | None) -> frozenset[str]:
    """The last letters of read-more phrases, three of each."""
    return frozenset(phrase[-3:] for phrase in language.read_more) if language else frozenset()


def _cut(
    text: str, language: Language | None, *, marked: bool, columned: bool
) -> tuple[list[Line], dict[str, list[int]]]:
    """The lines of a text, and by key the numbers of those at which rules may begin.

    `marked` and `columned` say whether there is any mark of code in the text, and any of tables: few texts have one.
    """
    lines: list[Line] = []
    kinds: dict[str, list[int]] = {}
    long_lines: dict[int, str] = {}
    words_only = not (marked or columned)
    bylines = language.bylines if language else ()
    phrase_ends = _phrase_ends(language)
    offset = 0
    for number, raw in enumerate(_unwrapped(text)):
        size = len(raw)
        # as most of a sound text
        if (
            words_only
            and size > _LONG
            and raw[-1] in _ENDS
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
        shape = _shape(raw, bare, bylines, marked, columned)
        lines.append(_line((start, start + size, shape)))
        if not size:
            continue
        if size <= _SHORT:
            kinds.setdefault(SHORT, []).append(number)
        if shape in ("prose", "headline", "label"):
            if bare[-1] not in _ENDS or not bare[0].isupper():
                for kind in _kinds(bare, shape):
                    kinds.setdefault(kind, []).append(number)
            if bare.rstrip(PHRASE_CLOSERS)[-3:].lower() in phrase_ends:
                kinds.setdefault(PHRASE_END, []).append(number)
        if size >= _LONG_ENOUGH and shape not in ("code", "table"):
            long_lines[number] = bare[:_LONG_ENOUGH]
    if len(set(long_lines.values())) < len(long_lines):
        kinds[REPEATED] = list(long_lines)
    return lines, kinds


def _kinds(bare: str, shape: Shape) -> list[str]:
    """The keys of a line of words by its ends."""
    kinds = []
    first, last = bare[0], bare[-1]
    if last not in _ENDS and shape != "label":
        if last.isalnum() or last in _OPEN_ENDS:
            kinds.append(OPEN_END)
        elif last in "])":
            kinds.append(BRACKET_END)
    if first in _CLOSING:
        kinds.append(MARK_START)
    elif shape == "prose" and first.islower():
        kinds.append(SMALL_START)
    return kinds


_ENDS: Final = frozenset(".!?…")
_CUT: Final = ("…]", "...]", "…)", "...)")
_CODE_MARK: Final = re.compile(f"[{re.escape(CODE_MARKS)}]")
_COLUMN_MARKS: Final = "\t| "  # doubled blanks stand under a blank
_CODE_START: Final = re.compile(r"(?:\$|>>>|#!|//|/\*|import \w|from \w+ import|def \w+\(|var \w|const \w|sudo )")
_CODE_COMMENT: Final = re.compile(r"[;)}] *(?://|/\*) ")
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
    if ended or size >= _LONG or _SENTENCE_BREAK.search(bare):
        return "prose"
    if bare.lower().startswith(bylines):
        return "label"
    if bare[0].islower():
        return "prose" if bare.count(" ") + 1 >= _SHORT_WORDS else "label"
    return "headline"


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


# --- rules that are one regular expression -----------------------------------------------------------------------


def matches(pattern: re.Pattern[str], page: Page, starts: Iterable[str]) -> Iterator[re.Match[str]]:
    """What `finditer` finds of a pattern that begins with one of `starts`, tried at the page's suspects alone."""
    return _tried(pattern, page.text, page.suspects(starts))


def _tried(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `finditer` finds of a pattern that begins at one of some places, which ascend."""
    end = 0
    for at in places:
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
    the pattern is tried at the page's suspects with these characters, and a text that holds none of `needles` has no
    match; without, it is tried where one of `needles` stands. `unless` says of a match that it is sound. A pattern is
    fast where it begins with a character or a class of characters, and looks back from there.
    """
    group = "at" if "(?P<at>" in pattern else 0

    @cache
    def compiled() -> re.Pattern[str]:
        return re.compile(pattern)  # when it is first needed: most runs need few

    def search(page: Page) -> Iterator[re.Match[str]]:
        """The matches; of a rule with `starts` they are few, so that needles are looked for only behind the first."""
        if not starts:
            return _tried(compiled(), page.text, offsets(page.text, needles))
        found = matches(compiled(), page, starts)
        first = next(found, None)
        held = first and (not needles or any(needle in page.text for needle in needles))
        return chain((first,), found) if first and held else iter(())

    def detect(page: Page) -> Iterator[Sighting]:
        for match in search(page):
            start, end = (match.start(), match.start()) if before else match.span(group)
            if (anywhere or page.is_prose_at(start)) and not (unless and unless(page, match)):
                yield Sighting(start, end, code, rule, words, fix)

    return Detector(detect, frozenset(starts), () if starts else tuple(needles))
