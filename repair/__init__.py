"""Find what scrapers lost from an article, recover it from other copies, and mark every supplied word with its source."""

from __future__ import annotations

from typing import Final

__all__ = ["__version__"]

__version__: Final = "0.1.0"
