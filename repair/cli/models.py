"""`repair models`: the bundled model, and those that other packages bring."""

from __future__ import annotations

import click

from repair.cli.messages import Report, say
from repair.cli.options import INSTALL_MODEL
from repair.cli.output_paths import Command
from repair.extras import has_extra

__all__ = ["command"]


_EPILOG = """\b
Examples:
  repair models
  repair suggest article.txt --model it-en-small
  repair suggest article.txt --model path/to/model/
"""


@click.command("models", cls=Command, epilog=_EPILOG)
def command() -> int:
    """List the bundled model and those of other packages; any other masked model can be given by name or folder."""
    from repair.models import all_models

    for name, model in all_models().items():
        heads = "fill-in and gap head" if model.gap_head else "fill-in"
        size = f"{model.size / 1e6:.0f} MB"
        say(f"{name}  {', '.join(model.languages) or 'any language'}  {heads}  {size}  {model.licence}")
        say(f"    {model.description}")
    report = Report()
    if not has_extra("model"):
        what = "only the gap head of the bundled model can be used" if has_extra("reader") else "none can be used"
        report.notice(f"not everything that models need is installed, so that {what}; {INSTALL_MODEL} adds it")
    return report.code()
