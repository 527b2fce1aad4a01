"""The marks of CriticMarkup, which two formats write: their grammar, and how an article or several of them are laid out.

Each format decides for itself how it escapes text that looks like a mark, and what it says in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final

from repair.records import Apparatus, Entry
from repair.render.edition_parts import candidate_in_place
from repair.render.style import Style, paint

__all__ = ["MARKS", "OPEN", "in_place", "laid_out"]


def _body(name: str, close: str) -> str:
    return rf"(?P<{name}>(?:\\.|(?!{close})[^\\])*+){close}"


OPEN: Final = r"\{(?=\+\+|--|~~|==|>>)"
"""The brace that begins a mark."""

MARKS: Final = re.compile(
    r"\{\+\+" + _body("put", r"\+\+\}")
    + r"|\{--" + _body("cut", r"--\}")
    + r"|\{~~" + _body("old", r"~>") + _body("new", r"~~\}")
    + r"|\{==" + _body("noted", r"==\}")
    + r"|\{>>" + _body("comment", r"<<\}")
    + rf"|(?P<unclosed>{OPEN})"
    + r"|(?P<plain>(?:\\.|[^\\{])++|\{)",
    re.DOTALL,
)  # fmt: skip
"""One mark, or the text up to the next. Matches that follow each other without a hole are the whole of a sound text."""


def laid_out(
    apparatuses: Iterable[Apparatus], mark: Callable[[Apparatus], str], header: Callable[[Apparatus], str]
) -> Iterator[str]:
    """One article alone is its marked text and nothing else; several have a header line each."""
    iterator = iter(apparatuses)
    first, second = next(iterator, None), next(iterator, None)
    if first is not None and second is None:
        yield mark(first)
    elif first is not None and second is not None:
        for apparatus in chain((first, second), iterator):
            yield f"{header(apparatus)}\n{mark(apparatus)}\n"


def in_place(entry: Entry, old: str, escape: Callable[[str], str], style: Style) -> str:
    """The mark of an entry where the article has `old`: its shown candidate put in, or the place alone."""
    best, old = candidate_in_place(entry), escape(old)
    if best is None:
        return paint("{==" + old + "==}", "noted", style) if old else ""
    if not old:
        return paint("{++" + escape(best.text) + "++}", best.label, style)
    if not best.text:
        return paint("{--" + old + "--}", "removed", style)
    return paint("{~~" + old + "~>", "removed", style) + paint(escape(best.text) + "~~}", best.label, style)
