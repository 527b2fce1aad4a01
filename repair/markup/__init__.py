"""Markup languages: what of a source is prose, and where each of its characters stands in the source.

`MARKUPS` has a function for each of them, and `ENDINGS` the endings of files that are written in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Final

from repair.deferred import deferred
from repair.markup.prose import NO_PROSE, PROGRAM, Prose
from repair.text.patterns import late

__all__ = ["ENDINGS", "MARKUPS", "NO_PROSE", "PROGRAM", "SOURCE_CODE", "SOURCE_CODE_ENDINGS", "Prose", "is_rst"]


MARKUPS: Final[dict[str, Callable[[str], Prose]]] = {
    "markdown": deferred("repair.markup.markdown", "markdown_prose"),
    "rst": deferred("repair.markup.rst", "rst_prose"),
    "asciidoc": deferred("repair.markup.asciidoc", "asciidoc_prose"),
    "html": deferred("repair.markup.html", "html_prose"),
}
"""By the name of a markup language: what gives the prose of a source."""

_DIRECTIVE: Final = late(r"^[ ]*\.\. (?:[a-z][\w-]*::|_[^:\n]{1,80}: )", re.M)
_LITERAL: Final = late(r"(?<!`)``(?=[^\s`])[^`\n]{1,80}(?<=[^\s`])``(?!`)")
_SEVERAL: Final = 2


def is_rst(text: str) -> bool:
    """Whether the text shows that it is in reStructuredText: several lines begin a directive or a target, or several words
    stand between doubled backticks. It is quick for all other texts."""
    # a mark alone is found several times as fast as one with a blank
    if ".." in text and ("\n.. " in text or " .. " in text) and _has_several(_DIRECTIVE, text):
        return True
    return "`" in text and text.count("``") >= 2 * _SEVERAL and _has_several(_LITERAL, text)


def _has_several(pattern: re.Pattern[str], text: str) -> bool:
    return len(list(islice(pattern.finditer(text), _SEVERAL))) == _SEVERAL


ENDINGS: Final[dict[str, str]] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".rst": "rst",
    ".rest": "rst",
    ".adoc": "asciidoc",
    ".asciidoc": "asciidoc",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
"""The markup language of each file extension, after that of a packed file is removed."""

SOURCE_CODE: Final = "code"
"""In place of a markup language, for files that hold no prose: programs, style sheets, settings."""

SOURCE_CODE_ENDINGS: Final = frozenset(
    (
        ".bash .bat .c .cc .cfg .cjs .clj .cmake .cmd .conf .cpp .cs .css .cxx .dart .diff .ex .exs .fish .go .gradle .graphql .groovy "
        ".h .hh .hpp .hs .ini .java .jl .js .jsx .kt .less .lock .lua .mjs .mk .ml .patch .php .pl .pm .proto .ps1 .py .pyi .pyx .r "
        ".rb .rs .sass .scala .scss .sh .sql .svelte .svg .swift .tcl .tf .toml .ts .tsx .vue .yaml .yml .zsh"
    ).split()
)
"""The extensions of such files."""
