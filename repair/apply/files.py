"""Repaired files and their sidecars on disk.

Files are replaced atomically, and the sidecar is written before the text, so that at no moment a repaired file stands
without the means to undo it. Line endings, byte-order mark and final newline go through untouched.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from repair.apply.edits import Applied
from repair.apply.sidecar import Sidecar, digest, encode_text, read_sidecar, restore, sidecar
from repair.errors import ApparatusError, InputError, OutputError
from repair.records import Article

__all__ = ["atomically", "sidecar_path", "undo_file", "write_atomically", "write_repaired"]


def sidecar_path(output: str | Path, *, rows: bool = False) -> Path:
    """Where the sidecar of a repaired file stands: `<file>.repair.json`, for JSONL rows `<file>.repair.jsonl`."""
    output = Path(output)
    return output.with_name(f"{output.name}.repair.json{'l' if rows else ''}")


@contextmanager
def atomically(path: str | Path) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of `path` when the block ends well, and is dropped when it does not.

    A link is followed and a file's permissions are kept; a device or pipe is written to directly. Raises `OutputError`.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                yield stream
            return
        scratch = target.with_name(f".repair-{secrets.token_hex(8)}.tmp")
        try:
            with scratch.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if target.exists():
                scratch.chmod(target.stat().st_mode & 0o7777)
            scratch.replace(target)
        except BaseException:
            scratch.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(
            f"cannot write: {error.strerror}", where=str(path), hint="check the folder and its permissions"
        ) from None


def write_atomically(path: str | Path, data: bytes) -> None:
    """Write `data` so that `path` holds either what it held or all of `data`, never a part. Raises `OutputError`."""
    with atomically(path) as stream:
        stream.write(data)


def write_repaired(applied: Applied, article: Article, output: str | Path) -> Path:
    """Write the repaired text of an article read from a text file, in its own encoding, and its sidecar beside it.

    Gives the sidecar's path. A file repaired in place before is not repaired in place again, since the first sidecar
    is the only way back: that raises `OutputError`, unless there is nothing to put in.
    """
    beside = sidecar_path(output)
    data = encode_text(applied.text, article)
    earlier = read_sidecar(_read(beside), where=str(beside)) if beside.exists() else None
    if earlier and earlier.edits and earlier.repaired.bytes == digest(encode_text(article.text, article)):
        if applied.edits:
            raise OutputError(
                "this file was repaired before, and its sidecar would be lost",
                where=str(output),
                hint=f"write to another file, or run `repair undo {output}` first",
            )
    else:
        write_atomically(beside, sidecar(applied, article) + b"\n")
    write_atomically(output, data)
    return beside


def undo_file(repaired: str | Path, output: str | Path, *, beside: str | Path | None = None) -> None:
    """Write the article that `repaired` was made from to `output`, byte for byte. `beside` is the sidecar's path where
    it does not stand in its usual place.

    Raises `InputError` where a file cannot be read, `ApparatusError` where the repaired file was edited after apply.
    """
    beside = Path(beside) if beside is not None else sidecar_path(repaired)
    kept = read_sidecar(_read(beside), where=str(beside))
    write_atomically(output, _original_bytes(_read(Path(repaired)), kept, str(repaired)))


def _original_bytes(data: bytes, kept: Sidecar, where: str) -> bytes:
    if digest(data) == kept.original.bytes:  # undone before, or apply was cut off between sidecar and text
        return data
    if digest(data) != kept.repaired.bytes:
        raise ApparatusError(
            "the file was edited after apply", where=where, hint="undo needs the repaired file as it was written"
        )
    try:
        original = restore(data.decode(kept.encoding), kept, where=where).encode(kept.encoding)
    except (LookupError, ValueError):  # of unknown encodings, and of bytes that are none
        raise ApparatusError(
            f"the file is not text in {kept.encoding!r}", where=where, hint="the sidecar was edited"
        ) from None
    if digest(original) != kept.original.bytes:
        raise ApparatusError("undo does not give the file back", where=where, hint="the sidecar was edited")
    return original


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot read: {error.strerror}", where=str(path), hint="a sidecar stands beside the file that apply wrote"
        ) from None
