"""Where in the text of a page an article stands, so that the rest of the page need not be compared with it.

A page has menus, teasers and comments, which are mostly longer than its article. Most lines of an article are lines of
its page as they are; of the others, the words at both their ends are looked for. If any are not found, the article may
stand anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

__all__ = ["part_around", "part_of"]

_WINDOW: Final = 24  # code points that are looked for, of a line that the page has not as it is
_TRIES: Final = 6  # windows from an end of a line inwards; the page must have one of them
_STEP: Final = 120  # code points from one window to the next where no line is on the page as it is


@lru_cache(maxsize=4)  # the reader of a page and the collation ask in turn
def part_of(article: str, page: str) -> tuple[int, int]:
    """The span of the page's lines from the first to the last that the article has something of; all of the page if some of
    the article is not found. Time is linear in the texts."""
    whole = 0, len(page)
    lines = [line for each in article.split("\n") if (line := each.strip())]
    places = _places(page)
    found = [places.get(line, -1) for line in lines]
    known = [number for number, at in enumerate(found) if at >= 0]
    if known:
        low, high = min(found[n] for n in known), max(found[n] + len(lines[n]) for n in known)
        before, after = found[known[0]], found[known[-1]] + len(lines[known[-1]])
    else:
        low, high = _by_windows(lines, page)
        if low > high:
            return whole
        before, after = low, high
    first, last = (known[0], known[-1]) if known else (0, len(lines))
    # outwards: what comes first or last may stand in the midst of the article as well
    for number in (*range(first - 1, -1, -1), *range(last + 1, len(lines)), *range(first, last)):
        if found[number] >= 0:
            continue
        for windows in (_from_start(lines[number]), _from_end(lines[number])):
            part = _nearest(
                windows, page, (low, high), before if number < first else -1, after if number > last else -1
            )
            if part is None:
                return whole
            if number < first:
                before = min(before, part[0])
            elif number > last:
                after = max(after, part[1])
            low, high = min(low, part[0]), max(high, part[1])
    return _lines_around(low, high, page)


def part_around(part: tuple[int, int], page: str, spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The narrowest of the spans that holds the part and more, in whole lines; all of the page if none does. `spans` are those of the page's
    elements, an outer one before those in it."""
    low, high = part
    wider = 0, len(page)
    for start, end in spans:
        if start > low:
            break
        if end >= high and end - start > high - low:
            wider = start, end
    return _lines_around(*wider, page)


def _places(page: str) -> dict[str, int]:
    """Where each line of the page begins, -1 for those that it has twice."""
    places: dict[str, int] = {}
    at = 0
    for line in page.split("\n"):
        places[line] = -1 if line in places else at
        at += len(line) + 1
    return places


def _by_windows(lines: Iterable[str], page: str) -> tuple[int, int]:
    """From the first to the last of some pieces of the lines that the page has once."""
    low, high = len(page), 0
    for line in lines:
        for start in range(0, max(1, len(line) - _WINDOW), _STEP):
            window = line[start : start + _WINDOW]
            at = page.find(window)
            if len(window) == _WINDOW and at >= 0 and page.find(window, at + 1) < 0:
                low, high = min(low, at), max(high, at + _WINDOW)
    return low, high


def _from_start(line: str) -> Iterator[str]:
    for at in range(0, min(len(line), _TRIES * _WINDOW), _WINDOW):
        yield line[at : at + _WINDOW]


def _from_end(line: str) -> Iterator[str]:
    for end in range(len(line), max(0, len(line) - _TRIES * _WINDOW), -_WINDOW):
        yield line[max(0, end - _WINDOW) : end]


def _nearest(
    windows: Iterable[str], page: str, part: tuple[int, int], before: int, after: int
) -> tuple[int, int] | None:
    """Where the page has the first of the windows that it has: before or after these offsets, if they are not negative and it has
    it there; else in the part, else where it is nearest to it. `None` if it has none."""
    low, high = part
    for window in windows:
        at = page.rfind(window, 0, before) if before >= 0 else page.find(window, after) if after >= 0 else -1
        if at < 0:
            at = page.find(window, low, high)
        if at < 0:
            above, below = page.rfind(window, 0, low + len(window)), page.find(window, max(0, high - len(window)))
            at = above if below < 0 or (above >= 0 and low - above < below - high) else below
        if at >= 0:
            return at, at + len(window)
    return None


def _lines_around(low: int, high: int, page: str) -> tuple[int, int]:
    end = page.find("\n", high)
    return page.rfind("\n", 0, low) + 1, len(page) if end < 0 else end
