"""Takes decisions: on a page or in a terminal, with a log that records what was decided, by whom and when.

A decision is data that can be replayed: the log beside an apparatus gives the same edition again, and on a new crawl of
the article a decision is applied wherever its context still matches.
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
