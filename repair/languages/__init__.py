"""One data table a language: function words, quotes, read-more phrases. No code lives here.

To add a language, copy `en.py`, fill its table and add it to `LANGUAGES`; rules read nothing else.
"""

from __future__ import annotations

from typing import Final

from repair.languages.en import ENGLISH
from repair.languages.it import ITALIAN
from repair.languages.table import Language

__all__ = ["LANGUAGES", "Language"]

LANGUAGES: Final[dict[str, Language]] = {"it": ITALIAN, "en": ENGLISH}
