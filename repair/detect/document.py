"""What a rule takes and gives: a document is an article cut into lines with their shapes, a sighting is one place.

A rule is a `Detector`: it takes a document and yields sightings in any order, and says what a document must contain for the
rule to see anything there. `pattern_rule` makes the rules that are one regular expression: it skips code and tables,
and tries the expression only where it can match.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain
from typing import Any, Final, TypeVar

from msgspec import Struct

from repair.detect.line_shapes import COLUMN_MARKS, LINE_KEYS, Line, Shape, cut
from repair.detect.suspects.prefilter import (
    BLANKS_BEFORE_MARKS,
    CODE_MARKS,
    ESCAPED_BLANK,
    PLACE_KEYS,
    TOKEN_KEYS,
    rare_in,
)
from repair.detect.suspects.sieve import Token, sift
from repair.detect.suspects.strange_words import WORD_KEYS, strange_in
from repair.detect.suspects.twice import TWICE
from repair.detect.suspects.word_signs import WORD_SIGNS
from repair.errors import RecordError
from repair.languages.table import Language
from repair.records import Article

__all__ = [
    "ESCAPED_BLANK",
    "Detector",
    "Document",
    "Sighting",
    "matches",
    "matches_from",
    "offsets",
    "pattern_rule",
    "within",
]

_OPENING: Final = re.compile(r"[«»](?<![^\s(].)\w")
KEYS: Final = PLACE_KEYS | LINE_KEYS | TOKEN_KEYS | WORD_KEYS | WORD_SIGNS | {TWICE}
"""All keys that a rule can start from."""
_ODD_MARKS: Final = frozenset(CODE_MARKS + COLUMN_MARKS)
_TOKEN: Final = re.compile(r"[^ \n]+")
_COMMENTS: Final = ("//", "/*")
_Made = TypeVar("_Made")


_FEW_BREAKS: Final = 4


class Sighting(Struct, frozen=True, gc=False):
    """One place that one rule points at: a span of the text, its code and the rule's name.

    `words` is the extent of a gap (low, high) if the rule can tell, else `None`. `fix` is the text that replaces the
    span if it follows from the rule alone, else `None`.
    """

    start: int
    end: int
    code: str
    rule: str
    words: tuple[int, int] | None = None
    fix: str | None = None


class Document(Struct, frozen=True, eq=False, dict=True):
    """An article as rules see it. `language` is `None` if its language has no table: rules that need words find
    nothing."""

    article: Article
    language: Language | None
    lines: tuple[Line, ...]
    kinds: Mapping[str, Sequence[int]]
    """By key, such as `OPEN_END`: the ascending numbers of the lines at which rules for lines may begin. They are few
    in sound text, where most lines begin with a capital and end in a full stop."""
    blanks_before_marks: tuple[tuple[int, int], ...]
    """Spans of the blanks between a character and a comma, full stop, colon, semicolon, `!`, `?` or closing bracket, in
    lines that are neither code nor table. They are few in sound text, and many rules start from them."""
    starts: Mapping[str, Sequence[int]] | None
    """Where rules may begin, see `repair.detect.suspects.sieve.Sifted`; `None`: anywhere."""
    tokens: tuple[Token, ...]
    """The tokens whose words are strange or were not judged, with their offsets. All others are sound."""
    rare: frozenset[str]
    """The rare signs of the text and the kinds of its tokens, see `repair.detect.suspects.sieve.Sifted`."""
    reversed_quotes: frozenset[str]
    """The marks among `“«»` that this text uses at the opposite end of a quotation to Italian and English: „so“,
    »so«."""
    all_words: bool
    """Whether no line is code or part of a table."""

    @classmethod
    def of(
        cls,
        article: Article,
        language: Language | None,
        *,
        prefilter: bool = True,
        blocks: Mapping[int, Shape] | None = None,
    ) -> Document:
        """The document of an article; time is linear in its length.

        Without `prefilter` every rule is tried everywhere. It sees the same, many times slower. `blocks`, for
        a text whose blocks are known, says of lines that are no paragraphs what they are, by the offset of the line.
        """
        text = article.text
        if prefilter:
            starts, blanks, tokens, rare = sift(text, language)
        else:
            starts = {mark: found for mark in _ODD_MARKS if (found := offsets(text, mark))}
            blanks = [match.span() for match in BLANKS_BEFORE_MARKS.finditer(text)]
            tokens = [
                Token(match.start(), match[0], strange := strange_in(language, match[0]), strange is not None)
                for match in _TOKEN.finditer(text)
            ]
            rare = rare_in(text)
        odd = _odd(text, starts) if blocks is None else ()
        lines, kinds = cut(text, language, odd, blocks)
        all_words = not (odd or blocks) or not any(line.shape in ("code", "table") for line in lines)
        if not all_words:
            blanks = [span for span in blanks if _is_prose_at(lines, span[0])]
        return cls(
            article,
            language,
            tuple(lines),
            kinds,
            tuple(blanks),
            starts if prefilter else None,
            tuple(tokens),
            rare,
            _reversed_quotes(text),
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
        """The marks before which a blank is sound in the document's language; see `Language.spaced`."""
        return self.language.spaced if self.language else ""

    @cached_property
    def _once(self) -> dict[Callable[[Document], Any], Any]:
        return {}

    def once(self, make: Callable[[Document], _Made]) -> _Made:
        """What `make` gives for this document, made when it is first asked for and kept as long as the document."""
        kept = self._once
        if make not in kept:
            kept[make] = make(self)
        made: _Made = kept[make]
        return made

    @cached_property
    def is_one_word(self) -> bool:
        """Whether the text is a single word: a label, or the value of a field."""
        return self.text.strip().isalpha()

    @cached_property
    def has_blanks_at_breaks(self) -> bool:
        """Whether blanks beside line breaks are the text's habit: more than one of four has one."""
        text = self.text
        return _FEW_BREAKS * (text.count("\n ") + text.count(" \n")) > text.count("\n")

    @cached_property
    def is_wrapped(self) -> bool:
        """Whether the text is hard-wrapped, so that some of its lines were joined."""
        return len(self.lines) <= self.text.count("\n")

    @cached_property
    def first_sentence(self) -> int:
        """Start of the first line that ends like a sentence; the text's length if no line does."""
        text = self.text
        ends = (line.start for line in self.lines if line.shape != "blank" and text[line.end - 1] in ".!?…")
        return next(ends, len(text))

    def beside(self, number: int, step: int, reach: int | None = None) -> Line | None:
        """The nearest line with text from line `number` on, in steps of 1 or -1, no more than `reach` lines away."""
        places = range(number + step, len(self.lines) if step > 0 else -1, step)[:reach]
        return next((self.lines[place] for place in places if self.lines[place].shape != "blank"), None)

    def is_prose_at(self, offset: int) -> bool:
        """Whether `offset` lies in a line that is neither code nor part of a table."""
        return self.all_words or _is_prose_at(self.lines, offset)

    def lines_of(self, kind: str) -> list[Line]:
        """The lines listed under the key `kind`: those at which a rule that starts from this key may begin."""
        return [self.lines[number] for number in self.kinds.get(kind, ())]

    def lines_with(self, marks: str) -> list[Line]:
        """The lines that hold any of `marks` (no blanks among them), in order. It is quick if they are few."""
        if self.starts is None:
            return list(self.lines)
        text, lines, numbers = self.text, self.lines, set()
        for mark in marks:
            at = text.find(mark)
            while at >= 0:
                number = _line_at(lines, at)
                numbers.add(number)
                at = text.find(mark, lines[number].end)
        return [self.lines[number] for number in sorted(numbers)]


class Detector(Struct, frozen=True, eq=False):
    """A rule: what it sees on a document, and what a document must have for that.

    It sees nothing on a document that has none of `starts` (keys of `Document.starts`, `.kinds` and `.rare`) and whose text holds
    none of `needles`. A rule that names neither runs on every document. Most rules name some, and need not run on a sound
    document.
    """

    see: Callable[[Document], Iterator[Sighting]]
    starts: frozenset[str] = frozenset()
    needles: tuple[str, ...] = ()
    prior: float | None = None
    """How sure (0–1) the rule is if no table was fitted for it; `None`: the prior of its code."""

    def __post_init__(self) -> None:
        if unknown := self.starts - KEYS:
            raise RecordError(
                f"no place of a document is listed under {', '.join(map(repr, sorted(unknown)))}",
                hint="a rule that begins elsewhere names no `starts`: it is then run on the whole text",
            )

    def __call__(self, document: Document) -> Iterator[Sighting]:
        """What the rule sees on the document."""
        return self.see(document)


def _odd(text: str, starts: Mapping[str, Sequence[int]]) -> list[int]:
    """Ascending offsets of the marks that hardly any line but code and tables has."""
    odd = [at for key in starts if key in _ODD_MARKS for at in starts[key]]
    if odd and not starts.keys().isdisjoint(CODE_MARKS):
        odd += offsets(text, _COMMENTS)
    return sorted(odd)


def _reversed_quotes(text: str) -> frozenset[str]:
    found = "“" if "„" in text else ""
    if "»" in text and "«" in text and _opens(text, "»") and not _opens(text, "«"):
        found += "«»"
    return frozenset(found)


def _opens(text: str, mark: str) -> bool:
    """Whether the mark stands before a word, where one begins, anywhere in the text."""
    return any(_OPENING.match(text, at) for at in offsets(text, mark))


def offsets(text: str, needles: Iterable[str]) -> list[int]:
    """Ascending offsets of all `needles` in the text. It is quick if they are few."""
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


# --- rules that are one regular expression -----------------------------------------------------------------------


def matches(pattern: re.Pattern[str], document: Document, starts: Iterable[str]) -> Iterator[re.Match[str]]:
    """What `finditer` finds with a pattern that begins with one of `starts`; it is tried only at the document's
    suspects."""
    if document.starts is None:
        return pattern.finditer(document.text)
    found = [same for key in starts if (same := document.starts.get(key))]
    return _tried(pattern, document.text, found[0] if len(found) == 1 else sorted(chain.from_iterable(found)))


def matches_from(pattern: re.Pattern[str], document: Document, needles: Iterable[str]) -> Iterator[re.Match[str]]:
    """What `finditer` finds with a pattern that begins with one of `needles`; it is tried only where one stands."""
    if document.starts is None or len(tuple(needles)) == 1:
        return pattern.finditer(document.text)
    return _tried(pattern, document.text, offsets(document.text, needles))


def _tried(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
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
    sign: str = "",
    needles: Sequence[str] = (),
    fix: str | None = None,
    words: tuple[int, int] | None = None,
    unless: Callable[[Document, re.Match[str]], bool] | None = None,
    before: bool = False,
    anywhere: bool = False,
    prior: float | None = None,
) -> Detector:
    """The detector of a rule that is one linear pattern. It looks outside code and tables; with `anywhere`, there too.

    The span is the group named `at`, else the whole match; with `before`, it is the place before the match. `unless`
    says whether a match is sound after all. A rule that names neither `starts`, `sign` nor `needles` is searched for in the
    whole text. All three only save time: with `starts` the pattern is tried at the document's suspects under these
    characters alone, and a text that lacks the `sign`, one of `WORD_SIGNS`, or holds none of `needles` is not searched.
    Needles are looked for in all texts if a rule names nothing else. A pattern is fast if it begins with a character or a
    class of characters, and looks back from there.
    """
    group = "at" if "(?P<at>" in pattern else 0

    @cache
    def compiled() -> re.Pattern[str]:
        return re.compile(pattern)  # when it is first needed: most runs need few

    def search(document: Document) -> Iterator[re.Match[str]]:
        """The matches. A rule with `starts` has few, so needles are searched for only after the first match."""
        text = document.text
        if sign and needles and not any(needle in text for needle in needles):
            return iter(())
        if not starts:
            return compiled().finditer(text)
        found = matches(compiled(), document, starts)
        first = next(found, None)
        held = first and (not needles or any(needle in text for needle in needles))
        return chain((first,), found) if first and held else iter(())

    def detect(document: Document) -> Iterator[Sighting]:
        for match in search(document):
            start, end = (match.start(), match.start()) if before else match.span(group)
            if (anywhere or document.is_prose_at(start)) and not (unless and unless(document, match)):
                yield Sighting(start, end, code, rule, words, fix)

    keys = frozenset((*starts, sign) if sign else starts)
    return Detector(detect, keys, () if keys else tuple(needles), prior)


def within(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Whether one of the spans, which are in text order and apart from each other, holds the offset."""
    at = bisect_left(spans, (offset + 1, 0)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]
