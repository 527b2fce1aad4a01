"""A page also says which marks an article lost between two words, and where it lost nothing."""

from __future__ import annotations

import pytest
from ferry import FIRST, SECOND, told

from repair.read.values import page
from repair.records import Reference


def whole(paragraph: str) -> str:
    return "\n\n".join((FIRST, paragraph, SECOND))


def html(paragraph: str) -> Reference:
    return page("".join(f"<p>{each}</p>" for each in (FIRST, paragraph, SECOND)))


def mended(text: str, *references: Reference) -> str:
    """The text with the first candidate of every finding that is shown."""
    for entry in sorted(told(text, *references).entries, key=lambda e: -e.finding.start):
        if entry.finding.confidence >= 0.5 and entry.candidates:
            text = text[: entry.finding.start] + entry.candidates[0].text + text[entry.finding.end :]
    return text


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
    assert mended(text, reference).split() == reference.text.split()
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
    alone = [e.finding for e in told(text).entries if e.finding.is_gap]
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


SIDE_BY_SIDE = {
    "two links": (
        "A bordo si parlano <a href='/m'>il maltese</a>, <a href='/g'>il greco</a> e un poco il turco.",
        "A bordo si parlano , e un poco il turco.",
    ),
    "three links": (
        "Il battello tocca <a href='/a'>Ansedonia</a>, <a href='/b'>Talamone</a>, <a href='/c'>Albinia</a> e torna la sera.",
        "Il battello tocca , , e torna la sera.",
    ),
    "two in brackets": (
        "Tre porti (<a href='/a'>Ansedonia</a>, <a href='/b'>Talamone</a>) restano aperti anche d'inverno.",
        "Tre porti (, ) restano aperti anche d'inverno.",
    ),
    "a quotation and a comma": (
        "Il comandante ha detto: «<i>non parto</i>», e poi «<i>forse domani</i>», ed è sceso a terra.",
        "Il comandante ha detto: «», e poi «», ed è sceso a terra.",
    ),
    "blanks before the full stop": (
        "Il comandante è nato a <a href='/t'>Talamone</a>. Da ragazzo voleva fare il maestro.",
        "Il comandante è nato a    . Da ragazzo voleva fare il maestro.",
    ),
    "at the break of a line": (
        "Chi sale prima delle otto trova sempre posto accanto al <a href='/m'>marinaio</a> di guardia e alla sua radio.",
        "Chi sale prima delle otto trova sempre posto accanto al\ndi guardia e alla sua radio.",
    ),
}


@pytest.mark.parametrize("kind", SIDE_BY_SIDE)
def test_what_the_page_has_there_is_put_in_once_and_with_its_marks(kind: str) -> None:
    published, damaged = SIDE_BY_SIDE[kind]
    reference = html(published)
    assert mended(whole(damaged), reference).split() == reference.text.split()


@pytest.mark.parametrize(
    ("published", "damaged", "right"),
    [
        ("La stiva misura 800 m<sup>2</sup> e porta quaranta macchine.", "800 m2 e", "800 m² e"),
        ("L'isola fu abitata nel nono secolo.<sup>12</sup> La chiesa era di legno.", "secolo.12 La", "secolo. La"),
    ],
)
def test_a_number_that_the_page_raises_is_as_the_page_shows_it(published: str, damaged: str, right: str) -> None:
    reference = html(published)
    text = whole(reference.text.split("\n")[1])
    assert damaged in text
    (entry,) = told(text, reference).entries
    assert (entry.finding.code, entry.candidates[0].kind) == ("RE306", "reading")
    assert entry.finding.confidence > 0.9
    assert right in mended(text, reference)


def test_all_items_of_a_list_that_the_article_announces_come_back() -> None:
    items = "il molo vecchio", "il faro di ponente", "le saline oltre il paese"
    reference = page(
        f"<p>{FIRST}</p><p>Il battello si ferma in tre luoghi:</p><ul>"
        + "".join(f"<li>{item}</li>" for item in items)
        + f"</ul><p>{SECOND}</p>"
    )
    assert mended(whole("Il battello si ferma in tre luoghi:"), reference).split() == reference.text.split()


def test_letters_are_found_beside_a_word_that_a_rule_has_found() -> None:
    reference = html("La prima sera in plancia si bevve del fine caffè turco fino al mattino.")
    text = whole("La prima sera in plancia si bevve del ne caè turco fino al mattino.")
    assert mended(text, reference).split() == reference.text.split()


def test_a_piece_of_a_formula_is_no_word_in_other_pieces() -> None:
    text = whole("La profondità media è di $x^{2} + y$ metri dove le ancore tengono.")
    reference = html("La profondità media è di x<sup>2</sup> + y metri dove le ancore tengono.")
    assert [e.finding.code for e in told(text, reference).entries if e.candidates] in ([], ["RE303"])
