"""The keys of the terminal: what each does, and which of them its last lines and its help name."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from repair.review.terminal.screen import Say

__all__ = ["ACTIONS", "bar", "shortcuts"]

ACTIONS: Final = (
    ("a", "accept", "accept"), ("x", "reject", "reject"), ("space", "skip", "move(1)"), ("e", "edit", "edit"),
    ("u,backspace", "undo", "undo"), ("j", "next", "move(1)"), ("k", "previous", "move(-1)"),
    ("right_square_bracket", "next_article", "turn(1)"), ("left_square_bracket", "previous_article", "turn(-1)"),
    ("n", "note", "note"), ("slash", "filter", "filter"), ("o", "order", "order"), ("s", "show", "queue"), ("A", "key_equal", "equal"),
    ("m", "mark", "mark"), ("v", "whole_article", "article"), ("l", "key_list", "list"), ("L", "key_lost", "lost"),
    ("question_mark", "help", "help"), ("q", "close", "quit"),
)  # fmt: skip
"""Key, word and action of each."""

_SHOWN: Final = (
    ("a", "accept"), ("x", "reject"), ("e", "edit"), ("u", "undo"), ("/", "filter"), ("s", "show"), ("?", "help"), ("q", "close"),
)  # fmt: skip
_TOLD: Final = (
    ("a", "accept"), ("x", "reject"), ("␣", "skip"), ("1–9", "key_choose"), ("e", "edit"), ("u ⌫", "undo"),
    ("j k", "key_next"), ("] [", "key_turn"), ("n", "key_note"), ("A", "key_equal"), ("m", "key_mark"), ("v", "key_article"),
    ("l", "key_list"), ("L", "key_lost"), ("/", "filter"), ("o", "order"), ("s", "show"), ("q", "close"),
)  # fmt: skip


def bar(say: Say) -> Text:
    """The keys of the last lines and what they do, on as many lines as they need."""
    text = Text()
    for key, word in _SHOWN:
        text.append(key, "bold").append(f" {say(word)}  ")
    return text


def shortcuts(say: Say) -> Text:
    """Every key and what it does, and what is good to know."""
    text = Text(say("shortcuts") + "\n\n", "bold")
    for keys, word in _TOLD:
        text.append(f"{keys:>6}  ", "bold")
        text.append(f"{say(word)}\n")
    return text.append(f"\n{say('help_kinds')}\n\n{say('help_saved')}")
