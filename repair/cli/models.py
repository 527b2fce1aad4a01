"""`repair models`: the models that come with the package."""

from __future__ import annotations

import click

from repair.cli.paths import Command
from repair.cli.report import say

__all__ = ["command"]


_EPILOG = """\b
Examples:
  repair models
  repair suggest article.txt --model it-en-small
  repair suggest article.txt --model path/to/model/
"""


@click.command("models", cls=Command, epilog=_EPILOG)
def command() -> int:
    """List the models that come with the package; any other masked model can be given by name or folder."""
    from repair.models import MODELS

    for name, model in MODELS.items():
        heads = "fill-in and gap head" if model.gap_head else "fill-in"
        size = f"{model.size / 1e6:.0f} MB"
        say(f"{name}  {', '.join(model.languages)}  {heads}  {size}  {model.licence}")
        say(f"    {model.description}")
    return 0
