"""The way back from the repaired corpus of a run: its records with the texts as they were read, without the new field.

Records come back in the format of their shard, each as it was; blank lines and broken records of the inputs, which no
shard has, do not.
"""

from __future__ import annotations

import csv
import importlib
import io
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

from msgspec import Struct
from msgspec.structs import replace

from repair.apply import atomically, read_sidecar, restore
from repair.apply.sidecar import Sidecar
from repair.corpus.chunks import ipc_written
from repair.corpus.output import RUN, read_json
from repair.corpus.shards import FINISHERS
from repair.errors import ApparatusError, InputError, OutputError, RepairError
from repair.read import Opened, Settings, write_row
from repair.read.jsonl import read_jsonl
from repair.read.parquet import open_parquet
from repair.read.paths import opened

__all__ = ["UNDOERS", "run_of", "undo_run", "undo_shard"]

_REPAIRED: Final = "repaired"
_NO_LIMIT: Final = 1 << 40  # what was read once is read again, whatever the limit was then
_BLANKS: Final = " \t\r\n\ufeff"


class _Fields(Struct, frozen=True):
    """The fields of a run's records: that of the text and the new one, and the encoding of both."""

    text: str
    column: str
    encoding: str


def run_of(path: str | Path) -> Path | None:
    """The folder of the run whose repaired corpus `path` is: the folder itself or a shard in it; else `None`."""
    path = Path(path)
    if not path.exists():
        return None
    for folder in (path, path.parent, path.parent.parent):
        if (folder / RUN).is_file() and path in (folder, folder / _REPAIRED, folder / _REPAIRED / path.name):
            return folder
    return None


def undo_run(folder: str | Path, output: str | Path) -> None:
    """Write the originals of all shards of the repaired corpus to the folder `output`, under their names.

    Raises `OutputError` where there is no such folder, `InputError` where the run wrote no repaired corpus.
    """
    folder, output = run_of(folder) or Path(folder), Path(output)
    shards = sorted(path for path in (folder / _REPAIRED).glob("[0-9]*.*") if not path.name.endswith((".part", ".tmp")))
    if not shards:
        raise InputError("the run wrote no repaired corpus", where=str(folder), hint="it does with --repaired")
    if not output.is_dir():
        raise OutputError("the folder does not exist", where=str(output), hint=f"make it first: mkdir -p {output}")
    for shard in shards:
        undo_shard(shard, output / shard.name)


def undo_shard(shard: str | Path, output: str | Path) -> None:
    """Write the originals of one shard of a repaired corpus to `output`, in the shard's own format.

    Raises `ApparatusError` where a record was edited since, `OutputError` where `output` is the shard itself.
    """
    shard, output = Path(shard), Path(output)
    job = read_json(shard.parent.parent / RUN)["job"]
    fields = _Fields(job["field"], job["column"], job["encoding"])
    kind = "." + shard.name.partition(".")[2]
    if kind not in FINISHERS:
        raise InputError("is no shard of a repaired corpus", where=str(shard), hint="name one of repaired/")
    if output.exists() and output.samefile(shard):
        raise OutputError("the original would replace the repaired file", where=str(output), hint="name another file")
    with tempfile.TemporaryFile() as part:
        with opened(str(shard)) as source:
            UNDOERS[kind.split(".")[1]](source.stream, part, fields, str(shard))
        part.seek(0)
        with atomically(output) as target:
            FINISHERS[kind](part, target)


def _check_named(fields: _Fields, names: Sequence[str], path: str) -> None:
    for name in (fields.text, fields.column):
        if name not in names:
            raise ApparatusError(f"no field {name!r}", where=path, hint="the file was edited since the run wrote it")


def _original(text: str, said: object, where: str) -> tuple[str, Sidecar | None]:
    """The text as it was, and the sidecar that leads to it; `None` where the record was set aside, untouched."""
    if isinstance(said, str):  # formats without objects hold it as JSON
        try:
            said = json.loads(said)
        except ValueError:
            said = None
    if not isinstance(said, Mapping):
        raise ApparatusError("does not say what was done", where=where, hint="the new field was removed or edited")
    if "set_aside" in said:
        return text, None
    line = json.dumps({name: value for name, value in said.items() if name != "open"})
    kept = read_sidecar(line, where=where)
    return restore(text, kept, where=where), kept


def _jsonl(source: BinaryIO, part: BinaryIO, fields: _Fields, path: str) -> None:
    def stop(error: RepairError) -> None:
        raise error

    settings = Settings(fields.text, None, fields.encoding, _NO_LIMIT, stop)
    for copy in read_jsonl(Opened(path, source), settings):
        row = copy.source.row if copy.source else None
        assert row  # every record of JSONL has one
        text, kept = _original(copy.text, row.fields.get(fields.column), copy.place)
        if kept and kept.line:
            line = kept.line.strip(_BLANKS)
        elif row.layout == "raw":
            line = row.line[: row.line.rindex(f",{json.dumps(fields.column, ensure_ascii=row.line.isascii())}:")] + "}"
        else:
            rest = {name: value for name, value in row.fields.items() if name != fields.column}
            line = write_row(replace(row, fields=rest, ending=""), text)
        part.write((line + "\n").encode(fields.encoding))


def _csv(source: BinaryIO, part: BinaryIO, fields: _Fields, path: str) -> None:
    lines = io.TextIOWrapper(source, fields.encoding, newline="")
    head = lines.readline()
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit((1 << 31) - 1)
    names = next(csv.reader([head], delimiter=delimiter))
    _check_named(fields, names, path)
    text_at, said_at = names.index(fields.text), names.index(fields.column)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(names[:said_at])
    for number, record in enumerate(csv.reader(lines, delimiter=delimiter), 1):
        record[text_at], _ = _original(record[text_at], record[said_at], f"{path}, record {number}")
        writer.writerow(record[:said_at])
        part.write(out.getvalue().encode(fields.encoding))
        out.seek(0)
        out.truncate()
    part.write(out.getvalue().encode(fields.encoding))


def _parquet(source: BinaryIO, part: BinaryIO, fields: _Fields, path: str) -> None:
    arrow: Any = importlib.import_module("pyarrow")
    file = open_parquet(source, path)
    _check_named(fields, file.schema_arrow.names, path)
    number = 1
    for group in range(file.num_row_groups):
        table = file.read_row_group(group)
        texts, said = table.column(fields.text).to_pylist(), table.column(fields.column).to_pylist()
        originals = [
            _original(text, each, f"{path}:{at}")[0]
            for at, (text, each) in enumerate(zip(texts, said, strict=True), number)
        ]
        number += len(originals)
        at = table.schema.get_field_index(fields.text)
        field = table.schema.field(at)
        table = table.set_column(at, field, arrow.array(originals, field.type)).drop_columns([fields.column])
        part.write(ipc_written(table))


UNDOERS: Final[dict[str, Callable[[BinaryIO, BinaryIO, _Fields, str], None]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
}
"""How the records of a shard are led back, by its format."""
