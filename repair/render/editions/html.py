"""Edition `html`: one file for a browser that needs nothing else, with every suggestion in its place.

Inline and side by side, filters by code, kind and certainty, provenance on hover and on keyboard focus, a print style,
light and dark; in Italian or English. Without script the text, the provenance and both views still work. The page loads nothing: its content
security policy lets in only the style sheet and the script that are written in it, by their digests.

Articles and names are foreign text: the templates escape, and a control character is an element with its code, so that
it can neither act nor hide, and `original` gives the article back exactly.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from repair.codes import CODES
from repair.errors import ApparatusError
from repair.records import (
    Apparatus,
    Article,
    Candidate,
    Entry,
    Witness,
)
from repair.render import comments
from repair.render import edition_language as local
from repair.render.edition_parts import (
    EditionPart,
    MarkedEntry,
    Plain,
    Remark,
    alternatives,
    candidate_in_place,
    edition_parts,
)
from repair.render.escape import CONTROL_PATTERN
from repair.render.pages import environment
from repair.render.style import Style
from repair.review.pictures import pictured

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

__all__ = ["original", "originals", "render"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
_CONTROL: Final = re.compile(rf"{CONTROL_PATTERN}|\r")
_BUFFERED: Final = 64
# what shows a blank that is put in or taken out alone
_SIGNS: Final = str.maketrans({" ": "␣", "\u00a0": "⍽", "\n": "↵", "\t": "⇥"})
# articles at the beginning whose facts stand beside the marks, for readers without script; further on they would make a
# page of hundreds of articles slow to load
_TOLD: Final = 20
# phrases that the style sheet shows
_IN_STYLE: Final = {"before": "before", "after": "after", "accepted": "means_accepted", "low": "means_low"}


class _Suggestion(Struct, frozen=True):
    """An entry as the page shows it. `rank` is its id in the page, `number` that of its note; `old` is empty for a remark. `told` says that its facts
    stand beside the mark too, and not only in the list, from which the script takes them."""

    entry: Entry
    rank: str
    number: int
    old: str
    best: Candidate | None
    placed: bool
    limit: int
    told: bool

    @property
    def kind(self) -> str:
        return self.best.kind if self.best else "none"

    @property
    def label(self) -> str:
        return self.best.label if self.best else "none"

    @property
    def certainty(self) -> str:
        return self.best.certainty if self.best else "none"

    @property
    def others(self) -> tuple[Candidate, ...]:
        return alternatives(self.entry)[: self.limit]

    @property
    def hidden(self) -> int:
        """How many candidates are not listed."""
        return len(self.entry.candidates) - bool(self.best) - len(self.others)


class _Page(Struct, frozen=True):
    """One article: `lines` are its lines, each a list of plain texts and suggestions."""

    article: Article
    rank: str
    language: str
    lines: list[list[str | _Suggestion]]
    suggestions: list[_Suggestion]
    witnesses: tuple[Witness, ...]
    model: str

    @property
    def accepted(self) -> int:
        return sum(s.entry.status == "accepted" and s.kind != "emendation" for s in self.suggestions)

    @property
    def emended(self) -> int:
        return sum(s.entry.status == "accepted" and s.kind == "emendation" for s in self.suggestions)

    @property
    def open(self) -> int:
        return sum(s.entry.status == "open" for s in self.suggestions)


class _Contents(Struct):
    """What the page's last part says of all articles; it grows while they are written."""

    articles: list[tuple[str, str, int]] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    certainties: dict[str, int] = field(default_factory=dict)

    def add(self, page: _Page) -> None:
        """Count one article's suggestions."""
        self.articles.append((page.rank, page.article.id, len(page.suggestions)))
        for suggestion in page.suggestions:
            for counts, value in (
                (self.codes, suggestion.entry.finding.code),
                (self.kinds, suggestion.kind),
                (self.certainties, suggestion.certainty),
            ):
                counts[value] = counts.get(value, 0) + 1


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """One page of all articles, in chunks; the list of articles and the filters come last, the script moves them up."""
    language, say, first, articles = local.language_of_edition(apparatuses, style)
    template, css, script = _load(language)
    contents = _Contents()
    stream = template.stream(
        pages=_pages(articles, style, contents),
        language=language,
        contents=contents,
        heading=say("edition" if style.signed or _is_signed(first[:1]) else "title"),
        css=css,
        script=script,
        policy=f"default-src 'none'; style-src {_digest(css)}; script-src {_digest(script)}; base-uri 'none'; form-action 'none'",
    )
    stream.enable_buffering(_BUFFERED)
    yield from stream


def _is_signed(apparatuses: Iterable[Apparatus]) -> bool:
    return any(entry.decided_by for apparatus in apparatuses for entry in apparatus.entries)


def original(page: str) -> str:
    """The text of the one article in a page that `render` wrote.

    Raises `ApparatusError` if the page holds none, or several.
    """
    found = originals(page)
    if len(found) != 1:
        raise ApparatusError(f"{len(found)} articles in one page", hint="`originals` gives each of them")
    return found[0][1]


def originals(page: str) -> list[tuple[str, str]]:
    """Id and text of every article in a page that `render` wrote, suggestions taken out. Linear in the length.

    Raises `ApparatusError` if an article is not whole.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    if len(reader.names) != len(reader.texts):
        raise ApparatusError("an article was cut off", hint="`repair render --format html` writes the page")
    return list(zip(reader.names, reader.texts, strict=True))


class _Reader(HTMLParser):
    """Collects the text of the elements with `data-text`, but not of what stands in them under `data-extra`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.names: list[str] = []
        self.texts: list[str] = []
        self._into: list[str] | None = None  # where the text of this element is collected
        self._all: list[str] = []  # where it goes in the end
        self._depth = 0  # of open elements below the one that is read
        self._extra = 0  # the depth at which the outermost extra element stands, 0 for none

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self._into is None:
            if "data-text" in values:
                self._into, self._depth, self._extra = [], 0, 0
                self._all = self.names if values["data-text"] == "id" else self.texts
            return
        self._depth += 1
        if not self._extra and "data-extra" in values:
            self._extra = self._depth
        if not self._extra and "data-code-point" in values:
            self._into.append(chr(int(values["data-code-point"] or "0", 16)))

    def handle_endtag(self, tag: str) -> None:
        if self._into is None:
            return
        if self._depth == 0:
            self._all.append("".join(self._into))
            self._into = None
            return
        if self._extra == self._depth:
            self._extra = 0
        self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._into is not None and not self._extra:
            self._into.append(data)


# --- what the templates are given --------------------------------------------------------------------------------


def _pages(apparatuses: Iterable[Apparatus], style: Style, contents: _Contents) -> Iterator[_Page]:
    for apparatus, number in zip(apparatuses, count(1), strict=False):
        page = _page(apparatus, style, f"a{number}", told=number <= _TOLD)
        contents.add(page)
        yield page


def _page(apparatus: Apparatus, style: Style, rank: str, *, told: bool) -> _Page:
    lines: list[list[str | _Suggestion]] = [[]]
    suggestions: list[_Suggestion] = []
    for piece in edition_parts(apparatus, style):
        if isinstance(piece, Plain):
            first, *rest = _cut(piece.text)
            lines[-1].append(first)
            lines += ([line] for line in rest)
        else:
            suggestions.append(_suggestion(piece, rank, style, told=told))
            lines[-1].append(suggestions[-1])
    language = apparatus.article.language
    return _Page(
        apparatus.article,
        rank,
        language if local.LANGUAGE_TAG.fullmatch(language) else "",
        [line for line in lines if line not in ([], [""])],
        suggestions,
        apparatus.witnesses,
        apparatus.model,
    )


def _cut(text: str) -> list[str]:
    """The lines of `text`, each with its line feed; what follows the last one stands at the end, even if empty."""
    *broken, rest = text.split("\n")
    return [*(line + "\n" for line in broken), rest]


def _suggestion(piece: EditionPart, rank: str, style: Style, *, told: bool) -> _Suggestion:
    assert isinstance(piece, MarkedEntry | Remark)
    old, placed = (piece.old, True) if isinstance(piece, MarkedEntry) else ("", False)
    return _Suggestion(
        piece.entry,
        f"{rank}-{piece.number}",
        piece.number,
        old,
        candidate_in_place(piece.entry),
        placed,
        style.alternatives,
        told,
    )


def _digest(content: str) -> str:
    """What a content security policy calls the inline element with exactly this content."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _foreign(text: str) -> Markup:
    """Escaped text whose control characters are elements with their code; before a line feed, a return is not shown."""
    from markupsafe import Markup, escape

    out: list[str] = []
    cursor = 0
    for found in _CONTROL.finditer(text):
        code = ord(found[0])
        out.append(str(escape(text[cursor : found.start()])))
        if code == 0x0D and text[found.end() : found.end() + 1] == "\n":
            out.append('<span class="return" data-code-point="d"></span>')
        else:
            out.append(f'<span class="control" data-code-point="{code:x}" title="U+{code:04X}"></span>')
        cursor = found.end()
    out.append(str(escape(text[cursor:])))
    return Markup("".join(out))


def _cored(text: str, put: str = "") -> Markup:
    """`text` with an element around what is not blank at its edges, so that only words are underlined or struck. Blanks
    alone have one of their own, which shows a sign for each: a struck blank looks like a dash. A blank that what is put in
    its place has too stands as it is."""
    from markupsafe import Markup

    if text.isspace() and put.startswith(text):
        return _foreign(text)
    core = text.strip() or text
    start = text.index(core)
    before, after = text[:start], text[start + len(core) :]
    signs = pictured(core).translate(_SIGNS) if core.isspace() else ""
    seen = Markup(' data-blank="{}"').format(signs) if signs else ""
    return Markup('{}<span class="core"{}>{}</span>{}').format(_foreign(before), seen, _foreign(core), _foreign(after))


@cache
def _load(language: str) -> tuple[Template, str, str]:
    """The page's template, and style sheet and script exactly as they are written into it."""
    pages, say = environment(_TEMPLATES), partial(local.phrase, language)
    pages.filters |= {
        "foreign": _foreign,
        "cored": _cored,
    }
    pages.filters |= {
        "facts": lambda provenance, signed: local.describe_provenance(provenance, say, signed=bool(signed)),
        "score": lambda score: comments.local_score(score, say),
        "sources": lambda candidate: comments.describe_sources(candidate, say),
        "signed": lambda signature: local.describe_signature(signature, say),
        "related": lambda witness, among: local.describe_witness("alike", witness, among, say),
        "message": lambda finding: local.local_message(finding, say),
        "extent": lambda finding: comments.describe_extent(finding, say),
    }
    pages.globals |= {"say": say, "codes": CODES}
    css, script = ((_TEMPLATES / name).read_text("utf-8") for name in ("page.css", "page.js"))
    spoken = "".join(
        f"--said-{name}: {json.dumps(say(word), ensure_ascii=False)}; " for name, word in _IN_STYLE.items()
    )
    return pages.get_template("page.html"), f":root {{ {spoken}}}\n{css}", script
