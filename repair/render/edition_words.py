"""The words of the edition `html`, one table a language. Data only: a language is added by adding a table.

What the review page says too, such as the names of codes and kinds, comes from its tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from repair.codes import CODES
from repair.review.words import REVIEW_WORDS as REVIEW

__all__ = ["EDITION_WORDS"]

_IT: Final = {
    "title": "Correzioni proposte",
    "to_the_text": "Vai al testo",
    "view": "Vista",
    "inline": "Nel testo",
    "side": "Affiancata",
    "before": "Testo raccolto",
    "after": "Con le proposte",
    "suggestions": "{n} proposte, accettate: {accepted}",
    "suggestions_one": "1 proposta, accettate: {accepted}",
    "all": "{n} proposte",
    "all_one": "1 proposta",
    "some": "{shown} di {all} mostrate",
    "from": "da",
    "model": "modello",
    "no_article": "Non ci sono articoli.",
    "sources_title": "Da dove viene ogni parola",
    "references": "Copie",
    "parent": "fonte",
    "sibling": "altra edizione",
    "alike": "{similarity} % in comune, {agreement} % di accordo, gruppo {group}",
    "show_in_text": "Mostra nel testo",
    "suggestion": "proposta {n}",
    "panel": "Articoli e filtri",
    "articles": "Articoli",
    "filter": "Filtro",
    "kind": "Origine",
    "certainty": "Certezza",
    "show_all": "Mostra tutto",
    "marks": "Segni",
    "no_proposal": "nessuna proposta",
    "score": "punteggio {score}, certezza {certainty}",
    "by": "da {names}",
    "or": "oppure",
    "and_more": "e altre {n}",
    "as_article": "come nell’articolo:",
    "overlaps": "si sovrappone a un’altra proposta",
    "taken_out": "tolto",
    "gap": "lacuna, {words}",
    "gap_unknown": "lacuna di lunghezza ignota",
    "in_element": "nell’elemento <{tag}>",
    "contexts": "contesto {left} % a sinistra, {right} % a destra",
    "means_reading": "viene da una copia",
    "means_emendation": "scritto da un revisore",
    "means_rule": "deriva da una regola",
    "means_prediction": "ipotesi di un modello",
    "means_removed": "c’è nell’articolo, ma non nella proposta",
    "means_lost": "testo perduto, nessuna proposta",
    "means_accepted": "accettata",
    "means_low": "certezza bassa",
}

_EN: Final = {
    "title": "Suggested repairs",
    "to_the_text": "To the text",
    "view": "View",
    "inline": "Inline",
    "side": "Side by side",
    "before": "As scraped",
    "after": "With suggestions",
    "suggestions": "{n} suggestions, {accepted} accepted",
    "suggestions_one": "1 suggestion, {accepted} accepted",
    "all": "{n} suggestions",
    "all_one": "1 suggestion",
    "some": "{shown} of {all} shown",
    "from": "from",
    "model": "model",
    "no_article": "There is no article.",
    "sources_title": "Where every word comes from",
    "references": "References",
    "parent": "parent",
    "sibling": "sibling",
    "alike": "{similarity} % alike, {agreement} % in agreement, group {group}",
    "show_in_text": "Show in the text",
    "suggestion": "suggestion {n}",
    "panel": "Articles and filters",
    "articles": "Articles",
    "filter": "Filter",
    "kind": "Kind",
    "certainty": "Certainty",
    "show_all": "Show all",
    "marks": "Marks",
    "no_proposal": "no proposal",
    "score": "score {score}, {certainty} certainty",
    "by": "by {names}",
    "or": "or",
    "and_more": "and {n} more",
    "as_article": "same as the article:",
    "overlaps": "overlaps another suggestion",
    "taken_out": "removed",
    "gap": "gap, {words}",
    "gap_unknown": "gap of unknown length",
    "in_element": "in <{tag}>",
    "contexts": "context {left} % left, {right} % right",
    "means_reading": "comes from a reference",
    "means_emendation": "typed by a reviewer",
    "means_rule": "follows from a rule",
    "means_prediction": "a model’s guess",
    "means_removed": "in the article, but not in the suggestion",
    "means_lost": "text lost, nothing proposed",
    "means_accepted": "accepted",
    "means_low": "low certainty",
}

_SHARED: Final = (
    *("reading", "prediction", "guess", "rule", "emendation", "high", "medium", "low", "code"),
    *("extent", "extent_one", "extent_single", "log_prob", "found_text", "found_reference"),
    *("status_open", "status_accepted", *CODES, *(f"{code}_meaning" for code in CODES)),
    *(f"{code}_unknowable" for code, row in CODES.items() if row.unknowable),
)

EDITION_WORDS: Final[dict[str, Mapping[str, str]]] = {
    language: {name: REVIEW[language][name] for name in _SHARED} | own for language, own in (("it", _IT), ("en", _EN))
}
