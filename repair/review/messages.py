"""What a desk is asked and what it answers, as the page sends it and gets it in JSON."""

from __future__ import annotations

import msgspec

from repair.review.events import Decision, Key, LogLine
from repair.review.pictures import pictured
from repair.review.views import Change, Passage, Shown

__all__ = ["Act", "Equal", "Lost", "QueueEntry", "ReviewProgress", "Undone", "lost_decision"]


class ReviewProgress(msgspec.Struct):
    """How far the review is. `accepted`, `emended`, `rejected`, `conflict` and `open` add up to `total`. `article_open` and
    `article_total` are of the article on the screen. `seconds` is what a decision took of late, `hourly` how many entries
    an hour that makes; both are `None` until there are enough decisions. `lost` are the decisions that found no place."""

    total: int
    accepted: int
    emended: int
    rejected: int
    conflict: int
    open: int
    mine: int
    lines: int
    article_open: int
    article_total: int
    seconds: float | None
    hourly: int | None
    lost: int


class QueueEntry(msgspec.Struct):
    """An entry at `position` (from 0) of a queue of `length`; `shown` is `None` if nothing in it is left to show. `anew` says
    that the end of the queue was passed, and it began again."""

    position: int
    length: int
    shown: Shown | None
    progress: ReviewProgress
    anew: bool = False


class Equal(msgspec.Struct):
    """One of the equal cases that a confirmation shows."""

    number: int
    entry: str
    article: str
    place: Passage
    text: str | None
    change: Change | None
    kind: str


class Undone(msgspec.Struct):
    """What an undo took back, and the number of its entry, `None` where that is not at this desk: its place is lost."""

    decision: Decision
    number: int | None


class Lost(msgspec.Struct):
    """A decision that found no place at this desk, by its `key` in the log."""

    key: Key
    who: str
    decision: str
    text: str | None
    code: str
    context: str


def lost_decision(key: Key, line: LogLine) -> Lost:
    """The decision of `line`, which the log keeps under `key`, for the eye."""
    text = None if line.outcome is None else pictured(line.outcome)
    return Lost(key, pictured(line.who), line.decision, text, line.code, pictured(line.context))


class Act(msgspec.Struct, forbid_unknown_fields=True):
    """A decision as it is asked for. `entry` must be the fingerprint of entry `number`; `choice` counts from 0, and is what
    an emendation began with."""

    number: int
    entry: str
    decision: Decision
    choice: int | None = None
    text: str = ""
    note: str = ""
