"""RS401: labels of pages and mails between two sentences: buttons, times of reading, newsletters, adverts, and what mail
programs add.

A label that is a line of its own is in `lines.py` and `boxes.py`. Each rule begins at a word of a label, which the sieve
shows; the label must begin where a sentence may, and end where one may begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, offsets, pattern_rule
from repair.detect.suspects.word_signs import ADVERT, LABEL, MAILED, READ_TIME, any_giving, standing_alone
from repair.detect.technical import QUOTING, is_named
from repair.text.patterns import ANY_BLANK, BLANK, LETTER, LOWER, LOWERS, UPPERS, late

__all__ = ["LABELS"]

_CODE: Final = "RS401"
_APOSTROPHE: Final = "['’]"

# --- buttons and newsletters -----------------------------------------------------------------------------------------

_NETWORK: Final = r"(?:Facebook|Twitter|X|WhatsApp|Telegram|LinkedIn|Pinterest|Instagram|Google News|Reddit|Bluesky)"
_MINUTES: Final = r"\d{1,3} ?(?:min(?:ut(?:i|es?|os?|en))?\b\.?|Min(?:uten?)?\b\.?|['’′])"
_LABELS: Final = (
    # Italian
    rf"Tempo di lettura:? {_MINUTES}",
    rf"Ascolta (?:l{_APOSTROPHE}articolo|questo articolo|la notizia)",
    r"Copia (?:il )?link(?: dell['’]articolo)?|Link copiato!?",
    r"(?:Vai|Passa|Salta) al contenuto(?: principale)?|Riproduci (?:l['’])?audio",
    rf"Guarda (?:questo|il) (?:post|video|reel) su {_NETWORK}",
    r"Caricamento in corso|Caricamento(?=\.\.\.|…)",
    r"Iscriviti (?:ora )?(?:alla (?:nostra )?newsletter|al (?:nostro )?canale (?:WhatsApp|Telegram|YouTube))",
    rf"Ricevi (?:ogni (?:mattina|giorno|settimana) )?(?:la (?:nostra )?newsletter|le (?:nostre )?(?:notizie|news)(?: {LOWER}+){{0,9}})",
    rf"(?:Condividi|Seguici|Segui(?:ci)? anche) su {_NETWORK}(?:(?:,| e| Condividi su| Seguici su) {_NETWORK}){{0,4}}",
    rf"Abilita JavaScript(?: {LOWER}+){{1,8}}|Accetta i cookies?(?: {LOWER}+){{1,8}}",
    r"Annulla l['’]iscrizione|Cancellati dalla (?:newsletter|lista)|Cancella (?:la tua )?iscrizione",
    r"Visualizza (?:questa (?:e-?mail|newsletter) )?nel (?:tuo )?browser",
    r"Ricevi questa (?:e-?mail|newsletter) perch[éè] [^.!?\n]{0,80}",
    r"Inviato da(?:l mio)? (?:iPhone|iPad|smartphone \w+|Samsung \w+|Android)|Scarica Outlook per (?:iOS|Android)",
    # English
    r"Listen to (?:this )?(?:article|story)|Gift this article|Embed from Getty Images",
    r"Skip to (?:main )?(?:content|navigation)",
    rf"View (?:this |the )?(?:post |video )?on {_NETWORK}(?= [A-Z]|\s*\Z|\n)",
    rf"(?:Estimated reading|Reading) time:? {_MINUTES}(?: read)?",
    r"Copy link|Link copied!?",
    r"Loading(?=\.\.\.|…)",
    rf"(?:Sign up (?:for|to)|Subscribe to) our (?:free )?(?:daily |weekly |morning |email )?newsletters?(?: {LOWER}+){{0,6}}",
    rf"(?:Share|Follow us) on {_NETWORK}(?:(?:,| and| Share on) {_NETWORK}){{0,4}}",
    r"View this (?:e-?mail|newsletter) (?:in your browser|online)|View (?:in|this in your) browser",
    r"Unsubscribe(?: from this list| here)?(?=[.|]|\s*(?:\n|\Z)|\s[A-Z])",
    r"Sent from my (?:iPhone|iPad|Android(?: \w+){0,2}|BlackBerry(?: \w+){0,3}|Samsung \w+|mobile(?: \w+)?)",
    # German
    rf"(?:Lesezeit|Lesedauer):? (?:ca\. )?{_MINUTES}",
    r"Zum (?:Hauptinhalt|Inhalt)(?: springen)?|Artikel anhören|Link kopieren",
    r"Newsletter (?:kostenlos )?(?:abonnieren|bestellen)|Newsletter abbestellen",
    r"Gesendet von (?:meinem )?(?:iPhone|iPad|Mail für Windows)",
    # French
    rf"Temps de lecture ?:? ?{_MINUTES}",
    rf"Écouter l{_APOSTROPHE}article|Copier le lien|Aller au contenu(?: principal)?|Chargement en cours|Chargement(?= ?(?:\.\.\.|…))",
    rf"(?:Abonnez-vous|Inscrivez-vous) à (?:la|notre) newsletter(?: {LOWER}+){{0,6}}",
    rf"(?:Partager|Suivez-nous) sur {_NETWORK}",
    r"Envoyé de(?:puis)? mon (?:iPhone|iPad)",
    # Spanish
    rf"Tiempo de lectura:? {_MINUTES}",
    r"Saltar al contenido(?: principal)?|Escuchar (?:el )?artículo|Copiar (?:el )?enlace|Cargando(?=\.\.\.|…)",
    rf"(?:Suscríbete|Apúntate|Suscríbase) a (?:la|nuestra) newsletter(?: {LOWER}+){{0,6}}",
    rf"(?:Compartir en|Síguenos en) {_NETWORK}",
    r"Enviado desde mi (?:iPhone|iPad)",
    # Portuguese
    rf"Tempo de leitura:? {_MINUTES}",
    r"Pular para o conteúdo(?: principal)?|Ouvir (?:a )?(?:notícia|matéria|artigo)|Copiar (?:o )?link|Carregando(?=\.\.\.|…)",
    rf"(?:Assine|Receba) (?:a )?nossa newsletter(?: {LOWER}+){{0,6}}",
    rf"(?:Compartilhar|Compartilhe|Siga-nos) no {_NETWORK}",
    r"Continua (?:após|depois d)a publicidade|Enviado do meu (?:iPhone|iPad)",
)
"""What a label says, in six languages; the first word of each is one of `LABEL`'s."""
_ENDED: Final = r"[.!?…»”\")\]]"
_HEAD: Final = (
    rf"(?:(?<={_ENDED}{ANY_BLANK})|(?<={_ENDED}{ANY_BLANK}Jetzt{ANY_BLANK})|(?<={_ENDED}{ANY_BLANK}Hier{ANY_BLANK}))"
)
"""Where a label may begin: looked at first, since what a label says is a long pattern."""
_LABEL: Final = late(_HEAD + rf"(?:{'|'.join(_LABELS)})(?:\.\.\.|[.!…])?".replace(" ", ANY_BLANK))
_BEFORE: Final = late(_HEAD)
_AFTER: Final = late(rf"\s*\Z|{ANY_BLANK}*\n|{ANY_BLANK}[«“\"(\[]?[{UPPERS}\d]")


def _stands_between(document: Document, start: int, end: int) -> bool:
    """Whether a sentence ends before the span and another may begin after it."""
    text = document.text
    return bool(_BEFORE.match(text, start) and _AFTER.match(text, end)) and document.is_prose_at(start)


def _labels(document: Document) -> Iterator[Sighting]:
    """`a maggio. Ascolta l'articolo I lavori cominciano`."""
    for match in matches(_LABEL, document, [LABEL]):
        if _stands_between(document, *match.span()):
            yield Sighting(*match.span(), _CODE, "label-inside")


# --- adverts ---------------------------------------------------------------------------------------------------------

_ADVERT: Final = late(rf"(?:{any_giving(ADVERT)})(?!\w)")
_NEXT: Final = late(rf"{ANY_BLANK}(?P<word>{LETTER}+)(?={ANY_BLANK})|(?P<end>\s*\Z|{ANY_BLANK}*\n)")


def _adverts(document: Document) -> Iterator[Sighting]:
    """`in May. ADVERTISEMENT It will cost a million`: in capitals, or before a small word that begins a sentence."""
    text, table = document.text, document.language
    for match in matches(_ADVERT, document, [ADVERT]):
        start, end = match.span()
        after = _NEXT.match(text, end)
        if after is None or not _stands_between(document, start, end):
            continue
        opens = table is not None and after["word"] is not None and after["word"].lower() in table.common_words
        if match[0].isupper() or opens:
            yield Sighting(start, end, _CODE, "advert-inside")


# --- numbers ---------------------------------------------------------------------------------------------------------

_READ: Final = late(
    rf"(?:min(?:uti)?(?:{ANY_BLANK}di{ANY_BLANK}lettura|{ANY_BLANK}read)|minutos{ANY_BLANK}de{ANY_BLANK}leitura|min{ANY_BLANK}de{ANY_BLANK}lectura|Min\.{ANY_BLANK}Lesezeit|minute{ANY_BLANK}read|minutes{ANY_BLANK}read)(?!\w)"
)
_COUNT: Final = late(rf"\d{{1,3}}[-{BLANK}]\Z")


def _read_times(document: Document) -> Iterator[Sighting]:
    """`in May. 5 min read Work begins`."""
    text = document.text
    for match in matches(_READ, document, [READ_TIME]):
        count = _COUNT.search(text, max(0, match.start() - 4), match.start())
        if count and _stands_between(document, count.start(), match.end()):
            yield Sighting(count.start(), match.end(), _CODE, "read-time")


_PLAYED: Final = (
    rf"(?<=[{LOWERS}.!?…,]{ANY_BLANK})(?P<at>0?0:00{ANY_BLANK}?/{ANY_BLANK}?\d{{1,2}}:\d{{2}})(?={ANY_BLANK}\w|\s*\Z)"
)

# --- mails -----------------------------------------------------------------------------------------------------------

_SEPARATORS: Final = (
    r"-{3,12} ?(?:Original Message|Messaggio originale|Ursprüngliche Nachricht|Message d['’]origine|Mensaje original|Mensagem original"
    r"|Oorspronkelijk bericht|Forwarded message|Messaggio inoltrato|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado"
    r"|Mensagem encaminhada) ?-{3,12}"
)
_MAIL: Final = late(
    r"(?:On|Il|Am|Le|El|Em|Op)\b(?=[^\n<>]*\d)[^\n<>]{6,100}<[^<>\s@]{1,60}@[^<>\s@]{1,60}>"
    r"(?:[^\n<>:]{0,3}(?:wrote|ha scritto|schrieb|a écrit|escribió|escreveu|schreef))? ?:"
)
_WROTE: Final = (">:", "> wrote:", "> ha scritto:", "> a écrit", "> escribió:", "> escreveu:", "> schreef:")
_LONGEST: Final = 170  # code points


def _mail_heads(document: Document) -> Iterator[Sighting]:
    """`On Tue, 4 May 2021 at 10:12, Anna Hill <anna@hill.org> wrote:` between two sentences."""
    text = document.text
    for at in offsets(text, _WROTE):
        starts = _FIRST_WORD.finditer(text, max(0, at - _LONGEST), at)
        match = next((found for start in starts if (found := _MAIL.match(text, start.start()))), None)
        if match and not is_named(document, match):
            yield Sighting(*match.span(), _CODE, "mail-head")


_FIRST_WORD: Final = late(rf"(?:(?<=[.!?…]{ANY_BLANK})|(?<=\n)|^)(?:On|Il|Am|Le|El|Em|Op){ANY_BLANK}")

_TOLD: Final = (
    r"(?:You are |You )?rece?iv(?:ing|ed) this (?:e-?mail|newsletter|message) because [^.!?\n]{0,100}"
    r"|If you no longer wish to receive (?:these|our) (?:e-?mails|newsletters)[^.!?\n]{0,60}"
    r"|This e-?mail and any (?:attachments|files transmitted)[^.!?\n]{0,100}"
    r"|Se non (?:visualizzi|riesci a visualizzare|leggi) (?:correttamente )?questa (?:e-?mail|newsletter|mail)[^.!?\n]{0,60}"
    r"|Questo messaggio e (?:i suoi|gli eventuali) allegati[^.!?\n]{0,100}"
    r"|Hai ricevuto questa (?:e-?mail|mail|newsletter) perch[éè][^.!?\n]{0,80}"
    r"|(?:Click here|Clicca qui|Hier klicken|Cliquez ici|Haga clic aquí|Clique aqui) (?:to unsubscribe|per cancellarti|zum Abmelden|pour vous désinscrire|para darse de baja|para cancelar)[^.!?\n]{0,40}"
    r"|To (?:unsubscribe|view this discussion|post to this group)[^.!?\n]{0,40}(?:group|list|web|discussion|mailing)[^!?\n]{0,120}?(?=\.?(?:\n|\Z)|\. )"
    r"|(?:You received this message because you are subscribed|Hai ricevuto questo messaggio perch[éè] sei iscritto|Vous recevez ce message car vous êtes|Has recibido este mensaje porque estás|Sie erhalten diese Nachricht,? weil Sie|Você recebeu esta mensagem porque está)[^.!?\n]{0,120}"
    r"|(?:Per cancellarti da questo gruppo|Pour vous (?:désabonner|désinscrire) de (?:cette liste|ce groupe)|Para (?:darse|darte) de baja de (?:esta lista|este grupo)|Um (?:sich von )?diese[nr]? (?:Liste|Gruppe|Newsletter) (?:abzumelden|abzubestellen))[^!?\n]{0,120}?(?=\.?(?:\n|\Z)|\. )"
    r"|Von meinem (?:iPhone|iPad) gesendet|Wird geladen(?: ?(?:\.\.\.|…))|Se désinscrire de (?:la|cette) (?:newsletter|liste)"
    r"|Voir (?:cet e-?mail|cette newsletter) dans (?:votre|le) navigateur|Ver este correo en (?:el|su|tu) navegador"
    r"|Sie erhalten diese E-Mail,? weil[^.!?\n]{0,80}|Vous recevez cet e-?mail (?:car|parce que)[^.!?\n]{0,80}"
)
_TELLS: Final = late(rf"(?:{_TOLD})[.!]?".replace(" ", ANY_BLANK))
_BACK: Final = 60  # code points from the head of such a sentence to its telling word


def _mail_notices(document: Document) -> Iterator[Sighting]:
    """`You are receiving this email because …`: begins at its sentence's head, found from a word inside."""
    text = document.text
    for match in matches(_TELLING, document, [MAILED]):
        low = max(0, match.start() - _BACK)
        heads = [low, *(found.end() for found in _STOPS.finditer(text, low, match.start()))]
        told = next((found for start in reversed(heads) if (found := _TELLS.match(text, start))), None)
        if told and text[max(0, told.start() - 1) : told.start()] not in QUOTING and document.is_prose_at(told.start()):
            yield Sighting(*told.span(), _CODE, "mail-notice")


_TELLING: Final = late(standing_alone(MAILED))
_STOPS: Final = late(rf"[.!?…»”\"]{ANY_BLANK}|\n")

LABELS: Final[dict[str, Detector]] = {
    "label-inside": Detector(_labels, frozenset([LABEL]), prior=0.85),
    "advert-inside": Detector(_adverts, frozenset([ADVERT]), prior=0.8),
    "read-time": Detector(_read_times, frozenset([READ_TIME]), prior=0.8),
    "player-time": pattern_rule("player-time", _CODE, _PLAYED, needles=("0:00 /", "0:00/", "0:00\u00a0/"), prior=0.9),
    "mail-separator": pattern_rule(
        "mail-separator", _CODE, _SEPARATORS.replace(" ", ANY_BLANK), needles=("-----",), unless=is_named, anywhere=True, prior=0.9
    ),
    "mail-head": Detector(_mail_heads, needles=(">:", "> "), prior=0.85),
    "mail-notice": Detector(_mail_notices, frozenset([MAILED]), prior=0.85),
}  # fmt: skip
