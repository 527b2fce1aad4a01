"""From an edition in TEI back to the article: its text without what the edition put in."""

from __future__ import annotations

import re
from typing import Any, Final

from repair.errors import ApparatusError

__all__ = ["NAMESPACE", "original", "originals"]

NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"

_GLYPH_REF: Final = re.compile(r"u([0-9a-f]{4})\Z")
# editions of earlier versions had one `<ab>` in place of paragraphs
_ARTICLES: Final = (f"{{{NAMESPACE}}}div", f"{{{NAMESPACE}}}ab")
_EDITED: Final = ("supplied", "corr", "rdg", "note", "gap")


def original(document: str | bytes) -> str:
    """The text of the one article in a TEI document that the edition `tei` wrote.

    Raises `ApparatusError` if the document was not written by `render`, or has several articles.
    """
    found = originals(document)
    if len(found) != 1:
        raise ApparatusError(f"{len(found)} articles in one file", hint="`originals` gives each of them")
    return found[0][1]


def originals(document: str | bytes) -> list[tuple[str, str]]:
    """Id and text of every article in a TEI document. Entities of the document's own are not resolved.

    Raises `ApparatusError` if the document is not well-formed XML.
    """
    from lxml import etree

    data = document.encode("utf-8") if isinstance(document, str) else document
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ApparatusError(f"not XML: {error}", hint="`repair render --format tei` writes it") from None
    return [
        (_text(tei.find(f".//{{{NAMESPACE}}}idno[@type='article']")), _text(article))
        for article in root.iterfind(".//*[@type='article']")
        if article.tag in _ARTICLES
        for tei in article.iterancestors(f"{{{NAMESPACE}}}TEI")
    ]


def _text(element: Any) -> str:
    """The text of `element` without what the edition put in."""
    if element is None:
        return ""
    edited = {f"{{{NAMESPACE}}}{name}" for name in _EDITED}
    out: list[str] = []
    waiting: list[tuple[Any, bool]] = [(element, False)]  # an element to enter, or one whose tail is due
    while waiting:
        node, left = waiting.pop()
        if left:
            out.append(node.tail or "")
            continue
        if node is not element:
            waiting.append((node, True))
        if not isinstance(node.tag, str) or node.tag in edited:  # comments and entities hold no text of the article
            continue
        if node.tag == f"{{{NAMESPACE}}}g":
            found = _GLYPH_REF.search(node.get("ref", ""))
            out.append(chr(int(found[1], 16)) if found else "")
        out.append(node.text or "")
        waiting += ((child, False) for child in reversed(node))
    return "".join(out)
