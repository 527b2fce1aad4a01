"""RS401 and RG111: what office programs and forums write by themselves, in many languages: prompts of empty fields and slides, descriptions
that a machine gave a picture, frames around quoted posts, and words that a corpus masks because it may not print them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.suspects.program_signs import DESCRIBED, FRAMED, PROMPT
from repair.detect.technical import is_named, is_named_at
from repair.text.patterns import ANY_BLANK, BLANK, LOWERS, UPPERS, late

__all__ = ["PROMPTS"]

# --- fields and slides -----------------------------------------------------------------------------------------------

_PROMPT: Final = late(
    (
        r"(?<![\w’'])(?:Click (?:or tap )?(?:here )?to (?:enter|insert|add|type) (?:the |your |a |some )?(?:text|title|subtitle|notes?|date|name|picture|caption)"
        r"|Click to edit (?:the )?(?:Master )?(?:title|text|subtitle|notes) (?:style|styles|text|format)"
        r"|Choose an item\.|Fare clic (?:o toccare )?(?:qui )?per (?:immettere|inserire|aggiungere|modificare)(?: (?:del|il|un|una|la|lo|gli|le|i|testo|titolo|sottotitolo|note|data|stile|stili|dello|di|schema|formato))+"
        r"|Scegliere un elemento\.|Klicken (?:oder tippen )?Sie (?:hier|jetzt),? um (?:Text|ein Datum|einen? \w{3,12}) (?:einzugeben|hinzuzufügen)"
        r"|(?:Titelmasterformat|Mastertextformat|Textmasterformat\w{0,2}|Formatvorlage des Untertitelmasters) durch Klicken bearbeiten|Wählen Sie ein Element aus\."
        r"|Cliquez (?:ou appuyez )?ici pour (?:entrer|taper|ajouter|saisir) (?:du |un |une |le |la )?(?:texte|titre|date|nom)"
        r"|Modifiez les? styles? d(?:u titre|es? sous-titres?(?: du masque)?|u texte(?: du masque)?)|Choisissez un élément\."
        r"|Haga clic (?:o pulse )?(?:aquí )?para (?:escribir|agregar|modificar|introducir|especificar)(?: (?:el|los|un|una|texto|título|subtítulo|estilo|estilos|de|del|patrón|fecha))+"
        r"|Elija un elemento\.|Clique (?:ou toque )?(?:aqui )?para (?:inserir|adicionar|editar|introduzir)(?: (?:o|os|um|uma|texto|título|subtítulo|estilo|estilos|de|do|mestre|mestres|data))+"
        r"|Escolha um item\.|Klik (?:of tik )?(?:hier )?om (?:tekst|de|een)(?: \w{3,14}){0,3} (?:in te voeren|toe te voegen|te bewerken)|Kies een item\."
        r"|Kliknij(?: lub naciśnij)?(?: tutaj)?, aby (?:wprowadzić|edytować|dodać)(?: (?:tekst|datę|styl|style|tytuł|wzorca|wzorca tytułu))+"
        r"|Klicka (?:eller tryck )?här för att (?:ange|lägga till|skriva) (?:text|datum)|Haz clic para (?:agregar|añadir) (?:un )?(?:texto|título))\.?"
    ).replace(" ", ANY_BLANK)
)


def _prompts(document: Document) -> Iterator[Sighting]:
    """`written by Click or tap here to enter text. and handed in`."""
    for match in matches(_PROMPT, document, [PROMPT]):
        if document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(*match.span(), "RG111", "prompt-left", (1, 8))


# --- pictures --------------------------------------------------------------------------------------------------------

_DESCRIBED: Final = late(
    r"generated(?<=[Dd]escription automatically generated)\.?|generata automaticamente(?<=[Dd]escrizione generata automaticamente)\.?"
    r"|generated(?<=AI-generated) content may be incorrect\.?|générée automatiquement(?<=[Dd]escription générée automatiquement)\.?"
    r"|generierte(?<=Automatisch generierte) Beschreibung\.?|generierte(?<=KI-generierte) Inhalte können fehlerhaft sein\.?"
    r"|generada automáticamente(?<=[Dd]escripción generada automáticamente)\.?|gerada automaticamente(?<=[Dd]escrição gerada automaticamente)\.?"
    r"|gegenereerde(?<=Automatisch gegenereerde) beschrijving\.?|wygenerowany automatycznie(?<=[Oo]pis wygenerowany automatycznie)\.?"
    r"|genererad(?<=Automatiskt genererad) beskrivning\.?"
)
_HEAD: Final = late(rf"(?:\A|\n|[.!?…»”\"][{BLANK}]|[.!?…][{BLANK}]?)(?P<head>[{UPPERS}][^.!?\n]{{0,160}})\Z")
_SECOND: Final = late("Automatisch generierte|AI-generated|KI-generierte")
_REACH: Final = 220  # code points of such a description


def _descriptions(document: Document) -> Iterator[Sighting]:
    """`in May. A picture containing outdoor, water Description automatically generated It carries`."""
    text = document.text
    for match in matches(_DESCRIBED, document, [DESCRIBED]):
        at, end = match.span()
        head = _HEAD.search(text, max(0, at - _REACH), at)
        start = head.start("head") if head else at
        if _SECOND.match(text, start) and (sentence := _HEAD.search(text[:start].rstrip(".! "), max(0, at - _REACH))):
            start = sentence.start("head")  # the description is a sentence before that
        if document.is_prose_at(at) and not is_named_at(document, start, end):
            yield Sighting(start, end, "RS401", "picture-described")


# --- posts -----------------------------------------------------------------------------------------------------------

_FRAME: Final = late(
    (
        r"(?:Click to (?:expand|enlarge)|Clicca per (?:allargare|espandere|ingrandire)|Zum Vergrößern anklicken|Cliquez pour (?:agrandir|développer)|Haga clic para expandir|Haz clic para expandir"
        r"|Clique para (?:expandir|ampliar)|Klik om te vergroten|Klicka för att utvidga|Kliknij, aby rozwinąć)[.…]{0,6}"
        r"|(?:Last edited|Ultima modifica|Zuletzt (?:bearbeitet|geändert)|Dernière (?:modification|édition)|Última edición|Última edição|Laatst (?:bewerkt|aangepast)|Ostatnio edytowan[ey])"
        r"(?: (?:by|di|da|von|par|por|door|przez) [^\n;,:]{1,30}?)?(?:[;:,]| (?:on|il|am|le|el|em|op|a)) [^\n]{0,12}?\d[^\n;]{0,24}?(?:\d{1,2}:\d{2}(?: [AaPp][Mm])?|\d{4}(?![^\n.]{0,12}\d:\d\d))\.?"
        r"|(?:Originally Posted by|Originariamente inviato da|Originalmente (?:enviado|publicado) por|Zitat von|Envoyé par|Geplaatst door) [\w.-]{2,30}(?: (?:View Post|Visualizza messaggio|Beitrag anzeigen|Voir le message|Ver mensaje))"
    ).replace(" ", ANY_BLANK)
)
_BEFORE: Final = late(rf"(?:\A|\n|[.!?…»”\")\]][{BLANK}]?|[^\w\s][{BLANK}])\Z")


def _frames(document: Document) -> Iterator[Sighting]:
    """`Click to expand...`, `Last edited by annahill; 12 March 2012 at 10:44.`"""
    text = document.text
    for match in matches(_FRAME, document, [FRAMED]):
        start, end = match.span()
        if (
            _BEFORE.search(text, max(0, start - 3), start)
            and document.is_prose_at(start)
            and not is_named(document, match)
        ):
            yield Sighting(start, end, "RS401", "post-frame")


# --- corpora ---------------------------------------------------------------------------------------------------------

_MASK: Final = rf"@(?<=[{LOWERS},;] @)(?:@{{7,40}}|(?: @){{4,40}})(?![\w@])(?= [{LOWERS}]|[.,;])"
"""`the buses @ @ @ @ @ @ @ @ @ @ is narrow`: words that a corpus may not print."""
_NUMBER: Final = rf"##(?<!\S##)\d{{5,10}}(?=\s[{UPPERS}])"

PROMPTS: Final[dict[str, Detector]] = {
    "prompt-left": Detector(_prompts, frozenset([PROMPT]), prior=0.85),
    "picture-described": Detector(_descriptions, frozenset([DESCRIBED]), prior=0.85),
    "post-frame": Detector(_frames, frozenset([FRAMED]), prior=0.85),
    "words-masked": pattern_rule("words-masked", "RG111", _MASK, needles=("@",), words=(3, 20), unless=is_named, prior=0.85),
    "text-numbered": pattern_rule("text-numbered", "RS401", _NUMBER, needles=("##",), unless=is_named, prior=0.8),
}  # fmt: skip
