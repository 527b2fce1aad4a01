"""What the layout of a page leaves in its text: captions within a paragraph and counts of slides (RS401), numbers of lines (RS401),
headings joined to the first word below them and rows of a table in one word (RJ203).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.line_shapes import OPEN_END
from repair.detect.rules.letters.joined_on_purpose import is_address
from repair.detect.suspects.prefilter import CAPITAL
from repair.detect.suspects.word_signs import CAPTION
from repair.detect.vocabulary import lexicon
from repair.text.patterns import A_BLANK, LETTER, LOWER, LOWERS, UPPER, late

__all__ = ["LAYOUT"]


# --- captions --------------------------------------------------------------------------------------------------------

_PICTURE: Final = "Foto|Photo|Bild|Image|Immagine|Imagen|Imagem"
_NUMBERED: Final = (
    rf"(?:Fig\.|Figure|Figura|Abb\.|Abbildung|{_PICTURE}){A_BLANK}\d{{1,3}}(?:[.:]|{A_BLANK}[–—-]){A_BLANK}"
)
_CAPTION: Final = late(rf"{_NUMBERED}{UPPER}[^.!?\n]{{2,120}}\.(?={A_BLANK}{UPPER})")
_INSIDE: Final = late(rf"(?:{_NUMBERED}|(?:{_PICTURE}):{A_BLANK})\w+(?={A_BLANK}[^\n])")
_SLIDE: Final = late(
    rf"(?:{_PICTURE}|Slide){A_BLANK}\d{{1,3}}{A_BLANK}?(?:of|di|de|von|sur|/){A_BLANK}?\d{{1,3}}(?={A_BLANK}{UPPER}|\s*\Z|\n)"
)
_STOPPED: Final = late(rf"[.!?…»”\"]{A_BLANK}\Z")
_GOING_ON: Final = late(rf"{LOWER}{{2}},{A_BLANK}\Z")


def _captions(document: Document) -> Iterator[Sighting]:
    """`built by monks. Fig. 2. The tower. It is now a museum`, `forty metres high, Foto: la torre nel 1920 fu costruita`."""
    text = document.text
    for match in matches(_ANY, document, [CAPTION]):
        at = match.start()
        before = text[max(0, at - 4) : at]
        if _STOPPED.search(before):
            found = _SLIDE.match(text, at) or _CAPTION.match(text, at)
        else:
            found = _INSIDE.match(text, at) if _GOING_ON.search(before) else None
        if found and document.is_prose_at(at):
            yield Sighting(*found.span(), "RS401", "caption-inside")


_ANY: Final = late(r"\w+")

# --- numbers of lines ------------------------------------------------------------------------------------------------

_OWN: Final = late(rf"(?P<number>\d{{1,4}}){A_BLANK}{{1,4}}(?P<word>{LETTER}+)")
_LONG: Final = 35  # code points of a line of a paragraph
_FEW: Final = 2  # numbers that show that lines are numbered


def _line_numbers(document: Document) -> Iterator[Sighting]:
    """`2 crosses the plain` in a line below `1 The river rises …`: lines in the middle of a sentence that count up."""
    text, lines = document.text, document.lines
    found = []
    for number in document.kinds.get(OPEN_END, ()):
        line = lines[number]
        if not text[line.start].isdigit():
            continue
        below = document.beside(number, 1, 1)
        if below is None or line.end - line.start < _LONG:
            continue
        own, next_one = _OWN.match(text, line.start), _OWN.match(text, below.start)
        if own and next_one and int(next_one["number"]) == int(own["number"]) + 1 and next_one["word"].islower():
            found.append(next_one)
    if len(found) >= _FEW:
        for match in found:
            yield Sighting(match.start("number"), match.end("number"), "RS401", "line-number")


# --- prices ----------------------------------------------------------------------------------------------------------

_AMOUNT: Final = r"\d{1,6}(?:[.,]\d{1,3}){0,2}"
_STRUCK: Final = (
    rf"(?P<sign>[€£$])(?<![€£$\d]{A_BLANK}.)(?<=[{LOWERS}:]{A_BLANK}.){_AMOUNT}{A_BLANK}(?=(?P=sign){_AMOUNT}(?!{A_BLANK}?[€£$/–—-]|\d|,{A_BLANK}?[€£$]))"
    rf"|\d(?<=[{LOWERS}:]{A_BLANK}.)\d{{0,5}}(?:[.,]\d{{1,3}}){{0,2}}{A_BLANK}?€{A_BLANK}(?={_AMOUNT}{A_BLANK}?€(?!{A_BLANK}?[\d/–—-]))"
)

# --- headings and rows -----------------------------------------------------------------------------------------------

_JOINED: Final = late(rf"{UPPER}(?<={LOWER}{{3}}.){LOWER}*(?={A_BLANK}{LOWER})")
_HEADING: Final = late(rf"(?:\A|\n|[.!?…]{A_BLANK})(?P<word>{UPPER}{LOWER}{{4,}})\Z")
_BACK: Final = 30  # code points of the heading and what stands before it


def _headings_joined(document: Document) -> Iterator[Sighting]:
    """`ConclusioniIl piano`: a word with a capital where a line or sentence begins, and an article or pronoun with one."""
    table, known, text = document.language, lexicon(document), document.text
    if table is None or known is None or table.capital_nouns:
        return
    opening = table.articles | table.determiners | _PRONOUNS
    for match in matches(_JOINED, document, CAPITAL):
        at = match.start()
        heading = _HEADING.search(text, max(0, at - _BACK), at)
        if (
            heading
            and match[0].lower() in opening
            and known.knows(heading["word"].lower())
            and document.is_prose_at(at)
        ):
            yield Sighting(at, at, "RJ203", "heading-joined", None, " ")


_PRONOUNS: Final = frozenset("we they this these il lo la nous ils elles este esta estos".split())
_ROW: Final = late(rf"(?:{UPPER}{LOWER}{{2,20}}\d{{1,4}}){{2,12}}(?:{UPPER}{LOWER}{{2,20}})?(?=[.,;:)]?(?:\s|\Z))")
_EDGE: Final = late(rf"(?<={LOWER})(?=\d)|(?<=\d)(?={UPPER})")
_TITLE: Final = late(rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,2}})(?={UPPER}{LOWER}{{4,}})")


def _rows_joined(document: Document) -> Iterator[Sighting]:
    """`Torino12Milano10Genova7`: names and numbers of a table in one word, and `1Introduction` where a line begins."""
    known, text = lexicon(document), document.text
    for token in document.tokens:
        if not any(kind == "numbered" for kind, _ in token.strange or ()) or not document.is_prose_at(token.offset):
            continue
        row = _ROW.match(text, token.offset)
        if row and not is_address(document, row):
            places = [token.offset + edge.start() for edge in _EDGE.finditer(row[0])]
            yield from (Sighting(at, at, "RJ203", "row-joined", None, " ") for at in places)
            continue
        title = _TITLE.match(text, token.offset)
        word = token.text[title.end() - token.offset :].rstrip(".,:;") if title else ""
        begins = token.offset == 0 or text[token.offset - 1] == "\n"
        if title and begins and known and known.is_common(word.lower()):
            yield Sighting(title.end(), title.end(), "RJ203", "row-joined", None, " ")


LAYOUT: Final[dict[str, Detector]] = {
    # the price before and the price after
    "price-struck": pattern_rule("price-struck", "RS401", _STRUCK, needles=("€", "£", "$"), prior=0.7),
    "caption-inside": Detector(_captions, frozenset([CAPTION]), prior=0.75),
    "line-number": Detector(_line_numbers, frozenset([OPEN_END]), prior=0.75),
    "heading-joined": Detector(_headings_joined, frozenset([CAPITAL]), prior=0.75),
    "row-joined": Detector(_rows_joined, frozenset(["numbered"]), prior=0.75),
}
