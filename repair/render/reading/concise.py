"""Reporter `concise`: one finding a line, and a summary, for editors that jump to places and for other programs.

A line reads `path:line:column CODE message (confidence)`, line and column from 1. An article that is a row of a JSONL
file has no lines of its own there: `path:row [id] @offset CODE message (confidence)`, the offset in code points from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repair.records import Apparatus
from repair.render.findings import headline, listed
from repair.render.style import Style

__all__ = ["render"]


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """A line for each finding that the style shows, then `Found 7 findings in 1 of 1 article.`"""
    return listed(apparatuses, style, lambda article, entry, lines: headline(article, entry.finding, lines, style))
