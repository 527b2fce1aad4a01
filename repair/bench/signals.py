"""What a reader says of texts, kept in a file, so that tables can be fitted many times after it has read them once.

The file has one JSON object a line: `sha256` of the text, `signals`, each a list of the offset, the probability and the four
shares of the lengths, and `reader`, which read it. A file holds for one reader: another one needs another file. Several
processes may share it: each adds whole rows while the others wait, and what a killed one left of a row is taken away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from repair.config import FAST
from repair.edit import append_whole, appending, unwritten
from repair.errors import InputError, OutputError
from repair.interchange import from_json
from repair.models import GAP_MODEL, joint_reader, load, load_quick
from repair.records import Signal

__all__ = ["KeptSignals"]

_BATCH: Final = 64  # texts that are read and then kept at once
_READ_BACK: Final = 1 << 16  # bytes read at once, from the end, to find that of the last row


class _Row(msgspec.Struct, omit_defaults=True):
    sha256: str
    signals: list[tuple[int, float, float, float, float, float]]
    reader: str = ""  # older files do not name it


_decoder: Final = msgspec.json.Decoder(_Row)


class KeptSignals:
    """Reads texts with the bundled gap head and the quick reader beside it, or with this one alone (`quick`); the signals are
    kept in the file at `path`, if one is given."""

    def __init__(self, path: str = "", *, quick: bool = False) -> None:
        self._quick = quick
        self._path = Path(path) if path else None
        self._reader = "quick reader" if quick else "gap head"
        self._known = dict(_rows(self._path, self._reader)) if self._path and self._path.exists() else {}

    def __call__(self, texts: Sequence[str]) -> list[tuple[Signal, ...]]:
        """The signals of each text, in order."""
        shas = [sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
        new = list({sha: text for sha, text in zip(shas, texts, strict=True) if sha not in self._known}.items())
        for at in range(0, len(new), _BATCH):
            batch = new[at : at + _BATCH]
            texts_new = [text for _, text in batch]
            read = (
                load_quick(FAST).signals(texts_new) if self._quick else joint_reader(load(GAP_MODEL)).signals(texts_new)
            )
            self._keep([sha for sha, _ in batch], read)
        return [self._known[sha] for sha in shas]

    def _keep(self, shas: Sequence[str], read: Sequence[tuple[Signal, ...]]) -> None:
        self._known.update(zip(shas, read, strict=True))
        if self._path:
            rows = [
                _Row(sha, [(s.offset, s.probability, *s.lengths) for s in signals_of_text], self._reader)
                for sha, signals_of_text in zip(shas, read, strict=True)
            ]
            _append(self._path, b"".join(msgspec.json.encode(row) + b"\n" for row in rows))


def _append(path: Path, data: bytes) -> None:
    try:
        with appending(path) as file:
            os.ftruncate(file, _whole_rows(file))
            if not append_whole(file, data):
                raise OutputError("the disk is full", where=str(path), hint="make room and start again")
    except OSError as error:
        what = f"signals cannot be kept here: {error.strerror}"
        raise OutputError(what, where=str(path), hint="name a file in a folder that can be written") from None


def _whole_rows(file: int) -> int:
    """Where the last whole row of the file ends."""
    end = os.fstat(file).st_size
    while end:
        start = max(0, end - _READ_BACK)
        found = os.pread(file, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _rows(path: Path, reader: str) -> Iterator[tuple[str, tuple[Signal, ...]]]:
    with unwritten(path) as stream:
        for number, line in enumerate(stream, 1):
            if not line.endswith(b"\n"):  # of a process that was killed; the next row takes its place
                return
            try:
                row = from_json(_decoder, line)
                if row.reader not in ("", reader):
                    what = f"the signals are those of the {row.reader}, not of the {reader}"
                    raise InputError(what, where=f"{path}:{number}", hint="name a file of its own for each reader")
                yield row.sha256, tuple(Signal(at, sure, (a, b, c, d)) for at, sure, a, b, c, d in row.signals)
            except msgspec.DecodeError as error:
                hint = "remove the file; the gap head reads the texts again"
                raise InputError(f"no row of kept signals: {error}", where=f"{path}:{number}", hint=hint) from None
