"""Terms that stood in elements of their own and are gone: code in a manual (RG103), spellings, pronunciations and dates in the brackets
behind a name (RG102, RG115)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.suspects.prefilter import BEFORE_MARK, word_before
from repair.text.patterns import A_BLANK, LOWER, UPPER, any_of, late

__all__ = ["TERMS_LOST"]


# --- code ------------------------------------------------------------------------------------------------------------

_BEFORE_CODE: Final = frozenset(
    """command commands function functions method methods file files variable variables attribute attributes class option options
    parameter parameters keyword keywords directory folder package packages module modules tag property operator field type value element
    enter run press execute
    comando comandi funzione funzioni metodo metodi variabile variabili attributo attributi classe opzione opzioni parametro parametri
    cartella pacchetto pacchetti modulo moduli proprietà operatore campo elemento digitate digitare digita premere premete premi
    eseguite eseguire esegui
    befehl datei funktion option paket klasse methode variable verzeichnis parameter attribut ordner eigenschaft
    commande fichier fonction paquet répertoire méthode dossier paramètre propriété élément tapez
    archivo orden función paquete directorio clase método atributo carpeta propiedad elemento teclee escriba
    arquivo ficheiro função pacote diretório classe método atributo pasta propriedade digite
    opdracht bestand functie pakket klasse methode map eigenschap""".split()
)
"""Words that the name of a command, a file or a function follows, in seven languages."""
_AFTER_CODE: Final = frozenset(
    """command function method file variable attribute class option parameter keyword directory folder package module tag property operator
    field argument flag statement macro tool header""".split()
)
"""Words before which English has such a name, behind an article."""
_DOUBLED: Final = late(rf"(?P<at>{A_BLANK}{{2,9}})(?P<word>{LOWER}++)")


def _code_lost(document: Document) -> Iterator[Sighting]:
    """`usa il comando  per uscire`, `the  command`: doubled blanks beside the word for what stood there."""
    table, text = document.language, document.text
    if table is None:
        return
    for match in matches(_DOUBLED, document, " "):
        at = match.start()
        word = word_before(text, at).lower()
        is_named = word in _BEFORE_CODE or (match["word"] in _AFTER_CODE and word in table.articles)
        if is_named and text[at - 1].isalpha() and document.is_prose_at(at):
            yield Sighting(*match.span("at"), "RG103", "code-lost", (1, 3))


# --- brackets behind a name ------------------------------------------------------------------------------------------

_LANGUAGES: Final = any_of(
    """inglese francese tedesco spagnolo portoghese polacco russo greco latino arabo cinese giapponese ebraico turco olandese ungherese ceco croato
    serbo sloveno rumeno catalano basco sardo siciliano napoletano veneto ucraino svedese danese finlandese
    English French German Spanish Portuguese Polish Russian Greek Latin Arabic Chinese Japanese Hebrew Turkish Dutch Hungarian Czech
    Croatian Serbian Korean Italian Irish Welsh Persian Ukrainian Swedish Danish Finnish
    anglais français allemand espagnol portugais polonais russe grec latin arabe chinois japonais hébreu turc néerlandais hongrois tchèque breton
    basque italien ukrainien suédois
    englisch französisch deutsch spanisch portugiesisch polnisch russisch griechisch lateinisch arabisch chinesisch japanisch hebräisch türkisch
    niederländisch ungarisch tschechisch italienisch ukrainisch schwedisch
    inglés francés alemán español portugués polaco ruso griego latín árabe chino japonés hebreo turco neerlandés húngaro checo italiano
    inglês francês alemão espanhol português polonês russo grego latim chinês japonês hebraico holandês tcheco
    Engels Frans Duits Spaans Portugees Pools Russisch Grieks Latijn Arabisch Chinees Japans Hebreeuws Turks Hongaars Tsjechisch Italiaans""".split()
)
_IN: Final = "(?:in|en|em|auf|op)"
_SPELLED: Final = late(rf"\((?:{_IN} )?(?:{_LANGUAGES}):?(?P<at>{A_BLANK})\)")
_BORN: Final = late(r"\((?:born|nat[oa]|née?|nacid[oa]|nascid[oa]|geb\.|geboren|b\.)(?P<at>[ \u00a0])\)")
_INSIDE: Final = 30  # code points from the bracket to the blank


def _term_lost(document: Document) -> Iterator[Sighting]:
    """`Cracovia (in polacco )`, `Anna Neri (born )`: a blank before the bracket, where a spelling or a date stood."""
    text = document.text
    for start, end in document.blanks_before_marks:
        if text[end] != ")":
            continue
        opened = text.rfind("(", max(0, start - _INSIDE), start)
        if opened < 0 or not document.is_prose_at(start):
            continue
        if found := _SPELLED.match(text, opened):
            yield Sighting(*found.span("at"), "RG102", "spelling-lost", (1, 3))
        elif found := _BORN.match(text, opened):
            yield Sighting(*found.span("at"), "RG115", "spelling-lost", (1, 3))


TERMS_LOST: Final[dict[str, Detector]] = {
    # of 19 such places on real pages 18 are listed losses, and none stands in sound texts
    "code-lost": Detector(_code_lost, frozenset(" "), prior=0.85),
    # of the rules below none sees anything in 30 million characters of sound texts and pages
    "spelling-lost": Detector(_term_lost, frozenset([BEFORE_MARK]), prior=0.85),
    "spellings-lost": pattern_rule(
        "spellings-lost", "RG102", rf"\((?<=\w{A_BLANK}\()(?P<at>)(?:{_IN} (?:{_LANGUAGES})(?:, (?=in |en |em )|(?=\)))){{2,5}}\)", needles=("(in ", "(en ", "(em "), words=(1, 3),
        prior=0.85,
    ),
    "listen-lost": pattern_rule(
        "listen-lost", "RG102", rf"\((?<=\w{A_BLANK}\()(?P<at>)(?:ascolta|listen|écouter|anhören|ouvir|escuchar)\)(?={A_BLANK}{LOWER}|,)",
        needles=("(ascolta)", "(listen)", "(écouter)", "(anhören)", "(ouvir)", "(escuchar)"), words=(1, 3), prior=0.8,
    ),
    "birth-lost": pattern_rule(
        "birth-lost", "RG115", rf"\((?<=[^\W\d]{A_BLANK}\()(?P<at>)(?:[–—-]{A_BLANK}?\d{{1,2}}\.?{A_BLANK}(?:de{A_BLANK})?[^\W\d]{{3,10}}{A_BLANK}(?:de{A_BLANK})?\d{{4}}\)|\*{A_BLANK}?in{A_BLANK}{UPPER})",
        needles=("(–", "(—", "(-", "(*"), words=(1, 3), prior=0.85,
    ),
}  # fmt: skip
