"""Web archives as input: the articles of their pages, each with its page as its parent, and what is told of the rest."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from cli_runner import Outcome, run
from corpus_samples import digests

from repair import interchange
from repair.read.extractors import EXTRACTORS, article_text

pytest.importorskip("warcio")

from test_read_warc import archive

PARAGRAPHS = (
    "Il traghetto per l'isola parte ogni mattina alle otto dal molo vecchio, con qualsiasi tempo e in ogni stagione.",
    'Il comandante <a href="/ferri">Ferri</a> lo guida da undici anni e conosce per nome tutti i passeggeri del lunedì.',
    "La biglietteria resta chiusa da novembre a marzo, e il biglietto si compra a bordo, in contanti o con la carta.",
    "Chi porta una bicicletta paga due euro in più, ma i bambini sotto i sei anni viaggiano gratis con un adulto.",
)
PAGE = (
    "<html><head><title>Il traghetto</title></head><body><nav><ul><li><a href='/'>Casa</a></li></ul></nav>"
    f"<article><h1>Il traghetto dell'isola</h1>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</article></body></html>"
)
EMPTY = "<html><body><script>load()</script></body></html>"
TEXT = "\n\n".join(PARAGRAPHS).replace('<a href="/ferri">Ferri</a> ', "")
HTML = ("response", "text/html; charset=utf-8", PAGE.encode())
WET = ("conversion", "text/plain", TEXT.encode())


def lossy(html: str) -> str | None:
    """An extractor that loses links."""
    return TEXT if "Ferri" in html else None


@pytest.fixture(autouse=True)
def _an_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    from msgspec.structs import replace

    monkeypatch.setitem(
        EXTRACTORS, "trafilatura", replace(EXTRACTORS["trafilatura"], modules=("warcio",), text_of=lossy)
    )


def told(path: Path, data: bytes, *more: str) -> Outcome:
    path.write_bytes(data)
    return run("suggest", path, "--no-model", "--format", "json", *more)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_the_page_of_the_record_is_the_parent_of_its_article(name: str, tmp_path: Path) -> None:
    done = told(tmp_path / name, archive(HTML, packed=name.endswith("gz")))
    assert done.code == 0, done.err
    (apparatus,) = (interchange.decode(line.encode()) for line in done.out.splitlines())
    assert (apparatus.article.id, apparatus.article.text) == ("https://esempio.it/0", TEXT)
    (witness,) = apparatus.witnesses
    assert (witness.name, witness.kind, witness.url) == ("https://esempio.it/0#page", "parent", "https://esempio.it/0")
    (entry,) = apparatus.entries
    assert (entry.finding.code, entry.candidates[0].text) == ("RG113", " Ferri")
    assert entry.finding.confidence >= 0.5
    assert str(apparatus.article.source) == f"{tmp_path / name}:1"


def test_an_address_that_was_crawled_twice_gives_two_articles(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    done = told(path, archive(HTML) + archive(HTML))
    assert (done.code, [row["id"] for row in done.rows]) == (0, ["https://esempio.it/0", f"{path}:2"])


@pytest.mark.parametrize("name", ["a.warc.wet.gz", "a.wet"])
def test_a_record_of_plain_text_is_an_article_without_a_page(name: str, tmp_path: Path) -> None:
    other = ("conversion", "text/plain", b"Another text, of some words. It is short.")
    data = archive(WET, other, packed=name.endswith("gz"))
    done = told(tmp_path / name, data)
    assert (done.code, [row["id"] for row in done.rows]) == (0, ["https://esempio.it/0", "https://esempio.it/1"])
    assert [row.get("witnesses", []) for row in done.rows] == [[], []]


def test_check_reads_articles_too_and_a_packed_archive_may_be_one_block(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(archive(HTML, WET)))
    done = run("check", tmp_path / "a.warc.gz", "--no-model")
    assert (done.code, "RG113" in done.out) == (1, True)
    assert "of 2 articles" in done.out


@cache  # each has a name of its own, and so another length
def block(record: tuple[str, str, bytes]) -> bytes:
    return archive(record, packed=True)


def packed(*records: tuple[str, str, bytes]) -> list[bytes]:
    """Each record as a block of its own."""
    return list(map(block, records))


def broken(data: bytes) -> bytes:
    return data[:40] + bytes(b ^ 0x5A for b in data[40:80]) + data[80:]


def _plain_length(data: bytes) -> bytes:
    head, _, rest = data.partition(b"Content-Length: ")
    return head + b"Content-Length: 20" + rest[rest.index(b"\r\n") :]


LATIN = ("response", "text/html; charset=utf-8", PAGE.encode("latin-1"))
FAULTS: dict[str, tuple[str, Callable[[], bytes], int, int, str]] = {
    # name of the file, the archive, number of articles, exit code, what is told
    "truncated block": ("a.warc.gz", lambda: b"".join(packed(HTML, HTML))[:-60], 1, 2, "damaged at byte {second}: the archive ends inside this record"),
    "truncated record": ("a.warc", lambda: archive(HTML) + archive(HTML)[:-60], 1, 2, "damaged at byte {plain}: the archive ends inside this record"),
    "truncated head": ("a.warc", lambda: archive(HTML) + archive(HTML)[:60], 1, 2, "ends inside the head"),
    "damaged block": ("a.warc.gz", lambda: packed(HTML)[0] + broken(packed(HTML)[0]) + packed(WET)[0], 2, 2, "damaged at byte {second}: cannot be unpacked"),
    "wrong length": ("a.warc", lambda: archive(HTML) + _plain_length(archive(HTML)) + archive(WET), 2, 2, "damaged at byte {plain}: a record does not end where it says"),
    "rubbish between": ("a.warc", lambda: archive(HTML) + b"rubbish\r\n\r\n" + archive(WET), 2, 2, "damaged at byte {plain}: no record begins here"),
    "zeros at the end": ("a.warc.gz", lambda: packed(HTML)[0] + bytes(512), 1, 0, ""),
    "no length": ("a.warc", lambda: archive(HTML) + b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" + archive(WET), 2, 2, "a record has no length"),
    "no headers": ("a.warc", lambda: archive(HTML) + b"WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n" + archive(WET), 2, 0, "1 record without type"),
    "wrong charset": ("a.warc", lambda: archive(LATIN), 1, 0, "1 not in the charset that its server names, but used ({path}:1, byte 0)"),
    "revisit": ("a.warc", lambda: archive(HTML) + archive(("revisit", "text/html", b"")), 1, 0, "1 revisit record ({path}:2, byte {plain})"),
    "no article": ("a.warc", lambda: archive(HTML) + archive(("response", "text/html", EMPTY.encode())), 1, 0, "1 page without an article ({path}:2, byte {plain})"),
    "no page": ("a.warc", lambda: archive(HTML, ("response", "image/png", b"\x89PNG")), 1, 0, "1 image/png ("),
    "not there": ("a.warc", lambda: archive(HTML) + archive(HTML).replace(b"200 OK", b"404 NO"), 1, 0, "1 response with status 404 ("),
    "cut when fetched": ("a.warc", lambda: archive(HTML).replace(b"WARC-Type", b"WARC-Truncated: length\r\nWARC-Type"), 1, 0, "1 cut off when it was fetched, but used ("),
    "no archive": ("a.warc", lambda: b"<p>no archive</p>", 0, 2, "cannot be read as a web archive"),
    "empty": ("a.warc", lambda: b"", 0, 2, "holds no records"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_an_archive_is_told_with_its_byte_and_the_rest_is_read(fault: str, tmp_path: Path) -> None:
    name, made, articles, code, said = FAULTS[fault]
    path = tmp_path / name
    done = told(path, made())
    assert (len(done.rows), done.code) == (articles, code), done.err
    second, plain = (f"{len(each):,}" for each in (packed(HTML)[0], archive(HTML)))
    assert said.format(path=path, second=second, plain=plain) in done.err


@pytest.mark.parametrize("fault", ["damaged block", "wrong length", "no article", "revisit", "no page"])
def test_a_corpus_sets_aside_what_gives_no_article_and_reads_the_rest(fault: str, tmp_path: Path) -> None:
    name, made, articles, _, said = FAULTS[fault]
    (tmp_path / name).write_bytes(made())
    out = tmp_path / "run"
    asked = ("--no-model", "--repaired", "--accept", "readings", "--jobs", "1")
    done = run("corpus", tmp_path / name, "-o", out, *asked)
    assert done.code == 0, done.err
    stats = json.loads((out / "stats.json").read_text(encoding="utf-8"))
    assert (stats["articles"], stats["with_references"]) == (articles, 1)
    kept = out / "set-aside.jsonl"
    aside = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()] if kept.exists() else []
    if fault == "no page":
        assert (aside, stats["left_out"]) == ([], {"image/png": 1})
        assert "1 image/png" in done.err
    else:
        (told_aside,) = aside
        assert "raw" not in told_aside
        second, plain = (f"{len(each):,}" for each in (packed(HTML)[0], archive(HTML)))
        words = said.removeprefix("1 ").partition(" (")[0].format(second=second, plain=plain)
        assert words in told_aside["reason"]
    (shard,) = (out / "repaired").iterdir()
    from repair.text.zstandard import zstandard

    data = shard.read_bytes()
    lines = (zstandard("tests").decompress(data) if shard.suffix == ".zst" else data).splitlines()
    first = json.loads(lines[0])
    assert (first["id"], first["url"], "comandante Ferri lo" in first["text"]) == ("https://esempio.it/0",) * 2 + (
        True,
    )
    assert len(lines) == articles


def test_a_corpus_of_many_records_is_cut_and_resumed_at_the_same_places(tmp_path: Path) -> None:
    from repair.config import Config
    from repair.corpus.chunks import chunks_of
    from repair.corpus.inputs import expanded
    from repair.corpus.job import Job

    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(packed(*([HTML] * 300))))
    job = Job(Config(use_model=False))
    chunks = list(chunks_of(expanded([str(path)]), job))
    assert [chunk.after.records - chunk.before.records for chunk in chunks] == [128, 128, 44]
    assert [chunk.first for chunk in chunks] == [1, 129, 257]
    again = list(chunks_of(expanded([str(path)]), job, chunks[1].before))
    assert [c.extent for c in again] == [c.extent for c in chunks[1:]]


@pytest.mark.slow
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "damaged and cut off"])
def test_a_run_over_an_archive_that_is_killed_goes_on_where_it_was(whole: bool, tmp_path: Path) -> None:
    """Killed twice while it works; the files of both runs are the same, and so are two stores."""
    path = tmp_path / "a.warc.gz"
    blocks = [archive(HTML, packed=True) for _ in range(1500)]
    if not whole:
        blocks[400:402] = broken(blocks[400]), b"rubbish"
        blocks[-1] = blocks[-1][:-50]
    path.write_bytes(b"".join(blocks))
    common = ("--no-model", "--repaired", "--accept", "readings", "--jobs", "2", "--quiet", "--out")
    command = [sys.executable, "-m", "repair", "corpus", str(path), *common]
    subprocess.run([*command, str(tmp_path / "once")], check=True, stderr=subprocess.DEVNULL)
    for _ in range(2):
        process = subprocess.Popen([*command, str(tmp_path / "killed")], stderr=subprocess.DEVNULL)
        time.sleep(4)
        process.kill()
        process.wait()
    subprocess.run([*command, str(tmp_path / "killed")], check=True, stderr=subprocess.DEVNULL)
    assert digests(tmp_path / "killed") == digests(tmp_path / "once")
    stats = json.loads((tmp_path / "once" / "stats.json").read_text(encoding="utf-8"))
    assert (stats["articles"], stats["set_aside"]) == ((1500, 0) if whole else (1497, 2))


def test_a_library_that_is_missing_is_told_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from msgspec.structs import replace

    monkeypatch.setitem(EXTRACTORS, "readability", replace(EXTRACTORS["readability"], modules=("no_such_module",)))
    (tmp_path / "a.warc").write_bytes(archive(HTML))
    for command in (("check",), ("suggest",), ("corpus", "-o", str(tmp_path / "run"))):
        done = run(*command, tmp_path / "a.warc", "--no-model", "--extractor", "readability")
        assert done.code == 2
        assert "the extractor readability needs no_such_module; pip install readability-lxml" in done.err
    assert not (tmp_path / "run").exists()


def test_an_extractor_that_fails_is_told_with_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from msgspec.structs import replace

    def fails(html: str) -> str:
        raise RuntimeError("no tree")

    monkeypatch.setitem(EXTRACTORS, "trafilatura", replace(EXTRACTORS["trafilatura"], text_of=fails))
    path = tmp_path / "a.warc"
    done = told(path, archive(HTML, WET))
    assert (done.code, len(done.rows)) == (2, 1)
    assert f"{path}:1, byte 0: the extractor trafilatura failed: RuntimeError: no tree" in done.err


def test_an_archive_is_never_fixed_in_place(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    data = archive(("conversion", "text/plain", TEXT.replace("vecchio, con", "vecchio,con").encode()))
    path.write_bytes(data)
    done = run("check", path, "--no-model", "--fix")
    assert (done.code, path.read_bytes() == data) == (2, True)
    assert "cannot be fixed in place" in done.err


@pytest.mark.parametrize("name", [n for n, e in EXTRACTORS.items() if e.is_installed])
def test_each_installed_extractor_takes_the_article_from_a_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    text = article_text(name, PAGE, "page")
    assert all(sentence in " ".join(text.split()) for sentence in (PARAGRAPHS[0], PARAGRAPHS[2], PARAGRAPHS[3]))
    assert article_text(name, "<html></html>", "page") == ""
