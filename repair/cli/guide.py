"""`repair guide`: prints a topic of the guide."""

from __future__ import annotations

import re
from typing import Final

import click
from click.shell_completion import CompletionItem

from repair.cli.messages import emit, is_terminal, wants_color
from repair.cli.output_paths import Command
from repair.errors import ConfigError
from repair.guide import TOPICS, text

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair guide
  repair guide settings
  repair guide figures > figures.md
"""
_WIDEST: Final = 110  # columns; longer lines are hard to read
_LINK: Final = re.compile(r"!?\[[^\]]*\]\((?:(\w+)\.md|[^)]*\.(?:svg|png))\)")


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name, help=line) for name, line in TOPICS.items() if name.startswith(incomplete)]


@click.command("guide", cls=Command, epilog=_EPILOG)
@click.argument("topic", required=False, shell_complete=_complete)
def command(topic: str | None) -> int:
    """Print the guide to TOPIC; without TOPIC, list all topics.

    A terminal shows the page formatted. A pipe or a file gets it as Markdown.
    """
    if topic is None:
        width = max(map(len, TOPICS))
        emit((f"{name:{width}}  {line}\n" for name, line in TOPICS.items()), None)
        return 0
    name = topic.lower()
    if name not in TOPICS:
        from repair.config.file import nearest

        near = nearest(name, list(TOPICS))
        hint = (f"did you mean {near}? " if near else "") + "`repair guide` lists all topics"
        raise ConfigError(f"unknown topic {topic!r}", hint=hint)
    page = text(name)
    emit([_formatted(page) if is_terminal() else page], None, "text")
    return 0


def _formatted(page: str) -> str:
    """The page for a terminal, in its width and, where wanted, with its styles."""
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.theme import Theme

    # a terminal opens no files of the package, and shows no pictures
    page = _LINK.sub(lambda link: f"`repair guide {link[1]}`" if link[1] else "", page)
    # code has no background of its own, which would be dark on a light terminal
    console = Console(
        force_terminal=True,
        color_system="standard" if wants_color(None) else None,
        theme=Theme({"markdown.code": "bold cyan"}),
    )
    console.width = min(console.width, _WIDEST)
    with console.capture() as shown:
        console.print(Markdown(page, code_theme="ansi_light", hyperlinks=False))
    return shown.get()
