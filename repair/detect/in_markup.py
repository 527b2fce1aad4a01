"""What rules see on the prose of an article in a markup language: what of it counts, and where it stands in the source.

What touches code, an image or the like does not count. A heading, an item, a cell and a paragraph before a block of code
are whole, however they end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from repair.codes import CODES
from repair.detect.document import Document, Sighting
from repair.markup import PROGRAM, Prose
from repair.records import Entry, Signal
from repair.text.patterns import late

__all__ = ["in_source", "is_about_prose", "is_prose", "sighting_in_source"]

_CHARACTERS: Final = "RE"
"""The family of damaged characters, which are damaged wherever they stand; the others are what a scraper does."""
_JOINS: Final = "RJ"
_RESIDUE: Final = "RS"
_ALONE: Final = 2
"""Words of an item that is a name, with its bullet: nothing was run together there."""


def is_prose(sighting: Sighting, document: Document, prose: Prose, source: str) -> bool:
    """Whether what a rule sees is damage to the prose of the source."""
    if prose.is_opaque(sighting.start, sighting.end):
        return False
    number = document.line_at(sighting.start)
    line = document.lines[number]
    code = CODES[sighting.code]
    block = prose.blocks.get(line.start)
    if block == "table":  # cells are seldom sentences
        return code.family == _CHARACTERS
    if block == "item" and code.family == _JOINS and len(prose.text[line.start : line.end].split()) <= _ALONE:
        return False
    if _is_of_names(sighting, document, prose) or _is_of_markup(sighting, prose, source):
        return False
    if not code.edge:
        is_named = code.is_gap and _SIGN_NAMED.match(prose.text, sighting.end)
        return not (is_named or (code.family == _RESIDUE and _leads(number, document, prose)))
    if block in ("headline", "item"):
        return False
    beside = document.beside(number, 1 if code.edge == "end" else -1)
    kind = prose.blocks.get(beside.start) if beside else None
    # what follows in a block of its own ends the sentence that leads to it, and a sentence may go on after it
    return kind not in (("code", "table", "item") if code.edge == "end" else ("code", "table"))


def _leads(number: int, document: Document, prose: Prose) -> bool:
    """Whether a line leads to what is below it: a heading to anything but another one, a paragraph to code."""
    below = document.beside(number, 1)
    kind = prose.blocks.get(below.start) if below else None
    if prose.blocks.get(document.lines[number].start) == "headline":
        return below is not None and kind != "headline"
    return kind == "code" and below is not None and prose.text.startswith(PROGRAM, below.start)


_SIGN_NAMED: Final = late(r"[^\w\s] (?:character|mark|operator|prefix|sign|symbol|suffix)s?\b")
"""A sign that the text names: `the : character`."""


_WORD_BEFORE: Final = late(r"([^\W_]*)[.:]?\Z")
_PATH: Final = late(r"\w\.\w+\.\Z")
_WORD_AFTER: Final = late(r"[ .:]?([^\W_]*)")
_LONGEST: Final = 60  # code points of a name
_OF_PROGRAMS: Final = frozenset(("undefined-word", "words-joined", "lone-note-number", "stranded-closing-phrase"))
"""Rules for what is common in texts about programs: their words, names with a number, parts of messages."""
_OPERATOR: Final = "%"
_OF_FIELDS: Final = frozenset(("field-limit", "preview-limit"))
"""Rules that count the characters of a field: the prose is only a part of it."""
_BLANKS_BESIDE: Final = frozenset(("doubled-blank", "blank-before-script-mark"))
"""Rules for blanks: at the edge of markup, as after a link, no word was lost, and some languages need one there."""
_OF_PAGES: Final = "RS401"
"""What a scraper takes along from a page: where nobody scrapes, `See also:` is meant."""
_FILE_BESIDE: Final = late(r"[^\[\]\n]{0,80}\]\((?![\w+.-]{1,20}:|[/<)])[^\s()]{1,200}\)")
"""The rest of a link to a file beside the text: a page that was scraped has no such file."""
_RELATED: Final = frozenset(("related-line", "read-more-line"))
"""Rules for lines that lead to other pages, which pages about programs have of their own."""
_QUOTED: Final = late(r"\s{0,200}(?:>|_{4}|\[quote)|(?:[ \t]*\r?\n){2,9}[ \t]+\S")
"""A quotation in a block of its own."""
_ANNOUNCED: Final = "RG116"
_CAMEL: Final = "words-run-together"
_OF_UNITS: Final = "unit-without-number"
_OF_RIGHTS: Final = "rights-line"
_LICENCE: Final = late(r"\blicen[cs]e|\bredistribution and use|\bhereby granted|\brights to use", re.I)
_SPEAKS: Final = 3  # so many pieces of code in a page make it a page about programs


def _is_of_markup(sighting: Sighting, prose: Prose, source: str) -> bool:
    """Whether the markup explains what stands at the place."""
    if sighting.rule in _BLANKS_BESIDE and (prose.is_joint(sighting.start) or prose.is_joint(sighting.end)):
        return True
    if sighting.code == _OF_PAGES:
        _, end = prose.source_span(sighting.start, sighting.end)
        leads = sighting.rule in _RELATED and prose.codes >= _SPEAKS
        return prose.is_written or leads or _FILE_BESIDE.match(source, end) is not None
    if sighting.code == _ANNOUNCED:
        _, end = prose.source_span(sighting.start, sighting.end)
        return _QUOTED.match(source, end) is not None
    # where people write of programs, empty quotes and brackets are values
    of_programs = CODES[sighting.code].enclosed or sighting.rule == _CAMEL
    return prose.is_written and of_programs and prose.codes >= _SPEAKS


def _is_of_names(sighting: Sighting, document: Document, prose: Prose) -> bool:
    """Whether a word at the place is a name that the page writes as code elsewhere, or a word of programs where the page
    has code, or a line about rights where the page states its licence."""
    if sighting.rule in _OF_FIELDS:
        return True
    is_operator = prose.text.startswith(_OPERATOR, sighting.end)
    if sighting.rule in _OF_PROGRAMS or (sighting.rule == _OF_UNITS and is_operator):
        return prose.codes >= _SPEAKS
    if sighting.rule == _OF_RIGHTS:
        return _LICENCE.search(prose.text) is not None
    if not CODES[sighting.code].like_names or not (prose.names or prose.addresses):
        return False
    names = prose.names
    before = _WORD_BEFORE.search(prose.text, max(0, sighting.start - _LONGEST), sighting.start)
    after = _WORD_AFTER.match(prose.text, sighting.end, sighting.end + _LONGEST)
    left, right = before[1].lower() if before else "", after[1].lower() if after else ""
    if sighting.code == "RJ201":
        is_path = _PATH.search(prose.text, max(0, sighting.start - _LONGEST), sighting.start) is not None
        is_host = f"{left}.{right}" in prose.addresses
        if prose.codes >= _SPEAKS and prose.text.startswith(".", sighting.start - 1):
            table = document.language  # `pathlib.Path`, but not `the list.In our case`
            return table is None or right not in table.function_words
        return is_path or is_host or left in names or right in names or f"{left}." in prose.heads
    if CODES[sighting.code].is_gap:
        return right in names
    joined = left + prose.text[sighting.start : sighting.end] + right
    return joined in names or joined in prose.addresses


def is_about_prose(signal: Signal, document: Document, prose: Prose) -> bool:
    """Whether what a gap head says is about prose."""
    line = document.lines[document.line_at(signal.offset)]
    is_edge = signal.offset >= line.end or signal.offset <= line.start
    block = prose.blocks.get(line.start)
    return not (prose.is_opaque(signal.offset, signal.offset) or block == "table" or (block and is_edge))


def sighting_in_source(sighting: Sighting, prose: Prose) -> Sighting:
    """The sighting with its span in the source."""
    start, end = _span(sighting.start, sighting.end, sighting.code, prose)
    return replace(sighting, start=start, end=end)


_SELDOM, _RARELY = 0.5, 0.2
"""Odds of losses on pages about programs, in place of 1 elsewhere: in any markup, and in one that only people write. Read on
1,200 documents of packages: of findings of 0.6 one in fifteen was right, of 0.75 one in three."""


def in_source(entries: Sequence[Entry], prose: Prose, floor: float) -> tuple[Entry, ...]:
    """The entries with their spans in the source, in text order. What cannot be put in there without touching markup is
    not offered. A page about programs is seldom a scraped one, so that losses are less likely there: those below a
    confidence of `floor` are then left out."""
    found = [_in_source(entry, prose) for entry in entries]
    if prose.codes >= _SPEAKS:
        odds = _RARELY if prose.is_written else _SELDOM
        found = [entry for entry in (_less_likely(each, odds) for each in found) if entry.finding.confidence >= floor]
    return tuple(sorted(found, key=lambda e: (e.finding.start, e.finding.end)))


def _less_likely(entry: Entry, times: float) -> Entry:
    finding = entry.finding
    if CODES[finding.code].family == _CHARACTERS:
        return entry
    odds = times * finding.confidence
    return replace(entry, finding=replace(finding, confidence=odds / (odds + 1 - finding.confidence)))


def _in_source(entry: Entry, prose: Prose) -> Entry:
    finding = entry.finding
    start, end = _span(finding.start, finding.end, finding.code, prose)
    exact = tuple(c for c in entry.candidates if prose.is_exact(finding.start, finding.end, c.text))
    return replace(entry, finding=replace(finding, start=start, end=end), candidates=exact)


def _span(start: int, end: int, code: str, prose: Prose) -> tuple[int, int]:
    return prose.source_span(start, end, forward=CODES[code].edge == "start")
