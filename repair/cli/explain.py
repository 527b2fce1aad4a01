"""`repair explain`: what a code means, from the same table as every message."""

from __future__ import annotations

import click

from repair.codes import CODES, FAMILIES
from repair.errors import ConfigError

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair explain RG103
  repair explain RJ
  repair explain --list
"""


@click.command("explain", epilog=_EPILOG)
@click.argument("code", default="")
@click.option("--list", "list_", is_flag=True, help="List all codes.")
def command(code: str, list_: bool) -> int:
    """Say what CODE means, what causes it, and how to silence it; of the beginning of a code, list all that have it."""
    row = CODES.get(code.upper())
    if list_ or row is None:
        _list("" if list_ else code.upper(), code)
        return 0
    click.echo(f"{row.code} ({row.name}, {row.severity}): {row.meaning}.")
    click.echo(f"\nCause:         {row.cause}.")
    click.echo(f"Found in:      {row.bad!r}")
    click.echo(f"Not found in:  {row.good!r}")
    click.echo(f"To silence it: --ignore {row.code}")
    return 0


def _list(prefix: str, asked: str) -> None:
    rows = [row for row in CODES.values() if row.code.startswith(prefix)]
    if not rows:
        raise ConfigError(f"unknown code {asked!r}", hint="`repair explain --list` shows them all")
    width = max(len(row.name) for row in rows)
    for family, meaning in FAMILIES.items():
        members = [row for row in rows if row.code.startswith(family)]
        if members:
            click.echo(f"{family}  {meaning}")
        for row in members:
            click.echo(f"  {row.code}  {row.name:{width}}  {row.meaning}")
