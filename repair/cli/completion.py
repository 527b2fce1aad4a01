"""`repair completion`: the script that completes commands and options in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from repair.cli.output_paths import Command

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair completion bash >> ~/.bashrc
  repair completion zsh >> ~/.zshrc
  repair completion fish > ~/.config/fish/completions/repair.fish
"""


@click.command("completion", cls=Command, epilog=_EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completion script for SHELL."""
    from repair.cli.main import cli

    kind = get_completion_class(shell)
    assert kind is not None, shell
    click.echo(kind(cli, {}, "repair", "_REPAIR_COMPLETE").source())
    return 0
