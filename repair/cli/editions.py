"""Repaired texts to files and back: one file, a folder of files, or the rows of a JSONL file.

Rows are written in the layout in which they were read, other fields untouched. A sidecar is written before the text
that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from pathlib import Path, PurePath
from typing import Any, Final

from msgspec.structs import replace

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
from repair.cli.decided import decided
from repair.cli.report import Report, check_folder, is_source, print_bytes
from repair.errors import ApparatusError, InputError, OutputError, RepairError
from repair.read import articles, read_apparatus, write_row
from repair.records import Apparatus, Article, Row, Source

__all__ = ["undo_editions", "write_editions"]

_ROWS: Final = (".jsonl", ".ndjson")
_MAX_NAME: Final = 200  # bytes: file systems allow 255, and the sidecar's ending comes on top
_NO_LIMIT: Final = 1 << 40  # what was read once is read again, whatever the limit was then
_NO_IDS: Final = None  # undo goes by the order of the rows, so that their ids do not matter
_Editions = Iterator[tuple[Article, Applied]]


def write_editions(output: str | None, options: dict[str, Any], report: Report) -> None:
    """Apply what is accepted in every apparatus that the options name, and write the results to `output`."""
    editions = _applied(decided(read_apparatus(options["apparatus"], report.error), options, report), options, report)
    if output is None:
        report.notice("no sidecar is written to standard output; use -o to be able to undo")
        print_bytes(_printed(editions))
    elif output.endswith(_ROWS):
        check_folder(output)
        _write_rows(editions, output)
    elif output.endswith("/") or Path(output).is_dir():
        _write_folder(map(_as_file, editions), Path(output), report)
    else:
        check_folder(output)
        _write_one(map(_as_file, editions), output)


def _printed(editions: _Editions) -> Iterator[bytes]:
    for article, applied in editions:
        row = article.source.row
        yield encode_text(write_row(row, applied.text) if row else applied.text, article)


def _as_file(edition: tuple[Article, Applied]) -> tuple[Article, Applied]:
    """The edition of a row as that of a text file, which the row is to become; its id then names it."""
    article, applied = edition
    return (replace(article, source=Source()) if article.source.row else article), applied


def _applied(apparatuses: Iterable[Apparatus], options: dict[str, Any], report: Report) -> _Editions:
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
            yield apparatus.article, apply(chosen)
        except RepairError as error:
            report.error(error)


def _write_one(editions: _Editions, output: str) -> None:
    first = next(editions, None)
    if first is None:
        raise InputError("there is no article to write", where=output, hint="give an apparatus with at least one")
    if next(editions, None) is not None:
        raise OutputError("one file cannot hold several articles", where=output, hint="name a folder or a .jsonl file")
    article, applied = first
    write_repaired(applied, article, output)


def _write_folder(editions: _Editions, folder: Path, report: Report) -> None:
    if not folder.is_dir():
        raise OutputError("the folder does not exist", where=str(folder), hint=f"make it first: mkdir -p {folder}")
    taken: set[str] = set()
    for article, applied in editions:
        path = folder / _file_name(article, taken)
        try:
            _check_own(path, article)
            write_repaired(applied, article, path)
        except RepairError as error:
            report.error(error)


def _file_name(article: Article, taken: set[str]) -> str:
    """A name for the article's file that no other article of the run has: that of its source, or its id."""
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
    """Refuse to replace a file that nobody named: only the article itself, or what apply wrote, gives way."""
    if path.exists() and not sidecar_path(path).exists() and not is_source(path, article):
        raise OutputError("a file of this name is there already", where=str(path), hint="name an empty folder")


def _write_rows(editions: _Editions, output: str) -> None:
    """All rows to one file in one encoding, text files as rows of their own; only the last may lack a line break."""
    if Path(output).is_dir():
        raise OutputError("is a folder", where=output, hint="name a file, or a folder without .jsonl at its end")
    first: tuple[str, str] | None = None
    ended = True
    with atomically(output) as rows, atomically(sidecar_path(output, rows=True)) as beside:
        for number, (article, applied) in enumerate(editions, 1):
            row = article.source.row
            if row is None:
                row = Row(number, "text", {"id": article.id, "text": None})
                article = replace(article, source=Source(article.source.path, row=row))
            elif is_source(output, article):
                raise OutputError("JSON lines are not repaired in place", where=output, hint="write to another file")
            kind = (article.source.encoding, row.field)
            first = first or kind
            if kind != first:
                raise OutputError(
                    f"rows with their text in {kind[1]!r} ({kind[0]}) do not go with {first[1]!r} ({first[0]})",
                    where=str(article.source),
                    hint="apply them apart",
                )
            line = write_row(row, applied.text)
            rows.write(encode_text(line if ended else "\n" + line, article))
            ended = line.endswith("\n")
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

    beside = sidecar_path(repaired, rows=True)
    with beside.open("rb") as stream, atomically(output) as out:
        head = stream.readline()
        if not head:  # no row was written, and none is there to undo
            return
        first = read_sidecar(head, where=f"{beside}:1")
        rows = articles(
            [str(repaired)],
            on_error=stop,
            field=first.field,
            id_field=_NO_IDS,
            encoding=first.encoding,
            max_chars=_NO_LIMIT,
        )
        for number, (line, article) in enumerate(zip_longest(chain([head], stream), rows), 1):
            if line is None or article is None:
                raise ApparatusError(
                    "rows and sidecars do not match", where=f"{repaired}:{number}", hint="the file was edited"
                )
            kept = read_sidecar(line, where=f"{beside}:{number}")
            original = restore(article.text, kept, where=str(article.source))
            row = article.source.row
            assert row is not None, article.id
            out.write(encode_text(kept.line + row.ending if kept.line else write_row(row, original), article))
