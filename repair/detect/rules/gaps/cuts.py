"""Texts that were cut: in a word (RG106), at their head (RG117), by a paywall or a feed (RG109).

Each of these rules looks at the beginning or the end of the text alone, so that it costs nothing on a long one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.line_shapes import OPEN_END, SMALL_START, Line
from repair.detect.rules.gaps.field_limits import SENTENCE_END
from repair.detect.rules.gaps.paragraph_edges import writes_small
from repair.detect.rules.phrases import asks_to_pay
from repair.detect.vocabulary import is_function_word, lexicon
from repair.languages import LANGUAGES, Language
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, LOWERS, late

__all__ = ["CUTS"]

_LAST_WORDS: Final = late(
    rf"(?<=[\s'’])(?P<before>{LETTER}+)(?:[,;:]?\s+|['’])(?P<last>{LETTER}{{2,20}})(?:…|\.{{3}})?\Z"
)
_TITLE: Final = 40  # code points; a last line that is longer is no title or name


def _cut_in_word(document: Document) -> Iterator[Sighting]:
    """A text that ends within a sentence, in what is no word of its language and stands nowhere else in it. An ellipsis
    may stand after it."""
    line = document.beside(len(document.lines), -1)
    if line is None or line.shape not in ("prose", "headline") or line.end - line.start < _TITLE:
        return
    text, known = document.text, lexicon(document)
    if not (text[line.end - 1].isalpha() or text.endswith(("…", "..."), line.start, line.end)):
        return
    words = _LAST_WORDS.search(text, max(line.start, line.end - 60), line.end)
    if known is None or words is None or not words["last"].islower() or known.knows(words["last"]):
        return
    before = words["before"].lower()
    if not (known.knows(before) or (document.language and before in document.language.elided)):
        return
    if SENTENCE_END.search(text) and not re.search(rf"\b{words['last']}\b", text[: words.start("last")]):
        yield Sighting(words.end("last"), line.end, "RG106", "cut-in-word")


# --- heads -----------------------------------------------------------------------------------------------------------

_PARAGRAPH: Final = 100  # code points; a headline may begin with anything


def _head_lost(document: Document) -> Iterator[Sighting]:
    """A text whose first paragraph takes up what nobody said before: `Ma quella promessa …`, `However, …`."""
    line = document.beside(-1, 1)
    if document.language is None or line is None or line.shape != "prose" or line.end - line.start < _PARAGRAPH:
        return
    start = document.text[line.start : line.start + 30]
    lowered = start.lower()
    if not lowered.startswith(document.language.resuming):  # as mostly
        return
    resuming = next((word for word in document.language.resuming if lowered.startswith(word)), None)
    if resuming and start[0].isupper() and not start[len(resuming)].isalnum() and start[len(resuming)] not in "'’-":
        yield Sighting(line.start, line.start, "RG117", "head-lost")


_FIRST: Final = late(rf"({LETTER}+) ({LETTER}+)['’ ]")
_SENTENCE_LENGTH: Final = 30  # code points
_ENDED: Final = frozenset('.!?…"”»“')


def _subject_lost(document: Document) -> Iterator[Sighting]:
    """A paragraph that begins with a small verb or pronoun before an article: `è una frazione del comune`, `is a village`."""
    table, text, lines = document.language, document.text, document.lines
    for number in document.kinds.get(SMALL_START, ()) if table and not document.once(writes_small) else ():
        line = lines[number]
        if line.shape != "prose" or line.end - line.start < _SENTENCE_LENGTH or text[line.end - 1] not in _ENDED:
            continue
        before = document.beside(number, -1)
        if before and (lines[number - 1] is before or before.shape != "prose" or text[before.end - 1] not in ".!?"):
            continue
        words = _FIRST.match(text, line.start)
        if table is None or words is None or words[1] not in table.common:
            continue
        if words[2] in table.articles | table.determiners | table.elided:
            yield Sighting(line.start, line.start, "RG107", "subject-lost")


_PREDICATE: Final = late(rf"({LETTER}+(?:['’-]{LETTER}+)?) ({LETTER}+)(['’]?)")
_PREDICATE_LENGTH: Final = 40  # code points of a paragraph that begins with one


def _predicate_alone(document: Document) -> Iterator[Sighting]:
    """A paragraph that begins with a small word and an article, after one that ended: a verb and its object, without the
    subject that stood before them (`comprend des exemples`)."""
    table, text, lines = document.language, document.text, document.lines
    for number in document.kinds.get(SMALL_START, ()) if table and not document.once(writes_small) else ():
        line, before = lines[number], document.beside(number, -1)
        if line.shape != "prose" or line.end - line.start < _PREDICATE_LENGTH:
            continue
        if before is None or before.shape != "prose" or text[before.end - 1] not in ".!?…":
            continue
        words = _PREDICATE.match(text, line.start)
        if table is None or words is None or is_function_word(document, words[1]):
            continue
        if words[2] in (table.elided if words[3] else table.articles | table.determiners):
            yield Sighting(line.start, line.start, "RG107", "predicate-alone")


_DATES_FIRST: Final = late(rf"\((?=[^()\n]{{0,120}}\d{{3}})[^()\n]{{4,120}}\)[ ,]{{1,2}}({LETTER}+) ({LETTER}+)")


def _name_before_dates(document: Document) -> Iterator[Sighting]:
    """A text that begins with the dates of a life in brackets and its verb: `(Torino, 1901 – Roma, 1970) è stato un`."""
    line, table = document.beside(-1, 1), document.language
    if table is None or line is None or line.shape != "prose" or document.text[line.start] != "(":
        return
    words = _DATES_FIRST.match(document.text, line.start)
    if words and words[1] in table.common:
        yield Sighting(line.start, line.start, "RG107", "name-before-dates")


# --- paywalls and feeds ----------------------------------------------------------------------------------------------

_TAIL: Final = 300  # code points at the end of a text in which a feed's footer or a paywall stands
_ELLIPSIS: Final = late(f"{A_BLANK}*(?:\\[(?:…|\\.{{3}}|&#8230;|&hellip;)\\]|…|\\.{{3}})\\s*\\Z")


@cache
def _footers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Feeds' footers in all languages, since many pages keep that of their software: the words after the title, and the
    pattern of the whole."""
    footers = dict.fromkeys(footer for table in LANGUAGES.values() for footer in table.footers)
    parts = [
        (footer.partition(" … ")[2], re.escape(footer).replace("…", "(?P<title>[^\\n]{1,300}?)")) for footer in footers
    ]
    return tuple((words, re.compile(f"(?<!\\w){part} (?P<site>[^\\n]*)", re.IGNORECASE)) for words, part in parts)


def _tail(document: Document) -> str:
    return document.text[-_TAIL:].lower()


def _footer(document: Document) -> re.Match[str] | None:
    tail, start = document.once(_tail), max(0, len(document.text) - _TAIL)
    found = (pattern.search(document.text, start) for words, pattern in _footers() if words in tail)
    # `The post office appeared first on a map` has neither a title nor a name
    return next((match for match in found if match and not (match["title"][0] + match["site"][:1]).islower()), None)


def _feed_footer(document: Document) -> Iterator[Sighting]:
    if match := document.once(_footer):
        yield Sighting(match.start(), match.start() + len(match[0].rstrip()), "RS401", "feed-footer")


def _feed_excerpt(document: Document) -> Iterator[Sighting]:
    """An ellipsis before a feed's footer: the feed has the beginning alone."""
    match = document.once(_footer)
    before = match and _ELLIPSIS.search(document.text, max(0, match.start() - 20), match.start())
    if before and before.start():
        yield Sighting(before.start(), before.start() + len(before[0].rstrip()), "RG109", "feed-excerpt")


_LAST_LINES: Final = 4
_REQUEST: Final = 240  # code points; a line or sentence that asks readers to pay is short
_LAST_SENTENCE: Final = late(r"[.!?…][\])»”\"]?\s+(?=[^.!?…]*.?\s*\Z)")


def _paywall(document: Document) -> Iterator[Sighting]:
    """One of the last lines, or the last sentence, asks readers to pay, to log in or to go elsewhere. A line further up
    is part of an article about it."""
    text, tail, language = document.text, document.once(_tail), document.language
    if not asks_to_pay(tail, language):
        return
    lines = [line for line in document.lines[-2 * _LAST_LINES :] if line.shape != "blank"][-_LAST_LINES:]
    for line in lines:
        start, end = max(line.start, line.end - _REQUEST), line.end
        sentence = _LAST_SENTENCE.search(text, start, end)
        if sentence and asks_to_pay(text[sentence.end() : end], language):
            yield Sighting(sentence.end(), end, "RG109", "paywall")
            return
        above = len(text[:start].rstrip())
        if start == line.start and above and asks_to_pay(text[start:end], language):
            # the line is the page's own: the text breaks off above it
            yield Sighting(above, above, "RG109", "paywall")
            return


_COUNTED: Final = late(f"{A_BLANK}*(?:…|\\.{{3}})?{A_BLANK}*\\[\\+\\d{{1,6}} char(?:acter)?s\\]")


def _counted_rest(document: Document) -> Iterator[Sighting]:
    """The mark of a news service: `… [+1234 chars]`."""
    for match in _COUNTED.finditer(document.text):
        if match.start():
            yield Sighting(*match.span(), "RG109", "counted-rest")


@lru_cache(maxsize=64)
def _continued_pattern(language: Language | None) -> re.Pattern[str]:
    words = (*(language.continued if language else ()), *LANGUAGES["en"].continued)
    some = "|".join(map(re.escape, dict.fromkeys(words)))
    return re.compile(
        f"{A_BLANK}*(?:…|\\.{{3}})?[{BLANK}\\n]*[(\\[](?:{some}){A_BLANK}?(?:…|\\.{{3}})?[)\\]]\\s*\\Z", re.IGNORECASE
    )


def _continued(document: Document) -> Iterator[Sighting]:
    """A text that ends in `(continued)` or `(more…)`."""
    text = document.text
    if text[-3:].rstrip()[-1:] not in (")", "]"):
        return
    match = _continued_pattern(document.language).search(text, max(0, len(text) - 40))
    if match and text[: match.start()].strip():
        end = match.start() + len(match[0].rstrip())
        yield Sighting(match.start() + len(match[0]) - len(match[0].lstrip("\n")), end, "RG109", "continued")


_NEAR: Final = 3  # lines below
_LINK: Final = 60  # code points; a link to the rest is seldom longer


@lru_cache(maxsize=64)
def _links(language: Language | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(language.read_more if language else ()), *LANGUAGES["en"].read_more)))


def _cut_before_link(document: Document) -> Iterator[Sighting]:
    """A paragraph that ends within a sentence, and below it a link to the rest."""
    text, lines = document.text, document.lines
    for number in document.kinds.get(OPEN_END, ()):
        line = lines[number]
        if line.shape != "prose":
            continue
        below = document.beside(number, 1, _NEAR)
        if below is None or below.end - below.start > _LINK:
            continue
        if text[below.start : below.end].lower().lstrip("[(»→… ").startswith(_links(document.language)):
            yield Sighting(line.end, line.end, "RG106", "cut-before-link")


_LAST: Final = late(rf"(?<!\w)({LETTER}+)(['’]?)\Z")
_OPENS_WHOLE: Final = late(rf"[\"“„«]?(?P<first>[^\W\d_{LOWERS}][\w’']*) (?P<small>{LOWER})?")
_LINE: Final = 20  # code points of a line that is no label (`Article by`)
_WHOLE: Final = 60  # code points of a paragraph
_TWO_LINES: Final = 120  # code points; entries of an index are shorter
_SECTION: Final = late(rf"\d{{1,2}}(?:\.\d{{1,2}})+\.?[ \u00a0][^\W\d_{LOWERS}]")


def _open_ends(document: Document) -> Iterator[tuple[Line, re.Match[str], Line, bool]]:
    """The lines that end within a sentence, each with its last word, the line below it, and whether it goes on there because
    the text is wrapped."""
    text, lines = document.text, document.lines
    for number in document.kinds.get(OPEN_END, ()):
        line, below = lines[number], document.beside(number, 1, _NEAR)
        last = _LAST.search(text, max(line.start, line.end - _LINE), line.end)
        if below and last:
            yield line, last, below, document.is_wrapped and lines[number + 1] is below


def _strands(table: Language, last: re.Match[str], words: frozenset[str]) -> bool:
    """Whether a line's last word is one of the words, or one without its vowel before an apostrophe."""
    return last[1] in table.elided if last[2] else last[1] in words and len(last[1]) > 1


def _is_parted(document: Document, line: Line, table: Language) -> bool:
    """Whether the line has a word that takes what belongs to its last one away, as a title may (`What it is for`)."""
    return not table.parting.isdisjoint(document.text[line.start : line.end].lower().split())


def _opens_sentence(document: Document, at: int) -> bool:
    """Whether the words at an offset are the first of a sentence, and no name."""
    match = _OPENS_WHOLE.match(document.text, at)
    return match is not None and (match["small"] is not None or is_function_word(document, match["first"].lower()))


def _cut_before_paragraph(document: Document) -> Iterator[Sighting]:
    """A line that ends in a word that others must follow, and below it a whole paragraph or the number of a section, so that
    no list goes on there."""
    table, text = document.language, document.text
    if table is None:
        return
    for line, last, below, goes_on in _open_ends(document):
        if goes_on or line.shape == "label" or line.end - line.start < _LINE:
            continue
        opening = table.articles | table.prepositions | table.determiners
        if line.shape == "prose" and not _is_parted(document, line, table):
            opening |= table.leaning | table.coordinating
        if not _strands(table, last, opening):
            continue
        is_whole = (
            below.shape == "prose"
            and below.end - below.start >= _WHOLE
            and text[below.end - 1] in _ENDED
            and _opens_sentence(document, below.start)
        )
        if is_whole or (line.end - line.start >= _TWO_LINES and _SECTION.match(text, below.start)):
            yield Sighting(line.end, line.end, "RG106", "cut-before-paragraph")


_OPENER: Final = late(rf"[\"“„«]?(?P<first>[^\W\d_{LOWERS}]{LETTER}*)(?:['’]| {LOWER})")
_FEW_WORDS: Final = 3  # of a line; one of fewer may be a label


def _cut_before_opener(document: Document) -> Iterator[Sighting]:
    """A line that ends in a word that others must follow, and below it one that begins with a capital function word, as no
    name does: `usati da` above `Si può cambiare`."""
    table, text = document.language, document.text
    if table is None:
        return
    for line, last, below, goes_on in _open_ends(document):
        opener = _OPENER.match(text, below.start)
        first = opener["first"].lower() if opener else ""
        if not is_function_word(document, first) or text.count(" ", line.start, line.end) < _FEW_WORDS - 1:
            continue
        governing = table.articles | table.stranding
        if not _is_parted(document, line, table):
            governing |= table.prepositions | table.determiners | table.leaning
        # in a wrapped text a name such as `La Spezia` may follow a preposition
        is_name = goes_on and first in table.articles
        if _strands(table, last, governing) and not is_name:
            yield Sighting(line.end, line.end, "RG106", "cut-before-opener")


# priors: of 20 places in 19 million characters of texts and pages, 18 are cut
CUTS: Final[dict[str, Detector]] = {
    "cut-in-word": Detector(_cut_in_word, prior=0.85),
    "head-lost": Detector(_head_lost, prior=0.7),
    "subject-lost": Detector(_subject_lost, frozenset([SMALL_START]), prior=0.8),
    # on real pages 12 of 13 such paragraphs; none in sound texts
    "predicate-alone": Detector(_predicate_alone, frozenset([SMALL_START]), prior=0.8),
    "name-before-dates": Detector(_name_before_dates, prior=0.85),
    "feed-footer": Detector(_feed_footer, prior=0.95),
    "feed-excerpt": Detector(_feed_excerpt, prior=0.95),
    # where a page asks readers to pay, its text ends for the extractor as well: right for readers, seldom a loss
    "paywall": Detector(_paywall, prior=0.6),
    "counted-rest": Detector(_counted_rest, needles=(" chars]", " characters]"), prior=0.97),
    "continued": Detector(_continued, prior=0.85),
    "cut-before-link": Detector(_cut_before_link, frozenset([OPEN_END]), prior=0.85),
    # on real pages 21 of 25 such lines were cut
    "cut-before-paragraph": Detector(_cut_before_paragraph, frozenset([OPEN_END]), prior=0.8),
    "cut-before-opener": Detector(_cut_before_opener, frozenset([OPEN_END]), prior=0.8),
}
