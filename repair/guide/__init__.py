"""The guide: one Markdown file for each topic that is too long for the README. `repair guide` prints it."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

__all__ = ["TOPICS", "text"]

TOPICS: Final[dict[str, str]] = {
    "install": "Install it: what each extra brings.",
    "corpus": "Repair a scraped corpus from the shell.",
    "pages": "Give it the pages: in fields, in archives, fetched again.",
    "ci": "Keep damaged articles out of a repository.",
    "archive": "Decide each repair yourself and publish a signed edition.",
    "python": "Use the library from Python.",
    "how": "How it works: terms, stages, and what references alone can tell.",
    "commands": "All commands with their options.",
    "settings": "All settings, and an example of a configuration file.",
    "codes": "All codes that findings have.",
    "formats": "What is read, what is written, and the two JSON formats.",
    "models": "The bundled model, other models, and number formats.",
    "training": "Train models on your own texts with `repair train`.",
    "figures": "All measurements with the commands that make them.",
    "limits": "What it cannot do, and how far its scores can be trusted.",
    "contributing": "The source code: its rooms, its tables, and how to extend them.",
    "changes": "What changed from version to version.",
}
"""Topics in reading order: the name of the file without `.md`, and its content in one line."""

# comments show the tests which parts are made from the code; a reader has no use for them
_COMMENT: Final = re.compile(r"^<!--.*-->\n", re.MULTILINE)


def text(topic: str) -> str:
    """The Markdown of a topic. Raises `KeyError` for a name that is not in `TOPICS`."""
    if topic not in TOPICS:
        raise KeyError(topic)
    return _COMMENT.sub("", files(__name__).joinpath(f"{topic}.md").read_text(encoding="utf-8"))
