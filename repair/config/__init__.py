"""Every setting with its default, unit and risk, and the files that settings come from."""

from __future__ import annotations

from repair.config.settings import (
    FAST,
    MARKUP_CHOICES,
    MIXED,
    PRECISIONS,
    READER_CHOICES,
    Config,
    IgnoredFinding,
    Markup,
    Policy,
    Precision,
    all_settings,
    longest,
    prefix_length,
)

__all__ = [
    "FAST",
    "MARKUP_CHOICES",
    "MIXED",
    "PRECISIONS",
    "READER_CHOICES",
    "Config",
    "IgnoredFinding",
    "Markup",
    "Policy",
    "Precision",
    "all_settings",
    "longest",
    "prefix_length",
]
