"""Apparatuses read back from JSON lines, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from repair.errors import InputError, RepairError
from repair.interchange import decode
from repair.read.copy import BYTES_PER_CHAR, MAX_CHARS, OnError
from repair.read.lines import BLANKS, numbered_lines
from repair.read.paths import expand, opened
from repair.records import Apparatus

__all__ = ["read_apparatus"]

# an apparatus holds its article's text, perhaps a second time in its row, and its candidates
_LIMIT: Final = 4 * BYTES_PER_CHAR * MAX_CHARS


def read_apparatus(paths: Sequence[str], on_error: OnError) -> Iterator[Apparatus]:
    """The apparatuses in files, folders, globs or `-` (standard input), in order.

    A line that is none goes to `on_error` as `ApparatusError` or `InputError`, and the lines after it are read, unless
    it is the first: then the file is taken for something else.
    """
    for path in expand(paths, on_error):
        try:
            with opened(path) as source:
                known = False
                for number, line in numbered_lines(source.stream, _LIMIT):
                    where = f"{path}:{number}"
                    if line is None:
                        on_error(InputError(f"the line is longer than {_LIMIT:,} bytes", where=where))
                    elif line.strip(BLANKS):
                        try:
                            apparatus = decode(line, where=where)
                        except RepairError as error:
                            if not known:
                                raise
                            on_error(error)
                        else:
                            known = True
                            yield apparatus
        except RepairError as error:
            on_error(error)
