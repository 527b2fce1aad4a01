"""Repaired and marked records in the format they were read in, each with a field that says what was done to it.

All other fields stay as they were, and so does a whole row that gave no text. A text from a file of its own becomes a
file again.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from repair.corpus.chunks import Chunk
from repair.corpus.cutters import ipc_read, ipc_written
from repair.corpus.job import Job
from repair.corpus.text_files import text_line
from repair.edit import apply, decide, encode_text, sidecar
from repair.errors import OutputError
from repair.read import write_row
from repair.read.copy import Unread
from repair.read.csv import csv_record
from repair.read.encoding import codec_name
from repair.read.nested import column_of, with_value
from repair.records import Apparatus, Article
from repair.render.reading.marked import mark
from repair.render.style import Style

__all__ = [
    "WRITERS",
    "Edited",
    "edited_bytes",
    "head_written",
    "is_unended",
    "marked",
    "repaired",
    "untouched",
    "with_texts",
]

_BLANKS: Final = " \t\r\n"
_MARK: Final = "\ufeff"
_UNENDED: Final = "unended"


class Edited(Struct, frozen=True):
    """A record of an edition. `text` is its new one, `None` if it keeps its own. `note` is what its new field holds,
    `None` if it gets none, and stays as it was read."""

    record: Article | Unread
    text: str | None = None
    note: Mapping[str, Any] | None = None


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
    note = {**msgspec.json.decode(sidecar(applied, apparatus.article)), "open": left}
    return Edited(apparatus.article, applied.text, note)


def marked(apparatus: Apparatus, job: Job) -> Edited:
    """The record with every finding marked in its text. Its field names the codes, and the digest of the text."""
    confidence = job.config.min_confidence
    codes = [e.finding.code for e in apparatus.above(confidence).entries]
    note = {"format": 1, "sha256": apparatus.article.sha256, "codes": codes}
    return Edited(apparatus.article, mark(apparatus, Style(min_confidence=confidence)), note)


def untouched(record: Article | Unread, reason: str) -> Edited:
    """The record with its own text. Its field says why it was set aside."""
    return Edited(record, note={"format": 1, "set_aside": reason})


def _json(note: Mapping[str, Any], encoding: str) -> str:
    """The note as JSON. In an encoding other than UTF-8 all other characters than ASCII are escaped."""
    return json.dumps(note, ensure_ascii=encoding != "utf-8")


def _jsonl(edited: Sequence[Edited], chunk: Chunk, job: Job) -> bytes:
    """Rows as they were written, with one member more at their end, or as they were read."""
    return b"".join(_row(each, chunk, job.column) for each in edited)


def is_unended(record: Article | Unread, chunk: Chunk) -> bool:
    """Whether a row has no line feed after it, as the last of a file of JSON lines or of CSV may; of other formats none is
    said to."""
    if chunk.format not in ("jsonl", "csv"):
        return False
    if isinstance(record, Unread):
        return bool(record.raw) and not record.raw.endswith(b"\n")
    row = record.source.row
    return row is not None and not row.ending.endswith("\n")


def _row(edited: Edited, chunk: Chunk, column: str) -> bytes:
    record, note = edited.record, edited.note
    if isinstance(record, Unread):
        raw = record.raw.removeprefix(_MARK.encode()) if record.number == 1 else record.raw
        return raw if raw.endswith(b"\n") else raw + b"\n"
    source, text = record.source, record.text if edited.text is None else edited.text
    row = source.row
    assert row  # every record of JSON lines has one
    # the mark at the head of a file goes with the file, see `head_written`
    line = write_row(replace(row, ending=""), text).removeprefix(_MARK)
    ending = row.ending if row.ending.endswith("\n") else f"{row.ending}\n"
    if note is None:
        return (line + ending).encode(source.encoding)
    if column in row.fields:
        what, hint = f"the record has a field {column!r} already", "name another one with --column"
        raise OutputError(what, where=str(source), hint=hint)
    assert line.endswith("}")  # the reader takes nothing but objects
    spaced = row.layout.startswith("spaced")
    # in the style of the row, so that all of it can be read with the same settings
    ascii_only = row.layout.endswith("ascii") or (row.layout == "raw" and line.isascii())
    if is_unended(record, chunk):
        note = {**note, _UNENDED: True}  # other rows may follow here
    value = json.dumps(note, ensure_ascii=ascii_only, separators=None if spaced else (",", ":"))
    name = json.dumps(column, ensure_ascii=ascii_only)
    added = f", {name}: {value}}}" if spaced else f",{name}:{value}}}"
    return (line[:-1].rstrip(_BLANKS) + added + ending).encode(source.encoding)


def _csv(edited: Sequence[Edited], chunk: Chunk, job: Job) -> bytes:
    """Cells as they were, whatever a spreadsheet makes of them; the new one begins with a brace, so that it is inert."""
    assert chunk.head  # every chunk of CSV has it
    encoding = codec_name(job.encoding)
    lines = []
    for each in edited:
        values = each.record.values if isinstance(each.record, Unread) else _values(each.record, each.text)
        note = {**(each.note or {}), **({_UNENDED: True} if is_unended(each.record, chunk) else {})}
        lines.append(csv_record([*values, _json(note, encoding)], chunk.head))
    return "".join(lines).encode(encoding)


def _values(article: Article, text: str | None) -> Iterable[Any]:
    row = article.source.row
    assert row  # every record of CSV has one
    return {**row.fields, row.field: article.text if text is None else text}.values()


def _parquet(edited: Sequence[Edited], chunk: Chunk, job: Job) -> bytes:
    """The rows as Arrow had them, in types of their own; the new field is text that holds JSON."""
    arrow: Any = importlib.import_module("pyarrow")
    table = ipc_read(chunk.data).take([_number(each.record) - chunk.first for each in edited])
    table = with_texts(table, job.field, [each.text for each in edited])
    note = arrow.array([_json(each.note or {}, "utf-8") for each in edited], arrow.string())
    return ipc_written(table.append_column(job.column, note))


def _number(record: Article | Unread) -> int:
    if isinstance(record, Unread):
        return record.number
    assert record.source.row  # every row has one
    return record.source.row.number


def with_texts(table: Any, field: str, texts: Sequence[str | None]) -> Any:
    """The table with other texts in a field, where they are not `None`; all other values are as Arrow has them, even
    where they are not what their type says. The field may lie in nested structs and lists."""
    names = table.schema.names
    name = column_of(names, field)
    at = table.schema.get_field_index(name)
    kept, column = table.schema.field(at), table.column(at)
    if name == field:
        column = _replaced(column, texts)
    elif any(text is not None for text in texts):
        arrow: Any = importlib.import_module("pyarrow")
        pieces: list[Any] = []
        for number, text in enumerate(texts):
            row = column.slice(number, 1)
            if text is not None:
                value = with_value({name: row[0].as_py()}, field, text)[name]
                row = arrow.chunked_array([arrow.array([value], kept.type)])
            pieces += row.chunks
        column = arrow.chunked_array([arrow.concat_arrays(pieces)])
    return table.set_column(at, kept.with_type(column.type), column)


def _replaced(column: Any, texts: Sequence[str | None]) -> Any:
    arrow: Any = importlib.import_module("pyarrow")
    kind = column.type
    packed = arrow.types.is_dictionary(kind)
    if packed:  # its words may be more than its numbers can tell apart
        column = column.cast(kind.value_type)
    pieces: list[Any] = []
    first = 0
    for given, group in groupby(texts, lambda text: text is not None):
        run = list(group)
        pieces += [arrow.array(run, column.type)] if given else column.slice(first, len(run)).chunks
        first += len(run)
    if pieces:
        column = arrow.chunked_array([arrow.concat_arrays(pieces)])
    return column.dictionary_encode() if packed else column


def _texts(edited: Sequence[Edited], chunk: Chunk, job: Job) -> bytes:
    """Texts with the bytes of their files; a file that gave none is copied later."""
    names = dict(zip(chunk.paths, chunk.names, strict=True))
    return b"".join(_text(each, names, job.column) for each in edited)


def _text(edited: Edited, names: Mapping[str, str], column: str) -> bytes:
    record = edited.record
    path = record.error.where if isinstance(record, Unread) else record.source.path
    note = edited.note or {}
    if isinstance(record, Unread) or "set_aside" in note:
        return text_line(names[path], path, column, note, None, path)
    text = record.text if edited.text is None else edited.text
    return text_line(names[path], record.id, column, note, encode_text(text, record), path)


WRITERS: Final[dict[str, Callable[[Sequence[Edited], Chunk, Job], bytes]]] = {
    ".jsonl": _jsonl,
    ".csv": _csv,
    ".tsv": _csv,
    ".texts": _texts,
    ".parquet": _parquet,
    ".arrow": _parquet,
}
"""How the records of a chunk are written, by the ending of an edition without that of its packing."""


def edited_bytes(edited: Sequence[Edited], chunk: Chunk, job: Job) -> bytes:
    """The records of a chunk in the format of its edition. Raises `OutputError` if one has such a column already."""
    return WRITERS["." + chunk.edition.split(".")[1]](edited, chunk, job)


def head_written(edited: Sequence[Edited], chunk: Chunk, job: Job) -> bytes:
    """What stands before the first record of a file: for CSV the names of its fields, for JSON lines the mark that
    stood there. The mark goes where its line goes: if that is no row, it is kept with it among what is set aside."""
    if chunk.head is not None:
        mark = _MARK if chunk.head.mark else ""
        return (mark + csv_record([*chunk.head.names, job.column], chunk.head)).encode(codec_name(job.encoding))
    marked = chunk.format == "jsonl" and chunk.first == 1 and chunk.data.startswith(_MARK.encode())
    return _MARK.encode() if marked and _number(edited[0].record) == 1 else b""
