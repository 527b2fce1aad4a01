"""`repair clean`: removes the cache of findings."""

from __future__ import annotations

from pathlib import Path

import click

from repair.cli.messages import Report
from repair.cli.options import cache_folder
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
@click.argument("path", default=".", type=Reads("a folder of articles", exists=True))
@click.option(
    "--cache-dir",
    type=Writes("cache", file_okay=False),
    envvar="REPAIR_CACHE_DIR",
    show_envvar=True,
    help="The cache's folder.  [default: the one that a check of PATH uses]",
)
def command(path: str, cache_dir: str | None) -> int:
    """Remove the cache of `repair check`; the next check reads every article again.

    The cache drops entries by itself: those not used for 30 days, and the oldest beyond a million.
    """
    from repair.config.file import load_for

    folder = Path(cache_dir) if cache_dir else cache_folder(load_for([path]), "findings")
    report = Report()
    removed = remove(folder)
    if removed and not cache_dir and not any(folder.parent.iterdir()):
        folder.parent.rmdir()  # fetched pages may be kept there too
    report.notice(f"removed: {folder}" if removed else f"there is no cache in {folder}")
    return report.code()
