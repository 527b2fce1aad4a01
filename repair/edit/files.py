"""Repaired files and their sidecars on disk.

Files are replaced in one step, and the sidecar is written before the text, so that a repaired file can be undone at
every moment. An existing file is replaced only if it is known to belong to the article. Line endings, byte-order mark
and final newline stay as they are.
"""

from __future__ import annotations

from pathlib import Path

from repair.edit.edits import Applied
from repair.edit.scratch import write_atomically
from repair.edit.sidecar import Sidecar, digest, encode_text, read_sidecar, restore, sidecar
from repair.errors import ApparatusError, InputError, OutputError
from repair.records import Article

__all__ = ["original_bytes", "sidecar_path", "undo_file", "write_repaired"]


def sidecar_path(output: str | Path, *, rows: bool = False) -> Path:
    """The path of a repaired file's sidecar: `<file>.repair.json`, for JSONL rows `<file>.repair.jsonl`."""
    output = Path(output)
    return output.with_name(f"{output.name}.repair.json{'l' if rows else ''}")


def write_repaired(applied: Applied, article: Article, output: str | Path) -> Path:
    """Write the repaired text of an article read from a text file, in its own encoding, and its sidecar beside it.

    Returns the path of the sidecar. A file at `output` is replaced only if it is the article as it was analysed, or an
    earlier repair of it with its sidecar; otherwise `OutputError` is raised and nothing is written. A file that was
    repaired in place is not repaired in place again, since only the first sidecar can undo it: that raises
    `OutputError` too, unless there is nothing to put in. A run that is killed always leaves a text and a sidecar from
    which the article can be restored, and the same call then continues.
    """
    beside = sidecar_path(output)
    data, original = encode_text(applied.text, article), encode_text(article.text, article)
    there, kept = _there(Path(output)), _there(beside)
    earlier = None if kept is None else read_sidecar(kept, where=str(beside))
    if earlier and earlier.edits and earlier.repaired.bytes == digest(original) != earlier.original.bytes:
        if applied.edits:
            raise OutputError(
                "this file was repaired before, and its sidecar would be lost",
                where=str(output),
                hint=f"write to another file, or run `repair undo {output} -o {output}` first",
            )
        _check_known(there in (None, original), output)
        write_atomically(output, data)
        return beside
    _check_sidecar(earlier, article.id, original, there, beside)
    repaired = earlier is not None and there is not None and digest(there) == earlier.repaired.bytes
    _check_known(repaired or there in (None, b"", original, data), output)
    if repaired and there not in (original, data):
        write_atomically(output, original)  # both sidecars, the present one and the next, can be undone to it
    line = sidecar(applied, article) + b"\n"
    if kept != line:
        write_atomically(beside, line)
    if there != data:
        write_atomically(output, data)
    return beside


def _check_sidecar(
    earlier: Sidecar | None, article_id: str, original: bytes, there: bytes | None, beside: Path
) -> None:
    """Refuse to replace the sidecar of another article, which could perhaps not be restored without it."""
    if earlier is None or earlier.original.bytes == digest(original):
        return
    if earlier.id == article_id and there == original:  # an earlier version, which can no longer be restored
        return
    raise OutputError(
        f"is the sidecar of another article or version ({earlier.id!r}), and would be lost",
        where=str(beside),
        hint="write to another file or folder, or move it away together with its text",
    )


def _check_known(known: bool, output: str | Path) -> None:
    """Refuse to replace a file that this run does not know."""
    if not known:
        raise OutputError(
            "has changed since it was analysed, or is another file",
            where=str(output),
            hint="make the apparatus again, or write to another file",
        )


def undo_file(repaired: str | Path, output: str | Path, *, replace: bool = True) -> None:
    """Write the article that `repaired` was made from to `output`, byte for byte. Without `replace`, an existing file at
    `output` is replaced only if it is the repaired one.

    Raises `InputError` if a file cannot be read, `ApparatusError` if the repaired file was edited after apply,
    `OutputError` if the article cannot be written.
    """
    beside = sidecar_path(repaired)
    kept = read_sidecar(_read(beside), where=str(beside))
    data = _read(Path(repaired))
    original = original_bytes(data, kept, str(repaired))
    if not replace and _there(Path(output)) not in (None, b"", data, original):
        raise OutputError("a file of this name is there already", where=str(output), hint="name an empty folder")
    write_atomically(output, original)


def original_bytes(data: bytes, kept: Sidecar, where: str) -> bytes:
    """The bytes of the article from which those of a repaired file were made. Raises `ApparatusError` if the file was
    edited since."""
    if digest(data) == kept.original.bytes:  # it was undone before, or apply was interrupted between sidecar and text
        return data
    if digest(data) != kept.repaired.bytes:
        raise ApparatusError(
            "the file was edited after apply", where=where, hint="undo needs the repaired file as it was written"
        )
    try:
        original = restore(data.decode(kept.encoding), kept, where=where).encode(kept.encoding)
    except (LookupError, ValueError):  # of an unknown encoding, or of bytes that are not in it
        raise ApparatusError(
            f"the file is not text in {kept.encoding!r}", where=where, hint="the sidecar was edited"
        ) from None
    if digest(original) != kept.original.bytes:
        raise ApparatusError("undo does not give the file back", where=where, hint="the sidecar was edited")
    return original


def _there(path: Path) -> bytes | None:
    """The bytes of the file at `path`, `None` if there is none. Raises `OutputError` if it is not a file."""
    if path.exists() and not path.is_file():
        what = "is a folder" if path.is_dir() else "is not a regular file, so it cannot have a sidecar"
        raise OutputError(what, where=str(path), hint="name a file")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(
            f"cannot be read, and so is not replaced: {error.strerror}", where=str(path), hint="check its permissions"
        ) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        gone = isinstance(error, FileNotFoundError)
        raise InputError(
            "no such file" if gone else f"cannot be read: {error.strerror}",
            where=str(path),
            hint="`repair apply` writes a sidecar beside its output; what it did not write cannot be undone",
        ) from None
