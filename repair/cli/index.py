"""`repair index`: an archive of references on disk, for finding copies in milliseconds."""

from __future__ import annotations

from itertools import chain
from typing import Any

import click

from repair.cli.messages import LeftOut, Report, say
from repair.cli.options import page_options, row_options
from repair.cli.output_paths import Command, Reads, Writes
from repair.text.counted import counted

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair index copies.jsonl.zst pages/ -o archive.store
  repair index more.jsonl 'crawl/*.warc.gz' -o archive.store
  repair index --info archive.store
  repair suggest articles.jsonl --reference archive.store
"""


@click.command("index", cls=Command, epilog=_EPILOG)
@click.argument("sources", nargs=-1, metavar="SOURCES...", type=Reads("one of the references"))
@click.option("-o", "--output", "store", type=Writes("folder"), help="The store: a folder, made if missing.")
@click.option("--info", "info", type=Reads("a store"), help="Show what a store holds.")
@row_options
@page_options
def command(sources: tuple[str, ...], store: str | None, info: str | None, **options: Any) -> int:
    """Add SOURCES (text, HTML, JSONL, CSV, Parquet, WARC, WET; files, folders, globs) to a store of references, or show what one
    holds.

    A reference that the store has already is not added again, so a run that was stopped can simply be started again.
    Other processes may read the store, and add to it, at the same time.
    """
    from repair.collate import Store
    from repair.errors import ConfigError, InputError
    from repair.read import references
    from repair.read.needs import check_libraries

    report = Report()
    if info is not None:
        with Store.open(info) as opened:
            facts = opened.info()
        say(
            f"{facts.path}: {counted(facts.references, 'reference')}, {facts.bytes / 1e6:,.1f} MB, format {facts.format}"
        )
        say(f"{facts.names:,} different names")
        say(f"{counted(facts.segments, 'segment')}, shingles of {facts.shingle_words} words, 1 in {facts.modulus} kept")
        return report.code()
    if store is None or not sources:
        missing = "no store is named" if sources else "no references are named"
        raise ConfigError(missing, hint="give SOURCES and -o STORE, or --info STORE to see what a store holds")
    check_libraries(sources)
    left_out = LeftOut()
    found = references(sources, on_error=report.error, on_left_out=left_out, **options)
    first = next(found, None)
    if first is None:  # a mistyped name must not make an empty store
        report.error(InputError("no reference could be read", where=store, hint="nothing was added"))
        return report.code()
    with Store.open(store, create=True) as opened:
        added = opened.add(chain([first], found))
    left_out.say(report)
    say(f"{store}: {counted(added.new, 'reference')} added, {added.known:,} known already")
    return report.code()
