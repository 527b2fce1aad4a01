"""A day of an archivist: five hundred decisions by keyboard, and everything that can go wrong in between."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from cli_runner import run
from lxml import etree
from msgspec.structs import replace
from review_desk import apparatus, write
from test_review_browser import Room, browser, press, pytestmark, room  # noqa: F401

from repair.render.editions import tei_reader
from repair.review import fold, log_path, read_log
from repair.review.pictures import pictured


@pytest.mark.slow
def test_five_hundred_decisions_and_nothing_is_lost(room: Room, tmp_path: Path) -> None:  # noqa: F811
    articles = [apparatus(50, id=f"articolo-{n}", before=f"Titolo numero {n}\n\n") for n in range(10)]
    path = write(tmp_path, *articles)
    server = room.serve(path)
    page = room.open(server, "")
    for number in range(500):
        before = page.url
        if number % 50 % 4 == 3:  # no candidate there: something is typed
            page.keyboard.press("e")
            page.keyboard.type(f" fecero {number}")
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("x" if number % 10 == 5 else "a")
        if number == 499:
            page.wait_for_selector(".card.done")
        else:
            page.wait_for_url(lambda url, before=before: url != before)
        if number == 100:
            page.reload()
            page.wait_for_selector(".card")
        if number == 200:  # killed while something is being typed
            page.keyboard.press("e")
            page.fill("#typed", " a metà")
            page.wait_for_timeout(600)
            server.kill()
            server = room.serve(path)
            page.goto(server.url)
            page.wait_for_selector("#typed")
            assert page.input_value("#typed") == " a metà"
            page.focus("#typed")
            page.keyboard.press("Escape")
        if number == 300:
            other = room.open(room.serve(path, reviewer="bruno"), "#show=unseen")
            for _ in range(3):
                press(other, "x")
    state = fold(read_log(log_path(path), pytest.fail))
    mine = {key: by["anna"] for key, by in state.decided().items() if "anna" in by}
    assert len(mine) == 500
    kinds = [line.decision for line in mine.values()]
    assert kinds.count("reject") == 30
    assert kinds.count("emend") >= 90
    outcome = run("decisions", log_path(path))
    assert "anna and bruno agree on" in outcome.out

    crawled = write(
        tmp_path, *(replace(a, article=replace(a.article, id=a.article.id)) for a in articles), name="new.json"
    )
    named = ("--decisions", log_path(path), "--reviewer", "anna")
    tei, docx = tmp_path / "edition.xml", tmp_path / "edition.docx"
    assert run("render", crawled, *named, "--format", "tei", "-o", tei).code == 0
    assert run("render", crawled, *named, "--format", "docx", "-o", docx).code == 0
    assert run("render", crawled, *named, "--format", "html", "-o", tmp_path / "edition.html").code == 0
    edition = tei.read_text(encoding="utf-8")
    assert [text for _, text in tei_reader.originals(edition)] == [a.article.text for a in articles]
    supplied = [line.outcome for line in mine.values() if line.outcome]
    root = etree.fromstring(edition.encode())
    put_in = ["".join(e.itertext()) for e in root.iter("{http://www.tei-c.org/ns/1.0}supplied")]
    assert sorted(put_in) == sorted(map(pictured, supplied))
    with zipfile.ZipFile(docx) as packed:
        assert packed.testzip() is None
    room.said.clear()
