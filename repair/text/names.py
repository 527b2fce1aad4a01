"""Names: capitalised words within sentences, alone or several in a row, and what stands beside them.

They are what extractors lose most, and other articles of a corpus often have them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

from msgspec import Struct

from repair.text.tokens import Tokens, tokenize

__all__ = ["MAX_NAME_WORDS", "Mention", "Remembered", "between_key", "left_key", "mentions", "right_key"]

MAX_NAME_WORDS: Final = 4
_JOINS: Final = frozenset({" ", "-", "'", "’", " & "})
_AFTER_INITIAL: Final = ". "
_OPENING_MARKS: Final = frozenset('.!?:…\n"“”«»‘„([{•–—|*')
_WITHIN: Final = frozenset(
    ("al d da das de dei del della delle dell der di do dos du e el l la las le les lo los of the van von y").split()
)  # small words within names
_SHORTEST: Final = 4  # letters of a last word that is a name by itself
_MAX_LINKED: Final = 60  # characters of a link's text that is kept


class Mention(Struct, frozen=True):
    """A name as it is written, and the keys of what stands beside it, see `left_key`."""

    text: str
    keys: tuple[int, ...]


class Remembered(Struct, frozen=True):
    """A name that `count` articles of a `corpus` have, among them `article`, and how it fits a gap.

    `together` (0 and more) is how much of the gap's article the articles with this name share. `left`, `right` and
    `between` count the articles in which it follows what stands before the gap, precedes what stands behind it, or both.
    """

    text: str
    corpus: str
    article: str
    count: int
    together: float = 0.0
    left: int = 0
    right: int = 0
    between: int = 0


def mentions(text: str, links: Iterable[tuple[int, int]] = ()) -> Iterator[Mention]:
    """The names of a text: runs of up to four capitalised words, small words within them, that begin no sentence; of a
    run also its last word alone. `links` are spans of linked words, which count as names however they are written."""
    tokens = tokenize(text)
    starts, ends = tokens.starts, tokens.ends
    capital = [text[start].isupper() for start in starts]
    at, count = 0, len(starts)
    while at < count:
        if not capital[at] or _opens(text, tokens, at):
            at += 1
            continue
        end = _end(text, tokens, capital, at)
        yield _mention(tokens, at, end)
        if end - at > 1 and ends[end - 1] - starts[end - 1] >= _SHORTEST:
            yield _mention(tokens, end - 1, end)
        at = end
    for start, stop in links:
        if stop - start <= _MAX_LINKED and (found := _words_in(tokens, start, stop)):
            yield _mention(tokens, *found)


def left_key(words: tuple[str, ...]) -> int:
    """The key of the two words before a name, as they are compared."""
    return _key("l", words)


def right_key(words: tuple[str, ...]) -> int:
    """The key of the two words after a name."""
    return _key("r", words)


def between_key(left: str, right: str) -> int:
    """The key of the words on both sides of a name."""
    return _key("b", (left, right))


def _key(side: str, words: tuple[str, ...]) -> int:
    digest = blake2b("\0".join((side, *words)).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def _mention(tokens: Tokens, first: int, end: int) -> Mention:
    words = tokens.words
    before, after = tuple(words[max(0, first - 2) : first]), tuple(words[end : end + 2])
    keys = []
    if len(before) == 2:
        keys.append(left_key(before))
    if len(after) == 2:
        keys.append(right_key(after))
    if before and after:
        keys.append(between_key(before[-1], after[0]))
    return Mention(" ".join(tokens.text[tokens.starts[first] : tokens.ends[end - 1]].split()), tuple(keys))


def _opens(text: str, tokens: Tokens, at: int) -> bool:
    """Whether word number `at` begins a sentence, a line or a quotation."""
    return at == 0 or not _OPENING_MARKS.isdisjoint(text[tokens.ends[at - 1] : tokens.starts[at]])


def _end(text: str, tokens: Tokens, capital: list[bool], first: int) -> int:
    """The number after the last word of the name that begins with word number `first`."""
    starts, ends = tokens.starts, tokens.ends
    last = min(first + MAX_NAME_WORDS, len(starts))
    end = at = first + 1
    while at < last:
        between = text[ends[at - 1] : starts[at]]
        if between not in _JOINS and not (between == _AFTER_INITIAL and ends[at - 1] - starts[at - 1] == 1):
            break
        if capital[at]:
            end = at + 1
        elif tokens.words[at] not in _WITHIN:
            break
        at += 1
    return end


def _words_in(tokens: Tokens, start: int, stop: int) -> tuple[int, int] | None:
    """The numbers of the words within a span, if there are one to four of them."""
    first, end = bisect_left(tokens.starts, start), bisect_right(tokens.ends, stop)
    return (first, end) if 1 <= end - first <= MAX_NAME_WORDS else None
