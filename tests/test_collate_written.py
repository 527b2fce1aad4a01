"""What the page has to the letter was written so, unless it is what nobody writes."""

from __future__ import annotations

import pytest
from ferry import FIRST, SECOND, THIRD, article, html, told

from repair.read.values import page
from repair.records import Reference


def test_what_the_page_has_as_the_article_has_it_was_joined_by_nobody() -> None:
    joined = SECOND.replace("anni e conosce", "anni,conosce")
    assert [e.finding.code for e in told(article(FIRST, joined, THIRD)).entries] == ["RJ201"]
    (entry,) = told(article(FIRST, joined, THIRD), html(FIRST, joined, THIRD)).entries
    assert entry.confirmed_by
    assert entry.finding.confidence < 0.1


@pytest.mark.parametrize("around", ["", "<nav><a href='/'>Prima pagina</a></nav>"])
@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("guardia,, e via.", "RG104"),
        ('guardia. Lo chiamano "" tutti.', "RG101"),
        ("guardia,che dorme.", "RJ201"),
        ("guardia dietro la cassa del bar dietro la cassa del bar.", "RS402"),
        ("guardia in 12 m2 di casa.", "RE306"),
        ("guardia del c1ttà.", "RE305"),
    ],
)
def test_a_page_of_the_same_words_is_a_witness_however_little_else_it_has(written: str, code: str, around: str) -> None:
    blocks = (FIRST, SECOND, THIRD.replace("guardia.", written))
    found = told(article(*blocks), page(around + "".join(f"<p>{block}</p>" for block in blocks)))
    assert [w.kind for w in found.witnesses] == ["parent"]
    alone, beside = (e.finding for each in (told(article(*blocks)), found) for e in each.entries)
    assert alone.code == beside.code == code
    assert beside.confidence < 0.2 < alone.confidence
    # a text of the same words is the article, and tells nothing
    assert told(article(*blocks), Reference("b", article(*blocks))).witnesses == ()


@pytest.mark.parametrize(
    ("of_page", "written", "code"),
    [
        ("nella citt\ufffd.", "nella citt\ufffd.", "RE302"),
        ("guar\u00addia.", "guar\u00addia.", "RE302"),
        ("nella cittÃ\u00a0 vecchia.", "nella cittÃ\u00a0 vecchia.", "RE301"),
        ("con &amp;nbsp; dentro.", "con &nbsp; dentro.", "RE303"),
        ("dorme.<sup>3</sup> Poi se ne va.", "dorme.3 Poi se ne va.", "RE306"),
        ("dorme.<a href='#n3'>3</a> Poi se ne va.", "dorme.3 Poi se ne va.", "RE306"),
    ],
)
def test_what_nobody_writes_is_damage_although_the_page_has_it(of_page: str, written: str, code: str) -> None:
    blocks, theirs = ((FIRST, SECOND, THIRD.replace("guardia.", f"guardia {each}")) for each in (written, of_page))
    alone, beside = (told(article(*blocks), *pages).entries for pages in ((), (html(*theirs),)))
    assert [e.finding.code for e in alone] == [e.finding.code for e in beside] == [code]
    assert beside[0].finding.confidence >= alone[0].finding.confidence > 0.5


def test_what_the_page_has_as_code_is_written_and_a_tag_left_over_elsewhere() -> None:
    written, page_has = "guardia; si scrive <br> e basta.", "guardia; si scrive <code>&lt;br&gt;</code> e basta."
    text = article(FIRST, SECOND, THIRD.replace("guardia.", written))
    (as_code,) = told(text, html(FIRST, SECOND, THIRD.replace("guardia.", page_has))).entries
    (alone,) = told(text).entries
    assert as_code.finding.confidence < 0.2 < alone.finding.confidence


def test_words_that_repeat_are_not_the_very_text_where_the_page_has_them_once_more() -> None:
    lost, whole = (SECOND.replace("anni e", each) for each in ("anni  di Roma e", "anni di Lodi di Roma e"))
    (gap,) = told(article(FIRST, lost, THIRD), html(FIRST, whole, THIRD)).entries
    assert [each.text for each in gap.candidates] == [" di Lodi "]
    assert gap.finding.confidence > 0.9


def test_the_same_words_with_other_blanks_fill_no_gap() -> None:
    text = article(FIRST, SECOND + "\u00a0\u00a0Leggi di più...", THIRD)
    entries = told(text, html(FIRST, SECOND + " Leggi di più...", THIRD)).entries
    assert all(c.kind != "reading" for e in entries for c in e.candidates)
