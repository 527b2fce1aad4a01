"""The verdict of a check: which findings are known and do not count, and whether the others make the check fail.

A `Verdict` marks every entry that the baseline, the configuration or `--diff-from` leaves out, counts the others
against the budgets, and names the entries of the baseline and the configuration that are no longer needed.
"""

from __future__ import annotations

from repair.verdict.baseline import Baseline, check_replaceable, read_baseline, write_baseline
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
    "check_replaceable",
    "read_baseline",
    "write_baseline",
]
