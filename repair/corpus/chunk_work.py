"""The work on one chunk: it reads records, analyses articles, and writes results as bytes, with the same outcome
everywhere.

A record that breaks a stage is set aside with its error, and the others are processed without it. It is still written
to the editions if it is a row; a line that is not a row is kept byte for byte among the items set aside.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from msgspec import UNSET, Struct, field
from msgspec.structs import replace

from repair.corpus.aside import FAILED, Aside, broken, excerpted, kind_of, of_error, of_unread, reason_of
from repair.corpus.chunks import TEXTS, Chunk, settings_of
from repair.corpus.clock import StageClock, timed_stage
from repair.corpus.cutters import Position, elements_in, ipc_read
from repair.corpus.editions import Edited, edited_bytes, head_written, is_unended, marked, repaired, untouched
from repair.corpus.inputs import UnreadableInput, open_input
from repair.corpus.job import Job, Models
from repair.errors import InputError, ModelError, RepairError
from repair.interchange import encode
from repair.read import READERS, Copy, Opened, article_of, csv, format_of, jsonl, parquet, warc
from repair.read.batch import page_alone
from repair.read.copy import Unread
from repair.read.json_documents import element_rows
from repair.read.kinds import checked_as_named
from repair.records import Apparatus, Article

if TYPE_CHECKING:
    from repair.refetch.pages import Refetcher

__all__ = ["ModelGone", "Result", "Worker", "refused"]

_EDITIONS: Final = {"repaired": repaired, "marked": marked}


class ModelGone(ModelError):
    """The process that holds the model has ended: this is not the fault of the current record."""


class Result(Struct):
    """What came of a chunk. `edition` and `shape` are the chunk's. `streams` are bytes to append, by the name of the
    stream; `heads` are what stands before the first bytes of a shard. `aside` is what was set aside, in order, and
    `untouched` how much of it is in the editions. `counts` are added to the run's statistics, `seconds` are spent by stage."""

    before: Position
    after: Position
    edition: str
    shape: str
    read: int
    records: int = 0
    untouched: int = 0
    streams: dict[str, bytes] = field(default_factory=dict)
    heads: dict[str, bytes] = field(default_factory=dict)
    aside: list[Aside] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    reason: str = ""


def refused(chunk: Chunk, reason: str) -> Result:
    """The result of a chunk that no worker could process: each died on it."""
    result = Result(chunk.before, chunk.after, chunk.edition, chunk.shape, chunk.read)
    _set_aside(result, [excerpted(chunk.where, "", FAILED, "WorkerDied", reason, chunk.raw).holding(chunk.raw)])
    return result


def _set_aside(result: Result, records: Iterable[Aside]) -> None:
    for record in records:
        result.aside.append(record)
        result.counts["set aside"] += 1
        result.counts[f"set aside at {record.stage}"] += 1
        result.counts[f"reason {kind_of(record)}"] += 1
        result.reason = result.reason or record.reason


class Worker:
    """Does the work of a job, chunk by chunk. Making one opens its references.

    Raises `RepairError` if that cannot be done.
    """

    def __init__(self, job: Job, models: Models = (None, None)) -> None:
        self._job = job
        self._left_out = Counter[str]()
        self._settings = replace(settings_of(job), on_left_out=self._leave_out)
        self._clock = StageClock()
        self._unread_pages: list[RepairError] = []
        self._refetcher: Refetcher | None = None
        if job.refetch is not None:
            from repair.refetch.pages import Refetcher

            self._refetcher = Refetcher(
                job.refetch,
                on_error=self._unread_pages.append,
                html_field=job.html_field,
                max_chars=job.config.max_chars,
            )
        if job.uses_model:
            from repair.models import load_quick, reads_quickly

            if reads_quickly(job.config):
                models = load_quick(job.config.reader), models[1]
        timed = tuple(timed_stage(model, self._clock) for model in models)
        if job.stages is not None:
            self._stages: Any = job.stages(job, (timed[0], timed[1]))
            self._of_archives: Any = self._stages
        else:
            from repair.pipeline import Stages

            memory = timed_stage(job.memory(), self._clock)
            finders = [job.finder(self._unread_pages.append, archive=archive) for archive in (False, True)]
            self._stages, self._of_archives = (
                Stages(job.config, timed_stage(each, self._clock), timed[0], timed[1], memory) for each in finders
            )

    def run(
        self,
        chunk: Chunk,
        *,
        avoid: frozenset[int] = frozenset(),
        begins: Callable[[int], None] | None = None,
    ) -> Result:
        """The result of a chunk. Records whose numbers (from 0) are in `avoid` are set aside untried.

        With `begins`, records are processed one by one, and `begins` is called with the number of each before that.
        """
        clock = self._clock
        clock.seconds.clear()
        result = Result(chunk.before, chunk.after, chunk.edition, chunk.shape, chunk.read)
        aside: dict[int, Aside] = {}
        with clock("read"):
            found: dict[int, Article | Unread] = {}
            for number, record in enumerate(self._read(chunk)):
                if isinstance(record, Aside):
                    aside[number] = record
                    continue
                found[number] = record
                if isinstance(record, Unread):
                    aside[number] = of_error(record.error, "", "read") if chunk.paths else of_unread(record)
                    result.counts["not rows"] += not record.is_row and bool(record.raw)
                elif number in avoid:
                    reason = "the process that worked on it died, twice"
                    aside[number] = broken(record, "work", "WorkerDied", reason)
        with clock("analyse"):
            untried = [(n, a) for n, a in found.items() if n not in aside and isinstance(a, Article)]
            stages = self._of_archives if chunk.format == "warc" else self._stages
            if self._refetcher is not None:
                with clock("pages"):
                    with_pages = list(self._refetcher.with_pages(article for _, article in untried))
                untried = list(zip((number for number, _ in untried), with_pages, strict=True))
            apparatuses = dict(self._analysed(stages, untried, aside, begins))
        with clock("write"):
            self._write(chunk, found, apparatuses, aside, result)
        _set_aside(result, (record for _, record in sorted(aside.items(), key=_number)))
        result.records = len(found.keys() | aside.keys())
        result.counts["records"] = result.records
        result.counts["unread pages"] = len(self._unread_pages)
        self._unread_pages.clear()
        result.counts.update({f"left out {kind}": count for kind, count in self._left_out.items()})
        self._left_out.clear()
        result.seconds = clock.seconds.copy()
        return result

    def _leave_out(self, kind: str, place: str) -> None:
        self._left_out[kind] += 1

    # --- reading ---------------------------------------------------------------------------------------------------

    def _read(self, chunk: Chunk) -> Iterator[Article | Unread | Aside]:
        """The records of a chunk that are in the sample, and inputs that cannot be read: these are no records."""
        found: list[Article | Unread | Aside] = []
        for number, record in enumerate(self._all(chunk), chunk.before.records):
            if self._job.takes(number) or (isinstance(record, Aside) and record.stage == FAILED):
                found.append(record)
        yield from found

    def _all(self, chunk: Chunk) -> Iterator[Article | Unread | Aside]:
        if chunk.refused:
            yield of_error(chunk.refused, chunk.where, "read" if chunk.empty else FAILED)
            return
        if chunk.paths:
            for path in chunk.paths:
                yield from self._text(path)
            return
        try:
            for found in self._rows(chunk):
                if isinstance(found, Unread):
                    yield found
                else:
                    assert found.source  # every row has one
                    yield article_of(found, found.source)
        except RepairError as error:
            yield of_error(error, chunk.where, FAILED).holding(chunk.raw)

    def _text(self, path: str) -> Iterator[Article | Unread | Aside]:
        """The article in a file, or what says why there is none; a file that can be read is in the editions anyway."""
        try:
            with open_input(path) as (source, _):
                named = checked_as_named(source, format_of(path), self._settings.encoding)
                copies = list(READERS[format_of(path)](named, self._settings))
        except UnreadableInput as error:
            yield of_error(error, path, FAILED)
        except InputError as error:
            yield Unread(InputError(error.what, where=path, hint=error.hint), 0, is_row=True)
        except RepairError as error:
            yield of_error(error, path, "read")
        else:
            for copy in copies:
                yield article_of(copy, copy.source) if copy.source else Unread(page_alone(path), 0, is_row=True)

    def _rows(self, chunk: Chunk) -> Iterator[Copy | Unread]:
        if chunk.format == "warc":
            return self._archived(chunk)
        if chunk.format == "parquet":
            return parquet.rows_of(ipc_read(chunk.data), chunk.first, chunk.path, self._settings)
        if chunk.format == "json":
            return element_rows(elements_in(chunk.data), chunk.path, self._settings)
        source = Opened(chunk.path, io.BytesIO(chunk.data), chunk.first, chunk.whole)
        if chunk.format == "csv":
            return csv.rows_of(source, self._settings, chunk.head, held=len(chunk.data))
        return jsonl.rows_of(source, self._settings, held=len(chunk.data))

    def _archived(self, chunk: Chunk) -> Iterator[Copy | Unread]:
        begin, end = chunk.extent
        with open_input(chunk.path) as (source, _):
            span = cast(BinaryIO, _Span(source.stream, begin, end))
            yield from warc.rows_of(Opened(chunk.path, span, chunk.first, start=begin), self._settings)

    # --- analysing -------------------------------------------------------------------------------------------------

    def _analysed(
        self,
        stages: Any,
        articles: Sequence[tuple[int, Article]],
        aside: dict[int, Aside],
        begins: Callable[[int], None] | None,
    ) -> Iterator[tuple[int, Apparatus]]:
        if begins is None:
            try:
                found = list(stages.run([article for _, article in articles]))
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
                (apparatus,) = stages.run([article])
            except ModelGone:
                raise
            except Exception as error:
                aside[number] = broken(article, "analyse", type(error).__name__, reason_of(error))
            else:
                yield number, apparatus

    # --- writing ---------------------------------------------------------------------------------------------------

    def _write(
        self,
        chunk: Chunk,
        found: Mapping[int, Article | Unread],
        apparatuses: Mapping[int, Apparatus],
        aside: dict[int, Aside],
        result: Result,
    ) -> None:
        """What the streams get. Every row goes into the editions: what was set aside as it was read."""
        job = self._job
        wanted = [name for name in _EDITIONS if getattr(job, name)] if chunk.edition else []
        # rows of Parquet become bytes all together, at the end; any other record by itself, so that it can fail alone
        together = chunk.format == "parquet"
        lines: dict[str, list[bytes]] = {name: [] for name in ("apparatus", *wanted)}
        edited: dict[str, list[Edited]] = {name: [] for name in wanted}
        written = 0
        for number, record in found.items():
            if isinstance(record, Unread) and not record.is_row:
                continue
            apparatus = apparatuses.get(number)
            try:
                made = [
                    _EDITIONS[name](apparatus, job) if apparatus else _untouched(record, aside[number], chunk)
                    for name in wanted
                ]
                data = [] if together else [edited_bytes([each], chunk, job) for each in made]
                line = encode(apparatus) + b"\n" if apparatus else b""
            except Exception as error:
                assert isinstance(record, Article)  # what could not be read is written as it is
                aside.setdefault(number, broken(record, "write", type(error).__name__, reason_of(error)))
                apparatus, line = None, b""
                made = [_untouched(record, aside[number], chunk)] * len(wanted)
                data = [] if together else [edited_bytes([each], chunk, job) for each in made]
            written += 1
            lines["apparatus"].append(line)
            for name, each in zip(wanted, made, strict=True):
                edited[name].append(each)
            for name, some in zip(wanted, data, strict=not together):
                lines[name].append(some)
            if apparatus:
                _count(apparatus, job, result.counts)
                edits = sum(len((each.note or {}).get("edits", ())) for each in made)  # only repaired records have any
                result.counts["edits"] += edits
                result.counts["repaired"] += edits > 0
            elif wanted:
                result.untouched += 1
                if made[0].note is None:
                    unended = is_unended(record, chunk) or UNSET
                    aside[number] = replace(aside[number], record=written, unended=unended)
        for name in wanted:
            if edited[name]:
                if together:
                    lines[name].append(edited_bytes(edited[name], chunk, job))
                result.heads[name] = head_written(edited[name], chunk, job)
        result.streams.update((name, b"".join(data)) for name, data in lines.items())


class _Span:
    """A part of a file as a stream of its own."""

    def __init__(self, stream: BinaryIO, begin: int, end: int) -> None:
        self._stream = stream
        self._begin, self._end = begin, end
        self.seek(0)

    def seekable(self) -> bool:
        return True

    def seek(self, at: int) -> int:
        self._at = self._begin + at
        self._stream.seek(self._at)
        return at

    def read(self, size: int) -> bytes:
        data = self._stream.read(min(size, self._end - self._at))
        self._at += len(data)
        return data


def _untouched(record: Article | Unread, aside: Aside, chunk: Chunk) -> Edited:
    """The record as it was read. Its new field says why, unless it is JSON that gave no text, or that only its own line
    gives back, or a row whose new field is what could not be written."""
    if "jsonl" not in chunk.edition or chunk.edition == TEXTS:
        return untouched(record, aside.reason)
    if isinstance(record, Unread) or aside.stage == "write":
        return Edited(record)
    row = record.source.row
    return Edited(record) if row and row.layout == "raw" else untouched(record, aside.reason)


def _number(pair: tuple[int, Any]) -> int:
    return pair[0]


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
