"""What the owner of an extractor can do about lost text: a table by the element that was lost, and by the code where no
page says which it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from repair.codes import CODES
from repair.corpus.summary import CorpusSummary

__all__ = ["ADVICE", "Fix", "fixes"]

_CHILDREN: Final = "Take the text of a block with that of all elements in it (itertext(), get_text()), not its own alone (.text, .string)."
_KEEP: Final = "Keep this element in the list of those whose text is taken, at the place where it stands."

ADVICE: Final[dict[str, tuple[str, str]]] = {
    "a": ("the words of links are dropped", _CHILDREN),
    "em": ("emphasised words are dropped", _CHILDREN),
    "i": ("words in italics are dropped", _CHILDREN),
    "strong": ("words in bold are dropped", _CHILDREN),
    "b": ("words in bold are dropped", _CHILDREN),
    "span": ("words in a span are dropped", _CHILDREN),
    "code": ("code within sentences is dropped", f"{_CHILDREN} Drop code by its block (pre), not by code."),
    "q": ("quoted words are dropped", _CHILDREN),
    "cite": ("titles are dropped", _CHILDREN),
    "abbr": ("abbreviations are dropped", _CHILDREN),
    "time": ("dates are dropped", _CHILDREN),
    "blockquote": ("quotations are dropped", _KEEP),
    "li": ("items of lists are dropped", _KEEP),
    "ul": ("lists are dropped", _KEEP),
    "ol": ("lists are dropped", _KEEP),
    "td": ("cells of tables are dropped", _KEEP),
    "table": ("tables are dropped", _KEEP),
    "figcaption": ("captions are dropped", "Decide whether captions belong to the text, and treat all of them alike."),
    "p": (
        "whole paragraphs are dropped",
        "Look at what tells such a paragraph from others: its class, its length, its share of links.",
    ),
}
"""By tag: what happens, and what to do about it."""

_MOST: Final = 8


class Fix(Struct, frozen=True):
    """Something to mend in an extractor: how many `findings` it explains, what happens, and what to do. `tags` are the
    elements that lose their words, each with its findings; `code` is that of findings where no element is known. One of
    the two is empty."""

    findings: int
    tags: tuple[tuple[str, int], ...]
    code: str
    what: str
    advice: str


def fixes(summary: CorpusSummary) -> Iterator[Fix]:
    """What explains most of the findings, in order: by elements where a page tells, those together that need the same
    change, and by code where none does."""
    codes: Counter[str] = Counter()
    tags: dict[str, Counter[str]] = {}
    for (code, tag), count in summary.causes.items():
        if tag:
            tags.setdefault(_of_tag(tag)[1], Counter())[tag] += count
        else:
            codes[code] += count
    found = [Fix(n, (), code, CODES[code].meaning, f"Likely cause: {CODES[code].cause}.") for code, n in codes.items()]
    for advice, counts in tags.items():
        most = tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))
        what = _of_tag(most[0][0])[0] if len(most) == 1 else "the words of these elements are dropped"
        found.append(Fix(counts.total(), most[:_MOST], "", what, advice))
    yield from sorted(found, key=lambda fix: (-fix.findings, fix.code))[:_MOST]


def _of_tag(tag: str) -> tuple[str, str]:
    return ADVICE.get(tag, ("the text of this element is dropped", _CHILDREN))
