"""The screen of the review in a terminal: an entry and its candidates, what was saved, a box to type in."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from rich.text import Text
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static, TextArea

from repair.errors import RepairError
from repair.review.messages import QueueEntry
from repair.review.pictures import pictured, typable
from repair.review.queue import QueueQuery
from repair.review.refusal import Refusal
from repair.review.session import Desk
from repair.review.terminal import screen as draw
from repair.review.terminal.keys import ACTIONS, bar
from repair.review.terminal.widgets import Box
from repair.review.views import Choice, Draft, Shown
from repair.review.words import Words, review_words
from repair.text.spacing import touches

__all__ = ["DeskScreen"]

_POLL: Final = 2.0


class DeskScreen(App[None]):
    """One reviewer's desk on the screen, in the interface language `language` (a key of `REVIEW_WORDS`): what it shows, and the
    box to type in. What the keys do is not here."""

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
        for key, word, action in ACTIONS:
            self.bind(key, action, description=self._words[word], show=False)
        for number in range(1, 10):
            self.bind(str(number), f"choose({number - 1})", show=False)

    def compose(self) -> ComposeResult:
        """Progress, context and candidates, what was saved, a line to type in, the keys."""
        yield Static(id="head")
        with VerticalScroll(id="body"):
            yield Static(id="context")
            yield Static(id="candidates")
        yield Box(id="typed")
        yield Static(id="said")
        yield Static(bar(self._word), id="keys")

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
            choice = self._choice(entry)
            context = draw.context(entry, choice.change if choice else None, choice.kind if choice else "")
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

    def action_move(self, step: int) -> None:
        """To the next entry, the one before, or (0) the one here."""
        position = self._found.position if self._found else 0

        def work() -> None:
            found = self._desk.find(self._query, position, step)
            self._show(found)
            if found.anew:
                self._say(self._word("anew"))

        self._try(work)

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
            self._draw()  # without the preview

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
            if not note and text is not None:
                shown = draw.context(entry, draw.preview(entry, typable(text)), "emendation")
                self.query_one("#context", Static).update(shown)
            self._try(lambda: self._desk.keep_draft(entry.number, entry.entry, draft))

        return keep

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
