"""Texts of an edition as files of their own: each under the path that it has below its source, in its own encoding, and
packed as it was.

A shard holds a line for each text, which says what was done to it. The text itself is a file in the folder `texts` beside
the shard. A file that gives no text is copied as it is.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from repair.corpus.digests import digest_of
from repair.corpus.inputs import stored
from repair.corpus.packers import PACKERS
from repair.edit import original_bytes, read_sidecar, write_atomically
from repair.errors import ApparatusError, InputError, OutputError
from repair.read.paths import UNPACKERS, unpacked_by

__all__ = ["TEXTS_FOLDER", "listed_texts", "text_errors", "text_line", "undo_texts", "unfolded"]

TEXTS_FOLDER: Final = "texts"
"""The folder of the texts, beside the shards."""

_line: Final = msgspec.json.Decoder(dict[str, Any])
_EDITED: Final = "the file was edited since the run wrote it"


def text_line(
    name: str, identifier: str, column: str, note: Mapping[str, Any], content: bytes | None, source: str
) -> bytes:
    """The line of a text in a shard that grows: with the bytes of its file, or the `source` that is to be copied."""
    held = {"source": source} if content is None else {"content": content}
    return msgspec.json.encode({"path": name, "id": identifier, column: note, **held}) + b"\n"


def unfolded(part: BinaryIO, target: BinaryIO, folder: Path) -> None:
    """Write the texts of a shard to the folder, and their lines, without the texts, to `target`."""
    for line in part:
        row = _line.decode(line)
        content, source = row.pop("content", None), row.pop("source", "")
        path = folder / row.pop("path")
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_name(f".repair-{hashlib.sha256(path.name.encode()).hexdigest()[:16]}.tmp")
        with scratch.open("wb") as stream:
            if content is None:
                with stored(source) as original:
                    PACKERS[""](original, stream)
            else:
                PACKERS[unpacked_by(path.name)](BytesIO(base64.b64decode(content)), stream)
        scratch.replace(path)
        name = path.relative_to(folder).as_posix()
        made = {"path": name, "id": row.pop("id"), "sha256": digest_of(path)[1], **row}
        target.write(json.dumps(made, ensure_ascii=False).encode() + b"\n")
    os.sync()  # once for all of them: the shard vouches for files that are on disk


def listed_texts(shard: Path) -> Iterator[dict[str, Any]]:
    """The lines of a shard of texts. Raises `InputError` if it cannot be read."""
    try:
        with shard.open("rb") as stream:
            for line in stream:
                row = _line.decode(line)
                if not isinstance(row.get("path"), str) or not _inside(row["path"]):
                    raise InputError(f"names no text: {row.get('path')!r}", where=str(shard), hint=_EDITED)
                yield row
    except (OSError, msgspec.MsgspecError) as error:
        raise InputError(f"cannot be read: {error}", where=str(shard), hint="run `repair corpus --verify`") from None


def _inside(name: str) -> bool:
    """Whether the name leads to a file below the folder that it is looked up in."""
    return not name.startswith("/") and not {"", ".", ".."} & set(name.split("/"))


def text_errors(shard: Path) -> Iterator[OutputError]:
    """One error for every text of a shard that is missing or is not what was written."""
    for row in listed_texts(shard):
        path = shard.parent / TEXTS_FOLDER / row["path"]
        try:
            same = digest_of(path)[1] == row.get("sha256")
        except OSError as error:
            yield OutputError(f"cannot be read: {error.strerror}", where=str(path), hint="make the run again")
            continue
        if not same:
            yield OutputError("has other content", where=str(path), hint="make the run again, in a new folder")


def undo_texts(shard: Path, output: Path, column: str) -> None:
    """Write the originals of the texts of a shard to the folder `output`, each under its path.

    Raises `ApparatusError` if one was edited since, `OutputError` if another file is there already.
    """
    for row in listed_texts(shard):
        path, target = shard.parent / TEXTS_FOLDER / row["path"], output / row["path"]
        data = _original(path, row.get(column))
        if target.exists() and target.read_bytes() not in (data, path.read_bytes()):
            raise OutputError("a file of this name is there already", where=str(target), hint="name an empty folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, data)


def _original(path: Path, note: object) -> bytes:
    where = str(path)
    if not isinstance(note, Mapping):
        raise ApparatusError("does not say what was done", where=where, hint="the new field was removed or edited")
    with _reading(where):
        if "set_aside" in note:
            return path.read_bytes()
        packing = unpacked_by(path.name)
        with path.open("rb") as stream:
            data = UNPACKERS[packing](stream).read() if packing else stream.read()
    kept = read_sidecar(json.dumps({name: value for name, value in note.items() if name != "open"}), where=where)
    packed = BytesIO()
    PACKERS[packing](BytesIO(original_bytes(data, kept, where)), packed)
    return packed.getvalue()


@contextmanager
def _reading(where: str) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", where=where, hint="run `repair corpus --verify`") from None
