"""JSON documents: the elements of an array as rows, or objects that go over several lines; and JSON lines, which is what
many `.json` files hold.

Elements are counted from 1. An element is kept on one line, as a row of JSON lines; `put_into_document` puts new texts into
the document itself.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO, Final

from msgspec.structs import replace

from repair.errors import EmptySource, InputError
from repair.read import jsonl
from repair.read.copy import Copy, Opened, Settings, Unread, row_limit, row_too_long, without_unread
from repair.read.encoding import decode_text
from repair.read.head import peek
from repair.read.json_elements import HEAD, UNENDED, JsonElement, elements, shape_of
from repair.read.rows import write_row
from repair.records import Article, Layout

__all__ = ["element_rows", "opened_document", "put_into_document", "read_json_documents"]

_BREAK: Final = re.compile(r"(,?)[ \t]*[\r\n][ \t\r\n]*")


def read_json_documents(opened: Opened, settings: Settings) -> Iterator[Copy]:
    """The text of every element or row, in order. Raises `InputError` if the source is empty, or if its array does not
    end: what stands before is given."""
    document, found = opened_document(opened, row_limit(settings))
    if document is None:
        return jsonl.read_jsonl(found, settings)
    return without_unread(element_rows(document, opened.path, settings), settings.on_error)


def opened_document(
    opened: Opened, limit: int, *, number: int = 1, offset: int = 0, skip: Callable[[BinaryIO, int], None] | None = None
) -> tuple[Iterator[JsonElement] | None, Opened]:
    """The elements from number `number` on, which is after `offset`, where `skip` leads; `None` for JSON lines, which the
    source that is also given holds."""
    head, stream = peek(opened.stream, HEAD)
    shape = shape_of(head)
    source = replace(opened, stream=stream)
    if shape == "lines":
        return None, source
    if skip is not None:
        skip(stream, offset)
    return elements(stream, limit, array=shape == "array", number=number, offset=offset), source


def element_rows(document: Iterable[JsonElement], path: str, settings: Settings) -> Iterator[Copy | Unread]:
    """The result of every element, in order. Raises `InputError` if there is none, or the array does not end."""
    layout: Layout = "spaced"
    limit = row_limit(settings)
    last = 0
    for element in document:
        where = f"{path}:{element.number}"
        raw = element.data
        if element.wrong == UNENDED:
            hint = "get the whole file; what stands before its end was read"
            raise InputError(f"{UNENDED}: the file ends at byte {element.start:,}", where=path, hint=hint)
        last = element.number
        try:
            if raw is None or len(raw) > limit:
                raise row_too_long(f"the element at byte {element.start:,}", settings, where)
            text = decode_text(raw, settings.encoding, where)
            if element.wrong:
                raise _broken(text, element, where)
            copy, layout = jsonl.row_read(_BREAK.sub(_joined, text), "", "\n", element.number, layout, path, settings)
        except InputError as error:
            if error.where not in (where, path):  # it names a column of the one line
                error = _broken(text, element, where)
            yield jsonl.row_unread(error, element.number, raw or b"", "", settings)
        else:
            yield copy
    if not last:
        raise EmptySource("holds no elements", where=path, hint="remove it, or check how it was made")


def _joined(found: re.Match[str]) -> str:
    """What stands in one line in place of a line break, which cannot be part of a string."""
    return ", " if found[1] else ""


def _broken(text: str, element: JsonElement, where: str) -> InputError:
    at, why = element.start, element.wrong
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        at += len(text[: error.pos].encode("utf-8", "replace"))
        why = f"{why}, {error.msg}".removeprefix(", ")
    except (RecursionError, ValueError):
        pass
    return InputError(f"broken JSON at byte {at:,}: {why}", where=where, hint="correct or remove the element")


def put_into_document(data: bytes, articles: Mapping[int, tuple[Article, str]]) -> bytes | None:
    """The document with new texts in place of those of some articles, by the numbers of their elements; all else stays
    as it is. `None` if the document does not hold these articles with their texts."""
    document, _ = opened_document(Opened("", io.BytesIO(data)), len(data))
    pieces, done, left = [], 0, dict(articles)
    for element in document or ():
        if element.number not in left:
            continue
        article, text = left.pop(element.number)
        row, encoding = article.source.row, article.source.encoding
        raw = (element.data or b"").decode(encoding, "replace")
        if row is None or _BREAK.sub(_joined, raw) != write_row(replace(row, ending=""), article.text):
            return None
        new = write_row(replace(row, layout="raw", line=raw, ending=""), text)
        pieces += [data[done : element.start], new.encode(encoding)]
        done = element.end
    return None if left else b"".join([*pieces, data[done:]])
