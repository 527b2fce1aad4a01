"""What a file is by its first bytes, where that is not what its name says: it is named, and never read as prose."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from repair.errors import InputError, JsonText, OtherFile
from repair.read.copy import Opened
from repair.read.head import peek
from repair.read.pipes import is_pipe

__all__ = ["SIGNATURES", "checked_as_named", "file_kind_of", "format_within", "packing_within"]

_HEAD: Final = 512
_GUESSED: Final = 1 << 16
_MARK: Final = b"\xef\xbb\xbf"


class FileKind(Struct, frozen=True):
    """A kind of file: its `name` with its article, and the `signature` at `offset` by which it is known. `packing` is the
    ending of a packed file, `format` the reader of it, if there is one."""

    name: str
    signature: bytes
    offset: int = 0
    packing: str = ""
    format: str = ""


SIGNATURES: Final[tuple[FileKind, ...]] = (
    FileKind("a file packed by gzip", b"\x1f\x8b\x08", packing=".gz"),
    FileKind("a file packed by Zstandard", b"\x28\xb5\x2f\xfd", packing=".zst"),
    FileKind("a file packed by bzip2", b"BZh91AY&SY", packing=".bz2"),
    FileKind("a file packed by xz", b"\xfd7zXZ\x00", packing=".xz"),
    FileKind("a web archive (WARC)", b"WARC/1.", format="warc"),
    FileKind("a Parquet file", b"PAR1", format="parquet"),
    FileKind("an Arrow file", b"ARROW1\x00\x00", format="arrow"),
    FileKind("an Arrow stream", b"\xff\xff\xff\xff", format="arrow"),
    FileKind("a ZIP archive, or an Office document or e-book", b"PK\x03\x04"),
    FileKind("an empty ZIP archive", b"PK\x05\x06"),
    FileKind("a PDF document", b"%PDF-"),
    FileKind("a PostScript document", b"%!PS-Adobe"),
    FileKind("a Rich Text document", b"{\\rtf1"),
    FileKind("an old Office document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    FileKind("a SQLite database", b"SQLite format 3\x00"),
    FileKind("a 7z archive", b"7z\xbc\xaf\x27\x1c"),
    FileKind("a RAR archive", b"Rar!\x1a\x07"),
    FileKind("a tar archive", b"ustar", 257),
    FileKind("a PNG image", b"\x89PNG\r\n\x1a\n"),
    FileKind("a JPEG image", b"\xff\xd8\xff"),
    FileKind("a GIF image", b"GIF8"),
    FileKind("a TIFF image", b"II*\x00"),
    FileKind("a TIFF image", b"MM\x00*"),
    FileKind("a WebP image", b"WEBPVP8", 8),
    FileKind("an icon", b"\x00\x00\x01\x00"),
    FileKind("a font", b"wOF2"),
    FileKind("a font", b"wOFF"),
    FileKind("a font", b"\x00\x01\x00\x00"),
    FileKind("a font", b"OTTO\x00"),
    FileKind("a film or a sound", b"ftyp", 4),
    FileKind("a film or a sound", b"OggS\x00"),
    FileKind("a film or a sound", b"\x1aE\xdf\xa3"),
    FileKind("a sound", b"ID3\x03"),
    FileKind("a sound", b"ID3\x04"),
    FileKind("a program (ELF)", b"\x7fELF"),
    FileKind("a program (Windows)", b"MZ\x90\x00"),
    FileKind("a program (Mach-O)", b"\xcf\xfa\xed\xfe"),
    FileKind("a program (WebAssembly)", b"\x00asm"),
    FileKind("a pickle of Python", b"\x80\x04\x95"),
    FileKind("an array of NumPy", b"\x93NUMPY"),
    FileKind("an HDF5 file", b"\x89HDF\r\n\x1a\n"),
)
"""Kinds of files that are no text, the longer signatures of one beginning first."""

_SIGNED: Final = re.compile(
    b"|".join(b"((?s:.{%d})%b)" % (kind.offset, re.escape(kind.signature)) for kind in SIGNATURES)
)
"""All signatures, each a group, in their order."""
_JSON: Final = re.compile(rb'\s*(?:\{\s*(?:"(?:[^"\\\n]|\\.)*"\s*:|\}\s*$)|\[\s*\{\s*")')
_PAGE: Final = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def file_kind_of(head: bytes) -> FileKind | None:
    """The kind of a file that begins with `head`, `None` if no signature is known."""
    found = _SIGNED.match(head)
    return SIGNATURES[found.lastindex - 1] if found and found.lastindex else None


def packing_within(stream: BinaryIO) -> tuple[str, BinaryIO]:
    """The ending of a file that is packed as the stream's bytes are, empty if they are not; and the stream."""
    head, stream = peek(stream, _HEAD)
    kind = file_kind_of(head)
    return kind.packing if kind is not None else "", stream


def format_within(opened: Opened) -> tuple[str, Opened]:
    """The format of a source that has no name, by its first bytes: `json` (which reads JSON lines too), `html`, `warc`,
    `parquet`, `arrow`, else `text`; and the source."""
    head, stream = peek(opened.stream, _GUESSED)
    source = replace(opened, stream=stream)
    kind = file_kind_of(head)
    if kind is not None:
        return kind.format or "text", source
    body = head.removeprefix(_MARK)
    return "json" if _JSON.match(body) else "html" if _PAGE.match(body) else "text", source


def checked_as_named(opened: Opened, format_: str, encoding: str) -> Opened:
    """The source, if its first bytes do not show that it cannot be in this format, nor in this encoding. Raises
    `InputError`, which says what it is."""
    head, stream = peek(opened.stream, _HEAD)
    kind = file_kind_of(head)
    packed = kind is not None and kind.packing and format_ == "warc"  # archives are read packed, record by record
    if kind is not None and kind.format != format_ and not packed:
        other = "unpack it first" if "archive" in kind.name else "give a file of text"
        hint = f"give it a name that ends in {kind.packing}" if kind.packing else other
        what = f"is {kind.name}, not {_format_name(format_)}"
        other_file = format_ == "text" and not (kind.format or kind.packing)
        error = OtherFile if other_file else InputError
        raise error(what, where=opened.path, hint=_HINTS.get(kind.format, hint))
    if encoding[:6] not in ("utf-16", "utf-32") and format_ not in ("parquet", "arrow", "html", "warc"):
        utf16 = _unmarked_utf16(head)
        if utf16:
            what = f"looks like {utf16.upper()} without a byte-order mark"
            raise InputError(what, where=opened.path, hint=f"name its encoding (--encoding {utf16})")
    # a pipe has no name that could be wrong: a user who calls it a text means it
    if format_ == "text" and _JSON.match(head.removeprefix(_MARK)) and not is_pipe(opened.path):
        head, stream = peek(stream, _GUESSED)
        if ending := _json_in(head.removeprefix(_MARK)):
            what = f"holds JSON, though its name does not end in {ending}"
            raise JsonText(what, where=opened.path, hint="give it a name that does")
    return replace(opened, stream=stream)


def _json_in(head: bytes) -> str:
    """The ending for a file that is JSON to its end, or to that of the last line in `head`; empty if it is not. An article
    may begin with an object of JSON, which its scraper left there."""
    whole = head[: head.rfind(b"\n")] if len(head) == _GUESSED else head
    lines = [line for line in whole.splitlines() if line.strip()]
    for ending, parts in ((".jsonl", lines), (".json", [head])):
        try:
            found = [msgspec.json.decode(part) for part in parts]
        except (msgspec.DecodeError, RecursionError):
            continue
        if all(isinstance(value, dict | list) for value in found):
            return ending if len(found) > 1 or ending == ".json" or isinstance(found[0], dict) else ".json"
    return ""


_HINTS: Final = {
    "warc": "name it .warc or .warc.gz, and give it as a reference",
    "parquet": "give it a name that ends in .parquet",
    "arrow": "give it a name that ends in .arrow",
}


def _format_name(format_: str) -> str:
    return {"text": "text", "html": "HTML", "jsonl": "JSON lines", "warc": "a web archive"}.get(
        format_, format_.upper()
    )


def _unmarked_utf16(head: bytes) -> str:
    """The name of UTF-16 in one of its orders, if nearly every second byte is nothing."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # with its mark
        return ""
    pairs = len(head) // 2
    first, second = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if pairs < 4 or min(first, second) * 20 > pairs:
        return ""
    return "utf-16-le" if second * 10 > pairs * 6 else "utf-16-be" if first * 10 > pairs * 6 else ""
