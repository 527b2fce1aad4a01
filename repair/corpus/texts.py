"""Runs the stages on texts from other frameworks: the part that `datatrove` and `datasets` share.

There a text has an id but no place in a file, and the framework itself reads and writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from repair.corpus.job import Job
from repair.errors import InputError
from repair.interchange import encode
from repair.read.nested import column_of, value_at
from repair.records import Apparatus, Article
from repair.repairer import Repairer

__all__ = ["Mapper", "Texts", "described"]


class Texts:
    """Finds lost text in texts. It travels to other processes without its models, and loads them when first used."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._suggest: Callable[[Iterable[Article]], Iterator[Apparatus]] | None = None

    def __getstate__(self) -> Job:
        return self.job

    def __setstate__(self, job: Job) -> None:
        self.job, self._suggest = job, None

    def apparatuses(self, ids: Sequence[str], texts: Sequence[str]) -> list[Apparatus | Exception]:
        """The apparatus of each text, in order, or the exception that one raised in a stage."""
        suggest = self._suggest = self._suggest or _suggest(self.job)
        articles = [Article(id_, text) for id_, text in zip(ids, texts, strict=True)]
        try:
            return list(suggest(articles))
        except Exception:  # one by one, so that what breaks is known of it alone
            return [_one(suggest, article) for article in articles]


def _suggest(job: Job) -> Callable[[Iterable[Article]], Iterator[Apparatus]]:
    """What makes apparatuses of articles as the job asks, with all findings that an apparatus is to keep."""
    if job.stages is not None:
        made: Callable[[Iterable[Article]], Iterator[Apparatus]] = job.stages(job, (None, None)).run
        return made
    config = replace(job.config, min_confidence=job.config.floor)
    return Repairer(references=job.finder(), config=config).suggest


def _one(suggest: Callable[[Iterable[Article]], Iterator[Apparatus]], article: Article) -> Apparatus | Exception:
    try:
        (apparatus,) = suggest([article])
    except Exception as error:
        return error
    return apparatus


class Mapper:
    """For `datasets`: `dataset.map(Mapper(job), batched=True)` adds to every row its apparatus, as JSON in the job's
    column, which is empty if a text broke a stage; why stands in the column's name with `_error` after it."""

    def __init__(self, job: Job) -> None:
        self._texts = Texts(job)

    def __call__(self, batch: dict[str, list[Any]]) -> dict[str, list[str]]:
        """The new columns of a batch of rows."""
        job = self._texts.job
        texts = _values(batch, job.field)
        if not texts and batch:
            shown = ", ".join(map(repr, batch))
            raise InputError(
                f"no field {job.field!r}; the rows have {shown}", hint="name the field of the text in the job"
            )
        ids = [str(value) for value in _values(batch, job.id_field) or range(len(texts))]
        found = self._texts.apparatuses(ids, [text or "" for text in texts])
        return {
            job.column: [encode(a).decode() if isinstance(a, Apparatus) else "" for a in found],
            f"{job.column}_error": ["" if isinstance(a, Apparatus) else f"{type(a).__name__}: {a}" for a in found],
        }


def _values(batch: dict[str, list[Any]], field: str) -> list[Any]:
    """The values of a field, which may be nested, one a row; none if there is no such column."""
    column = column_of(list(batch), field)
    return [value_at({column: value}, field) for value in batch.get(column, ())]


def described(apparatus: Apparatus) -> dict[str, Any]:
    """The apparatus as plain dictionaries and lists."""
    said: dict[str, Any] = msgspec.json.decode(encode(apparatus))
    return said
