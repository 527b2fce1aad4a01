"""`repair clean`: the cache of findings removed."""

from __future__ import annotations

from pathlib import Path

import click

from repair.cli.messages import Report
from repair.cli.options import CACHE_FOLDER
from repair.cli.output_paths import Command, Reads, Writes
from repair.workers.cache import remove

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair clean
  repair clean articles/
  repair clean --cache-dir /var/cache/repair
"""


@click.command("clean", cls=Command, epilog=_EPILOG)
@click.argument("path", default=".", type=Reads("a folder of articles"))
@click.option(
    "--cache-dir",
    type=Writes("cache", file_okay=False),
    envvar="REPAIR_CACHE_DIR",
    show_envvar=True,
    help="The cache's folder.  [default: the one that a check of PATH uses]",
)
def command(path: str, cache_dir: str | None) -> int:
    """Remove what `repair check` keeps of what it found; the next check looks at everything again.

    Entries that were not asked for in 30 days, and the oldest of more than a million, go by themselves.
    """
    from repair.config.file import load_for

    folder = Path(cache_dir) if cache_dir else load_for([path]).root / CACHE_FOLDER
    report = Report()
    report.notice(f"removed: {folder}" if remove(folder) else f"there is no cache in {folder}")
    return report.code()
