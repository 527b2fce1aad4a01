"""RS401 and RG111: notices that programs set into a text, in many languages: signatures of phones, warnings above mails, what a
chat left out, the heads of its messages, and tables that go on over a page.

Each begins where a sentence may, at a word that the sieve shows, and ends where one may begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.rules.phrases import AT_SENTENCE, SENTENCE_GOES_ON, phrases_at
from repair.detect.suspects.program_signs import CONTINUED_TABLE, SENT_FROM, WARNED
from repair.detect.suspects.telling_marks import DATE_COMMA
from repair.detect.suspects.word_signs import any_giving
from repair.detect.technical import is_named, is_named_at
from repair.text.patterns import ANY_BLANK, BLANK, late

__all__ = ["PROGRAM_NOTICES"]

_CODE: Final = "RS401"
_ENDS: Final = late(rf"[{BLANK}]?(?:\Z|\n)|[{BLANK}](?=[^\W\da-zß-öø-ÿ_])")

# --- mails -----------------------------------------------------------------------------------------------------------

_DEVICE: Final = (
    r"(?:iPhone|iPad|Android|Samsung|BlackBerry|Galaxy|Huawei|HUAWEI|Xiaomi|Nokia|Outlook|Yahoo|Gmail|Mail|Proton|smartphone|Smartphone|tablet|Tablet"
    r"|mobile|Mobilgerät|Handy|dispositivo|móvil|portable|telefon\w{0,4}|cellulare|телефон\w{0,2}|устройств\w{0,2})"
)
_SENT: Final = (
    rf"(?:{any_giving(SENT_FROM)})(?: [^\W\d_A-Z][\w’']{{0,14}}){{1,4}}? {_DEVICE}(?:['’]\w{{1,5}})?"
    rf"(?: (?:for|per|für|pour|para|voor|dla|för|на|для|von|di|de|{_DEVICE}|Windows|iOS|\d\w{{0,3}}))*"
)
_OUTSIDE: Final = r"(?:outside|external|esterno|esterna|dall['’]esterno|außerhalb|extern\w{0,2}|extérieur\w{0,2}|externo|externa|fuera|fora|buiten\w{0,4}|zewn\w{1,8}|утв|внешн\w{1,3})"
_LETTER: Final = r"(?:e-?mail|E-?[Mm]ail|EMAIL|message|messaggio|Nachricht|courriel|correo|mensaje|mensagem|bericht|wiadomość|meddelande|письмо)"
_WARNING: Final = (
    rf"(?:{any_giving(WARNED)})(?: E-?MAIL| MESSAGE| SENDER)?(?: ?[:!-]|\.) (?=[^\n]{{0,160}}?{_LETTER})(?=[^\n]{{0,160}}?{_OUTSIDE}(?!\w))"
    r"[^.!?\n]{10,200}[.!]"
    r"(?: [^.!?\n]{0,80}(?:[Ll]inks?|[Aa]ttachments?|allegati|Anhänge|pièces jointes|liens|adjuntos|enlaces|anexos|bijlagen|załącznik\w{0,3}|bilagor|ссылк\w{1,3})(?!\w)[^.!?\n]{0,120}[.!]){0,2}"
)

# --- tables ----------------------------------------------------------------------------------------------------------

_NUMBER: Final = r"(?:\d{1,3}(?:[.-]\d{1,2})?|[IVX]{1,5})"
_NAMED: Final = rf"(?:{any_giving(CONTINUED_TABLE)})\.?"
_GOES: Final = (
    r"(?:(?i:continued|cont(?:inued|['’]d|in|\.)?|continua|segue|suite|fortsetzung|forts\.|continuación|continuação|vervolg|ciąg dalszy|c\.d\.|cd\."
    r"|fortsättning|forts|продолжение|continuare|continuació|συνέχεια|devam|pokračování)"
    r"(?: (?:from (?:the )?|dalla |da |von (?:der )?|de la |van de |z )(?:previous |vorherigen |vorige |poprzedniej )?(?:page|pagina|Seite|página|strony)(?: (?:precedente|précédente|anterior|\d{1,4}))?)?)"
)
_TABLE: Final = rf"{_NAMED} {_NUMBER} ?(?:\({_GOES}\)|[–—-] ?{_GOES}(?=\s|\Z)|, {_GOES}(?=\s|\Z))"
_TABLE_OF: Final = rf"{_NAMED} {_NUMBER}"
_CONTINUATION: Final = r"(?:Continuation of|Continued|Continua|Segue|Fortsetzung|Fortsetzung von|Fortsetzung der|Suite du|Suite de la|Continuación de la|Continuação da|Vervolg|Vervolg van|Ciąg dalszy|Продолжение|Fortsättning) "

_sent_from: Final = phrases_at(SENT_FROM, {"": _SENT})
_warning_at: Final = phrases_at(WARNED, {"": _WARNING})
_continued: Final = phrases_at(
    CONTINUED_TABLE, {"": _TABLE, _CONTINUATION: _TABLE_OF}, rf"{AT_SENTENCE}|[^\W\d_]{{3}},?{ANY_BLANK}"
)


def _signatures(document: Document) -> Iterator[Sighting]:
    """`Wysłane z iPhone'a`, `Sent from Outlook for Android`: a sentence of its own."""
    text = document.text
    for start, match in _sent_from(document):
        end = match.end() + text.startswith(".", match.end())
        if _ENDS.match(text, end) and not is_named_at(document, start, end):
            yield Sighting(start, end, _CODE, "sent-from")


def _warnings(document: Document) -> Iterator[Sighting]:
    """`CAUTION: This email originated from outside of the organization.`"""
    for start, match in _warning_at(document):
        if not is_named_at(document, start, match.end()):
            yield Sighting(start, match.end(), _CODE, "mail-warning")


def _tables(document: Document) -> Iterator[Sighting]:
    """`of all. Table 3 (continued) They had`: the head of a table's next page, between two sentences or inside one."""
    text = document.text
    for start, match in _continued(document):
        end = match.end()
        line = document.lines[document.line_at(start)]
        if line.start == start and line.end == end:
            continue  # it stands above its table
        inside = SENTENCE_GOES_ON.match(text, end) is not None
        if inside or (_ENDS.match(text, end) and (start < 2 or text[start - 2] in '.!?…»”")]')):
            yield Sighting(start, end, _CODE, "table-continued")


# --- chats -----------------------------------------------------------------------------------------------------------

_DAY: Final = r"\d{1,2}[./-]\d{1,2}[./-](?:20)?\d{2}"
_TIME: Final = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?"
_MESSAGE: Final = (
    rf"\[{_DAY}, {_TIME}\] [^\W\d][^\n:\[\]]{{0,40}}:|(?<![\w/.-]){_DAY}, {_TIME} - [^\W\d][^\n:]{{0,40}}:".replace(
        " ", ANY_BLANK
    )
)
_LINES: Final = 3  # messages of a text that is a chat


def _is_chat(document: Document, match: re.Match[str]) -> bool:
    """Whether the text is a chat, with each message on a line: there the heads of messages belong to it."""
    line = document.lines[document.line_at(match.start())]
    return line.start == match.start() or is_named(document, match)


PROGRAM_NOTICES: Final[dict[str, Detector]] = {
    "sent-from": Detector(_signatures, frozenset([SENT_FROM]), prior=0.85),
    "mail-warning": Detector(_warnings, frozenset([WARNED]), prior=0.85),
    "table-continued": Detector(_tables, frozenset([CONTINUED_TABLE]), prior=0.8),
    "message-head": pattern_rule("message-head", _CODE, _MESSAGE, sign=DATE_COMMA, unless=_is_chat, prior=0.8),
}  # fmt: skip
