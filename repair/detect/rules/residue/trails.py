"""RS401: how a site leads through its pages: the way from its home to the page, links to the pages before and after, tables of
contents that can be folded, and where a link opens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.suspects.word_signs import CONTENTS, TRAIL, WINDOW
from repair.detect.technical import is_named, is_named_at
from repair.text.patterns import ANY_BLANK, LETTER, late

__all__ = ["TRAILS"]

_CODE: Final = "RS401"
_B: Final = ANY_BLANK

# --- lines -----------------------------------------------------------------------------------------------------------

_STEP: Final = rf"{_B}?[>»›/→|]{_B}(?=[^\Wa-z_]|[«“])[^\s>»›/→|]{{1,30}}(?:{_B}[^\s>»›/→|]{{1,30}}){{0,9}}"
_WAY: Final = late(rf"(?:Home|HOME|Homepage|Startseite|Accueil|Inicio|Início)(?:{_STEP}){{1,6}}{_B}*\Z")
_OPPOSITES: Final = late(
    rf"Home{_B}?[>/|]{_B}(?:Away|Abroad|Work|Office|School|Hospital|Visitors?|Guests?|Hotel|Road|Street|Garden|Travel|Auto|Mobile)"
)
_LEADS: Final = "Previous|Prev|Precedente|Precedenti|Indietro|Précédent|Zurück|Vorherige|Anterior|Vorige"
_PAGES: Final = late(
    rf"(?:[«‹<]{_B}?)?(?:{_LEADS})(?:{_B}(?:\d{{1,4}}|…|\.\.\.)){{2,14}}{_B}(?:Next|Successiv[aoei]|Avanti|Suivante?|Weiter|Nächste|Siguiente|Próxim[ao]|Seguinte|Volgende)(?:{_B}?[»›>])?{_B}*\Z"
)
_LONGEST: Final = 140  # code points
_GAP: Final = 3  # code points from the end of the line above to a line, with a blank line between them


def _trails(document: Document) -> Iterator[Sighting]:
    """`Home > Cronaca > Torino`, `« Previous 1 2 3 Next »`: on a line of its own."""
    text = document.text
    for at in matches(_WORD, document, [TRAIL]):
        line = document.lines[document.line_at(at.start())]
        if at.start() > line.start + 2 or line.end - line.start > _LONGEST or line.shape == "code":
            continue
        said = text[line.start : line.end]
        above = text[max(0, line.start - _GAP) : line.start].rstrip()
        if said[-1] in ".!?:" or above.endswith(":"):
            continue  # a sentence, or what one announces
        if _OPPOSITES.fullmatch(said):
            continue  # a heading: `Home / Away`
        if (_WAY.match(said) or _PAGES.match(said)) and not is_named_at(document, line.start, line.end):
            yield Sighting(line.start, line.end, _CODE, "site-trail")


_WORD: Final = late(r"\w+")

# --- tables of contents ----------------------------------------------------------------------------------------------

_HEAD: Final = "Table of Contents|Contents|Indice dei contenuti|Indice|Índice|Sommaire|Sumário|Inhaltsverzeichnis|Inhoudsopgave|Inhoud"
_FOLDS: Final = "hide|show|nascondi|mostra|masquer|afficher|Verbergen|Anzeigen|ocultar|mostrar|esconder|verbergen|tonen"
_FOLDED: Final = (
    rf"(?:{_HEAD}) ?(?:\[ ?(?:{_FOLDS}) ?\]|(?:hide|Toggle)(?= ?\d| ?\n| [A-Z]))(?:(?: \d{{1,2}}(?:\.\d{{1,2}}){{0,2}}\.? [^\n\d]{{1,59}}[^\s\d]){{1,40}})?"
).replace(" ", _B)
"""`Contents hide 1 History 2 Today`: with the entries below it that an extractor set in one line."""

# --- links -----------------------------------------------------------------------------------------------------------

_OPENS: Final = (
    r"(?:opens (?:in )?new (?:tab|window)|opens external (?:link|site)|(?:si )?apre (?:in )?nuova (?:scheda|finestra)|(?:s['’])?ouvre (?:dans )?(?:nouvel onglet|nouvelle fenêtre)"
    r"|öffnet (?:in )?neue[mns]? (?:Tab|Fenster)|(?:se )?abre (?:en |em )?(?:nueva (?:pestaña|ventana)|nova (?:aba|janela))|opent (?:in )?nieuw (?:tabblad|venster))"
)
_NOTED: Final = rf",(?<={LETTER},) {_OPENS}(?!\w)".replace(" ", _B)
"""`said in a report, opens new tab that sales`: what screen readers say of a link, in shorthand."""

TRAILS: Final[dict[str, Detector]] = {
    "site-trail": Detector(_trails, frozenset([TRAIL]), prior=0.8),
    "contents-folded": pattern_rule("contents-folded", _CODE, _FOLDED, sign=CONTENTS, unless=is_named, prior=0.85),
    "window-noted": pattern_rule("window-noted", _CODE, _NOTED, sign=WINDOW, unless=is_named, fix="", prior=0.9),
}
