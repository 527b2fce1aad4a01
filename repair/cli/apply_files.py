"""Writes repaired texts to files and undoes them: one file, a folder of files, or the rows of a JSONL file.

A sidecar is written before the text that it belongs to, and a folder is made if it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any, Final

from msgspec.structs import replace

from repair.cli.decided import decided
from repair.cli.edition_rows import undo_rows, write_rows
from repair.cli.messages import Report, is_source, print_bytes
from repair.cli.output_paths import make_results_folder
from repair.edit import Applied, apply, decide, encode_text, sidecar_path, undo_file, write_repaired
from repair.errors import DiskFullError, InputError, OutputError, RepairError
from repair.read import FORMATS, format_of, read_apparatus, write_row
from repair.records import Apparatus, Article, Source
from repair.text.counted import counted

__all__ = ["undo_editions", "write_editions"]

_ROWS: Final = tuple(ending for ending, name in FORMATS.items() if name == "jsonl")
_MAX_NAME: Final = 200  # bytes: file systems allow 255, and the sidecar's ending comes on top
_Editions = Iterator[tuple[Article, Applied]]


def write_editions(output: str | None, options: dict[str, Any], report: Report) -> None:
    """Apply what is accepted in every apparatus that the options name, and write the results to `output`."""
    editions = _applied(decided(read_apparatus(options["apparatus"], report.error), options, report), options, report)
    if output is None:
        report.notice("no sidecar is written with standard output: use -o if you want to undo the repair later")
        for article, applied in editions:
            row = article.source.row
            text = write_row(row, applied.text) if row else applied.text
            print_bytes([encode_text(text, article)], "json" if row else "")
    elif output.endswith(_ROWS):
        write_rows(_all_rows(editions, report), output)
    elif output.endswith("/") or Path(output).is_dir():
        _write_folder(map(_as_file, editions), Path(output), report)
    else:
        _write_one(map(_as_file, editions), output)


def _as_file(edition: tuple[Article, Applied]) -> tuple[Article, Applied]:
    """The edition of a row turned into that of a text file, which is named by the row's id."""
    article, applied = edition
    return (replace(article, source=Source()) if article.source.row else article), applied


def _applied(apparatuses: Iterable[Apparatus], options: dict[str, Any], report: Report) -> _Editions:
    still_open, changed = 0, False
    for apparatus in apparatuses:
        chosen = decide(
            apparatus,
            readings="readings" in options["accept"],
            rules="rules" in options["accept"],
            predictions=options["accept_predictions"],
            min_score=options["min_score"],
            min_confidence=options["min_confidence"],
        )
        try:
            applied = apply(chosen)
        except RepairError as error:
            report.error(error)
            if apparatus.article.source.row is None:
                continue
            applied = Applied(apparatus.article.text)  # no row is lost: this one is written unchanged
        still_open += sum(entry.status == "open" for entry in chosen.entries)
        changed = changed or applied.text != apparatus.article.text
        yield apparatus.article, applied
    accepts = options["accept"] or options["accept_predictions"] or options["decisions"]
    if still_open and not changed and not accepts:
        entries = counted(still_open, "entry is", "entries are")
        report.notice(f"nothing is applied: {entries} open; accept them with --accept, or decide in `repair review`")


def _all_rows(editions: _Editions, report: Report) -> _Editions:
    """The editions, with a notice if lines of their JSONL file are missing between them: the analysis could not read
    these lines, or somebody removed them."""
    expected, of = 1, ""
    for article, applied in editions:
        row, path = article.source.row, article.source.path
        if row and format_of(path) in ("jsonl", "json"):
            # blank lines belong to the row before them, those at the head of a file to its first row
            first = expected if path == of else 1 + row.line.count("\n")
            if row.number > first:
                lines = f"{path}:{first}" if row.number == first + 1 else f"{path}:{first}-{row.number - 1}"
                report.notice(f"{lines}: not in the apparatus, and so not in the output")
            expected, of = row.number + row.ending.count("\n"), path
        yield article, applied


def _write_one(editions: _Editions, output: str) -> None:
    first = next(editions, None)
    if first is None:
        raise InputError("there is no article to write", where=output, hint="give an apparatus with at least one")
    if next(editions, None) is not None:
        raise OutputError(
            "one file cannot hold several articles",
            where=output,
            hint="name a folder, with / at its end, or a .jsonl file",
        )
    article, applied = first
    write_repaired(applied, article, output)


def _write_folder(editions: _Editions, folder: Path, report: Report) -> None:
    taken: set[str] = set()
    for article, applied in editions:
        if not taken:
            make_results_folder(folder)
        path = folder / _file_name(article, taken)
        try:
            _check_own(path, article)
            write_repaired(applied, article, path)
        except DiskFullError:  # what follows would not fit either
            raise
        except RepairError as error:
            report.error(error)


def _file_name(article: Article, taken: set[str]) -> str:
    """A name for the article's file that is unique in the run: that of its source, or its id."""
    path = article.source.path
    name = PurePath(path).name if path not in ("", "-") else f"{article.id}.txt"
    name = "".join(c if c.isalnum() or c in "._-" else "_" for c in name).lstrip(".")
    name = name.encode("utf-8")[-_MAX_NAME:].decode("utf-8", "ignore") or "article.txt"
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}{suffix}"
    taken.add(name.casefold())
    return name


def _check_own(path: Path, article: Article) -> None:
    """Refuse to replace a file that nobody named, unless it is the article itself, or was written by apply."""
    if path.exists() and not sidecar_path(path).exists() and not is_source(path, article):
        raise OutputError("a file of this name is there already", where=str(path), hint="name an empty folder")


def undo_editions(repaired: str, output: str, report: Report) -> None:
    """Write the originals of the files that `write_editions` wrote at `repaired` to `output`."""
    path = Path(repaired)
    if not path.exists():
        raise InputError("no such file or folder", where=repaired, hint="name what `repair apply -o` wrote")
    if path.is_dir():
        _undo_folder(path, Path(output), report)
    elif sidecar_path(path, rows=True).exists():
        undo_rows(path, output)
    else:
        undo_file(path, output)


def _undo_folder(folder: Path, output: Path, report: Report) -> None:
    found = sorted(folder.glob("*.repair.json"))
    if not found:
        raise InputError("no sidecar in the folder", where=str(folder), hint="name what `repair apply -o` wrote")
    make_results_folder(output)
    for beside in found:
        name = beside.name.removesuffix(".repair.json")
        try:
            undo_file(folder / name, output / name, replace=False)
        except DiskFullError:
            raise
        except RepairError as error:
            report.error(error)
