"""Reporter `json`, also called `apparatus`: one JSON object an article, complete whatever the style hides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repair.interchange import encode
from repair.records import Apparatus
from repair.render.style import Style

__all__ = ["render"]


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """Each apparatus as one line of JSON, format 1. All entries are in it, so that a later step can still choose."""
    for apparatus in apparatuses:
        yield encode(apparatus).decode("utf-8") + "\n"
