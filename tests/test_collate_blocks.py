"""Blocks of the page, and the ends and beginnings of its paragraphs, come back where they stood."""

from __future__ import annotations

import re

import pytest
from ferry import FIRST, LOST, SECOND, THIRD, WHOLE, article, html, told

from repair.records import Reading


def test_a_place_is_no_less_sure_for_more_lost_blocks() -> None:
    blocks = ("<h2>Le corse del mattino</h2>", "<p>Si parte dal molo</p>", "<p>Si torna di sera</p>", f"<p>{LOST}</p>")
    sure = []
    for number in range(1, len(blocks) + 1):
        (entry,) = told(article(*WHOLE), html(FIRST, *blocks[:number], SECOND, THIRD)).entries
        assert entry.finding.code == "RG114"
        sure.append(entry.finding.confidence)
    assert sure == sorted(sure)
    assert sure[0] >= 0.5


def test_a_block_of_the_page_goes_back_where_it_stood() -> None:
    (entry,) = told(article(*WHOLE), html(FIRST, SECOND, LOST, THIRD)).entries
    assert (entry.finding.code, entry.candidates[0].text) == ("RG114", "\n\n" + LOST)
    assert entry.finding.confidence >= 0.5


DROPPED = {
    "a heading": ("<h2>I viaggi d'inverno</h2>", "I viaggi d'inverno", "h2"),
    "a list": (
        "<ul><li>La prima corsa parte dal molo vecchio.</li><li>La seconda aspetta la posta.</li></ul>",
        "La prima corsa parte dal molo vecchio.\n\nLa seconda aspetta la posta.",
        "li",
    ),
    "a listing": ("<pre>$ traghetto --orario\n08:00</pre>", "$ traghetto --orario\n08:00", "pre"),
}


@pytest.mark.parametrize("kind", DROPPED)
def test_a_dropped_element_comes_back_with_its_name(kind: str) -> None:
    block, text, tag = DROPPED[kind]
    (entry,) = told(article(*WHOLE), html(FIRST, SECOND, block, THIRD)).entries
    assert (entry.finding.code, entry.candidates[0].text.strip()) == ("RG114", text)
    reading = entry.candidates[0].provenance[0]
    assert isinstance(reading, Reading)
    assert reading.element == tag


def test_a_heading_of_one_or_two_words_alone_is_no_lost_passage() -> None:
    label, heading = "<h2>La notte</h2>", "<h2>La notte del traghetto</h2>"
    assert told(article(*WHOLE), html(FIRST, SECOND, label, THIRD)).entries == ()
    assert told(article(*WHOLE), html(FIRST, SECOND, heading, THIRD)).entries


def test_the_end_of_a_paragraph_comes_back_without_the_heading_below_it() -> None:
    damaged = article(FIRST, SECOND, THIRD).replace("dal marinaio di guardia.", "dal.")
    linked = THIRD.replace("marinaio di guardia.", "<a href='/m'>marinaio di guardia</a>")
    heading = "<div><h3>Le corse dell'estate</h3></div>"
    text = damaged + "\n" + LOST + "\n"
    entries = [e for e in told(text, html(FIRST, SECOND, linked, heading, LOST)).entries if e.finding.confidence >= 0.5]
    assert entries[0].candidates[0].text.strip(" .") == "marinaio di guardia"


def test_the_first_word_of_a_paragraph_is_none_of_a_line_above() -> None:
    """`La` stands in the menu, too."""
    menu = "<ul><li>La gente</li><li>Il molo</li></ul>"
    paragraph = "La <b>capitaneria</b> ha chiuso ieri sera il porto ai pescherecci."
    text = article("La ha chiuso ieri sera il porto ai pescherecci.", SECOND, THIRD)
    entries = [e for e in told(text, html(menu, paragraph, SECOND, THIRD)).entries if e.finding.confidence >= 0.5]
    assert [e.candidates[0].text.strip() for e in entries] == ["capitaneria"]


def test_lost_words_on_both_sides_of_a_line_break_inside_a_block_come_back() -> None:
    rows = (("Motore", "Bosch Performance", "85 Nm"), ("Forcella", "RockShox Ultimate", "160 mm"))
    rows += (("Freni", "Magura Trail", "203 mm"), ("Ruote", "Fulcrum Metal", "29 pollici"))
    block = "<br>".join(f"<b>{label}</b> {name} <b>{size}</b>" for label, name, size in rows)
    text = article(FIRST, "  ".join(name for _, name, _ in rows), SECOND, THIRD)
    entries = told(text, html(FIRST, f"<p>{block}</p>", SECOND, THIRD)).entries
    sure = [e.candidates[0].text.strip() for e in entries if e.finding.confidence >= 0.5]
    assert {"85 Nm Forcella", "160 mm Freni", "203 mm Ruote"} <= set(sure)


def test_lines_that_are_stubs_get_the_ends_of_their_own_blocks() -> None:
    blocks = (
        "La <b>corsa delle otto</b> parte dal molo vecchio.",
        "La <b>corsa delle dieci</b> parte dal molo nuovo.",
        "La <b>corsa di mezzanotte</b> parte dalla chiesa.",
    )
    entries = told(article(FIRST, "La", "La", "La", THIRD), html(FIRST, *blocks, THIRD)).entries
    ends = [e.candidates[0].text.strip() for e in entries if e.finding.confidence >= 0.5]
    assert ends == [re.sub("</?b>", "", block).removeprefix("La ") for block in blocks]


def test_the_end_of_one_line_and_the_beginning_of_the_next_are_two_losses() -> None:
    second = SECOND.replace("Il comandante Ferri", "<b>Il comandante Ferri</b>")
    first = FIRST.replace("con qualsiasi tempo.", "<i>con qualsiasi tempo.</i>")
    damaged = article(FIRST.replace(", con qualsiasi tempo.", ""), SECOND.removeprefix("Il comandante Ferri "), THIRD)
    readings = [e.candidates[0].text.strip() for e in told(damaged, html(first, second, THIRD)).entries]
    assert readings == [", con qualsiasi tempo.", "Il comandante Ferri"]


ROUND = (
    "<h1>Il traghetto delle otto e la sua gente, in un racconto lungo un'estate intera.</h1>",
    "<p>di Anna Verdi</p>",
    *(f"<p>{p}</p>" for p in (FIRST, SECOND, LOST, THIRD)),
    f"<aside><p>{LOST}</p></aside>",
    "<p>Scrivi alla redazione</p>",
)


@pytest.mark.parametrize(
    ("kept", "lost"),
    [
        ((FIRST, SECOND), article(LOST, THIRD)),
        ((LOST, THIRD), article(FIRST, SECOND)),
        ((FIRST, SECOND, LOST, THIRD), ""),
    ],
    ids=["last half", "first half", "nothing"],
)
def test_the_first_and_the_last_paragraphs_come_back_and_nothing_else(kept: tuple[str, ...], lost: str) -> None:
    entries = [e for e in told(article(*kept), html(*ROUND)).entries if e.finding.confidence >= 0.5]
    assert [e.candidates[0].text.strip() for e in entries] == [lost.strip()] * bool(lost)
    for entry in entries:
        start, end = entry.finding.start, entry.finding.end
        text = article(*kept)
        assert text[:start] + entry.candidates[0].text + text[end:] == article(FIRST, SECOND, LOST, THIRD)


def test_labels_between_the_values_of_a_table_that_stands_in_one_line_are_lost_words() -> None:
    values = ("Bosch Performance", "RockShox Ultimate", "Magura", "Fulcrum", "Continental Kryptotal")
    labels = ("Motore", "Forcella", "Freni", "Ruote", "Gomme")
    blocks = "".join(f"<div><b>{a}</b></div><div>{b}</div>" for a, b in zip(labels, values, strict=True))
    text = article(FIRST, "  ".join(values), SECOND, THIRD)
    entries = told(text, html(FIRST, f"<section>{blocks}</section>", SECOND, THIRD)).entries
    sure = [e for e in entries if e.finding.confidence >= 0.5]
    assert [e.candidates[0].text.strip() for e in sure][-4:] == [*labels[1:]]


def test_a_last_sentence_comes_back_where_the_article_ran_two_paragraphs_together() -> None:
    lost = "Nessuno lo ha mai visto in divisa."
    (entry,) = told(article(FIRST, f"{SECOND}  {THIRD}"), html(FIRST, f"{SECOND} <b>{lost}</b>", THIRD)).entries
    assert (entry.finding.code, entry.candidates[0].text.strip()) == ("RG114", lost)
    assert entry.finding.confidence >= 0.5


def test_a_paragraph_comes_back_however_much_of_it_was_cut_off() -> None:
    calls = ", ".join(f"alle {hour} da {place}" for hour in range(5, 25) for place in ("Lodi", "Cremona"))
    whole = f"Il traghetto delle isole minori, che è più lento, parte dal molo nuovo: {calls}."
    text = article(FIRST, whole[: whole.index(" nuovo")].replace("dal molo", "dal"), THIRD)
    (entry,) = (e for e in told(text, html(FIRST, whole, THIRD)).entries if e.finding.confidence >= 0.5)
    start, end = entry.finding.start, entry.finding.end
    assert entry.finding.code == "RG106"
    assert text[:start] + entry.candidates[0].text + text[end:] == article(FIRST, whole, THIRD)


def test_a_lost_end_and_the_block_after_it_come_back_apart() -> None:
    damaged = article(FIRST, SECOND.replace(" del lunedì.", ""), THIRD)
    end, block = told(damaged, html(FIRST, SECOND, LOST, THIRD)).entries
    assert (end.candidates[0].text.strip(), block.candidates[0].text.strip()) == ("del lunedì.", LOST)
    assert end.finding.start < block.finding.start
