"""Undoes the repaired corpus of a run: its records with the texts as they were read, without the new field.

Rows are restored in the format of their shard, each as it was, in order, blank lines between rows of JSON included. Lines
that are not rows are not restored: the run kept them among the items set aside. Texts from files are files again.
"""

from __future__ import annotations

import importlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from repair.corpus.chunks import TEXTS
from repair.corpus.cutters import ipc_written
from repair.corpus.editions import with_texts
from repair.corpus.folder import ASIDE, MANIFEST, RUN, read_json
from repair.corpus.shards import FINISHERS
from repair.corpus.text_files import undo_texts
from repair.edit import atomically, read_sidecar, restore
from repair.errors import ApparatusError, InputError, OutputError, RepairError
from repair.read import Opened, Settings, csv, jsonl, write_row
from repair.read.arrow import arrow_batches
from repair.read.copy import Unread
from repair.read.encoding import codec_name
from repair.read.nested import column_of, value_at
from repair.read.parquet import open_parquet
from repair.read.paths import opened

__all__ = ["UNDOERS", "check_outside", "run_of", "undo_run", "undo_shard"]

_REPAIRED: Final = "repaired"
_NO_LIMIT: Final = 1 << 40  # a record that was read once can be read again, whatever the limit was


class _Fields(Struct, frozen=True):
    """The fields of a run's records: that of the text and the new one, and the encoding of both. `as_read` are the
    numbers of the records in the shard that have no new field, since they are as they were read; `unended` those of them
    after which no line feed stood."""

    text: str
    column: str
    encoding: str
    as_read: frozenset[int] = frozenset()
    unended: frozenset[int] = frozenset()


class _Place(Struct, frozen=True):
    """Where a record that was set aside is in the editions, if it was written there as it was read."""

    shard: int = -1
    record: int = 0
    raw: str | UnsetType = UNSET
    raw_base64: str | UnsetType = UNSET
    unended: bool = False


class _SetAside(Struct):
    """What a run set aside. `as_read` are the numbers of the records that are in a shard as they were read, by shard;
    `unended` are those among them without a line feed; `lines` counts lines that are no rows, and so in no shard."""

    as_read: dict[int, set[int]]
    unended: dict[int, set[int]]
    lines: int = 0


def run_of(path: str | Path) -> Path | None:
    """The folder of the run whose repaired corpus `path` is: the folder itself or a shard in it; else `None`."""
    path = Path(path)
    if not path.exists():
        return None
    for folder in (path, path.parent, path.parent.parent):
        if (folder / RUN).is_file() and path in (folder, folder / _REPAIRED, folder / _REPAIRED / path.name):
            return folder
    return None


def check_outside(run: str | Path, output: str | Path) -> None:
    """Raise `OutputError` if `output` is the folder `run` or in it: originals would replace the run's own files, or stand
    among them as files that are not part of the run."""
    where = Path(output).resolve()
    if where.is_relative_to(Path(run).resolve()):
        raise OutputError("is in the folder of the run", where=str(output), hint="write the originals elsewhere")


def undo_run(folder: str | Path, output: str | Path) -> int:
    """Write the originals of all shards of the repaired corpus to the folder `output`, which is made where there is none,
    under their names. Returns how many lines are not among them, since they are no rows.

    Raises `InputError` if the run wrote no repaired corpus, `OutputError` if the folder cannot be made.
    """
    folder, output = run_of(folder) or Path(folder), Path(output)
    shards = sorted(path for path in (folder / _REPAIRED).glob("[0-9]*.*") if not path.name.endswith((".part", ".tmp")))
    if not shards:
        raise _without_shards(folder)
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot be made: {error.strerror}", where=str(output), hint="name another folder") from None
    aside = _set_aside(folder)
    for shard in shards:
        if shard.name.endswith(TEXTS):
            undo_texts(shard, output, read_json(folder / RUN, "job")["job"]["column"])
            continue
        _undo(shard, output / shard.name, aside)
    return aside.lines


def _without_shards(folder: Path) -> InputError:
    """Why there is nothing to undo."""
    if not read_json(folder / RUN, "job")["job"]["repaired"]:
        what, hint = "the run wrote no repaired corpus", "it does with --repaired"
    elif not (folder / MANIFEST).exists():
        what, hint = "the run has finished no shard so far", "start it again with the same options, and it goes on"
    elif any(name.startswith(f"{_REPAIRED}/") for name in read_json(folder / MANIFEST, "files")["files"]):
        what, hint = "the repaired corpus of the run is gone", "run `repair corpus --verify`"
    elif (folder / ASIDE).exists():
        what, hint = "the repaired corpus of the run is empty", f"{ASIDE} says why no record could be used"
    else:
        what, hint = "the run took no record", "its inputs are empty, or --sample and --limit left none"
    return InputError(what, where=str(folder), hint=hint)


def undo_shard(shard: str | Path, output: str | Path) -> None:
    """Write the originals of one shard of a repaired corpus to `output`, in the shard's own format; texts from files to
    the folder `output`.

    Raises `ApparatusError` if a record was edited since, `OutputError` if `output` is the shard itself.
    """
    shard = Path(shard)
    if shard.name.endswith(TEXTS):
        undo_texts(shard, Path(output), read_json(shard.parent.parent / RUN, "job")["job"]["column"])
        return
    _undo(shard, Path(output), _set_aside(shard.parent.parent))


def _undo(shard: Path, output: Path, aside: _SetAside) -> None:
    job = read_json(shard.parent.parent / RUN, "job")["job"]
    number, _, ending = shard.name.partition(".")
    kind = "." + ending
    if kind not in FINISHERS or not number.isdecimal():
        raise InputError("is not a shard of a repaired corpus", where=str(shard), hint="name one of repaired/")
    as_read, unended = (frozenset(found.get(int(number), ())) for found in (aside.as_read, aside.unended))
    fields = _Fields(job["field"], job["column"], codec_name(job["encoding"]), as_read, unended)
    if output.exists() and output.samefile(shard):
        raise OutputError("the original would replace the repaired file", where=str(output), hint="name another file")
    with tempfile.TemporaryFile() as part:
        with opened(str(shard)) as source:
            UNDOERS[kind.split(".")[1]](source.stream, part, fields, str(shard))
        part.seek(0)
        with atomically(output) as target:
            FINISHERS[kind](part, target)


def _set_aside(folder: Path) -> _SetAside:
    """What the run set aside. Raises `InputError` if it set anything aside and the list is gone or edited."""
    found = _SetAside({}, {})
    done = (folder / MANIFEST).exists()
    if done and ASIDE not in read_json(folder / MANIFEST, "files")["files"]:
        return found
    path = folder / (ASIDE if done else f"{ASIDE}.part")
    hint = "without it nobody can tell which rows are as they were read; run `repair corpus --verify`"
    try:
        with path.open("rb") as stream:
            for line in stream:
                if line.endswith(b"\n"):  # else a run was stopped amid it, and does it again
                    place = msgspec.json.decode(line, type=_Place)
                    found.as_read.setdefault(place.shard, set()).add(place.record)
                    if place.unended:
                        found.unended.setdefault(place.shard, set()).add(place.record)
                    found.lines += place.raw is not UNSET or place.raw_base64 is not UNSET
    except FileNotFoundError:
        if done:
            raise InputError("is gone", where=str(path), hint=hint) from None
    except (OSError, msgspec.MsgspecError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path), hint=hint) from None
    return found


def _check_named(fields: _Fields, names: Sequence[str], path: str) -> None:
    for name in (column_of(names, fields.text), fields.column):
        if name not in names:
            raise ApparatusError(f"no field {name!r}", where=path, hint="the file was edited since the run wrote it")


def _note(note: object, where: str) -> Mapping[str, Any]:
    """The note in the new field of a record. Raises `ApparatusError` if it says nothing."""
    if isinstance(note, str):  # formats without objects hold it as JSON
        try:
            note = json.loads(note)
        except ValueError:
            note = None
    if not isinstance(note, Mapping):
        raise ApparatusError("does not say what was done", where=where, hint="the new field was removed or edited")
    return note


def _original(text: str, note: Mapping[str, Any], where: str) -> tuple[str, str]:
    """The text as it was, and the line of its row, empty if any usual layout gives it back."""
    if "set_aside" in note:
        return text, ""
    kept = read_sidecar(json.dumps({name: value for name, value in note.items() if name != "open"}), where=where)
    return restore(text, kept, where=where), kept.line


def _stop(error: RepairError) -> None:
    raise error


def _jsonl(source: BinaryIO, part: BinaryIO, fields: _Fields, path: str) -> None:
    settings = Settings(fields.text, None, fields.encoding, _NO_LIMIT, _stop)
    ends = True
    for number, found in enumerate(jsonl.rows_of(Opened(path, source), settings), 1):
        ends = number not in fields.unended
        if isinstance(found, Unread):
            if number not in fields.as_read:
                raise found.error
            part.write(found.raw)
            continue
        row = found.source.row if found.source else None
        assert row  # every record of JSONL has one
        if number in fields.as_read:
            part.write(write_row(row, found.text).encode(fields.encoding))
            continue
        note = _note(row.fields.get(fields.column), found.place)
        ends = not note.get("unended")
        text, line = _original(found.text, note, found.place)
        if line:  # blank lines before the first row of a file, and its mark, stand here only at the head of a shard
            line = line if number == 1 and row.layout == "raw" else line.rpartition("\n")[2].removeprefix("\ufeff")
        else:
            rest = {name: value for name, value in row.fields.items() if name != fields.column}
            line = write_row(replace(row, fields=rest, ending=""), text)
        part.write((line + row.ending).encode(fields.encoding))
    if not ends:
        _take_ending(part, "\n")


def _take_ending(part: BinaryIO, ending: str) -> None:
    """Take the line break off the end: the run ended the last row of a file, since others may follow in a shard."""
    part.seek(-len(ending), os.SEEK_END)
    part.truncate()


def _csv(source: BinaryIO, part: BinaryIO, fields: _Fields, path: str) -> None:
    settings = Settings(fields.text, None, fields.encoding, _NO_LIMIT, _stop)
    number, first = next(csv.raw_records(Opened(path, source), _NO_LIMIT), (0, b""))
    head = csv.head_of(first or b"", settings, path)
    _check_named(fields, head.names, path)
    kept = [name for name in head.names if name != fields.column]
    part.write((("\ufeff" if head.mark else "") + csv.csv_record(kept, head)).encode(fields.encoding))
    ends = True
    for count, found in enumerate(csv.rows_of(Opened(path, source, number + 1), settings, head), 1):
        if isinstance(found, Unread):
            raise found.error
        row = found.source.row if found.source else None
        assert row  # every record of CSV has one
        where = f"{path}, record {count}"
        note = _note(row.fields[fields.column], where)
        ends = not note.get("unended")
        text, _ = _original(found.text, note, where)
        values = {**row.fields, fields.text: text}
        part.write(csv.csv_record([str(values[name]) for name in kept], head).encode(fields.encoding))
    if not ends:
        _take_ending(part, head.ending)


def _parquet(source: BinaryIO, part: BinaryIO, fields: _Fields, path: str) -> None:
    file = open_parquet(source, path)
    first = 1
    _check_named(fields, file.schema_arrow.names, path)
    for group in range(file.num_row_groups):
        first = _table(file.read_row_group(group), part, fields, path, first)


def _arrow(source: BinaryIO, part: BinaryIO, fields: _Fields, path: str) -> None:
    arrow: Any = importlib.import_module("pyarrow")
    first = 1
    for batch in arrow_batches(Opened(path, source)):
        _check_named(fields, batch.schema.names, path)
        first = _table(arrow.Table.from_batches([batch]), part, fields, path, first)


def _table(table: Any, part: BinaryIO, fields: _Fields, path: str, first: int) -> int:
    """Write the originals of a table, whose first row has the number `first`; gives the number after its last."""
    arrow: Any = importlib.import_module("pyarrow")
    places = [f"{path}:{number}" for number in range(first, first + table.num_rows)]
    notes = [_note(s, p) for s, p in zip(table.column(fields.column).to_pylist(), places, strict=True)]
    # what was set aside stays as it is, and may be nothing that Python can hold
    changed = [at for at, each in enumerate(notes) if "set_aside" not in each]
    texts: list[str | None] = [None] * table.num_rows
    column = column_of(table.schema.names, fields.text)
    readable = table.column(column).take(arrow.array(changed, arrow.int64()))
    for at, value in zip(changed, readable.to_pylist(), strict=True):
        text = value_at({column: value}, fields.text)
        if not isinstance(text, str):
            raise ApparatusError("has no text", where=places[at], hint="the file was edited since the run wrote it")
        texts[at], _ = _original(text, notes[at], places[at])
    part.write(ipc_written(with_texts(table, fields.text, texts).drop_columns([fields.column])))
    return first + len(places)


UNDOERS: Final[dict[str, Callable[[BinaryIO, BinaryIO, _Fields, str], None]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "tsv": _csv,
    "parquet": _parquet,
    "arrow": _arrow,
}
"""How the records of a shard are led back, by its format."""
