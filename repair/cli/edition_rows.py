"""Repaired rows to a JSONL file and back, with the sidecars as JSON lines beside them.

Rows are written in the layout in which they were read, with their other fields untouched. If the output holds the same
rows already, they are undone before their sidecars are replaced: so whenever a run is killed, its rows can be undone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import chain, zip_longest
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from repair.cli.messages import is_source
from repair.edit import Applied, Sidecar, atomically, encode_text, read_sidecar, restore, sidecar, sidecar_path
from repair.errors import ApparatusError, OutputError, RepairError
from repair.read import articles, write_row
from repair.records import Article, Row, Source

__all__ = ["undo_rows", "write_rows"]

_NO_LIMIT: Final = 1 << 40  # a row that was read once can be read again, whatever the limit was
_NO_IDS: Final = None  # undo relies on the order of the rows, so their ids do not matter


def write_rows(editions: Iterator[tuple[Article, Applied]], output: str) -> None:
    """All rows to one file in one encoding, text files as rows of their own; only the last may lack a line break.

    An existing file is replaced only if it holds the same rows, unedited, with their sidecars; otherwise, and for rows
    that cannot go into one file, `OutputError` is raised.
    """
    path, beside = Path(output), sidecar_path(output, rows=True)
    if path.is_dir():
        raise OutputError("is a folder", where=output, hint="name a file, or a folder without .jsonl at its end")
    there = path.exists() and (not path.is_file() or path.stat().st_size > 0)
    earlier = _earlier(path, beside, there) if beside.exists() else None
    first: tuple[str, str] | None = None
    ended = True
    # closed from the last to the first: the rows are led back, then the sidecars are replaced, then the rows
    with (
        atomically(output) as rows,
        atomically(beside) as sidecars,
        atomically(output) if there and earlier else nullcontext() as led_back,
    ):
        for number, (article, applied) in enumerate(editions, 1):
            row = article.source.row
            if row is None:
                row = Row(number, "text", {"id": article.id, "text": None})
                article = replace(article, source=Source(article.source.path, row=row))
            elif is_source(output, article):
                raise OutputError("JSON lines are not repaired in place", where=output, hint="write to another file")
            if earlier is not None:
                _check_same(next(earlier, None), article, output)
            elif there:
                raise _in_the_way(output)
            kind = (article.source.encoding, row.field)
            first = first or kind
            if kind != first:
                raise OutputError(
                    f"rows with their text in {kind[1]!r} ({kind[0]}) do not go with {first[1]!r} ({first[0]})",
                    where=str(article.source),
                    hint="apply them separately",
                )
            line, original = write_row(row, applied.text), write_row(row, article.text)
            rows.write(encode_text(line if ended else "\n" + line, article))
            if led_back is not None:
                led_back.write(encode_text(original if ended else "\n" + original, article))
            ended = line.endswith("\n")
            sidecars.write(sidecar(applied, article) + b"\n")
        if earlier is not None:
            _check_same(next(earlier, None), None, output)
        elif there and first is None:
            raise _in_the_way(output)
        rows.flush()
        os.fsync(rows.fileno())  # what does not fit is reported before anything is replaced


def _earlier(path: Path, beside: Path, there: bool) -> Iterator[Sidecar]:
    """The sidecars at `beside`, after a check that the rows there are those that were written with them."""
    if not there:
        with beside.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                yield read_sidecar(line, where=f"{beside}:{number}")
        return
    try:
        for kept, _ in _originals(path, beside):
            yield kept
    except ApparatusError as error:
        raise OutputError(
            f"would be replaced, but {error.what}", where=error.where, hint="write to another file"
        ) from None


def _check_same(kept: Sidecar | None, article: Article | None, output: str) -> None:
    """Refuse to replace the sidecars of other rows: those rows may be lost without them."""
    if (kept.original.text if kept else None) != (article.sha256 if article else None):
        raise OutputError(
            "its sidecars are those of other articles, and would be lost",
            where=output,
            hint="write to another file, or move both away",
        )


def _in_the_way(output: str) -> OutputError:
    return OutputError(
        "a file is there that `repair apply` did not write", where=output, hint="write to another file, or remove it"
    )


def undo_rows(repaired: Path, output: str) -> None:
    """Write the original rows of a JSONL file that `write_rows` wrote to `output`.

    Raises `ApparatusError` if rows were edited, added or removed since, `OutputError` if `output` is the same file.
    """
    if Path(output).exists() and Path(output).samefile(repaired):
        raise OutputError("JSON lines are not undone in place", where=output, hint="write to another file")
    with atomically(output) as out:
        for _, line in _originals(repaired, sidecar_path(repaired, rows=True)):
            out.write(line)


def _originals(repaired: Path, beside: Path) -> Iterator[tuple[Sidecar, bytes]]:
    """Sidecar and original line of every row. If a row is missing or added, the file was edited."""

    def stop(error: RepairError) -> None:
        raise error

    with beside.open("rb") as stream:
        head = stream.readline()
        if not head:  # no row was written, so there is none to undo
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
            written = kept.line + row.ending if kept.line else write_row(row, original)
            yield kept, encode_text(written, article)
