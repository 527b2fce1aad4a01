"""Every setting with its default, unit and risk, and the files that settings come from."""

from __future__ import annotations

from repair.config.settings import PRECISIONS, Config, IgnoredFinding, Policy, Precision, knobs, longest, prefix_length

__all__ = ["PRECISIONS", "Config", "IgnoredFinding", "Policy", "Precision", "knobs", "longest", "prefix_length"]
