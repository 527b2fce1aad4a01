"""What a check may fix by itself, and how it writes the fixes into the checked files.

A fix is safe if the words stay as they are: blanks that punctuation needs, blanks inside quotation marks, wrongly
decoded letters, entities. A prediction of a model is never a fix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from repair.codes import CODES
from repair.edit import decide, encode_text, write_atomically
from repair.errors import InputError, OutputError
from repair.read import format_of, write_row
from repair.read.archives import archive_of
from repair.read.json_documents import put_into_document
from repair.read.json_elements import HEAD, shape_of
from repair.read.paths import unpacked_by
from repair.read.pipes import pipe_name
from repair.records import Apparatus, Article, Finding, Row

__all__ = ["fixed", "write_fixes"]

# have a code whose fixes are safe, but remove text that may have had a meaning
_UNSAFE_RULES: Final = frozenset(("tag",))
_BLANKS: Final = b" \t\r\n"
_FORMATS: Final = ("text", "jsonl", "html", "json")


def fixed(apparatus: Apparatus, *, unsafe: bool, trusted: float, min_confidence: float) -> Apparatus:
    """The apparatus with fixes accepted: the safe ones; with `unsafe`, also all others that follow from a rule, and
    readings whose score (0–1) is at least `trusted`. It fixes only findings of at least `min_confidence` (0–1) that
    nothing suppresses."""
    wanted = apparatus.above(min_confidence)
    wanted = replace(wanted, entries=tuple(e for e in wanted.entries if e.suppressed is None))
    if unsafe:
        readings = decide(wanted, readings=True, min_score=trusted)
        return decide(readings, rules=True)
    safe = tuple(e for e in wanted.entries if _is_safe(e.finding))
    return decide(replace(wanted, entries=safe), rules=True)


def _is_safe(finding: Finding) -> bool:
    return CODES[finding.code].safe_fix and _UNSAFE_RULES.isdisjoint(finding.detectors)


def write_fixes(path: str, articles: Sequence[tuple[Article, str]]) -> None:
    """Write new texts of articles into the file at `path` that they were read from, atomically; the rest of the file
    stays as it is.

    Raises `OutputError` if the file changed since it was read, is neither text, HTML nor JSON lines, is packed, or is
    standard input or a pipe.
    """
    is_packed = bool(unpacked_by(path)) or archive_of(path) != path
    if what := pipe_name(path) or ("a packed file" if is_packed else ""):
        raise OutputError(f"{what} cannot be fixed in place", where=path, hint="use --diff to see the fixes")
    if format_of(path) not in _FORMATS:
        raise OutputError(
            f"{format_of(path).upper()} cannot be fixed in place, since it can be written in many ways",
            where=path,
            hint="use --diff to see the fixes, or convert it to JSON lines",
        )
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path, hint="check the path") from None
    rows: dict[int, tuple[Article, str]] = {}
    for article, text in articles:
        if article.source.row is None:
            _check_same(data == encode_text(article.text, article), path)
            write_atomically(path, encode_text(text, article))
            return
        rows[article.source.row.number] = (article, text)
    write_atomically(path, _document_written(data, rows, path) or _rows_written(data, rows, path))


def _document_written(data: bytes, rows: Mapping[int, tuple[Article, str]], path: str) -> bytes | None:
    """The JSON document with the new texts, `None` if the file holds lines."""
    if format_of(path) != "json" or shape_of(data[:HEAD]) == "lines":
        return None
    written = put_into_document(data, rows)
    _check_same(written is not None, path)
    return written


def _rows_written(data: bytes, rows: Mapping[int, tuple[Article, str]], path: str) -> bytes:
    lines = data.split(b"\n")
    for number, (article, text) in rows.items():
        row = article.source.row
        assert row is not None  # rows alone are collected
        _check_same(number <= len(lines), path)
        line = lines[number - 1]
        body = line.strip(_BLANKS)
        encoding = article.source.encoding
        _check_same(body == _line(row, article.text, encoding), path)
        at = line.index(body)
        lines[number - 1] = line[:at] + _line(row, text, encoding) + line[at + len(body) :]
    return b"\n".join(lines)


def _line(row: Row, text: str, encoding: str) -> bytes:
    return write_row(replace(row, ending=""), text).encode(encoding).strip(_BLANKS)


def _check_same(same: bool, path: str) -> None:
    if not same:
        raise OutputError("the file changed while it was checked", where=path, hint="check it again")
