"""What converters, players of subtitles and programs print into a text: marks of cues, notes of converters of scanned pages,
changes that a word processor tracked (RE303), values as a program writes them (RG111, RE304).

What other formats leave is in `formats.py` and `leftovers.py`, characters written as escapes are in `escapes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.suspects.page_vocabulary import PAGE_TALK
from repair.detect.suspects.prefilter import word_before
from repair.detect.technical import in_backticks, is_named, speaks_of_code
from repair.text.patterns import A_BLANK, LOWER, LOWERS, UPPER, late

__all__ = ["CONVERTERS"]


# --- subtitles -------------------------------------------------------------------------------------------------------

_CLOCK: Final = r"\d{1,2}:\d{2}:\d{2}[,.]\d{3}"
_CUE: Final = rf"(?<![\d:,.]){_CLOCK}{A_BLANK}-->{A_BLANK}{_CLOCK}"
_CUE_TAG: Final = r"<(?:\d{1,2}:)?\d{2}:\d{2}\.\d{3}>|</?c(?:\.[\w.]{1,30})?>|<v [^<>\n]{1,40}>|</v>|(?:(?:position|align|line|size|vertical):[\w%.,-]{1,12}(?:[ \u00a0]|$)){2,4}"
_OVERRIDE: Final = r"\{\\(?:an?\d{1,2}|[ibus][01]|fn|fs\d|pos\(|c&H|fad\()[^{}\n]{0,60}\}"
_STAMP: Final = rf"(?<=[\w.!?…,]{A_BLANK})(?P<at>\[\d{{2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?\]|\(\d{{2}}:\d{{2}}:\d{{2}}\))(?={A_BLANK}\w)"
_PLAYS: Final = (
    rf"\[(?i:music|musica|musik|musique|música|muziek)\](?={A_BLANK}{UPPER})"
    rf"|\[(?:(?<=[.!?…]{A_BLANK}.)|(?<=\n.))(?i:applause|applausi|applaus|applaudissements|aplausos|laughter|laughs|risate|gelächter|rires|risas|risos|gelach|cheering|cheers|silence)\](?={A_BLANK}[A-ZÀ-ÖØ-Þ])"
    rf"|[♪♫](?<=[.!?…]{A_BLANK}.)[♪♫]{{0,2}}(?={A_BLANK}{UPPER})"
)
"""`[Music] Good evening`: what a player says of sounds, before a sentence."""

# --- converters of scanned and printed pages -------------------------------------------------------------------------

_NOTE: Final = (
    r"==> picture \[[^\]\n]{1,30}\] intentionally omitted <==|-{5}(?:Start|End) of picture text-{5}"
    r"|-{3,5} ?PAGE BREAK ?-{3,5}|\{\d{1,4}\}-{20,60}(?!-)"
)
_UNREAD: Final = rf"(?<=[\w.,;:!?…]{A_BLANK})(?P<at>\[(?:FORMULA|EQUATION|TABLE|FORMULE|TABELLA|FORMEL)\])(?!\()"
_TRACKED: Final = (
    r"(?:\[\])?\{(?:#\w{1,20} )?\.(?:insertion|deletion|comment-start|comment-end|paragraph-insertion|paragraph-deletion)"
    r"(?: [^{}\n]{1,160})?\}"
)

# --- values ----------------------------------------------------------------------------------------------------------

_QUOTED: Final = r"'[^'\[\]{}\n]{1,40}'"
_LIST: Final = rf"\[{_QUOTED}(?:, {_QUOTED}){{0,12}}\]|\{{{_QUOTED}: [^{{}}\n]{{1,120}}\}}"
"""`the authors are ['Hill', 'Marsh']`: a list as a program prints it."""
_WORD: Final = late(rf"[{LOWERS}:,]{A_BLANK}\Z")
_PROGRAMS: Final = ("Python", "`", "()", "==", " = ", "JSON", "dict", "array", "list ")


def _is_of_program(document: Document, match: re.Match[str]) -> bool:
    """Whether the list is no part of a sentence about something else."""
    text, start = document.text, match.start()
    after_word = _WORD.search(text, max(0, start - 2), start)
    return not after_word or any(word in text for word in _PROGRAMS) or is_named(document, match)


_TIME: Final = (
    rf"(?<={LOWER}{A_BLANK})"
    r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?|[ ]00:00:00(?:\.0{1,6})?)(?![\w:])"
)
"""`Posted on 2021-05-03T00:00:00Z by Anna`: a time as programs write it, after a word."""


def _speaks_of_times(document: Document, match: re.Match[str]) -> bool:
    return "ISO" in document.text or is_named(document, match)


_TAIL: Final = late(r"(?<![\w.,-])\d{1,9}[.,]\d{0,14}(?:0{7,}[1-9]|9{7,}\d?)(?!\w)")
_EXPONENT: Final = r"(?<![\w.,-])\d[.,]\d{2,14}E\+\d{2}(?![\w.])"
"""`il totale fu di 1,9143E+18`: a long number as a spreadsheet shortens it."""
_YEAR: Final = late(r"(?<![\w.,-])(?:1[5-9]\d\d|20[0-4]\d)\.0(?![\w.])")


def _decimals(document: Document) -> Iterator[Sighting]:
    """`a mean of 0.30000000000000004`, `nel 1998.0`: a number as a program prints it."""
    text, table = document.text, document.language
    for match in _TAIL.finditer(text):
        if document.is_prose_at(match.start()) and not (in_backticks(document, match.start()) or "float" in text):
            yield Sighting(*match.span(), "RE304", "number-printed")
    for match in _YEAR.finditer(text):
        start, end = match.span()
        word = word_before(text, start - 1).lower()
        leads = (table.year_leads | table.dated | frozenset(table.months)) if table else frozenset[str]()
        if word in leads and document.is_prose_at(start) and not speaks_of_code(document):
            yield Sighting(end - 2, end, "RE304", "number-printed", None, "")


_HASHES: Final = rf"(?<=[{LOWERS}:(]{A_BLANK})(?P<at>#{{4,12}})(?=[.,;)](?!\w))"
_NO_DATE: Final = r"(?<![\d/])00/00/0000(?![\d/])|(?<![\d-])0000-00-00(?![\d-])"
_PATTERN: Final = rf"(?<=[{LOWERS}]{A_BLANK})(?:(?:DD|GG|JJ|TT|dd|gg|jj|tt)(?P<sign>[/. -])(?:MM|mm|AA|aa)(?P=sign)|(?:MM|mm)(?P<other>[/.-])(?:DD|dd)(?P=other))(?:YYYY|AAAA|JJJJ|yyyy|aaaa|jjjj)(?![\w/])"
_FORMATTED: Final = late(
    r"(?<!\w)(?i:forma|formul|geschrieben|schreib|writ|typ|enter|scriv|scritt|inserir|inserit|écri|escrib|escrit|digit|pattern|schem|style|stile|come|like)\w*"
)


def _speaks_of_patterns(document: Document, match: re.Match[str]) -> bool:
    """Whether the text says how dates are written, or is a form."""
    near = document.text[max(0, match.start() - 80) : match.end() + 40]
    return _FORMATTED.search(near) is not None or is_named(document, match)


_CALLED: Final = r"(?<!\w)(?:Warning|Notice|Fatal error|Deprecated): [a-z]\w{2,40}\(\): [^.\n]{0,120}\.?"

CONVERTERS: Final[dict[str, Detector]] = {
    "cue-time": pattern_rule("cue-time", "RE303", _CUE, needles=("-->",), unless=is_named, anywhere=True, prior=0.9),
    "cue-tag": pattern_rule(
        "cue-tag", "RE303", _CUE_TAG, needles=("<0", "<c>", "</c>", "<c.", "<v ", "</v>", "<1", "% align:", "% line:", "% size:", "% position:"), unless=is_named,
        anywhere=True, fix="", prior=0.9,
    ),
    "cue-style": pattern_rule(
        "cue-style", "RE303", _OVERRIDE, needles=("{\\",), unless=is_named, anywhere=True, fix="", prior=0.9
    ),
    "time-stamp": pattern_rule("time-stamp", "RS401", _STAMP, needles=("[0", "[1", "(00:", "(01:"), prior=0.6),
    "sound-named": pattern_rule("sound-named", "RS401", _PLAYS, needles=("♪", "♫", *(f"[{letter}" for letter in "MmAaLlRrCcGgSs")), unless=is_named, prior=0.7),
    "converter-note": pattern_rule(
        "converter-note", "RE303", _NOTE, needles=("==>", "-----", "--- P"), unless=is_named, anywhere=True,
        prior=0.9,
    ),
    "unread-element": pattern_rule(
        "unread-element", "RG111", _UNREAD, needles=("[F", "[E", "[T"), unless=is_named, prior=0.75
    ),
    "tracked-change": pattern_rule(
        "tracked-change", "RE303", _TRACKED, needles=("{.", "{#"), unless=is_named, anywhere=True, prior=0.9
    ),
    "list-printed": pattern_rule("list-printed", "RE304", _LIST, needles=("['", "{'"), unless=_is_of_program, prior=0.75),
    "time-printed": pattern_rule(
        "time-printed", "RE304", _TIME, needles=("T00:00", ":00Z", ".000Z", "+00:00", "00:00:00"), unless=_speaks_of_times, prior=0.75
    ),
    "number-printed": Detector(_decimals, needles=("0000000", "9999999", ".0 "), prior=0.8),
    "number-shortened": pattern_rule("number-shortened", "RE304", _EXPONENT, needles=("E+",), unless=is_named, prior=0.75),
    "hashes-for-value": pattern_rule("hashes-for-value", "RG111", _HASHES, needles=("####",), words=(1, 1), unless=is_named, prior=0.8),
    "date-of-zeros": pattern_rule("date-of-zeros", "RG111", _NO_DATE, needles=("00/00/0000", "0000-00-00"), words=(1, 3), unless=is_named, prior=0.85),
    "date-pattern": pattern_rule("date-pattern", "RG111", _PATTERN, sign=PAGE_TALK, words=(1, 3), unless=_speaks_of_patterns, prior=0.75),
    "call-failed": pattern_rule("call-failed", "RS401", _CALLED, needles=("(): ",), unless=is_named, prior=0.85),
}  # fmt: skip
