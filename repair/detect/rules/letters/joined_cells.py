"""RJ203: what stood in elements of their own and was joined without a blank: dates and titles, the cells of a row, all over a page
that lost its blanks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches
from repair.detect.rules.letters.joined_sentences import JOINED_SENTENCES
from repair.detect.rules.letters.joins import JOINS
from repair.detect.suspects.prefilter import CAPITAL
from repair.detect.suspects.strange_words import BESIDE_NUMBER
from repair.detect.technical import in_backticks, speaks_of_code
from repair.detect.vocabulary import lexicon
from repair.text.lexicon import Lexicon
from repair.text.patterns import A_BLANK, LETTER, LOWER, UPPER, any_of, late

__all__ = ["JOINED_CELLS"]

_ALONE: Final = r"(?<![\w@#/.&=?_-])"
"""Before a token that is no part of an address, a name of programs or a version."""
_END: Final = r"(?![\w(/]|[.:-]\w|::)"
"""After one."""

# --- dates and titles ------------------------------------------------------------------------------------------------

_YEAR: Final = late(rf"(?P<at>{UPPER})(?<=[^\w.@#/=&-](?:19|20)\d\d.){LOWER}{{2,}}(?!\w)")


def _year_joined(document: Document) -> Iterator[Sighting]:
    """`22 febbraio 2020Articoli correlati`: a year and the word of another element."""
    if speaks_of_code(document):
        return
    for match in _YEAR.finditer(document.text):
        at = match.start()
        if document.is_prose_at(at) and not in_backticks(document, at):
            yield Sighting(at, at, "RJ203", "year-joined", None, " ")


_LABELS: Final = (
    "Published|Updated|Posted|Modified|Pubblicato|Pubblicata|Pubblicati|Aggiornato|Aggiornata|Veröffentlicht|Aktualisiert|Publié|Publiée|Publicado"
    "|Publicada|Actualizado|Actualizada|Atualizado|Atualizada|Gepubliceerd|Bijgewerkt"
)
_LABEL: Final = late(
    rf"(?:{_LABELS})(?=\d|:|{A_BLANK}(?:\d|[a-z]{{2,3}}{A_BLANK}\d|on{A_BLANK}[A-Z]|[A-Z][a-z]{{2,8}}{A_BLANK}\d))"
)


def _label_joined(document: Document) -> Iterator[Sighting]:
    """`By Anna HillPublished 12 May 2020`: the label of a date and what stands before it."""
    for match in matches(_LABEL, document, [CAPITAL]):
        at = match.start()
        if document.text[at - 1 : at].isalpha() and document.is_prose_at(at):
            yield Sighting(at, at, "RJ203", "label-joined", None, " ")


# --- rows ------------------------------------------------------------------------------------------------------------

_AMOUNT: Final = r"\d{1,3}(?:[.,]\d{3}){1,4}"
_HOURS: Final = r"\d{1,2}(?:[:.]\d\d)?[–-]\d{1,2}(?:[:.]\d\d)?"
_CELLS: Final = tuple(
    late(rf"{_ALONE}(?:{UPPER}{LOWER}{{2,20}}{number}){{2,}}(?:{UPPER}?{LOWER}{{2,20}})?(?!\w)")
    for number in (_AMOUNT, _HOURS)
)
_WORD_AND_NUMBER: Final = late(rf"(?<=\d)(?={LETTER})|(?<={LETTER})(?=\d)")


def _cells_fused(document: Document) -> Iterator[Sighting]:
    """`Roma2.800.000Milano1.400.000`, `Lunedì9-13Martedì9-18`: names and numbers of several cells, none with a blank."""
    for pattern in _CELLS:
        for match in pattern.finditer(document.text):
            if not document.is_prose_at(match.start()):
                continue
            for joint in _WORD_AND_NUMBER.finditer(document.text, match.start(), match.end()):
                yield Sighting(joint.start(), joint.start(), "RJ203", "cells-fused", None, " ")


_HEADERS: Final = frozenset(
    """Nome Cognome Età Data Luogo Squadra Punti Gol Anno Titolo Città Paese Abitanti Provincia Indirizzo Telefono Prezzo Quantità Totale
    Posizione Giocatore Note Ruolo Sesso Nazionalità Punteggio Partite Vittorie Pareggi Sconfitte Comune Regione Superficie Popolazione
    Name Surname Age Date Place Team Points Goals Year Title City Country Population Address Phone Price Quantity Total Position Player Notes
    Role Rank Score Wins Losses Draws District Cases Deaths Recovered Region Area Played Nationality
    Nom Prénom Âge Lieu Équipe Buts Année Titre Ville Pays Habitants Adresse Téléphone Prix Quantité Joueur Rôle Rang
    Vorname Nachname Alter Datum Ort Mannschaft Punkte Tore Jahr Titel Stadt Land Einwohner Telefon Preis Menge Summe Spieler Platz Spiele Siege
    Nombre Apellido Edad Fecha Lugar Equipo Puntos Goles Año Título Ciudad País Habitantes Dirección Teléfono Precio Cantidad Jugador Puesto Partidos
    Sobrenome Idade Local Equipe Pontos Gols Ano Cidade Endereço Telefone Preço Quantidade Jogador Jogos
    Naam Achternaam Leeftijd Plaats Ploeg Punten Doelpunten Jaar Prijs Aantal Totaal Speler""".split()
)
"""What stands at the heads of columns, in seven languages."""
_HEADER: Final = late(rf"{_ALONE}(?:{any_of(_HEADERS)})\Z")
_HEADER_ROW: Final = late(rf"(?:{any_of(_HEADERS)}){{3,12}}(?!\w)")
_LONGEST_HEADER: Final = max(map(len, _HEADERS))
_CAPITAL: Final = late(rf"{UPPER}(?<={LOWER}.)")


def _headers_joined(document: Document) -> Iterator[Sighting]:
    """`NomeCognomeEtà`: the heads of three columns or more."""
    text = document.text
    for second in matches(_CAPITAL, document, CAPITAL):
        at = second.start()
        first = _HEADER.search(text, max(0, at - _LONGEST_HEADER), at)
        row = _HEADER_ROW.match(text, first.start()) if first else None
        if row is None or speaks_of_code(document) or in_backticks(document, row.start()):
            continue
        for letter in _CAPITAL.finditer(text, at, row.end()):
            yield Sighting(letter.start(), letter.start(), "RJ203", "headers-joined", None, " ")


# --- pages that lost their blanks ------------------------------------------------------------------------------------

_FEW: Final = 3  # joins that other rules see
_NAMES: Final = frozenset(
    """YouTube WhatsApp PayPal LinkedIn FaceBook WordPress JavaScript TikTok PowerPoint TypeScript StackOverflow SoundCloud DropBox MasterCard
    AirBnB GameStop OneDrive SharePoint QuickTime PlayStation BlackBerry MacBook AirPods CarPlay HomePod GoPro LiveJournal
    MySpace SnapChat OpenAI DeepMind FedEx BioNTech AstraZeneca SpaceX SkyNews""".split()
)
"""Names that are written with a capital inside."""
_JOINED: Final = tuple(
    late(pattern)
    for pattern in (
        rf"{_ALONE}(?P<one>{UPPER}{LOWER}{{2,20}})(?P<other>{UPPER}{LOWER}{{2,20}}){_END}",
        rf"{_ALONE}(?P<one>{LOWER}{{3,20}})(?P<other>{UPPER}{LOWER}{{2,20}}){_END}",
        rf"{_ALONE}(?P<one>{UPPER}{{2,12}})(?P<other>{UPPER}{LOWER}{{3,20}}){_END}",
        rf"{_ALONE}(?P<one>{UPPER}?{LOWER}{{3,20}})(?P<other>{UPPER}{{4,20}}){_END}",
    )
)
_WITH_NUMBER: Final = tuple(
    late(pattern)
    for pattern in (
        rf"{_ALONE}\d{{1,3}}(?P<word>(?P<at>){UPPER}{LOWER}{{3,20}}){_END}",
        rf"{_ALONE}(?P<word>{UPPER}?{LOWER}{{3,20}}(?P<at>))\d{{1,4}}(?=[ .,]{LOWER}|\n|{A_BLANK}{UPPER}{LOWER}{{2,20}}{A_BLANK}(?:19|20)\d\d(?!\d))",
    )
)


_JOINS: Final = tuple(rule for rule in (*JOINS.values(), *JOINED_SENTENCES.values()) if rule.starts)
_STARTS: Final = frozenset[str]().union(*(rule.starts for rule in _JOINS))


def _is_joined_all_over(document: Document) -> bool:
    """Whether other rules see several blanks lost in the text."""
    starts, text = document.starts, document.text
    if starts is not None:
        places = chain.from_iterable(starts.get(key, ()) for key in _STARTS)
        # no blank follows where one was lost
        if sum(not text[at + 1 : at + 2].isspace() for at in places) < _FEW:
            return False  # as nearly always
    seen = 0
    for rule in _JOINS:
        for sighting in rule(document):
            seen += sighting.code.startswith("RJ")
            if seen == _FEW:
                return True
    return False


def _joined_like_others(document: Document) -> Iterator[Sighting]:
    """`InstructionsLaver`, `MIMEQuando`, `clases9 semanas` in a text that lost its blanks elsewhere: there such words are no names."""
    known, text = lexicon(document), document.text
    if known is None or speaks_of_code(document) or not document.once(_is_joined_all_over):
        return
    found = []
    for pattern in _JOINED:
        matches = list(pattern.finditer(text))
        times = Counter(match[0] for match in matches)
        found += [
            match.start("other")
            for match in matches
            if match[0] not in _NAMES and _are_apart(known, match["one"], match["other"], times[match[0]])
        ]
    for pattern in _WITH_NUMBER:
        matches = list(pattern.finditer(text))
        times = Counter(match["word"] for match in matches)
        found += [
            match.start("at")
            for match in matches
            if times[match["word"]] == 1 and known.is_common(match["word"].lower())
        ]
    for at in found:
        if document.is_prose_at(at) and not in_backticks(document, at):
            yield Sighting(at, at, "RJ203", "joined-like-others", None, " ")


def _are_apart(known: Lexicon, one: str, other: str, times: int) -> bool:
    """Whether two parts of a token are words, and the whole is no name that returns: such a name begins with a capital, or a part
    of it is rare."""
    if times > 1:
        return one.islower() and known.is_common(one) and known.is_common(other.lower())
    return all(known.knows(word.lower()) or known.knows(word) for word in (one, other))


JOINED_CELLS: Final[dict[str, Detector]] = {
    # 38 such places on real pages are listed losses, and none is sound
    "year-joined": Detector(_year_joined, frozenset([BESIDE_NUMBER]), prior=0.9),
    "label-joined": Detector(_label_joined, frozenset([CAPITAL]), prior=0.85),
    "cells-fused": Detector(_cells_fused, frozenset([BESIDE_NUMBER]), prior=0.9),
    "headers-joined": Detector(_headers_joined, frozenset([CAPITAL]), prior=0.85),
    # of about 220 such places on real pages some 200 are losses, all but few of them listed
    "joined-like-others": Detector(_joined_like_others, _STARTS, prior=0.85),
}  # fmt: skip
