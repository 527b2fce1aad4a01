"""Repaired and marked records in the format they were read in, each with a field that says what was done to it.

All other fields are as they were. A text from a file of its own has no fields, and becomes a row of JSON.
"""

from __future__ import annotations

import csv
import importlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from repair.apply import apply, decide, sidecar
from repair.corpus.chunks import Chunk, ipc_read, ipc_written
from repair.corpus.job import Job
from repair.errors import OutputError
from repair.read import write_row
from repair.records import Apparatus
from repair.render.marked import mark
from repair.render.style import Style

__all__ = ["WRITERS", "Edited", "edited_bytes", "head_written", "marked", "repaired", "untouched"]

Edited = tuple[Apparatus, str, Mapping[str, Any]]
"""An apparatus, its record's new text, and what is said of it in the record's new field."""

_BLANKS: Final = " \t\r\n"


def repaired(apparatus: Apparatus, job: Job) -> Edited:
    """The record with what the job accepts put in. Its field is a sidecar, which leads back to the text as it was, with
    the number of findings that are left `open`."""
    accept = job.accept
    decided = decide(
        apparatus,
        readings=accept.readings,
        rules=accept.rules,
        predictions=accept.predictions,
        min_score=accept.min_score,
        min_confidence=job.config.min_confidence,
    )
    applied = apply(decided)
    left = sum(e.status == "open" for e in decided.above(job.config.min_confidence).entries)
    return apparatus, applied.text, {**msgspec.json.decode(sidecar(applied, apparatus.article)), "open": left}


def marked(apparatus: Apparatus, job: Job) -> Edited:
    """The record with every finding marked in its text. Its field names the codes, and the digest of the text."""
    confidence = job.config.min_confidence
    codes = [e.finding.code for e in apparatus.above(confidence).entries]
    said = {"format": 1, "sha256": apparatus.article.sha256, "codes": codes}
    return apparatus, mark(apparatus, Style(min_confidence=confidence)), said


def untouched(apparatus: Apparatus, reason: str) -> Edited:
    """The record as it was read. Its field says why it was set aside."""
    return apparatus, apparatus.article.text, {"format": 1, "set_aside": reason}


def _jsonl(edited: Sequence[Edited], chunk: Chunk, column: str) -> bytes:
    """Rows as they were written, with one member more at their end."""
    return b"".join(_row(*record, column) for record in edited)


def _row(apparatus: Apparatus, text: str, said: Mapping[str, Any], column: str) -> bytes:
    source = apparatus.article.source
    row = source.row
    if row is None:
        fields = {"id": apparatus.article.id, "text": text, column: said}
        return json.dumps(fields, ensure_ascii=False).encode() + b"\n"
    _check_free(column, row.fields, str(source))
    line = write_row(replace(row, ending=""), text).strip(_BLANKS + "\ufeff")
    assert line.endswith("}")  # the reader takes nothing but objects
    spaced = row.layout.startswith("spaced")
    # as the row is written, so that all of it can be read with the same settings
    ascii_only = row.layout.endswith("ascii") or (row.layout == "raw" and line.isascii())
    value = json.dumps(said, ensure_ascii=ascii_only, separators=None if spaced else (",", ":"))
    name = json.dumps(column, ensure_ascii=ascii_only)
    added = f", {name}: {value}}}" if spaced else f",{name}:{value}}}"
    return (line[:-1].rstrip(_BLANKS) + added + "\n").encode(source.encoding)


def _csv(edited: Sequence[Edited], chunk: Chunk, column: str) -> bytes:
    assert chunk.head  # every chunk of CSV has it
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=chunk.head.delimiter, lineterminator="\n")
    for apparatus, text, said in edited:
        row = apparatus.article.source.row
        assert row  # every record of CSV has one
        _check_free(column, row.fields, str(apparatus.article.source))
        writer.writerow([*({**row.fields, row.field: text}).values(), json.dumps(said, ensure_ascii=False)])
    encoding = edited[0][0].article.source.encoding if edited else "utf-8"
    return stream.getvalue().encode(encoding)


def _parquet(edited: Sequence[Edited], chunk: Chunk, column: str) -> bytes:
    """The rows as Arrow had them, in types of their own; the new field is text that holds JSON."""
    arrow: Any = importlib.import_module("pyarrow")
    table = ipc_read(chunk.data)
    _check_free(column, dict.fromkeys(table.schema.names), chunk.path)
    rows = [a.article.source.row for a, _, _ in edited]
    table = table.take([row.number - chunk.first for row in rows if row])
    for row in rows[:1]:
        assert row  # every row of Parquet has one
        at = table.schema.get_field_index(row.field)
        field = table.schema.field(at)
        table = table.set_column(at, field, arrow.array([text for _, text, _ in edited], field.type))
    said = arrow.array([json.dumps(said, ensure_ascii=False) for _, _, said in edited], arrow.string())
    return ipc_written(table.append_column(column, said))


def _check_free(column: str, fields: Mapping[str, object], where: str) -> None:
    if column in fields:
        what = f"the record has a field {column!r} already"
        raise OutputError(what, where=where, hint="name another one with --column")


WRITERS: Final[dict[str, Callable[[Sequence[Edited], Chunk, str], bytes]]] = {
    ".jsonl": _jsonl,
    ".csv": _csv,
    ".parquet": _parquet,
}
"""How the records of a chunk are written, by the ending of an edition without that of its packing."""


def edited_bytes(edited: Sequence[Edited], chunk: Chunk, column: str) -> bytes:
    """The records of a chunk in the format of its edition. Raises `OutputError` where one has such a column already."""
    return WRITERS["." + chunk.edition.split(".")[1]](edited, chunk, column)


def head_written(chunk: Chunk, job: Job) -> bytes:
    """What stands before the first record of a file: for CSV the names of its fields."""
    if chunk.head is None:
        return b""
    stream = io.StringIO()
    csv.writer(stream, delimiter=chunk.head.delimiter, lineterminator="\n").writerow([*chunk.head.names, job.column])
    return stream.getvalue().encode(job.encoding)
