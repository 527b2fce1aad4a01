"""RS401: text of another layer of a printed page, set down inside a sentence: stamps of preprints, heads of journals and of printed web
pages, notes from the page's foot, watermarks and lines of rights.

A reader of pages sets these down where they stand on the page. Each has a form that no sentence has, and the sentence goes on
behind it in small letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.rules.phrases import interrupts, word_interrupted
from repair.detect.suspects.finite_verbs import is_finite
from repair.detect.suspects.word_signs import STAMPED, WATERMARK, standing_alone
from repair.detect.technical import is_named, is_named_at
from repair.detect.vocabulary import is_function_word
from repair.text.patterns import ANY_BLANK, LETTER, LOWER, UPPER, late

__all__ = ["STAMPS"]

_CODE: Final = "RS401"
_B: Final = ANY_BLANK
_YEAR: Final = r"(?:19|20)\d\d(?!\d)"

# --- stamps ----------------------------------------------------------------------------------------------------------

_STAMP: Final = late(
    (
        rf"arXiv:\d{{4}}\.\d{{4,5}}v\d{{1,2}} \[[\w.-]{{2,14}}\] \d{{1,2}} [A-Z][a-z]{{2}} {_YEAR}"
        r"|(?:bio|med)Rxiv preprint (?:first posted online [\w.,\x20]{6,20}; )?doi: ?https?://doi\.org/[\w./-]{6,40}"
        r"(?:; ?this version posted [A-Z][a-z]{2,8} \d{1,2}, \d{4}\.?)?"
    ).replace(" ", _B)
)
"""What a server of preprints prints at the edge of a page; nobody writes a paper's number with its day in prose."""

# --- heads of journals, notes ----------------------------------------------------------------------------------------

_VOLUME: Final = late(
    (
        r"[Vv]ol(?:\. ?| )\d{1,4}(?:,? ?\(?(?:[Nn]o|n|Nr|num|núm|fasc|Heft|[Ii]ssue|nº|n°)\.? ?\d{1,4}\)?)(?:,? (?:[A-Z][a-z]{2,8} )?"
        rf"\(?{_YEAR}\)?)?(?:[,:]? (?:pp?\. ?)?\d{{1,4}}(?:[–-]\d{{1,4}})?)?|ISSN:? \d{{4}}-\d{{3}}[\dX](?:[,;]? e-?ISSN:? \d{{4}}-\d{{3}}[\dX])?"
    ).replace(" ", _B)
)
_TITLE: Final = late(
    rf"(?:{UPPER}[\w’'-]*(?:{_B}(?:of|the|and|for|in|di|della|delle|dei|e|du|de|la|et|für|und|y)){{0,2}}[,.]?{_B}){{1,7}}\Z"
)
"""The name of a journal before it."""
_LONGEST_TITLE: Final = 90  # code points
_JOURNAL: Final = late(
    r"Journal|Review|Rivista|Revue|Revista|Zeitschrift|Tijdschrift|Bulletin|Bollettino|Bolet[ií]n|Boletim|Annal|Archiv"
    r"|Proceedings|Transactions|Letters|Quarterly|Studies|Studi|Études|Estudi?os|Science|Research|Atti|Quaderni|Acta|Jahrbuch"
)
_DETAILED: Final = late(rf"{_YEAR}.+\d|\d[–-]\d|\bpp?\.")
"""A year with a page behind it, or several pages: comics and records that somebody reads or hears are named by volume and number only."""
_NOTE: Final = late(
    (
        r"(?:(?:Cfr|cfr|Cf|Vgl|Vedi|See|Siehe|Voir|Véase|Ver)\.?,? [A-Z][^\n]{0,140}?|(?:Ibidem|Ibid|Ivi)\.?,? [^\n]{0,60}?)(?<!\w)(?:pp?|S|Bd|fol|ff?)\. ?\d{1,4}(?:[–-]\d{1,4})?(?: ff?\.)?\.?"
    ).replace(" ", _B)
)
_NOTE_NUMBER: Final = late(rf"\d{{1,3}}[.)]?{_B}\Z")
_CITING: Final = frozenset(
    "in see from of and or to di da del della dal in su nel nella e o vedi siehe von aus im voir dans de".split()
)
"""Words after which a journal is cited."""
_CITED_ON: Final = late(
    rf"{_B}(?:and|or|of|is|was|are|were|has|e|o|di|del|della|è|und|oder|von|ist|et|ou|est|y|es)(?!\w)"
)


def _stamps(document: Document) -> Iterator[Sighting]:
    """`on two arXiv:2101.00123v2 [cs.CL] 5 Jan 2021 sets`, `nella 3 Cfr. Rossi, 1998, p. 12. primavera`."""
    text, table, free = document.text, document.language, 0
    leads, numbered = (table.articles | table.prepositions, table.numbered) if table else (frozenset(), frozenset())
    for at in matches(_ANY, document, [STAMPED]):
        start = at.start()
        if start < free or not document.is_prose_at(start):
            continue
        if match := _STAMP.match(text, start):
            free = match.end()
            if not is_named_at(document, start, free):
                yield Sighting(start, free, _CODE, "stamp-inside")
        elif match := _NOTE.match(text, start):
            number = _NOTE_NUMBER.search(text, max(0, start - 6), start)
            begin = start - len(number[0]) if number else start
            is_note = number is not None and word_interrupted(text, begin) not in numbered
            if is_note and interrupts(text, begin, match.end()):
                free = match.end()
                yield Sighting(begin, free, _CODE, "stamp-inside")
        elif match := _VOLUME.match(text, start):
            title = _TITLE.search(text, max(0, start - _LONGEST_TITLE), start)
            if title is None and text[start] == "v":
                continue  # after a title in small letters, which only sentences have: `sulla Rivista storica italiana vol. 12, n. 3`
            begin = title.start() if title else start
            is_cited = word_interrupted(text, begin) in _CITING | leads or _CITED_ON.match(text, match.end())
            is_book = title is not None and not _JOURNAL.search(title[0]) and not _DETAILED.search(match[0])
            if interrupts(text, begin, match.end()) and not is_cited and not is_book:
                free = match.end()
                yield Sighting(begin, free, _CODE, "stamp-inside")


_ANY: Final = late(r"\w+")

# --- printed web pages, rights ---------------------------------------------------------------------------------------

_DATE: Final = r"\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d"
_CLOCK: Final = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?: [AP]M)?"
_PRINTED: Final = (
    rf"(?<!\S){_DATE}(?:,? {_CLOCK})? [^\n]{{0,140}}?https?://[^\s<>()]{{4,200}} \d{{1,3}}/\d{{1,3}}(?!\S)"
    rf"|https?://[^\s<>()]{{4,200}} \d{{1,3}}/\d{{1,3}}(?:(?: |\n){_DATE},? {_CLOCK}|(?=\n|\Z))"
    rf"|file:///[^\s<>()]{{4,200}}(?: \(\d{{1,3}} (?:of|di|von|de|sur) \d{{1,3}}\))? ?\[{_DATE},? {_CLOCK}\]"
).replace(" ", _B)
"""What a browser prints at a page's head and foot: the day, the title, the address, the number of the page."""
_RIGHTS: Final = (
    rf"©(?<={LOWER}{{2}} .) ?{_YEAR} [^\n.©]{{3,80}}\.(?:(?: [A-Z][^\n.©]{{3,60}}\.){{0,2}})?(?= {LOWER}{{2}})".replace(
        " ", _B
    )
)

# --- watermarks ------------------------------------------------------------------------------------------------------

_SHOUTED: Final = late(
    rf"{standing_alone(WATERMARK)}(?:{_B}(?:COPY|PROOF|DO{_B}NOT{_B}(?:COPY|CITE|DISTRIBUTE))){{0,2}}(?!\w)"
)
_STATED: Final = frozenset(
    "as is was are be marked stamped labelled labeled called named titled word status mode timbro dicitura parola come è gestempelt als ist heißt mention est comme"
    " file document documents dossier folder version documento documenti fascicolo stato versione expediente expedientes estado"
    " documentos versión versão sello carimbo stempel vermerk status dokument".split()
)
"""Words after which one is named."""


_NEXT: Final = late(rf"{LETTER}+")


def _watermarks(document: Document) -> Iterator[Sighting]:
    """`The parties DRAFT agree`: a word printed across the page, between two small words."""
    text, table = document.text, document.language
    if table is None:
        return
    for match in matches(_SHOUTED, document, [WATERMARK]):
        word, after = word_interrupted(text, match.start()), _NEXT.match(text, match.end() + 1)
        if word in _STATED or is_function_word(document, word) or not interrupts(text, *match.span()) or after is None:
            continue
        if not (is_function_word(document, after[0]) or after[0] in table.auxiliaries or is_finite(table, after[0])):
            continue  # a noun that the word stands before (`DRAFT picks`)
        if document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(*match.span(), _CODE, "watermark-inside")


STAMPS: Final[dict[str, Detector]] = {
    "stamp-inside": Detector(_stamps, frozenset([STAMPED]), prior=0.8),
    "print-header": pattern_rule("print-header", _CODE, _PRINTED, needles=("://",), unless=is_named, prior=0.85),
    "rights-inside": pattern_rule("rights-inside", _CODE, _RIGHTS, needles=("©",), unless=is_named, prior=0.8),
    "watermark-inside": Detector(_watermarks, frozenset([WATERMARK]), prior=0.75),
}  # fmt: skip
