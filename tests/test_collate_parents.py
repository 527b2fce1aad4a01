"""The page that an article was made from is one witness that is enough; another edition of it is not."""

from __future__ import annotations

import pytest
from ferry import FIRST, LOST, SECOND, THIRD, WHOLE, article, html, told

from repair import interchange
from repair.read.values import page
from repair.records import Reference


@pytest.mark.parametrize(
    ("right", "wrong", "reading"),
    [
        ("ogni mattina alle otto", "ogni alle otto", "mattina"),
        ("comandante Ferri lo", "comandante lo", "Ferri"),
        ("a bordo dal marinaio di guardia.", "a bordo dal.", "marinaio di guardia"),
        ("passeggeri del lunedì.", "passeggeri", "del lunedì"),
        ("Il comandante Ferri lo guida", "lo guida", "Il comandante Ferri"),
        ("resta chiusa", "restachiusa", "resta chiusa"),
        ("resta chiusa", "re sta chiusa", "resta"),
        ("resta chiusa", "resta chi\ufffdsa", "u"),
        ("biglietteria", "bi glietteria", ""),
        ("undici anni", "undici {{unit}}", "anni"),
        ("lunedì", "lunedÃ¬", "ì"),
    ],
)
def test_the_page_alone_says_what_stood_there(right: str, wrong: str, reading: str) -> None:
    damaged = article(*WHOLE).replace(right, wrong)
    apparatus = told(damaged, html(*WHOLE))
    assert [w.kind for w in apparatus.witnesses] == ["parent"]
    place = damaged.index(wrong)
    (entry,) = [e for e in apparatus.entries if e.finding.end >= place and e.finding.start <= place + len(wrong)]
    assert entry.finding.confidence >= 0.9
    assert entry.candidates[0].kind == "reading"
    assert entry.candidates[0].score >= 0.9
    assert reading in entry.candidates[0].text
    start, end = entry.finding.start, entry.finding.end
    mended = damaged[:start] + entry.candidates[0].text + damaged[end:]
    assert mended.split() == article(*WHOLE).split()


TWICE = {
    "one word": ("undici", "<span>undici</span> undici"),
    "one link": ("tutti", "<a href='/x'>tutti</a> <a href='/x'>tutti</a>"),
    "a name and its comma": ("Ferri", "Ferri, <i>Ferri</i>,"),
    "several words": ("Il comandante Ferri", "<b>Il comandante Ferri</b> Il comandante Ferri"),
}


@pytest.mark.parametrize("kind", TWICE)
def test_what_the_page_has_twice_and_the_article_once_is_not_lost(kind: str) -> None:
    once, twice = TWICE[kind]
    entries = told(article(*WHOLE), html(FIRST, SECOND.replace(once, twice), THIRD)).entries
    assert [e.finding.confidence for e in entries if e.finding.confidence >= 0.5] == []


def test_what_the_page_has_twice_is_lost_where_the_article_has_a_hole() -> None:
    damaged = article(*WHOLE).replace("ogni mattina", "ogni  mattina")
    (entry,) = told(damaged, html(FIRST.replace("ogni mattina", "ogni <b>ogni</b> mattina"), SECOND, THIRD)).entries
    assert (entry.finding.code, entry.candidates[0].text.strip()) == ("RG103", "ogni")
    assert entry.finding.confidence >= 0.5


@pytest.mark.parametrize(
    "tail", ["...&nbsp;Continua a leggere", " &#8230;&nbsp;Continua", "&nbsp;Continua a leggere la"]
)
def test_a_reading_is_no_piece_of_a_word_that_the_article_lacks(tail: str) -> None:
    """Where other words stand, letters that happen to be alike are no place: `nizie` of `inizieranno` for an entity."""
    cut = SECOND[: len(SECOND) // 2].rpartition(" ")[0]
    for reference in (html(*WHOLE), Reference("copia", article(*WHOLE))):
        for entry in told(article(FIRST, cut + tail), reference).entries:
            for candidate in entry.candidates if entry.finding.code == "RE303" else ():
                assert candidate.kind == "rule"


def test_what_ran_together_is_parted_without_the_blocks_that_the_page_has_between() -> None:
    joined = article(FIRST, SECOND + THIRD)
    between = "<p>Leggi anche: <a href='/x'>Il molo nuovo apre in primavera</a></p>"
    entries = told(joined, html(FIRST, SECOND, between, THIRD)).entries
    (entry,) = [e for e in entries if e.finding.code == "RJ201"]
    assert {c.text for c in entry.candidates} == {" "}


def test_a_page_is_the_parent_of_an_article_whose_words_ran_together() -> None:
    joined = SECOND.replace("anni e conosce", "anniecon osce").replace("il comandante", "ilcomandante")
    text = article(FIRST.replace(" ogni mattina", " ognimattina"), joined, THIRD.replace("si compra a", "sicompraa"))
    apparatus = told(text.replace("Ferri ", ""), html(*WHOLE))
    assert [w.kind for w in apparatus.witnesses] == ["parent"]
    assert any("Ferri" in e.candidates[0].text for e in apparatus.entries if e.finding.confidence >= 0.9)


@pytest.mark.parametrize("of_article", ["comandante", "coman\u00addante"])
@pytest.mark.parametrize("of_page", ["comandante", "coman\u00addante", "coman&shy;dante"])
def test_a_soft_hyphen_parts_no_word(of_article: str, of_page: str) -> None:
    text = article(*WHOLE).replace("comandante", of_article)
    entries = told(text, html(*(p.replace("comandante", of_page) for p in WHOLE))).entries
    assert {e.finding.code for e in entries} <= {"RE302"}


def test_an_edited_version_is_a_sibling_and_one_is_not_enough() -> None:
    edited = article(FIRST.replace("parte", "salpa"), SECOND.replace("conosce", "saluta"), LOST, THIRD).replace(
        "resta chiusa", "non apre"
    )
    apparatus = told(article(*WHOLE).replace("Ferri ", ""), Reference("altra", edited.replace("vecchio", "nuovo")))
    assert [w.kind for w in apparatus.witnesses] == ["sibling"]
    assert all(e.finding.confidence < 0.5 for e in apparatus.entries)


def test_a_longer_text_without_elements_proves_no_lost_block() -> None:
    assert told(article(*WHOLE), Reference("copia", article(FIRST, SECOND, LOST, THIRD))).entries == ()


def test_the_kind_of_a_witness_is_written_and_older_files_are_read() -> None:
    apparatus = told(article(*WHOLE).replace("Ferri ", ""), html(*WHOLE))
    line = interchange.encode(apparatus)
    assert b'"kind":"parent"' in line
    assert interchange.decode(line).witnesses == apparatus.witnesses
    older = interchange.decode(line.replace(b',"kind":"parent"', b""))
    assert [w.kind for w in older.witnesses] == ["sibling"]


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("saved", ["utf-8", "cp1252"])
def test_a_page_saved_as_utf_8_under_its_old_declaration_is_read_as_utf_8(declared: str, saved: str) -> None:
    source = f'<meta charset="{declared}"><p>Perché l’età conta più di ciò che è scritto.</p>'
    assert page(source.encode(saved)).text == "Perché l’età conta più di ciò che è scritto."
