"""Stages for corpus tests that break, die or wait where a text says so. Workers find this module by its name."""

from __future__ import annotations

import os
import pickle
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from repair.corpus.job import Job, Models
from repair.corpus.texts import Mapper
from repair.errors import ModelError
from repair.pipeline import Stages
from repair.records import Apparatus, Article

POISON = "VELENO"
DEADLY = "MORTALE"
ONCE = "UNAVOLTA:"
ORPHANED = "ORFANO:"
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
            if ONCE in article.text and is_first(article.text.split(ONCE)[1]):
                os.kill(os.getpid(), signal.SIGKILL)
            if ORPHANED in article.text and is_of_ray(os.getppid()) and is_first(article.text.split(ORPHANED)[1]):
                os.kill(os.getppid(), signal.SIGKILL)
        yield from self._stages.run(kept)


def is_first(text: str) -> bool:
    """Whether nobody else has left a mark in the file that the text begins with."""
    mark = Path(text.split()[0])
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def is_of_ray(process: int) -> bool:
    """Whether Ray has started the process to do work."""
    return Path(f"/proc/{process}/cmdline").read_bytes().startswith(b"ray::")


def breaking(job: Job, models: Models) -> Breaking:
    return Breaking(job)


def failing(job: Job, models: Models) -> Breaking:
    raise ModelError("no model")


def in_two_batches(mapper: Mapper, rows: dict[str, list[Any]]) -> tuple[dict[str, list[Any]], int]:
    """What two mappers make of the rows in this process, which must be the same, and how often a model was loaded."""
    from repair import models

    loaded = []
    load = models.load
    models.load = lambda *given, **more: loaded.append(given) or load(*given, **more)  # type: ignore[func-returns-value]
    first, second = mapper(rows), pickle.loads(pickle.dumps(mapper))(rows)
    assert first == second
    return first, len(loaded)
