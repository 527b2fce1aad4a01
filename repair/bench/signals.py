"""What a reader says of texts, kept in a file, so that tables can be fitted many times after it has read them once.

The file has one JSON object a line: `sha256` of the text and `signals`, each a list of the offset, the probability and the
four shares of the lengths. A file holds for one reader: another one needs another file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from repair.config import FAST
from repair.errors import InputError
from repair.interchange import from_json
from repair.models import GAP_MODEL, load, load_quick, together
from repair.records import Signal

__all__ = ["KeptSignals"]

_BATCH: Final = 64  # texts that are read and then kept at once


class _Row(msgspec.Struct):
    sha256: str
    signals: list[tuple[int, float, float, float, float, float]]


_decoder: Final = msgspec.json.Decoder(_Row)


class KeptSignals:
    """Reads texts with the bundled gap head and the quick reader beside it, or with this one alone (`quick`); what is said is
    kept in the file at `path`, if one is given."""

    def __init__(self, path: str = "", *, quick: bool = False) -> None:
        self._quick = quick
        self._path = Path(path) if path else None
        self._known = dict(_rows(self._path)) if self._path and self._path.exists() else {}

    def __call__(self, texts: Sequence[str]) -> list[tuple[Signal, ...]]:
        """The signals of each text, in order."""
        shas = [sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
        new = list({sha: text for sha, text in zip(shas, texts, strict=True) if sha not in self._known}.items())
        for at in range(0, len(new), _BATCH):
            batch = new[at : at + _BATCH]
            texts_new = [text for _, text in batch]
            read = load_quick(FAST).signals(texts_new) if self._quick else together(load(GAP_MODEL)).signals(texts_new)
            self._keep([sha for sha, _ in batch], read)
        return [self._known[sha] for sha in shas]

    def _keep(self, shas: Sequence[str], read: Sequence[tuple[Signal, ...]]) -> None:
        self._known.update(zip(shas, read, strict=True))
        if self._path:
            with self._path.open("ab") as stream:
                for sha, said in zip(shas, read, strict=True):
                    row = _Row(sha, [(s.offset, s.probability, *s.lengths) for s in said])
                    stream.write(msgspec.json.encode(row) + b"\n")


def _rows(path: Path) -> Iterator[tuple[str, tuple[Signal, ...]]]:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                row = from_json(_decoder, line)
                yield row.sha256, tuple(Signal(at, sure, (a, b, c, d)) for at, sure, a, b, c, d in row.signals)
            except msgspec.DecodeError as error:
                hint = "remove the file; the gap head reads the texts again"
                raise InputError(f"no row of kept signals: {error}", where=f"{path}:{number}", hint=hint) from None
