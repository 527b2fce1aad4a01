"""The sidecar: what must be kept beside a repaired text to restore the article.

One JSON object an article, format 1: digests of the repaired and the original text, and every edit with its
provenance. For a JSONL file the sidecars are JSON lines, one a row and in the order of the rows.
"""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

from repair.edit.edits import Applied, Edit, undo
from repair.errors import ApparatusError, OutputError, RecordError
from repair.interchange import (
    WireProvenance,
    WireSignature,
    decode_provenance,
    decode_signature,
    encode_provenance,
    encode_signature,
)
from repair.records import Article

__all__ = ["FORMAT", "Digests", "Sidecar", "digest", "encode_text", "read_sidecar", "restore", "sidecar"]

FORMAT: Final = 1


class Digests(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hexadecimal SHA-256 of a text in UTF-8, and of the bytes of its file; `bytes` is empty for a JSONL row."""

    text: str
    bytes: str = ""


class _Edit(msgspec.Struct, frozen=True):
    start: int
    end: int
    original: str
    code: str
    score: float
    provenance: list[WireProvenance]
    decided_by: list[WireSignature] | msgspec.UnsetType = msgspec.UNSET


class Sidecar(msgspec.Struct, frozen=True, omit_defaults=True):
    """The content of one sidecar. `row` is the row's number in its JSONL file, 0 for a text file.

    `field` is the field of the row that holds the text. `line` is the original row as it was written; it is kept only
    if no usual layout of JSON gives it back.
    """

    format: int
    id: str
    encoding: str
    repaired: Digests
    original: Digests
    edits: list[_Edit]
    row: int = 0
    field: str = "text"
    line: str = ""

    def changes(self) -> tuple[Edit, ...]:
        """The edits as records. Raises `RecordError` if a provenance breaks its own rules."""
        return tuple(
            Edit(
                e.start,
                e.end,
                e.original,
                e.code,
                e.score,
                tuple(map(decode_provenance, e.provenance)),
                tuple(map(decode_signature, e.decided_by or ())),
            )
            for e in self.edits
        )


_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(Sidecar)


def digest(data: str | bytes) -> str:
    """Hexadecimal SHA-256 of bytes, or of a text in UTF-8."""
    return hashlib.sha256(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).hexdigest()


def sidecar(applied: Applied, article: Article) -> bytes:
    """The sidecar of one repaired article as one line of JSON, without its line break.

    Raises `OutputError` if the repaired text has a character that the article's encoding lacks.
    """
    source = article.source
    row = source.row
    raw = row is None
    wire = Sidecar(
        format=FORMAT,
        id=article.id,
        encoding=source.encoding,
        repaired=Digests(digest(applied.text), digest(encode_text(applied.text, article)) if raw else ""),
        original=Digests(article.sha256, digest(encode_text(article.text, article)) if raw else ""),
        edits=[
            _Edit(
                e.start,
                e.end,
                e.original,
                e.code,
                e.score,
                [encode_provenance(p) for p in e.provenance],
                [encode_signature(s) for s in e.decided_by] or msgspec.UNSET,
            )
            for e in applied.edits
        ],
        row=row.number if row else 0,
        field=row.field if row else "text",
        line=row.line if row and row.layout == "raw" else "",
    )
    try:
        return _encoder.encode(wire)
    except UnicodeEncodeError:
        raise OutputError(
            "a lone surrogate cannot be written", where=str(source) or article.id, hint="repair the input's encoding"
        ) from None


def encode_text(text: str, article: Article) -> bytes:
    """The bytes of `text` in the article's encoding, checked to decode to `text` again.

    Raises `OutputError`, which names the character, if the encoding lacks it.
    """
    encoding = article.source.encoding
    where = str(article.source) or article.id
    try:
        data = text.encode(encoding)
        faithful = data.decode(encoding) == text
    except UnicodeEncodeError as error:
        raise OutputError(
            f"{encoding} has no {text[error.start]!r} (U+{ord(text[error.start]):04X})",
            where=where,
            hint="convert the article to UTF-8 first, or reject the candidate",
        ) from None
    except (LookupError, ValueError):  # of unknown encodings, and of bytes that are none
        faithful = False
    if not faithful:
        raise OutputError(f"the text does not survive the encoding {encoding}", where=where, hint="use UTF-8")
    return data


def read_sidecar(line: bytes | str, *, where: str = "") -> Sidecar:
    """The sidecar on one line of JSON. `where` names the file and line for the error.

    Raises `ApparatusError` if the line is not a sidecar of a known format.
    """
    try:
        wire = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ApparatusError(f"not a sidecar: {error}", where=where, hint="`repair apply` writes one") from None
    if wire.format != FORMAT:
        raise ApparatusError(
            f"sidecar format {wire.format} is not known here", where=where, hint=f"this version reads format {FORMAT}"
        )
    return wire


def restore(text: str, line: bytes | str | Sidecar, *, where: str = "") -> str:
    """The article's text from the repaired `text` and its sidecar. `where` names the repaired file for the error.

    A text that is already the article's own is returned as it is: it was undone before, or its repair was interrupted.
    Raises `ApparatusError` if `text` is not what was written, or if undoing it does not give what the sidecar promises.
    """
    kept = line if isinstance(line, Sidecar) else read_sidecar(line, where=where)
    where = where or kept.id
    found = digest(text)
    if found == kept.original.text:
        return text
    if found != kept.repaired.text:
        raise ApparatusError(
            "the text was edited after apply, or the sidecar belongs to another text",
            where=where,
            hint="undo needs the repaired text as it was written",
        )
    try:
        original = undo(text, kept.changes())
    except (ApparatusError, RecordError) as error:
        raise ApparatusError(error.what, where=where, hint=error.hint or "the sidecar was edited") from None
    if digest(original) != kept.original.text:
        raise ApparatusError("undo does not give the article back", where=where, hint="the sidecar was edited")
    return original
