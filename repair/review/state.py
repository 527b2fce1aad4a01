"""The state of a log, as a pure fold over its lines.

The state of a reviewer depends only on that reviewer's lines, in their order, so it does not matter how the lines of
several reviewers mix. Nobody overwrites anybody: the latest decision of each reviewer is kept. Moves and drops alone are for
all: what was decided at a place that is lost counts at the place that somebody named, or no longer counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from repair.review.events import Key, LogLine

__all__ = ["State", "differ", "fold", "ruling"]

# The decisions that stand beside those on an entry's text, each of them on its own.
_ASIDE: Final = ("note", "mark")


class State:
    """Decisions, notes and marks in force, and what each reviewer could undo. `step` takes the next line."""

    def __init__(self) -> None:
        self.undone: list[LogLine] = []
        self.lines = 0
        self._known: dict[str, tuple[int, LogLine]] = {}
        self._stacks: defaultdict[tuple[Key, str, str], list[LogLine]] = defaultdict(list)
        self._standing: dict[str, defaultdict[Key, dict[str, LogLine]]] = {
            kind: defaultdict(dict) for kind in ("text", *_ASIDE)
        }
        self._acts: defaultdict[str, list[LogLine]] = defaultdict(list)
        self._gone: set[str] = set()
        self._dropped: Counter[str] = Counter()  # ids of lines, by how often they were dropped
        self._homes: dict[Key, Key] = {}

    def step(self, line: LogLine) -> tuple[Key, ...]:
        """Take one line and name the entries that it changed. A line met before (logs may be joined) and an undo of
        another's line change none."""
        if line.id in self._known:
            return ()
        self.lines += 1
        self._known[line.id] = self.lines, line
        if line.decision == "move":
            self._acts[line.who].append(line)
            return self.rehome(line.moved, line.key) if line.moved else ()
        if line.decision == "drop":
            self._acts[line.who].append(line)
            return self._drop(line, 1)
        if line.decision != "undo":
            stack = self.home(line.key), line.who, _kind(line)
            self._stacks[stack].append(line)
            self._acts[line.who].append(line)
            self._stand(*stack)
            return (stack[0],)
        _, target = self._known.get(line.undoes, (0, None))
        if target is None or target.who != line.who or target.decision == "undo" or target.id in self._gone:
            return ()
        self._gone.add(target.id)
        self.undone.append(target)
        if target.decision == "move":
            return self.rehome(target.moved, None) if target.moved else ()
        if target.decision == "drop":
            return self._drop(target, -1)
        stack = self.home(target.key), target.who, _kind(target)
        self._stacks[stack].remove(target)
        self._stand(*stack)
        return (stack[0],)

    def _drop(self, line: LogLine, times: int) -> tuple[Key, ...]:
        """Drop what the line names once more, or once less; the entries that this changes."""
        touched: dict[Key, None] = {}
        for id_ in line.drops:
            self._dropped[id_] += times
            _, target = self._known.get(id_, (0, None))
            if target is not None:  # else it comes later, as logs may be joined in any order
                touched[key := self.home(target.key)] = None
                self._stand(key, target.who, _kind(target))
        return tuple(touched)

    def home(self, key: Key) -> Key:
        """The entry at which a decision on `key` counts: itself, if it was not moved."""
        while key in self._homes:
            key = self._homes[key]
        return key

    def rehome(self, old: Key, new: Key | None) -> tuple[Key, ...]:
        """Let what was decided on `old` count at `new`, or with `None` where it was decided; the entries that this
        changes."""
        before = self.home(old)
        if new is None:
            self._homes.pop(old, None)
        elif self.home(new) != old:
            self._homes[old] = new
        after = self.home(old)
        touched = {key: stack for key, stack in self._stacks.items() if key[0] in (before, after)}
        lines = sorted((line for stack in touched.values() for line in stack), key=lambda line: self._known[line.id][0])
        for key in touched:
            del self._stacks[key]
        for line in lines:
            self._stacks[self.home(line.key), line.who, _kind(line)].append(line)
        for stack in dict.fromkeys([*touched, *((self.home(line.key), line.who, _kind(line)) for line in lines)]):
            self._stand(*stack)
        return before, after

    def _stand(self, key: Key, who: str, kind: str) -> None:
        """Put the last line of the reviewer on this entry in force."""
        standing = self._standing[kind][key]
        stack = [line for line in self._stacks.get((key, who, kind), ()) if not self._dropped[line.id]]
        standing.pop(who, None)
        if stack:
            standing[who] = stack[-1]
            if len(standing) > 1:  # by the day, so that it does not matter in which order logs are joined
                self._standing[kind][key] = dict(sorted(standing.items(), key=lambda one: (one[1].when, one[0])))
        elif not standing:
            del self._standing[kind][key]

    def at(self, key: Key) -> Mapping[str, LogLine]:
        """The decision of each reviewer that stands on this entry, the latest last."""
        return self._standing["text"].get(key, {})

    def notes(self, key: Key) -> Mapping[str, LogLine]:
        """The note of each reviewer on this entry."""
        return {who: line for who, line in self._standing["note"].get(key, {}).items() if line.note}

    def noted(self) -> Mapping[Key, Mapping[str, LogLine]]:
        """Every entry that somebody remarked on."""
        return self._standing["note"]

    def marks(self) -> Mapping[Key, Mapping[str, LogLine]]:
        """Every entry that somebody made by hand, with the mark of each."""
        return self._standing["mark"]

    def decided(self) -> Mapping[Key, Mapping[str, LogLine]]:
        """Every entry that somebody decided, with the decision of each."""
        return self._standing["text"]

    def on(self, key: Key) -> list[LogLine]:
        """All that counts on this entry, or would count if what came after it were undone."""
        stacks = (stack for (at, _, _), stack in self._stacks.items() if at == key)
        return [line for stack in stacks for line in stack if not self._dropped[line.id]]

    def dropped(self) -> list[LogLine]:
        """What reviewers dropped, since its place is gone."""
        return [line for _, line in self._known.values() if self._dropped[line.id] > 0 and line.id not in self._gone]

    def conflicts(self) -> list[Key]:
        """The entries on which reviewers decided differently."""
        return [key for key, by in self.decided().items() if differ(by)]

    def articles(self) -> set[str]:
        """The ids of the articles that decisions and marks are on."""
        return {article for article, _ in (*self.decided(), *self.marks())}

    def last(self, who: str) -> list[LogLine]:
        """What an undo of this reviewer takes back: the last act in force, with all that was decided together with
        it."""
        acts = self._acts[who]
        while acts and acts[-1].id in self._gone:
            acts.pop()
        if not acts or not acts[-1].batch:
            return acts[-1:]
        return [line for line in acts if line.batch == acts[-1].batch and line.id not in self._gone]

    def acts(self, who: str) -> list[LogLine]:
        """The acts of this reviewer in force, in their order."""
        return [line for line in self._acts[who] if line.id not in self._gone]


def fold(lines: Iterable[LogLine]) -> State:
    """The state after `lines`, taken in order from nothing."""
    state = State()
    for line in lines:
        state.step(line)
    return state


def differ(decisions: Mapping[str, LogLine]) -> bool:
    """Whether reviewers want different texts, and no curator has settled it. The same text with different evidence is not
    a conflict."""
    return ruling(decisions) is None and len({line.outcome for line in decisions.values()}) > 1


def ruling(decisions: Mapping[str, LogLine]) -> LogLine | None:
    """The latest decision that settles what reviewers differ on, `None` if there is none."""
    return next((line for line in reversed(list(decisions.values())) if line.settles), None)


def _kind(line: LogLine) -> str:
    return line.decision if line.decision in _ASIDE else "text"
