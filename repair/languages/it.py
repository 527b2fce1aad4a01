"""Italian."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language

__all__ = ["ITALIAN"]

ITALIAN: Final = Language(code="it", name="Italian")
