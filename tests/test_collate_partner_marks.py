"""Lost partners of marks stand where a reference has them, and signs that it has as words go with these."""

from __future__ import annotations

import pytest
from ferry import FIRST, LOST, SECOND, THIRD, article, html, told

from repair.records import Reference

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
