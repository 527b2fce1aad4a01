"""Numbers within a range, as options take them."""

from __future__ import annotations

import click

__all__ = ["FloatRange", "IntRange"]


class IntRange(click.IntRange):
    """An integer within a range, and named so in help and messages."""

    name = "integer"


class FloatRange(click.FloatRange):
    """A number within a range, and named as other numbers are."""

    name = "float"
