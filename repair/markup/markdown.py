"""Markdown: the prose of its paragraphs, headings, items and cells.

The parser says what is a block, a link, code, an image or a tag. Front matter, footnotes, templates and formulas are no
part of its language, and are found beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from repair.markup.prose import PROGRAM, THING, BlockKind, Mark, Prose, Writer, kept_apart
from repair.text.markup import BLOCKS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["markdown_prose"]

_BREAK: Final = re.compile(r"\r\n?|\n")  # as the parser counts lines
_FRONT: Final = re.compile(r"(?:---|\+\+\+)[ \t]*(?:\r\n?|\n)")
_FRONT_ENDS: Final = {"-": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M), "+": re.compile(r"^\+\+\+[ \t]*$", re.M)}
_KEY: Final = re.compile(r"(?:#.*|[\w.\"'-]+\s*[:=].*|\[.*|)$", re.M)
_BULLET: Final = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+$")
# lines that only steer a site generator: containers, admonitions, abbreviations, imports of components
_STEERING: Final = re.compile(
    r"^(?:\s*:{3,}.*|(?:!!!|\?\?\?)\+? .*|={3} \".*\"|\*\[[^\]\n]{1,80}\]:.*|import\s[^\n]{1,200}from\s*['\"].*|export\s(?:const|default|function)\s.*"
    r"|\[\^[^\]\s]{1,80}\]:[ \t]*|--8<--.*|\[TOC\]|\{:?[#.:][^{}\n]{0,200}\})",
    re.M,
)
# a formula holds a sign of one: `$5 and $6` does not
_APART: Final = re.compile(
    r"(?P<empty>(?<=\])\[\]|\A:[ \t]+|\[\^[^\]\s]{1,80}\]|\{[:#.%][^{}\n]{0,200}\}|:[a-z][a-z0-9_+-]{1,40}:(?![\w/]))"
    r"|(?P<noun>(?:https?|ftp)://[^\s<>`()]*[^\s<>`().,;:!?\]\"'*_]|\{%[^%\n]{0,400}%\}|\{\{[<%][^\n]{0,400}?[>%]\}\}|\$\$[^$]{1,2000}\$\$"
    r"|(?<![\w$\\])\$(?=\S)(?=[^$\n]{0,200}[\\^_={}])[^$\n]{1,200}(?<=\S)\$(?![\w$]))"
)
_FILLED: Final = re.compile(r"\{\{[^{}\n]{0,200}\}\}")
# a dialect of Sphinx: comments, and targets of links
_MYST: Final = re.compile(r"^(?:`{3,}|:{3,})\{[\w-]+\}|\{[\w:-]+\}`|^\([\w-]+\)=\s*$", re.M)
_OF_MYST: Final = re.compile(r"^%.*|^\([\w-]+\)=\s*$", re.M)
_TASK: Final = re.compile(r"\[[ xX]?\](?:\s+|$)")
_COMMENT: Final = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*$", re.S)
_RULES: Final = (
    "newline",
    "escape",
    "backticks",
    "strikethrough",
    "emphasis",
    "link",
    "image",
    "autolink",
    "html_inline",
    "entity",
)


class _Event(NamedTuple):
    """What a rule of the parser took: its name, the span, the end of a link's label, and the tokens that it made."""

    rule: str
    start: int
    end: int
    label: int
    tokens: tuple[tuple[Token, int], ...]
    """With the length of the text that each had then."""


def markdown_prose(source: str) -> Prose:
    """The prose of a text in Markdown."""
    return _Page(source).prose()


class _Page:
    """A text in Markdown and the tokens of its blocks."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._writer = Writer(source)
        self._starts = [0, *(match.end() for match in _BREAK.finditer(source))]
        self._starts.append(len(source) + 1)
        start, end = _front_matter(source)
        # the parser gets blank lines in its place, so that lines keep their numbers
        front = "\n" * len(_BREAK.findall(source, 0, end))
        self._env: dict[str, Any] = {}
        self._tokens = _parser().parse(front + source[end:], self._env)
        self._is_myst = _MYST.search(source) is not None
        self._filled = end > start or "{%" in source
        if end > start:
            self._writer.placeholder(start, end, THING)

    def prose(self) -> Prose:
        """The prose of all blocks."""
        kinds: list[BlockKind | None] = []
        item: tuple[int, bool] | None = None  # first line of an item that has shown nothing so far
        cells = _Cells()
        for token in self._tokens:
            match token.type:
                case "heading_open":
                    kinds.append("headline")
                case "table_open":
                    kinds.append("table")
                case "heading_close" | "table_close":
                    kinds.pop()
                case "list_item_open":
                    item = (self._lines(token)[0], True)
                case "fence" | "code_block" | "html_block":
                    self._no_prose(token)
                    item = None
                case "inline" if token.content.strip():
                    kind = kinds[-1] if kinds else None
                    first, _ = self._lines(token)
                    is_item = item is not None and item[0] == first and kind is None
                    offsets = cells.offsets(self, token) if kind == "table" else self._offsets(token)
                    if offsets:
                        self._inline(token.content, offsets, "item" if is_item else kind)
                    item = None
        return self._writer.prose()

    def _lines(self, token: Token) -> tuple[int, int]:
        assert token.map is not None  # every block has its lines
        return token.map[0], token.map[1]

    def line(self, number: int) -> tuple[int, str]:
        """Where a line of the source begins, and the line without its break."""
        start = self._starts[number]
        return start, self._source[start : self._starts[number + 1]].rstrip("\r\n")

    def _no_prose(self, token: Token) -> None:
        first, last = self._lines(token)
        start, end = self._starts[first], min(self._starts[min(last, len(self._starts) - 1)], len(self._source))
        block = self._source[start:end].rstrip()
        if token.type == "html_block" and _COMMENT.match(block):
            return
        indent = len(block) - len(block.lstrip())
        shown = THING if token.type == "html_block" else PROGRAM
        self._writer.placeholder(start + indent, start + len(block), shown)

    def _offsets(self, token: Token) -> list[int]:
        """For each line of the content of a block, how far it must be moved to its place in the source."""
        first, _ = self._lines(token)
        found, at = [], 0
        for number, content in enumerate(token.content.split("\n")):
            start, line = self.line(first + number)
            kept = content.rstrip()
            place = line.rstrip().rfind(kept)
            found.append(start + max(place, 0) - at)
            at += len(content) + 1
        return found

    def _inline(self, content: str, offsets: list[int], kind: BlockKind | None) -> None:
        """Show the content of one block."""
        marks = [*_parsed(content, self._env), *self._beside(content)]
        breaks = [0, *(match.end() for match in re.finditer("\n", content))]

        def placed(at: int) -> int:
            return at + offsets[_number(breaks, at)]

        def placed_end(at: int) -> int:
            """A break ends where the next line begins; what ends within a line ends there."""
            ends_line = not at or (at < len(content) and content[at - 1].isspace())
            return placed(at) if ends_line else at + offsets[_number(breaks, at - 1)]

        moved = [Mark(placed(m.start), placed_end(m.end), m.shown, m.opaque) for m in marks if m.start < m.end]
        start, end = placed(0), placed_end(len(content))
        shown = kept_apart(moved)
        if not self._writer.shows_word(start, end, shown):
            self._writer.without_words(start, end, shown)
            return
        if kind == "item":
            begin, line = self.line(_number(self._starts, start))
            bullet = _BULLET.search(line[: start - begin])
            if bullet:
                self._writer.item(begin + bullet.start(), start)
            else:
                self._writer.block(start, "item")
        else:
            self._writer.block(start, kind)
        self._writer.marked(start, end, shown)

    def _beside(self, content: str) -> Iterator[Mark]:
        """What is no prose and no part of the parser's language."""
        for match in _STEERING.finditer(content):
            yield Mark(*match.span(), "", True)
        for match in _APART.finditer(content):
            yield Mark(*match.span(), THING if match.lastgroup == "noun" else "", True)
        if self._filled:
            for match in _FILLED.finditer(content):
                yield Mark(*match.span(), THING, True)
        for match in _OF_MYST.finditer(content) if self._is_myst else ():
            yield Mark(*match.span(), "", True)
        if task := _TASK.match(content):
            yield Mark(*task.span(), "", True)


class _Cells:
    """The places of the cells of a table, which the parser does not give: one after the other in their row."""

    def __init__(self) -> None:
        self._row = -1
        self._at = 0

    def offsets(self, page: _Page, token: Token) -> list[int]:
        """As those of other blocks; empty if the cell does not stand in the source as it is."""
        assert token.map is not None
        start, line = page.line(token.map[0])
        if token.map[0] != self._row:
            self._row, self._at = token.map[0], 0
        # the parser took the backslash from `\|`: such a cell holds rather code than prose
        written = token.content.replace("|", r"\|")
        place = line.find(written, self._at)
        self._at = place + len(written) if place >= 0 else self._at
        return [start + place] if place >= 0 and written == token.content else []


def _number(starts: list[int], at: int) -> int:
    return max(0, bisect_right(starts, at) - 1)


def _front_matter(source: str) -> tuple[int, int]:
    """The span of the YAML or TOML at the head of a page; empty if there is none. A byte-order mark may stand before it."""
    start = int(source.startswith("\ufeff"))
    opening = _FRONT.match(source, start)
    if not opening:
        return start, start
    closing = _FRONT_ENDS[source[start]].search(source, opening.end())
    if not closing or not _KEY.match(source, opening.end()):
        return start, start
    return start, closing.end()


# --- what stands in a line -------------------------------------------------------------------------------------------


def _parsed(content: str, env: dict[str, Any]) -> Iterator[Mark]:
    """What the parser takes for markup in the content of a block."""
    if not _MARKUP.search(content):
        return
    parser = _parser()
    own: dict[str, Any] = {**env, "events": []}
    parser.inline.parse(content, parser, own, [])
    for event in own["events"]:
        yield from _marks(event, content)


_SITE: Final = re.compile(r"\(\s*<?(?:https?:/)?/")
_TAG: Final = re.compile(r"</?([a-zA-Z][\w-]*)")
_PARTING: Final = BLOCKS | {"br"}
_INLINE: Final = frozenset(
    "a abbr b bdi bdo big cite del dfn em font i ins mark q s small span strike strong sub sup time tt u wbr".split()
)
_KNOWN: Final = _PARTING | _INLINE
_MARKUP: Final = re.compile(r"[\n\\`*_~\[\]!<>&]")


def _marks(event: _Event, content: str) -> Iterator[Mark]:
    start, end = event.start, event.end
    match event.rule:
        case "newline":
            line = content.rfind("\n", 0, start) + 1
            yield Mark(line + len(content[line:start].rstrip(" \t")), end, " ")
        case "escape":
            if content[start + 1 : start + 2] == "\n":
                yield Mark(start, end, " ")
            elif content[start + 1 : start + 2] and not content[start + 1].isalnum():
                yield Mark(start, start + 1)
        case "backticks":
            if any(token.type == "code_inline" for token, _ in event.tokens):
                yield Mark(start, end, PROGRAM, True)
        case "emphasis" | "strikethrough":
            at = end
            for token, size in reversed(event.tokens):
                at -= size
                if at < start:  # the text before the marks
                    break
                if token.type != "text" or not token.content:
                    yield Mark(at, at + size)
        case "link":
            if event.label == start + 1 and _SITE.match(content, event.label + 1):  # it lost its words
                yield Mark(event.label + 1, end)
            elif event.label == start + 1:  # a site generator puts the title of its target in
                yield Mark(start, end, THING, True)
            else:
                yield Mark(start, start + 1)
                yield Mark(event.label, end)
        case "image" | "autolink":
            yield Mark(start, end, THING, True)
        case "html_inline":
            tag = _TAG.match(content, start)
            name = tag[1].lower() if tag else ""
            yield Mark(start, end, " " if name in _PARTING else "" if name in _INLINE else THING, name not in _KNOWN)
        case "entity":
            yield Mark(start, end, unescape(content[start:end]))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """The parser of blocks, with the rules for what stands in a line wrapped so that they tell what they took."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    # it would add the text of one token to the next, which may be markup
    parser.inline.ruler2.disable(["fragments_join"])
    rules = dict(zip(parser.get_active_rules()["inline"], parser.inline.ruler.getRules(""), strict=True))
    for name in _RULES:
        parser.inline.ruler.at(name, _recording(name, rules[name]))
    return parser


_Rule = Callable[["StateInline", bool], bool]


def _recording(name: str, rule: _Rule) -> _Rule:
    def take(state: StateInline, silent: bool) -> bool:
        # the text of an image has a state of its own
        if silent or state.env.setdefault("outermost", state) is not state:
            return rule(state, silent)
        start, count, label = state.pos, len(state.tokens), -1
        if name == "link" and state.src[start] == "[":
            label = state.md.helpers.parseLinkLabel(state, start, True)
        if not rule(state, silent):
            return False
        state.env["events"].append(
            _Event(name, start, state.pos, label, tuple((token, len(token.content)) for token in state.tokens[count:]))
        )
        return True

    return take
