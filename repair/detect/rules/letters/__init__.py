"""What happened to letters, marks and blanks: wrong or lost characters, words joined or torn."""

from __future__ import annotations

from typing import Final

from repair.detect.document import Detector
from repair.detect.rules.letters.accents import ACCENTS
from repair.detect.rules.letters.alike import ALIKE
from repair.detect.rules.letters.apostrophes import APOSTROPHES
from repair.detect.rules.letters.code_pages import CODE_PAGES
from repair.detect.rules.letters.encoding import ENCODING
from repair.detect.rules.letters.escapes import LEFT_ESCAPES
from repair.detect.rules.letters.figures import FIGURES
from repair.detect.rules.letters.joined_cells import JOINED_CELLS
from repair.detect.rules.letters.joined_sentences import JOINED_SENTENCES
from repair.detect.rules.letters.joins import JOINS
from repair.detect.rules.letters.layout import LAYOUT
from repair.detect.rules.letters.letter_order import LETTER_ORDER
from repair.detect.rules.letters.line_breaks import LINE_BREAKS
from repair.detect.rules.letters.loose import LOOSE
from repair.detect.rules.letters.lost_letters import LETTERS_LOST
from repair.detect.rules.letters.misread import MISREAD
from repair.detect.rules.letters.misread_signs import MISREAD_SIGNS
from repair.detect.rules.letters.notes import NOTES
from repair.detect.rules.letters.parted_lines import PARTED
from repair.detect.rules.letters.scripts import SCRIPTS
from repair.detect.rules.letters.table_values import TABLE_VALUES
from repair.detect.rules.letters.word_edges import WORD_EDGES

__all__ = ["LETTER_RULES"]

LETTER_RULES: Final[dict[str, Detector]] = {
    **ACCENTS,
    **ALIKE,
    **APOSTROPHES,
    **CODE_PAGES,
    **ENCODING,
    **LEFT_ESCAPES,
    **FIGURES,
    **JOINED_CELLS,
    **JOINED_SENTENCES,
    **JOINS,
    **LAYOUT,
    **LETTER_ORDER,
    **LETTERS_LOST,
    **LINE_BREAKS,
    **LOOSE,
    **MISREAD,
    **MISREAD_SIGNS,
    **NOTES,
    **PARTED,
    **SCRIPTS,
    **TABLE_VALUES,
    **WORD_EDGES,
}
