"""Pages are found by their address, however it is spelled, and by their words where they have none."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from cli_runner import run
from hypothesis import example, given
from hypothesis import strategies as st

from repair import interchange
from repair.collate import Finders, ReferenceIndex, Store
from repair.records import Apparatus, Article, Reference
from repair.text.address import host_of, normal_address

SAME = {
    "//example.org/a/b": (
        "https://example.org/a/b",
        "http://www.Example.org:80/a/b/?utm_source=x#frag",
        "https://user:password@example.org:443/a/b?",
        "//example.org/a/b",
        "example.org/a/b",
        " https://EXAMPLE.org./a/./c/../b\n",
        "https://web.archive.org/web/20240102030405id_/http://example.org/a/b",
        "https://web.archive.org/web/2024/https://web.archive.org/web/2023/http://example.org/a/b",
        "https://example.org/a/b;jsessionid=12AB",
        "HTTPS://example.org/a/b?fbclid=1&at_medium=2&GCLID=3",
        "https://example.org/%61/%62",
    ),
    "//example.org/~a/caf%C3%A9": ("https://example.org/%7Ea/caf%c3%a9", "https://example.org/~a/café"),
    "//xn--mnchen-3ya.de": ("https://münchen.de/", "http://XN--MNCHEN-3YA.de"),
    "//example.org/a?a=1&b=2": ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2&"),
    "//example.org?q=a+b": ("https://example.org/?q=a%20b", "https://example.org?q=a+b"),
    "//example.org/a%20b": ("https://example.org/a b", "https://example.org/a%20b"),
    "//example.org": ("https://example.org/#/x", "https://example.org/", "www.example.org", "https://example.org/../.."),
    "//example.org#!/x": ("https://example.org/#!/x",),
    "//example.org:8080": ("https://example.org:8080/",),
    "//www.org/a": ("https://www.org/a",),
    "//example.org/A": ("https://example.org/A",),
    "//example.org/a%2Fb": ("https://example.org/a%2fb",),
    "//example.org/a?page=2": ("https://example.org/a?page=2&utm_campaign=x",),
    "//example.org/a?id=": ("https://example.org/a?id=",),
    "//[::1]/a": ("http://[::1]:80/a",),
    "": ("", "no address", "ftp://example.org/a", "mailto:a@b.org", "file:///etc/passwd", "http://[::1", "http://a:b:c/",
         "javascript:alert(1)", "urn:uuid:12", "http://", "https:///a", "http://example.org:99999/", "/a/b"),
}  # fmt: skip


@pytest.mark.parametrize(("form", "url"), [(form, url) for form, urls in SAME.items() for url in urls])
def test_each_spelling_of_an_address_has_one_form(form: str, url: str) -> None:
    assert normal_address(url) == form


@given(st.text(max_size=60) | st.from_regex(r"(https?://)?[a-z.]{1,9}(:\d{1,5})?/[a-z%./?&=#!;~0-9A-F+]{0,30}"))
@example("http://x.y/%25%32%35")
@example("http://x.y//")
@example("x.y/a%")
def test_a_normal_form_is_its_own_normal_form(url: str) -> None:
    form = normal_address(url)
    assert normal_address(form) == form


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Esempio.it:8080/a", "www.esempio.it"),
        ("//esempio.it", "esempio.it"),
        ("isola", ""),
        ("http://[x", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host


LEAD = "Il traghetto per l'isola parte ogni mattina alle otto dal molo vecchio, con qualsiasi tempo."
REST = "Il comandante {}lo guida da undici anni e conosce per nome tutti i passeggeri del lunedì."
TEXT = f"{LEAD}\n\n{REST.format('')}"
PAGE = f"<p>{LEAD}</p><p>{REST.format('<b>Ferri</b> ')}</p>"
OTHER = f"{LEAD}\n\n{REST.format('').replace('undici', 'dodici')} La biglietteria resta chiusa il martedì."
URL = "https://www.esempio.it/isola/?utm_source=feed"
FORM = "http://esempio.it/isola#commenti"


def references(*more: Reference) -> list[Reference]:
    return [
        Reference("same words", TEXT + " Fine.", url="https://altrove.it/isola"),
        Reference("same address", OTHER, url=FORM),
        Reference(
            "address of other words", "Di tutt'altro si parla in questa pagina, e di nulla che sia vero.", url=FORM
        ),
        *more,
    ]


def finders(folder: Path) -> list[ReferenceIndex | Store | Finders]:
    store = Store.open(folder / "store", create=True)
    store.add(references())
    return [ReferenceIndex(references()), store, Finders([ReferenceIndex(references()[:1]), store])]


def test_the_reference_of_the_address_comes_first_and_others_follow_by_their_words(tmp_path: Path) -> None:
    for finder in finders(tmp_path):
        found = finder.find(Article("a", TEXT, url=URL), 12, 20.0)
        assert [reference.name for reference, _ in found] == ["same address", "same words"]
        assert finder.find(Article("a", TEXT, url=URL), 1, 20.0) == found[:1]
        by_words = finder.find(Article("a", TEXT), 12, 20.0)
        assert [reference.name for reference, _ in by_words] == ["same words", "same address"]


def test_a_page_of_the_address_is_found_that_has_little_of_the_article(tmp_path: Path) -> None:
    text = " ".join(f"parola{n} detta{n} qui{n}" for n in range(60))
    page = Reference("page", " ".join((text[:150], *(f"altro{n}" for n in range(90)))), url=FORM)
    store = Store.open(tmp_path / "store", create=True)
    store.add([page])
    for finder in (ReferenceIndex([page]), store):
        assert not finder.find(Article("a", text), 12, 20.0)
        ((found, similarity),) = finder.find(Article("a", text, url=URL), 12, 20.0)
        assert (found.name, 5 <= similarity < 20) == ("page", True)


def test_a_store_of_an_earlier_version_learns_addresses_when_something_is_added(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store", create=True)
    store.add(references())
    store.close()
    with sqlite3.connect(tmp_path / "store" / "references.sqlite") as database:
        database.execute("DROP INDEX reference_address")
        database.execute("ALTER TABLE reference DROP COLUMN address")
        database.execute("DELETE FROM setting WHERE name = 'addressed'")
    store = Store.open(tmp_path / "store")
    article = Article("a", TEXT, url=URL)
    assert store.find(article, 12, 20.0)[0][0].name == "same words"
    store.add([Reference("one more", "Nulla di nuovo sotto il sole di questa lunga estate.", url="mailto:x@y.it")])
    assert store.find(article, 12, 20.0)[0][0].name == "same address"


def told(*arguments: str | Path) -> Apparatus:
    done = run("suggest", *arguments, "--no-model", "--format", "json")
    assert done.code == 0, done.err
    return interchange.decode(done.out.splitlines()[0].encode())


def rows(path: Path, *made: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
    return path


@pytest.mark.parametrize("field", ["url", "page.address"])
@pytest.mark.parametrize("kind", ["jsonl", "html", "store"])
def test_the_reference_of_the_address_is_the_parent(kind: str, field: str, tmp_path: Path) -> None:
    row: dict[str, object] = {"id": "a", "text": TEXT, "url": URL} if field == "url" else {"id": "a", "text": TEXT, "page": {"address": URL}}  # fmt: skip
    articles = rows(tmp_path / "rows.jsonl", row)
    source = tmp_path / "page.html"
    source.write_text(f'<link rel="canonical" href="{FORM}">{PAGE}', encoding="utf-8")
    if kind != "html":
        whole = f"{LEAD}\n\n{REST.format('Ferri ')}"
        row = {"id": "p", "html": PAGE, "text": whole, "url": FORM, "page": {"address": FORM}}
        source = rows(tmp_path / "pages.jsonl", row)
    if kind == "store":
        done = run("index", source, "--html-field", "html", "--url-field", field, "-o", tmp_path / "store")
        assert done.code == 0, done.err
        source = tmp_path / "store"
    found = told(articles, "-r", source, "--url-field", field)
    assert [(w.url, w.kind) for w in found.witnesses] == [(FORM, "parent")]
    assert found.entries[0].candidates[0].text == " Ferri"


def test_the_page_of_the_address_is_the_parent_though_the_extractor_added_words(tmp_path: Path) -> None:
    added = TEXT.replace("\n\n", "\n\n* * * immagine: porto\n\n") + "\n\ncontinua sul sito"
    page = rows(tmp_path / "pages.jsonl", {"id": "p", "html": PAGE, "url": FORM})
    assert run("index", page, "--html-field", "html", "-o", tmp_path / "store").code == 0
    for url, kind in ((URL, "parent"), ("https://altrove.it/", "sibling")):
        articles = rows(tmp_path / "rows.jsonl", {"id": "a", "text": added, "url": url})
        found = told(articles, "-r", tmp_path / "store")
        assert [w.kind for w in found.witnesses] == [kind]
