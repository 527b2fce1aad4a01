"""A page also says which marks an article lost between two words, and where it lost nothing."""

from __future__ import annotations

import pytest

from repair.collate import ReferenceIndex, collate
from repair.config import Config
from repair.detect import detect
from repair.read.values import page
from repair.records import Apparatus, Article, Reference
from repair.scoring.rank import rank

CONFIG = Config(use_model=False)
FIRST = "Il traghetto per l'isola parte ogni mattina alle otto dal molo vecchio, con qualsiasi tempo."
SECOND = "Il comandante Ferri lo guida da undici anni e conosce per nome tutti i passeggeri del lunedì."


def told(text: str, *references: Reference) -> Apparatus:
    found = detect(Article("a", text, "it"), None, CONFIG)
    return rank(collate(found, ReferenceIndex(references), CONFIG))


def whole(paragraph: str) -> str:
    return "\n\n".join((FIRST, paragraph, SECOND))


def html(paragraph: str) -> Reference:
    return page("".join(f"<p>{each}</p>" for each in (FIRST, paragraph, SECOND)))


LOST_MARKS = {
    "in quotes": (
        "Il nome comincia con una tilde «<code>~</code>» e finisce con un punto, come gli altri.",
        "Il nome comincia con una tilde «» e finisce con un punto, come gli altri.",
    ),
    "in quotes and brackets": (
        "Davanti al nome si mette una tilde (“<code>~</code>”), e dopo di esso un punto.",
        "Davanti al nome si mette una tilde (“”), e dopo di esso un punto.",
    ),
    "in brackets": (
        "Chi cerca un segno particolare (<code>#!</code>) lo trova nella prima riga di ogni programma.",
        "Chi cerca un segno particolare () lo trova nella prima riga di ogni programma.",
    ),
    "before a comma": (
        "Ogni riga comincia con <code>!</code>, e la pagina ne ha trenta.",
        "Ogni riga comincia con , e la pagina ne ha trenta.",
    ),
    "several": (
        "I segni si scrivono in quest'ordine: «<b>+</b> <b>-</b>», senza virgole tra l'uno e l'altro.",
        "I segni si scrivono in quest'ordine: «», senza virgole tra l'uno e l'altro.",
    ),
}


@pytest.mark.parametrize("kind", LOST_MARKS)
def test_marks_that_stood_between_two_words_come_back(kind: str) -> None:
    published, damaged = LOST_MARKS[kind]
    text, reference = whole(damaged), html(published)
    (entry,) = told(text, reference).entries
    (best, *_) = entry.candidates
    assert (best.kind, best.score > 0.9, entry.finding.confidence > 0.9) == ("reading", True, True)
    mended = text[: entry.finding.start] + best.text + text[entry.finding.end :]
    assert mended.split() == reference.text.split()
    (reading,) = best.provenance
    assert reference.text[reading.start : reading.end].split() == best.text.split()  # type: ignore[union-attr]


def test_bullets_of_a_page_fill_no_gap() -> None:
    text = whole("Si compra il biglietto a bordo dal.\n\nChi sale dopo paga di più.")
    reference = page(
        f"<p>{FIRST}</p><p>Si compra il biglietto a bordo dal.</p><p>•</p><p>Chi sale dopo paga di più.</p><p>{SECOND}</p>"
    )
    assert [c for e in told(text, reference).entries for c in e.candidates] == []


AS_PUBLISHED = (
    "Il biglietto si compra a bordo dal, e in inverno la biglietteria resta chiusa.",
    "Il capo del «» ha detto che la fila arriva fino alla chiesa.",
    "Le corse sono sei (), l'ultima a mezzanotte.",
    "La fila arriva,, dicono tutti, fino alla chiesa.",
    "La fila, dice il  sindaco , arriva fino alla chiesa alle otto, l'ultima a mezzanotte.",
)


@pytest.mark.parametrize("paragraph", AS_PUBLISHED)
def test_what_the_page_has_as_the_article_has_it_was_lost_by_nobody(paragraph: str) -> None:
    text = whole(paragraph)
    alone = [e.finding for e in detect(Article("a", text, "it"), None, CONFIG).entries if e.finding.is_gap]
    assert any(finding.confidence >= 0.5 for finding in alone)
    assert [
        e.finding for e in told(text, html(paragraph)).entries if e.finding.is_gap and e.finding.confidence >= 0.5
    ] == []


def test_a_text_with_the_same_hole_is_no_page_and_may_have_lost_the_same() -> None:
    text = whole(AS_PUBLISHED[1])
    copies = Reference("copy", text.replace("tutti i", "i")), html(AS_PUBLISHED[1])
    by_copy, by_page = (
        next(e.finding for e in told(text, copy).entries if e.finding.code == "RG101") for copy in copies
    )
    assert by_copy.confidence > 10 * by_page.confidence
