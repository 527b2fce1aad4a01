"""Reporter `diff`: a unified diff from the article to its text with the best candidates in place, for `patch`.

The edits are known, so nothing has to be compared: each hunk is made from the lines that an edit touches, and its
header names the sources of the new words. A patch has no marks, so it holds no predictions unless the style allows
them. A row of a JSONL file is shown as the text that it holds; such a diff is for reading, not for `patch`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from repair.edit import accept_best, apply
from repair.records import Apparatus, Article, Candidate, Entry
from repair.render.comments import describe_offer, in_english
from repair.render.escape import visible
from repair.render.style import Style, paint, reported

__all__ = ["render"]

_CONTEXT: Final = 3
_NO_NEWLINE: Final = "\\ No newline at end of file\n"


class _Block(Struct, frozen=True):
    """Old lines `[start, end)` that `new` replaces, and the sources of the new ones."""

    start: int
    end: int
    new: tuple[str, ...]
    notes: tuple[str, ...]


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """The diffs of all articles that have something to put in; three lines of context."""
    for apparatus in apparatuses:
        shown = reported(apparatus, style)
        best = accept_best(Apparatus(apparatus.article, shown), lambda entry: _choose(entry, style.predictions))
        apply(best)  # refuses what was accepted although it overlaps
        accepted = [entry for entry in best.entries if entry.status == "accepted"]
        text = apparatus.article.text
        lines = text.split("\n")
        lines = [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
        blocks = list(_blocks(text, lines, accepted))
        if blocks:
            old, new = _names(apparatus.article)
            yield paint(f"--- {old}\n+++ {new}\n", "header", style)
            shift = 0
            for hunk in _hunks(blocks):
                yield _hunk(lines, hunk, shift, style)
                shift += sum(len(b.new) - (b.end - b.start) for b in hunk)


def _choose(entry: Entry, predictions: bool) -> int | None:
    """The best candidate that may be put in without a mark."""
    return next((i for i, c in enumerate(entry.candidates) if predictions or not c.is_guessed), None)


def _blocks(text: str, lines: Sequence[str], accepted: Sequence[Entry]) -> Iterator[_Block]:
    """The changed lines of each run of edits that share lines. Blocks never touch the same line twice."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    last = max(len(lines) - 1, 0)

    def line_of(offset: int) -> int:
        return min(bisect_right(starts, offset) - 1, last)

    run: list[tuple[Entry, Candidate]] = []
    first = end = 0
    for entry in accepted:
        assert entry.accepted is not None
        if run and line_of(entry.finding.start) >= end:
            yield from _block(text, lines, starts, first, end, run)
            run = []
        if not run:
            first = line_of(entry.finding.start)
        end = min(line_of(entry.finding.end) + 1, len(lines))
        run.append((entry, entry.accepted))
    if run:
        yield from _block(text, lines, starts, first, end, run)


def _block(
    text: str, lines: Sequence[str], starts: Sequence[int], first: int, end: int, run: Sequence[tuple[Entry, Candidate]]
) -> Iterator[_Block]:
    """One block, without the lines at its edges that stay as they are; none where nothing changes."""
    pieces: list[str] = []
    cursor = starts[first]
    for entry, candidate in run:
        pieces += (text[cursor : entry.finding.start], candidate.text)
        cursor = entry.finding.end
    pieces.append(text[cursor : starts[end]])
    new = "".join(pieces).split("\n")
    changed = [line + "\n" for line in new[:-1]] + ([new[-1]] if new[-1] else [])
    head = 0
    while head < min(end - first, len(changed)) and lines[first + head] == changed[head]:
        head += 1
    tail = 0
    while tail < min(end - first, len(changed)) - head and lines[end - 1 - tail] == changed[-1 - tail]:
        tail += 1
    if end - first - head - tail or len(changed) - head - tail:
        notes = tuple(f"{entry.finding.code} {visible(describe_offer(c, in_english))}" for entry, c in run)
        yield _Block(first + head, end - tail, tuple(changed[head : len(changed) - tail]), notes)


def _hunks(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """Blocks together whose context would touch or overlap."""
    hunk: list[_Block] = []
    for block in blocks:
        if hunk and block.start - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(block)
    if hunk:
        yield hunk


def _hunk(lines: Sequence[str], hunk: Sequence[_Block], shift: int, style: Style) -> str:
    start, end = max(hunk[0].start - _CONTEXT, 0), min(hunk[-1].end + _CONTEXT, len(lines))
    old = end - start
    new = old + sum(len(b.new) - (b.end - b.start) for b in hunk)
    notes = "; ".join(note for block in hunk for note in block.notes)
    header = f"@@ -{_range(start, old)} +{_range(start + shift, new)} @@ {notes}\n"
    out = [paint(header, "comment", style)]
    cursor = start
    for block in hunk:
        out += (_line(" ", line, "", style) for line in lines[cursor : block.start])
        out += (_line("-", line, "removed", style) for line in lines[block.start : block.end])
        out += (_line("+", line, "reading", style) for line in block.new)
        cursor = block.end
    out += (_line(" ", line, "", style) for line in lines[cursor:end])
    return "".join(out)


def _range(start: int, count: int) -> str:
    """A hunk's range: first line from 1 and number of lines; of no lines, the line before."""
    return f"{start + 1 if count else start},{count}"


def _line(sign: str, line: str, role: str, style: Style) -> str:
    body = line.removesuffix("\n")
    shown = sign + (visible(body) if style.color else body)
    ending = "\n" if line.endswith("\n") else "\n" + _NO_NEWLINE
    return (paint(shown, role, style) if role else shown) + ending


def _names(article: Article) -> tuple[str, str]:
    """The names of both sides. The tab keeps a name with blanks whole; a control character never gets through."""
    path = visible(article.source.path or article.id).replace("\t", "\\t")
    row = article.source.row
    if row:
        path += f":{row.number} [{visible(article.id)}]"
    return f"{path}\t", f"{path}\t(repaired)"
