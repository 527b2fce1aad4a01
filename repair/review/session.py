"""The desk at which one reviewer decides: the next entry, a decision saved, a step back. Page and terminal both sit here.

Every answer first takes in what others have added to the log. A decision is on the disk before its method returns.
"""

from __future__ import annotations

import secrets
import shlex
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from repair.errors import ApparatusError, RecordError
from repair.records import Candidate, Entry
from repair.review import events as lines
from repair.review.copies import Copies
from repair.review.events import Key, LogLine, check_reviewer
from repair.review.log import Log
from repair.review.messages import Act, Equal, QueueEntry, ReviewProgress
from repair.review.queue import Cases, QueueQuery
from repair.review.replay import settle
from repair.review.state import State, differ
from repair.review.views import Block, Shown, ShownArticle, opinions, passage, pictured, shown_entry

__all__ = ["MAX_EQUAL", "Desk"]

# Equal cases shown in one confirmation, and so accepted at once.
MAX_EQUAL: Final = 100
# Code points of an article in one part of the whole-article view.
_PART: Final = 20_000
_EQUAL_CONTEXT: Final = 60
_LOG_CONTEXT: Final = 40
_STATUS: Final = {"accept": "accepted", "emend": "emended", "reject": "rejected"}


class Desk:
    """One reviewer at the entries of `cases`, on `log`. `copies` are texts to show readings in."""

    def __init__(self, cases: Cases, log: Log, reviewer: str, copies: Copies | None = None) -> None:
        self.cases = cases
        self.reviewer = check_reviewer(reviewer)
        self._log = log
        self._copies = copies or Copies()
        self._state = State()
        self._tally: Counter[str] = Counter()
        self._counted: dict[Key, tuple[str, ...]] = {}
        self._lock = threading.RLock()
        self._take(log.read())

    @property
    def edition(self) -> str:
        """The command that makes the signed edition of what was decided."""
        apparatus = self.cases.path
        written = apparatus.with_suffix(".xml").name
        command = ["repair", "render", apparatus, "--decisions", self._log.path, "--format", "tei", "-o", written]
        return shlex.join(map(str, command))

    @property
    def foreign(self) -> int:
        """How many entries the log has decisions on, where none of them is at this desk; otherwise 0."""
        return 0 if self._counted else len(self._state.decided())

    def refresh(self) -> int:
        """Read what anyone has added to the log; returns the number of known lines."""
        with self._lock:
            self._take(self._log.follow())
            return self._state.lines

    def _take(self, added: Iterable[LogLine]) -> None:
        for line in added:
            key = self._state.step(line)
            if key is not None and self.cases.number(key) is not None:
                self._count(key)

    def _count(self, key: Key) -> None:
        """Update the counts of `_progress`, so that answers do not get slower as more is decided."""
        by = self._state.at(key)
        labels: tuple[str, ...] = ()
        if by:
            line = settle(by)
            labels = (_STATUS[line.decision] if line else "conflict", *(("mine",) if self.reviewer in by else ()))
        self._tally.subtract(self._counted.pop(key, ()))
        self._tally.update(labels)
        if labels:
            self._counted[key] = labels

    # --- looking -------------------------------------------------------------------------------------------------

    def find(self, query: QueueQuery, position: int, step: int = 0) -> QueueEntry:
        """The entry at or next to `position` that the query shows: on or after it (`step` 0), after (1), before (-1).

        The queue goes round: after its end comes its beginning, so that what was skipped comes again.
        """
        with self._lock:
            self.refresh()
            queue = self.cases.queue(query)
            length = len(queue)
            start, direction = position + step, -1 if step < 0 else 1
            for distance in range(length):
                here = (start + direction * distance) % length
                if self._wanted(queue[here], query):
                    return QueueEntry(here, length, self._shown(queue[here]), self._progress())
            return QueueEntry(0, length, None, self._progress())

    def entry(self, query: QueueQuery, number: int) -> QueueEntry:
        """Entry `number`, whether or not it is in the queue. Raises `RecordError`."""
        with self._lock:
            self.refresh()
            self._check(number)
            queue = self.cases.queue(query)
            position = next((i for i, other in enumerate(queue) if other == number), 0)
            return QueueEntry(position, len(queue), self._shown(number), self._progress())

    def part(self, article: int, offset: int) -> ShownArticle:
        """The part of article number `article` that begins at `offset`, or a little before it."""
        with self._lock:
            self.refresh()
            if not 0 <= article < len(self.cases.ids):
                raise RecordError(f"there is no article number {article}", hint="open the review again")
            apparatus = self.cases.apparatus(article)
            text = apparatus.article.text
            offset = max(0, min(offset, len(text)))
            line = text.rfind("\n", 0, offset) + 1
            begin = line if offset - line < _PART // 2 else offset
            end = min(len(text), begin + _PART)
            blocks: list[Block] = []
            cursor = begin
            for number, entry in enumerate(apparatus.entries, self.cases.first(article)):
                start, stop = entry.finding.start, min(entry.finding.end, end)
                if begin <= start < end or start == end == len(text):
                    if start > cursor:
                        blocks.append(Block(pictured(text[cursor:start])))
                    blocks.append(self._block(number, entry, text[max(cursor, start) : stop]))
                    cursor = max(cursor, stop)
            blocks.append(Block(pictured(text[cursor:end])))
            return ShownArticle(
                pictured(apparatus.article.id), apparatus.article.language, begin, end, len(text), blocks
            )

    def around(self, number: int) -> ShownArticle:
        """The part of its article in which entry `number` stands."""
        with self._lock:
            self._check(number)
            article, _ = self.cases.where(number)
            return self.part(article, max(0, self.cases.entry(number).finding.start - _PART // 2))

    def equals(self, number: int) -> tuple[list[Equal], int]:
        """Entries like this one that nobody decided, this one first, at most `MAX_EQUAL`; and how many there are."""
        with self._lock:
            self.refresh()
            self._check(number)
            others = [i for i in self.cases.equals(number) if i != number and not self._state.at(self.cases.key(i))]
            found: list[Equal] = []
            for i in [number, *others][:MAX_EQUAL]:
                article, at = self.cases.where(i)
                apparatus = self.cases.apparatus(article)
                entry = apparatus.entries[at]
                finding = entry.finding
                if entry.candidates:
                    around = passage(apparatus.article.text, finding.start, finding.end, _EQUAL_CONTEXT)
                    best = entry.candidates[0]
                    name = self.cases.names[i]
                    found.append(Equal(i, name, pictured(apparatus.article.id), around, pictured(best.text), best.kind))
            return found, len(others) + 1

    # --- deciding ------------------------------------------------------------------------------------------------

    def decide(self, act: Act) -> LogLine:
        """Save a decision; it is on the disk when this returns. An emendation that a candidate has becomes its acceptance.

        Raises `RecordError` if the act is not valid, `ApparatusError` if it does not fit what was decided,
        `OutputError` if it could not be saved.
        """
        with self._lock:
            self.refresh()
            entry = self._check(act.number, act.entry)
            key = self.cases.key(act.number)
            match act.decision:
                case "accept":
                    line = lines.accept(self.reviewer, key, self._candidate(entry, act.choice), note=act.note)
                case "emend":
                    line = self._emend(act, entry)
                case "reject":
                    line = lines.reject(self.reviewer, key, note=act.note)
                case "note":
                    line = lines.note(self.reviewer, key, act.note)
                case "undo":
                    raise RecordError("an undo names no entry", hint="it takes back the last decision")
            if line.outcome is not None:
                self._check_apart(act.number)
            line = self._located(line, act.number)
            self._save([line])
            return line

    def accept_equal(self, named: Sequence[tuple[int, str]]) -> list[LogLine]:
        """Accept the best candidate of every entry in `named` (number and fingerprint) that still is open, together.

        Raises as `decide`; either all of them are saved or none.
        """
        with self._lock:
            self.refresh()
            if not 0 < len(named) <= MAX_EQUAL:
                raise RecordError(f"{len(named)} cases at once", hint=f"1 to {MAX_EQUAL}")
            batch = secrets.token_hex(8)
            made: list[LogLine] = []
            groups = set(self.cases.equals(named[0][0])) if 0 <= named[0][0] < len(self.cases) else set()
            for number, name in named:
                entry = self._check(number, name)
                if number not in groups:
                    raise RecordError("the cases are not equal", hint="open the confirmation again")
                key = self.cases.key(number)
                if number != named[0][0] and self._state.at(key):
                    continue
                self._check_apart(number)
                line = lines.accept(self.reviewer, key, self._candidate(entry, 0), batch=batch)
                made.append(self._located(line, number))
            self._save(made)
            return made

    def undo(self) -> int | None:
        """Undo this reviewer's last act in force; returns the number of its entry, `None` if there is none."""
        with self._lock:
            self.refresh()
            last = self._state.last(self.reviewer)
            if not last:
                return None
            self._save([lines.take_back(line) for line in reversed(last)])
            return self.cases.number(last[0].key)

    # --- inside --------------------------------------------------------------------------------------------------

    def _save(self, made: Sequence[LogLine]) -> None:
        self._log.append(made)
        self.refresh()

    def _check(self, number: int, name: str | None = None) -> Entry:
        if not 0 <= number < len(self.cases):
            raise RecordError(f"there is no entry number {number}", hint="open the review again")
        if name is not None and self.cases.names[number] != name:
            raise ApparatusError("the page shows another apparatus", hint="open the review again")
        return self.cases.entry(number)

    def _candidate(self, entry: Entry, choice: int) -> Candidate:
        if not 0 <= choice < len(entry.candidates):
            raise RecordError(f"there is no candidate number {choice + 1}", hint="choose another, or edit")
        return entry.candidates[choice]

    def _emend(self, act: Act, entry: Entry) -> LogLine:
        """An emendation; if a candidate has the typed words, that candidate is accepted instead."""
        key = self.cases.key(act.number)
        article, _ = self.cases.where(act.number)
        text = self.cases.apparatus(article).article.text
        if act.text == text[entry.finding.start : entry.finding.end]:
            raise RecordError("the article has this text already", hint="reject leaves it as it is")
        same = [c for c in entry.candidates if c.text == act.text]
        if same:
            proposed = min(same, key=lambda candidate: candidate.kind == "prediction")
            return lines.accept(self.reviewer, key, proposed, note=act.note)
        return lines.emend(self.reviewer, key, act.text, note=act.note)

    def _located(self, line: LogLine, number: int) -> LogLine:
        """The line with the words around entry `number`, so that a later reader of the log knows where it was."""
        article, at = self.cases.where(number)
        apparatus = self.cases.apparatus(article)
        finding = apparatus.entries[at].finding
        around = passage(apparatus.article.text, finding.start, finding.end, _LOG_CONTEXT)
        span = around.span if len(around.span) <= _LOG_CONTEXT else f"{around.span[:_LOG_CONTEXT]}…"
        return msgspec.structs.replace(line, context=f"{around.before}⟦{span}⟧{around.after}")

    def _check_apart(self, number: int) -> None:
        """Refuse to supply text where another accepted entry already does: the edition could not hold both."""
        article, at = self.cases.where(number)
        entries = self.cases.apparatus(article).entries
        here = entries[at].finding
        first = self.cases.first(article)
        for other, entry in enumerate(entries):
            there = entry.finding
            if other == at or there.end < here.start or there.start > here.end:
                continue
            overlap = here.start < there.end and there.start < here.end
            same = here.start == here.end == there.start == there.end
            inside = here.start == here.end and there.start < here.start < there.end
            if (overlap or same or inside) and self._status(first + other) in ("accepted", "emended"):
                raise ApparatusError(
                    f"entry {other + 1} ({there.code}) stands at the same place and is accepted",
                    hint="only one of the two can be put in: reject or undo that one first",
                )

    def _status(self, number: int) -> str:
        decisions = self._state.at(self.cases.key(number))
        if not decisions:
            return self.cases.entry(number).status
        line = settle(decisions)
        if line is None:
            return "conflict"
        return _STATUS[line.decision]

    def _wanted(self, number: int, query: QueueQuery) -> bool:
        by = self._state.at(self.cases.key(number))
        match query.show:
            case "open":
                return not by
            case "unseen":
                return self.reviewer not in by
            case "decided":
                return bool(by)
            case "conflict":
                return differ(by)
            case "all":
                return True

    def _progress(self) -> ReviewProgress:
        tally, total = self._tally, len(self.cases)
        return ReviewProgress(
            total,
            tally["accepted"],
            tally["emended"],
            tally["rejected"],
            tally["conflict"],
            total - len(self._counted),
            tally["mine"],
            self._state.lines,
        )

    def _shown(self, number: int) -> Shown:
        article, at = self.cases.where(number)
        key = self.cases.key(number)
        said = opinions(self._state.at(key), self._state.notes(key), self.reviewer)
        open_ = sum(1 for i in self.cases.equals(number) if i != number and not self._state.at(self.cases.key(i)))
        apparatus = self.cases.apparatus(article)
        return shown_entry(
            number,
            self.cases.names[number],
            apparatus,
            at,
            self._copies.of(apparatus),
            said,
            self._status(number),
            open_ + 1,
        )

    def _block(self, number: int, entry: Entry, span: str) -> Block:
        status = self._status(number)
        by = self._state.at(self.cases.key(number))
        line = settle(by)
        candidate = line.candidate() if line and line.outcome is not None else entry.accepted if not by else None
        return Block(
            pictured(span),
            number,
            entry.finding.code,
            status,
            pictured(candidate.text) if candidate else "",
            candidate.kind if candidate else "",
        )
