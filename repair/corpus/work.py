"""The work on one chunk: records read, articles analysed, results written as bytes. The same wherever it is done.

A record that breaks a stage is set aside with its error, and the others are done without it.
"""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any, Final

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from repair.corpus.chunks import Chunk, Position, ipc_read, settings_of
from repair.corpus.editions import Edited, edited_bytes, head_written, marked, repaired, untouched
from repair.corpus.inputs import open_input
from repair.corpus.job import Job, Models
from repair.errors import ModelError, RepairError
from repair.interchange import encode
from repair.read import READERS, Copy, OnError, Opened, format_of
from repair.read.csv import read_csv
from repair.read.parquet import copies_of
from repair.records import Apparatus, Article

__all__ = ["ModelGone", "Result", "Worker", "refused"]

_EXCERPT: Final = 300
_EDITIONS: Final = {"repaired": repaired, "marked": marked}


class ModelGone(ModelError):
    """The process that holds the model has ended: no fault of the record that was being worked on."""


class Result(Struct):
    """What came of a chunk. `edition` and `shape` are the chunk's. `streams` are bytes to append, by the name of the
    stream; `heads` are what stands before the first bytes of a shard. `untouched` is how many records are set aside and
    yet in the editions. `counts` are added to the run's statistics, `seconds` are spent by stage."""

    before: Position
    after: Position
    edition: str
    shape: str
    read: int
    records: int = 0
    untouched: int = 0
    streams: dict[str, bytes] = field(default_factory=dict)
    heads: dict[str, bytes] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    reason: str = ""


class _Aside(Struct, frozen=True):
    """A record that is set aside: `stage` is where it broke."""

    where: str
    id: str
    stage: str
    error: str
    reason: str
    excerpt: str = ""


def refused(chunk: Chunk, error: str, reason: str) -> Result:
    """The result of a chunk of which nothing could be done."""
    result = Result(chunk.before, chunk.after, chunk.edition, chunk.shape, chunk.read)
    _set_aside(result, [_Aside(chunk.where, "", "work", error, reason)])
    return result


def _set_aside(result: Result, records: Iterable[_Aside]) -> None:
    lines = []
    for record in records:
        lines.append(msgspec.json.encode(record) + b"\n")
        result.counts["set aside"] += 1
        result.counts[f"set aside at {record.stage}"] += 1
        result.reason = result.reason or record.reason
    result.streams["set-aside"] = b"".join(lines)


class Worker:
    """Does the work of a job, chunk by chunk. Making one opens its references.

    Raises `RepairError` where that cannot be done.
    """

    def __init__(self, job: Job, models: Models = (None, None)) -> None:
        self._job = job
        self._settings = settings_of(job)
        self._clock = _Clock()
        finder = job.finder()
        timed = tuple(_timed(model, self._clock) for model in models)
        if job.stages is not None:
            self._stages: Any = job.stages(job, (timed[0], timed[1]))
        else:
            from repair.pipeline import Stages

            self._stages = Stages(job.config, _timed(finder, self._clock), *timed)

    def run(
        self,
        chunk: Chunk,
        *,
        avoid: frozenset[int] = frozenset(),
        begins: Callable[[int], None] | None = None,
    ) -> Result:
        """The result of a chunk. Records whose numbers (from 0) are in `avoid` are set aside untried.

        With `begins`, records are worked on one by one, and it is told the number of each before that.
        """
        clock = self._clock
        clock.seconds.clear()
        result = Result(chunk.before, chunk.after, chunk.edition, chunk.shape, chunk.read)
        aside: dict[int, _Aside] = {}
        with clock("read"):
            articles: dict[int, Article] = {}
            for number, found in enumerate(self._read(chunk)):
                if isinstance(found, _Aside):
                    aside[number] = found
                    continue
                articles[number] = found
                if number in avoid:
                    reason = "the process that worked on it died, twice"
                    aside[number] = _broken(found, "work", "WorkerDied", reason)
        with clock("analyse"):
            untried = [(number, article) for number, article in articles.items() if number not in aside]
            apparatuses = list(self._analysed(untried, aside, begins))
        with clock("write"):
            kept = [(number, Apparatus(article)) for number, article in articles.items() if number in aside]
            self._write(chunk, sorted(apparatuses + kept, key=_number), aside, result)
        _set_aside(result, (record for _, record in sorted(aside.items(), key=_number)))
        result.records = len(articles.keys() | aside.keys())
        result.counts["records"] = result.records
        result.seconds = clock.seconds.copy()
        return result

    # --- reading ---------------------------------------------------------------------------------------------------

    def _read(self, chunk: Chunk) -> Iterator[Article | _Aside]:
        """The records of a chunk that are in the sample."""
        found: list[Article | _Aside] = []
        for place, record in self._all(chunk):
            if self._job.sample >= 1.0 or _share(place) < self._job.sample:
                found.append(record)
        yield from found

    def _all(self, chunk: Chunk) -> Iterator[tuple[str, Article | _Aside]]:
        if chunk.refused:
            yield chunk.where, _unread(chunk.refused, chunk.where)
            return
        if chunk.paths:
            for path in chunk.paths:
                yield from self._copies(path, lambda at=path, **told: self._text(at, **told))
            return
        yield from self._copies(chunk.path, lambda **told: self._rows(chunk, **told))

    def _copies(self, where: str, read: Callable[..., Iterator[Copy]]) -> Iterator[tuple[str, Article | _Aside]]:
        """Copies and errors in the order in which they come up."""
        errors: list[RepairError] = []
        try:
            for copy in read(on_error=errors.append):
                yield from ((error.where, _unread(error, where)) for error in errors)
                errors.clear()
                yield copy.place, _article(copy)
        except RepairError as error:
            errors.append(error)
        yield from ((error.where, _unread(error, where)) for error in errors)

    def _text(self, path: str, on_error: OnError) -> Iterator[Copy]:
        with open_input(path) as (source, _):
            yield from READERS[format_of(path)](source, replace(self._settings, on_error=on_error))

    def _rows(self, chunk: Chunk, on_error: OnError) -> Iterator[Copy]:
        settings = replace(self._settings, on_error=on_error)
        if chunk.format == "parquet":
            return copies_of(ipc_read(chunk.data), chunk.first, chunk.path, settings)
        source = Opened(chunk.path, io.BytesIO(chunk.data), chunk.first)
        if chunk.format == "csv":
            return read_csv(source, settings, chunk.head)
        return READERS[chunk.format](source, settings)

    # --- analysing -------------------------------------------------------------------------------------------------

    def _analysed(
        self,
        articles: Sequence[tuple[int, Article]],
        aside: dict[int, _Aside],
        begins: Callable[[int], None] | None,
    ) -> Iterator[tuple[int, Apparatus]]:
        if begins is None:
            try:
                found = list(self._stages.run([article for _, article in articles]))
            except ModelGone:
                raise
            except Exception:
                pass  # one of them breaks a stage: which one is found out below, where its error is kept
            else:
                yield from zip((number for number, _ in articles), found, strict=True)
                return
        for number, article in articles:
            if begins is not None:
                begins(number)
            try:
                (apparatus,) = self._stages.run([article])
            except ModelGone:
                raise
            except Exception as error:
                aside[number] = _broken(article, "analyse", type(error).__name__, str(error))
            else:
                yield number, apparatus

    # --- writing ---------------------------------------------------------------------------------------------------

    def _write(
        self,
        chunk: Chunk,
        apparatuses: Sequence[tuple[int, Apparatus]],
        aside: dict[int, _Aside],
        result: Result,
    ) -> None:
        """What the streams get. A record that a stage broke on goes into the editions as it was read."""
        job = self._job
        wanted = [name for name in _EDITIONS if getattr(job, name)] if chunk.edition else []
        # rows of Parquet become bytes all together, at the end; any other record by itself, so that it can fail alone
        together = chunk.format == "parquet"
        lines: dict[str, list[bytes]] = {name: [] for name in ("apparatus", *wanted)}
        edited: dict[str, list[Edited]] = {name: [] for name in wanted}
        for number, apparatus in apparatuses:
            broken = aside.get(number)
            try:
                line = b"" if broken else encode(apparatus) + b"\n"
                records = [
                    untouched(apparatus, broken.reason) if broken else _EDITIONS[name](apparatus, job)
                    for name in wanted
                ]
                written = [] if together else [edited_bytes([record], chunk, job.column) for record in records]
            except Exception as error:
                aside.setdefault(number, _broken(apparatus.article, "write", type(error).__name__, str(error)))
                continue
            lines["apparatus"].append(line)
            for name, record in zip(wanted, records, strict=True):
                edited[name].append(record)
            for name, data in zip(wanted, written, strict=not together):
                lines[name].append(data)
            if broken:
                result.untouched += 1
            else:
                _count(apparatus, job, result.counts)
                edits = sum(len(said.get("edits", ())) for _, _, said in records)  # only repaired records have any
                result.counts["edits"] += edits
                result.counts["repaired"] += edits > 0
        for name in wanted:
            if edited[name]:
                if together:
                    lines[name].append(edited_bytes(edited[name], chunk, job.column))
                result.heads[name] = head_written(chunk, job)
        result.streams.update((name, b"".join(data)) for name, data in lines.items())


def _number(pair: tuple[int, Any]) -> int:
    return pair[0]


def _article(copy: Copy) -> Article | _Aside:
    if copy.source is None:
        return _Aside(copy.place, copy.id, "read", "InputError", "is a page, whose text cannot be written back")
    return Article(copy.id or copy.place, copy.text, source=copy.source)


def _unread(error: RepairError, where: str) -> _Aside:
    return _Aside(error.where or where, "", "read", type(error).__name__, f"{error.what}; {error.hint}".strip("; "))


def _broken(article: Article, stage: str, error: str, reason: str) -> _Aside:
    excerpt = article.text[:_EXCERPT].encode("utf-8", "replace").decode()
    return _Aside(str(article.source), article.id, stage, error, reason[:_EXCERPT], excerpt)


def _share(place: str) -> float:
    """A number from 0 to 1 that is the same for the same place, and evenly spread."""
    return int.from_bytes(blake2b(place.encode("utf-8", "surrogatepass"), digest_size=8).digest()) / 2**64


def _count(apparatus: Apparatus, job: Job, counts: Counter[str]) -> None:
    shown = apparatus.above(job.config.min_confidence).entries
    counts["articles"] += 1
    counts["characters"] += len(apparatus.article.text)
    counts["with references"] += bool(apparatus.witnesses)
    counts[f"language {apparatus.article.language or 'unknown'}"] += 1
    counts["damaged"] += bool(shown)
    counts["findings"] += len(shown)
    for entry in shown:
        counts[f"code {entry.finding.code}"] += 1
        counts[f"best {entry.candidates[0].kind if entry.candidates else 'none'}"] += 1


# --- time ----------------------------------------------------------------------------------------------------------


class _Clock:
    """Seconds by stage; time spent in a stage within another counts for the inner one."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner = [0.0]

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            self.seconds[stage] += spent - self._inner.pop()  # type: ignore[assignment]
            self._inner[-1] += spent


_TIMED: Final = {"find": "references", "signals": "gap head", "fill": "fill-in"}


class _Timed:
    """A finder or model whose work is timed as a stage of its own."""

    def __init__(self, inner: Any, clock: _Clock) -> None:
        self._inner = inner
        self._clock = clock

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        if name not in _TIMED:
            return value

        def timed(*args: Any, **more: Any) -> Any:
            with self._clock(_TIMED[name]):
                return value(*args, **more)

        return timed


def _timed(inner: Any, clock: _Clock) -> Any:
    return None if inner is None else _Timed(inner, clock)
