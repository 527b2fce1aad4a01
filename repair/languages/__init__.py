"""One data table a language: function words, pairs that never stand together, read-more phrases, months. No code lives here.

To add a language, copy `nl.py`, fill its table, add it to `LANGUAGES` and give it cases beside the others in
`tests/cases/rules/`; rules read nothing else of it. Languages without a table share `governing.py` and `pages.py`.
"""

from __future__ import annotations

from typing import Final

from repair.languages.de import GERMAN
from repair.languages.en import ENGLISH
from repair.languages.es import SPANISH
from repair.languages.fr import FRENCH
from repair.languages.it import ITALIAN
from repair.languages.nl import DUTCH
from repair.languages.pt import PORTUGUESE
from repair.languages.table import Language

__all__ = ["LANGUAGES", "Language"]

LANGUAGES: Final[dict[str, Language]] = {
    "it": ITALIAN,
    "en": ENGLISH,
    "fr": FRENCH,
    "de": GERMAN,
    "es": SPANISH,
    "pt": PORTUGUESE,
    "nl": DUTCH,
}
