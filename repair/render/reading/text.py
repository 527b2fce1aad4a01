"""Reporter `text`: findings for reading in a shell, each with its line shown and its place underlined.

A finding's first line is that of `concise`: `path:line:column CODE message (confidence)`. What follows is indented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repair.records import Apparatus, Article, Entry
from repair.render.findings import in_context, listed
from repair.render.line_numbers import Lines
from repair.render.style import Style

__all__ = ["render"]


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """Each finding that the style shows with its excerpt, then `Found 7 findings in 1 of 1 article.`"""

    def report(article: Article, entry: Entry, lines: Lines) -> str:
        return in_context(article, entry, lines, style)

    return listed(apparatuses, style, report, style.max_lines)
