"""The review in a terminal, for a server without a browser: with the same keys and the same log.

The library comes with the extra `tui`.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from msgspec.structs import replace
from rich.text import Text
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static, TextArea

from repair.errors import RepairError
from repair.review.events import MAX_TEXT
from repair.review.listing import LISTED, EntryList
from repair.review.messages import Act, QueueEntry
from repair.review.pictures import pictured, typable
from repair.review.queue import ORDERS, SHOWS, QueueQuery
from repair.review.refusal import Refusal
from repair.review.session import Desk
from repair.review.terminal import screen as draw
from repair.review.terminal.widgets import Box, Confirm, Entries, Rows
from repair.review.views import Choice, Draft, Shown
from repair.review.words import Words, review_words
from repair.text.spacing import touches

__all__ = ["Terminal"]

# keys that the last lines name; help shows all
_SHOWN: Final = (
    ("a", "accept"), ("x", "reject"), ("e", "edit"), ("u", "undo"), ("/", "filter"), ("s", "show"), ("?", "help"), ("q", "close"),
)  # fmt: skip
_POLL: Final = 2.0


class Terminal(App[None]):
    """One reviewer's desk in the terminal, in the interface language `language` (a key of `REVIEW_WORDS`)."""

    CSS = """
    #head { height: auto; padding: 0 1; background: $panel; }
    #body { height: 1fr; padding: 1 2; }
    #context { margin-bottom: 1; }
    #said { height: 1; padding: 0 1; }
    #keys { height: auto; padding: 0 1; background: $panel; }
    #typed { display: none; height: 6; border: round $accent; }
    #typed.open { display: block; }
    """
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: Desk, language: str = "it", query: QueueQuery | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._words: Words = review_words(language, curates=desk.curates)
        self._query = query or QueueQuery()
        self._chosen: int | None = None
        self._found: QueueEntry | None = None
        self._typing: Callable[[str], None] | None = None
        self._keep: Callable[[str | None], None] | None = None
        keys = {
            "a": ("accept", "accept"), "x": ("reject", "reject"), "space": ("skip", "move(1)"), "e": ("edit", "edit"),
            "u,backspace": ("undo", "undo"), "j": ("next", "move(1)"), "k": ("previous", "move(-1)"),
            "right_square_bracket": ("next_article", "turn(1)"), "left_square_bracket": ("previous_article", "turn(-1)"),
            "n": ("note", "note"), "slash": ("filter", "filter"), "o": ("order", "order"), "s": ("show", "queue"), "A": ("key_equal", "equal"),
            "v": ("whole_article", "article"), "l": ("key_list", "list"), "question_mark": ("help", "help"),
        }  # fmt: skip
        for key, (word, action) in keys.items():
            self.bind(key, action, description=self._words[word], show=False)
        for number in range(1, 10):
            self.bind(str(number), f"choose({number - 1})", show=False)
        self.bind("q", "quit", description=self._words["close"], show=False)

    def compose(self) -> ComposeResult:
        """Progress, context and candidates, what was saved, a line to type in, the keys."""
        yield Static(id="head")
        with VerticalScroll(id="body"):
            yield Static(id="context")
            yield Static(id="candidates")
        yield Box(id="typed")
        yield Static(id="said")
        yield Static(self._keys(), id="keys")

    def _keys(self) -> Text:
        """The keys and what they do, on as many lines as they need."""
        text = Text()
        for key, word in _SHOWN:
            text.append(key, "bold").append(f" {self._words[word]}  ")
        return text

    def on_mount(self) -> None:
        """Show the first entry, and look after others' decisions from then on."""
        self.action_move(0)
        self.query_one("#body").focus()
        self.set_interval(_POLL, self.look_for_others)
        with suppress(NotImplementedError):  # not every system hands signals to a loop
            for number in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)

    # --- showing -------------------------------------------------------------------------------------------------

    def _word(self, name: str, **values: object) -> str:
        return self._words[name].format(**values)

    def _show(self, found: QueueEntry) -> None:
        before = self._found.shown.number if self._found and self._found.shown else None
        self._found = found
        if found.shown is None or found.shown.number != before:
            self._chosen = found.shown.chosen if found.shown else None
        self._draw()

    def _draw(self) -> None:
        found = self._found
        if found is None:
            return
        head = draw.head(found, self._query, self._desk.reviewer, self._word)
        if (entry := found.shown) is None:
            title = self._word("done_title")
            if not found.length and (wanted := self._query.code or self._query.text):
                title = self._word("no_hits", filters=pictured(wanted))
            context, candidates = Text(title, "bold"), draw.done(found, self._desk, self._word)
        else:
            context = draw.context(entry, self._choice(entry))
            candidates = draw.candidates(entry, self._chosen, self._word)
        self.query_one("#head", Static).update(head)
        self.query_one("#context", Static).update(context)
        self.query_one("#candidates", Static).update(candidates)

    def _choice(self, entry: Shown) -> Choice | None:
        return None if self._chosen is None or self._chosen >= len(entry.choices) else entry.choices[self._chosen]

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(Text(pictured(text)))

    def _try(self, work: Callable[[], None]) -> None:
        """Do `work`; an error raised on purpose is shown, and then nothing counts as saved."""
        try:
            work()
        except Refusal as error:
            self._say(f"⚠ {self._word('not_saved')}: {error.told(self._words)}")
        except RepairError as error:
            self._say(f"⚠ {self._word('not_saved')}: {error}")

    # --- acts ----------------------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """To the next entry, the one before, or (0) the one here."""
        position = self._found.position if self._found else 0

        def work() -> None:
            found = self._desk.find(self._query, position, step)
            self._show(found)
            if found.anew:
                self._say(self._word("anew"))

        self._try(work)

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
            number = self._desk.undo()
            if number is None:
                self._say(self._word("nothing_to_undo"))
            else:
                self._say(f"✓ {self._word('saved_undo')}")
                self._show(self._desk.entry(self._query, number))

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
        text = Text(self._word("shortcuts") + "\n\n", "bold")
        for keys, word in (
            ("a", "accept"), ("x", "reject"), ("␣", "skip"), ("1–9", "key_choose"), ("e", "edit"), ("u ⌫", "undo"),
            ("j k", "key_next"), ("] [", "key_turn"), ("n", "key_note"), ("A", "key_equal"), ("v", "key_article"), ("l", "key_list"),
            ("/", "filter"),
            ("o", "order"), ("s", "show"), ("q", "close"),
        ):  # fmt: skip
            text.append(f"{keys:>6}  ", "bold")
            text.append(f"{self._word(word)}\n")
        text.append(f"\n{self._word('help_kinds')}\n\n{self._word('help_saved')}")
        self.push_screen(Confirm(text))

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

    def _type(
        self, prompt: str, text: str, done: Callable[[str], None], keep: Callable[[str | None], None] | None = None
    ) -> None:
        """Open the box. `keep` gets what is in it at every change, and `None` when it is thrown away."""
        box = self.query_one("#typed", Box)
        self._keep = None
        box.border_title, box.border_subtitle = prompt, self._word("typing_hint")
        box.load_text(typable(text))  # what is typed goes on from there
        box.move_cursor(box.document.end)
        box.add_class("open")
        box.focus()
        self._typing = done
        self._keep = keep

    def _close(self) -> None:
        self._typing = None
        self.query_one("#typed").remove_class("open")
        self.query_one("#body").focus()

    def on_box_done(self, event: Box.Done) -> None:
        """What was typed is done."""
        done = self._typing
        self._close()
        if done is not None:
            done(event.text)

    def key_escape(self) -> None:
        """What was typed is dropped."""
        if self._typing is not None:
            if self._keep is not None:
                self._keep(None)
            self._close()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Something was typed: it is kept, in case the program is killed."""
        if self._typing is not None and self._keep is not None:
            self._keep(event.text_area.text)

    def _keeper(self, entry: Shown, *, note: bool) -> Callable[[str | None], None]:
        def keep(text: str | None) -> None:
            base = None if note else self._chosen
            draft = None if text is None else Draft(typable(text), note, base)
            joined = text not in (None, entry.original) and touches(entry.place.before, text or "", entry.place.after)
            self._say(f"⚠ {self._word('touches')}" if joined and not note else "")
            self._try(lambda: self._desk.keep_draft(entry.number, entry.entry, draft))

        return keep

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

    # --- what others do ------------------------------------------------------------------------------------------

    def look_for_others(self) -> None:
        """Show what other reviewers have decided since, unless the reviewer is typing."""
        found = self._found
        if self._typing is not None or found is None or len(self.screen_stack) > 1:
            return

        def work() -> None:
            if self._desk.refresh() != found.progress.lines:
                if found.shown is None:
                    self._show(self._desk.find(self._query, 0))
                else:
                    self._show(self._desk.entry(self._query, found.shown.number))
                self._say(self._word("others_changed"))

        self._try(work)
