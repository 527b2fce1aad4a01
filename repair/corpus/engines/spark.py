"""A step for Spark: frames of pandas in, the same rows with their apparatus out.

step = map_in_pandas(Job())
rows.mapInPandas(step, step.schema(rows.schema)).write.parquet("out/")
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from repair.corpus.job import Job
from repair.corpus.texts import Mapper
from repair.errors import InputError

__all__ = ["MapInPandas", "map_in_pandas"]


class MapInPandas:
    """What `DataFrame.mapInPandas` takes: it adds to every row what `repair.corpus.texts.Mapper` adds. No row is left out,
    and rows keep their order. It travels to the executors without its models; each process loads them once."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._mapper = Mapper(job)

    def __call__(self, frames: Iterator[Any]) -> Iterator[Any]:
        """The frames with the new columns. Raises `InputError` without the field of the text, or if a column is there
        already; `ModelError` if the models cannot be loaded."""
        for frame in frames:
            if taken := [name for name in self._new if name in frame.columns]:
                raise InputError(f"the rows have a column {taken[0]!r} already", hint="name another one in the job")
            batch = {name: [_value(value) for value in frame[name]] for name in frame.columns}
            yield frame.assign(**self._mapper(batch))

    @property
    def _new(self) -> tuple[str, str]:
        return self._job.column, f"{self._job.column}_error"

    def schema(self, rows: Any) -> Any:
        """The schema after the step, of the one before it: a `StructType` of a `StructType`, a string of a string."""
        if isinstance(rows, str):
            return ", ".join([rows, *(f"`{name}` string" for name in self._new)])
        after = type(rows)(list(rows.fields))
        for name in self._new:
            after.add(name, "string")
        return after


def _value(value: Any) -> Any:
    """pandas has not-a-number where nothing is."""
    return None if isinstance(value, float) and value != value else value


def map_in_pandas(job: Job) -> MapInPandas:
    """The job as a step for `DataFrame.mapInPandas`. It needs no Spark to be made and called."""
    return MapInPandas(job)
