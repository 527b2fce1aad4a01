"""Decisions in: a page and a terminal to decide on, and the log that keeps what was decided, by whom and when.

A decision is data that replays: the log beside an apparatus gives the same edition again, and on a new crawl of the
article it is applied wherever the context still matches.
"""

from __future__ import annotations

from repair.review.events import LogLine, accept, emend, entry_in_context, note, reject, take_back, told
from repair.review.log import Log, log_path, read_log
from repair.review.log_summary import LogSummary, summarise_log
from repair.review.replay import Replayed, replay, replay_all
from repair.review.state import State, fold

__all__ = [
    "Log",
    "LogLine",
    "LogSummary",
    "Replayed",
    "State",
    "accept",
    "emend",
    "entry_in_context",
    "fold",
    "log_path",
    "note",
    "read_log",
    "reject",
    "replay",
    "replay_all",
    "summarise_log",
    "take_back",
    "told",
]
