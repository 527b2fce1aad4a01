"""RS401: what a page says around an advertisement that interrupts its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches_from, pattern_rule
from repair.detect.suspects.prefilter import PAGE_WORD
from repair.detect.suspects.word_signs import ADVERT, any_giving
from repair.detect.technical import QUOTING, is_named
from repair.text.patterns import ANY_BLANK, LOWER, late

__all__ = ["ADVERTS"]

_CODE: Final = "RS401"
_BRACKETS: Final = ("(", "[")
_CONTINUED: Final = (
    r"(?:l['’]articolo )?continua(?: a leggere)? (?:dopo|sotto) la pubblicità|continua (?:após a|depois da) publicidade"
    r"|la suite après (?:cette|la) publicité|(?:sigue leyendo|continúa) (?:después de|tras) la publicidad"
    r"|(?:artikel wird )?nach der werbung (?:fortgesetzt|weiterlesen)|fortsetzung nach der anzeige"
    r"|(?:story|article) continues (?:below|after)(?: (?:this )?(?:ad|advertisement))?(?!\w)"
)
"""Where the text goes on after the advertisement, in small letters."""
_LABELS: Final = r"Annuncio pubblicitario|Contenuto pubblicitario|Messaggio pubblicitario"

# --- in brackets -----------------------------------------------------------------------------------------------------

_IN_BRACKETS: Final = late(rf"[(\[](?i:{_CONTINUED})[)\]]")


def _interrupted(document: Document) -> Iterator[Sighting]:
    """`(continua dopo la pubblicità)`."""
    for match in matches_from(_IN_BRACKETS, document, _BRACKETS):
        if document.is_prose_at(match.start()):
            yield Sighting(*match.span(), _CODE, "interrupted")


# --- between words ---------------------------------------------------------------------------------------------------

_ADVERTS: Final = late(f"(?i:{_CONTINUED})|{_LABELS}".replace(" ", ANY_BLANK))
_ADVERT_PARTS: Final = ("ubblicit", "UBBLICIT", "continues", "CONTINUES", "ublici", "UBLICI", "Werbung", "Anzeige")
"""Each of the phrases has one of these parts."""
_NO_LABEL: Final = late(r"(?<!\w)(?:di|un|il|del|nell|l|the|this|of)[ \u00a0]\Z|['’]\Z")


def _advert_phrases(document: Document) -> Iterator[Sighting]:
    """`che impiega L'articolo continua dopo la pubblicità duecento persone`: a label with a capital, wherever it stands."""
    text = document.text
    if not any(part in text for part in _ADVERT_PARTS):
        return
    for match in _ADVERTS.finditer(text):
        start, end = match.span()
        if not text[start].isupper():
            continue
        before = text[max(0, start - 5) : start]
        if (
            start and (text[start - 1] in QUOTING or _NO_LABEL.search(text, max(0, start - 5), start))
        ) or not document.is_prose_at(start):
            continue
        # a sentence of its own about an advert goes on
        if not start or before[-1:] == "\n" or before.rstrip()[-1:] not in ".!?…" or not _GOES_ON.match(text, end):
            yield Sighting(start, end, _CODE, "advert-phrase")


_GOES_ON: Final = late(rf"{ANY_BLANK}{LOWER}")


ADVERTS: Final[dict[str, Detector]] = {
    "advert-phrase": Detector(_advert_phrases, frozenset([PAGE_WORD]), prior=0.85),
    "advert-dashed": pattern_rule(
        "advert-dashed", _CODE, rf"[-–—]{ANY_BLANK}?(?:{any_giving(ADVERT)}){ANY_BLANK}?[-–—](?!\w)",
        sign=ADVERT, unless=is_named, prior=0.9,
    ),
    "interrupted": Detector(_interrupted, needles=_BRACKETS, prior=0.95),
}  # fmt: skip
