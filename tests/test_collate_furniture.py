"""What a page has beside the text of its article is not lost: menus, boxes, marks of notes, words for screen readers."""

from __future__ import annotations

import pytest
from ferry import FIRST, LOST, SECOND, THIRD, WHOLE, article, html, told

UNSEEN = {
    "for screen readers": "<span class='wp sr-only'>in punto</span>",
    "as one word": "<span class='visuallyhidden'>in punto</span>",
    "an attribute": "<span hidden>in punto</span>",
    "a style": "<b style='color: red; display:none'>in punto</b>",
    "the mark of a note": "<sup><a href='#n'>[12]</a></sup>",
    "marks of notes": "<sup><a href='#n'>[a]</a></sup><sup><a href='#m'>[3]</a></sup>",
}


@pytest.mark.parametrize("kind", UNSEEN)
def test_what_no_reader_of_the_page_misses_is_not_lost(kind: str) -> None:
    entries = told(article(*WHOLE), html(FIRST.replace("otto ", f"otto {UNSEEN[kind]} "), SECOND, THIRD)).entries
    assert [e.finding for e in entries if e.finding.confidence >= 0.5] == []


def test_text_that_the_page_hides_at_first_is_no_furniture_where_it_is_the_article() -> None:
    whole = article(*WHOLE).replace("biglietteria ", "")
    (entry,) = told(
        whole, html(f"<div style='display: none'><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>")
    ).entries
    assert (entry.finding.code, entry.candidates[0].text.strip()) == ("RG113", "biglietteria")
    assert entry.finding.confidence >= 0.5


BESIDE = {
    "a note in brackets": ("guardia , e via.", "guardia<sup>[12]</sup>, e via."),
    "two notes": ("guardia .", "guardia<a>[1]</a><a>[2]</a>."),
    "the number of a note that is a link": ("guardia. Poi dorme.", "guardia.<a href='#n4'>4</a> Poi dorme."),
    "the raised number of a note": ("guardia. Poi dorme.", "guardia.<sup>4</sup> Poi dorme."),
    "what a wiki has beside a heading": ("guardia.", "guardia. <span class='mw-editsection'>[modifica]</span>"),
    "what stands for the eye beside a twin for screen readers": (
        "guardia in 35 minuti.",
        "guardia in 35<span class='sr-only'> minuti</span> <span aria-hidden='true'>min</span>.",
    ),
}


@pytest.mark.parametrize("kind", BESIDE)
def test_what_a_page_has_beside_its_text_is_not_lost(kind: str) -> None:
    mine, whole = (THIRD.replace("guardia.", each) for each in BESIDE[kind])
    entries = told(article(FIRST, SECOND, mine), html(FIRST, SECOND, whole)).entries
    assert [e.finding.code for e in entries if e.finding.confidence >= 0.2] == []


@pytest.mark.parametrize(
    ("lost", "whole", "reading"),
    [
        ("guardia in 35, e via.", "guardia in 35<span class='sr-only'> minuti</span> <span>min</span>, e via.", " min"),
        ("guardia alto metri.", "guardia alto (3) metri.", " (3)"),
        ("guardia del e via.", "guardia del <a href='/molo'>4</a> e via.", " 4"),
    ],
)
def test_a_number_and_what_the_eye_sees_are_lost_words(lost: str, whole: str, reading: str) -> None:
    text = article(FIRST, SECOND, THIRD.replace("guardia.", lost))
    entries = told(text, html(FIRST, SECOND, THIRD.replace("guardia.", whole))).entries
    (sure,) = (e for e in entries if e.finding.confidence >= 0.5)
    assert sure.candidates[0].text.rstrip() == reading


FURNITURE = {
    "a menu": f"<nav>{LOST}</nav>",
    "a caption": f"<figure><figcaption>{LOST}</figcaption></figure>",
    "a box of related articles": f"<div class='box related-articles'>{LOST}</div>",
    "a cookie notice": f"<div id='cookie-banner'><p>{LOST}</p></div>",
    "share buttons": f"<ul class='social_share'><li>{LOST}</li></ul>",
    "comments": f"<section class='comments'><p>{LOST}</p></section>",
    "nothing but a link": f"<p><a href='/x'>{LOST}</a></p>",
    "a teaser": f"<aside><p>{LOST}</p></aside>",
    "a newsletter form": f"<form><p>{LOST}</p></form>",
    "an advert": f"<div class='advert'>{LOST}</div>",
}


@pytest.mark.parametrize("kind", FURNITURE)
def test_furniture_of_the_page_is_no_lost_block(kind: str) -> None:
    assert told(article(*WHOLE), html(FIRST, SECOND, FURNITURE[kind], THIRD)).entries == ()


def test_a_column_named_after_what_stands_beside_it_is_no_furniture() -> None:
    column = "".join(f"<p>{p}</p>" for p in (FIRST, SECOND, LOST, THIRD))
    (entry,) = told(article(*WHOLE), html(f"<div class='with sidebar'>{column}</div>")).entries
    assert entry.finding.code == "RG114"


def test_residue_that_the_page_has_only_as_furniture_can_be_taken_out() -> None:
    residue = "Leggi anche"
    text = article(FIRST, residue, SECOND, THIRD)
    (entry,) = told(text, html(FIRST, f"<aside>{residue}</aside>", SECOND, THIRD)).entries
    assert entry.finding.code == "RS401"
    assert (entry.candidates[0].text, entry.candidates[0].kind) == ("", "reading")
    assert entry.finding.confidence >= 0.9


def test_residue_that_is_text_of_the_page_stays() -> None:
    text = article(FIRST, "Leggi anche", SECOND, THIRD)
    entries = told(text, html(FIRST, "Leggi anche", SECOND, THIRD)).entries
    assert all(c.kind != "reading" for e in entries for c in e.candidates)


def test_a_link_that_ended_a_paragraph_is_no_furniture() -> None:
    damaged = article(FIRST, SECOND.replace(" del lunedì.", ""), THIRD)
    linked = SECOND.replace("del lunedì.", "<a href='/l'>del lunedì.</a>")
    (entry,) = told(damaged, html(FIRST, linked, THIRD)).entries
    assert entry.candidates[0].text.strip() == "del lunedì."
    reading = entry.candidates[0].provenance[0]
    assert getattr(reading, "element", "") == "a"


@pytest.mark.parametrize(("at", "above"), [(1, False), (3, False), (2, True), (3, True)])
def test_a_box_spliced_into_the_article_does_not_make_the_rest_of_the_page_a_loss(at: int, above: bool) -> None:
    """The line is the only one that both have as it is, so all on one side of it seems to lie on the other in the page."""
    box = "Leggi anche: dieci porti da vedere prima che arrivi l'estate"
    paragraphs = [FIRST.replace("mattina ", ""), SECOND.replace("Ferri ", ""), THIRD.replace("a bordo ", "")]
    paragraphs.append(LOST.replace("invece ", ""))
    aside = f"<aside><p>{box}</p></aside>"
    blocks = (aside, FIRST, SECOND, THIRD, LOST) if above else (FIRST, SECOND, THIRD, LOST, aside)
    apparatus = told(article(*paragraphs[:at], box, *paragraphs[at:]), html(*blocks))
    assert not [entry for entry in apparatus.entries if entry.finding.code == "RG114"]
    read = [entry.candidates[0].text.strip() for entry in apparatus.entries if entry.finding.code == "RG113"]
    assert read == ["mattina", "Ferri", "a bordo", "invece"]
