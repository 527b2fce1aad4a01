"""All entries of an apparatus file as one numbered list: where each is, and in which order they are decided.

Memory holds only what ordering and searching need; articles are read again from their place in the file, and the last
few are kept. The file may hold one article or a corpus of them.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from repair.errors import ApparatusError, InputError, RepairError
from repair.interchange import decode
from repair.read import OnError
from repair.records import Apparatus, Entry
from repair.review.events import Key
from repair.text.fingerprint import fingerprints

__all__ = ["KINDS", "ORDERS", "SHOWS", "Cases", "QueueQuery"]

Show = Literal["open", "unseen", "decided", "conflict", "noted", "all"]
SHOWS: Final[tuple[Show, ...]] = ("open", "unseen", "decided", "conflict", "noted", "all")
Order = Literal["text", "surest", "uncertainty", "code"]
ORDERS: Final[tuple[Order, ...]] = ("text", "surest", "uncertainty", "code")
QueueKind = Literal["", "some", "reading", "prediction", "attested", "rule", "emendation", "none"]
KINDS: Final = ("some", "reading", "prediction", "attested", "rule", "emendation", "none")
# Articles kept decoded, and answers kept to the queries last asked.
_ARTICLES: Final = 4
_ANSWERS: Final = 8
# Context in which a search looks on each side of an entry, in code points.
_SEARCHED: Final = 120


_NO_APPARATUS: Final = "not an apparatus: "
_SHARE: Final = r"^([1-9][0-9]{0,2}/[1-9][0-9]{0,2})?$"


class QueueQuery(msgspec.Struct, frozen=True):
    """Which entries, in which order. `text` goes article by article, and in each by place. `code` is a prefix, `kind` that
    of the best candidate (`some`: any), `text` stands in context, message, a candidate, the article's id or a note.
    `confidence` (0–1) is the least that a finding has. `share` is the reviewer's part of the articles, `2/3` the second of
    three. `show` goes by what was decided: `open` is what nobody decided,
    `unseen` what the reviewer who asks did not, `noted` what anybody has a note on."""

    order: Order = "text"
    show: Show = "open"
    code: str = ""
    kind: QueueKind = ""
    text: str = ""
    confidence: float = 0.0
    share: Annotated[str, msgspec.Meta(pattern=_SHARE)] = ""

    def has(self, article: int) -> bool:
        """Whether article number `article` is in the share."""
        if not self.share:
            return True
        part, of = map(int, self.share.split("/"))
        return article % of == part - 1


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
        self._articles: dict[str, int] = {}
        self._article = array("L")
        self._first = array("L")
        self._places: list[tuple[int, int]] = []
        self._doubt = array("d")
        self._likely = array("d")
        self._confidence = array("d")
        self._kinds: list[str] = []
        self._groups = array("q")
        self._numbers: dict[Key, int] = {}
        self._sizes: Counter[int] = Counter()
        self._kept: OrderedDict[int, Apparatus] = OrderedDict()
        self._answers: OrderedDict[tuple[object, ...], Sequence[int]] = OrderedDict()
        self._marked: dict[int, Entry] = {}  # entries made by hand, by their number
        self._gone: set[int] = set()  # of those, the ones that were undone
        self._stamp = (0, 0)
        self._file_entries = 0
        self._read(on_error)

    def __len__(self) -> int:
        return len(self.names) - len(self._gone)

    # --- reading -------------------------------------------------------------------------------------------------

    def _read(self, on_error: OnError) -> None:
        try:
            if self.path.suffix in (".gz", ".zst"):
                raise InputError("is packed", where=str(self.path), hint="unpack it first: entries are read in place")
            with self.path.open("rb") as stream:
                self._stamp = self._stamp_of(stream.fileno())
                number = offset = 0
                errors: list[RepairError] = []
                while line := stream.readline():
                    number += 1
                    if line.strip():
                        try:
                            self._add(decode(line, where=f"{self.path}:{number}"), offset, len(line))
                        except RepairError as error:
                            errors.append(error)
                    offset += len(line)
            self._file_entries = len(self.names)
            if errors and not self.ids:
                hint = f"make one: repair suggest {self.path} --format json -o apparatus.json"
                raise InputError(
                    f"{_NO_APPARATUS}{errors[0].what.removeprefix(_NO_APPARATUS)}", where=str(self.path), hint=hint
                )
            for one in errors:
                on_error(one)
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            what = "no such file or folder" if missing else f"cannot be read: {error.strerror}"
            raise InputError(what, where=str(self.path), hint="name an apparatus file") from None

    def _add(self, apparatus: Apparatus, offset: int, length: int) -> None:
        article = len(self._places)
        self._places.append((offset, length))
        self._first.append(len(self.names))
        self.ids.append(apparatus.article.id)
        self._articles.setdefault(apparatus.article.id, article)
        text = apparatus.article.text
        for name, entry in zip(fingerprints(apparatus), apparatus.entries, strict=True):
            self._list(article, name, entry, text)
        self._keep(article, apparatus)

    def _list(self, article: int, name: str, entry: Entry, text: str) -> int:
        number = len(self.names)
        group = _group(text, entry) if entry.candidates or entry.finding.start < entry.finding.end else hash(number)
        self._numbers.setdefault((self.ids[article], name), number)
        self.names.append(name)
        self.codes[entry.finding.code] += 1
        self._article.append(article)
        self._doubt.append(_doubt(entry))
        self._likely.append(_likely(entry))
        self._confidence.append(entry.finding.confidence)
        self._kinds.append(entry.candidates[0].kind if entry.candidates else "none")
        self._groups.append(group)
        self._sizes[group] += 1
        return number

    def mark(self, article: int, name: str, entry: Entry) -> int:
        """List an entry that a reviewer made by hand in article number `article`; its number."""
        number = self._numbers.get((self.ids[article], name))
        if number is None:
            number = self._list(article, name, entry, self.apparatus(article).article.text)
        self._gone.discard(number)
        self._marked[number] = entry
        self._answers.clear()
        return number

    def unmark(self, number: int) -> None:
        """Take an entry made by hand off the list. Its number is not given to another."""
        self._gone.add(number)
        self._answers.clear()

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

    def by_hand(self, number: int) -> bool:
        """Whether a reviewer made the entry of that number."""
        return number in self._marked

    def named(self, id_: str) -> int | None:
        """The number of the article with this id, `None` if there is none."""
        return self._articles.get(id_)

    def has(self, number: int) -> bool:
        """Whether there is an entry of that number."""
        return 0 <= number < len(self.names) and number not in self._gone

    def article(self, number: int) -> int:
        """The number of the article that entry `number` is in."""
        return self._article[number]

    def key(self, number: int) -> Key:
        """Article id and fingerprint of entry `number`."""
        return self.ids[self._article[number]], self.names[number]

    def number(self, key: Key) -> int | None:
        """The number of the entry with this key, `None` if there is none."""
        number = self._numbers.get(key)
        return None if number in self._gone else number

    def entry(self, number: int) -> Entry:
        """Entry `number`."""
        if number in self._marked:
            return self._marked[number]
        article = self._article[number]
        return self.apparatus(article).entries[number - self._first[article]]

    def of(self, article: int) -> list[tuple[int, Entry]]:
        """The entries of article number `article` with their numbers, in the order of the text."""
        own = list(enumerate(self.apparatus(article).entries, self._first[article]))
        marked = self._by_hand(article)
        return sorted([*own, *marked], key=_place) if marked else own

    def size(self, article: int) -> int:
        """How many entries article number `article` has, without reading it."""
        end = self._first[article + 1] if article + 1 < len(self._first) else self._file_entries
        return end - self._first[article] + len(self._by_hand(article))

    def position(self, number: int) -> int:
        """Which entry of its article entry `number` is, counted from 1 in the order of the text."""
        article = self._article[number]
        if not self._by_hand(article):
            return number - self._first[article] + 1
        return next(at for at, (other, _) in enumerate(self.of(article), 1) if other == number)

    def between(self, article: int, begin: int, end: int) -> list[tuple[int, Entry]]:
        """The entries of `of` that begin at `begin` or later, and before `end` or at the end of the text there."""
        apparatus, first = self.apparatus(article), self._first[article]
        stop = end + (end == len(apparatus.article.text))
        low = bisect_left(apparatus.entries, begin, key=_start)
        own = list(enumerate(apparatus.entries[low : bisect_left(apparatus.entries, stop, key=_start)], first + low))
        marked = [one for one in self._by_hand(article) if begin <= one[1].finding.start < stop]
        return sorted([*own, *marked], key=_place) if marked else own

    def _by_hand(self, article: int) -> list[tuple[int, Entry]]:
        return [(n, e) for n, e in self._marked.items() if self._article[n] == article and n not in self._gone]

    def equals(self, number: int) -> list[int]:
        """The entries like this one, itself among them: same code, same span, same best candidate and kind."""
        group = self._groups[number]
        if self._sizes[group] < 2:
            return [number]
        return [i for i, other in enumerate(self._groups) if other == group and i not in self._gone]

    # --- many ----------------------------------------------------------------------------------------------------

    def queue(self, query: QueueQuery, noted: frozenset[int] = frozenset()) -> Sequence[int]:
        """The numbers of the entries that the query names, whatever was decided on them, in its order. `noted` are the
        numbers of the entries whose notes have its words."""
        asked = (query.order, query.code, query.kind, query.text, query.confidence, query.share, noted)
        answer = self._answers.get(asked)
        if answer is None:
            answer = self._answers[asked] = array("L", self._ordered(query, noted))
        self._answers.move_to_end(asked)
        while len(self._answers) > _ANSWERS:
            self._answers.popitem(last=False)
        return answer

    def _ordered(self, query: QueueQuery, noted: frozenset[int]) -> list[int]:
        numbers = [
            i
            for i, name in enumerate(self.names)
            if name.startswith(query.code)
            and (query.kind in ("", self._kinds[i]) or (query.kind == "some" and self._kinds[i] != "none"))
            and self._confidence[i] >= query.confidence
            and query.has(self._article[i])
            and i not in self._gone
        ]
        if query.text:
            wanted = query.text.casefold()
            numbers = [i for i in numbers if i in noted or self._mentions(i, wanted)]
        if self._marked:
            numbers.sort(key=lambda i: (self._article[i], *_place((i, self.entry(i)))))
        match query.order:  # entries without a candidate come last where the candidates decide
            case "surest":
                numbers.sort(key=lambda i: -self._likely[i])
            case "uncertainty":
                numbers.sort(key=lambda i: (self._kinds[i] == "none", -self._doubt[i]))
            case "code":
                numbers.sort(key=lambda i: self.names[i][:5])
            case "text":
                pass
        return numbers

    def _mentions(self, number: int, wanted: str) -> bool:
        article, entry = self._article[number], self.entry(number)
        finding, text = entry.finding, self.apparatus(article).article.text
        around = text[max(0, finding.start - _SEARCHED) : finding.end + _SEARCHED]
        searched = (around, finding.message, self.ids[article], *(c.text for c in entry.candidates))
        return any(wanted in text.casefold() for text in searched)


def _start(entry: Entry) -> int:
    return entry.finding.start


def _place(numbered: tuple[int, Entry]) -> tuple[int, int, int]:
    number, entry = numbered
    return entry.finding.start, entry.finding.end, number


def _likely(entry: Entry) -> float:
    """The probability that the best candidate is right, −1 if there is none."""
    return entry.finding.confidence * entry.candidates[0].score if entry.candidates else -1.0


def _doubt(entry: Entry) -> float:
    """How close to one half that probability is."""
    likely = _likely(entry)
    return min(likely, 1 - likely)


def _group(text: str, entry: Entry) -> int:
    finding = entry.finding
    best = entry.candidates[0] if entry.candidates else None
    return hash((finding.code, text[finding.start : finding.end], best and best.text, best and best.kind))
