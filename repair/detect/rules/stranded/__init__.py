"""Function words with nothing to govern: before a mark, before another one, at a break, before a verb."""

from __future__ import annotations

from typing import Final

from repair.detect.document import Detector
from repair.detect.rules.stranded.closing import STRANDED_CLOSING
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
    **STRANDED_CLOSING,
    **STRANDED_GOVERNING,
    **STRANDED_PAIRS,
}
