"""Words and letters that tell of damage where they stand between blanks: rules look for the rest only in texts with one."""

from __future__ import annotations

from typing import Final

__all__ = ["ERROR_WORDS", "LIGATURE_WORDS", "LONE_LETTERS", "PAGE_WORDS", "WINDOW_ENDS"]

PAGE_WORDS: Final = frozenset(
    """Instagram Threads JavaScript browser Browser navigateur navegador Image Media Continue advertisement Anzeige
    abbonati abonnés subscribe Subscribe subscribers suscriptores assinantes
    cookies Cookies continues CONTINUES pubblicità pubblicitario PUBBLICITÀ publicidade PUBLICIDADE publicité publicidad Werbung""".split()
)
"""Words of what pages say of their players, adverts and readers: each phrase of theirs has one, or `WINDOW_ENDS`."""
WINDOW_ENDS: Final = "window finestra geöffnet fenêtre nueva janela venster tab scheda Tab onglet pestaña aba tabblad link esterno externe externo Link".split()
"""The last words of `(Opens in new window)`, before the bracket."""
ERROR_WORDS: Final = frozenset(
    "Error Errore Erreur Fehler Erro Fout Błąd Fel Fejl Feil Ошибка Помилка Грешка Hata Eroare Chyba Virhe Hiba Σφάλμα".split()
)
"""What an error of a word processor begins with."""
LIGATURE_WORDS: Final = frozenset("ff fi fl ffi ffl".split())
"""What fonts have one sign for."""
LONE_LETTERS: Final = "äöüßñóáíúçãõêéâîôûëïÄÖÜ"
"""Letters with accents that hardly ever stand between blanks, for use in a character class."""
