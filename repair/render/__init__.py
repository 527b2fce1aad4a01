"""Reports: one analysis, many formats, one file a format.

A renderer takes apparatuses and a style and gives chunks of text; formats never import each other. To add one, write
its file and its row in `RENDERERS`: the command line, the tests and the documentation's check read that table.
"""

from __future__ import annotations

from typing import Final

from repair.errors import ConfigError
from repair.render import diff, json_lines, marked, text
from repair.render.style import Renderer, Style

__all__ = ["RENDERERS", "Renderer", "Style", "renderer"]

RENDERERS: Final[dict[str, Renderer]] = {
    "marked": marked.render,
    "text": text.render,
    "diff": diff.render,
    "json": json_lines.render,
    "apparatus": json_lines.render,
}


def renderer(name: str) -> Renderer:
    """The reporter of that name. Raises `ConfigError` for a name that no reporter has."""
    try:
        return RENDERERS[name]
    except KeyError:
        raise ConfigError(f"unknown format {name!r}", hint=f"use one of {', '.join(RENDERERS)}") from None
