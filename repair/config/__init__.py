"""Every setting with its default, unit and risk, and the files that settings come from."""

from __future__ import annotations

from repair.config.settings import (
    MARKUP_CHOICES,
    PRECISIONS,
    READER_CHOICES,
    Config,
    IgnoredFinding,
    Markup,
    Policy,
    Precision,
    knobs,
    longest,
    prefix_length,
)

__all__ = [
    "MARKUP_CHOICES",
    "PRECISIONS",
    "READER_CHOICES",
    "Config",
    "IgnoredFinding",
    "Markup",
    "Policy",
    "Precision",
    "knobs",
    "longest",
    "prefix_length",
]
