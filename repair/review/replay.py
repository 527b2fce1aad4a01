"""Decisions on to an apparatus: the one they were made on, or that of a new crawl.

An entry is found by its fingerprint, so that a decision follows its place wherever that has moved, and is not applied
where the words around it are others now. What reviewers disagree on is left open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice

from repair.fingerprint import fingerprints
from repair.records import Apparatus, Entry
from repair.review.lines import Line
from repair.review.state import State, differ

__all__ = ["Replayed", "replay", "replay_all", "settle"]


@dataclass(frozen=True, slots=True)
class Replayed:
    """An apparatus with decisions, and what could not be decided. `article` is the id that the log knows it by.

    `reviewers` are those whose decision each entry now bears, in the order of the entries. `unmatched` are the
    decisions whose context this article does not have; `conflicts` the decisions on entries where reviewers differ.
    """

    apparatus: Apparatus
    article: str
    reviewers: tuple[tuple[str, ...], ...]
    unmatched: tuple[Line, ...] = ()
    conflicts: tuple[Mapping[str, Line], ...] = ()


def replay(apparatus: Apparatus, state: State, *, reviewer: str = "", article: str | None = None) -> Replayed:
    """The decisions of `state` on the entries of `apparatus`; entries that nobody decided stay as they are.

    Where reviewers differ, that of `reviewer` holds, and without one the entry is open again. `article` is the id
    under which the log knows the article, by default its own.
    """
    article = apparatus.article.id if article is None else article
    entries: list[Entry] = []
    reviewers: list[tuple[str, ...]] = []
    conflicts: list[Mapping[str, Line]] = []
    names = fingerprints(apparatus)
    for name, entry in zip(names, apparatus.entries, strict=True):
        by = state.at((article, name))
        line = settle(by, reviewer)
        if line is not None:
            entries.append(_decided(entry, line))
            reviewers.append(tuple(who for who, other in by.items() if other.outcome == line.outcome))
            continue
        if by:
            conflicts.append(by)
            entry = replace(entry, status="open", chosen=None)
        entries.append(entry)
        reviewers.append(())
    known = set(names)
    unmatched = tuple(
        line
        for (at, name), by in state.decided().items()
        if at == article and name not in known
        for line in by.values()
    )
    return Replayed(replace(apparatus, entries=tuple(entries)), article, tuple(reviewers), unmatched, tuple(conflicts))


def replay_all(apparatuses: Iterable[Apparatus], state: State, *, reviewer: str = "") -> Iterator[Replayed]:
    """`replay` on each apparatus. One article alone and a log of one article belong together whatever their ids are:
    the file of a new crawl often has another name."""
    rest = iter(apparatuses)
    first = list(islice(rest, 2))
    known = state.articles()
    article = next(iter(known)) if len(first) == len(known) == 1 else None
    for apparatus in chain(first, rest):
        yield replay(apparatus, state, reviewer=reviewer, article=article)


def settle(decisions: Mapping[str, Line], reviewer: str = "") -> Line | None:
    """The decision that holds: that of `reviewer` if there is one, else the latest where all agree, else none."""
    if reviewer in decisions:
        return decisions[reviewer]
    return None if differ(decisions) or not decisions else list(decisions.values())[-1]


def _decided(entry: Entry, line: Line) -> Entry:
    """The entry with the decision of `line`; a candidate that it lacks comes from the line, with its evidence."""
    if line.outcome is None:
        return entry.reject()
    candidate = line.candidate()
    if candidate.kind != "emendation":
        for number, other in enumerate(entry.candidates):
            if (other.text, other.kind) == (candidate.text, candidate.kind):
                return entry.accept(number)
    candidates = (*entry.candidates, candidate)
    return replace(entry, candidates=candidates, status="accepted", chosen=len(candidates) - 1)
