"""What every reader gives: a text with the place it was read from, before it becomes an article or a reference.

Readers take an opened source and the settings of the batch; the caller decides whether a copy becomes an article or a
reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO, Final, Protocol

from msgspec import Struct, field

from repair.config import Config
from repair.errors import EmptySource, InputError, RepairError
from repair.records import Element, Source

__all__ = [
    "BYTES_PER_CHAR",
    "MAX_CHARS",
    "OTHER_FIELDS",
    "Copy",
    "OnError",
    "OnLeftOut",
    "Opened",
    "Reader",
    "Settings",
    "Unread",
    "check_length",
    "row_limit",
    "row_too_long",
    "whole_text",
    "without_unread",
]

OnError = Callable[[RepairError], None]
OnLeftOut = Callable[[str, str], None]
"""Takes the kind of what was left out, and its place."""

MAX_CHARS: Final = Config().max_chars
_BLOCK: Final = 1 << 17
BYTES_PER_CHAR: Final = 4  # no supported encoding needs more, so this limits how much has to be read
OTHER_FIELDS: Final = 1 << 20
"""Bytes that are always allowed for the fields beside the text."""


class Opened(Struct, frozen=True):
    """A source open for reading: its path as the user gave it (`-` for standard input) and its bytes, unpacked.

    `first` is the number of the stream's first line or record, more than 1 if the stream begins inside its source, at its
    byte `start`. `whole` says whether the stream ends where its source does; it is false if the source was cut off there.
    """

    path: str
    stream: BinaryIO
    first: int = 1
    whole: bool = True
    start: int = 0

    def read(self, most: int) -> bytes:
        """The rest of the source, up to `most` bytes."""
        # reading with a limit allocates all of it at once, which takes longer than reading most files
        data = self.stream.read(min(most, _BLOCK))
        return data + self.stream.read(most - len(data)) if len(data) == _BLOCK else data


def _nothing(kind: str, place: str) -> None:
    """What was left out is not asked for."""


class Settings(Struct, frozen=True):
    """How a batch is read: the JSONL fields that hold text and id, the encoding, and the longest text (code points).

    If `id_field` is `None`, no row has an id of its own. `on_error` gets the error of every row that cannot be used; an
    error of the whole source is raised by the reader. `pages` says that the field holds the HTML of pages, which may be
    bytes. `on_left_out` gets the kind of everything in a web archive that is no page, and its place. `extractor` takes
    the articles from the pages of a web archive; without one, they are references. `url_field` and `date_field` name
    the fields of a row with the address and the date of its page. `exclude` are the patterns of `expand`.
    """

    field: str
    id_field: str | None
    encoding: str
    max_chars: int
    on_error: OnError
    pages: bool = False
    on_left_out: OnLeftOut = _nothing
    url_field: str = "url"
    date_field: str = "date"
    extractor: str = ""
    exclude: tuple[str, ...] = ()


class Copy(Struct, frozen=True):
    """One text. `place` is its path, with the line for a row; `id` is the row's own, empty if it has none.

    `source` is `None` if the text was extracted from something else, and so cannot be written back. `html` is the page
    that it was taken from, where that is known.
    """

    place: str
    id: str
    text: str
    source: Source | None
    elements: tuple[Element, ...] = ()
    url: str = ""
    date: str = ""
    html: str = ""


class Unread(Struct, frozen=True):
    """An item that gives no text, and the error that says why. `number` is that of its line or row, `id` its id, if
    any.

    `is_row` says whether the format still counts it as a row: JSON of any kind, a CSV record with all its fields, any
    row of Parquet. `raw` are its bytes in the source, line break included; `values` are the fields of a CSV record. A
    row of Parquet has `fields` instead, without those whose value does not match their type.
    """

    error: InputError
    number: int
    is_row: bool
    raw: bytes = b""
    id: str = ""
    values: tuple[str, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict)


def without_unread(found: Iterable[Copy | Unread], on_error: OnError) -> Iterator[Copy]:
    """Only the texts; the errors of the others go to `on_error`."""
    for each in found:
        if isinstance(each, Unread):
            on_error(each.error)
        else:
            yield each


class Reader(Protocol):
    """Reads all texts of one opened source, in order, without holding more than one of them.

    Raises `InputError` if the source as a whole is not in its format.
    """

    def __call__(self, opened: Opened, settings: Settings) -> Iterator[Copy]:
        """The texts of `opened`, in order."""
        ...


def whole_text(opened: Opened, settings: Settings) -> bytes:
    """The bytes of a source that holds one text. Raises `EmptySource` if there are none, and `InputError` if they are
    longer than any text within the limit."""
    most = settings.max_chars * BYTES_PER_CHAR
    data = opened.read(most + 1)
    if not data:
        raise EmptySource("is empty", where=opened.path, hint="remove it, or check how it was made")
    check_length(len(data) // BYTES_PER_CHAR + (len(data) > most), settings.max_chars, opened.path)
    return data


def row_limit(settings: Settings) -> int:
    """The longest row that is read, in bytes."""
    return settings.max_chars * BYTES_PER_CHAR + OTHER_FIELDS


def row_too_long(what: str, settings: Settings, where: str) -> InputError:
    """The error for a row, or a part of a file that `what` names, over the limit: that is set in characters of the text,
    and counted in bytes before the row is taken apart."""
    return InputError(
        f"{what} is longer than {row_limit(settings):,} bytes, all that --max-chars {settings.max_chars:,} allows",
        where=where,
        hint=f"raise it: each character more allows {BYTES_PER_CHAR} bytes more",
    )


def check_length(length: int, max_chars: int, where: str, *, limit: str = "--max-chars") -> None:
    """Raise `InputError` if a text of `length` code points, or of at least that many, is over the limit."""
    if length > max_chars:
        raise InputError(
            f"the text is longer than {max_chars:,} characters",
            where=where,
            hint=f"split it, or raise the limit with {limit}",
        )
