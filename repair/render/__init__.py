"""Reports and editions: one analysis, many formats, one file a format.

A renderer takes apparatuses and a style and gives chunks of text; formats never import each other. To add one, write
its file in `reading/`, `ci/` or `editions/`, and its row in `RENDERERS`: the command line, the tests and the check of the
documentation read that table. A format that is not text gives chunks of bytes and has its row in `BINARY_RENDERERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from repair.deferred import deferred
from repair.errors import ConfigError
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


def _renderer_in(module: str) -> Callable[..., Any]:
    """The renderer of a module of this room."""
    return deferred(f"repair.render.{module}", "render")


RENDERERS: Final[dict[str, Renderer]] = {
    "marked": _renderer_in("reading.marked"),
    "text": _renderer_in("reading.text"),
    "diff": _renderer_in("reading.diff"),
    "json": _renderer_in("apparatus_json"),
    "apparatus": _renderer_in("apparatus_json"),
    "criticmarkup": _renderer_in("editions.criticmarkup"),
    "tei": _renderer_in("editions.tei"),
    "leiden": _renderer_in("editions.leiden"),
    "html": _renderer_in("editions.html"),
    "annotation": _renderer_in("editions.annotation"),
    "concise": _renderer_in("reading.concise"),
    "grouped": _renderer_in("reading.grouped"),
    "jsonl": _renderer_in("jsonl"),
    "github": _renderer_in("ci.github"),
    "gitlab": _renderer_in("ci.gitlab"),
    "junit": _renderer_in("ci.junit"),
    "sarif": _renderer_in("ci.sarif"),
    "azure": _renderer_in("ci.azure"),
    "rdjson": _renderer_in("ci.rdjson"),
}
FOR_BUILD_SERVERS: Final = ("github", "gitlab", "junit", "sarif", "azure", "rdjson")
"""These formats also report what could not be read, since nobody sees the log beside them."""
ESCAPES: Final[dict[str, Escape | None]] = {
    **dict.fromkeys(("json", "apparatus", "annotation", "jsonl", "gitlab", "sarif", "rdjson"), in_json),
    **dict.fromkeys(("tei", "html", "junit", "criticmarkup"), in_xml),
    **dict.fromkeys(("marked", "text", "diff", "leiden", "concise", "grouped"), escape_control),
    **dict.fromkeys(("github", "azure", "docx")),
}
"""How a format escapes a character that a terminal or a build server would obey. `None` for formats that consist of
commands to a build server, which escape the article's text themselves, and for formats that are not text."""
BINARY_RENDERERS: Final[dict[str, BinaryRenderer]] = {"docx": _renderer_in("editions.docx")}


def renderer(name: str) -> Renderer | BinaryRenderer:
    """The renderer of that name. Raises `ConfigError` for an unknown name."""
    try:
        return RENDERERS.get(name) or BINARY_RENDERERS[name]
    except KeyError:
        known = ", ".join((*RENDERERS, *BINARY_RENDERERS))
        raise ConfigError(f"unknown format {name!r}", hint=f"use one of {known}") from None
