"""Places where text is missing: emptied marks, lost numbers, names and terms, cut paragraphs and texts, announced parts."""

from __future__ import annotations

from typing import Final

from repair.detect.document import Detector
from repair.detect.rules.gaps.announced import ANNOUNCED
from repair.detect.rules.gaps.appositions import APPOSITIONS
from repair.detect.rules.gaps.before_blanks import BEFORE_BLANKS
from repair.detect.rules.gaps.between_words import LOST_BETWEEN
from repair.detect.rules.gaps.blanks import BLANKS_LEFT
from repair.detect.rules.gaps.cut_pages import CUT_PAGES
from repair.detect.rules.gaps.cuts import CUTS
from repair.detect.rules.gaps.emptied import EMPTIED
from repair.detect.rules.gaps.field_limits import FIELD_LIMITS
from repair.detect.rules.gaps.headless import HEADLESS
from repair.detect.rules.gaps.line_ends import LINE_ENDS
from repair.detect.rules.gaps.numbers_other import NUMBERS_OTHER
from repair.detect.rules.gaps.paragraph_edges import EDGES
from repair.detect.rules.gaps.parts_lost import PARTS_LOST
from repair.detect.rules.gaps.placeholders import UNFILLED
from repair.detect.rules.gaps.quotations import QUOTATIONS
from repair.detect.rules.gaps.quotes_brackets import PAIRS
from repair.detect.rules.gaps.targets import TARGETS
from repair.detect.rules.gaps.teasers import TEASERS
from repair.detect.rules.gaps.terms_lost import TERMS_LOST
from repair.detect.rules.gaps.text_edges import TEXT_EDGES
from repair.detect.rules.gaps.units import LONE_UNITS

__all__ = ["GAP_RULES"]

GAP_RULES: Final[dict[str, Detector]] = {
    **ANNOUNCED,
    **APPOSITIONS,
    **BEFORE_BLANKS,
    **LOST_BETWEEN,
    **BLANKS_LEFT,
    **CUT_PAGES,
    **CUTS,
    **EMPTIED,
    **FIELD_LIMITS,
    **HEADLESS,
    **LINE_ENDS,
    **NUMBERS_OTHER,
    **EDGES,
    **PARTS_LOST,
    **UNFILLED,
    **QUOTATIONS,
    **PAIRS,
    **TARGETS,
    **TEASERS,
    **TERMS_LOST,
    **TEXT_EDGES,
    **LONE_UNITS,
}
