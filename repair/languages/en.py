"""English."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language

__all__ = ["ENGLISH"]

ENGLISH: Final = Language(code="it", name="English")
