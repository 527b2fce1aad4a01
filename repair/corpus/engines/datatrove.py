"""A step for a `datatrove` pipeline: documents in, documents with their apparatus out.

LocalPipelineExecutor([JsonlReader("crawl/"), Repair(Job()), JsonlWriter("out/")]).run()
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from repair.corpus.editions import repaired
from repair.corpus.job import Job
from repair.corpus.texts import Texts, described
from repair.errors import MissingExtra
from repair.records import Apparatus

try:
    from datatrove.pipeline.base import PipelineStep
except ImportError:
    raise MissingExtra("a step for datatrove needs the library datatrove", extra="datatrove") from None

__all__ = ["Repair"]

_BATCH: Final = 128


class Repair(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """Puts each document's apparatus into its metadata, in the job's column; with `job.repaired`, what the job accepts
    into its text. A document that breaks a stage goes on as it is, with the error in its metadata."""

    name = "repair"
    type = "🩹 - REPAIR"

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._texts = Texts(job)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents of `data`, in order."""
        job = self._texts.job
        documents = iter(data or ())
        while batch := list(islice(documents, _BATCH)):
            with self.track_time("batch"):
                found = self._texts.apparatuses([d.id for d in batch], [d.text for d in batch])
            for document, apparatus in zip(batch, found, strict=True):
                if isinstance(apparatus, Apparatus):
                    document.metadata[job.column] = described(apparatus)
                    if job.repaired:
                        document.text = repaired(apparatus, job).text
                    self.stat_update("findings", value=len(apparatus.above(job.config.min_confidence).entries))
                else:
                    document.metadata[f"{job.column}_error"] = f"{type(apparatus).__name__}: {apparatus}"
                    self.stat_update("set_aside")
                yield document
