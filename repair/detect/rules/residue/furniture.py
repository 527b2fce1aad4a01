"""RS401: what stands around a text on printed pages, in readers of electronic books and in lists of results: numbers of pages inside a
sentence, notes on where a page goes on or came from, marks that a reader set, and what a search says of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, matches_from, pattern_rule
from repair.detect.rules.phrases import AT_SENTENCE, interrupts, phrases_at, word_interrupted
from repair.detect.suspects.prefilter import word_before
from repair.detect.suspects.word_signs import CONTINUED, PAGE_COUNT, READER, RESULT, any_giving
from repair.detect.technical import is_named
from repair.languages import LANGUAGES
from repair.text.patterns import ANY_BLANK, BLANK, LETTER, LOWER, any_of, late

__all__ = ["PAGE_FURNITURE"]

_CODE: Final = "RS401"

# --- numbers of pages ------------------------------------------------------------------------------------------------

_COUNTED: Final = rf"(?:{any_giving(PAGE_COUNT)})\.?{ANY_BLANK}\d{{1,4}}{ANY_BLANK}?(?:of|di|von|sur|de|van|z|ze|av|af|iz|od|din|из|із|з|från|από|dari|/){ANY_BLANK}?\d{{1,4}}(?![\w/])"
_GOES_ON: Final = late(rf"{ANY_BLANK}{LOWER}{{2}}|{ANY_BLANK}{LOWER}['’{BLANK}]")
_ALONE: Final = (
    rf"(?:Page|Pagina|Seite|Página|Pàgina|Strona|Sida|Страница|Сторінка|Sayfa|Σελίδα){ANY_BLANK}\d{{1,4}}(?![\w.,:/-])"
)
_PAGE_NUMBER: Final = late(f"{_COUNTED}|{_ALONE}")
_POINTS: Final = frozenset(
    """see from and or to on in at this of about vedi da alla dalla nella sulla cfr siehe auf von bis voir à en la de da na ver zie op pagina page
    web single full front each per every title home facebook zob patrz na w se på i см на в vezi la bkz kot""".split()
)
"""Words after which a page is named."""


def _page_counts(document: Document) -> Iterator[Sighting]:
    """`had already decided Page 3 of 12 that the bridge`: in the middle of a sentence."""
    text, table = document.text, document.language
    for match in matches(_PAGE_NUMBER, document, [PAGE_COUNT]):
        start, end = match.span()
        if not interrupts(text, start, end) or not document.is_prose_at(start):
            continue
        word = word_interrupted(text, start)
        governs = table is not None and word in table.prepositions | table.articles
        if word not in _POINTS and not governs:
            yield Sighting(start, end, _CODE, "page-count-inside")


_DASHED: Final = late(rf"[-–—](?<={LOWER}{ANY_BLANK}.){ANY_BLANK}\d{{1,4}}{ANY_BLANK}[-–—](?={ANY_BLANK}{LOWER})")


def _page_numbers(document: Document) -> Iterator[Sighting]:
    """`the old - 12 - bridge`: the number of a page inside a sentence."""
    for match in matches_from(_DASHED, document, "-–—"):
        if document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(*match.span(), _CODE, "page-number-inside")


# --- where a page goes on, and where it came from --------------------------------------------------------------------

_CONTINUED: Final = late(
    (
        r"(?:[Cc]ontinued (?:on|from) (?:the )?(?:next |previous )?page(?: \d{1,4}| [A-Z]\d{1,3})?"
        r"|(?:[Ss]egue|[Cc]ontinua|[Cc]ontinua dalla|[Ss]egue dalla|SEGUE|CONTINUA) (?:a |da |in |alla |dalla |A )?(?:pagina|pag\.|PAGINA|PAG\.) ?\d{1,4}"
        r"|(?:[Ff]ortsetzung) (?:auf|von) Seite \d{1,4}|(?:[Ss]uite|[Ll]ire la suite) (?:en )?page \d{1,4}"
        r"|(?:[Cc]ontinúa|[Pp]asa|[Ss]igue|[Vv]iene) (?:en|a|de) la (?:página|pág\.) \d{1,4}"
        r"|(?:[Cc]ontinua|[Cc]ontinuação) (?:na|da) (?:página|pág\.) \d{1,4}|[Vv]ervolg (?:op|van) pagina \d{1,4})(?!\w)"
    ).replace(" ", ANY_BLANK)
)
_STOPPED: Final = late(rf"(?:{AT_SENTENCE}|{LOWER}{{2}},?{ANY_BLANK})\Z")


def _continued(document: Document) -> Iterator[Sighting]:
    """`The town has continued on page 8 voted for it`: not where the words belong to their sentence (`is continued on page 8`)."""
    text, table = document.text, document.language
    for match in matches(_CONTINUED, document, [CONTINUED]):
        start, end = match.span()
        if not _STOPPED.search(text, max(0, start - 5), start) or not document.is_prose_at(start):
            continue
        word = word_before(text, start - 1).lower() if start and text[start - 1] in BLANK else ""
        if _GOES_ON.match(text, end):
            is_note = table is not None and word and word not in _LINKS and not _SINCE.match(text, end)
        else:
            is_note = match[0][0].isupper() and (start < _PAST_END or text[start - _PAST_END] in '.!?…»”")]\n')
        if is_note:
            yield Sighting(start, end, _CODE, "continued-on-page")


_PAST_END: Final = 2  # code points: the end of a sentence, and a blank
_LINKS: Final = frozenset("is are was were be being story article text che e è and che list table as".split())
_SINCE: Final = late(rf"{ANY_BLANK}(?:and|or|of|in|where|with|e|o|del|della|dove|con|und|et|y|dello|di){ANY_BLANK}")
_HOST: Final = r"(?:https?://|www\.)?[\w-]{2,40}(?:\.[\w-]{2,20}){1,4}"
_DOWNLOADED: Final = (
    r"(?:Downloaded from|Scaricato da|Heruntergeladen von|Téléchargé depuis|Descargado de|Gedownload van) "
    rf"{_HOST}(?:/[\w./-]{{0,80}})?"
    rf"(?:,? (?:on|by [\w\x20]{{2,40}} on|il|in data|am|le|el|op) (?:\d{{1,2}}\.? {LETTER}{{3,10}} \d{{4}}|[A-Z][a-z]{{2,8}} \d{{1,2}}, \d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}))"
).replace(" ", ANY_BLANK)
"""`The town Downloaded from www.hill.org on 3 May 2021 has voted`."""

# --- readers of electronic books -------------------------------------------------------------------------------------

_PAGE: Final = r"(?:[Pp]age|[Pp]agina|[Ss]eite|[Pp]ágina)"
_PLACE: Final = r"(?:[Ll]ocation|[Pp]osizione|[Pp]osition|[Ee]mplacement|[Pp]osición|[Pp]osição|[Ll]ocatie|Pos\.|Loc\.)"
_MARKED: Final = late(
    (
        r"(?:Highlight|Bookmark|[Ee]videnziazione|[Ss]egnalibro|Markierung|[Ss]urlignement|[Ss]ubrayado|[Dd]estaque|[Mm]arkering)(?!\w)"
        r" ?(?:\([a-zà-ÿ]{3,10}\) ?)?(?:- |on |at |a |auf |sur |en |na |op |bei )?"
        rf"(?:{_PAGE} \d{{1,5}}(?:-\d{{1,5}})? ?[|·>-] ?)?(?:at )?{_PLACE} \d{{1,6}}(?:-\d{{1,6}})?"
        r"(?: \| (?:Added on|Aggiunto in data|Hinzugefügt am|Ajouté le|Añadido el|Adicionado:?|Toegevoegd op) "
        r"[^\n|]{6,50}?(?:\d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?|\d{4}(?![\d:])(?! \d{1,2}:)))?"
    ).replace(" ", ANY_BLANK)
)
_OWNER: Final = late(rf"(?:-{ANY_BLANK})?(?:Your|La{ANY_BLANK}tua|Ihre|Tu|Votre|Seu|Je){ANY_BLANK}\Z")


def _reader_marks(document: Document) -> Iterator[Sighting]:
    """`Your Highlight on page 33 | Location 501-503`."""
    for match in matches(_MARKED, document, [READER]):
        start, end = match.span()
        owner = _OWNER.search(document.text, max(0, start - 9), start)
        yield Sighting(owner.start() if owner else start, end, _CODE, "reader-mark")


# --- results of a search ---------------------------------------------------------------------------------------------

_LAST: Final = r"(?=\s*\Z|\n| [A-Z])"
_RESULTS: Final = {
    "": (
        r"(?:Translate this page|Traduci questa pagina|Traduire cette page|Traducir esta página|Traduzir esta página)"
        r"|(?:Missing|Mancante|Mancanti|Fehlend|Falta|Faltan|Ontbreekt): [\w\x20,]{2,40}?"
        r"(?: ?[\u200e|]{1,3} ?(?:Show results with|Visualizza risultati con|Must include|Deve includere):? [\w\x20]{2,30}|(?=\s*\Z|\n))"
        rf"|(?:Copia cache|Cached)(?: ?- Similar)?{_LAST}"
    ),
    "Diese ": r"Seite übersetzen",
    "(?:More|Altri|Weitere|Autres|Más|Mais|Meer) ": (
        rf"(?:results from|risultati da|Ergebnisse von|résultats sur|resultados de|resultaten van) {_HOST}"
    ),
    "People also ": f"ask{_LAST}",
    "Le persone hanno ": f"chiesto anche{_LAST}",
}
"""What such a list says, by the words before the one that is looked for."""
_results: Final = phrases_at(RESULT, _RESULTS, rf"{AT_SENTENCE}|Cached{ANY_BLANK}|\w\.\w{{2,6}}{ANY_BLANK}")


def _search_results(document: Document) -> Iterator[Sighting]:
    """`for repairs. Translate this page It reopens`."""
    for start, match in _results(document):
        if not is_named(document, match):
            yield Sighting(start, match.end(), _CODE, "search-result")


@cache
def _snippet() -> re.Pattern[str]:
    short = sorted({month for table in LANGUAGES.values() for month in table.months})
    return re.compile(
        rf"\A\s{{0,3}}(?P<at>(?:\d{{1,2}}\.?{ANY_BLANK}(?:de{ANY_BLANK})?(?:{any_of(short)})\.?{ANY_BLANK}(?:de{ANY_BLANK})?\d{{4}}|(?:{any_of(short)})\.?{ANY_BLANK}\d{{1,2}},{ANY_BLANK}\d{{4}}) (?:·|—|\.\.\.) )(?={LETTER})",
        re.IGNORECASE,
    )


def _snippet_dates(document: Document) -> Iterator[Sighting]:
    """`12 May 2021 — The bridge`, at the head of a text: the date that a list of results sets before its excerpt."""
    if match := _snippet().match(document.text):
        yield Sighting(*match.span("at"), _CODE, "snippet-date")


PAGE_FURNITURE: Final[dict[str, Detector]] = {
    "page-count-inside": Detector(_page_counts, frozenset([PAGE_COUNT]), prior=0.8),
    "page-number-inside": Detector(_page_numbers, needles=tuple(dash + blank for dash in "-–—" for blank in BLANK), prior=0.7),
    "continued-on-page": Detector(_continued, frozenset([CONTINUED]), prior=0.75),
    "downloaded-from": pattern_rule("downloaded-from", _CODE, _DOWNLOADED, sign=CONTINUED, unless=is_named, prior=0.85),
    "reader-mark": Detector(_reader_marks, frozenset([READER]), prior=0.9),
    "search-result": Detector(_search_results, frozenset([RESULT]), prior=0.8),
    "snippet-date": Detector(_snippet_dates, needles=(" · ", " — ", " ... "), prior=0.75),
}  # fmt: skip
