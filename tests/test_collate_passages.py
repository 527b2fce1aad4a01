"""What references have where a rule sees that a passage is gone: all of it, paragraph by paragraph, or nothing."""

from __future__ import annotations

import pytest

from repair.collate import ReferenceIndex, collate
from repair.config import Config
from repair.detect import detect
from repair.edit import apply, decide
from repair.records import Apparatus, Article, Reference
from repair.scoring.rank import rank

CONFIG = Config(use_model=False)
LEAD = "La sindaca di Borgo ha commentato la sentenza ieri sera, con un messaggio ai cittadini del paese."
REST = "Anche l'opposizione si è fatta sentire. Il capogruppo chiede una seduta del consiglio già lunedì mattina."
QUOTE = "«Rispetto la decisione dei giudici, ma farò appello. Le scuole resteranno aperte.»"
PROMISE = (
    "Ma quella promessa, dicono i sindacati, vale soltanto per i contratti a tempo indeterminato, che sono la metà. "
    "Gli stagionali sono quaranta, e lavorano da aprile a ottobre."
)
NEWS = "Il porto turistico cambia gestore dopo ventidue anni. La nuova società ha vinto la gara di un soffio."


def told(article: str, *references: str) -> Apparatus:
    """The article with what the rules see and what the references say."""
    found = detect(Article("a", article, "it"), None, CONFIG)
    index = ReferenceIndex([Reference(f"copia-{number}", text) for number, text in enumerate(references)])
    return rank(collate(found, index, CONFIG))


CASES = {
    "the quotation after a colon": (f"{LEAD} Ha scritto:\n\n{REST}\n", f"{LEAD} Ha scritto:\n\n{QUOTE}\n\n{REST}\n"),
    "a quotation of two paragraphs": (
        f"{LEAD} Ha scritto:\n\n{REST}\n",
        f"{LEAD} Ha scritto:\n\n{QUOTE}\n\n«Ne riparleremo a settembre, con calma.»\n\n{REST}\n",
    ),
    "a list without full stops": (
        f"{LEAD} Chiede le seguenti cose:\n\n{REST}\n",
        f"{LEAD} Chiede le seguenti cose:\n\nun nuovo processo\n\naltri due giudici\n\n{REST}\n",
    ),
    "the paragraphs above the first": (f"{PROMISE}\n\n{REST}\n", f"{NEWS}\n\n{LEAD}\n\n{PROMISE}\n\n{REST}\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_passage_that_a_reference_has_is_read_whole(name: str) -> None:
    article, whole = CASES[name]
    (entry,) = told(article, whole).entries
    assert entry.confirmed_by == ()
    assert entry.candidates[0].kind == "reading"
    assert apply(decide(told(article, whole), readings=True)).text == whole


@pytest.mark.parametrize("name", CASES)
def test_a_reference_with_the_passage_makes_it_no_less_sure(name: str) -> None:
    article, whole = CASES[name]
    alone = detect(Article("a", article, "it"), None, CONFIG).entries[0].finding.confidence
    assert told(article, whole).entries[0].finding.confidence >= alone


@pytest.mark.parametrize("name", CASES)
def test_a_reference_without_the_passage_confirms_the_article(name: str) -> None:
    article, _ = CASES[name]
    copy = f"Le notizie\n\n{article}\nTutte le notizie della settimana nel bollettino del paese, che costa nulla.\n"
    (entry,) = told(article, copy).entries
    assert entry.candidates == ()
    assert [reading.reference for reading in entry.confirmed_by] == ["copia-0"]


def test_a_headline_above_the_first_paragraph_is_not_read() -> None:
    article = f"{PROMISE}\n\n{REST}\n"
    (entry,) = told(article, f"Cronaca di Borgo\n\n{NEWS}\n\n{article}").entries
    assert entry.candidates[0].text == f"{NEWS}\n\n"
