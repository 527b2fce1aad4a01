"""Signs that words of programs give: of phones, mails, office programs, forums and corpora, in many languages.

`word_signs.py` holds those of pages and of what they lost.
"""

from __future__ import annotations

from typing import Final

from repair.languages.table import words_of

__all__ = [
    "CONTINUED_TABLE",
    "DESCRIBED",
    "FRAMED",
    "MIMED",
    "OXIDE",
    "PHONE",
    "PROMPT",
    "SENT_FROM",
    "SIGNS_OF_PROGRAMS",
    "WARNED",
]

CONTINUED_TABLE: Final = "continued table"
"""The sign of what has a number and may go on over a page."""
DESCRIBED: Final = "described"
"""The sign of what a machine says of a picture that it described."""
FRAMED: Final = "framed"
"""The sign of a word in the frame that a forum sets around a post."""
MIMED: Final = "mimed"
"""The sign of the head of a part of a mail."""
OXIDE: Final = "oxide"
"""The sign of a chemical formula without its index."""
PHONE: Final = "phone"
"""The sign of a vowel as dictionaries of sounds write it."""
PROMPT: Final = "prompt"
"""The sign of a word with which an empty field or slide asks for text."""
SENT_FROM: Final = "sent from"
"""The sign of a word with which a phone signs."""
WARNED: Final = "warned"
"""The sign of a warning above a mail."""

SIGNS_OF_PROGRAMS: Final[dict[str, frozenset[str]]] = {
    CONTINUED_TABLE: words_of(
        """Table Tabella Tabelle Tableau Tabla Tabela Tabel Tabell Tabuľka Tabulka Tabelul Taula Tablo Таблица Таблиця
        Πίνακας Figure Figura Abbildung Abb Fig Tab Rysunek Figur Рисунок Рис TABLE TABELLA TABELLE"""
    ),
    DESCRIBED: words_of("generated generata generierte générée generada gerada gegenereerde wygenerowany genererad"),
    FRAMED: words_of(
        """Click Clicca Zum Cliquez Haga Haz Clique Klik Klicka Kliknij Last Ultima Zuletzt Dernière Última Laatst Ostatnio
        Originally Originariamente Originalmente Zitat Envoyé Geplaatst"""
    ),
    MIMED: words_of("Content"),
    OXIDE: words_of(
        "CO NO SO TiO SiO ZrO MnO PbO SnO CeO WO MoO VO RuO HfO GeO SeO TeO ClO PO NH CH BF SF UF CF CCl SiCl TiCl"
    ),
    PHONE: frozenset(
        vowel + stress for vowel in "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split() for stress in "012"
    ),
    PROMPT: words_of(
        """Click Choose Fare Scegliere Klicken Titelmasterformat Mastertextformat Textmasterformat Textmasterformate
        Formatvorlage Wählen Cliquez Modifiez Choisissez Haga Haz Elija Clique Escolha Klik Kies Kliknij Klicka"""
    ),
    SENT_FROM: words_of(
        """Sent Inviato Inviata Gesendet Envoyé Enviado Enviada Verzonden Verstuurd Wysłane Wysłano Skickat Skickades
        Sendt Trimis Odesláno Odoslané Poslano Lähetetty Küldve Enviat Отправлено Надіслано Изпратено Στάλθηκε"""
    ),
    WARNED: words_of(
        """CAUTION ATTENTION WARNING EXTERNAL ATTENZIONE AVVISO ACHTUNG WARNUNG VORSICHT HINWEIS ATENCIÓN ADVERTENCIA
        PRECAUCIÓN ATENÇÃO CUIDADO OPGELET WAARSCHUWING UWAGA VARNING ВНИМАНИЕ Caution Attenzione Achtung Vorsicht
        Attention Avertissement AVERTISSEMENT Atención Atenção Uwaga Varning"""
    ),
}
"""By sign: the words that give it, whatever the language."""
