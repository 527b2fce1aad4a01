"""RS401: what a page embeds and what it says of it, inside paragraphs: names of pictures and players in brackets, posts of
networks, lines that take the place of a video, and requests of the page.

What stands on lines of its own is in `lines.py` and `boxes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.suspects.prefilter import PAGE_WORD, TOKEN_KEYS, rare_in
from repair.detect.technical import QUOTING, in_backticks, is_quoted_at, speaks_of_code
from repair.languages import LANGUAGES
from repair.text.patterns import ANY_BLANK, LETTER, any_of, late

__all__ = ["EMBEDS"]

_CODE: Final = "RS401"

# --- names in brackets -----------------------------------------------------------------------------------------------

_PICTURES: Final = """image images img picture photo photos figure video videos embed embedded gif tweet gallery caption slideshow
    immagine immagini foto fotogalleria galleria didascalia bild bilder bildergalerie imagen imágenes fotos galería vídeo
    vídeos vidéo légende imagem imagens galeria legenda afbeelding placeholder audio""".split()
_PLACE: Final = late(rf"\[(?i:{any_of(_PICTURES)})\](?!\()|\[cid:[^\[\]\s]{{3,80}}\]|\ufffc(?!\w)", re.IGNORECASE)
_BEFORE: Final = late(rf"(?:{LETTER}|[.!?…,;:»”\")\]])(?:{ANY_BLANK}|\n{{1,2}})\Z")
_AFTER: Final = late(rf"(?:{ANY_BLANK}|\n{{1,2}})[\[\w«“\"(]|\Z|\n")
_FEW: Final = 3  # code points


def _picture_places(document: Document) -> Iterator[Sighting]:
    """`il ponte [immagine] è stato chiuso`: inside a text, after a word or a mark and before another word."""
    text = document.text
    for match in _PLACE.finditer(text):
        start, end = match.span()
        if match[0] != "\ufffc" and not match[0].startswith("[cid:"):
            if not (_BEFORE.search(text, max(0, start - _FEW), start) and _AFTER.match(text, end)):
                continue
            if speaks_of_code(document) or in_backticks(document, start):
                continue
        if not is_quoted_at(text, start, end):
            yield Sighting(start, end, _CODE, "picture-place", None, "")


# --- posts of networks -----------------------------------------------------------------------------------------------

_VIEWS: Final = (
    *("View this post on Instagram", "Visualizza questo post su Instagram", "Sieh dir diesen Beitrag auf Instagram an"),
    *("Voir cette publication sur Instagram", "Ver esta publicación en Instagram", "Ver esta publicação no Instagram"),
    *("Ver essa foto no Instagram", "Dit bericht op Instagram bekijken", "Visualizza questo post su Threads"),
)
_NETWORKS: Final = ("Instagram", "Threads")
"""Each of these has one of the names."""
_SHARED: Final = (
    *("A post shared by", "A photo posted by", "A video posted by", "Un post condiviso da", "Un video condiviso da"),
    *("Ein Beitrag geteilt von", "Ein von", "Une publication partagée par", "Una publicación compartida por"),
    *("Una publicación compartida de", "Uma publicação partilhada por", "Uma publicação compartilhada por"),
    *("Um post compartilhado por", "Een bericht gedeeld door"),
)


@cache
def _post() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{any_of(_VIEWS)})|(?:{any_of(_SHARED)}){ANY_BLANK}[^\n@(]{{1,60}}\(@[\w.]{{1,40}}\)"
        rf"(?:{ANY_BLANK}(?:geteilter Beitrag|on {_MONTH}{ANY_BLANK}\d{{1,2}},{ANY_BLANK}\d{{4}}))?"
    )


_MONTH: Final = r"[A-Z][a-z]{2,8}"


def _posts(document: Document) -> Iterator[Sighting]:
    """`View this post on Instagram A post shared by Anna Hill (@annahill)`."""
    text = document.text
    is_viewed = any(name in text for name in _NETWORKS) and any(phrase in text for phrase in _VIEWS)
    if not is_viewed and not ("(@" in text and any(phrase in text for phrase in _SHARED)):
        return
    for match in _post().finditer(text):
        start, end = match.span()
        if not (start and text[start - 1] in QUOTING):
            yield Sighting(start, end, _CODE, "network-post", None, "")


@cache
def _signature() -> re.Pattern[str]:
    months = any_of(sorted({month for table in LANGUAGES.values() for month in table.months}))
    day = rf"(?:(?:{months})\.?{ANY_BLANK}\d{{1,2}},|\d{{1,2}}\.?{ANY_BLANK}(?:de{ANY_BLANK})?(?:{months})\.?(?:{ANY_BLANK}de)?){ANY_BLANK}\d{{4}}"
    return re.compile(
        rf"[—–-](?<=\S{ANY_BLANK}.){ANY_BLANK}?[^\n—@()]{{1,60}}\(@\w{{1,30}}\){ANY_BLANK}(?:{day})(?={ANY_BLANK}\w)",
        re.IGNORECASE,
    )


def _signatures(document: Document) -> Iterator[Sighting]:
    """`— The Club (@theclub) March 3, 2021`: how a post is signed where it is embedded, in the middle of a paragraph."""
    for match in _signature().finditer(document.text):
        yield Sighting(*match.span(), _CODE, "post-signature")


# --- players, and requests of the page -------------------------------------------------------------------------------

_PHRASES: Final = (
    "To play this video you need to enable JavaScript in your browser",
    "Please enable JavaScript to view",
    "Please enable JavaScript",
    "You need to enable JavaScript",
    "This site requires JavaScript",
    "JavaScript must be enabled",
    "Per riprodurre questo video è necessario abilitare JavaScript",
    "Attiva JavaScript per",
    "Bitte aktivieren Sie JavaScript",
    "Veuillez activer JavaScript",
    "Por favor, activa JavaScript",
    "Por favor, habilite JavaScript",
    "Ative o JavaScript",
    "Your browser does not support",
    "Il tuo browser non supporta",
    "Il browser non supporta",
    "Ihr Browser unterstützt",
    "Dein Browser unterstützt",
    "Je browser ondersteunt",
    "Uw browser ondersteunt",
    "Votre navigateur ne supporte pas",
    "Votre navigateur ne prend pas en charge",
    "Tu navegador no soporta",
    "Su navegador no soporta",
    "O seu navegador não suporta",
    "Seu navegador não suporta",
    "This video can not be played",
    "This video cannot be played",
    "Image source, ",
    "Image caption, ",
    "Image caption ",
    "Media caption",
    "Continue reading the main story",
    "Story continues below advertisement",
    "Story continues below this advertisement",
    "Article continues after advertisement",
    "Article continues below advertisement",
    "Advertisement - story continues below",
    "Weiterlesen nach der Anzeige",
    "Artikel wird nach der Anzeige fortgesetzt",
    "(Opens in new window)",
    "(opens in a new window)",
    "(Opens in a new window)",
    "(Si apre in una nuova finestra)",
    "(si apre in una nuova finestra)",
    "(si apre in una nuova scheda)",
    "(apre in una nuova scheda)",
    "(apre in una nuova finestra)",
    "(opens in new tab)",
    "(opens in a new tab)",
    "(opens in new window)",
    "(new window)",
    "(new tab)",
    "(nuova finestra)",
    "(nuova scheda)",
    "(nouvelle fenêtre)",
    "(nouvel onglet)",
    "(nueva ventana)",
    "(nueva pestaña)",
    "(nova janela)",
    "(nieuw venster)",
    "(external link)",
    "(collegamento esterno)",
    "(link esterno)",
    "(lien externe)",
    "(externer Link)",
    "(enlace externo)",
    "(link externo)",
    "(externe link)",
    "(öffnet in neuem Tab)",
    "(ouvre dans un nouvel onglet)",
    "(se abre en una nueva pestaña)",
    "(abre em nova aba)",
    "(opent in nieuw tabblad)",
    "(Wird in neuem Fenster geöffnet)",
    "(ouvre dans une nouvelle fenêtre)",
    "(s’ouvre dans une nouvelle fenêtre)",
    "(Se abre en una ventana nueva)",
    "(abre em nova janela)",
    "Questo contenuto è riservato agli abbonati",
    "Questo articolo è riservato agli abbonati",
    "Contenuto riservato agli abbonati",
    "Per continuare a leggere, abbonati",
    "Per continuare a leggere abbonati",
    "Cet article est réservé aux abonnés",
    "La suite est réservée aux abonnés",
    "Article réservé aux abonnés",
    "To continue reading, subscribe",
    "Subscribe to continue reading",
    "This article is for subscribers only",
    "This content is for subscribers only",
    "This content is available to subscribers only",
    "Contenido exclusivo para suscriptores",
    "Artículo exclusivo para suscriptores",
    "Conteúdo exclusivo para assinantes",
    "Exclusivo para assinantes",
    "Um diesen Inhalt zu sehen, akzeptieren Sie bitte Cookies",
    "Um diesen Inhalt anzuzeigen, akzeptieren Sie bitte Cookies",
    "Please accept cookies to view",
    "Accept cookies to view this",
    "Accetta i cookies per visualizzare",
)
"""What pages say of their players, their adverts and themselves, in any language; nearly each has one of `PAGE_WORDS`."""
_BUTTONS: Final = (
    "Click to ",
    "Click, ",
    "Fai clic qui per condividere",
    "Klick, um",
    "Klicken, um",
    "Cliquez pour partager",
    "Haz clic para compartir",
    "Clique para compartilhar",
)


@cache
def _phrases_by_word() -> dict[str, list[str]]:
    """The phrases by the words of `PAGE_WORDS` that they have; those without one are looked for beside any."""
    phrases: dict[str, list[str]] = {}
    for phrase in _PHRASES:
        for word in (rare_in(phrase) - TOKEN_KEYS) or (PAGE_WORD,):
            phrases.setdefault(word, []).append(phrase)
    return phrases


@cache
def _phrase() -> re.Pattern[str]:
    opened = any_of(phrase for phrase in _PHRASES if phrase[0] == "(")
    words = [phrase for phrase in _PHRASES if phrase[0] != "("]
    whole = any_of(phrase for phrase in words if phrase[-1].isalnum())
    said = f"(?:{whole})(?!\\w)|{any_of(phrase for phrase in words if not phrase[-1].isalnum())}"
    buttons = any_of(_BUTTONS)
    return re.compile(
        rf"(?<!\w)(?:(?:{buttons})[^\n()]{{0,60}})?(?:{opened})|(?<!\w)(?:{said})[^.!?\n]{{0,100}}(?:[.!?](?=\s|\Z))?"
    )


def _page_phrases(document: Document) -> Iterator[Sighting]:
    """`on Monday. Image source, Getty Images`, `Your browser does not support the video element.`: to the end of what may be its
    sentence."""
    text = document.text
    # a phrase that is joined to a word has no such word of its own
    phrases = [phrase for word, some in _phrases_by_word().items() if word in document.rare for phrase in some]
    if not any(phrase in text for phrase in phrases):
        return
    for match in _phrase().finditer(text):
        start, end = match.span()
        if start and text[start - 1] in QUOTING:
            continue
        if not speaks_of_code(document):
            yield Sighting(start, end, _CODE, "page-phrase")


EMBEDS: Final[dict[str, Detector]] = {
    "picture-place": Detector(_picture_places, needles=("[", "\ufffc"), prior=0.8),
    "network-post": Detector(_posts, frozenset([PAGE_WORD]), ("(@",), prior=0.95),
    "post-signature": Detector(_signatures, needles=("(@",), prior=0.9),
    "picture-link": pattern_rule(
        "picture-link", _CODE, r"(?<=[a-zà-ÿ.!?…])(?:pic\.(?:twitter|x)\.com|https?://t\.co)/\w{6,14}",
        needles=("pic.twitter.com/", "pic.x.com/", "//t.co/"), prior=0.85,
    ),
    "page-phrase": Detector(_page_phrases, frozenset([PAGE_WORD]), prior=0.9),
}  # fmt: skip
