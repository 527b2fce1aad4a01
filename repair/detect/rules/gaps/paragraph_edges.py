"""What is cut at a paragraph's edge: sentences without an end, fragments without a beginning.

RG106 and RG107. Headlines, list items, captions and bylines are sound without a full stop; so are wrapped lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.line_shapes import OPEN_END, SMALL_START, Line
from repair.detect.vocabulary import is_any
from repair.text.patterns import LETTER, LOWER, late

__all__ = ["EDGES", "ends_fully", "ends_stranded", "has_inner_end", "open_ended", "writes_small"]

_NEAR: Final = 2  # lines: past one blank line at most
_LONG: Final = 120  # code points; a headline or a caption is seldom longer
_LAST_WORD: Final = late(rf"(?:^|[\s(«“\"‘’'])({LETTER}+)['’]?$")
_INNER_END: Final = late(r"[a-zà-ÿ0-9»”\")][.!?…][\"»”)]?\s+[\"«“(]?[A-ZÀ-Þ0-9]")


def open_ended(document: Document) -> list[Line]:
    """The lines of prose that end in a word, comma or dash and that no later line continues; also headlines that stand
    alone, since a headline can end in a word, but not in a function word."""
    text, wrapped = document.text, document.is_wrapped
    found = []
    for index in document.kinds.get(OPEN_END, ()):
        line = document.lines[index]
        after = document.beside(index, 1, _NEAR)
        if line.shape == "headline" and after is document.lines[min(index + 1, len(document.lines) - 1)]:
            continue
        if after and text[after.start].islower() and (after.shape != "prose" or document.lines[index + 1] is after):
            continue
        if after and document.lines[index + 1] is after and _closes_below(text, line, after):
            continue
        if after and wrapped and document.lines[index + 1] is after and after.shape != "item":
            continue  # where lines are wrapped, blank lines part the paragraphs
        found.append(line)
    return found


def _closes_below(text: str, line: Line, below: Line) -> bool:
    """Whether the line ends within brackets that the next one closes: a wrapped line."""
    opened = text.rfind("(", line.start, line.end) > text.rfind(")", line.start, line.end)
    closing = text.find(")", below.start, below.end) if opened else -1
    return closing >= 0 and text[below.start].isalnum() and "(" not in text[below.start : closing]


def ends_stranded(document: Document, line: Line) -> bool:
    """Whether the line ends in a word that must be followed by others."""
    last = _LAST_WORD.search(document.text, max(line.start, line.end - 20), line.end)
    table = document.language
    if last is None or table is None or document.is_one_word:
        return False
    word = last[1]
    if document.text[line.end - 1] in "'’":
        return word.lower() in table.elided
    if line.shape != "prose":
        words = table.stranding | table.joining | table.leaning | table.determiners
    else:
        words = table.stranding | table.joining | table.weak
        if has_inner_end(document, line):
            words |= table.auxiliaries
    return word in words and (len(word) > 1 or word in table.stranding | table.joining | table.determiners)


def _cut_off(rule: str, holds: Callable[[Document, Line], bool]) -> Detector:
    def detect(document: Document) -> Iterator[Sighting]:
        for line in document.once(open_ended):
            if line.shape == "prose" and holds(document, line):
                yield Sighting(line.end, line.end, "RG106", rule)

    return Detector(detect, frozenset([OPEN_END]))


def _cut_off_stranded(document: Document) -> Iterator[Sighting]:
    """A line that ends in a word that must be followed by others, and that no line below goes on."""
    for line in document.once(open_ended):
        if ends_stranded(document, line):
            after = document.beside(document.line_at(line.start), 1)
            if after is None or not _goes_on(document, after):
                yield Sighting(line.end, line.end, "RG106", "cut-off-stranded")


def _article_end(document: Document) -> Iterator[Sighting]:
    """A paragraph that ends in an article, before one that begins as a sentence does or at the end of the text."""
    table = document.language
    if table is None:
        return
    for line in document.once(open_ended):
        last = _LAST_WORD.search(document.text, max(line.start, line.end - 20), line.end)
        if last and last[1] in table.articles & (table.stranding | table.determiners) and _is_full(line):
            after = document.beside(document.line_at(line.start), 1)
            if after is None or (document.text[after.start].isupper() and not _is_indented(document, after)):
                yield Sighting(line.end, line.end, "RG106", "cut-off-article")


_INDENT: Final = " " * 4


def _is_indented(document: Document, line: Line) -> bool:
    """Whether the line stands under others: an element of a page, which the sentence above may hold."""
    return document.text.endswith(_INDENT, 0, line.start)


def _goes_on(document: Document, line: Line) -> bool:
    """Whether the line may go on with an earlier one: it begins with a number, or with a small letter as many do here."""
    first = document.text[line.start]
    return (first.isdigit() and line.shape != "item") or (first.islower() and document.once(_often_begins_small))


_FEW: Final = 8  # of so many paragraphs one may have an open edge; more are the text's habit


def _often_begins_small(document: Document) -> bool:
    """Whether many paragraphs begin in small letters: verses and wrapped lines, which follow at once, are no paragraphs."""
    lines = document.lines
    parted = any(line.shape == "blank" for line in lines)
    prose = [
        line
        for before, line in pairwise((None, *lines))
        if line and line.shape == "prose" and not (parted and before and before.shape != "blank")
    ]
    return sum(document.text[line.start].islower() for line in prose) > max(1, len(prose) // _FEW)


def _cut_off_text(document: Document) -> Iterator[Sighting]:
    """A text whose last line ends in a word that must be followed by others."""
    for line in document.once(open_ended)[-1:]:
        if ends_stranded(document, line) and not document.text[line.end :].strip():
            yield Sighting(line.end, line.end, "RG106", "cut-off-text")


_WORD: Final = late(rf"{LETTER}+")


_GREETS: Final = late(
    r"(?:(?:Hey|Hi|Hello|Dear|Ciao|Car[oaie]|Gentil[ei]|Egregi[oa]|Salve|Buongiorno|Bonjour|Salut|Ch(?:er|ère)s?|Hola|Querid[oa]s?"
    r"|Estimad[oa]s?|Olá|Prezad[oa]s?|Liebe[rs]?|Hallo|Guten Tag|Beste|Geachte)(?: [^\s,]+){0,4}"
    r"|(?:(?:Best|Kind|Warm) )?[Rr]egards|Cheers|Sincerely|Yours(?: \w+)?|Thanks|Many thanks|(?:(?:Cordiali|Distinti) )?[Ss]aluti"
    r"|Un abbraccio|Cordialmente|Cordialement|(?:Un )?[Ss]aludos?|Atentamente|Abraços?|Liebst|Herzlich\w*|(?:Viele|Liebe) Grüße|Groetjes),\Z"
)
"""How a letter begins and ends; its comma ends the line."""


def _short_comma(document: Document) -> Iterator[Sighting]:
    """A short line that ends in a comma and that the next line does not go on in a small letter."""
    for line in document.once(open_ended):
        if (
            line.shape == "headline"
            and _ends_in(document, line, ",")
            and _WORD.search(document.text, line.start, line.end)
            and not _GREETS.match(document.text, line.start, line.end)
        ):
            yield Sighting(line.end, line.end, "RG106", "cut-off-comma-short")


def _comma_text(document: Document) -> Iterator[Sighting]:
    """A text that ends in a comma."""
    end = len(document.text.rstrip())
    if not document.text.endswith(",", 0, end) or not document.is_prose_at(end - 1):
        return
    if not _GREETS.match(document.text, document.lines[document.line_at(end - 1)].start, end):
        yield Sighting(end, end, "RG106", "cut-off-comma-text")


def _ends_in(document: Document, line: Line, marks: str) -> bool:
    return document.text[line.end - 1] in marks


def has_inner_end(document: Document, line: Line) -> bool:
    """Whether a sentence ends within the line."""
    return _INNER_END.search(document.text, line.start, line.end) is not None


def _is_short(line: Line) -> bool:
    return line.end - line.start < _LONG


def _plain(document: Document, line: Line) -> bool:
    """Whether the line ends in a plain word: no tag, address, date or signature in capitals."""
    token = document.text[max(line.start, line.end - 40) : line.end].split()[-1]
    return token.isalpha() and not (token.isupper() and len(token) > 2) and not ends_stranded(document, line)


# --- fragments ---------------------------------------------------------------------------------------------------

_NO_FRAGMENT: Final = late(
    r"[a-zà-ÿ]{1,3}\)|[a-zà-ÿ]{1,2}[A-Z]|www\.|https?:|[a-z]+['’][A-Z]|[a-z]+[-_@.][a-zA-Z0-9]|[a-z]+\(\d\)|(?:de|von|van|al) [A-Z]"
)


def _fragments(document: Document) -> list[Line]:
    """The prose lines that begin in lower case and do not continue an earlier line."""
    text = document.text
    found = []
    for index in document.kinds.get(SMALL_START, ()):
        line = document.lines[index]
        if _NO_FRAGMENT.match(text, line.start):
            continue
        if document.language and text.startswith(document.language.date_words, line.start):
            continue  # a date that was joined to the first sentence
        before = document.beside(index, -1, _NEAR)
        apart = before is not document.lines[index - 1]
        is_title = before is not None and before.shape == "headline" and text[before.end - 1] != ":"
        if before and not apart and text.endswith(("...", "…"), before.start, before.end):
            continue  # the sentence goes on after its pause
        begins = before is None or text[before.end - 1] in '.!?…»”"“«' or (is_title and apart)
        if begins and not _is_one_of_several(document, line):
            found.append(line)
    return found


def _is_one_of_several(document: Document, line: Line) -> bool:
    """Whether a paragraph beside the line begins with the same small preposition: the items of a list that lost its marks."""
    text, table = document.text, document.language
    first = _WORD.match(text, line.start)
    if table is None or first is None or first[0] not in table.prepositions | table.weak - table.articles:
        return False
    index = document.line_at(line.start)
    around = (document.beside(index, step) for step in (-1, 1))
    return any(other is not None and text.startswith(f"{first[0]} ", other.start) for other in around)


def _opens(document: Document, line: Line) -> bool:
    word = _WORD.match(document.text, line.start)
    return bool(word and document.language and word[0] in document.language.openers)


def _fragment(document: Document) -> Iterator[Sighting]:
    for line in document.once(_fragments):
        if not _opens(document, line) and not _is_small_name(document, line):
            yield Sighting(line.start, line.start, "RG107", "fragment")


def _is_small_name(document: Document, line: Line) -> bool:
    """Whether the line begins with an unknown word that stands elsewhere in the text too: a name written in small letters."""
    word = _WORD.match(document.text, line.start)
    return word is not None and is_any(document, word[0], "unknown") and document.once(_words)[word[0]] > 1


def _words(document: Document) -> Counter[str]:
    """How often each word stands in the text."""
    return Counter(_WORD.findall(document.text))


def _fragment_opener(document: Document) -> Iterator[Sighting]:
    for line in document.once(_fragments):
        if _opens(document, line):
            yield Sighting(line.start, line.start, "RG107", "fragment-opener")


_FULL: Final = 60  # code points; a line of prose that is shorter may be a label
_ENDS_FULLY: Final = (".", "!", "?", "…", "”", "»", '"', ")")
# a name in small letters, and a term before its definition: `nsqd - the daemon`, `auto: it`
_TERM: Final = late(r"\S{1,40} ?[-–—:=^|→(]|[a-z],|\S{0,40}[A-Z0-9_(=/.]\S{0,40} ")
_SMALL_SENTENCE: Final = late(rf"{LETTER}{{2}}[.!?] {LOWER}")
_SMALL_SENTENCES: Final = 2  # so many of them are how the author writes


def writes_small(document: Document) -> bool:
    """Whether the text begins some of its sentences in small letters, as mails and comments do."""
    return len(_SMALL_SENTENCE.findall(document.text)) >= _SMALL_SENTENCES


def _is_full(line: Line) -> bool:
    return line.shape in ("prose", "headline") and line.end - line.start >= _FULL


def _is_paragraph(line: Line) -> bool:
    return line.shape == "prose" and line.end - line.start >= _FULL


def ends_fully(document: Document, line: Line) -> bool:
    """Whether the line ends in a mark that ends a sentence or closes something."""
    return document.text.endswith(_ENDS_FULLY, line.start, line.end)


def _is_term(document: Document, line: Line) -> bool:
    """Whether the line begins with a name in small letters: a term before its definition, or before its verb."""
    text, table = document.text, document.language
    if _TERM.match(text, line.start):
        return True
    first, _, rest = text[line.start : line.start + 60].partition(" ")
    if table is None or first in table.openers:
        return False
    if is_any(document, first, "unknown") and f" {first} " in text[line.start : line.end]:
        return True  # `tunefl Con tunefl è possibile`
    verbs = (table.openers & table.after_articles) - table.stranding - table.weak - table.joining
    return rest.partition(" ")[0] in verbs


def _is_no_fragment(document: Document, line: Line) -> bool:
    return _is_term(document, line) or document.once(writes_small)


def _fragment_paragraph(document: Document) -> Iterator[Sighting]:
    """A whole paragraph that begins in lower case, in a text whose other paragraphs do not."""
    found = document.once(_fragments)
    if not found:
        return
    if document.once(_often_begins_small):
        return
    for line in found:
        before = document.beside(document.line_at(line.start), -1)
        if before is not None and before.shape != "prose":
            continue
        if _is_paragraph(line) and ends_fully(document, line) and not _is_no_fragment(document, line):
            yield Sighting(line.start, line.start, "RG107", "fragment-paragraph")


def _torn_paragraph(document: Document) -> Iterator[Sighting]:
    """A paragraph that lost both edges: it begins in lower case and ends in a word, between paragraphs that end as they
    should."""
    open_starts = {line.start for line in document.once(open_ended)}
    for line in document.once(_fragments):
        if line.start in open_starts and _is_paragraph(line) and not _is_no_fragment(document, line):
            index = document.line_at(line.start)
            around = [other for step in (-1, 1) if (other := document.beside(index, step))]
            if around and all(_is_paragraph(other) and ends_fully(document, other) for other in around):
                yield Sighting(line.start, line.start, "RG107", "torn-paragraph")
                yield Sighting(line.end, line.end, "RG106", "torn-paragraph")


def _cut_off_paragraph(document: Document) -> Iterator[Sighting]:
    """A paragraph that ends in a word after a whole sentence, between paragraphs that end as they should."""
    text = document.text
    found = []
    for line in document.once(open_ended):
        last = text[max(line.start, line.end - 40) : line.end].split()[-1]
        if last.isalpha() and last.islower() and _is_paragraph(line) and has_inner_end(document, line):
            found.append(line)
    if not found:
        return
    full = [line for line in document.lines if _is_paragraph(line)]
    if sum(text[line.end - 1].isalnum() for line in full) > max(1, len(full) // _FEW):
        return
    for line in found:
        index = document.line_at(line.start)
        around = [other for step in (-1, 1) if (other := document.beside(index, step))]
        if all(_is_paragraph(other) and ends_fully(document, other) for other in around):
            yield Sighting(line.end, line.end, "RG106", "cut-off-paragraph")


EDGES: Final[dict[str, Detector]] = {
    "cut-off-stranded": Detector(_cut_off_stranded, frozenset([OPEN_END])),
    # on real pages 11 of 16 such ends were cut off; no table was fitted for this rule yet
    "cut-off-text": Detector(_cut_off_text, frozenset([OPEN_END]), prior=0.7),
    "cut-off-comma": _cut_off("cut-off-comma", lambda document, line: _ends_in(document, line, ",")),
    "cut-off-dash": _cut_off("cut-off-dash", lambda document, line: _ends_in(document, line, "-–—")),
    "cut-off-after-sentence": _cut_off(
        "cut-off-after-sentence",
        lambda document, line: _plain(document, line) and not _is_short(line) and has_inner_end(document, line),
    ),
    "cut-off": _cut_off(
        "cut-off",
        lambda document, line: _plain(document, line) and not _is_short(line) and not has_inner_end(document, line),
    ),
    "cut-off-short": _cut_off("cut-off-short", lambda document, line: _plain(document, line) and _is_short(line)),
    # on real pages 53 of 127 such lines were cut off, and 10 of 14 of those below
    "cut-off-comma-short": Detector(_short_comma, frozenset([OPEN_END]), prior=0.35),
    # on real pages 11 of 11 texts that ended in a comma
    "cut-off-comma-text": Detector(_comma_text, needles=(",",), prior=0.85),
    # on real pages 20 of 26 such paragraphs
    "cut-off-article": Detector(_article_end, frozenset([OPEN_END]), prior=0.7),
    # on real damaged pages 20 of 37 such paragraphs were cut off, and 24 of 33 were beheaded; alone 11 of 17, and 11 more
    # in pages that lost nothing
    "cut-off-paragraph": Detector(_cut_off_paragraph, frozenset([OPEN_END]), prior=0.54),
    "fragment-paragraph": Detector(_fragment_paragraph, frozenset([SMALL_START]), prior=0.6),
    "torn-paragraph": Detector(_torn_paragraph, frozenset([SMALL_START]), prior=0.6),
    "fragment": Detector(_fragment, frozenset([SMALL_START])),
    "fragment-opener": Detector(_fragment_opener, frozenset([SMALL_START])),
}
