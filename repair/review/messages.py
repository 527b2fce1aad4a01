"""What a desk is asked and what it answers, as the page sends it and gets it in JSON."""

from __future__ import annotations

import msgspec

from repair.review.events import Decision
from repair.review.views import Passage, Shown

__all__ = ["Act", "Equal", "QueueEntry", "ReviewProgress"]


class ReviewProgress(msgspec.Struct):
    """How far the review is. `accepted`, `emended`, `rejected`, `conflict` and `open` add up to `total`."""

    total: int
    accepted: int
    emended: int
    rejected: int
    conflict: int
    open: int
    mine: int
    lines: int


class QueueEntry(msgspec.Struct):
    """An entry at `position` (from 0) of a queue of `length`; `shown` is `None` if nothing in it is left to show."""

    position: int
    length: int
    shown: Shown | None
    progress: ReviewProgress


class Equal(msgspec.Struct):
    """One of the equal cases that a confirmation shows."""

    number: int
    entry: str
    article: str
    place: Passage
    text: str
    kind: str


class Act(msgspec.Struct, forbid_unknown_fields=True):
    """A decision as it is asked for. `entry` must be the fingerprint of entry `number`; `choice` counts from 0."""

    number: int
    entry: str
    decision: Decision
    choice: int = 0
    text: str = ""
    note: str = ""
