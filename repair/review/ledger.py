"""The log as a desk follows it: the state at the entries that are there, counts, and decisions that found no place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from repair.errors import RecordError
from repair.records import Entry
from repair.review.anchors import found_again, mark_again, surroundings
from repair.review.events import Key, LogLine
from repair.review.log import Log
from repair.review.messages import Lost, ReviewProgress, lost_decision
from repair.review.pace import pace
from repair.review.queue import Cases, QueueQuery
from repair.review.replay import settle
from repair.review.standing import STATUS
from repair.review.state import State, differ

__all__ = ["Ledger"]


class Ledger:
    """What the log says of the entries of `cases`, as far as it was read. `strays` are the entries that the log has
    decisions on and that are not there."""

    def __init__(self, cases: Cases, log: Log, reviewer: str) -> None:
        self.state: Final = State()
        self.strays: set[Key] = set()
        self._cases = cases
        self._log = log
        self._reviewer = reviewer
        self._tally: Counter[str] = Counter()
        self._counted: dict[Key, tuple[str, ...]] = {}
        self._decided: Counter[int] = Counter()  # entries that somebody decided, by their article
        self._take(log.read())
        # one article and the log of one belong together: the file of a new crawl often has another name
        self._sole = len(cases.ids) == len(self.state.articles()) == 1
        self._find_again()

    @property
    def foreign(self) -> int:
        """How many entries the log has decisions on, where none of them is here; otherwise 0."""
        return 0 if self._counted else len(self.state.decided())

    def refresh(self) -> int:
        """Read what anyone has added to the log; returns the number of known lines."""
        self._take(self._log.follow())
        return self.state.lines

    def lost(self) -> list[Lost]:
        """What the log has on strays of articles that are here: it is to be placed by hand, or dropped. That of others belongs
        elsewhere."""
        keys = sorted(key for key in self.strays if self._sole or self._cases.named(key[0]) is not None)
        standing = ((key, self.state.at(key) or self.state.marks()[key]) for key in keys)
        return [lost_decision(key, line) for key, by in standing for line in by.values()]

    def lines_on(self, lost: Key) -> list[LogLine]:
        """All that the log has on the lost entry `lost`. Raises `RecordError` if none has this name."""
        if lost not in self.strays:
            raise RecordError("no decision without a place has this name", hint="open the list again")
        return self.state.on(lost)

    def append(self, made: Sequence[LogLine]) -> None:
        """Save lines; they are on the disk when this returns."""
        self._log.append(made)
        self.refresh()

    def _take(self, added: Iterable[LogLine]) -> None:
        for line in added:
            for key in self.state.step(line):
                self._list_mark(key)
                if self._cases.number(key) is not None:
                    self._count(key)
                elif self.state.at(key) or key in self.state.marks():
                    self.strays.add(key)
                else:
                    self.strays.discard(key)

    def _list_mark(self, key: Key) -> None:
        """List an entry that somebody made by hand, or take it off the list when the mark is undone."""
        marks, number = self.state.marks().get(key, {}), self._cases.number(key)
        article = self._cases.named(key[0])
        if not marks and number is not None and self._cases.by_hand(number) and not self.state.at(key):
            self._count(key)
            self._cases.unmark(number)
        if not marks or number is not None or article is None:
            return
        line = next(iter(marks.values()))
        start = mark_again(line, self._cases.apparatus(article).article.text)
        if line.found is not None and start is not None:
            self._cases.mark(article, key[1], Entry(line.found.finding(line.who, start)))

    def _find_again(self) -> None:
        """Give the decisions that the fingerprints no longer find the places that their words have now."""
        if self._sole:
            for key in self.strays & self.state.marks().keys():
                self._mark_under(key, (self._cases.ids[0], key[1]))
        by_article: defaultdict[int, dict[str, Key]] = defaultdict(dict)
        for key in filter(self.state.at, self.strays):
            article = self._cases.named(key[0])
            if article is None and self._sole:
                article = 0
            if article is not None:
                by_article[article][key[1]] = key
        for article, keys in by_article.items():
            text, id_ = self._cases.apparatus(article).article.text, self._cases.ids[article]
            same = {name: name for name in keys if self._cases.number((id_, name)) is not None}
            places = [
                (self._cases.names[n], surroundings(text, e.finding.start, e.finding.end))
                for n, e in self._cases.of(article)
                if not self.state.at(self._cases.key(n)) and self._cases.names[n] not in same
            ]
            lost = {name: list(self.state.at(key).values())[-1] for name, key in keys.items() if name not in same}
            for name, place in (same | found_again(lost, places)).items():
                self.state.rehome(keys[name], (id_, place))
                self.strays.discard(keys[name])
                self._count((id_, place))

    def _mark_under(self, old: Key, new: Key) -> None:
        """List a mark that was made when the article had another name, if its words are there."""
        self.state.rehome(old, new)
        self._list_mark(new)
        if self._cases.number(new) is None:
            self.state.rehome(old, None)
            return
        self.strays.discard(old)
        self._count(new)

    def _count(self, key: Key) -> None:
        """Update the counts of `progress`, so that answers do not get slower as more is decided."""
        by = self.state.at(key)
        labels: tuple[str, ...] = ()
        if by:
            line = settle(by)
            labels = (STATUS[line.decision] if line else "conflict", *(("mine",) if self._reviewer in by else ()))
        article = self._cases.named(key[0])
        self._tally.subtract(self._counted.get(key, ()))
        self._tally.update(labels)
        if article is not None:
            self._decided[article] += bool(labels) - (key in self._counted)
        self._counted.pop(key, None)
        if labels:
            self._counted[key] = labels

    def queue(self, query: QueueQuery) -> Sequence[int]:
        """The numbers of the entries that the query names, in its order, whatever was decided on them."""
        noted: set[int | None] = set()
        if query.text:
            wanted = query.text.casefold()
            for key, by in self.state.noted().items():
                if any(wanted in line.note.casefold() for line in by.values()):
                    noted.add(self._cases.number(key))
        return self._cases.queue(query, frozenset(n for n in noted if n is not None))

    def wanted(self, number: int, query: QueueQuery) -> bool:
        """Whether the query shows entry `number`, by what was decided on it."""
        by = self.state.at(self._cases.key(number))
        match query.show:
            case "open":
                return not by
            case "unseen":
                return self._reviewer not in by
            case "decided":
                return bool(by)
            case "conflict":
                return differ(by)
            case "noted":
                key = self._cases.key(number)
                return bool(self.state.notes(key)) or any(line.note for line in by.values())
            case "all":
                return True

    def progress(self, article: int | None = None) -> ReviewProgress:
        """How far the review is, in all and in article number `article`."""
        tally, total = self._tally, len(self._cases)
        size = 0 if article is None else self._cases.size(article)
        late = pace(self.state.acts(self._reviewer))
        return ReviewProgress(
            total,
            tally["accepted"],
            tally["emended"],
            tally["rejected"],
            tally["conflict"],
            total - len(self._counted),
            tally["mine"],
            self.state.lines,
            size - (self._decided[article] if article is not None else 0),
            size,
            late and round(late[0], 1),
            late and late[1],
            len(self.lost()),
        )
