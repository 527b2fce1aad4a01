"""`repair explain`: what a code means, from the same table as every message."""

from __future__ import annotations

import click

from repair.codes import CODES, FAMILIES
from repair.errors import ConfigError

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair explain RG103
  repair explain --list
"""


@click.command("explain", epilog=_EPILOG)
@click.argument("code", required=False)
@click.option("--list", "list_", is_flag=True, help="List all codes.")
def command(code: str | None, list_: bool) -> int:
    """Say what CODE means, what causes it, and how to silence it."""
    if list_ or code is None:
        for family, meaning in FAMILIES.items():
            click.echo(f"{family}  {meaning}")
            for row in CODES.values():
                if row.code.startswith(family):
                    click.echo(f"  {row.code}  {row.name}: {row.meaning}")
        return 0
    row_ = CODES.get(code.upper())
    if row_ is None:
        raise ConfigError(f"unknown code {code!r}", hint="`repair explain --list` shows them all")
    click.echo(f"{row_.code} ({row_.name}, {row_.severity}): {row_.meaning}.")
    click.echo(f"\nCause: {row_.cause}.")
    click.echo(f"\nFound in:     {row_.bad!r}\nNot found in: {row_.good!r}")
    click.echo(f"\nTo silence it: --ignore {row_.code}")
    return 0
