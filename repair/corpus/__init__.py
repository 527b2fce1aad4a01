"""Whole corpora: any number of articles through the pipeline, in worker processes or on Ray, resumable at any record.

The output depends only on the input and the configuration: never on the number of workers, on the engine, or on how
often the run was interrupted. The input is never changed.
"""

from __future__ import annotations

from repair.corpus.job import Accept, Job
from repair.corpus.log import RunLog
from repair.corpus.progress import PROGRESS_DISPLAYS, progress_of
from repair.corpus.run import ENGINES, Means, plan, run
from repair.corpus.status import finished, foreign_files, status, verify

__all__ = [
    "ENGINES",
    "PROGRESS_DISPLAYS",
    "Accept",
    "Job",
    "Means",
    "RunLog",
    "finished",
    "foreign_files",
    "plan",
    "progress_of",
    "run",
    "status",
    "verify",
]
