"""Function words with nothing to govern: before a mark, before another one, at a break, before a verb."""

from __future__ import annotations

from typing import Final

from repair.detect.document import Detector
from repair.detect.rules.stranded.before_brackets import STRANDED_BEFORE_BRACKETS
from repair.detect.rules.stranded.beside_blanks import STRANDED_BESIDE_BLANKS
from repair.detect.rules.stranded.closing import STRANDED_CLOSING
from repair.detect.rules.stranded.elided import STRANDED_ELIDED
from repair.detect.rules.stranded.function_words import STRANDED
from repair.detect.rules.stranded.governed import GOVERNED
from repair.detect.rules.stranded.governing import STRANDED_GOVERNING
from repair.detect.rules.stranded.lone_words import LONE_WORDS
from repair.detect.rules.stranded.pairs import STRANDED_PAIRS

__all__ = ["STRANDED_RULES"]

STRANDED_RULES: Final[dict[str, Detector]] = {
    **GOVERNED,
    **LONE_WORDS,
    **STRANDED,
    **STRANDED_BEFORE_BRACKETS,
    **STRANDED_BESIDE_BLANKS,
    **STRANDED_CLOSING,
    **STRANDED_ELIDED,
    **STRANDED_GOVERNING,
    **STRANDED_PAIRS,
}
