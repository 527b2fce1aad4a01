"""A sound text as a page with inline elements, and what extractors leave of it that lose one kind of element all over.

Most hand-written extractors ask for the own text of each paragraph (`p/text()`), so every link or every emphasis of the
page is lost, and all its losses look alike. Others take only the first piece of a paragraph, which then ends where its
first element stood.
"""

from __future__ import annotations

import random
from typing import Final

from repair.bench.damage import QUOTE, TREATMENTS, Cut, Damaged, cut_out, inline, pick
from repair.bench.furniture import NAME
from repair.text.tokens import Tokens, tokenize

__all__ = ["extracted"]

# What an extractor does with the inline elements of a page, with the share of extractors.
_IDIOMS: Final = (("drop", 0.82), ("first", 0.1), ("last", 0.08))
# Kinds of element with the share of extractors that lose them: links on names, links on other words, emphasised
# quotations, single words set apart, and labels at the beginning of paragraphs.
_KINDS: Final = (("name", 0.4), ("link", 0.32), ("quote", 0.1), ("term", 0.1), ("label", 0.08))
_DENSITIES: Final = (0.15, 0.3, 0.5, 0.8, 1.0)  # share of the words that may be an element of a kind that are one
_WORDS_A_LINK: Final = 45
_LINK: Final = (1,) * 30 + (2,) * 24 + (3,) * 16 + (4,) * 10 + (5,) * 7 + (6, 6, 7, 7, 8, 9, 10, 12)
_LABEL: Final = 6  # words that a paragraph's label has at most
_LEAST: Final = 12  # words of a text that is a page
_MOST_EDGES: Final = 0.6  # share of the paragraphs that can lose their end or beginning

_Span = tuple[int, int]


def extracted(text: str, rng: random.Random) -> Damaged:
    """`text` as an extractor leaves it that loses one kind of inline element, or two, wherever the page has it."""
    words = tokenize(text)
    if len(words) < _LEAST:
        return Damaged(text, ())
    kinds = {pick(rng, _KINDS) for _ in range(rng.choice((1, 1, 1, 2)))}
    idiom, blanks = pick(rng, _IDIOMS), pick(rng, TREATMENTS)
    spans = sorted({span for kind in sorted(kinds) for span in _marked_up(text, words, kind, rng)})
    if idiom == "drop":
        return cut_out(text, [inline(text, start, end, blanks, rng, "words") for start, end in spans])
    return cut_out(text, _edges(text, spans, first=idiom == "first", rng=rng))


def _marked_up(text: str, words: Tokens, kind: str, rng: random.Random) -> list[_Span]:
    """Where a page has elements of this kind: some of the places that it could have them at."""
    density = rng.choice(_DENSITIES)
    match kind:
        case "name":
            places = [match.span() for match in NAME.finditer(text)]
        case "quote":
            marks = rng.randrange(2)  # the element stands within the quotation marks, or they within it
            places = [(match.start() + marks, match.end() - marks) for match in QUOTE.finditer(text)]
        case "label":
            places = list(_labels(text))
        case "term":
            places = [
                (start, end)
                for start, end in zip(words.starts, words.ends, strict=True)
                if end - start > 5 and rng.random() < 0.06
            ]
        case _:
            places = [_link(words, rng) for _ in range(1 + len(words) // _WORDS_A_LINK)]
    return [(start, end) for start, end in places if rng.random() < density and "\n" not in text[start:end]]


def _link(words: Tokens, rng: random.Random) -> _Span:
    first = rng.randrange(len(words))
    last = min(len(words), first + rng.choice(_LINK)) - 1
    return words.starts[first], words.ends[last]


def _labels(text: str) -> list[_Span]:
    """The few words before a colon that begin a paragraph."""
    found, start = [], 0
    for line in text.split("\n"):
        colon = line.find(":")
        if 0 < colon < len(line) - 2 and line.count(" ", 0, colon) < _LABEL:
            found.append((start, start + colon + 1))
        start += len(line) + 1
    return found


def _edges(text: str, spans: list[_Span], *, first: bool, rng: random.Random) -> list[Cut]:
    """Paragraphs cut off where their first element stood, or beheaded up to the end of their last one."""
    cuts: dict[int, Cut] = {}
    for start, end in spans if first else reversed(spans):
        line, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        stop = len(text) if stop < 0 else stop
        if line in cuts or rng.random() > _MOST_EDGES:
            continue
        if first and start > line + 1:
            blank = text[start - 1] in " \u00a0"
            cuts[line] = Cut(start - blank, stop, "", "tail")
        elif not first and end < stop - 1:
            blank = text[end] in " \u00a0"
            cuts[line] = Cut(line, end + blank, "", "head")
    return list(cuts.values())
