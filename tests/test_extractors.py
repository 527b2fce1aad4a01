"""The report card of extractors: what each loses of a page, and a small page from which it loses that too."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli_runner import run
from msgspec.structs import replace

from repair.read.extractors import EXTRACTORS

LEAD = "Il traghetto per l'isola parte ogni mattina alle otto dal molo vecchio, con qualsiasi tempo."
REST = "Il comandante <b>Ferri</b> lo guida da undici anni e conosce <a href='/x'>per nome</a> i passeggeri & il molo."
PAGE = (
    "<html><head><link rel='canonical' href='https://esempio.it/isola'></head><body><nav>Menu</nav><article>"
    f"<h1>Il traghetto</h1><p>{LEAD}</p><p>{REST}</p><p>{LEAD.replace('mattina', 'sera')}</p></article></body></html>"
)


def without(tag: str) -> object:
    """An extractor that loses an element."""

    def text_of(html: str) -> str:
        kept = re.sub(rf"<{tag}\b[^>]*>.*?</{tag}>", "", re.sub(r"<head>.*</head>|<nav>.*</nav>", "", html))
        lines = re.sub(r"<[^>]+>", "", re.sub(r"</(p|h1)>", "\n\n", kept)).replace("&amp;", "&")
        return re.sub(r" {2,}", " ", lines)

    return replace(EXTRACTORS["trafilatura"], modules=("click",), text_of=text_of)


@pytest.fixture(autouse=True)
def _extractors(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, tag in (("trafilatura", "b"), ("html2text", "a"), ("resiliparse", "u")):
        monkeypatch.setitem(EXTRACTORS, name, without(tag))
    missing = replace(EXTRACTORS["readability"], modules=("no_such_module",))
    monkeypatch.setitem(EXTRACTORS, "readability", missing)


def test_each_extractor_has_its_losses_by_element_and_host_with_a_small_page(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    done = run("extractors", tmp_path / "page.html")
    assert done.code == 0, done.err
    cards = {card.split()[0]: card for card in re.split(r"^# ", done.out, flags=re.M)[1:]}
    assert set(cards) == {"trafilatura", "resiliparse", "html2text"}
    assert "| `<b>` | esempio.it | 1 | 1 |" in cards["trafilatura"]
    assert "| `<a>` | esempio.it | 1 | 2 |" in cards["html2text"]
    assert "0 losses, on 0 of 1 page." in cards["resiliparse"]
    (small,) = re.findall(r"```html\n(.*)\n```", cards["html2text"])
    assert '<a href="/x">per nome</a> i passeggeri &amp; il molo.' in small
    assert "Menu" not in small
    assert "per nome" not in EXTRACTORS["html2text"].text_of(small)


def test_pages_of_an_archive_have_the_host_of_their_address(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    from test_read_warc import archive

    html = PAGE.replace("esempio.it", "altrove.it").encode()
    (tmp_path / "a.warc.gz").write_bytes(archive(("response", "text/html", html), packed=True))
    done = run("extractors", tmp_path / "a.warc.gz", "--extractor", "html2text", "-o", tmp_path / "lost.md")
    assert done.code == 0, done.err
    assert "| `<a>` | esempio.it | 1 | 2 |" in (tmp_path / "lost.md").read_text(encoding="utf-8")


def test_a_page_without_an_article_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html></html>", encoding="utf-8")
    done = run("extractors", tmp_path / "page.html", "--extractor", "html2text")
    assert done.code == 2
    assert "the extractor html2text finds no article" in done.err


def test_pages_in_a_field_of_rows_are_read_once_each(tmp_path: Path) -> None:
    rows = [{"id": str(n), "html": PAGE, "link": "https://esempio.it/isola"} for n in range(2)]
    rows.append({"id": "3", "html": PAGE.replace("otto", "nove"), "link": "https://altrove.it/isola"})
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    options = "--html-field", "html", "--url-field", "link", "--extractor", "html2text"
    done = run("extractors", tmp_path / "rows.jsonl", *options)
    assert done.code == 0, done.err
    assert "2 losses, on 2 of 2 pages." in done.out
    assert "| `<a>` | altrove.it | 1 | 2 |" in done.out


def test_what_is_no_page_is_told_and_a_report_about_nothing_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"html": "<p>a</p>"}\n', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("un appunto\n", encoding="utf-8")
    done = run("extractors", tmp_path / "rows.jsonl", tmp_path / "notes.txt", "-o", tmp_path / "lost.md")
    assert done.code == 2
    assert (
        "rows.jsonl: is no page of HTML; name the field of the rows that holds the pages with --html-field" in done.err
    )
    assert "notes.txt: is no page of HTML" in done.err
    assert "no extractor found an article" in done.err
    assert not (tmp_path / "lost.md").exists()
    (tmp_path / "pagina").write_text(PAGE, encoding="utf-8")
    assert run("extractors", tmp_path / "pagina", "--extractor", "html2text").code == 0
