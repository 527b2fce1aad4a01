"""All rules as one table: what each sees on the surface, one narrow rule a name.

A rule takes a `Document` and yields `Sighting`s. To add one, write a detector in the file of its noun, give it a row in
that file's table, and put a passing and a failing example beside the others in `tests/cases/rules/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from repair.detect.document import Detector, Document, Sighting
from repair.detect.rules.accents import ACCENTS
from repair.detect.rules.announced import ANNOUNCED
from repair.detect.rules.apostrophes import APOSTROPHES
from repair.detect.rules.appositions import APPOSITIONS
from repair.detect.rules.assistants import ASSISTANTS
from repair.detect.rules.boxes import BOXES
from repair.detect.rules.converters import CONVERTERS
from repair.detect.rules.cut_pages import CUT_PAGES
from repair.detect.rules.cuts import CUTS
from repair.detect.rules.doubled import DOUBLED
from repair.detect.rules.embeds import EMBEDS
from repair.detect.rules.emptied import GAPS
from repair.detect.rules.encoding import ENCODING
from repair.detect.rules.escapes import LEFT_ESCAPES
from repair.detect.rules.field_limits import FIELD_LIMITS
from repair.detect.rules.fields import FIELDS
from repair.detect.rules.figures import FIGURES
from repair.detect.rules.formats import MARKUP_LEFT
from repair.detect.rules.furniture import PAGE_FURNITURE
from repair.detect.rules.governed import GOVERNED
from repair.detect.rules.headless import HEADLESS
from repair.detect.rules.holes import HOLES
from repair.detect.rules.joined_cells import JOINED_CELLS
from repair.detect.rules.joined_sentences import JOINED_SENTENCES
from repair.detect.rules.joins import JOINS
from repair.detect.rules.labels import LABELS
from repair.detect.rules.layout import LAYOUT
from repair.detect.rules.leftovers import LEFTOVERS
from repair.detect.rules.letter_order import LETTER_ORDER
from repair.detect.rules.letters import LETTERS_LOST
from repair.detect.rules.line_breaks import LINE_BREAKS
from repair.detect.rules.line_ends import LINE_ENDS
from repair.detect.rules.lone_words import LONE_WORDS
from repair.detect.rules.misread import MISREAD
from repair.detect.rules.misread_signs import MISREAD_SIGNS
from repair.detect.rules.notes import NOTES
from repair.detect.rules.numbers_lost import NUMBERS_LOST
from repair.detect.rules.page_words import PAGE_WORDS_OF_OTHERS
from repair.detect.rules.paragraph_edges import EDGES
from repair.detect.rules.parted import PARTED
from repair.detect.rules.parts_lost import PARTS_LOST
from repair.detect.rules.prepared import PREPARED
from repair.detect.rules.programs import PROGRAMS
from repair.detect.rules.quotations import QUOTATIONS
from repair.detect.rules.quotes_brackets import PAIRS
from repair.detect.rules.repetitions import REPETITIONS
from repair.detect.rules.residue import RESIDUE
from repair.detect.rules.scripts import SCRIPTS
from repair.detect.rules.stranded import STRANDED
from repair.detect.rules.stranded_closing import STRANDED_CLOSING
from repair.detect.rules.stranded_governing import STRANDED_GOVERNING
from repair.detect.rules.stranded_pairs import STRANDED_PAIRS
from repair.detect.rules.targets import TARGETS
from repair.detect.rules.teasers import TEASERS
from repair.detect.rules.templates import TEMPLATES
from repair.detect.rules.terms_lost import TERMS_LOST
from repair.detect.rules.text_edges import TEXT_EDGES
from repair.detect.rules.transcripts import TRANSCRIPTS
from repair.detect.rules.word_edges import WORD_EDGES
from repair.detect.suspects.prefilter import rare_in
from repair.detect.suspects.telling_marks import together_in

__all__ = ["ALONE", "DETECTORS", "OVERRULED", "sight", "sight_each"]

DETECTORS: Final[dict[str, Detector]] = {
    **GAPS,
    **STRANDED,
    **STRANDED_PAIRS,
    **STRANDED_GOVERNING,
    **STRANDED_CLOSING,
    **EDGES,
    **TEXT_EDGES,
    **HEADLESS,
    **LONE_WORDS,
    **TEASERS,
    **PAIRS,
    **JOINS,
    **JOINED_SENTENCES,
    **JOINED_CELLS,
    **ENCODING,
    **RESIDUE,
    **PAGE_WORDS_OF_OTHERS,
    **REPETITIONS,
    **BOXES,
    **HOLES,
    **PARTS_LOST,
    **NUMBERS_LOST,
    **TERMS_LOST,
    **APPOSITIONS,
    **ANNOUNCED,
    **FIELD_LIMITS,
    **CUTS,
    **CUT_PAGES,
    **LINE_BREAKS,
    **LINE_ENDS,
    **LETTERS_LOST,
    **WORD_EDGES,
    **LEFT_ESCAPES,
    **NOTES,
    **SCRIPTS,
    **TEMPLATES,
    **LEFTOVERS,
    **APOSTROPHES,
    **MARKUP_LEFT,
    **ACCENTS,
    **EMBEDS,
    **FIGURES,
    **CONVERTERS,
    **FIELDS,
    **LABELS,
    **MISREAD,
    **TARGETS,
    **DOUBLED,
    **LAYOUT,
    **GOVERNED,
    **QUOTATIONS,
    **LETTER_ORDER,
    **TRANSCRIPTS,
    **PROGRAMS,
    **PAGE_FURNITURE,
    **ASSISTANTS,
    **PREPARED,
    **PARTED,
    **MISREAD_SIGNS,
}

ALONE: Final = frozenset(
    (
        *("empty-quotes", "empty-quotes-blank", "empty-typographic-quotes", "empty-brackets", "doubled-comma"),
        *("stranded", "stranded-elided", "stranded-leaning", "stranded-coordinator", "stranded-before-word"),
        *("stranded-blank", "stranded-weak-blank", "stranded-elided-consonant"),
        *("stranded-after-phrase", "stranded-coordinator-twice"),
        *(
            "stranded-doubled-blank-link",
            "cut-within-brackets",
            "opened-at-end",
            "blank-at-end",
            "small-after-stop",
            "sentence-emptied",
        ),
        *("stranded-before-coordinator", "preposition-before-word", "stranded-before-second-half"),
        *("preposition-before-verb", "stranded-joined"),
        *("stranded-before-quotation", "stranded-colon-within", "stranded-closing-phrase", "stranded-blank-colon"),
        *(
            "fragment-paragraph",
            "predicate-alone",
            "torn-paragraph",
            "leading-comma",
            "cut-off-article",
            "cut-off-text",
            "cut-before-paragraph",
            "cut-before-opener",
            "cut-like-others",
            "short-like-others",
            "excerpt-end",
            "apposition-lost",
            "possessor-lost",
            "teaser",
            "pair-lost",
            "never-pair",
            "unit-without-number",
            "reference-lost",
            "speaker-lost",
        ),
        *("speech-announced", "embed-announced", "list-announced", "head-lost", "field-limit", "preview-limit"),
        *("ligature-lost", "words-joined", "word-in-pieces", "hyphen-blank"),
        *("undefined-word", "template-placeholder", "numbered-placeholder"),
    )
)
"""Rules that are right by themselves, in a text that nothing else is wrong with. Their prior holds there: a table raises
it, and never lowers it. Damaged pages have damage all over, so tables learn to trust few lone places; in single losses in
sound texts these rules found ten times as many as they raised alarms in sound ones."""

OVERRULED: Final = {
    "torn-paragraph": 0.0,
    "full-stop-comma": 0.1,
    "blank-before-comma": 0.11,
    "stranded-doubled-blank": 0.13,
    "stranded-before-word": 0.14,
    "blank-before-full-stop": 0.17,
    "cut-off-stranded": 0.22,
    "doubled-blank": 0.26,
    "blank-after-word": 0.29,
    "colon-punctuation": 0.31,
}
"""Rules that are seldom right where a gap head sees no loss, so that it may take a place below the confidence that the
rules alone give it; and the share (0–1) of such places on real pages and in sound texts where text is lost after all."""

_See = Callable[[Document], Iterator[Sighting]]


class _Index(NamedTuple):
    """What rules see, by the key that they start from and by the needle that they need, and what the others see. Needles
    are grouped by one sign that each has: looking for one is much quicker than for several. Those with a rare sign are
    apart: few texts have any of them."""

    starting: dict[str, list[_See]]
    common: dict[str, dict[str, list[_See]]]
    rare: dict[str, dict[str, list[_See]]]
    anywhere: list[_See]


@lru_cache(maxsize=1)
def _index(detectors: tuple[Detector, ...]) -> _Index:
    index = _Index({}, {}, {}, [])
    for detector in detectors:
        for key in detector.starts:
            index.starting.setdefault(key, []).append(detector.see)
        for needle in detector.needles:
            rare = [sign for sign in needle if sign in rare_in(sign)]
            rare += together_in(f"x{needle}x")  # whatever stands around the needle
            sign = rare[0] if rare else max(needle, key=_rarity)
            needles = (index.rare if rare else index.common).setdefault(sign, {})
            needles.setdefault(needle, []).append(detector.see)
        if not (detector.starts or detector.needles):
            index.anywhere.append(detector.see)
    return index


def _rarity(sign: str) -> tuple[bool, bool, bool, str]:
    """Orders signs by how few texts have them, as well as can be told: marks of other scripts, marks, digits, letters."""
    return not (sign.isascii() or sign.isalpha()), not (sign.isalnum() or sign.isspace()), sign.isdigit(), sign


def sight(document: Document) -> list[Sighting]:
    """What all rules see on the document, in text order. Rules that can see nothing there are not run."""
    return sight_each([document])[0]


def sight_each(documents: Sequence[Document]) -> list[list[Sighting]]:
    """What `sight` gives for each of some documents.

    A rule goes through all of them before the next one begins. That takes a fifth less time: the code and the words of a
    rule are then still in the processor's caches.
    """
    detectors = tuple(DETECTORS.values())
    index = _index(detectors)
    asked: dict[_See, list[int]] = {}
    for number, document in enumerate(documents):
        sees = [d.see for d in detectors] if document.starts is None else _asked(document, document.starts, index)
        for see in sees:
            asked.setdefault(see, []).append(number)
    seen: list[list[Sighting]] = [[] for _ in documents]
    for see, numbers in asked.items():
        for number in numbers:
            seen[number] += see(documents[number])
    for sightings in seen:
        sightings.sort(key=lambda s: (s.start, s.end, s.code, s.rule))
    return seen


def _asked(document: Document, starts: Iterable[str], index: _Index) -> set[_See]:
    """What the rules see that can see anything on the document."""
    text, asked = document.text, set(index.anywhere)
    for key in chain(starts, document.kinds, document.rare):
        asked.update(index.starting.get(key, ()))
    held = [needles for sign, needles in index.common.items() if sign in text]
    held += [index.rare[sign] for sign in document.rare if sign in index.rare]
    for needles in held:
        for needle, rules in needles.items():
            if len(needle) == 1 or needle in text:
                asked.update(rules)
    return asked
