"""What every format gives: a text with the place it was read from, be it an article or a reference.

Readers take an opened source and the settings of the batch; which of the two nouns a copy becomes is decided by who
asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Protocol

from msgspec import Struct

from repair.config import Config
from repair.errors import InputError, RepairError
from repair.records import Element, Source

__all__ = ["BYTES_PER_CHAR", "MAX_CHARS", "Copy", "OnError", "Opened", "Reader", "Settings", "check_length"]

OnError = Callable[[RepairError], None]

MAX_CHARS: Final = Config().max_chars
_BLOCK: Final = 1 << 17
BYTES_PER_CHAR: Final = 4  # no supported encoding needs more, so that this bounds what has to be read


class Opened(Struct, frozen=True):
    """A source open for reading: its path as the user gave it (`-` for standard input) and its bytes, unpacked.

    `first` is the number of the stream's first line, more than 1 where the stream begins amid its source.
    """

    path: str
    stream: BinaryIO
    first: int = 1

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
