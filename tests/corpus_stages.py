"""Stages for corpus tests that break, die or wait where a text says so. Workers find this module by its name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from repair.corpus.job import Job, Models
from repair.pipeline import Stages
from repair.records import Apparatus, Article

POISON = "VELENO"
DEADLY = "MORTALE"
ONCE = "UNAVOLTA:"
SLOW = "LENTO"


class Breaking:
    """The usual stages, but for texts that ask for something else."""

    def __init__(self, job: Job) -> None:
        self._stages = Stages(job.config)

    def run(self, articles: Iterable[Article]) -> Iterator[Apparatus]:
        kept = list(articles)
        for article in kept:
            if POISON in article.text:
                raise ZeroDivisionError("poisoned")
            if DEADLY in article.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if SLOW in article.text:
                time.sleep(3)
            if ONCE in article.text:
                mark = Path(article.text.split(ONCE)[1].split()[0])
                if not mark.exists():
                    mark.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
        yield from self._stages.run(kept)


def breaking(job: Job, models: Models) -> Breaking:
    return Breaking(job)
