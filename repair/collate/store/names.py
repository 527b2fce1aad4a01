"""The names that a store keeps beside its references: which articles have them, and what stands beside them there.

A name that an article lost often stands in other articles about the same matter. They are found by the names that they
share with the article, the rarer the better.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from repair.records import FURNITURE, Reference
from repair.text.names import Mention, Remembered, between_key, left_key, mentions, right_key
from repair.text.tokens import tokenize

if TYPE_CHECKING:
    from repair.collate.store.database import Database

__all__ = ["NAME_TABLES", "has_names", "keep_names", "names_beside", "names_in"]

NAME_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, articles INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS mention (article INTEGER NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (article, name))"
    " WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS mention_of ON mention (name, article)",
    "CREATE TABLE IF NOT EXISTS beside (key INTEGER NOT NULL, name INTEGER NOT NULL, articles INTEGER NOT NULL,"
    " PRIMARY KEY (key, name)) WITHOUT ROWID",
)
"""The tables of names. Stores of earlier versions lack them; they get them when something is added."""

_SET_APART: Final = frozenset({"a", "b", "cite", "code", "em", "i", "q", "strong"})  # what extractors lose most
_MAX_NAMES: Final = 300  # of one reference, the first ones
_TELLING: Final = 40  # names of an article, the rarest, by which articles about the same matter are found
_COMMON: Final = 5000  # articles: a name that so many have says nothing about the matter
_LOOKED_AT: Final = 200  # articles with a name, and names beside a word, that are looked at
_NEAREST: Final = 40  # articles about the same matter
_AROUND: Final = 200  # characters on either side of a gap in which its neighbours are


def has_names(database: Database) -> bool:
    """Whether the store has tables of names."""
    return bool(database.query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'name'"))


def names_in(reference: Reference) -> tuple[Mention, ...]:
    """The names of a reference; of a page also what it links or sets apart, outside of menus and the like."""
    menus = [(element.start, element.end) for element in reference.elements if element.tag == FURNITURE]
    begins = [start for start, _ in menus]
    spans = []
    for element in reference.elements:
        if element.tag in _SET_APART:
            menu = bisect_right(begins, element.start) - 1
            if menu < 0 or menus[menu][1] < element.end:
                spans.append((element.start, element.end))
    return tuple(islice(mentions(reference.text, spans), _MAX_NAMES))


def keep_names(database: Database, article: int, found: Iterable[Mention]) -> None:
    """Adds the names of reference number `article`, within a transaction."""
    keys: dict[str, set[int]] = {}
    for mention in found:
        keys.setdefault(mention.text, set()).update(mention.keys)
    numbers = {text: database.query(_COUNT_NAME, text)[0][0] for text in keys}
    database.each("INSERT OR IGNORE INTO mention VALUES (?, ?)", [(article, name) for name in numbers.values()])
    database.each(_COUNT_BESIDE, [(key, numbers[text]) for text, beside in keys.items() for key in beside])


_COUNT_NAME: Final = (
    "INSERT INTO name (text, articles) VALUES (?, 1) ON CONFLICT (text) DO UPDATE SET articles = articles + 1"
    " RETURNING id"
)
_COUNT_BESIDE: Final = (
    "INSERT INTO beside VALUES (?, ?, 1) ON CONFLICT (key, name) DO UPDATE SET articles = articles + 1"
)


def names_beside(
    database: Database, corpus: str, text: str, gaps: Sequence[tuple[int, int]], copies: set[int], most: int
) -> list[tuple[Remembered, ...]]:
    """For each gap `[start, end)` of `text`, up to `most` names of other articles, the most promising first. `copies`
    are the numbers of references that are copies of the article: they do not count."""
    together = _together(database, text, copies)
    return [_at(database, corpus, text, gap, together, copies, most) for gap in gaps]


def _together(database: Database, text: str, copies: set[int]) -> dict[int, float]:
    """How much the articles with a name share with this one, by the number of the name."""
    texts = sorted({mention.text for mention in mentions(text)})
    select = "SELECT articles, id FROM name WHERE text = ? AND articles <= ?"
    known = sorted(row for name in texts for row in database.query(select, name, _COMMON))
    near: Counter[int] = Counter()
    for articles, name in known[:_TELLING]:
        worth = 1.0 / (1.0 + math.log(articles))
        for (article,) in database.query("SELECT article FROM mention WHERE name = ? LIMIT ?", name, _LOOKED_AT):
            if article not in copies:
                near[article] += worth  # type: ignore[assignment]
    shared: dict[int, float] = {}
    for article, worth in sorted(near.items(), key=lambda row: (-row[1], row[0]))[:_NEAREST]:
        for (name,) in database.query("SELECT name FROM mention WHERE article = ?", article):
            shared[name] = shared.get(name, 0.0) + worth
    return shared


def _at(
    database: Database,
    corpus: str,
    text: str,
    gap: tuple[int, int],
    together: Mapping[int, float],
    copies: set[int],
    most: int,
) -> tuple[Remembered, ...]:
    """The names for one gap."""
    before = tuple(tokenize(text[max(0, gap[0] - _AROUND) : gap[0]]).words[-2:])
    after = tuple(tokenize(text[gap[1] : gap[1] + _AROUND]).words[:2])
    left = _beside(database, left_key(before)) if len(before) == 2 else {}
    right = _beside(database, right_key(after)) if len(after) == 2 else {}
    between = _beside(database, between_key(before[-1], after[0])) if before and after else {}

    def promise(name: int) -> float:
        beside = math.log1p(left.get(name, 0)) + math.log1p(right.get(name, 0)) + 2.0 * math.log1p(between.get(name, 0))
        return math.log1p(together.get(name, 0.0)) + beside

    names = sorted(together.keys() | left.keys() | right.keys() | between.keys(), key=lambda n: (-promise(n), n))
    found = []
    for name in names[:most]:
        if attested := _attested_name(database, name, copies):
            text, count, article = attested
            fits = left.get(name, 0), right.get(name, 0), between.get(name, 0)
            found.append(Remembered(text, corpus, article, count, together.get(name, 0.0), *fits))
    return tuple(found)


def _beside(database: Database, key: int) -> dict[int, int]:
    """The names that stand beside these words, and in how many articles: of very many those that were met first."""
    return dict(database.query("SELECT name, articles FROM beside WHERE key = ? LIMIT ?", key, _LOOKED_AT))


def _attested_name(database: Database, name: int, copies: set[int]) -> tuple[str, int, str] | None:
    """A name as it is written, how many articles have it, and one of them; `None` if only copies of this one have it."""
    ((written, count),) = database.query("SELECT text, articles FROM name WHERE id = ?", name)
    select = "SELECT article FROM mention WHERE name = ? LIMIT ?"
    having = [article for (article,) in database.query(select, name, len(copies) + 1) if article not in copies]
    if not having:
        return None
    ((article,),) = database.query("SELECT name FROM reference WHERE id = ?", having[0])
    return written, count, article.decode("utf-8", "surrogatepass")
