"""All entries of an apparatus file as one numbered list: where each is, and in which order they are decided.

Memory holds only what ordering and searching need; articles are read again from their place in the file, and the last
few are kept. The file may hold one article or a corpus of them.
"""

from __future__ import annotations

import os
from array import array
from collections import Counter, OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from repair.errors import ApparatusError, InputError, RepairError
from repair.interchange import decode
from repair.read import OnError
from repair.records import Apparatus, Entry
from repair.review.events import Key
from repair.text.fingerprint import fingerprints

__all__ = ["KINDS", "ORDERS", "SHOWS", "Cases", "QueueQuery"]

Show = Literal["open", "unseen", "decided", "conflict", "all"]
SHOWS: Final[tuple[Show, ...]] = ("open", "unseen", "decided", "conflict", "all")
Order = Literal["uncertainty", "text", "code"]
ORDERS: Final[tuple[Order, ...]] = ("uncertainty", "text", "code")
KINDS: Final = ("reading", "prediction", "rule", "emendation", "none")
# Articles kept decoded, and answers kept to the queries last asked.
_ARTICLES: Final = 4
_ANSWERS: Final = 8
# Context in which a search looks on each side of an entry, in code points.
_SEARCHED: Final = 120


class QueueQuery(msgspec.Struct, frozen=True):
    """Which entries, in which order. `code` is a prefix, `kind` that of the best candidate, `text` stands in context,
    message or a candidate. `show` goes by what was decided: `open` is what nobody decided, `unseen` what the reviewer
    who asks did not."""

    order: Order = "uncertainty"
    show: Show = "open"
    code: str = ""
    kind: Literal["", "reading", "prediction", "rule", "emendation", "none"] = ""
    text: str = ""


class Cases:
    """The entries of the apparatus file at `path`, numbered from 0 in the order of the file.

    Errors of lines that are not apparatuses go to `on_error`. Raises `InputError` if the file cannot be read or is
    packed.
    """

    def __init__(self, path: str | Path, on_error: OnError) -> None:
        self.path = Path(path)
        self.codes: Counter[str] = Counter()
        self.names: list[str] = []
        self.ids: list[str] = []
        self._article = array("L")
        self._first = array("L")
        self._places: list[tuple[int, int]] = []
        self._doubt = array("d")
        self._kinds: list[str] = []
        self._groups = array("q")
        self._numbers: dict[Key, int] = {}
        self._sizes: Counter[int] = Counter()
        self._kept: OrderedDict[int, Apparatus] = OrderedDict()
        self._answers: OrderedDict[tuple[str, str, str, str], Sequence[int]] = OrderedDict()
        self._stamp = (0, 0)
        self._read(on_error)

    def __len__(self) -> int:
        return len(self.names)

    # --- reading -------------------------------------------------------------------------------------------------

    def _read(self, on_error: OnError) -> None:
        try:
            if self.path.suffix in (".gz", ".zst"):
                raise InputError("is packed", where=str(self.path), hint="unpack it first: entries are read in place")
            with self.path.open("rb") as stream:
                self._stamp = self._stamp_of(stream.fileno())
                number = offset = 0
                while line := stream.readline():
                    number += 1
                    if line.strip():
                        try:
                            self._add(decode(line, where=f"{self.path}:{number}"), offset, len(line))
                        except RepairError as error:
                            on_error(error)
                    offset += len(line)
        except OSError as error:
            raise InputError(
                f"cannot be read: {error.strerror}", where=str(self.path), hint="name an apparatus file"
            ) from None

    def _add(self, apparatus: Apparatus, offset: int, length: int) -> None:
        article = len(self._places)
        self._places.append((offset, length))
        self._first.append(len(self.names))
        self.ids.append(apparatus.article.id)
        text = apparatus.article.text
        for name, entry in zip(fingerprints(apparatus), apparatus.entries, strict=True):
            group = _group(text, entry)
            self._numbers.setdefault((apparatus.article.id, name), len(self.names))
            self.names.append(name)
            self.codes[entry.finding.code] += 1
            self._article.append(article)
            self._doubt.append(_doubt(entry))
            self._kinds.append(entry.candidates[0].kind if entry.candidates else "none")
            self._groups.append(group)
            self._sizes[group] += 1
        self._keep(article, apparatus)

    def _keep(self, article: int, apparatus: Apparatus) -> Apparatus:
        self._kept[article] = apparatus
        self._kept.move_to_end(article)
        while len(self._kept) > _ARTICLES:
            self._kept.popitem(last=False)
        return apparatus

    @staticmethod
    def _stamp_of(descriptor: int) -> tuple[int, int]:
        status = os.fstat(descriptor)
        return status.st_size, status.st_mtime_ns

    def apparatus(self, article: int) -> Apparatus:
        """Article number `article` (from 0). Raises `ApparatusError` if the file was written anew meanwhile."""
        if article in self._kept:
            return self._keep(article, self._kept[article])
        with self.path.open("rb") as stream:
            if self._stamp_of(stream.fileno()) != self._stamp:
                raise ApparatusError("the file has changed", where=str(self.path), hint="start the review again")
            offset, length = self._places[article]
            stream.seek(offset)
            return self._keep(article, decode(stream.read(length), where=str(self.path)))

    # --- one entry -----------------------------------------------------------------------------------------------

    def where(self, number: int) -> tuple[int, int]:
        """The number of the entry's article, and the entry's own number in it."""
        article = self._article[number]
        return article, number - self._first[article]

    def key(self, number: int) -> Key:
        """Article id and fingerprint of entry `number`."""
        return self.ids[self._article[number]], self.names[number]

    def number(self, key: Key) -> int | None:
        """The number of the entry with this key, `None` if there is none."""
        return self._numbers.get(key)

    def entry(self, number: int) -> Entry:
        """Entry `number`."""
        article, at = self.where(number)
        return self.apparatus(article).entries[at]

    def first(self, article: int) -> int:
        """The number of the first entry of article number `article`."""
        return self._first[article]

    def equals(self, number: int) -> list[int]:
        """The entries like this one, itself among them: same code, same span, same best candidate and kind."""
        group = self._groups[number]
        if self._sizes[group] < 2 or self._kinds[number] == "none":
            return [number]
        return [i for i, other in enumerate(self._groups) if other == group]

    # --- many ----------------------------------------------------------------------------------------------------

    def queue(self, query: QueueQuery) -> Sequence[int]:
        """The numbers of the entries that the query names, whatever was decided on them, in its order."""
        asked = (query.order, query.code, query.kind, query.text)
        answer = self._answers.get(asked)
        if answer is None:
            answer = self._answers[asked] = array("L", self._ordered(query))
        self._answers.move_to_end(asked)
        while len(self._answers) > _ANSWERS:
            self._answers.popitem(last=False)
        return answer

    def _ordered(self, query: QueueQuery) -> list[int]:
        numbers = [
            i
            for i, name in enumerate(self.names)
            if name.startswith(query.code) and (not query.kind or self._kinds[i] == query.kind)
        ]
        if query.text:
            wanted = query.text.casefold()
            numbers = [i for i in numbers if self._mentions(i, wanted)]
        if query.order == "uncertainty":
            numbers.sort(key=lambda i: (-self._doubt[i], i))
        elif query.order == "code":
            numbers.sort(key=lambda i: (self.names[i][:5], i))
        return numbers

    def _mentions(self, number: int, wanted: str) -> bool:
        article, at = self.where(number)
        apparatus = self.apparatus(article)
        entry = apparatus.entries[at]
        finding = entry.finding
        around = apparatus.article.text[max(0, finding.start - _SEARCHED) : finding.end + _SEARCHED]
        return any(wanted in text.casefold() for text in (around, finding.message, *(c.text for c in entry.candidates)))


def _doubt(entry: Entry) -> float:
    """How close to one half the probability is that the best candidate is right: the least certain come first."""
    score = entry.candidates[0].score if entry.candidates else 0.5
    likely = entry.finding.confidence * score
    return min(likely, 1 - likely)


def _group(text: str, entry: Entry) -> int:
    finding = entry.finding
    best = entry.candidates[0] if entry.candidates else None
    return hash((finding.code, text[finding.start : finding.end], best and best.text, best and best.kind))
