"""The review in a terminal, for a server without a browser: with the same keys and the same log.

The library comes with the extra `tui`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace
from rich.text import Text

from repair.review.events import MAX_TEXT
from repair.review.listing import LISTED, EntryList
from repair.review.marks import CODES_BY_HAND, MarkAsked, MarkKind
from repair.review.messages import Act
from repair.review.queue import ORDERS, SHOWS, QueueQuery
from repair.review.terminal import screen as draw
from repair.review.terminal.desk_screen import DeskScreen
from repair.review.terminal.keys import shortcuts
from repair.review.terminal.widgets import Box, Confirm, Entries, Rows
from repair.review.views import Shown

__all__ = ["Terminal"]


class Terminal(DeskScreen):
    """The desk in the terminal, with what its keys do."""

    # --- acts ----------------------------------------------------------------------------------------------------

    def action_turn(self, step: int) -> None:
        """To the next article, or the one before."""
        entry = self._found.shown if self._found else None
        if entry is not None:
            self._try(lambda: self._show(self._desk.turn(self._query, entry.number, step)))

    def action_choose(self, number: int) -> None:
        """Put candidate `number` on trial."""
        if self._found and self._found.shown and number < len(self._found.shown.choices):
            self._chosen = number
            self._draw()

    def action_accept(self) -> None:
        """Accept the candidate on trial."""
        entry = self._found.shown if self._found else None
        choice = self._choice(entry) if entry else None
        if choice is None:
            self._say(self._word("none_chosen" if entry and entry.choices else "nothing_chosen"))
        else:
            self._decide("accept", choice.shown, choice=self._chosen)

    def action_reject(self) -> None:
        """Leave the article as it is here."""
        self._decide("reject")

    def _decide(self, decision: Any, quote: str = "", **more: Any) -> None:
        """Save a decision; `quote` is what a message says of it."""
        found = self._found
        if found is None or found.shown is None:
            return
        act = Act(found.shown.number, found.shown.entry, decision, **more)

        def work() -> None:
            line = self._desk.decide(act)
            self._say(f"✓ {self._word(f'saved_{line.decision}', text=draw.quoted(quote, self._word))}")
            if decision == "note":
                self._show(self._desk.entry(self._query, act.number))
            else:
                self._show(self._desk.find(self._query, found.position, 1))

        self._try(work)

    def action_undo(self) -> None:
        """Take back the last act."""

        def work() -> None:
            undone = self._desk.undo()
            if undone is None:
                self._say(self._word("nothing_to_undo"))
                return
            self._say(f"✓ {self._word('saved_undo')}")
            if undone.number is None:
                self.action_move(0)
            else:
                self._show(self._desk.entry(self._query, undone.number))

        self._try(work)

    def action_equal(self) -> None:
        """Decide all equal cases like this one, once they were shown."""
        entry = self._found.shown if self._found else None
        if entry is None or entry.equal < 2:
            return
        cases, total, decision = self._desk.equals(entry.number)
        if not cases:
            self._say(self._word("nothing_chosen"))
            return

        def work() -> None:
            made = self._desk.decide_equal([(case.number, case.entry) for case in cases])
            self._say(f"✓ {self._word('saved_equal', count=len(made))}")
            self.action_move(1)

        confirm = Confirm(draw.equal_cases(cases, total, decision, self._word))
        self.push_screen(confirm, lambda yes: self._try(work) if yes else None)

    def action_article(self) -> None:
        """The part of the article around this entry."""
        entry = self._found.shown if self._found else None
        if entry is None:
            return
        self.push_screen(Confirm(*draw.article(self._desk.around(entry.number), entry.number)))

    def action_list(self) -> None:
        """The entries of the queue, to go to one."""
        entry = self._found.shown if self._found else None
        at: EntryList | None = None

        def part(step: int) -> Rows | None:
            nonlocal at
            first = 0 if at is None else at.first + step * LISTED
            if at is not None and not 0 <= first < at.length:
                return None
            at = self._desk.listed(self._query, first, entry.number if entry and at is None else None)
            numbers = [row.number for row in at.rows]
            here = numbers.index(entry.number) if entry and entry.number in numbers else 0
            said = {"from": at.first + 1, "to": at.first + len(numbers), "length": at.length}
            title = self._word("list_part", **said) if numbers else self._word("list_empty")
            return title, draw.list_lines(at, self._word), here

        def go(number: int | None) -> None:
            if number is not None:
                self._try(lambda: self._show(self._desk.entry(self._query, number)))

        self.push_screen(Entries(part), go)

    def action_help(self) -> None:
        """Every key and what it does."""
        self.push_screen(Confirm(shortcuts(self._word)))

    def action_order(self) -> None:
        """The queue in the next order."""
        after = ORDERS[(ORDERS.index(self._query.order) + 1) % len(ORDERS)]
        self._ask(replace(self._query, order=after))

    def action_queue(self) -> None:
        """The next queue: what is open, what this reviewer did not decide, what is decided, what is in conflict, all."""
        after = SHOWS[(SHOWS.index(self._query.show) + 1) % len(SHOWS)]
        self._ask(replace(self._query, show=after))

    def _ask(self, query: QueueQuery) -> None:
        self._query = query
        self._try(lambda: self._show(self._desk.find(query, 0)))

    # --- typing --------------------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        """Type an emendation."""
        entry = self._found.shown if self._found else None
        if entry is None:
            return
        choice, base = self._choice(entry), self._chosen
        text = choice.text if choice and len(choice.text) <= MAX_TEXT else entry.original
        if entry.draft is not None and not entry.draft.note:
            text, base = entry.draft.text, entry.draft.base
        self._type(
            self._word("edit_label"),
            text,
            lambda typed: self._decide("emend", typed, text=typed, choice=base),
            self._keeper(entry, note=False),
        )

    def action_note(self) -> None:
        """Type a note."""
        entry = self._found.shown if self._found else None
        if entry is not None:
            old = next((o.note for o in entry.opinions if o.mine), "")
            if entry.draft is not None and entry.draft.note:
                old = entry.draft.text
            done = lambda typed: self._decide("note", note=typed)  # noqa: E731
            self._type(self._word("note_label"), old, done, self._keeper(entry, note=True))

    def action_filter(self) -> None:
        """Type words that entries must contain, or a code or its prefix; nothing shows all."""

        def done(typed: str) -> None:
            wanted = typed.strip()
            known = wanted.isupper() and any(code.startswith(wanted) for code in self._desk.cases.codes)
            code, text = (wanted, "") if known else ("", wanted)
            self._ask(replace(self._query, code=code, text=text))

        self._type(f"{self._word('search')} / {self._word('code')}", self._query.code or self._query.text, done)
        self.query_one("#typed", Box).select_all()

    # --- marks and lost decisions --------------------------------------------------------------------------------

    def _pick(self, title: str, lines: Sequence[Text], done: Callable[[int], None]) -> None:
        """Let one of the lines be chosen."""
        rows = title, list(enumerate(lines)), 0
        chosen = lambda number: None if number is None else done(number)  # noqa: E731
        self.push_screen(Entries(lambda step: None if step else rows), chosen)

    def action_mark(self) -> None:
        """Mark what the program did not see: its words, what it is, and what belongs there."""
        if self._found is not None and self._found.shown is not None:
            self._ask_mark(self._found.shown.number, "")

    def _ask_mark(self, number: int, begun: str) -> None:
        def kind(words: str) -> None:
            lines = [Text(self._word(f"mark_{kind}")) for kind in CODES_BY_HAND]
            self._pick(self._word("mark_kind"), lines, lambda at: text(words, list(CODES_BY_HAND)[at]))

        def text(words: str, kind: MarkKind) -> None:
            if kind == "residue":
                self._mark(MarkAsked(number, words, kind))
            else:
                self._type(self._word("mark_text"), "", lambda typed: self._mark(MarkAsked(number, words, kind, typed)))

        self._type(self._word("mark_words"), begun, kind)

    def _mark(self, asked: MarkAsked) -> None:
        """Make the entry; where that is refused, its words can be put right."""
        made: list[int] = []
        self._try(lambda: made.append(self._desk.mark(asked)))
        if not made:
            self._ask_mark(asked.number, asked.words)
            return
        self._say(f"✓ {self._word('saved_mark')}")
        self._try(lambda: self._show(self._desk.entry(self._query, made[0])))

    def action_lost(self) -> None:
        """The decisions that found no place, each to be given to the entry on the screen, or dropped."""
        lost = self._desk.lost()
        if not lost:
            self._say(self._word("no_lost"))
            return

        def what(at: int) -> None:
            entry = self._found.shown if self._found else None
            words = ["drop_lost", *(["place_here"] if entry else [])]
            lines = [Text(self._word(word)) for word in words]
            self._pick(
                self._word("lost_title"), lines, lambda choice: self._try(lambda: done(at, words[choice], entry))
            )

        def done(at: int, word: str, entry: Shown | None) -> None:
            if word == "place_here" and entry is not None:
                self._desk.place(lost[at].key, entry.number, entry.entry)
                self._show(self._desk.entry(self._query, entry.number))
                self._say(f"✓ {self._word('saved_place')}")
            else:
                self._desk.drop(lost[at].key)
                self.action_move(0)
                self._say(f"✓ {self._word('saved_drop')}")

        self._pick(self._word("lost_title"), [draw.lost_line(one, self._word) for one in lost], what)
