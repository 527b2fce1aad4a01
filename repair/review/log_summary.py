"""Summarises a decisions log: counts by reviewer and by code, agreement between reviewers, conflicts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final

import msgspec

from repair.records import Apparatus
from repair.review.events import Key, LogLine
from repair.review.pace import spent
from repair.review.pictures import pictured
from repair.review.replay import replay_all
from repair.review.state import State
from repair.text.counted import counted

__all__ = [
    "Agreement",
    "Conflict",
    "Counts",
    "Day",
    "LogMatch",
    "LogSummary",
    "Said",
    "kappa",
    "match_log",
    "summarise_log",
    "tell",
]

_FIELD: Final = {"accept": "accepted", "emend": "emended", "reject": "rejected"}


class Counts(msgspec.Struct):
    """Decisions that are in force, by kind, and those that were undone."""

    accepted: int = 0
    emended: int = 0
    rejected: int = 0
    undone: int = 0

    @property
    def standing(self) -> int:
        """How many decisions are in force."""
        return self.accepted + self.emended + self.rejected


class Agreement(msgspec.Struct):
    """How far two reviewers agree on the `both` entries that both decided.

    `percent` (0–100) of them have the same outcome, to the letter. `kappa` is Cohen's (−1 to 1, 0 = as by chance)
    over the three acts accept, emend and reject; `None` if both always did one and the same.
    """

    reviewers: tuple[str, str]
    both: int
    same: int
    percent: float
    kappa: float | None


class Said(msgspec.Struct):
    """What one reviewer decided on an entry; `text` is what would be supplied, `None` for a rejection; `context` the
    words around the place."""

    entry: str
    who: str
    decision: str
    text: str | None
    when: str
    context: str = ""


class Conflict(msgspec.Struct):
    """An entry on which reviewers decided differently."""

    article: str
    entry: str
    decisions: list[Said]


class Day(msgspec.Struct):
    """What one reviewer did on one day (in UTC): entries decided, and the minutes that lie between the decisions, breaks
    left out."""

    day: str
    who: str
    decided: int
    minutes: int


class LogSummary(msgspec.Struct):
    """A log in numbers. `articles` and `entries` are those that somebody decided on; `dropped` no longer counts, since its
    place is gone."""

    articles: int
    entries: int
    reviewers: dict[str, Counts]
    codes: dict[str, Counts]
    agreement: list[Agreement]
    conflicts: list[Conflict]
    days: list[Day] = []
    dropped: list[Said] = []


def summarise_log(state: State) -> LogSummary:
    """Counts, agreement and conflicts of the decisions in force in `state`."""
    reviewers: dict[str, Counts] = {}
    codes: dict[str, Counts] = {}
    for by in state.decided().values():
        for line in by.values():
            _count(reviewers, line.who, _FIELD[line.decision])
            _count(codes, line.code, _FIELD[line.decision])
    for line in state.undone:
        if line.decision in _FIELD:
            _count(reviewers, line.who, "undone")
            _count(codes, line.code, "undone")
    names = sorted(reviewers)
    return LogSummary(
        articles=len(state.articles()),
        entries=len(state.decided()),
        reviewers={name: reviewers[name] for name in names},
        codes={code: codes[code] for code in sorted(codes)},
        agreement=[a for one, other in combinations(names, 2) if (a := _agreement(state.decided(), one, other)).both],
        conflicts=[_conflict(key, state.at(key)) for key in state.conflicts()],
        days=sorted((day for name in names for day in _days(state, name)), key=lambda d: (d.day, d.who)),
        dropped=[_said(line) for line in state.dropped()],
    )


def _days(state: State, who: str) -> Iterator[Day]:
    by_day: defaultdict[str, list[LogLine]] = defaultdict(list)
    for line in state.acts(who):
        if line.decision in _FIELD:
            by_day[line.when[:10]].append(line)
    for day, lines in by_day.items():
        yield Day(day, who, len({line.key for line in lines}), round(spent(lines) / 60))


def _count(table: dict[str, Counts], name: str, field: str) -> None:
    counts = table.setdefault(name, Counts())
    setattr(counts, field, getattr(counts, field) + 1)


def _agreement(decided: Mapping[Key, Mapping[str, LogLine]], one: str, other: str) -> Agreement:
    pairs = [(by[one], by[other]) for by in decided.values() if one in by and other in by]
    same = sum(a.outcome == b.outcome for a, b in pairs)
    return Agreement(
        reviewers=(one, other),
        both=len(pairs),
        same=same,
        percent=round(100 * same / len(pairs), 1) if pairs else 0.0,
        kappa=kappa([(a.decision, b.decision) for a, b in pairs]),
    )


def kappa(pairs: list[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters' labels, rounded to three places; `None` if chance alone would agree fully."""
    if not pairs:
        return None
    total = len(pairs)
    ones, others = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / total
    expected = sum(ones[label] * others[label] for label in ones) / total**2
    return None if expected == 1 else round((observed - expected) / (1 - expected), 3)


def _conflict(key: Key, by: Mapping[str, LogLine]) -> Conflict:
    return Conflict(*key, sorted(map(_said, by.values()), key=lambda s: s.who))


def _said(line: LogLine) -> Said:
    return Said(line.entry, line.who, line.decision, line.outcome, line.when, line.context)


# --- against an apparatus ----------------------------------------------------------------------------------------


class LogMatch(msgspec.Struct):
    """How a log fits an apparatus: its entries, how many have a decision or a conflict, the decisions whose place was found
    though a word beside it has changed, and those whose context or article is not found."""

    entries: int
    decided: int
    conflicts: int
    open: int
    moved: list[Said]
    unmatched: list[Said]
    absent: list[str]


def match_log(apparatuses: Iterable[Apparatus], state: State) -> LogMatch:
    """How the decisions of `state` fit these apparatuses."""
    found = LogMatch(0, 0, 0, 0, [], [], [])
    seen: set[str] = set()
    for replayed in replay_all(apparatuses, state):
        entries = replayed.apparatus.entries
        decided = sum(entry.status != "open" for entry in entries)
        found.entries += len(entries)
        found.decided += decided
        found.conflicts += len(replayed.conflicts)
        found.open += len(entries) - decided - len(replayed.conflicts)
        found.moved += [_said(line) for line in replayed.moved]
        found.unmatched += [_said(line) for line in replayed.unmatched]
        seen.add(replayed.article)
    found.absent = sorted(state.articles() - seen)
    return found


def tell(summary: LogSummary, matched: LogMatch | None = None) -> Iterator[str]:
    """The summary as lines of text, without control characters."""
    yield f"{counted(summary.entries, 'entry', 'entries')} decided in {counted(summary.articles, 'article', 'articles')}"
    for title, table in (("reviewer", summary.reviewers), ("code", summary.codes)):
        if table:
            width = max(len(title), *(len(pictured(name)) for name in table))
            yield ""
            yield f"{title:<{width}}  accepted  emended  rejected  undone"
            for name, c in table.items():
                yield f"{pictured(name):<{width}}  {c.accepted:>8}  {c.emended:>7}  {c.rejected:>8}  {c.undone:>6}"
    if summary.agreement:
        yield ""
        for a in summary.agreement:
            one, other = map(pictured, a.reviewers)
            chance = "" if a.kappa is None else f", Cohen's kappa {a.kappa:.2f}"
            yield f"{one} and {other} agree on {a.same} of {a.both} ({a.percent:.1f} %){chance}"
    if summary.days:
        yield ""
        width = max(len("reviewer"), *(len(pictured(day.who)) for day in summary.days))
        yield f"{'day':<10}  {'reviewer':<{width}}  decided  minutes"
        for day in summary.days:
            yield f"{pictured(day.day):<10}  {pictured(day.who):<{width}}  {day.decided:>7}  {day.minutes:>7}"
    if summary.conflicts:
        yield ""
        yield counted(len(summary.conflicts), "conflict", "conflicts")
        for conflict in summary.conflicts:
            yield f"  {pictured(conflict.article)} {conflict.entry}: {'; '.join(map(_phrase, conflict.decisions))}"
            yield from _around(conflict.decisions[0])
    if summary.dropped:
        yield ""
        yield f"{counted(len(summary.dropped), 'line')} dropped, since the place is gone"
        for said in summary.dropped:
            yield f"  {said.entry}: {_phrase(said)}"
            yield from _around(said)
    if matched is not None:
        yield ""
        yield f"apparatus: {counted(matched.entries, 'entry', 'entries')}, {matched.decided} decided, {matched.conflicts} in conflict, {matched.open} open"
        for said in matched.moved:
            yield f"  found again at the place most like its own: {said.entry}: {_phrase(said)}"
            yield from _around(said)
        for said in matched.unmatched:
            yield f"  no entry with this context: {said.entry}: {_phrase(said)}"
            yield from _around(said)
        for article in matched.absent:
            yield f"  article not found: {pictured(article)}"


def _around(said: Said) -> Iterator[str]:
    """Where it was, in the words of the article."""
    if said.context:
        yield f"    … {pictured(said.context).replace(chr(10), '↵')} …"


def _phrase(said: Said) -> str:
    text = "" if said.text is None else f" {pictured(said.text)!r}"
    return f"{pictured(said.who)} {said.decision}s{text}"
