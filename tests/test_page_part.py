"""Of a page only the part around its article is compared with it: what stands further away changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_runner import run
from hypothesis import given, settings
from hypothesis import strategies as st

import repair

PARAGRAPHS = (
    "Il traghetto per l'isola parte ogni mattina alle otto dal molo vecchio, con qualsiasi tempo.",
    "Il comandante Ferri lo guida da undici anni e conosce per nome tutti i passeggeri del lunedì.",
    "In inverno la biglietteria resta chiusa, e il biglietto si compra a bordo dal marinaio di guardia.",
    "D'estate invece le corse sono sei, l'ultima a mezzanotte, e la fila arriva fino alla chiesa.",
)
FAR = (
    "<nav><ul><li><a href='/'>Prima pagina</a></li><li><a href='/s'>Sport e tempo</a></li></ul></nav>",
    "<div class='teasers'><h3>Il traghetto nuovo</h3><p>Arriva a marzo, con qualsiasi tempo.</p></div>",
    "<footer>Tutti i diritti riservati, © Gazzetta del molo</footer>",
    "<section><p>Una notizia del tutto diversa, che parla di un altro porto e dei suoi pescherecci.</p></section>",
    "<pre>\n  uno   due\n</pre>",
)


def html(blocks: tuple[str, ...], above: list[str], below: list[str]) -> str:
    column = "".join(f"<p>{block}</p>" for block in blocks)
    return f"<body>{''.join(above)}<main><article><h1>Il molo</h1>{column}</article></main>{''.join(below)}</body>"


def told(text: str, page: str) -> list[tuple[object, ...]]:
    """What is found and read, wherever on the page it stands."""
    apparatus = repair.suggest(text, references=[repair.page(page)], language="it", use_model=False)
    return [
        (
            e.finding.start,
            e.finding.end,
            e.finding.code,
            e.finding.confidence,
            [(c.text, c.score) for c in e.candidates],
        )
        for e in apparatus.entries
    ]


@given(
    lost=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 14), st.integers(1, 3)), max_size=3),
    dropped=st.sets(st.integers(1, 2), max_size=1),
    joint=st.sampled_from(["\n\n", "\n"]),
    above=st.lists(st.sampled_from(FAR), max_size=4),
    below=st.lists(st.sampled_from(FAR), max_size=4),
)
@settings(max_examples=20)
def test_what_stands_away_from_the_article_changes_nothing(
    lost: list[tuple[int, int, int]], dropped: set[int], joint: str, above: list[str], below: list[str]
) -> None:
    kept = [block.split(" ") for block in PARAGRAPHS]
    for block, start, count in lost:
        del kept[block][start : start + count]
    text = joint.join(" ".join(words) for n, words in enumerate(kept) if n not in dropped)
    assert told(text, html(PARAGRAPHS, above, below)) == told(text, html(PARAGRAPHS, [], []))


@pytest.mark.parametrize("away", [[], list(FAR)], ids=["alone", "among menus"])
def test_the_page_in_a_row_says_what_the_page_in_a_file_says(away: list[str], tmp_path: Path) -> None:
    text = "\n\n".join(PARAGRAPHS).replace(" Ferri", "").replace(" marinaio di", "")
    page = html(PARAGRAPHS, away, away)
    (tmp_path / "rows.jsonl").write_text(json.dumps({"id": "a", "text": text, "html": page}) + "\n", encoding="utf-8")
    (tmp_path / "a.html").write_text(f"<meta charset='utf-8'>{page}", encoding="utf-8")
    rows = str(tmp_path / "rows.jsonl")
    options = ("--no-model", "--format", "json")
    in_row = run("suggest", rows, "--html-field", "html", *options)
    in_file = run("suggest", rows, "--reference", str(tmp_path / "a.html"), *options)
    found = [json.loads(done.out)["suggestions"] for done in (in_row, in_file)]
    for suggestion in (*found[0], *found[1]):
        for candidate in suggestion["candidates"]:
            for source in candidate["provenance"]:
                del source["reference"]  # the name of the page
    assert found[0] == found[1]
    assert [s["candidates"][0]["text"] for s in found[0]] == [" Ferri", " marinaio di"]


def test_a_last_line_that_stands_in_the_article_as_well_is_found_after_it() -> None:
    blocks = (PARAGRAPHS[0], "Orari e prezzi", *PARAGRAPHS[1:], "Orari e prezzi")
    text = "\n".join((blocks[0], blocks[1], blocks[2], blocks[-1]))
    codes = [code for _, _, code, confidence, _ in told(text, html(blocks, list(FAR), [])) if confidence >= 0.5]
    assert codes == ["RG114"]


@pytest.mark.parametrize(
    ("opened", "words", "closed"),
    [
        ("«", '?description("grande|obliquo")', "»"),
        ("“", "la regola (detta «di Ferri»)", "”"),
        ("„", "l’ora [solare]", "“"),
    ],
)
def test_a_quotation_is_read_to_its_own_end(opened: str, words: str, closed: str) -> None:
    block = f"Sul molo un cartello dice al comandante Ferri e a tutti i passeggeri {opened}{words}{closed}."
    text = "\n".join((PARAGRAPHS[0], block.replace(words, ""), PARAGRAPHS[2]))
    (place,) = (f for f in told(text, html((PARAGRAPHS[0], block, PARAGRAPHS[2]), [], [])) if f[3] >= 0.5)
    assert place[4][0][0].strip() == words


def test_a_word_that_comes_twice_in_what_a_line_lost_is_the_one_before_its_rest() -> None:
    block = "Soglia (numero di passeggeri): di quanti pescherecci si deve tenere conto nel porto vecchio d'inverno."
    text = "\n".join((PARAGRAPHS[0], block.partition(": ")[2], PARAGRAPHS[2]))
    (place,) = (f for f in told(text, html((PARAGRAPHS[0], block, PARAGRAPHS[2]), [], [])) if f[3] >= 0.5)
    assert place[4][0][0].strip() == "Soglia (numero di passeggeri):"
