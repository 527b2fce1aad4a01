"""Reports: one analysis, many formats, one file a format.

A renderer takes apparatuses and a style and gives chunks of text; formats never import each other. To add one, write
its file and its row in `RENDERERS`: the command line, the tests and the documentation's check read that table.
"""

from __future__ import annotations

from typing import Final

from repair.render import diff, json_lines, marked, text
from repair.render.style import Renderer, Style

__all__ = ["RENDERERS", "Renderer", "Style"]

RENDERERS: Final[dict[str, Renderer]] = {
    "marked": marked.render,
    "text": text.render,
    "diff": diff.render,
    "json": json_lines.render,
    "apparatus": json_lines.render,
}
