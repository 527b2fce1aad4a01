"""The parts of the terminal's screen that have keys of their own: a text to be confirmed or read, a list, a box to type in."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Key
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static, TextArea

__all__ = ["Box", "Confirm", "Entries"]

Rows = tuple[str, list[tuple[int, Text]], int]
"""A title, the numbers of entries with what is shown of each, and how far the one on the screen is among them."""


class Confirm(ModalScreen[bool]):
    """Shows what is about to be done; `a` or Enter does it, Escape does not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,enter", "answer(True)"),
        Binding("escape,x", "answer(False)"),
    ]
    CSS = "Confirm { align: center middle; } #box { width: 90%; max-height: 80%; border: round $accent; padding: 1 2; }"

    def __init__(self, text: Text, here: int = 0) -> None:
        super().__init__()
        self._text = text
        self._here = here  # the offset that is to be in view at the beginning

    def compose(self) -> ComposeResult:
        """The text in a frame."""
        with VerticalScroll(id="box"):
            yield Static(self._text)

    def on_mount(self) -> None:
        """Bring the place into view once the text has its lines."""
        self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        box = self.query_one("#box", VerticalScroll)
        width = box.query_one(Static).size.width
        if self._here and width:
            lines = self._text[: self._here].wrap(self.app.console, width)
            box.scroll_to(y=max(0, len(lines) - box.size.height // 2), animate=False)

    def action_answer(self, yes: bool) -> None:
        """Close with the answer."""
        self.dismiss(yes)


class Entries(ModalScreen[int]):
    """A list of entries, some at a time: Enter goes to one, `]` and `[` show the next part and the one before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,l", "leave"),
        Binding("right_square_bracket", "turn(1)"),
        Binding("left_square_bracket", "turn(-1)"),
    ]
    CSS = "Entries { align: center middle; } #entries { width: 96%; height: 90%; border: round $accent; }"

    def __init__(self, part: Callable[[int], Rows | None]) -> None:
        """`part` gives the part that lies so many parts further on, `None` where there is none."""
        super().__init__()
        self._part = part
        self._numbers: list[int] = []

    def compose(self) -> ComposeResult:
        """The list in a frame."""
        yield OptionList(id="entries")

    def on_mount(self) -> None:
        """Show the part with the entry on the screen."""
        self.action_turn(0)

    def action_turn(self, step: int) -> None:
        """Show the next part, the one before, or (0) the first."""
        found = self._part(step)
        if found is None:
            return
        title, rows, here = found
        box = self.query_one("#entries", OptionList)
        box.border_title = title
        box.clear_options()
        self._numbers = [number for number, _ in rows]
        box.add_options([text for _, text in rows])
        box.highlighted = here if rows else None
        box.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the entry."""
        self.dismiss(self._numbers[event.option_index])

    def action_leave(self) -> None:
        """Stay at the entry that was on the screen."""
        self.dismiss(None)


class Box(TextArea):
    """A box to type a text in: Enter is done, Ctrl+J breaks the line."""

    class Done(Message):
        """The text is as it shall be."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_key(self, event: Key) -> None:
        """The two keys that a text area takes otherwise."""
        if event.key in ("enter", "ctrl+j"):
            event.prevent_default()
            event.stop()
            if event.key == "enter":
                self.post_message(self.Done(self.text))
            else:
                self.insert("\n")
