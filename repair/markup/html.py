"""HTML: the prose of a page's blocks, as a browser shows it.

What stands in code, forms, menus and scripts is none. A page is cut by its tags; no tree is built, nothing is fetched and
no entity of its own is expanded. Time is linear in the page.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Final

from repair.markup.prose import PROGRAM, THING, BlockKind, Mark, Prose, Writer
from repair.markup.templates import TEMPLATE_TAG, is_template
from repair.text.markup import BLOCKS

__all__ = ["html_prose"]

_TOKEN: Final = re.compile(
    r"<!--|<!\[CDATA\[|<[!?][^>]*+>?|<(?P<close>/?)(?P<tag>[a-zA-Z][^\s/>]{0,60})(?P<rest>(?:[^>\"']|\"[^\"]*+\"?|'[^']*+'?)*+)>?"
)
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_ENTITY: Final = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#\d{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_RAW: Final = frozenset(
    ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext")
)
_SKIPPED: Final = frozenset(
    "head nav footer aside button select datalist svg math canvas audio video object menu template dialog".split()
)
_IN_CODE: Final = frozenset(("code", "kbd", "samp", "tt", "var"))
_NOUNS: Final = frozenset(("img", "input", "embed"))
_VOID: Final = _NOUNS | {"br", "wbr"}
_KINDS: Final[dict[str, BlockKind]] = {
    **dict.fromkeys(
        ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "figcaption", "legend", "summary"), "headline"
    ),
    **dict.fromkeys(("li", "dd"), "item"),
    **dict.fromkeys(("td", "th"), "table"),
}
_DEEPEST: Final = 64  # elements without prose in one another that a tag can close
_WORD: Final = re.compile(r"\w")
_LINK: Final = re.compile(r"\shref\s*=\s*[\"']?(?!#)", re.I)
_EMPTIED: Final = frozenset(("b", "em", "i", "strong", "cite", "q", "u"))


def html_prose(source: str) -> Prose:
    """The prose of a page of HTML."""
    page = _Page(source)
    page.read()
    return page.prose()


class _Page:
    """A page that is read from its first tag to its last. The marks of a block are kept until it ends."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._writer = Writer(source)
        self._blocks: list[tuple[str, BlockKind | None]] = []  # open blocks, each with what its text is
        self._open_tags = Counter[str]()
        self._skipped: list[str] = []  # open elements that hold no prose
        self._start = 0  # where the block begins
        self._end = 0  # where its last word or mark ends
        self._marks: list[Mark] = []
        self._blank: int | None = 0  # where the blank begins that was shown last, None after a word
        self._opened: tuple[str, int] | None = None  # an element that has shown nothing so far, and where it begins
        self._code: tuple[str, int] | None = None
        self._words = False
        self._is_template = is_template(source)

    def prose(self) -> Prose:
        """All that the page shows."""
        return self._writer.prose()

    def read(self) -> None:
        """Read the page to its end."""
        source, at = self._source, int(self._source.startswith("\ufeff"))
        self._start = self._end = at
        while at < len(source):
            opening = source.find("<", at)
            match = _TOKEN.match(source, opening) if opening >= 0 else None
            if opening >= 0 and not match:  # a sign of its own
                self._text(at, opening + 1)
                at = opening + 1
                continue
            self._text(at, opening if match else len(source))
            if not match:
                break
            at = self._markup(match)
        self._finish(len(source))

    def _markup(self, match: re.Match[str]) -> int:
        """Read a tag or a comment; returns where what follows begins."""
        source, start, end = self._source, match.start(), match.end()
        tag = (match["tag"] or "").lower()
        if not tag:
            closing = {"<!--": "-->", "<![CDATA[": "]]>"}.get(match[0])
            if closing:
                found = source.find(closing, end)
                end = found + len(closing) if found >= 0 else len(source)
            self._hide(start, end)
            return end
        if tag in _RAW and not match["close"]:
            closed = re.compile(f"</{tag}(?=[\\s/>])[^>]*>?", re.I).search(source, end)
            end = closed.end() if closed else len(source)
            self._finish(start)
            self._start = self._end = end
            return end
        if match["close"]:
            self._closed(tag, start, end)
        elif not (match["rest"].endswith("/") and tag not in BLOCKS):
            self._open(tag, match["rest"], start, end)
        else:
            self._empty(tag, start, end)
        return end

    def _open(self, tag: str, rest: str, start: int, end: int) -> None:
        if self._skipped == ["head"] and tag in BLOCKS:  # its end may be left out
            self._skipped.clear()
        if tag in _SKIPPED or tag == "pre":
            self._finish(start)
            self._skipped.append(tag)
        elif not self._skipped and tag in BLOCKS:
            self._finish(start)
            self._start = self._end = end
            outer = self._blocks[-1][1] if self._blocks else None
            inner = None if tag == "p" and outer == "table" else _KINDS.get(tag, outer)
            self._blocks.append((tag, inner))
            self._open_tags[tag] += 1
        elif not (self._skipped or self._code):
            self._open_inline(tag, rest, start, end)

    def _open_inline(self, tag: str, rest: str, start: int, end: int) -> None:
        if tag in _IN_CODE:
            self._code = (tag, start)
        elif tag in _VOID:
            self._empty(tag, start, end)
        else:
            self._hide(start, end)
            self._opened = (tag, start) if tag in _EMPTIED or (tag == "a" and _LINK.search(rest)) else None

    def _empty(self, tag: str, start: int, end: int) -> None:
        """An element without content."""
        if self._skipped or self._code:
            return
        if tag == "br":
            self._show(Mark(start, end, "" if self._blank is not None else " "))
            self._blank = end
        elif tag in _NOUNS:
            self._show(Mark(start, end, THING, True))
            self._blank = None
        else:
            self._hide(start, end)

    def _closed(self, tag: str, start: int, end: int) -> None:
        if self._skipped:
            if tag in self._skipped[-_DEEPEST:]:
                while self._skipped.pop() != tag:
                    pass
                if tag == "pre" and not self._skipped and start > self._end:
                    self._writer.placeholder(self._end, start)
                self._start = self._end = self._blank = end
            return
        if self._code is not None:
            if self._code[0] == tag:
                self._show(Mark(self._code[1], end, PROGRAM, True))
                self._code, self._blank = None, None
            return
        if tag in BLOCKS:
            self._finish(start)
            self._start = self._end = end
            while self._open_tags[tag]:  # a tag closes what is still open in it
                self._open_tags[self._blocks[-1][0]] -= 1
                if self._blocks.pop()[0] == tag:
                    break
            return
        if self._opened and self._opened[0] == tag and self._blank is not None and self._words:
            self._blank = None  # it lost its words: the blanks on both sides of it are shown
        self._opened = None
        self._hide(start, end)

    def _hide(self, start: int, end: int) -> None:
        if not (self._skipped or self._code):
            self._show(Mark(start, end))

    def _show(self, mark: Mark) -> None:
        self._marks.append(mark)
        if mark.shown.strip():
            self._end = mark.end
            self._words = self._words or not mark.opaque

    def _text(self, start: int, end: int) -> None:
        """Text between two tags, which may have those of a template in it."""
        if start == end or self._skipped or self._code:
            return
        if self._is_template:
            for match in TEMPLATE_TAG.finditer(self._source, start, end):
                self._shown_text(start, match.start())
                self._show(Mark(*match.span(), THING, True))
                self._blank, start = None, match.end()
        self._shown_text(start, end)

    def _shown_text(self, start: int, end: int) -> None:
        """Text that is shown as it is: blanks as one, and entities as what they stand for."""
        source, at = self._source, start
        for match in _BLANKS.finditer(source, start, end):
            self._word(at, match.start())
            at = match.end()
            if self._blank is not None:
                self._marks.append(Mark(*match.span()))
            elif match[0] != " ":
                self._marks.append(Mark(*match.span(), " "))
            if self._blank is None:
                self._blank = match.start()
        self._word(at, end)

    def _word(self, start: int, end: int) -> None:
        if start == end:
            return
        if not self._words and _WORD.search(self._source, start, end):
            self._words = True
        for match in _ENTITY.finditer(self._source, start, end):
            self._marks.append(Mark(*match.span(), unescape(match[0])))
        self._blank, self._end, self._opened = None, end, None

    def _finish(self, end: int) -> None:
        """The block ends: write what it shows."""
        marks = [mark for mark in self._marks if mark.end <= self._end]
        start = self._start
        while marks and marks[0].start == start and not marks[0].shown.strip():
            start = marks.pop(0).end
        if start < self._end:
            if self._words:
                self._writer.block(start, self._blocks[-1][1] if self._blocks else None)
                self._writer.marked(start, self._end, marks)
            else:
                is_code = any(mark.shown == PROGRAM for mark in marks)
                self._writer.placeholder(start, self._end, PROGRAM if is_code else THING)
        self._start = self._end = end
        self._marks, self._words, self._blank, self._opened = [], False, end, None
