"""What every format gives: a text with the place it was read from, be it an article or a reference.

Readers take an opened source and the settings of the batch; which of the two nouns a copy becomes is decided by who
asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO, Final, Protocol

from msgspec import Struct, field

from repair.config import Config
from repair.errors import InputError, RepairError
from repair.records import Element, Source

__all__ = [
    "BYTES_PER_CHAR",
    "MAX_CHARS",
    "Copy",
    "OnError",
    "Opened",
    "Reader",
    "Settings",
    "Unread",
    "check_length",
    "without_unread",
]

OnError = Callable[[RepairError], None]

MAX_CHARS: Final = Config().max_chars
_BLOCK: Final = 1 << 17
BYTES_PER_CHAR: Final = 4  # no supported encoding needs more, so that this bounds what has to be read


class Opened(Struct, frozen=True):
    """A source open for reading: its path as the user gave it (`-` for standard input) and its bytes, unpacked.

    `first` is the number of the stream's first line, more than 1 where the stream begins amid its source. `whole` is
    whether the stream ends where its source does, and not where that broke off.
    """

    path: str
    stream: BinaryIO
    first: int = 1
    whole: bool = True

    def read(self, most: int) -> bytes:
        """The rest of the source, up to `most` bytes."""
        # room for all that is asked for would be made at once, which takes longer than to read most files
        data = self.stream.read(min(most, _BLOCK))
        return data + self.stream.read(most - len(data)) if len(data) == _BLOCK else data


class Settings(Struct, frozen=True):
    """How a batch is read: the JSONL fields that hold text and id, the encoding, and the longest text (code points).

    With `id_field` `None` no row has an id of its own. `on_error` is told of every row that cannot be used; an error of the whole source is raised by the reader.
    """

    field: str
    id_field: str | None
    encoding: str
    max_chars: int
    on_error: OnError


class Copy(Struct, frozen=True):
    """One text. `place` is its path, with the line for a row; `id` is the row's own, empty where it has none.

    `source` is `None` where the text was extracted from something else, and so cannot be written back.
    """

    place: str
    id: str
    text: str
    source: Source | None
    elements: tuple[Element, ...] = ()
    url: str = ""
    date: str = ""


class Unread(Struct, frozen=True):
    """What gives no text, and the error that says why. `number` is that of its line or row, `id` its own where it has one.

    `is_row` is whether the format takes it for a row all the same: JSON of any kind, a CSV record with all its fields,
    any row of Parquet. `raw` are its bytes as the source has them, line break included, `values` the fields of a CSV
    record; a row of Parquet has `fields` in their place, without those that are not what their type says.
    """

    error: InputError
    number: int
    is_row: bool
    raw: bytes = b""
    id: str = ""
    values: tuple[str, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict)


def without_unread(found: Iterable[Copy | Unread], on_error: OnError) -> Iterator[Copy]:
    """The texts alone; why the others gave none goes to `on_error`."""
    for each in found:
        if isinstance(each, Unread):
            on_error(each.error)
        else:
            yield each


class Reader(Protocol):
    """Reads all texts of one opened source, in order, without holding more than one of them.

    Raises `InputError` where the source as a whole is not of its format.
    """

    def __call__(self, opened: Opened, settings: Settings) -> Iterator[Copy]:
        """The texts of `opened`, in order."""
        ...


def check_length(length: int, max_chars: int, where: str) -> None:
    """Raise `InputError` where a text of `length` code points, or of at least that many, is over the limit."""
    if length > max_chars:
        raise InputError(
            f"the text is longer than {max_chars:,} characters",
            where=where,
            hint="split it, or raise the limit with --max-chars",
        )
