"""Web archives as references: real WARC and WET files, whole, packed, cut off and damaged."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from cli_runner import run

from repair import interchange
from repair.errors import RepairError
from repair.read import references
from repair.records import Reference

warcio = pytest.importorskip("warcio")

from warcio.statusandheaders import StatusAndHeaders  # noqa: E402
from warcio.warcwriter import WARCWriter  # noqa: E402

LEAD = "Il traghetto per l'isola parte ogni mattina alle otto dal molo vecchio, con qualsiasi tempo."
REST = "Il comandante <b>Ferri</b> lo guida da undici anni e conosce per nome tutti i passeggeri del lunedì."
PAGE = f"<nav>Menu</nav><p>{LEAD}</p><p>{REST}</p>"
ARTICLE = f"{LEAD}\n\n{REST.replace('<b>Ferri</b> ', '')}"


def archive(*records: tuple[str, str, bytes], packed: bool = False, date: str = "2026-02-03T04:05:06Z") -> bytes:
    """A WARC file: each record has its type, its content type, and its payload."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    for number, (kind, media, payload) in enumerate(records):
        http = None
        if kind in ("response", "revisit"):
            http = StatusAndHeaders("200 OK", [("Content-Type", media)] if media else [], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            f"https://esempio.it/{number}",
            kind,
            payload=io.BytesIO(payload),
            http_headers=http,
            warc_content_type=media if http is None else "",
            warc_headers_dict={"WARC-Date": date},
        )
        writer.write_record(record)
    return stream.getvalue()


def read(path: Path, data: bytes) -> tuple[list[Reference], list[RepairError], Counter[str]]:
    path.write_bytes(data)
    errors: list[RepairError] = []
    left_out: Counter[str] = Counter()
    found = references([str(path)], on_error=errors.append, on_left_out=lambda kind, place: left_out.update([kind]))
    return list(found), errors, left_out


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_each_page_has_its_address_its_date_and_its_elements(name: str, tmp_path: Path) -> None:
    data = archive(("response", "text/html; charset=utf-8", PAGE.encode()), packed=name.endswith(".gz"))
    (found,), errors, _ = read(tmp_path / name, data)
    assert not errors
    assert (found.name, found.url, found.date) == ("https://esempio.it/0",) * 2 + ("2026-02-03T04:05:06Z",)
    assert found.text == "Menu\n" + ARTICLE.replace("comandante ", "comandante Ferri ").replace("\n\n", "\n")
    assert "b" in {element.tag for element in found.elements}


def test_what_is_no_page_is_told_by_kind(tmp_path: Path) -> None:
    records = (
        ("warcinfo", "application/warc-fields", b"software: x\r\n"),
        ("response", "text/html", PAGE.encode()),
        ("response", "image/png", b"\x89PNG"),
        ("response", "image/png", b"\x89PNG"),
        ("response", "", b"?"),
        ("revisit", "text/html", b""),
        ("metadata", "text/plain", b"fetched: yes"),
        ("response", "text/html", b"<script>only()</script>"),
    )
    found, errors, left_out = read(tmp_path / "a.warc", archive(*records))
    assert len(found) == 1
    assert not errors
    assert left_out == {"image/png": 2, "without content type": 1, "revisit record": 1, "page without text": 1}


@pytest.mark.parametrize(
    ("media", "data"),
    [
        ("text/html; charset=iso-8859-1", PAGE.encode("cp1252")),
        ('text/html; charset="ISO-8859-15"', PAGE.encode("iso8859-15")),
        ("text/html; charset=iso-8859-1", PAGE.encode()),
        ("text/html", b"<meta charset=windows-1252>" + PAGE.encode("cp1252")),
        ("text/html; charset=no-such-thing", PAGE.encode()),
        ("TEXT/HTML;CHARSET=UTF-8", b"<meta charset=windows-1252>" + PAGE.encode()),
    ],
)
def test_a_page_is_read_as_its_server_declares_it(media: str, data: bytes, tmp_path: Path) -> None:
    (found,), errors, _ = read(tmp_path / "a.warc", archive(("response", media, data)))
    assert not errors
    assert "lunedì" in found.text


def test_the_texts_of_a_wet_file_have_their_address_and_no_elements(tmp_path: Path) -> None:
    data = archive(("conversion", "text/plain", ARTICLE.encode()), packed=True)
    (found,), errors, _ = read(tmp_path / "a.warc.wet.gz", data)
    assert not errors
    assert (found.text, found.url, found.elements) == (ARTICLE, "https://esempio.it/0", ())


@pytest.mark.parametrize("packed", [False, True])
def test_of_an_archive_that_is_cut_off_the_records_before_are_read(packed: bool, tmp_path: Path) -> None:
    page = ("response", "text/html", PAGE.encode())
    whole = archive(page, page, packed=packed)
    found, (error,), _ = read(tmp_path / ("a.warc.gz" if packed else "a.warc"), whole[:-120])
    assert [reference.name for reference in found] == ["https://esempio.it/0"]
    assert "end" in error.what
    assert "whole" in error.hint or "complete" in error.hint


def test_of_a_damaged_archive_the_records_before_are_read(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    page = ("response", "text/html", PAGE.encode())
    first, second = archive(page), archive(page)
    length = len(second) - second.index(b"\r\n\r\n") - 8
    damaged = first + second.replace(f"Content-Length: {length}".encode(), b"Content-Length: 20") + first
    found, (error,), _ = read(tmp_path / "a.warc", damaged)
    assert [reference.name for reference in found][:1] == ["https://esempio.it/0"]
    assert "damaged" in error.what or "cannot be read as a web archive" in error.what
    assert capfd.readouterr().err == ""


def test_what_is_no_archive_is_an_error(tmp_path: Path) -> None:
    found, (error,), _ = read(tmp_path / "a.warc", b"<html>no archive</html>")
    assert not found
    assert "cannot be read as a web archive" in error.what


def test_a_page_of_an_archive_gives_back_what_an_article_lost_and_a_store_keeps_it(tmp_path: Path) -> None:
    crawl, text, store = tmp_path / "crawl.warc.gz", tmp_path / "a.txt", tmp_path / "store"
    pages = (("response", "text/html", PAGE.encode()), ("response", "image/png", b"\x89PNG"))
    crawl.write_bytes(archive(*pages, packed=True))
    text.write_text(ARTICLE, encoding="utf-8")
    for source in (crawl, store):
        if source == store:
            done = run("index", crawl, "-o", store)
            assert (done.code, "beside pages: 1 image/png" in done.err) == (0, True)
        done = run("suggest", text, "-r", source, "--no-model", "--format", "json")
        assert done.code == 0, done.err
        apparatus = interchange.decode(done.bytes.strip())
        assert [(w.url, w.kind) for w in apparatus.witnesses] == [("https://esempio.it/0", "parent")]
        assert apparatus.entries[0].candidates[0].text == " Ferri"
