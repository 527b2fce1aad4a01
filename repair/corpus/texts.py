"""Runs the stages on texts from other frameworks: the part that `datatrove`, `datasets` and Spark share.

There a text has an id but no place in a file, and the framework itself reads and writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from repair.corpus.editions import repaired
from repair.corpus.job import Job
from repair.errors import InputError, MissingExtra, ModelError
from repair.interchange import encode
from repair.read.nested import column_of, value_at, with_value
from repair.records import Apparatus, Article
from repair.repairer import Repairer

__all__ = ["Mapper", "Texts", "described"]

_FATAL: Final = (MissingExtra, ModelError)  # no other text would fare better


class Texts:
    """Finds lost text in texts. It travels to other processes without its models, and loads them when first used."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._suggest: Callable[[Iterable[Article]], Iterator[Apparatus]] | None = None

    def __getstate__(self) -> Job:
        return self.job

    def __setstate__(self, job: Job) -> None:
        self.job, self._suggest = job, None

    def apparatuses(self, ids: Sequence[str], texts: Sequence[object]) -> list[Apparatus | Exception]:
        """The apparatus of each text, in order, or the exception that says why it has none: it is no text, or raised
        one in a stage. Raises `ModelError` or `MissingExtra` if no text can have one."""
        suggest = self._suggest = self._suggest or _suggest(self.job)
        rows = [_article(id_, text) for id_, text in zip(ids, texts, strict=True)]
        articles = [row for row in rows if isinstance(row, Article)]
        found: Iterator[Apparatus | Exception]
        try:
            found = iter(list(suggest(articles)))
        except _FATAL:
            raise
        except Exception:  # one by one, so that what breaks is known of it alone
            found = (_one(suggest, article) for article in articles)
        return [next(found) if isinstance(row, Article) else row for row in rows]


def _article(id_: str, text: object) -> Article | InputError:
    if not isinstance(text, str):
        return InputError(f"the text is a value of type {type(text).__name__}", hint="name the field of the text")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        what = f"the text has a lone surrogate, U+{ord(error.object[error.start]):04X}"
        return InputError(what, hint="repair the input's encoding")
    return Article(id_, text)


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
    except _FATAL:
        raise
    except Exception as error:
        return error
    return apparatus


class Mapper:
    """For `datasets`: `dataset.map(Mapper(job), batched=True)` adds to every row its apparatus, as JSON in the job's
    column, which is empty if a text broke a stage; why stands in the column's name with `_error` after it. With
    `job.repaired`, what the job accepts is put into the text. A row without an id is named by the digest of its text,
    since a batch does not know where its rows stand. With `num_proc`, each process loads the models once."""

    def __init__(self, job: Job) -> None:
        self._texts = Texts(job)

    def __call__(self, batch: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """The new columns of a batch of rows, and the changed one. Raises `InputError` if there is no such field."""
        job = self._texts.job
        column = column_of(list(batch), job.field)
        if column not in batch and batch:
            shown = ", ".join(map(repr, batch))
            raise InputError(
                f"no field {job.field!r}; the rows have {shown}", hint="name the field of the text in the job"
            )
        given = _values(batch, job.field)
        texts = ["" if text is None else text for text in given]
        ids = _values(batch, job.id_field) or [None] * len(texts)
        names = [_digest(text) if id_ is None else str(id_) for id_, text in zip(ids, texts, strict=True)]
        found = self._texts.apparatuses(names, texts)
        columns: dict[str, list[Any]] = {
            job.column: [encode(a).decode() if isinstance(a, Apparatus) else "" for a in found],
            f"{job.column}_error": ["" if isinstance(a, Apparatus) else f"{type(a).__name__}: {a}" for a in found],
        }
        if job.repaired:
            columns[column] = [
                with_value({column: value}, job.field, repaired(a, job).text)[column]
                if isinstance(a, Apparatus) and text is not None
                else value
                for value, text, a in zip(batch.get(column, ()), given, found, strict=True)
            ]
        return columns


def _digest(text: object) -> str:
    return hashlib.sha256(str(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _values(batch: dict[str, list[Any]], field: str) -> list[Any]:
    """The values of a field, which may be nested, one a row; none if there is no such column."""
    column = column_of(list(batch), field)
    return [value_at({column: value}, field) for value in batch.get(column, ())]


def described(apparatus: Apparatus) -> dict[str, Any]:
    """The apparatus as plain dictionaries and lists."""
    plain: dict[str, Any] = msgspec.json.decode(encode(apparatus))
    return plain
