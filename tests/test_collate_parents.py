"""The page that an article was made from is one witness that is enough; another edition of it is not."""

from __future__ import annotations

import re

import pytest

from repair import interchange
from repair.collate import ReferenceIndex, collate
from repair.config import Config
from repair.detect import detect
from repair.read.values import page
from repair.records import Apparatus, Article, Reading, Reference
from repair.scoring.rank import rank

CONFIG = Config(use_model=False)
FIRST = "Il traghetto per l'isola parte ogni mattina alle otto dal molo vecchio, con qualsiasi tempo."
SECOND = "Il comandante Ferri lo guida da undici anni e conosce per nome tutti i passeggeri del lunedì."
THIRD = "In inverno la biglietteria resta chiusa, e il biglietto si compra a bordo dal marinaio di guardia."
LOST = "D'estate invece le corse sono sei, l'ultima a mezzanotte, e la fila arriva fino alla chiesa."


def told(text: str, *references: Reference) -> Apparatus:
    found = detect(Article("a", text, "it"), None, CONFIG)
    return rank(collate(found, ReferenceIndex(references), CONFIG))


def html(*blocks: str) -> Reference:
    return page(
        "<nav><a href='/'>Prima pagina</a></nav>" + "".join(b if b[0] == "<" else f"<p>{b}</p>" for b in blocks)
    )


def article(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"


WHOLE = (FIRST, SECOND, THIRD)


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


def test_a_place_is_no_less_sure_for_more_lost_blocks() -> None:
    blocks = ("<h2>Le corse del mattino</h2>", "<p>Si parte dal molo</p>", "<p>Si torna di sera</p>", f"<p>{LOST}</p>")
    sure = []
    for number in range(1, len(blocks) + 1):
        (entry,) = told(article(*WHOLE), html(FIRST, *blocks[:number], SECOND, THIRD)).entries
        assert entry.finding.code == "RG114"
        sure.append(entry.finding.confidence)
    assert sure == sorted(sure)
    assert sure[0] >= 0.5


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


def test_what_ran_together_is_parted_without_the_blocks_that_the_page_has_between() -> None:
    joined = article(FIRST, SECOND + THIRD)
    between = "<p>Leggi anche: <a href='/x'>Il molo nuovo apre in primavera</a></p>"
    entries = told(joined, html(FIRST, SECOND, between, THIRD)).entries
    (entry,) = [e for e in entries if e.finding.code == "RJ201"]
    assert {c.text for c in entry.candidates} == {" "}


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


SPEECH = "Il sindaco ha detto ieri sera: «Non abbiamo più soldi per le strade della nostra città"
PARTNERS = {
    "after the full stop": (f"{SPEECH}.", f"{SPEECH}.»", "»"),
    "before the full stop": (f"{SPEECH}.", f"{SPEECH}».", "»"),
    "at the end without a full stop": (SPEECH, f"{SPEECH}»", "»"),
    "in the midst": (f"{SPEECH}, e poi è andato via.", f"{SPEECH}», e poi è andato via.", "»"),
    "curly": (f"{SPEECH.replace('«', '“')}.", f"{SPEECH.replace('«', '“')}.”", "”"),
    "a bracket": (
        "Il comune (che ha pochi soldi aspetta ancora.",
        "Il comune (che ha pochi soldi) aspetta ancora.",
        ")",
    ),
    "a bracket that opens": (
        "Il comune, che ha pochi soldi] aspetta.",
        "Il comune, [che ha pochi soldi] aspetta.",
        "[",
    ),
    "where the paragraph begins": ("Il comune] aspetta ancora.", "[Il comune] aspetta ancora.", "["),
    "with a blank": (f"{SPEECH}.", f"{SPEECH} ».", " »"),
}


@pytest.mark.parametrize("kind", PARTNERS)
@pytest.mark.parametrize("by", ["page", "copy"])
def test_the_lost_partner_of_a_mark_stands_where_the_page_or_a_copy_has_it(by: str, kind: str) -> None:
    mine, whole, mark = PARTNERS[kind]
    text = article(FIRST, mine, THIRD)
    copy = html(FIRST, whole, THIRD) if by == "page" else Reference("b", article(FIRST, whole, THIRD, LOST))
    (entry,) = (e for e in told(text, copy).entries if e.finding.code == "RG110")
    start, end = entry.finding.start, entry.finding.end
    assert [each.text for each in entry.candidates] == [mark]
    assert text[:start] + entry.candidates[0].text + text[end:] == article(FIRST, whole, THIRD)
    assert entry.finding.confidence > 0.9


def test_a_mark_that_stands_on_the_next_line_is_not_lost() -> None:
    text = article(FIRST, "Lo chiamano (\nil comandante\n) da anni, e nessuno sa perché.", THIRD)
    whole = "Lo chiamano (<em>il comandante</em>) da anni, e nessuno sa perché."
    entries = told(text, html(FIRST, whole, THIRD)).entries
    assert not any(e.finding.code == "RG110" and e.candidates for e in entries)


@pytest.mark.parametrize(
    ("lost", "whole"),
    [
        ("costa € e si compra", "costa 5 euro e si compra"),
        ("costa $ e si compra", "costa cinque dollari e si compra"),
        ("costa € e si compra", "costa 5 € e si compra"),
        ("copre il % della spesa e si compra", "copre il 40 per cento della spesa e si compra"),
    ],
)
@pytest.mark.parametrize("by", ["page", "copy"])
def test_a_sign_that_a_reference_names_is_not_put_in_twice(by: str, lost: str, whole: str) -> None:
    blocks = [(FIRST, SECOND, THIRD.replace("si compra", each)) for each in (lost, whole)]
    copy = html(*blocks[1]) if by == "page" else Reference("b", article(*blocks[1], LOST))
    text = article(*blocks[0])
    (entry,) = (e for e in told(text, copy).entries if e.finding.confidence >= 0.5 and e.finding.code != "RG114")
    start, end = entry.finding.start, entry.finding.end
    assert text[:start] + entry.candidates[0].text + text[end:] == article(*blocks[1])


def test_a_paragraph_comes_back_however_much_of_it_was_cut_off() -> None:
    calls = ", ".join(f"alle {hour} da {place}" for hour in range(5, 25) for place in ("Lodi", "Cremona"))
    whole = f"Il traghetto delle isole minori, che è più lento, parte dal molo nuovo: {calls}."
    text = article(FIRST, whole[: whole.index(" nuovo")].replace("dal molo", "dal"), THIRD)
    (entry,) = (e for e in told(text, html(FIRST, whole, THIRD)).entries if e.finding.confidence >= 0.5)
    start, end = entry.finding.start, entry.finding.end
    assert entry.finding.code == "RG106"
    assert text[:start] + entry.candidates[0].text + text[end:] == article(FIRST, whole, THIRD)


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


def test_an_edited_version_is_a_sibling_and_one_is_not_enough() -> None:
    edited = article(FIRST.replace("parte", "salpa"), SECOND.replace("conosce", "saluta"), LOST, THIRD).replace(
        "resta chiusa", "non apre"
    )
    apparatus = told(article(*WHOLE).replace("Ferri ", ""), Reference("altra", edited.replace("vecchio", "nuovo")))
    assert [w.kind for w in apparatus.witnesses] == ["sibling"]
    assert all(e.finding.confidence < 0.5 for e in apparatus.entries)


def test_a_longer_text_without_elements_proves_no_lost_block() -> None:
    assert told(article(*WHOLE), Reference("copia", article(FIRST, SECOND, LOST, THIRD))).entries == ()


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


def test_the_kind_of_a_witness_is_written_and_older_files_are_read() -> None:
    apparatus = told(article(*WHOLE).replace("Ferri ", ""), html(*WHOLE))
    line = interchange.encode(apparatus)
    assert b'"kind":"parent"' in line
    assert interchange.decode(line).witnesses == apparatus.witnesses
    older = interchange.decode(line.replace(b',"kind":"parent"', b""))
    assert [w.kind for w in older.witnesses] == ["sibling"]


def test_a_lost_end_and_the_block_after_it_come_back_apart() -> None:
    damaged = article(FIRST, SECOND.replace(" del lunedì.", ""), THIRD)
    end, block = told(damaged, html(FIRST, SECOND, LOST, THIRD)).entries
    assert (end.candidates[0].text.strip(), block.candidates[0].text.strip()) == ("del lunedì.", LOST)
    assert end.finding.start < block.finding.start


def test_a_link_that_ended_a_paragraph_is_no_furniture() -> None:
    damaged = article(FIRST, SECOND.replace(" del lunedì.", ""), THIRD)
    linked = SECOND.replace("del lunedì.", "<a href='/l'>del lunedì.</a>")
    (entry,) = told(damaged, html(FIRST, linked, THIRD)).entries
    assert entry.candidates[0].text.strip() == "del lunedì."
    reading = entry.candidates[0].provenance[0]
    assert getattr(reading, "element", "") == "a"


def test_the_same_words_with_other_blanks_fill_no_gap() -> None:
    text = article(FIRST, SECOND + "\u00a0\u00a0Leggi di più...", THIRD)
    entries = told(text, html(FIRST, SECOND + " Leggi di più...", THIRD)).entries
    assert all(c.kind != "reading" for e in entries for c in e.candidates)


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("saved", ["utf-8", "cp1252"])
def test_a_page_saved_as_utf_8_under_its_old_declaration_is_read_as_utf_8(declared: str, saved: str) -> None:
    source = f'<meta charset="{declared}"><p>Perché l’età conta più di ciò che è scritto.</p>'
    assert page(source.encode(saved)).text == "Perché l’età conta più di ciò che è scritto."


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
