"""Reports and editions: one analysis, many formats, one file a format.

A renderer takes apparatuses and a style and gives chunks of text; formats never import each other. To add one, write
its file and its row in `RENDERERS`: the command line, the tests and the check of the documentation read that table. A
format that is not text gives chunks of bytes and has its row in `BINARY_RENDERERS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, Final

from repair.errors import ConfigError
from repair.records import Apparatus
from repair.render.escape import escape_control
from repair.render.inert import Escape, in_json, in_xml
from repair.render.style import BinaryRenderer, Renderer, Style

__all__ = [
    "BINARY_RENDERERS",
    "ESCAPES",
    "FOR_BUILD_SERVERS",
    "RENDERERS",
    "BinaryRenderer",
    "Renderer",
    "Style",
    "renderer",
]


def _late(module: str) -> Any:
    """The renderer of a module of this room, which is loaded when it is first used: most runs write one format."""

    def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[Any]:
        chunks: Iterator[Any] = import_module(render.__module__).render(apparatuses, style)
        return chunks

    render.__module__ = f"{__name__}.{module}"
    return render


RENDERERS: Final[dict[str, Renderer]] = {
    "marked": _late("reading.marked"),
    "text": _late("reading.text"),
    "diff": _late("reading.diff"),
    "json": _late("apparatus_json"),
    "apparatus": _late("apparatus_json"),
    "criticmarkup": _late("editions.criticmarkup"),
    "tei": _late("editions.tei"),
    "leiden": _late("editions.leiden"),
    "html": _late("editions.html"),
    "annotation": _late("editions.annotation"),
    "concise": _late("reading.concise"),
    "grouped": _late("reading.grouped"),
    "jsonl": _late("jsonl"),
    "github": _late("ci.github"),
    "gitlab": _late("ci.gitlab"),
    "junit": _late("ci.junit"),
    "sarif": _late("ci.sarif"),
    "azure": _late("ci.azure"),
    "rdjson": _late("ci.rdjson"),
}
FOR_BUILD_SERVERS: Final = ("github", "gitlab", "junit", "sarif", "azure", "rdjson")
"""The formats that tell of what could not be read, since nobody sees the log beside them."""
ESCAPES: Final[dict[str, Escape | None]] = {
    **dict.fromkeys(("json", "apparatus", "annotation", "jsonl", "gitlab", "sarif", "rdjson"), in_json),
    **dict.fromkeys(("tei", "html", "junit", "criticmarkup"), in_xml),
    **dict.fromkeys(("marked", "text", "diff", "leiden", "concise", "grouped"), escape_control),
    **dict.fromkeys(("github", "azure", "docx")),
}
"""How a format escapes a character that a terminal or a build server would obey. `None` for formats that consist of
commands to a build server, which escape the article's text themselves, and for formats that are not text."""
BINARY_RENDERERS: Final[dict[str, BinaryRenderer]] = {"docx": _late("editions.docx")}


def renderer(name: str) -> Renderer | BinaryRenderer:
    """The renderer of that name. Raises `ConfigError` for an unknown name."""
    try:
        return RENDERERS.get(name) or BINARY_RENDERERS[name]
    except KeyError:
        known = ", ".join((*RENDERERS, *BINARY_RENDERERS))
        raise ConfigError(f"unknown format {name!r}", hint=f"use one of {known}") from None
