"""The desk at which one reviewer decides: the next entry, a decision saved, a step back. Page and terminal both sit here.

Every answer first takes in what others have added to the log. A decision is on the disk before its method returns.
"""

from __future__ import annotations

import secrets
import shlex
import threading
from collections.abc import Sequence
from typing import Final

import msgspec

from repair.errors import ApparatusError, RecordError, RepairError
from repair.records import Candidate, Entry
from repair.review import events as lines
from repair.review.anchors import surroundings
from repair.review.article_view import PART, ShownArticle, lines_of, shown_part, shown_span
from repair.review.copies import Copies
from repair.review.drafts import Drafts
from repair.review.events import Decision, Key, LogLine, check_reviewer
from repair.review.ledger import Ledger
from repair.review.listing import EntryList, entry_list
from repair.review.log import Log
from repair.review.log_summary import LogSummary, summarise_log
from repair.review.marks import MarkAsked, found_by_hand
from repair.review.messages import Act, Equal, Lost, QueueEntry, Undone
from repair.review.pictures import pictured
from repair.review.queue import Cases, QueueQuery
from repair.review.refusal import Refusal
from repair.review.standing import Standing
from repair.review.views import Draft, Shown, change, opinions, passage, shown_entry, window
from repair.text.fingerprint import fingerprint
from repair.text.tokens import tokenize

__all__ = ["MAX_EQUAL", "Desk"]

# Equal cases shown in one confirmation, and so accepted at once.
MAX_EQUAL: Final = 1_000
_EQUAL_CONTEXT: Final = 60


class Desk:
    """One reviewer at the entries of `cases`, on `log`. `copies` are texts to show readings in. The decisions of one who
    `curates` settle what others differ on."""

    def __init__(
        self, cases: Cases, log: Log, reviewer: str, copies: Copies | None = None, *, curates: bool = False
    ) -> None:
        self.cases = cases
        self.reviewer = check_reviewer(reviewer)
        self.curates: Final = curates
        self._log = log
        self._copies = copies or Copies()
        self._ledger = Ledger(cases, log, self.reviewer)
        self._state = self._ledger.state
        self._standing = Standing(cases, self._state, self.reviewer)
        self._drafts = Drafts(log.path, self.reviewer)
        self._lock = threading.RLock()

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
        return self._ledger.foreign

    def refresh(self) -> int:
        """Read what anyone has added to the log; returns the number of known lines."""
        with self._lock:
            return self._ledger.refresh()

    # --- looking -------------------------------------------------------------------------------------------------

    def find(self, query: QueueQuery, position: int, step: int = 0) -> QueueEntry:
        """The entry at or next to `position` that the query shows: on or after it (`step` 0), after (1), before (-1).

        The queue goes round: after its end comes its beginning, so that what was skipped comes again.
        """
        with self._lock:
            self.refresh()
            queue = self._ledger.queue(query)
            length = len(queue)
            start, direction = position + step, -1 if step < 0 else 1
            for distance in range(length):
                here = start + direction * distance
                at = here % length
                if self._ledger.wanted(queue[at], query):
                    return self._at(at, length, queue[at], anew=bool(step) and not 0 <= here < length)
            return QueueEntry(0, length, None, self._ledger.progress())

    def turn(self, query: QueueQuery, number: int, step: int) -> QueueEntry:
        """The first entry that the query shows of the next article that has one (`step` 1), or of the one before (-1)."""
        with self._lock:
            self.refresh()
            self._check(number)
            here, queue = self.cases.article(number), self._ledger.queue(query)
            first: dict[int, int] = {}
            for position, other in enumerate(queue):
                if self.cases.article(other) != here and self._ledger.wanted(other, query):
                    first.setdefault(self.cases.article(other), position)
            if not first:
                return self.entry(query, number)
            beyond = [article for article in first if (article - here) * step > 0]
            choose = min if step > 0 else max
            position = first[choose(beyond or first)]
            return self._at(position, len(queue), queue[position], anew=not beyond)

    def entry(self, query: QueueQuery, number: int) -> QueueEntry:
        """Entry `number`, whether or not it is in the queue. Raises `RecordError`."""
        with self._lock:
            self.refresh()
            self._check(number)
            queue = self._ledger.queue(query)
            position = next((i for i, other in enumerate(queue) if other == number), 0)
            return self._at(position, len(queue), number)

    def listed(self, query: QueueQuery, first: int = 0, around: int | None = None) -> EntryList:
        """The entries that the query shows, a part at a time: that which holds entry number `around`, or else number `first`
        of them."""
        with self._lock:
            self.refresh()
            shown = [number for number in self._ledger.queue(query) if self._ledger.wanted(number, query)]
            at = shown.index(around) if around in shown else first
            return entry_list(self.cases, self._state, self._standing, shown, at)

    def part(self, article: int, offset: int, witness: str = "") -> ShownArticle:
        """The part of article number `article` that begins at `offset`, or a little before it, as it will stand; beside it
        `witness`, by default the first whose text is at hand."""
        with self._lock:
            self.refresh()
            if not 0 <= article < len(self.cases.ids):
                raise RecordError(f"there is no article number {article}", hint="open the review again")
            apparatus = self.cases.apparatus(article)
            begin, end = shown_span(apparatus.article.text, offset)
            lines = lines_of(self._standing.blocks(article, begin, end))
            return shown_part(apparatus, lines, (begin, end), self._copies.of(apparatus), witness)

    def around(self, number: int, witness: str = "") -> ShownArticle:
        """The part of its article in which entry `number` stands."""
        with self._lock:
            self._check(number)
            start = self.cases.entry(number).finding.start
            return self.part(self.cases.article(number), max(0, start - PART // 2), witness)

    def equals(self, number: int) -> tuple[list[Equal], int, Decision]:
        """Entries like this one that nobody decided, this one first, at most `MAX_EQUAL`; how many there are; and what
        would be decided on them: what the reviewer decided on this one, or the acceptance of its best candidate."""
        with self._lock:
            self.refresh()
            self._check(number)
            decision, supplied = self._example(number)
            others = [i for i in self.cases.equals(number) if i != number and not self._state.at(self.cases.key(i))]
            found: list[Equal] = []
            shown = [number, *others][:MAX_EQUAL] if supplied or decision == "reject" else []
            for i, span in self._standing.spans(dict.fromkeys(shown, supplied)).items():
                article = self.cases.apparatus(self.cases.article(i)).article
                place = passage(article.text, *span, _EQUAL_CONTEXT)
                text, kind = (pictured(supplied.text), supplied.kind) if supplied else (None, "")
                done = change(article.text[slice(*span)], supplied.text) if supplied else None
                found.append(Equal(i, self.cases.names[i], pictured(article.id), place, text, done, kind))
            return found, len(others) + 1, decision

    def _example(self, number: int) -> tuple[Decision, Candidate | None]:
        """What the reviewer decided on an entry, or else the acceptance of its best candidate."""
        line = self._state.at(self.cases.key(number)).get(self.reviewer)
        if line is not None:
            return line.decision, line.candidate() if line.outcome is not None else None
        offered = self._standing.offered(number)
        return "accept", offered[0] if offered else None

    def equal_open(self, number: int) -> int:
        """How many entries like this one nobody has decided, itself left out."""
        with self._lock:
            others = self.cases.equals(number)
            return sum(1 for i in others if i != number and not self._state.at(self.cases.key(i)))

    def summary(self) -> LogSummary:
        """What everybody has done so far."""
        with self._lock:
            self.refresh()
            return summarise_log(self._state)

    def lost(self) -> list[Lost]:
        """The decisions that found no place at this desk."""
        with self._lock:
            self.refresh()
            return self._ledger.lost()

    # --- deciding ------------------------------------------------------------------------------------------------

    def decide(self, act: Act) -> LogLine:
        """Save a decision; it is on the disk when this returns. An emendation that a candidate has becomes its acceptance.

        Raises `RecordError` if the act is not valid, its kind `Refusal` if it does not fit what was decided,
        `ApparatusError` if it was meant for another apparatus, `OutputError` if it could not be saved.
        """
        with self._lock:
            self.refresh()
            self._check(act.number, act.entry)
            key = self.cases.key(act.number)
            match act.decision:
                case "accept":
                    taken = self._standing.candidate(act.number, act.choice or 0)
                    line = lines.accept(self.reviewer, key, taken, note=act.note)
                case "emend":
                    line = self._emend(act)
                case "reject":
                    line = lines.reject(self.reviewer, key, note=act.note)
                case "note":
                    line = lines.note(self.reviewer, key, act.note)
                case _:
                    raise RecordError(f"this door does not take {act.decision!r}", hint="it takes a decision or a note")
            if line.outcome is not None:
                self._standing.check_apart(act.number)
            line = self._located(line, act.number)
            if self.curates and act.decision != "note" and self._state.at(key).keys() - {self.reviewer}:
                line = msgspec.structs.replace(line, settles=True)
            self._ledger.append([line])
            draft = self._drafts.at(key)
            if draft and draft.note == (act.decision == "note") and act.decision != "reject":
                self._drafts.keep(key, None)
            return line

    def keep_draft(self, number: int, name: str, draft: Draft | None) -> None:
        """Keep what is being typed at an entry, or with `None` throw it away. Raises as `decide`."""
        with self._lock:
            self._check(number, name)
            self._drafts.keep(self.cases.key(number), draft)

    def decide_equal(self, named: Sequence[tuple[int, str]]) -> list[LogLine]:
        """Decide on every entry in `named` (number and fingerprint) that still is open as on the first of them, together:
        as the reviewer decided on that, or else its best candidate is accepted.

        Raises as `decide`; either all of them are saved or none.
        """
        with self._lock:
            self.refresh()
            if not 0 < len(named) <= MAX_EQUAL:
                raise RecordError(f"{len(named)} cases at once", hint=f"1 to {MAX_EQUAL}")
            batch = secrets.token_hex(8)
            made: list[LogLine] = []
            first = named[0][0]
            self._check(first)
            decision, supplied = self._example(first)
            groups = set(self.cases.equals(first))
            for number, name in named:
                entry = self._check(number, name)
                if number not in groups:
                    raise RecordError("the cases are not equal", hint="open the confirmation again")
                key = self.cases.key(number)
                if self._state.at(key) and (number != first or self.reviewer in self._state.at(key)):
                    continue
                made.append(self._located(self._likewise(entry, key, decision, supplied, batch), number))
                if supplied is not None:
                    self._standing.check_apart(number)
            self._ledger.append(made)
            return made

    def _likewise(self, entry: Entry, key: Key, decision: Decision, supplied: Candidate | None, batch: str) -> LogLine:
        """The decision on an equal case. Its own candidate of the same words comes first: it has its own evidence."""
        if supplied is None:
            if decision != "reject":
                raise RecordError("there is no candidate to accept", hint="decide on one of the cases first")
            return lines.reject(self.reviewer, key, batch=batch)
        own = next((c for c in entry.candidates if (c.text, c.kind) == (supplied.text, supplied.kind)), None)
        if own is None and decision == "emend":
            return lines.emend(self.reviewer, key, supplied.text, of=supplied, batch=batch)
        return lines.accept(self.reviewer, key, own or supplied, batch=batch)

    def mark(self, asked: MarkAsked) -> int:
        """Make an entry where the program saw nothing, decided at once where it is known what belongs there; its number.
        Raises as `decide`."""
        with self._lock:
            self.refresh()
            article = asked.article
            if article is None:
                self._check(asked.number)
                article = self.cases.article(asked.number)
            if not 0 <= article < len(self.cases.ids):
                raise RecordError(f"there is no article number {article}", hint="open the review again")
            text = self.cases.apparatus(article).article.text
            found, supplied = found_by_hand(asked, text)
            entry = Entry(found.finding(self.reviewer, found.start))
            key = self.cases.ids[article], fingerprint(tokenize(text), entry.finding)
            if self.cases.number(key) is not None:
                raise Refusal("refused_marked")
            batch = secrets.token_hex(8)
            number = self.cases.mark(article, key[1], entry)
            made = [lines.mark_by_hand(self.reviewer, key, found, batch=batch)]
            try:
                if supplied is not None:
                    made.append(lines.emend(self.reviewer, key, supplied, batch=batch))
                    self._standing.check_apart(number)
                self._ledger.append([self._located(line, number) for line in made])
            except RepairError:
                self.cases.unmark(number)
                raise
            return number

    def place(self, lost: Key, number: int, name: str) -> None:
        """Give what was decided on the lost entry `lost` to entry `number`. Raises as `decide`."""
        with self._lock:
            self.refresh()
            self._check(number, name)
            if any(line.outcome is not None for line in self._ledger.lines_on(lost)):
                self._standing.check_apart(number)
            self._ledger.append([lines.move(self.reviewer, lost, self.cases.key(number))])

    def drop(self, lost: Key) -> None:
        """Let what was decided on the lost entry `lost` no longer count: the log keeps it. Raises as `decide`."""
        with self._lock:
            self.refresh()
            ids = [line.id for line in self._ledger.lines_on(lost)]
            self._ledger.append([lines.drop_lines(self.reviewer, lost, ids)])

    def undo(self) -> Undone | None:
        """Undo this reviewer's last act in force, `None` if there is none."""
        with self._lock:
            self.refresh()
            last = self._state.last(self.reviewer)
            if not last:
                return None
            self._ledger.append([lines.take_back(line) for line in reversed(last)])
            return Undone(last[0].decision, self.cases.number(self._state.home(last[0].key)))

    # --- inside --------------------------------------------------------------------------------------------------

    def _check(self, number: int, name: str | None = None) -> Entry:
        if not self.cases.has(number):
            raise RecordError(f"there is no entry number {number}", hint="open the review again")
        if name is not None and self.cases.names[number] != name:
            raise ApparatusError("the page shows another apparatus", hint="open the review again")
        return self.cases.entry(number)

    def _emend(self, act: Act) -> LogLine:
        """An emendation of candidate `act.choice`; if a candidate has the typed words, that candidate is accepted
        instead."""
        key, finding = self.cases.key(act.number), self.cases.entry(act.number).finding
        text = self.cases.apparatus(self.cases.article(act.number)).article.text
        if act.text == text[finding.start : finding.end]:
            raise Refusal("same_text")
        same = [c for c in self._standing.offered(act.number) if c.text == act.text]
        if same:
            proposed = min(same, key=lambda candidate: candidate.is_guessed)
            return lines.accept(self.reviewer, key, proposed, note=act.note)
        base = None if act.choice is None else self._standing.candidate(act.number, act.choice)
        return lines.emend(self.reviewer, key, act.text, of=base, note=act.note)

    def _located(self, line: LogLine, number: int) -> LogLine:
        """The line with the words around entry `number`, so that the place can be found again by them."""
        article = self.cases.apparatus(self.cases.article(number)).article
        finding = self.cases.entry(number).finding
        before, span, after = surroundings(article.text, finding.start, finding.end)
        return msgspec.structs.replace(line, context=f"{before}⟦{span}⟧{after}")

    def _at(self, position: int, length: int, number: int, *, anew: bool = False) -> QueueEntry:
        progress = self._ledger.progress(self.cases.article(number))
        return QueueEntry(position, length, self._shown(number), progress, anew)

    def _shown(self, number: int) -> Shown:
        article, key = self.cases.article(number), self.cases.key(number)
        said = opinions(self._state.at(key), self._state.notes(key), self.reviewer)
        apparatus, entry = self.cases.apparatus(article), self.cases.entry(number)
        offered, chosen = self._standing.offered(number), self._standing.chosen(number)
        trial = None if chosen is None else offered[chosen]
        start, end = self._standing.spans({number: trial})[number]
        begin, stop = window(apparatus.article.text, start, end)
        return shown_entry(
            number,
            self.cases.names[number],
            apparatus,
            entry,
            (self.cases.position(number), self.cases.size(article)),
            (start, end),
            (
                list(self._standing.blocks(article, begin, start, but=number)),
                list(self._standing.blocks(article, end, stop, but=number)),
            ),
            offered,
            chosen,
            self._copies.of(apparatus),
            said,
            self._standing.status(number),
            self.equal_open(number) + 1,
            self._drafts.at(key),
        )
