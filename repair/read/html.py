"""A page's raw HTML as a reference: the text that a browser would show, and the span of every element in it.

The inline elements matter most here: their words are what extractors drop. Pages are hostile input: nothing is
fetched, no entity is expanded, and a page that the parser cannot finish is an error, not a shorter text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from repair.errors import ConfigError, EmptyPage, InputError
from repair.read.copy import Copy, Opened, Settings, check_length, whole_text
from repair.read.encoding import codec_name, decode_text, marked_encoding
from repair.records import FURNITURE, Element, Source
from repair.text.markup import BLOCKS

__all__ = ["as_served", "decode_page", "no_page_text", "read_html", "read_page_source"]

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
# what a page has for screen readers alone, or shows only once somebody asks for it
_UNSEEN_NAME: Final = re.compile(
    r"(?:\A|[\s_-])(?:sr-?only|screen-?readers?(?:-?(?:text|only))?|visually-?hidden|off-?screen|assistive-?text)(?=[\s_-]|\Z)",
    re.I,
)
_UNSEEN_STYLE: Final = re.compile(
    r"(?:\A|[\s;])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)(?=[\s;!]|\Z)", re.I
)
_NAMES: Final = ("class", "id", "role")
_NAMED: Final = 200  # code points of a class, id or role that are looked at
_WRAPPERS: Final = frozenset(("html", "body", "div", "main", "section"))
_PREFORMATTED: Final = frozenset(("pre", "listing", "plaintext", "xmp"))
_SAID: Final = {"link": ("canonical",), "meta": ("og:url", "article:published_time"), "time": ("time",)}
_BLANKS: Final = " \t\n\r\f"  # a no-break blank is not one of them
_COLLAPSED: Final = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")  # all but single spaces
_DECLARED: Final = re.compile(rb"(?:charset|encoding)\s{0,20}=\s{0,20}[\"']?\s{0,20}([A-Za-z0-9_:.-]{2,40})", re.I)
_DEEPEST: Final = 512  # elements that are open at once
_CHUNK: Final = 1 << 16  # bytes that the parser gets at a time
_HEAD: Final = 4096  # bytes in which a page may declare its encoding
_XML_DECLARATION: Final = re.compile(r"^\s{0,100}<\?xml[^>]{0,500}>")
# browsers read these as Windows-1252, and pages rely on it
_LATIN: Final = frozenset(("iso8859-1", "ascii"))
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read_html(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The one text of the page, with its elements, and the address and date that the page states.

    Raises `InputError` if the page is too long or nested too deeply, if the parser cannot finish it, or if it holds no
    text. Time is linear.
    """
    path = opened.path
    data = whole_text(opened, settings)
    page = decode_page(data, settings.encoding)
    check_length(len(page), settings.max_chars, path)
    seen = _parse(page, path)
    text, elements = seen.text()
    if not text:
        raise no_page_text(path)
    url = seen.said.get("canonical") or seen.said.get("og:url", "")
    date = seen.said.get("article:published_time") or seen.said.get("time", "")
    yield Copy(path, "", text, None, elements, url=url, date=date)


def read_page_source(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The page's source as one text, with every character as it is in the file, in the encoding that it declares.

    Raises `InputError` if the page is empty, too long or in another encoding.
    """
    path = opened.path
    data = whole_text(opened, settings)
    encoding = marked_encoding(data, next(_encodings(data, settings.encoding), settings.encoding))
    text = decode_text(data, encoding, path)
    check_length(len(text), settings.max_chars, path)
    yield Copy(path, "", text, Source(path, encoding))


def no_page_text(where: str) -> EmptyPage:
    """The error of a page that shows no text."""
    return EmptyPage(
        "holds no text", where=where, hint="check that the saved page holds its text, not only scripts that load it"
    )


class _Page:
    """Collects what the parser reports: the text of the page, its elements, and its stated address and date.

    It builds no tree: that takes time quadratic in the number of attributes of an element.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._depth = 0
        self._writer = _Writer()
        self._data: list[str] = []
        self._preformatted = 0
        self._skipped = 0  # how deep this is in an element that is not shown
        self.said: dict[str, str] = {}
        """The first address by `canonical` and `og:url`, and the first date by `article:published_time` and `time`."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins. Raises `InputError` if too many are open: at each end tag, the parser looks at all of
        them."""
        self._depth += 1
        if self._depth > _DEEPEST:
            hint = "extract the article's part of the page first"
            raise InputError("the page is nested too deeply", where=self._path, hint=hint)
        if self._data:
            self._flush()
        if tag in _SAID:
            self._note(tag, attributes)
        if self._skipped or tag in _SKIPPED:
            self._skipped += 1
            return
        if tag in BLOCKS:
            self._writer.part()
            self._writer.open(tag, _is_aside(tag, attributes) or _is_unseen(attributes))
        elif tag == "br":
            self._writer.part()
        else:
            self._writer.open(tag, _is_unseen(attributes))
        if tag in _PREFORMATTED:
            self._preformatted += 1

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1
        if self._data:
            self._flush()
        if self._skipped:
            self._skipped -= 1
            return
        if self._preformatted and tag in _PREFORMATTED:
            self._preformatted -= 1
        if tag != "br":
            self._writer.close()
        if tag in BLOCKS:
            self._writer.part()

    def data(self, text: str) -> None:
        """A piece of text, not always a whole one."""
        if not self._skipped:
            self._data.append(text)

    def close(self) -> _Page:
        """The page ends."""
        if self._data:
            self._flush()
        return self

    def text(self) -> tuple[str, tuple[Element, ...]]:
        """The text, with blanks collapsed as in a browser and one line feed between blocks and at line breaks; and the
        spans of the inline elements that have text, in order of their start, without blanks at their edges."""
        return self._writer.result()

    def _flush(self) -> None:
        text = self._data[0] if len(self._data) == 1 else "".join(self._data)
        self._writer.add(text, self._preformatted > 0)
        self._data.clear()

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag:
            case "link":
                key, value = attributes.get("rel"), attributes.get("href")
            case "meta":
                key, value = attributes.get("property"), attributes.get("content")
            case "time":
                key, value = "time", attributes.get("datetime")
            case _:
                return
        if key in _SAID[tag] and value and value.strip():
            self.said.setdefault(key, value.strip())


def _is_aside(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether a block is likely to hold what is no text of the article."""
    if tag in _ASIDE:
        return True
    if attributes:
        for key in _NAMES:
            if (value := attributes.get(key)) and _names_aside(value[:_NAMED]):
                return True
    return False


def _is_unseen(attributes: Mapping[str, str]) -> bool:
    """Whether an element is not shown on a screen, at least not at first: its words are no text that a reader misses."""
    if not attributes:
        return False
    if "hidden" in attributes:
        return True
    named, style = attributes.get("class"), attributes.get("style")
    return bool(named and _names_unseen(named[:_NAMED])) or bool(style and _hides(style[:_NAMED]))


@lru_cache(maxsize=4096)
def _names_unseen(name: str) -> bool:
    return _UNSEEN_NAME.search(name) is not None


@lru_cache(maxsize=4096)
def _hides(style: str) -> bool:
    return _UNSEEN_STYLE.search(style) is not None


@lru_cache(maxsize=4096)
def _names_aside(name: str) -> bool:
    """Whether a class, id or role is one of what stands beside the text; a page has few, many times."""
    return _ASIDE_NAME.search(name) is not None


class _Writer:
    """Text that grows. A blank or a break is held back until text follows it, so that none is at an edge."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._blank = ""
        self._elements: list[Element | None] = []  # in order of their beginning; those without text are `None`
        self._closed = (0, 0)  # the span of the last element that ended with text
        # tag, whether aside, the number of pieces before it, and its own number
        self._opened: list[tuple[str, bool, int, int]] = []
        self._starts: list[int] = []  # where each piece begins, without the blank before it

    def part(self) -> None:
        """A block begins or ends here."""
        if self._length:
            self._blank = "\n"

    def open(self, tag: str, aside: bool = False) -> None:
        self._opened.append((tag, aside, len(self._pieces), len(self._elements)))
        if aside:
            self._elements.append(None)
        self._elements.append(None)

    def close(self) -> None:
        tag, aside, piece, number = self._opened.pop()
        if piece == len(self._pieces):
            return
        start, end = self._starts[piece], self._length
        # a wrapper around one element says nothing that the element does not say
        if tag not in _WRAPPERS or self._closed != (start, end):
            self._elements[number + aside] = Element(start, end, tag)
        if aside:
            self._elements[number] = Element(start, end, FURNITURE)
        self._closed = start, end

    def add(self, text: str, preformatted: bool) -> None:
        if preformatted:
            text = text.replace("\r\n", "\n")
            words = text.strip("\n")
            before, after = text[: len(text) - len(text.lstrip("\n"))], text[len(text.rstrip("\n")) :]
        else:
            words = text.strip(_BLANKS)
            if not words:  # as between most tags
                if self._length and not self._blank:
                    self._blank = " "
                return
            before, after = " " if text[0] in _BLANKS else "", " " if text[-1] in _BLANKS else ""
            if "  " in words or not words.isprintable():  # which no other blank is
                words = _COLLAPSED.sub(" ", words)
        if before and self._length and (preformatted or not self._blank):
            self._blank = before
        if words:
            self._starts.append(self._length + len(self._blank))
            self._pieces.append(self._blank + words)
            self._length += len(self._blank) + len(words)
            self._blank = after

    def result(self) -> tuple[str, tuple[Element, ...]]:
        return "".join(self._pieces), tuple([e for e in self._elements if e is not None])


def as_served(data: bytes, charset: str) -> bytes:
    """The page as its server declares it: that outranks what it says of itself. One that is valid UTF-8 is UTF-8."""
    try:
        name = codec_name(charset) if charset else ""
    except ConfigError:
        return data  # of a name that nobody knows
    if not name:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return codecs.BOM_UTF8 + data.decode("cp1252" if name == "iso8859-1" else name, "replace").encode(
            "utf-8", "replace"
        )
    return codecs.BOM_UTF8 + data


def decode_page(data: bytes, encoding: str = "utf-8") -> str:
    """The page's text, decoded by its byte-order mark, else as it declares, else as the user said, else
    Windows-1252. A page that declares Windows-1252 or Latin-1 and is valid UTF-8 is read as UTF-8."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    name = next(_encodings(data, encoding), "")
    return data.decode(name) if name else data.decode("cp1252", "replace")


def _encodings(data: bytes, encoding: str) -> Iterator[str]:
    """The encodings that the page is in, of the one that it declares and `encoding`, the likeliest first."""
    found = _DECLARED.search(data, 0, _HEAD)
    declared = _codec(found[1].decode("ascii")) if found else ""
    # tools save pages as UTF-8 and leave the old declaration; text in Windows-1252 is hardly ever valid UTF-8
    for name in dict.fromkeys(("utf-8" if declared == "cp1252" else declared, declared, encoding)):
        if name:
            try:
                data.decode(name)
            except UnicodeError:
                continue
            yield name


def _codec(declared: str) -> str:
    """Python's name for a declared encoding; empty if it is unknown, or if a page in it could not be read so far."""
    try:
        name = codec_name(declared)
    except ConfigError:
        return ""
    if name in _LATIN:
        return "cp1252"
    return "" if name.startswith(("utf-16", "utf-32", "utf-7")) else name


def _parse(page: str, path: str) -> _Page:
    from lxml import etree

    seen = _Page(path)
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
            raise InputError(
                f"the parser cannot read the page: {error.message}",
                where=path,
                hint="extract the article's part of the page first",
            )
    return seen
