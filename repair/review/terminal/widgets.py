"""The parts of the terminal's screen that have keys of their own: a text to be confirmed or read, and a box to type in."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Key
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

__all__ = ["Box", "Confirm"]


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
