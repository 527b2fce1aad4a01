"""Applies decisions to an apparatus: the one they were made on, or that of a new crawl.

An entry is found by its fingerprint, so a decision follows its place when that moves; where a word around it has changed,
by the words that are still there (see `anchors`), if only one place has them. Marks made by hand become entries. An entry
on which reviewers disagree is left open. A decided entry has the names of the reviewers whose decision it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from repair.edit import take_blanks
from repair.records import Apparatus, Entry, Signature
from repair.review.anchors import found_again, mark_again, surroundings
from repair.review.events import LogLine
from repair.review.state import State, differ, ruling
from repair.text.fingerprint import fingerprints

__all__ = ["Replayed", "replay", "replay_all", "settle"]


class Replayed(Struct, frozen=True):
    """An apparatus with decisions, and what could not be decided. `article` is the id that the log knows it by.

    `unmatched` are the decisions and marks whose context this article does not have; `moved` those whose place was found by the words
    around it, though one of them has changed; `conflicts` the decisions on entries where reviewers differ; `matched` is how
    many entries have a decision. `strange` says that it is the one article there is,
    and that the log has decisions on several others and none on it.
    """

    apparatus: Apparatus
    article: str
    matched: int = 0
    strange: bool = False
    moved: tuple[LogLine, ...] = ()
    unmatched: tuple[LogLine, ...] = ()
    conflicts: tuple[Mapping[str, LogLine], ...] = ()


def replay(apparatus: Apparatus, state: State, *, reviewer: str = "", article: str | None = None) -> Replayed:
    """The decisions of `state` on the entries of `apparatus`; entries that nobody decided stay as they are.

    If reviewers differ, the decision of `reviewer` counts; without one, the entry is open again. `article` is the id of
    the article in the log, by default its own.
    """
    article = apparatus.article.id if article is None else article
    entries: list[Entry] = []
    conflicts: list[Mapping[str, LogLine]] = []
    own = list(zip(fingerprints(apparatus), apparatus.entries, strict=True))
    listed = sorted([*own, *_marked(apparatus, state, article, {name for name, _ in own})], key=_place)
    known = {name for name, _ in listed}
    stray = {
        name: list(by.values())[-1] for (at, name), by in state.decided().items() if at == article and name not in known
    }
    free = [(name, entry.finding) for name, entry in listed if not state.at((article, name))] if stray else []
    text = apparatus.article.text
    found = found_again(stray, [(name, surroundings(text, finding.start, finding.end)) for name, finding in free])
    was = {here: name for name, here in found.items()}
    matched = 0
    for name, entry in listed:
        key = article, was.get(name, name)
        by = state.at(key)
        matched += bool(by)
        line = settle(by, reviewer)
        if line is not None:
            notes = state.notes(key)
            agreed = [other for other in by.values() if other.outcome == line.outcome]
            entry = _decided(entry, line, tuple(_signature(other, notes.get(other.who)) for other in agreed))
        elif by:
            conflicts.append(by)
            entry = entry.reopen()
        entries.append(entry)
    gone = (by for (at, name), by in state.marks().items() if at == article and name not in known | stray.keys())
    lost = {False: [line for by in gone for line in by.values()], True: list[LogLine]()}
    for name in stray:
        lost[name in found].extend(state.at((article, name)).values())
    return Replayed(
        take_blanks(replace(apparatus, entries=tuple(entries))),
        article,
        matched,
        moved=tuple(lost[True]),
        unmatched=tuple(lost[False]),
        conflicts=tuple(conflicts),
    )


def _marked(apparatus: Apparatus, state: State, article: str, known: set[str]) -> Iterator[tuple[str, Entry]]:
    """The entries that reviewers made by hand, each with its name; those whose place is gone are left out."""
    for (at, name), by in state.marks().items():
        line = next(iter(by.values()))
        start = mark_again(line, apparatus.article.text) if at == article and name not in known else None
        if line.found is not None and start is not None:
            yield name, Entry(line.found.finding(line.who, start))


def _place(named: tuple[str, Entry]) -> tuple[int, int]:
    return named[1].finding.start, named[1].finding.end


def replay_all(apparatuses: Iterable[Apparatus], state: State, *, reviewer: str = "") -> Iterator[Replayed]:
    """`replay` on each apparatus. A single article and a log of a single article belong together whatever their ids:
    the file of a new crawl often has another name."""
    rest = iter(apparatuses)
    first = list(islice(rest, 2))
    known = state.articles()
    alone = len(first) == 1
    article = next(iter(known)) if alone and len(known) == 1 else None
    for apparatus in chain(first, rest):
        strange = alone and len(known) > 1 and apparatus.article.id not in known
        yield replace(replay(apparatus, state, reviewer=reviewer, article=article), strange=strange)


def settle(decisions: Mapping[str, LogLine], reviewer: str = "") -> LogLine | None:
    """The decision that counts: that of `reviewer` if there is one, else the one that settles a conflict, else the latest
    if all agree, else none."""
    if reviewer in decisions:
        return decisions[reviewer]
    if (settled := ruling(decisions)) is not None:
        return settled
    return None if differ(decisions) or not decisions else list(decisions.values())[-1]


def _signature(line: LogLine, remark: LogLine | None) -> Signature:
    """Who decided, when, and their remarks, made with the decision or later."""
    return Signature(line.who, line.when, remark.note if remark else line.note)


def _decided(entry: Entry, line: LogLine, by: tuple[Signature, ...]) -> Entry:
    """The entry with the decision of `line`; a candidate that it lacks comes from the line, with its evidence."""
    if line.outcome is None:
        return entry.reject(by)
    candidate = line.candidate()
    if candidate.kind != "emendation":
        for number, other in enumerate(entry.candidates):
            if (other.text, other.kind) == (candidate.text, candidate.kind):
                return entry.accept(number, by)
    return replace(entry, candidates=(*entry.candidates, candidate)).accept(len(entry.candidates), by)
