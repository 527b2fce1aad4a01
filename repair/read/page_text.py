"""The text of a page as a browser would show it, and the elements that stand in it.

The parser reports what it meets, and builds no tree: that takes time quadratic in the number of attributes of an
element. What an element is for is only asked of those that somebody wants: few stand near the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Final

from repair.errors import InputError
from repair.records import FURNITURE, Element
from repair.text.markup import BLOCKS

__all__ = ["PageText", "parsed"]

# their text is not prose, or is shown only if something else is not
# fmt: off
_SKIPPED: Final = frozenset(
    (
        "applet", "audio", "button", "canvas", "datalist", "embed", "frameset", "head", "iframe", "input",
        "meter", "noscript", "object", "optgroup", "option", "output", "progress", "script", "select", "style",
        "svg", "template", "textarea", "video",
    )
)
# fmt: on
# blocks that hold no sentence of an article, by their element or by a word of their class, id or role
_ASIDE: Final = frozenset(("aside", "dialog", "figcaption", "footer", "form", "menu", "nav", "search"))
_ASIDE_NAME: Final = re.compile(
    r"(?:\A|[\s_-])(?:adverts?|ads?|banner|breadcrumbs?|byline|caption|comments?|consent|cookies?|credits?|footer|menu|nav(?:bar|igation)?"
    r"|newsletter|promo|read-?(?:also|more)|recommend(?:ed|ations)?|related|shar(?:e|ing)|sidebar|social|sponsor(?:ed)?|subscribe"
    r"|tags?|teasers?|toolbar|widget)(?=[\s_-]|\Z)",
    re.I,
)
# what a page has for screen readers alone, shows only once somebody asks for it, or has beside headings of a wiki
_UNSEEN_NAME: Final = re.compile(
    r"(?:\A|[\s_-])(?:sr-?only|screen-?readers?(?:-?(?:text|only))?|visually-?hidden|off-?screen|assistive-?text|mw-editsection)(?=[\s_-]|\Z)",
    re.I,
)
_UNSEEN_STYLE: Final = re.compile(
    r"(?:\A|[\s;])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)(?=[\s;!]|\Z)", re.I
)
_NAMED: Final = 200  # code points of a class, id or role that are looked at
_WRAPPERS: Final = frozenset(("html", "body", "div", "main", "section"))
_PREFORMATTED: Final = frozenset(("pre", "listing", "plaintext", "xmp"))
_SAID: Final = {"link": ("canonical",), "meta": ("og:url", "article:published_time"), "time": ("time",)}
_BLANKS: Final = " \t\n\r\f"  # a no-break blank is not one of them
_COLLAPSED: Final = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")  # all but single spaces
_DEEPEST: Final = 512  # elements that are open at once
_CHUNK: Final = 1 << 16  # bytes that the parser gets at a time
_XML_DECLARATION: Final = re.compile(r"^\s{0,100}<\?xml[^>]{0,500}>")
_HINT: Final = "extract the article's part of the page first"
_SKIP, _BLOCK, _INLINE, _BREAK, _SAYS = range(5)
_KINDS: Final = {
    **dict.fromkeys(BLOCKS, _BLOCK),
    **dict.fromkeys(_SKIPPED, _SKIP),
    **dict.fromkeys(_SAID, _SAYS),  # of the page, and else an inline element
    "br": _BREAK,
}


class PageText:
    """Collects what the parser reports.

    `text` has its blanks collapsed as in a browser, and one line feed between blocks and at line breaks. A blank or a
    break is held back until text follows it, so that none is at an edge. `url` and `date` are what the page says of
    itself, empty if it says nothing.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._stated: dict[str, str] = {}
        self._opened: list[tuple[str, Mapping[str, str], int]] = []  # with the number of pieces before each
        self._skipped = 0  # how deep this is in an element that is not shown
        self._preformatted = 0
        self._data: list[str] = []  # of a preformatted element, up to the next tag
        self._pieces: list[str] = []
        self._starts: list[int] = []  # where each piece begins, without the blank before it
        self._length = 0
        self._blank = ""
        # those with text: span, tag, attributes, and whether it is more than a wrapper; until the end in order of their end
        self._found: list[tuple[int, int, str, Mapping[str, str], bool]] = []
        self.text = ""

    @property
    def url(self) -> str:
        """The address, by `canonical`, else by `og:url`."""
        return self._stated.get("canonical") or self._stated.get("og:url", "")

    @property
    def date(self) -> str:
        """The date, by `article:published_time`, else by the first `time`."""
        return self._stated.get("article:published_time") or self._stated.get("time", "")

    def spans(self) -> Iterator[tuple[int, int]]:
        """The span of each element that has text, in order of their start, an outer one before those in it."""
        return ((each[0], each[1]) for each in self._found)

    def elements(self, start: int = 0, end: int | None = None) -> tuple[Element, ...]:
        """The elements that have text in the span, by default in all of the page, in order of their start, without blanks
        at their edges. One that is no text of an article, or not shown, has a second one before it."""
        last = self._length if end is None else end
        found: list[Element] = []
        for first, stop, tag, attributes, named in self._found:
            if stop > start and first < last:
                if _is_aside(tag, attributes):
                    found.append(Element(first, stop, FURNITURE))
                if named:
                    found.append(Element(first, stop, tag))
        return tuple(found)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins. Raises `InputError` if too many are open: at each end tag, the parser looks at all of
        them."""
        if self._data:
            self._flush()
        kind = _KINDS.get(tag, _INLINE)
        if kind == _SAYS:
            self._note(tag, attributes)
        if self._skipped or kind == _SKIP:
            self._skipped += 1
        elif kind == _BLOCK:
            if self._length:
                self._blank = "\n"
            if tag in _PREFORMATTED:
                self._preformatted += 1
        elif kind == _BREAK and self._length:
            self._blank = "\n"
        opened = self._opened
        opened.append((tag, attributes, len(self._pieces)))
        if len(opened) > _DEEPEST:
            raise InputError("the page is nested too deeply", where=self._path, hint=_HINT)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._data:
            self._flush()
        tag, attributes, piece = self._opened.pop()
        if self._skipped:
            self._skipped -= 1
            return
        end = self._length
        if piece != len(self._pieces):
            start, found = self._starts[piece], self._found
            # a wrapper around one element says nothing that the element does not say
            named = tag not in _WRAPPERS or not found or found[-1][0] != start or found[-1][1] != end
            found.append((start, end, tag, attributes, named))
        if tag in BLOCKS:
            if end:
                self._blank = "\n"
            if self._preformatted and tag in _PREFORMATTED:
                self._preformatted -= 1

    def data(self, text: str) -> None:
        """A piece of text, not always a whole one."""
        if self._skipped:
            return
        if self._preformatted:
            self._data.append(text)
            return
        words = text.strip(_BLANKS)
        blank, length = self._blank, self._length
        if length and not blank and text[0] in _BLANKS:
            blank = self._blank = " "
        if not words:  # as between most tags
            return
        if "  " in words or not words.isprintable():  # which no other blank is
            words = _COLLAPSED.sub(" ", words)
        length += len(blank)
        self._starts.append(length)
        self._pieces.append(blank + words)
        self._length = length + len(words)
        self._blank = " " if text[-1] in _BLANKS else ""

    def close(self) -> PageText:
        """The page ends."""
        if self._data:
            self._flush()
        self.text = "".join(self._pieces)
        self._found.reverse()  # so that an outer one comes before one that begins where it does
        self._found.sort(key=itemgetter(0))
        return self

    def _flush(self) -> None:
        """The text of a preformatted element up to here."""
        text = "".join(self._data).replace("\r\n", "\n")
        self._data.clear()
        words = text.strip("\n")
        before, after = text[: len(text) - len(text.lstrip("\n"))], text[len(text.rstrip("\n")) :]
        if before and self._length:
            self._blank = before
        if words:
            self._starts.append(self._length + len(self._blank))
            self._pieces.append(self._blank + words)
            self._length += len(self._blank) + len(words)
            self._blank = after

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag:
            case "link":
                key, value = attributes.get("rel"), attributes.get("href")
            case "meta":
                key, value = attributes.get("property"), attributes.get("content")
            case _:
                key, value = "time", attributes.get("datetime")
        if key in _SAID[tag] and value and value.strip():
            self._stated.setdefault(key, value.strip())


def parsed(page: str, path: str) -> PageText:
    """The text of a page; empty if it has none. Raises `InputError` if the page is nested too deeply, or if the parser
    cannot finish it. Time is linear."""
    from lxml import etree

    seen = PageText(path)
    data = _XML_DECLARATION.sub("", page.replace("\x00", "\ufffd"), count=1).encode("utf-8", "replace")
    if not data.strip():
        return seen
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, target=seen
    )
    for start in range(0, len(data), _CHUNK):  # so that the parser stops where `seen` does
        parser.feed(data[start : start + _CHUNK])
    parser.close()
    for error in parser.error_log:
        if error.level == etree.ErrorLevels.FATAL:  # the rest of the page was not read
            raise InputError(f"the parser cannot read the page: {error.message}", where=path, hint=_HINT)
    return seen


def _is_aside(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is likely to hold what is no text of the article, or is not shown on a screen, at least not at
    first: its words are no text that a reader misses."""
    if tag in _ASIDE:
        return True
    if not attributes:
        return False
    if "hidden" in attributes:
        return True
    get = attributes.get
    if (named := get("class")) and _names_unseen(named[:_NAMED]):
        return True
    if tag in BLOCKS:
        for name in (named, get("id"), get("role")):
            if name and _names_aside(name[:_NAMED]):
                return True
    style = get("style")
    return style is not None and _UNSEEN_STYLE.search(style, 0, _NAMED) is not None


@lru_cache(maxsize=4096)
def _names_unseen(name: str) -> bool:
    return _UNSEEN_NAME.search(name) is not None


@lru_cache(maxsize=4096)
def _names_aside(name: str) -> bool:
    """Whether a class, id or role is one of what stands beside the text; a page has few, many times."""
    return _ASIDE_NAME.search(name) is not None
