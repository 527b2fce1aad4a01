r"""Edition `criticmarkup`: the article in plain CriticMarkup, for Markdown tools that know nothing of `repair`.

    insertion      {++ film++}{>>RG103 · reading: copy-2 · 0.96<<}
    removal        {--Leggi anche: il bilancio--}{>>RS401 · rule: residue · 0.88<<}
    replacement    {~~Aahrus~>Aarhus~~}{>>RV501 · reading: copy-2 · 0.91<<}
    no proposal    {==the span==}{>>RG109 gap of unknown length: no proposal<<}

CriticMarkup has no escape of its own, so that Markdown's are used where such tools leave them alone: a backslash
inside a delimiter breaks it (`{\++`, `++\}`, `~\>`), a backslash is doubled, and a control character is `&#x1b;`. The
reporter `marked` escapes in front of the delimiter instead, which a CriticMarkup tool would still take for a mark.

Several articles have a line `{>>article: id<<}` each before their text, and a line break after it. `original` and
`originals` give the articles back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from repair.errors import ApparatusError
from repair.records import Apparatus
from repair.render.comments import Phrasebook, describe_entry
from repair.render.edition_language import language_of_edition
from repair.render.edition_parts import EditionPart, MarkedEntry, Plain, Remark, edition_parts
from repair.render.escape import CONTROL_PATTERN
from repair.render.marks import MARKS, in_place, laid_out
from repair.render.style import Style, paint

__all__ = ["original", "originals", "render"]

_SPECIAL: Final = re.compile(
    rf"(?P<control>{CONTROL_PATTERN})"
    r"|(?P<open>\{)(?=\+\+|--|~~|==|>>)"
    r"|(?P<close>(?:\A|(?<=\+\+)|(?<=--)|(?<=~~)|(?<===)|(?<=<<))\})"
    r"|(?P<arrow>(?<=~)>)"
    r"|\\|&(?=#)"
)
_ESCAPE: Final = re.compile(r"\\(?P<sign>[!-/:-@\[-`{-~])|&#x(?P<code>[0-9a-f]{1,6});")
_ARTICLE: Final = "article: "
_LAST_CODE: Final = 0x10FFFF


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """One article alone is its marked text and nothing else; several have a comment line with their id each."""

    def header(apparatus: Apparatus) -> str:
        name = _escape(apparatus.article.id).replace("\r", "&#xd;").replace("\n", "&#xa;")
        return paint(f"{{>>{_ARTICLE}{name}<<}}", "header", style)

    _, say, _, articles = language_of_edition(apparatuses, style)
    return laid_out(articles, lambda apparatus: _mark(apparatus, style, say), header)


def original(markup: str) -> str:
    """The text of the one article in `markup`.

    Raises `ApparatusError` if a mark is not closed, or where there are several articles.
    """
    found = originals(markup)
    if len(found) != 1:
        raise ApparatusError(f"{len(found)} articles in one file", hint="`originals` gives each of them")
    return found[0][1]


def originals(markup: str) -> list[tuple[str, str]]:
    """Id and text of every article in `markup`; of one without a header, the id is empty. Linear in the length.

    Raises `ApparatusError` if a mark is not closed or a backslash stands alone.
    """
    found: list[tuple[str, list[str]]] = []
    cursor = 0
    for mark in MARKS.finditer(markup):
        if mark.start() != cursor or mark.lastgroup == "unclosed":
            break
        cursor = mark.end()
        if mark.lastgroup == "comment" and mark["comment"].startswith(_ARTICLE):
            found.append((_unescape(mark["comment"][len(_ARTICLE) :]), []))
            continue
        if not found:
            found.append(("", []))
        match mark.lastgroup:
            case "cut" | "noted" | "plain":
                found[-1][1].append(_unescape(mark[mark.lastgroup]))
            case "new":
                found[-1][1].append(_unescape(mark["old"]))
    if cursor != len(markup):
        raise ApparatusError(
            "a mark is not closed, or a backslash stands alone",
            where=f"offset {cursor}",
            hint=r"put a backslash between a brace and a sign that do not form a mark, as in {\++",
        )
    headed = markup.startswith("{>>" + _ARTICLE)
    texts = [(name, "".join(parts)) for name, parts in found or [("", [])]]
    return [(name, text[1:-1]) for name, text in texts] if headed else texts


def _mark(apparatus: Apparatus, style: Style, say: Phrasebook) -> str:
    return "".join(_piece(piece, style, apparatus.model, say) for piece in edition_parts(apparatus, style))


def _piece(piece: EditionPart, style: Style, model: str, say: Phrasebook) -> str:
    match piece:
        case Plain(text):
            return _escape(text)
        case MarkedEntry(entry, old):
            return in_place(entry, old, _escape, style) + _comment(describe_entry(entry, style, model, say), style)
        case Remark(entry):
            return _comment(describe_entry(entry, style, model, say, overlaps=True), style)


def _comment(text: str, style: Style) -> str:
    return paint("{>>" + _escape(text) + "<<}", "comment", style)


def _escape(text: str) -> str:
    return _SPECIAL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "control":
            return f"&#x{ord(found[0]):x};"
        case "open":
            return "{\\"
        case _:
            return "\\" + found[0]


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda m: m["sign"] or chr(min(int(m["code"], 16), _LAST_CODE)), text)
