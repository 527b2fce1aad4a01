"""RG109: teasers, which end in a read-more phrase or an ellipsis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import ESCAPED_BLANK, Detector, Document, Sighting
from repair.detect.line_shapes import BRACKET_END, PHRASE_CLOSERS, PHRASE_END
from repair.text.patterns import A_BLANK, late

__all__ = ["TEASERS"]

# blanks and ellipses as a page has them: some extractors leave them escaped
_GAP: Final = f"(?:{A_BLANK}|{ESCAPED_BLANK})*"
_DOTS: Final = "(?:…|\\.{3}|&(?:hellip|#8230);)"
_ELLIPSIS_BEFORE: Final = late(
    f"{_GAP}(?P<dots>\\[{_DOTS}\\]|\\({_DOTS}\\)|\\.{{3,6}}|{_DOTS})?{_GAP}(?P<bracket>[\\[(]?)$"
)
_LONGEST_BEFORE: Final = 36  # code points of an ellipsis and of blanks before a phrase, escaped
_BRACKETED: Final = late(f"{A_BLANK}*(?:\\[(?:…|\\.{{3}})\\]|\\((?:…|\\.{{3}})\\))$")
_ELLIPSIS: Final = late(r"(?:…|\.{3,6})$")
_TAIL: Final = 60  # code points of a line's end that are searched for a phrase


def _read_more(document: Document) -> Iterator[Sighting]:
    yield from document.once(_read_more_phrases)


def _read_more_phrases(document: Document) -> list[Sighting]:
    """A prose line that ends in a read-more phrase: the phrase and the ellipsis before it."""
    if document.language is None:
        return []
    text, phrases = document.text, document.language.read_more
    found = []
    for line in document.lines_of(PHRASE_END):
        if line.shape not in ("prose", "headline"):
            continue
        tail = text[max(line.start, line.end - _TAIL) : line.end].rstrip(PHRASE_CLOSERS).lower()
        if not tail.endswith(phrases):
            continue
        phrase = max((one for one in phrases if tail.endswith(one)), key=len)
        start = max(line.start, line.end - _TAIL) + len(tail) - len(phrase)
        before = _ELLIPSIS_BEFORE.search(text, max(line.start, start - _LONGEST_BEFORE), start)
        cut = before.start() if before else start
        # after a word, without any ellipsis, the phrase is the sentence's own (`vuole continua`); after a sentence it leads
        # to another page, if the text goes on below: so at 20 of 21 such places on real pages
        marked = before is not None and bool(before["dots"] or before["bracket"])
        ends = text[cut - 1 : cut] in '.!?…»”"' and not text[line.end :].strip()
        if cut > line.start and (marked or ends):
            found.append(Sighting(cut, line.end, "RG109", "read-more"))
    return found


def _teaser(document: Document) -> Iterator[Sighting]:
    """A text that ends in mid-sentence, with a read-more phrase."""
    text = document.text
    for sighting in document.once(_read_more_phrases):
        if text[sighting.start - 1].isalnum() and not text[sighting.end :].strip():
            yield Sighting(sighting.start, sighting.end, "RG109", "teaser")


def _ellipsis_end(document: Document) -> Iterator[Sighting]:
    """A text whose last line of prose ends in an ellipsis right after a word."""
    line = document.beside(len(document.lines), -1)
    if line and line.shape == "prose" and document.text.endswith(("…", "..."), line.start, line.end):
        match = _ELLIPSIS.search(document.text, max(line.start, line.end - 8), line.end)
        if match and (document.text[match.start() - 1].isalnum() or document.text[match.start() - 1] == " "):
            yield Sighting(match.start(), match.end(), "RG109", "ellipsis-end")


def _bracketed_ellipsis_end(document: Document) -> Iterator[Sighting]:
    """A prose line that ends in `[...]`, the mark of blog excerpts."""
    for line in document.lines_of(BRACKET_END):
        if line.shape == "prose":
            match = _BRACKETED.search(document.text, max(line.start, line.end - 12), line.end)
            if match and match.start() > line.start:
                yield Sighting(match.start(), match.end(), "RG109", "bracketed-ellipsis-end")


_EXCERPT: Final = late(f"[^\\W_](?P<at>{A_BLANK}*\\[(?:…|\\.{{3}})\\])$")
_LONGEST_EXCERPT: Final = 12  # code points of a word's last letter, blanks and the bracketed ellipsis


def _excerpt_end(document: Document) -> Iterator[Sighting]:
    """A text that ends in `[...]` right after a word: the excerpt that a feed or a list of posts shows."""
    line = document.beside(len(document.lines), -1)
    if line and line.shape in ("prose", "headline"):
        match = _EXCERPT.search(document.text, max(line.start, line.end - _LONGEST_EXCERPT), line.end)
        if match:
            yield Sighting(*match.span("at"), "RG109", "excerpt-end")


TEASERS: Final[dict[str, Detector]] = {
    # on real pages 1 of 32 such places, most of them in lists of teasers
    "read-more": Detector(_read_more, frozenset([PHRASE_END]), prior=0.45),
    "teaser": Detector(_teaser, frozenset([PHRASE_END])),
    "ellipsis-end": Detector(_ellipsis_end),
    "bracketed-ellipsis-end": Detector(_bracketed_ellipsis_end, frozenset([BRACKET_END])),
    # on real pages 9 of 9 such ends; none in sound texts
    "excerpt-end": Detector(_excerpt_end, frozenset([BRACKET_END]), prior=0.9),
}
