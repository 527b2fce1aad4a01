"""The page in a field of a row is the first witness of its article, in every format of rows and every command."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from cli_runner import run

from repair import interchange
from repair.records import Apparatus

TEXT = (
    "Il traghetto per l'isola parte ogni mattina alle otto dal molo vecchio, con qualsiasi tempo.\n\n"
    "Il comandante lo guida da undici anni e conosce per nome tutti i passeggeri del lunedì."
)
PAGE = "<nav>Menu</nav>" + "".join(
    f"<p>{p}</p>" for p in TEXT.replace("comandante", "comandante <b>Ferri</b>").split("\n\n")
)
ROWS = [
    {"id": "a", "text": TEXT, "url": "https://esempio.it/a", "address": "https://esempio.it/b", "html": PAGE},
    {"id": "b", "text": "Una riga senza pagina, che resta com'è.", "url": "", "address": "", "html": ""},
]


def rows(path: Path, **changes: object) -> str:
    changed = [{**row, **changes} if row["id"] == "a" else row for row in ROWS]
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in changed), encoding="utf-8")
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(ROWS[0]))
            writer.writeheader()
            writer.writerows(changed)
    else:
        arrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        packed = [{**row, "html": str(row["html"]).encode()} for row in changed] if path.stem == "bytes" else changed
        parquet.write_table(arrow.Table.from_pylist(packed), path)
    return str(path)


def told(*arguments: str) -> list[Apparatus]:
    done = run("suggest", *arguments, "--no-model", "--format", "json")
    assert done.code == 0, done.err
    return [interchange.decode(line.encode()) for line in done.out.splitlines()]


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv", "rows.parquet", "bytes.parquet"])
def test_the_page_in_a_row_gives_back_what_its_article_lost(name: str, tmp_path: Path) -> None:
    first, second = told(rows(tmp_path / name), "--html-field", "html")
    (entry,) = first.entries
    assert (entry.finding.code, entry.candidates[0].text) == ("RG113", " Ferri")
    assert entry.finding.confidence >= 0.5
    (witness,) = first.witnesses
    assert (witness.name, witness.kind, witness.url) == ("a#page", "parent", "https://esempio.it/a")
    assert second.witnesses == ()


def test_the_address_is_in_the_field_that_the_user_names(tmp_path: Path) -> None:
    first, _ = told(rows(tmp_path / "rows.jsonl"), "--html-field", "html", "--url-field", "address")
    assert first.witnesses[0].url == "https://esempio.it/b"


@pytest.mark.parametrize("html", ["<script>only()</script>", "<p>" + "<i>" * 600, 7])
def test_a_page_that_cannot_be_read_is_told_with_its_row_and_the_article_is_read(html: object, tmp_path: Path) -> None:
    path = rows(tmp_path / "rows.jsonl", html=html)
    done = run("suggest", path, "--html-field", "html", "--no-model", "--format", "json")
    assert done.code == 2
    assert f"{path}:1: its page cannot be used" in done.err
    assert len(done.out.splitlines()) == 2


def test_a_field_that_no_row_has_is_an_error(tmp_path: Path) -> None:
    done = run("check", rows(tmp_path / "rows.jsonl"), "--html-field", "htlm", "--no-model")
    assert done.code == 2
    assert "no row has a page in its field 'htlm'" in done.err


def test_check_reports_what_only_the_page_shows(tmp_path: Path) -> None:
    path = rows(tmp_path / "rows.jsonl")
    assert "RG113" not in run("check", path, "--no-model").out
    assert "RG113" in run("check", path, "--no-model", "--html-field", "html").out


def test_a_store_is_made_of_the_pages_in_rows(tmp_path: Path) -> None:
    pages = tmp_path / "rows.jsonl"
    pages.write_text(json.dumps({"id": "seite", "html": PAGE, "url": "https://esempio.it/a"}) + "\n", encoding="utf-8")
    store = str(tmp_path / "store")
    assert run("index", str(pages), "--html-field", "html", "-o", store).code == 0
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (apparatus,) = told(str(tmp_path / "a.txt"), "--reference", store)
    assert [(w.name, w.url, w.kind) for w in apparatus.witnesses] == [("seite", "https://esempio.it/a", "parent")]
    assert apparatus.entries[0].candidates[0].text == " Ferri"


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv", "rows.parquet"])
def test_a_corpus_is_repaired_by_the_pages_in_its_rows(name: str, tmp_path: Path) -> None:
    out = tmp_path / "run"
    asked = ("--html-field", "html", "--no-model", "--repaired", "--accept", "readings", "--jobs", "1")
    done = run("corpus", rows(tmp_path / name), "-o", str(out), *asked)
    assert done.code == 0, done.err
    stats = json.loads((out / "stats.json").read_text(encoding="utf-8"))
    assert (stats["repaired"], stats["unread_pages"], stats["with_references"]) == (1, 0, 1)


def test_a_corpus_counts_the_pages_that_it_could_not_read(tmp_path: Path) -> None:
    path = rows(tmp_path / "rows.jsonl", html="<script>only()</script>")
    done = run("corpus", path, "-o", str(tmp_path / "run"), "--html-field", "html", "--no-model", "--jobs", "1")
    assert "1 page not readable: rows were read without them" in done.err
