"""What is decided at each entry of a desk: its decision, what can be chosen there, and the article as it will stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Final

from repair.edit import blanks_taken
from repair.errors import RecordError
from repair.records import Candidate, Entry
from repair.review.events import LogLine
from repair.review.pictures import pictured
from repair.review.queue import Cases
from repair.review.refusal import Refusal
from repair.review.replay import settle
from repair.review.state import State, ruling
from repair.review.views import Block

__all__ = ["STATUS", "Standing"]

STATUS: Final = {"accept": "accepted", "emend": "emended", "reject": "rejected"}
_SUPPLIES: Final = ("accepted", "emended")


class Standing:
    """The decisions of `state` at the entries of `cases`, as `reviewer` sees them: their own decision comes first."""

    def __init__(self, cases: Cases, state: State, reviewer: str) -> None:
        self._cases = cases
        self._state = state
        self._reviewer = reviewer

    def status(self, number: int) -> str:
        """open, accepted, emended, rejected or conflict: the status of all reviewers together."""
        decisions = self._state.at(self._cases.key(number))
        if not decisions:
            return self._cases.entry(number).status
        line = settle(decisions)
        return STATUS[line.decision] if line else "conflict"

    def line(self, number: int) -> LogLine | None:
        """The decision to show: the one that settled a conflict, else the reviewer's own, else the one on which all others
        agree."""
        decisions = self._state.at(self._cases.key(number))
        return ruling(decisions) or settle(decisions, self._reviewer)

    def offered(self, number: int) -> tuple[Candidate, ...]:
        """What can be accepted: the entry's candidates, and what reviewers have decided on that is not among them."""
        offered = list(self._cases.entry(number).candidates)
        known = {(c.text, c.kind) for c in offered}
        for line in self._state.at(self._cases.key(number)).values():
            if line.outcome is not None and (made := line.candidate()) and (made.text, made.kind) not in known:
                known.add((made.text, made.kind))
                offered.append(made)
        return tuple(offered)

    def candidate(self, number: int, choice: int) -> Candidate:
        """Number `choice` (from 0) of what can be accepted. Raises `RecordError` if there is none."""
        offered = self.offered(number)
        if not 0 <= choice < len(offered):
            raise RecordError(f"there is no candidate number {choice + 1}", hint="choose another, or edit")
        return offered[choice]

    def chosen(self, number: int) -> int | None:
        """The candidate on trial: the decided one, `None` if all were rejected or there is none, else the best."""
        line, entry, offered = self.line(number), self._cases.entry(number), self.offered(number)
        if line is not None:
            made = line.candidate() if line.outcome is not None else None
            return next((i for i, c in enumerate(offered) if made and (c.text, c.kind) == (made.text, made.kind)), None)
        if entry.status == "accepted":
            return entry.chosen
        return 0 if offered and entry.status == "open" else None

    def supplied(self, number: int) -> Candidate | None:
        """What stands at the entry, `None` if that is the article's own text: nothing is decided, or it was rejected."""
        line = self.line(number)
        if line is not None:
            return line.candidate() if line.outcome is not None else None
        return None if self._state.at(self._cases.key(number)) else self._cases.entry(number).accepted

    def spans(self, trials: Mapping[int, Candidate | None]) -> dict[int, tuple[int, int]]:
        """By number, what of the article goes if these entries get these candidates, `None` for the article's own text:
        residue that is taken out goes with blanks beside it. Each article is gone through once."""
        findings = {number: self._cases.entry(number).finding for number in trials}
        spans = {number: (finding.start, finding.end) for number, finding in findings.items()}
        emptied = (number for number, trial in trials.items() if trial is not None and not trial.text)
        for article in set(map(self._cases.article, emptied)):
            listed = self._cases.of(article)
            put = [trials[number] if number in trials else self.supplied(number) for number, _ in listed]
            taken = blanks_taken(self._cases.apparatus(article).article.text, [entry for _, entry in listed], put)
            spans |= {number: span for (number, _), span in zip(listed, taken, strict=True) if number in trials}
        return spans

    # --- the article as it stands --------------------------------------------------------------------------------

    def blocks(self, article: int, begin: int, end: int, *, but: int | None = None) -> Iterator[Block]:
        """The text `[begin, end)` of an article as it will stand, cut at the entries that begin in it, without `but`. Of
        entries that overlap, the one that supplies a text has its whole span, else the first; residue that is taken out has
        the blanks that go with it."""
        text = self._cases.apparatus(article).article.text
        entries = [one for one in self._cases.between(article, begin, end) if one[0] != but]
        put = {number: self.supplied(number) for number, _ in entries}
        gone = self.spans({number: one for number, one in put.items() if one is not None and not one.text})
        cursor = begin
        for at, (number, entry) in enumerate(entries):
            start, stop = gone.get(number, (entry.finding.start, entry.finding.end))
            stop = min(stop, end)
            if put[number] is None:
                later = takewhile(lambda one: one[1].finding.start < stop, entries[at + 1 :])  # noqa: B023
                stop = next((e.finding.start for n, e in later if self.supplied(n) is not None), stop)
            if start > cursor:
                yield Block(pictured(text[cursor:start]), cursor)
            yield self._block(number, entry, max(cursor, start), text[max(cursor, start) : stop])
            cursor = max(cursor, stop)
        if cursor < end:
            yield Block(pictured(text[cursor:end]), cursor)

    def _block(self, number: int, entry: Entry, start: int, span: str) -> Block:
        supplied = self.supplied(number)
        return Block(
            pictured(span),
            start,
            number,
            entry.finding.code,
            self.status(number),
            pictured(supplied.text) if supplied else "",
            supplied.kind if supplied else "",
        )

    def check_apart(self, number: int) -> None:
        """Refuse to supply text where another accepted entry already does: the edition could not hold both."""
        here = self._cases.entry(number).finding
        for at, (other, entry) in enumerate(self._cases.of(self._cases.article(number)), 1):
            there = entry.finding
            if other == number or there.end < here.start or there.start > here.end:
                continue
            overlap = here.start < there.end and there.start < here.end
            same = here.start == here.end == there.start == there.end
            inside = here.start == here.end and there.start < here.start < there.end
            if (overlap or same or inside) and self.status(other) in _SUPPLIES:
                raise Refusal("refused_overlap", at=at, code=there.code)
