"""Repaired texts to files and back: one file, a folder of files, or the rows of a JSONL file.

Rows are written in the layout in which they were read, other fields untouched. A sidecar is written before the text
that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path, PurePath
from typing import Any, Final

import click

from repair.apply import (
    Applied,
    apply,
    decide,
    encode_text,
    read_sidecar,
    restore,
    sidecar,
    sidecar_path,
    undo_file,
    write_repaired,
)
from repair.apply.files import atomically
from repair.cli.report import Report, check_folder
from repair.errors import ApparatusError, InputError, OutputError, RepairError
from repair.read import articles, read_apparatus, write_row
from repair.records import Apparatus, Article, Row

__all__ = ["undo_editions", "write_editions"]

_ROWS: Final = (".jsonl", ".ndjson")
_MAX_NAME: Final = 120


def write_editions(output: str | None, options: dict[str, Any], report: Report) -> None:
    """Apply what is accepted in every apparatus that the options name, and write the results to `output`."""
    editions = _applied(read_apparatus(options["apparatus"], report.error), options, report)
    if output is None:
        report.notice("no sidecar is written to standard output; use -o to be able to undo")
        for article, applied in editions:
            row = article.source.row
            click.echo(write_row(row, applied.text) if row else applied.text, nl=False)
    elif output.endswith(_ROWS):
        check_folder(output)
        _write_rows(editions, output)
    elif output.endswith("/") or Path(output).is_dir():
        _write_folder(editions, Path(output), report)
    else:
        check_folder(output)
        _write_one(editions, output)


def _applied(
    apparatuses: Iterable[Apparatus], options: dict[str, Any], report: Report
) -> Iterator[tuple[Article, Applied]]:
    for apparatus in apparatuses:
        decided = decide(
            apparatus,
            readings="readings" in options["accept"],
            rules="rules" in options["accept"],
            predictions=options["accept_predictions"],
            min_score=options["min_score"],
            min_confidence=options["min_confidence"],
        )
        try:
            yield apparatus.article, apply(decided)
        except RepairError as error:
            report.error(error)


def _write_one(editions: Iterator[tuple[Article, Applied]], output: str) -> None:
    first = next(editions, None)
    if first is None:
        raise InputError("there is no article to write", where=output, hint="give an apparatus with at least one")
    if next(editions, None) is not None:
        raise OutputError("one file cannot hold several articles", where=output, hint="name a folder or a .jsonl file")
    article, applied = first
    write_repaired(applied, article, output)


def _write_folder(editions: Iterable[tuple[Article, Applied]], folder: Path, report: Report) -> None:
    if not folder.is_dir():
        raise OutputError("the folder does not exist", where=str(folder), hint=f"make it first: mkdir -p {folder}")
    taken: set[str] = set()
    for article, applied in editions:
        path = folder / _file_name(article, taken)
        try:
            write_repaired(applied, article, path)
        except RepairError as error:
            report.error(error)


def _file_name(article: Article, taken: set[str]) -> str:
    """A name for the article's file that no other article of the run has: that of its source, or its id."""
    source = article.source
    name = PurePath(source.path).name if source.path not in ("", "-") and source.row is None else f"{article.id}.txt"
    name = "".join(c if c.isalnum() or c in "._-" else "_" for c in name)[-_MAX_NAME:].lstrip(".") or "article.txt"
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}{suffix}"
    taken.add(name.casefold())
    return name


def _write_rows(editions: Iterable[tuple[Article, Applied]], output: str) -> None:
    with atomically(output) as rows, atomically(sidecar_path(output, rows=True)) as beside:
        for number, (article, applied) in enumerate(editions, 1):
            row = article.source.row or Row(number, "text", {"id": article.id, "text": None})
            line = write_row(row, applied.text)
            rows.write(encode_text(line if line.endswith("\n") else line + "\n", article))
            beside.write(sidecar(applied, article) + b"\n")


def undo_editions(repaired: str, output: str, report: Report) -> None:
    """Write the originals of what `write_editions` wrote at `repaired` to `output`."""
    path = Path(repaired)
    if not path.exists():
        raise InputError("no such file or folder", where=repaired, hint="name what `repair apply -o` wrote")
    if path.is_dir():
        _undo_folder(path, Path(output), report)
    elif sidecar_path(path, rows=True).exists():
        _undo_rows(path, output)
    else:
        undo_file(path, output)


def _undo_folder(folder: Path, output: Path, report: Report) -> None:
    if not output.is_dir():
        raise OutputError("the folder does not exist", where=str(output), hint=f"make it first: mkdir -p {output}")
    found = sorted(folder.glob("*.repair.json"))
    if not found:
        raise InputError("no sidecar in the folder", where=str(folder), hint="name what `repair apply -o` wrote")
    for beside in found:
        name = beside.name.removesuffix(".repair.json")
        try:
            undo_file(folder / name, output / name)
        except RepairError as error:
            report.error(error)


def _undo_rows(repaired: Path, output: str) -> None:
    """Rows and sidecars go side by side; a row too many or too few means that the file was edited."""

    def stop(error: RepairError) -> None:
        raise error

    with sidecar_path(repaired, rows=True).open("rb") as stream:
        first = read_sidecar(stream.readline(), where=str(sidecar_path(repaired, rows=True)))
    with sidecar_path(repaired, rows=True).open("rb") as stream, atomically(output) as out:
        rows = articles([str(repaired)], on_error=stop, field=first.field, encoding=first.encoding)
        for number, (line, article) in enumerate(zip_longest(stream, rows), 1):
            where = f"{repaired}:{number}"
            if line is None or article is None:
                raise ApparatusError("rows and sidecars do not match", where=where, hint="the file was edited")
            kept = read_sidecar(line, where=where)
            original = restore(article.text, kept, where=where)
            row = article.source.row
            assert row is not None, where
            out.write(encode_text(kept.line + row.ending if kept.line else write_row(row, original), article))
