"""What does not belong to the article: parts of its page, of its file format or of the program that wrote it."""

from __future__ import annotations

from typing import Final

from repair.detect.document import Detector
from repair.detect.rules.residue.adverts import ADVERTS
from repair.detect.rules.residue.assistants import ASSISTANTS
from repair.detect.rules.residue.boxes import BOXES
from repair.detect.rules.residue.converters import CONVERTERS
from repair.detect.rules.residue.credits import CREDITS
from repair.detect.rules.residue.doubled import DOUBLED
from repair.detect.rules.residue.embeds import EMBEDS
from repair.detect.rules.residue.fields import FIELDS
from repair.detect.rules.residue.foreign_signs import FOREIGN_SIGNS
from repair.detect.rules.residue.formats import MARKUP_LEFT
from repair.detect.rules.residue.furniture import PAGE_FURNITURE
from repair.detect.rules.residue.labels import LABELS
from repair.detect.rules.residue.leftovers import LEFTOVERS
from repair.detect.rules.residue.lines import RESIDUE
from repair.detect.rules.residue.notations import NOTATIONS
from repair.detect.rules.residue.page_talk import PAGE_TALK_RULES
from repair.detect.rules.residue.page_words import PAGE_WORDS_OF_OTHERS
from repair.detect.rules.residue.posts import POSTS
from repair.detect.rules.residue.prepared import PREPARED
from repair.detect.rules.residue.program_notices import PROGRAM_NOTICES
from repair.detect.rules.residue.programs import PROGRAMS
from repair.detect.rules.residue.prompts import PROMPTS
from repair.detect.rules.residue.repetitions import REPETITIONS
from repair.detect.rules.residue.stamps import STAMPS
from repair.detect.rules.residue.stray_signs import STRAY_SIGNS
from repair.detect.rules.residue.templates import TEMPLATES
from repair.detect.rules.residue.trails import TRAILS
from repair.detect.rules.residue.transcripts import TRANSCRIPTS
from repair.detect.rules.residue.values import VALUES

__all__ = ["RESIDUE_RULES"]

RESIDUE_RULES: Final[dict[str, Detector]] = {
    **ADVERTS,
    **ASSISTANTS,
    **BOXES,
    **CONVERTERS,
    **CREDITS,
    **DOUBLED,
    **EMBEDS,
    **FIELDS,
    **FOREIGN_SIGNS,
    **MARKUP_LEFT,
    **PAGE_FURNITURE,
    **LABELS,
    **LEFTOVERS,
    **NOTATIONS,
    **PAGE_TALK_RULES,
    **PAGE_WORDS_OF_OTHERS,
    **POSTS,
    **PREPARED,
    **PROGRAMS,
    **PROMPTS,
    **REPETITIONS,
    **RESIDUE,
    **STAMPS,
    **STRAY_SIGNS,
    **TEMPLATES,
    **PROGRAM_NOTICES,
    **TRAILS,
    **TRANSCRIPTS,
    **VALUES,
}
