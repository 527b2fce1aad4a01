"""A whole article as it will stand, line by line, and beside each line what a witness has there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from repair.collate.align import align
from repair.records import Apparatus, Reference
from repair.review.pictures import pictured
from repair.review.views import Block
from repair.text.tokens import Tokens, tokenize

__all__ = ["PART", "ArticleLine", "Piece", "ShownArticle", "lines_of", "shown_part", "shown_span"]

PART: Final = 20_000
"""Code points of an article in one part of the view."""
# Words of a witness that may stand before the first that it shares.
_BEFORE: Final = 80
# A shared word counts if half of the shared words near it (so many on each side) are within so many words of it in the
# witness.
_NEAR: Final = 4
_APART: Final = 200


class Piece(msgspec.Struct, omit_defaults=True):
    """A stretch of a witness; `odd` says that the article has other words there, or none."""

    text: str
    odd: bool = False


class ArticleLine(msgspec.Struct):
    """A line of the article as it will stand, and what the witness has there."""

    blocks: list[Block]
    witness: list[Piece]


class ShownArticle(msgspec.Struct):
    """A part of an article, `offset` to `end` of `length` code points, with all entries that begin in it. `witnesses` are
    those whose text is at hand, `witness` the one that is shown, `missing` those whose file was not given."""

    id: str
    language: str
    offset: int
    end: int
    length: int
    lines: list[ArticleLine]
    witnesses: list[str]
    witness: str
    missing: list[str]


def shown_span(text: str, offset: int) -> tuple[int, int]:
    """The part of a text that begins at `offset`, or a little before it at the beginning of its line."""
    offset = max(0, min(offset, len(text)))
    line = text.rfind("\n", 0, offset) + 1
    begin = line if offset - line < PART // 2 else offset
    return begin, min(len(text), begin + PART)


def shown_part(
    apparatus: Apparatus,
    lines: Sequence[Sequence[Block]],
    part: tuple[int, int],
    copies: Mapping[str, Reference],
    witness: str,
) -> ShownArticle:
    """The lines of a part of an article, and beside them `witness`, by default the first whose text is at hand."""
    names = list(dict.fromkeys(w.name for w in apparatus.witnesses if w.name in copies)) or list(copies)
    witness = witness if witness in copies else names[0] if names else ""
    rows = put_beside(lines, copies[witness]) if witness else [ArticleLine(list(line), []) for line in lines]
    missing = [pictured(w.name) for w in apparatus.witnesses if w.name not in copies]
    article = apparatus.article
    return ShownArticle(pictured(article.id), article.language, *part, len(article.text), rows, names, witness, missing)


def lines_of(blocks: Iterator[Block]) -> list[list[Block]]:
    """The blocks, cut after each line break of the article's own text; an entry's block is never cut."""
    lines: list[list[Block]] = [[]]
    for block in blocks:
        if block.number is not None:
            lines[-1].append(block)
            continue
        at = 0
        for piece in block.text.splitlines(keepends=True):
            lines[-1].append(replace(block, text=piece, start=block.start + at))
            at += len(piece)
            if piece.endswith("\n"):
                lines.append([])
    return [line for line in lines if line]


def put_beside(lines: Sequence[Sequence[Block]], reference: Reference) -> list[ArticleLine]:
    """Each line with the stretch of the reference that stands there; words that only one of the two has are odd."""
    here = tokenize("".join(map(_standing, (block for line in lines for block in line))))
    there = tokenize(reference.text)
    partners = _settled(align(here.words, there.words))
    shared = set(partners)
    rows: list[ArticleLine] = []
    first = min((p for p in partners if p >= 0), default=0)
    cursor = max(0, first - _BEFORE) if first > _BEFORE else 0
    begin = 0
    for line in lines:
        end = begin + sum(len(_standing(block)) for block in line)
        words = range(bisect_left(here.starts, begin), bisect_left(here.starts, end))
        stop = max((partners[w] + 1 for w in words if partners[w] >= cursor), default=cursor)
        if stop > cursor:
            stop = _line_end(there, stop, shared)
        rows.append(ArticleLine(list(_told(line, here, partners, begin)), list(_pieces(there, cursor, stop, shared))))
        begin, cursor = end, stop
    return rows


def _settled(partners: Sequence[int]) -> list[int]:
    """The partners without those far from the others: the first words of a part of an article may have partners anywhere
    before it in the witness, and these do not show where the part stands."""
    paired = [(word, partner) for word, partner in enumerate(partners) if partner >= 0]
    settled = [-1] * len(partners)
    for at, (word, partner) in enumerate(paired):
        around = paired[max(0, at - _NEAR) : at + _NEAR + 1]
        near = sum(abs(other - partner) <= _APART for _, other in around)
        if 2 * (near - 1) >= len(around) - 1:
            settled[word] = partner
    return settled


def _line_end(there: Tokens, stop: int, shared: set[int]) -> int:
    """Where a row of the witness ends whose last shared word is before `stop`: with its line, if only words follow in it
    that the article lacks."""
    after = stop
    while (
        after < len(there)
        and after not in shared
        and "\n" not in there.text[there.ends[after - 1] : there.starts[after]]
    ):
        after += 1
    broken = after == len(there) or "\n" in there.text[there.ends[after - 1] : there.starts[after]]
    return after if broken else stop


def _gap(there: Tokens, word: int) -> tuple[int, int]:
    """Where the row before word `word` of the witness ends, and where the next begins: marks go with their line."""
    text = there.text
    low, high = there.between(word)
    first, last = text.find("\n", low, high), text.rfind("\n", low, high)
    return (high, high) if first < 0 else (first, last + 1)


def _standing(block: Block) -> str:
    """What of a block is read in the article as it will stand."""
    return block.supplied if block.status in ("accepted", "emended") else block.text


def _told(line: Sequence[Block], here: Tokens, partners: Sequence[int], begin: int) -> Iterator[Block]:
    """The blocks of a line, cut so that each has only shared words or only odd ones."""
    for block in line:
        end = begin + len(_standing(block))
        words = range(bisect_left(here.starts, begin), bisect_left(here.starts, end))
        odd = [w for w in words if partners[w] < 0]
        if block.number is not None:
            yield replace(block, odd=bool(odd))
        else:
            spans = [(here.starts[w] - begin, min(here.ends[w], end) - begin) for w in odd]
            yield from _cut(block, spans)
        begin = end


def _cut(block: Block, odd: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """The block in pieces: those of the spans in `odd` are odd, the text between them is not."""
    cursor = 0
    for start, end in odd:
        if start > cursor:
            yield replace(block, text=block.text[cursor:start], start=block.start + cursor)
        yield replace(block, text=block.text[start:end], start=block.start + start, odd=True)
        cursor = end
    if cursor < len(block.text):
        yield replace(block, text=block.text[cursor:], start=block.start + cursor)


def _pieces(there: Tokens, cursor: int, stop: int, shared: set[int]) -> Iterator[Piece]:
    """Words `[cursor, stop)` of the witness with the marks around them."""
    if stop == cursor:
        return
    text, begin = there.text, _gap(there, cursor)[1]
    for w in range(cursor, stop):
        if w in shared:
            continue
        if there.starts[w] > begin:
            yield Piece(pictured(text[begin : there.starts[w]]))
        begin = there.ends[w]
        yield Piece(pictured(text[there.starts[w] : begin]), True)
    end = _gap(there, stop)[0]
    if rest := text[begin:end].rstrip():
        yield Piece(pictured(rest))
