"""The state of a log, as a pure fold over its lines.

The state of a reviewer depends only on that reviewer's lines, in their order, so it does not matter how the lines of
several reviewers mix. Nobody overwrites anybody: the latest decision of each reviewer is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from repair.review.events import Key, LogLine

__all__ = ["State", "differ", "fold"]


class State:
    """Decisions and notes in force, and what each reviewer could undo. `step` takes the next line."""

    def __init__(self) -> None:
        self.undone: list[LogLine] = []
        self.lines = 0
        self._known: dict[str, LogLine] = {}
        self._stacks: defaultdict[tuple[Key, str, bool], list[LogLine]] = defaultdict(list)
        self._decided: defaultdict[Key, dict[str, LogLine]] = defaultdict(dict)
        self._notes: defaultdict[Key, dict[str, LogLine]] = defaultdict(dict)
        self._acts: defaultdict[str, list[LogLine]] = defaultdict(list)
        self._gone: set[str] = set()

    def step(self, line: LogLine) -> Key | None:
        """Take one line and name the entry that it changed. A line met before (logs may be joined) and an undo of
        another's line change none."""
        if line.id in self._known:
            return None
        self._known[line.id] = line
        self.lines += 1
        if line.decision != "undo":
            self._stacks[line.key, line.who, line.decision == "note"].append(line)
            self._acts[line.who].append(line)
            self._stand(line)
            return line.key
        target = self._known.get(line.undoes)
        if target is None or target.who != line.who or target.decision == "undo" or target.id in self._gone:
            return None
        self._gone.add(target.id)
        self.undone.append(target)
        self._stacks[target.key, target.who, target.decision == "note"].remove(target)
        self._stand(target)
        return target.key

    def _stand(self, line: LogLine) -> None:
        """Put the last line of the reviewer on this entry in force."""
        is_note = line.decision == "note"
        standing = (self._notes if is_note else self._decided)[line.key]
        stack = self._stacks[line.key, line.who, is_note]
        standing.pop(line.who, None)
        if stack:
            standing[line.who] = stack[-1]
        elif not standing:
            del (self._notes if is_note else self._decided)[line.key]

    def at(self, key: Key) -> Mapping[str, LogLine]:
        """The decision of each reviewer that stands on this entry, the latest last."""
        return self._decided.get(key, {})

    def notes(self, key: Key) -> Mapping[str, LogLine]:
        """The note of each reviewer on this entry."""
        return {who: line for who, line in self._notes.get(key, {}).items() if line.note}

    def decided(self) -> Mapping[Key, Mapping[str, LogLine]]:
        """Every entry that somebody decided, with the decision of each."""
        return self._decided

    def conflicts(self) -> list[Key]:
        """The entries on which reviewers decided differently."""
        return [key for key, by in self._decided.items() if differ(by)]

    def articles(self) -> set[str]:
        """The ids of the articles that the decisions are on."""
        return {article for article, _ in self._decided}

    def last(self, who: str) -> list[LogLine]:
        """What an undo of this reviewer takes back: the last act in force, with all that was decided together with
        it."""
        acts = self._acts[who]
        while acts and acts[-1].id in self._gone:
            acts.pop()
        if not acts or not acts[-1].batch:
            return acts[-1:]
        return [line for line in acts if line.batch == acts[-1].batch and line.id not in self._gone]


def fold(lines: Iterable[LogLine]) -> State:
    """The state after `lines`, taken in order from nothing."""
    state = State()
    for line in lines:
        state.step(line)
    return state


def differ(decisions: Mapping[str, LogLine]) -> bool:
    """Whether reviewers want different texts. The same text with different evidence is not a conflict."""
    return len({line.outcome for line in decisions.values()}) > 1
