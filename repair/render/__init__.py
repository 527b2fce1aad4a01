"""Reports and editions: one analysis, many formats, one file a format.

A renderer takes apparatuses and a style and gives chunks of text; formats never import each other. To add one, write
its file and its row in `RENDERERS`: the command line, the tests and the documentation's check read that table. A format
that is no text gives chunks of bytes and has its row in `BINARY_RENDERERS`.
"""

from __future__ import annotations

from typing import Final

from repair.errors import ConfigError
from repair.render import (
    annotation,
    azure,
    concise,
    criticmarkup,
    diff,
    docx,
    github,
    gitlab,
    grouped,
    html,
    json_lines,
    jsonl,
    junit,
    leiden,
    marked,
    rdjson,
    sarif,
    tei,
    text,
)
from repair.render.style import BinaryRenderer, Renderer, Style

__all__ = ["BINARY_RENDERERS", "RENDERERS", "BinaryRenderer", "Renderer", "Style", "renderer"]

RENDERERS: Final[dict[str, Renderer]] = {
    "marked": marked.render,
    "text": text.render,
    "diff": diff.render,
    "json": json_lines.render,
    "apparatus": json_lines.render,
    "criticmarkup": criticmarkup.render,
    "tei": tei.render,
    "leiden": leiden.render,
    "html": html.render,
    "annotation": annotation.render,
    "concise": concise.render,
    "grouped": grouped.render,
    "jsonl": jsonl.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "junit": junit.render,
    "sarif": sarif.render,
    "azure": azure.render,
    "rdjson": rdjson.render,
}
BINARY_RENDERERS: Final[dict[str, BinaryRenderer]] = {"docx": docx.render}


def renderer(name: str) -> Renderer | BinaryRenderer:
    """The renderer of that name. Raises `ConfigError` for a name that none has."""
    try:
        return RENDERERS.get(name) or BINARY_RENDERERS[name]
    except KeyError:
        known = ", ".join((*RENDERERS, *BINARY_RENDERERS))
        raise ConfigError(f"unknown format {name!r}", hint=f"use one of {known}") from None
