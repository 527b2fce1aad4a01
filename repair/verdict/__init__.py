"""The verdict of a check: which findings are known and let pass, and whether what is left fails.

A `Verdict` marks every entry that a baseline, the configuration or the lines asked about silence, counts the others
against the budgets, and says what in those lists has no use any more.
"""

from __future__ import annotations

from repair.verdict.baseline import Baseline, read_baseline, write_baseline
from repair.verdict.budget import Budget
from repair.verdict.changes import Changes
from repair.verdict.ignores import Ignores
from repair.verdict.verdict import Verdict

__all__ = [
    "Baseline",
    "Budget",
    "Changes",
    "Ignores",
    "Verdict",
    "read_baseline",
    "write_baseline",
]
